"""Surveys: how many would recommend it, would not, or stand in between."""

import math
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from cockpit.domain.entity import Choice, Entity, choice, day, line, reference, text, whole
from cockpit.domain.kpi import Group
from cockpit.domain.message import N_

if TYPE_CHECKING:
    from cockpit.domain.state import ProjectState

_MOST_PEOPLE = 10**9


class SurveyKind(Choice):
    """What a survey asks."""

    NPS = "nps", N_("NPS")
    ENPS = "enps", N_("eNPS")
    SATISFACTION = "satisfaction", N_("satisfaction")


class Survey(Entity):
    """A survey and its three counts.

    For a satisfaction survey, promoters, passives and detractors are the satisfied, the neutral and the dissatisfied.
    Respondents are the sum of the three.
    """

    kind = "survey"
    prefix = "SV"
    label = N_("Survey")
    plural = N_("Surveys")

    title: str = line(N_("Survey"), required=True)
    nature: SurveyKind = choice(
        N_("Kind"), default=SurveyKind.NPS, help=N_("NPS asks users, eNPS asks the people who work with it")
    )
    held_on: date = day(N_("Held on"), default=...)
    promoters: int = whole(N_("Promoters"), 0, _MOST_PEOPLE, default=0, help=N_("Answers 9 and 10, or the satisfied"))
    passives: int = whole(N_("Passives"), 0, _MOST_PEOPLE, default=0, help=N_("Answers 7 and 8, or the neutral"))
    detractors: int = whole(N_("Detractors"), 0, _MOST_PEOPLE, default=0, help=N_("Answers 0 to 6, or the dissatisfied"))
    invited: int = whole(N_("Invited"), 0, _MOST_PEOPLE, default=0, help=N_("People who were asked"))
    group: Group = choice(N_("Group"), default=Group.ALL, help=N_("Who was asked"))
    wave: str | None = reference(N_("Wave"), "wave")
    question: str = text(N_("Question"), help=N_("The question as it was asked"))
    note: str = text(N_("Note"))


FEWEST_ANSWERS = 5
"""A group with fewer answers is not told apart: its members could be recognised."""

_Z = 1.959963984540054
"""The normal quantile of 97.5 %, for a two-sided 95 % interval."""


@dataclass(frozen=True, slots=True)
class Score:
    """A net promoter score from -100 to 100, its 95 % interval and the number of answers."""

    value: float
    low: float
    high: float
    answers: int


def score(promoters: int, passives: int, detractors: int) -> Score | None:
    """NPS = 100 (promoters - detractors) / answers, with its adjusted Wald interval; None without answers.

    The interval adds three answers, 3/4 of one to the promoters and to the detractors each (B. Rocks, *Interval Estimation for the
    "Net Promoter Score"*, The American Statistician 70, 2016); its variance is (p + d - (p - d)^2) / n.
    """
    answers = promoters + passives + detractors
    if answers == 0:
        return None
    weight = answers + 3
    promoting, detracting = (promoters + 0.75) / weight, (detractors + 0.75) / weight
    middle = promoting - detracting
    reach = _Z * math.sqrt((promoting + detracting - middle * middle) / weight)
    return Score(
        value=100 * (promoters - detractors) / answers,
        low=max(-100.0, 100 * (middle - reach)),
        high=min(100.0, 100 * (middle + reach)),
        answers=answers,
    )


def answers_needed(found: Score, threshold: float) -> int | None:
    """How many answers in all would put the interval above ``threshold`` if the shares stay as they are; None if none would.

    The half-width of the interval shrinks with the square root of the number of answers.
    """
    if found.value <= threshold:
        return None
    half = (found.high - found.low) / 2
    return max(found.answers, math.ceil((found.answers + 3) * (half / (found.value - threshold)) ** 2))


class Answers(NamedTuple):
    """How many answers of each of the three sorts a survey has."""

    promoters: int
    passives: int
    detractors: int


_MOST_LIKE_THESE = 10
"""By how much a survey may be larger than the last one to tell: more people than that are rarely there to be asked."""

_USUAL_ANSWERS = 20
_BEST = 100


def answers_that_reach(survey: Survey | None, threshold: float) -> Answers | None:
    """The answers nearest to those of the last ``survey`` whose score has its lower bound at ``threshold`` or above.

    More answers like these where that is enough; else, among as many (twenty where there are fewer), one after another who thinks better
    of it: first the detractors, then the passives.  Where not even promoters alone are enough, more of them; None beyond all bounds.
    """
    last = Answers(survey.promoters, survey.passives, survey.detractors) if survey else Answers(0, 0, 0)
    found = score(*last)
    if found and found.answers >= FEWEST_ANSWERS and (needed := answers_needed(found, threshold)) is not None:
        for size in range(needed, _MOST_LIKE_THESE * found.answers + 1):
            more = Answers(*(round(each * size / found.answers) for each in last))
            if _reaches(more, threshold):
                return more
    return _bettered(last, lambda answers: _reaches(answers, threshold))


def answers_that_score(survey: Survey | None, value: float) -> Answers | None:
    """The answers nearest to those of the last ``survey`` whose score, not its bound, is ``value`` or more.

    As many answers (twenty where there are fewer), one after another of somebody who thinks better of it; None beyond 100.
    """
    last = Answers(survey.promoters, survey.passives, survey.detractors) if survey else Answers(0, 0, 0)
    if value > _BEST:
        return None

    def scores(answers: Answers) -> bool:
        found = score(*answers)
        return found is not None and found.answers >= FEWEST_ANSWERS and found.value >= value

    return last if scores(last) else _bettered(last, scores)


def _bettered(last: Answers, enough: Callable[[Answers], bool]) -> Answers | None:
    """The answers after the fewest changes of mind that are ``enough``; each makes the score, and its lower bound, better."""
    promoters, passives, detractors = last
    passives += max(0, _USUAL_ANSWERS - sum(last))

    def after(changes: int) -> Answers:
        won_over = min(changes, detractors)
        convinced = changes - won_over
        return Answers(promoters + convinced, passives + won_over - convinced, detractors - won_over)

    most = 2 * detractors + passives
    fewest = bisect_left(range(most + 1), True, key=lambda changes: enough(after(changes)))
    if fewest <= most:
        return after(fewest)
    everybody = promoters + passives + detractors
    while everybody < _MOST_PEOPLE:
        everybody *= 2
        if enough(Answers(everybody, 0, 0)):
            return Answers(everybody, 0, 0)
    return None


def _reaches(answers: Answers, threshold: float) -> bool:
    found = score(*answers)
    return found is not None and found.answers >= FEWEST_ANSWERS and found.low >= threshold


def response_rate(survey: Survey) -> float | None:
    """Answers over people asked; None where it is not known how many were."""
    answers = survey.promoters + survey.passives + survey.detractors
    return answers / survey.invited if survey.invited else None


def last_survey(state: "ProjectState", nature: SurveyKind, as_of: date) -> Survey | None:
    """The last survey of a kind held by ``as_of`` among the pilot group or everybody; the larger one of two on a day."""
    held = [
        each for each in state.all(Survey) if each.nature is nature and each.held_on <= as_of and each.group is not Group.CONTROL
    ]
    return max(held, key=lambda each: (each.held_on, each.promoters + each.passives + each.detractors, each.uid), default=None)
