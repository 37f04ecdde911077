"""What the data prove: one of three answers, the rows behind it, and what would turn it.

The same three answers hold for a risk, a KPI, a survey and a whole criterion.  Too little evidence is an answer of its own,
never a pass.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce

from cockpit.domain.entity import Choice
from cockpit.domain.kpi import Direction
from cockpit.domain.message import N_, Message, message
from cockpit.domain.step import Step


class CriterionState(Choice):
    """Where a criterion stands; only a criterion as a whole can be waived."""

    MET = "met", N_("met")
    NOT_MET = "not_met", N_("not met")
    INSUFFICIENT = "insufficient", N_("no answer yet")
    WAIVED = "waived", N_("waived")


MET, NOT_MET, INSUFFICIENT = CriterionState.MET, CriterionState.NOT_MET, CriterionState.INSUFFICIENT


@dataclass(frozen=True)
class Reason:
    """Why something is not, or not yet, as it should be: which of the two, in words, and the steps that would turn it.

    ``said`` goes after the name of what it is about: "R-3", "no owner".  Without ``steps`` nothing does.
    """

    state: CriterionState
    said: Message
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Observation:
    """A row that a rule looked at, and what it saw there.

    ``on`` is the day from which the evidence dates, None where there is none.  ``good`` is None where the row does not tell.
    """

    kind: str
    uid: str
    ref: str
    said: Message
    on: date | None = None
    good: bool | None = None


@dataclass(frozen=True)
class Finding:
    """What a rule found: its answer and summary, which says what is missing where there is no answer, the rule in words, and
    everything that explains them.

    ``margin`` is the distance from the threshold, where there is one.  ``observed_on`` is the day of the evidence, of the oldest
    piece where each has to be fresh.
    """

    state: CriterionState
    summary: Message
    rule: Message
    margin: Message | None = None
    observed_on: date | None = None
    observations: tuple[Observation, ...] = ()

    @property
    def source(self) -> Observation | None:
        """The row to look at: the first that does not speak for it, else the first; None where none was looked at."""
        return next((each for each in self.observations if not each.good), next(iter(self.observations), None))


def all_of(states: Iterable[CriterionState]) -> CriterionState:
    """The answer where every part has to be met: one that is not decides, else one that does not tell; nothing at all is met."""
    answer = MET
    for state in states:
        if state is NOT_MET:
            return NOT_MET
        if state is INSUFFICIENT:
            answer = INSUFFICIENT
    return answer


def answer_of(low: float, high: float, threshold: float, direction: Direction = Direction.HIGHER) -> CriterionState:
    """The answer of an interval from ``low`` to ``high`` to a threshold.

    Met when the whole interval reaches the threshold, not met when none of it does, else the numbers do not tell.
    """
    if direction is Direction.LOWER:
        low, high, threshold = -high, -low, -threshold
    if low >= threshold:
        return MET
    return NOT_MET if high < threshold else INSUFFICIENT


def fewest_of(count: int, share: float) -> int:
    """The fewest of ``count``, which are some, that are so large a share of them."""
    fewest = math.floor(share * count)
    return fewest if fewest / count >= share else fewest + 1


def counted(state: CriterionState, count: int) -> Message:
    """How many criteria stand somewhere, ``3 not met``: a sentence a state, as the words of some languages have a plural."""
    match state:
        case CriterionState.MET:
            return message(N_("{count} met"), N_("{count} met"), count=count)
        case CriterionState.NOT_MET:
            return message(N_("{count} not met"), N_("{count} not met"), count=count)
        case CriterionState.INSUFFICIENT:
            return message(N_("{count} no answer yet"), N_("{count} no answer yet"), count=count)
        case CriterionState.WAIVED:
            return message(N_("{count} waived"), N_("{count} waived"), count=count)


def good_of(state: CriterionState) -> bool | None:
    """An answer as an :class:`Observation` tells it."""
    return None if state is INSUFFICIENT else state is MET


def oldest(days: Iterable[date | None]) -> date | None:
    """The earliest of the days that are known; None without any."""
    return min((each for each in days if each is not None), default=None)


MOST_LISTED = 3
"""How many sentences are told one by one."""


def listed(sentences: Sequence[Message], most: int = MOST_LISTED, *, count: int | None = None) -> Message:
    """Several sentences as one, with semicolons between them; after ``most``, how many there are more, of ``count`` in all."""
    told = list(sentences[:most])
    if (more := (len(sentences) if count is None else count) - len(told)) > 0:
        told.append(message(N_("{count} more"), N_("{count} more"), count=more))
    return reduce(lambda first, rest: message(N_("{first}; {rest}"), first=first, rest=rest), told)


def signed(value: float, unit: Message | None = None) -> Message:
    """A distance from a threshold with its sign: ``+5``, or with its unit ``−68 ms``, where ``unit`` says the amount itself."""
    return message("{sign}{amount}", sign="+" if value >= 0 else "−", amount=unit or abs(value))


def signed_points(difference: float) -> Message:
    """A difference of two shares in percentage points, with its sign: ``+5 pt``."""
    points = round(100 * difference)
    return signed(points, message(N_("{points} pt"), points=abs(points)))
