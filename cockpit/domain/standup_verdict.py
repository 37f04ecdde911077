"""What a stand-up says of the verdict: the answer then and now, and why it moved."""

from cockpit.domain.gate import Answer
from cockpit.domain.message import N_, Message, message
from cockpit.domain.project import Project
from cockpit.domain.readiness.verdict import Verdict
from cockpit.domain.standup_item import Item, Turn

_WORST_FIRST = (Answer.NO_GO, Answer.NOT_YET, Answer.CONDITIONAL, Answer.GO)


def verdict_items(then: Verdict, now: Verdict) -> tuple[Item, ...]:
    """The answer first, then each criterion that stands elsewhere."""
    steps = _WORST_FIRST.index(now.answer) - _WORST_FIRST.index(then.answer)
    turn = Turn.BETTER if steps > 0 else Turn.WORSE if steps < 0 else Turn.FLAT
    words = N_("{gate}: {answer}, was {before}") if steps else N_("{gate}: {answer}, as before")
    said = message(words, gate=Message(now.gate.label), answer=Message(now.answer.label), before=Message(then.answer.label))
    return (Item(said, turn, Project.kind, now.state.project.uid),)
