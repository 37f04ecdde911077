"""A verdict in full as JSON: what ``cockpit readiness --json`` prints, and what a gate review freezes."""

from typing import Any

from cockpit.domain.person import Person
from cockpit.domain.readiness import Judged, Verdict
from cockpit.domain.state import ProjectState
from cockpit.language import say


def verdict_plain(found: Verdict) -> dict[str, Any]:
    """A verdict as ``docs/json.md`` describes it, in the words of the language chosen."""
    return {
        "project": found.state.project.key,
        "gate": found.gate.value,
        "as_of": found.as_of.isoformat(),
        "answer": found.answer.value,
        "criteria": [_criterion(found.state, judged) for judged in found.judged],
    }


def _criterion(state: ProjectState, judged: Judged) -> dict[str, Any]:
    finding, owner = judged.finding, state.get(Person, judged.criterion.owner)
    return {
        "ref": judged.criterion.ref or None,
        "uid": judged.criterion.uid,
        "title": say(judged.name),
        "owner": owner.handle if owner else None,
        "rule": judged.criterion.rule,
        "blocking": judged.blocking,
        "state": judged.state.value,
        "before_waiver": finding.state.value,
        "waiver": judged.waiver.ref if judged.waiver else None,
        "summary": say(finding.summary),
        "rule_text": say(finding.rule),
        "margin": say(finding.margin) if finding.margin else None,
        "observed_on": finding.observed_on.isoformat() if finding.observed_on else None,
        "observations": [
            {
                "kind": observation.kind,
                "uid": observation.uid,
                "ref": observation.ref,
                "said": say(observation.said),
                "on": observation.on.isoformat() if observation.on else None,
                "good": observation.good,
            }
            for observation in finding.observations
        ],
        "turns": [say(turn) for turn in judged.turns],
    }
