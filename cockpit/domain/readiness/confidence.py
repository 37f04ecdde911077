"""Confidence: no part of the profile is left behind."""

import math
from collections.abc import Iterator
from datetime import date

from cockpit.domain.confidence import (
    SCALES,
    ConfidencePart,
    ConfidenceProfile,
    ConfidenceRating,
    confidence,
    recent_workshops,
)
from cockpit.domain.edit import Create, Edit
from cockpit.domain.evidence import (
    INSUFFICIENT,
    MET,
    NOT_MET,
    CriterionState,
    Finding,
    Observation,
    all_of,
    listed,
    oldest,
    signed,
)
from cockpit.domain.message import N_, Message, message
from cockpit.domain.milestone import adherence
from cockpit.domain.readiness.kind import Case, CriterionKind
from cockpit.domain.readiness.milestones import milestones_seen, milestones_to_reach
from cockpit.domain.readiness.satisfaction import surveying
from cockpit.domain.readiness.setting import Setting
from cockpit.domain.readiness.usage import usage_seen, users_to_win
from cockpit.domain.state import ProjectState
from cockpit.domain.step import Remedy, Step, new_uid
from cockpit.domain.survey import SurveyKind, answers_that_score, last_survey
from cockpit.domain.wave import usage
from cockpit.domain.workshop import Workshop

_FEWEST_AT_WORKSHOP = 5
_MOST_AT_WORKSHOP = 100_000
_MOST_ROUNDS = 8
_ROUNDING = 1e-12


class Confidence(CriterionKind):
    """Each part of the confidence profile has enough points: a strong one does not make up for a weak one."""

    code = "confidence"
    label = N_("Confidence")
    settings = (Setting("at_least", N_("Points of each part"), 50.0, least=1, most=100),)

    def judge(self, case: Case) -> Finding:
        at_least = case.settings.number("at_least")
        rule = message(
            N_("workshops, eNPS, usage and delays have at least {points} of 100 points each in the confidence profile"),
            points=at_least,
        )
        profile = confidence(case.state, case.as_of)
        lowest = profile.lowest
        return Finding(
            all_of(_state(each, at_least) for each in profile.ratings),
            _summary(profile, at_least),
            rule,
            margin=signed(round((lowest.points or 0) - at_least, 1)) if lowest else None,
            observed_on=oldest(_dates(case)),
            observations=tuple(_observations(case, profile, at_least)),
        )

    def remedy(self, case: Case) -> Remedy:
        # Milestones take their time, and what is young enough today may be too old by then.
        found = _remedy(case)
        for _ in range(_MOST_ROUNDS):
            later = max([case.as_of, *(step.on for step in found.steps if step.on is not None)])
            if later == case.as_of:
                break
            waited = [step for step in found.steps if step.on == later]
            case = case.on(later)
            found = _remedy(case)
            if all(step.on != later for step in found.steps):
                # On that day nothing is left of what only has to be waited for; without it the day would be an earlier one.
                found = Remedy((*found.steps, *waited[:1]), found.stuck)
        return found


def _state(rating: ConfidenceRating, at_least: float) -> CriterionState:
    if rating.points is None:
        return INSUFFICIENT
    return MET if rating.reaches(at_least) else NOT_MET


def _summary(profile: ConfidenceProfile, at_least: float) -> Message:
    """The lowest part and, where they are what is missing, those that are not known."""
    unknown = [
        message(N_("{part}: {facts}"), part=Message(each.part.label), facts=each.said)
        for each in profile.ratings
        if each.points is None
    ]
    if profile.lowest is None:
        return listed(unknown, len(ConfidencePart))
    lowest = message(
        N_("the lowest part is {part} with {points} points: {facts}"),
        part=Message(profile.lowest.part.label), points=round(profile.lowest.points or 0), facts=profile.lowest.said,
    )  # fmt: skip
    return listed([lowest, *unknown], len(ConfidencePart)) if profile.lowest.reaches(at_least) else lowest


