"""Confidence: a profile of four, never one figure that lets a strong part hide a weak one.

How many of those invited come to workshops, what the people who work with it say (eNPS), how many use it once they have it, and how
many milestones came on time.  Each is brought to a scale of its own from 0, its floor, to 100, its target.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from cockpit.domain.entity import Choice
from cockpit.domain.evidence import signed
from cockpit.domain.message import N_, Message, Percent, message
from cockpit.domain.milestone import adherence
from cockpit.domain.survey import FEWEST_ANSWERS, SurveyKind, last_survey, score
from cockpit.domain.wave import usage
from cockpit.domain.workshop import Workshop

if TYPE_CHECKING:
    from cockpit.domain.state import ProjectState

WINDOW = 90
"""Days back from which workshops and surveys still tell."""


_ROUNDING = 1e-9
"""Points by which a share may miss a whole number of them for no other reason than that numbers are rounded."""


class ConfidencePart(Choice):
    """What the profile is made of."""

    WORKSHOPS = "workshops", N_("workshops")
    ENPS = "enps", N_("eNPS")
    USAGE = "usage", N_("usage")
    DELAYS = "delays", N_("delays")


@dataclass(frozen=True, slots=True)
class Scale:
    """The values that count as 0 and as 100."""

    floor: float
    target: float

    def points(self, value: float) -> float:
        """``value`` on the scale from 0 to 100."""
        return min(100.0, max(0.0, 100 * (value - self.floor) / (self.target - self.floor)))

    def value(self, points: float) -> float:
        """The least value that has so many points, which are more than 0."""
        return self.floor + points / 100 * (self.target - self.floor)


SCALES = {
    ConfidencePart.WORKSHOPS: Scale(0.3, 0.9),
    ConfidencePart.ENPS: Scale(-50, 50),
    ConfidencePart.USAGE: Scale(0.1, 0.8),
    ConfidencePart.DELAYS: Scale(0.4, 1.0),
}
"""Floor and target of each part: shares, and for eNPS its points."""


@dataclass(frozen=True, slots=True)
class ConfidenceRating:
    """One part of the profile: ``points`` from 0 to 100, None where nothing is known, and what they come from."""

    part: ConfidencePart
    points: float | None
    said: Message

    def reaches(self, points: float) -> bool:
        """Whether it is known to have so many points, rounding aside."""
        return self.points is not None and self.points >= points - _ROUNDING


@dataclass(frozen=True, slots=True)
class ConfidenceProfile:
    """The four parts, the lowest first, those that are not known at the end."""

    ratings: tuple[ConfidenceRating, ...]

    @property
    def lowest(self) -> ConfidenceRating | None:
        """The part that holds confidence back; None where none is known."""
        return self.ratings[0] if self.ratings and self.ratings[0].points is not None else None

    @property
    def single(self) -> float | None:
        """The geometric mean, in which no part makes up for one that is zero; None unless all four are known."""
        points = [rating.points for rating in self.ratings if rating.points is not None]
        return math.prod(points) ** (1 / len(points)) if len(points) == len(ConfidencePart) else None


def confidence(state: "ProjectState", as_of: date) -> ConfidenceProfile:
    """The profile on a day, from what was dated by then; usage is that of the waves as they are known."""
    ratings = sorted(_ratings(state, as_of), key=lambda each: (each.points is None, each.points or 0))
    return ConfidenceProfile(tuple(ratings))


def recent_workshops(state: "ProjectState", as_of: date) -> tuple[Workshop, ...]:
    """The workshops to which anybody was invited, held in the last days that still tell."""
    return tuple(
        each for each in state.all(Workshop) if timedelta() <= as_of - each.held_on <= timedelta(WINDOW) and each.invited
    )


@dataclass(frozen=True, slots=True)
class PastConfidence:
    """The points of a part at the ends of the last months, and today; None where nothing was known then."""

    days: tuple[date, ...]
    points: Mapping[ConfidencePart, tuple[float | None, ...]]


def past_confidence(state: "ProjectState", as_of: date, months: int = 6) -> PastConfidence:
    """The profile at the ends of the last ``months`` months before ``as_of``, and on that day.

    How many use it is not dated, so that usage has no past: a figure of today under the date of last month would be made up.
    """
    days = [as_of]
    while len(days) <= months:
        days.insert(0, days[0].replace(day=1) - timedelta(days=1))
    past = [{each.part: each.points for each in _ratings(state, day)} for day in days]
    for before in past[:-1]:
        before[ConfidencePart.USAGE] = None
    return PastConfidence(tuple(days), {part: tuple(each[part] for each in past) for part in ConfidencePart})


def _ratings(state: "ProjectState", as_of: date) -> Iterator[ConfidenceRating]:
    yield _workshops(state, as_of)
    yield _enps(state, as_of)
    yield _usage(state, as_of)
    yield _delays(state, as_of)


def _rated(part: ConfidencePart, value: float, said: Message) -> ConfidenceRating:
    return ConfidenceRating(part, SCALES[part].points(value), said)


def _workshops(state: "ProjectState", as_of: date) -> ConfidenceRating:
    recent = recent_workshops(state, as_of)
    invited, attended = sum(each.invited for each in recent), sum(each.attended for each in recent)
    if not invited:
        return ConfidenceRating(ConfidencePart.WORKSHOPS, None, message(N_("no workshop in {days} days"), days=WINDOW))
    said = message(
        N_("{attended} of {invited} invited came ({share})"),
        attended=attended,
        invited=invited,
        share=Percent(attended / invited),
    )
    return _rated(ConfidencePart.WORKSHOPS, attended / invited, said)


def _enps(state: "ProjectState", as_of: date) -> ConfidenceRating:
    survey = last_survey(state, SurveyKind.ENPS, as_of)
    found = score(survey.promoters, survey.passives, survey.detractors) if survey else None
    if survey is None or found is None or (as_of - survey.held_on).days > WINDOW:
        return ConfidenceRating(ConfidencePart.ENPS, None, message(N_("no survey in {days} days"), days=WINDOW))
    if found.answers < FEWEST_ANSWERS:
        return ConfidenceRating(ConfidencePart.ENPS, None, message(N_("fewer than {count} answers"), count=FEWEST_ANSWERS))
    said = message(
        N_("{value} from {count} answer"),
        N_("{value} from {count} answers"),
        value=signed(round(found.value)),
        count=found.answers,
    )
    return _rated(ConfidencePart.ENPS, found.value, said)


def _usage(state: "ProjectState", as_of: date) -> ConfidenceRating:
    found = usage(state, as_of)
    if found.share is None:
        return ConfidenceRating(ConfidencePart.USAGE, None, message(N_("nobody has it yet")))
    said = message(
        N_("{active} of {enabled} who have it use it ({share})"),
        active=found.active, enabled=found.enabled, share=Percent(found.share),
    )  # fmt: skip
    return _rated(ConfidencePart.USAGE, found.share, said)


def _delays(state: "ProjectState", as_of: date) -> ConfidenceRating:
    found = adherence(state, as_of)
    if found.share is None:
        return ConfidenceRating(ConfidencePart.DELAYS, None, message(N_("no milestone was due yet")))
    said = message(
        N_("{kept} of {count} milestone on time ({share})"), N_("{kept} of {count} milestones on time ({share})"),
        kept=len(found.kept), count=found.due, share=Percent(found.share),
    )  # fmt: skip
    return _rated(ConfidencePart.DELAYS, found.share, said)
