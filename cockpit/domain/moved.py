"""What the user saw is no longer so: refusals that tell what others have made of it, so that nothing is overwritten unseen."""

from collections.abc import Mapping, Sequence
from typing import Any

from cockpit.domain.change import Batch
from cockpit.domain.entity import Entity
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.message import N_, Exact, Message, Part, message
from cockpit.domain.problem import Problem, Refused


class MovedOn(Refused):
    """What the user saw is no longer so: somebody else was faster."""


class PointMoved(MovedOn):
    """A measurement of a KPI (its uid) is no longer as the user saw it: ``theirs`` is the value by now, None where there is none."""

    def __init__(self, kpi: Kpi, group: Group, time: str, theirs: float | None, who: str = "") -> None:
        self.kpi, self.group, self.time, self.theirs = kpi, group, time, theirs
        by: Part = who or Message(N_("somebody else"))
        if theirs is None:
            sentence = N_("{who} has taken the value of {kpi} on {time} off the record in the meantime; nothing was recorded")
        else:
            sentence = N_("{who} has recorded {value} for {kpi} on {time} in the meantime; nothing was overwritten")
        parts: dict[str, Part] = {
            "who": by,
            "kpi": str(kpi),
            "time": time,
            **({} if theirs is None else {"value": Exact(theirs)}),
        }
        super().__init__([Problem(Message(sentence, parts), where=kpi.ref)])

    def by(self, who: str) -> "PointMoved":
        """The same with who it was."""
        return PointMoved(self.kpi, self.group, self.time, self.theirs, who)


class RowMoved(MovedOn):
    """The row has been edited since the user saw it: ``theirs`` is the row as it is now, None when it is gone.

    ``acts`` are those that did it, oldest first, where whoever raises this knows the log; ``told`` says it in a sentence then.
    """

    def __init__(
        self,
        seen: Entity,
        theirs: Entity | None,
        wanted: Mapping[str, Any],
        acts: Sequence[Batch] = (),
        told: Problem | None = None,
    ) -> None:
        self.seen, self.theirs, self.wanted, self.acts = seen, theirs, wanted, tuple(acts)
        sentence = N_("{row} was edited by somebody else in the meantime") if theirs else N_("{row} is no longer there")
        super().__init__([told or Problem(message(sentence, row=str(seen)), where=seen.ref)])