def _dates(case: Case) -> Iterator[date | None]:
    """The day of the last evidence of each part that is dated."""
    yield max((each.held_on for each in recent_workshops(case.state, case.as_of)), default=None)
    survey = last_survey(case.state, SurveyKind.ENPS, case.as_of)
    yield survey.held_on if survey else None
    kept = adherence(case.state, case.as_of).kept
    yield max((each.reached_on for each in kept if each.reached_on), default=None)


def _observations(case: Case, profile: ConfidenceProfile, at_least: float) -> Iterator[Observation]:
    """The rows behind each part, in the order of the profile."""
    for rating in profile.ratings:
        good = None if rating.points is None else rating.reaches(at_least)
        match rating.part:
            case ConfidencePart.WORKSHOPS:
                for each in recent_workshops(case.state, case.as_of):
                    said = message(N_("{attended} of {invited} invited came"), attended=each.attended, invited=each.invited)
                    yield Observation(each.kind, each.uid, each.ref, said, each.held_on, good)
            case ConfidencePart.ENPS:
                survey = last_survey(case.state, SurveyKind.ENPS, case.as_of)
                if survey is not None:
                    yield Observation(survey.kind, survey.uid, survey.ref, rating.said, survey.held_on, good)
            case ConfidencePart.USAGE:
                yield from usage_seen(usage(case.state, case.as_of), _needed(rating.part, at_least))
            case ConfidencePart.DELAYS:
                yield from milestones_seen(case, adherence(case.state, case.as_of))


def _needed(part: ConfidencePart, at_least: float) -> float:
    """The value of a part from which on it has so many points."""
    return SCALES[part].value(at_least) - _ROUNDING


def _remedy(case: Case) -> Remedy:
    at_least = case.settings.number("at_least")
    remedies = [
        _turned(case, each.part, _needed(each.part, at_least))
        for each in confidence(case.state, case.as_of).ratings
        if not each.reaches(at_least)
    ]
    return Remedy(
        tuple(step for each in remedies for step in each.steps), tuple(reason for each in remedies for reason in each.stuck)
    )


def _turned(case: Case, part: ConfidencePart, needed: float) -> Remedy:
    match part:
        case ConfidencePart.WORKSHOPS:
            return _workshop(case, needed)
        case ConfidencePart.ENPS:
            survey = last_survey(case.state, SurveyKind.ENPS, case.as_of)
            wanted = answers_that_score(survey, needed)
            assert wanted
            return Remedy((surveying(case, SurveyKind.ENPS, survey, wanted),))
        case ConfidencePart.USAGE:
            return users_to_win(case, needed)
        case ConfidencePart.DELAYS:
            return milestones_to_reach(case, needed)


def _workshop(case: Case, needed: float) -> Remedy:
    """A workshop to which so many come that they make up for those who stayed away from the others."""
    recent = recent_workshops(case.state, case.as_of)
    invited, attended = sum(each.invited for each in recent), sum(each.attended for each in recent)
    coming = max(_FEWEST_AT_WORKSHOP, math.ceil((needed * invited - attended) / (1 - needed)))
    if coming > _MOST_AT_WORKSHOP:
        return Remedy(stuck=(message(N_("no workshop is large enough to make up for those to which nobody came")),))

    def make(state: ProjectState, on: date) -> Iterator[Edit]:
        values = {"title": "Workshop", "held_on": on, "invited": coming, "attended": coming}
        yield Create(Workshop, values, new_uid(Workshop.kind))

    said = message(N_("hold a workshop to which all {count} invited come"), count=coming)
    last = max(recent, key=lambda each: (each.held_on, each.uid), default=None)
    about = (last.kind, last.uid) if last else ("", "")
    owner = (last.facilitator if last else None) or case.criterion.owner
    return Remedy((Step(("workshop",), said, make, *about, owner),))
