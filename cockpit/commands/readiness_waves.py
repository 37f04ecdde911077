"""What ``cockpit readiness`` knows of waves: which one is meant, and the guardrails crossed during those that are running."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from cockpit.commands.output import put
from cockpit.domain.message import N_, message
from cockpit.domain.problem import refuse
from cockpit.domain.validation import echo
from cockpit.language import _, day, headed, ngettext, number, say

if TYPE_CHECKING:
    from cockpit.domain.breach import Breach
    from cockpit.domain.readiness import Verdict
    from cockpit.domain.state import ProjectState
    from cockpit.domain.wave import Wave

_MOST_NAMED = 20


def wave_named(state: "ProjectState", ref: str) -> "Wave":
    """The wave that people call ``ref``, in capitals or not; refused with the waves that there are."""
    from cockpit.domain.wave import Wave

    waves = state.all(Wave)
    found = next((wave for wave in waves if wave.ref.casefold() == ref.strip().casefold()), None)
    if found is not None:
        return found
    if not waves:
        raise refuse(message(N_("--wave: “{wave}” is no wave; the project has none yet"), wave=echo(ref)))
    named = tuple(str(wave) for wave in waves[:_MOST_NAMED])
    raise refuse(message(N_("--wave: “{wave}” is no wave; there are: {waves}"), wave=echo(ref), waves=named))


def breaches_of(found: "Verdict") -> tuple["Breach", ...]:
    """The guardrails crossed during the wave whose gate it is; at the gate of a phase during any that is running."""
    from cockpit.domain.breach import breaches

    every = breaches(found.state, found.as_of)
    return tuple(each for each in every if found.wave is None or each.wave.uid == found.wave.uid)


def print_breaches(found: "Verdict", *, explain: bool) -> None:
    """What was crossed and, explained, the way back: who decides, whether it was rehearsed, its steps."""
    for breach in breaches_of(found):
        put(f"  {'✗' if breach.stands else '!'} {say(breach.said)}")
        for line in _explained(found.state, breach) if explain else ():
            put(f"      {line}")


def _explained(state: "ProjectState", breach: "Breach") -> Iterator[str]:
    from cockpit.domain.guardrail import when
    from cockpit.domain.person import Person

    yield headed(_("crossed"), say(when(breach.kpi, breach.period)))
    rollback = breach.rollback
    if rollback is None:
        yield headed(_("to do"), _("write a rollback scenario for {wave}").format(wave=breach.wave.ref))
        return
    yield headed(_("scenario"), str(rollback))
    if (decider := state.get(Person, rollback.owner)) is not None:
        yield headed(_("decides"), decider.caption)
    if breach.rehearsal is None:
        yield headed(_("rehearsed"), _("never"))
    else:
        worked = _("it worked") if breach.rehearsal.succeeded else _("it failed")
        minutes = breach.rehearsal.minutes_to_restore
        took = ngettext("{count} minute", "{count} minutes", minutes).format(count=number(minutes, 0)) if minutes else ""
        told = (day(breach.rehearsal.rehearsed_on), worked, took)
        yield headed(_("rehearsed"), ", ".join(filter(None, told)))
    for place, step in enumerate(rollback.steps, 1):
        yield f"{place}. {step}"


def plain_breach(state: "ProjectState", breach: "Breach") -> dict[str, Any]:
    """A crossing as ``docs/json.md`` describes it."""
    from cockpit.domain.person import Person

    rollback, rehearsal = breach.rollback, breach.rehearsal
    decider = state.get(Person, rollback.owner) if rollback else None
    return {
        "wave": breach.wave.ref,
        "kpi": breach.kpi.ref,
        "uid": breach.kpi.uid,
        "starts_on": breach.period.starts_on.isoformat(),
        "ends_on": breach.period.ends_on.isoformat(),
        "value": breach.period.value,
        "guardrail": breach.guardrail,
        "stands": breach.stands,
        "said": say(breach.said),
        "rollback": rollback.ref if rollback else None,
        "owner": decider.handle if decider else None,
        "rehearsed_on": rehearsal.rehearsed_on.isoformat() if rehearsal else None,
        "succeeded": rehearsal.succeeded if rehearsal else None,
        "minutes_to_restore": rehearsal.minutes_to_restore if rehearsal else None,
        "steps": list(rollback.steps) if rollback else [],
    }
