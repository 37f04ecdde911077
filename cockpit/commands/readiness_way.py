"""The shortest way to GO, as ``cockpit readiness`` prints it."""

from typing import Any

from cockpit.commands.output import put
from cockpit.domain.gate import Criterion
from cockpit.domain.readiness.way import Way
from cockpit.domain.readiness.way_actions import in_hand
from cockpit.language import _, capitalised, headed, say
from cockpit.widgets.way_words import by_when, handle_of, in_hand_words, way_outs, way_words


def print_way(way: Way, *, explain: bool) -> None:
    """The way in a line; in full where it is to be explained: each step, who, by when, and the criteria that it serves."""
    put(way_words(way))
    if not explain:
        return
    state = way.found.state
    for number, step in enumerate(way.steps, start=1):
        put(f"  {number}  {capitalised(say(step.said))}")
        put(f"      {headed(_('who'), handle_of(state, step.owner) or _('nobody yet'))}")
        put(f"      {headed(_('by when'), by_when(step))}")
        for action in in_hand(state, way, step):
            put(f"      {headed(_('in hand'), f'{action.ref} {in_hand_words(state, action)}')}")
        for judged in way.serves[step.key]:
            put(f"      {headed(_('serves'), _named(judged.criterion, say(judged.name)))}")
    for stuck in way.stuck:
        put(f"  ✗  {capitalised(say(stuck.reason))}")
        put(f"      {headed(_('criterion'), _named(stuck.judged.criterion, say(stuck.judged.name)))}")
        for out in way_outs(stuck):
            put(f"      {headed(_('can be decided'), out)}")


def _named(criterion: Criterion, name: str) -> str:
    return f"{criterion.ref} {name}".strip()


def plain_way(way: Way) -> dict[str, Any]:
    """The way in full, as ``docs/json.md`` describes it."""
    state = way.found.state
    steps = []
    for step in way.steps:
        row = state.row(step.kind, step.uid)
        steps.append(
            {
                "said": say(step.said),
                "kind": step.kind or None,
                "uid": row.uid if row else None,
                "ref": row.ref if row else None,
                "owner": handle_of(state, step.owner) or None,
                "on": step.on.isoformat() if step.on else None,
                "actions": [action.ref for action in in_hand(state, way, step)],
                "criteria": [judged.criterion.uid for judged in way.serves[step.key]],
            }
        )
    return {
        "answer": way.answer.value,
        "on": way.on.isoformat(),
        "days": way.days,
        "steps": steps,
        "stuck": [{"criterion": each.judged.criterion.uid, "reason": say(each.reason)} for each in way.stuck],
    }
