"""Satisfaction: the lower bound of a survey's net promoter score."""

from collections.abc import Iterator
from datetime import date

from cockpit.domain.edit import Create, Edit
from cockpit.domain.evidence import INSUFFICIENT, MET, CriterionState, Finding, Observation, answer_of, good_of, signed
from cockpit.domain.message import N_, Message, Percent, message
from cockpit.domain.readiness.kind import Case, CriterionKind
from cockpit.domain.readiness.setting import Setting
from cockpit.domain.state import ProjectState
from cockpit.domain.step import Remedy, Step, new_uid
from cockpit.domain.survey import (
    FEWEST_ANSWERS,
    Answers,
    Score,
    Survey,
    SurveyKind,
    answers_needed,
    answers_that_reach,
    last_survey,
    response_rate,
    score,
)


class Satisfaction(CriterionKind):
    """The lower bound of the score of the last survey, not its value, reaches the threshold."""

    code = "satisfaction"
    label = N_("Satisfaction")
    settings = (
        Setting("at_least", N_("Lower bound at least"), 0.0, least=-100, most=100),
        Setting("survey", N_("Survey"), SurveyKind.NPS.value, choices=tuple(kind.value for kind in SurveyKind)),
    )

    def judge(self, case: Case) -> Finding:
        nature = SurveyKind(case.settings.text("survey"))
        threshold = case.settings.number("at_least")
        rule = message(
            N_("the lower bound of the {survey} score, with 95 % confidence, is {threshold} or more, at most {days} d ago"),
            survey=Message(nature.label), threshold=threshold, days=case.policy.survey_days,
        )  # fmt: skip
        survey = last_survey(case.state, nature, case.as_of)
        found = score(survey.promoters, survey.passives, survey.detractors) if survey else None
        if survey is None or found is None or found.answers < FEWEST_ANSWERS:
            told = (
                message(N_("fewer than {least} answers"), least=FEWEST_ANSWERS) if survey else message(N_("no survey was held"))
            )
            seen = _observations(survey, told, INSUFFICIENT)
            return Finding(INSUFFICIENT, told, rule, None, survey.held_on if survey else None, seen)
        said = _said(survey, found)
        margin = signed(round(found.low - threshold))
        age = (case.as_of - survey.held_on).days
        if age > case.policy.survey_days:
            stale = message(N_("last survey {count} day ago"), N_("last survey {count} days ago"), count=age)
            facts = message("{facts}", facts=(stale, said))
            return Finding(INSUFFICIENT, facts, rule, margin, survey.held_on, _observations(survey, facts, INSUFFICIENT))
        state = answer_of(found.low, found.high, threshold)
        if state is INSUFFICIENT and (needed := answers_needed(found, threshold)) is not None:
            missing = message(N_("about {needed} answers like these would tell"), needed=needed)
            said = message("{facts}", facts=(said, missing))
        return Finding(state, said, rule, margin, survey.held_on, _observations(survey, said, state))

    def remedy(self, case: Case) -> Remedy:
        if self.judge(case).state is MET:
            return Remedy()
        nature = SurveyKind(case.settings.text("survey"))
        threshold = case.settings.number("at_least")
        survey = last_survey(case.state, nature, case.as_of)
        wanted = answers_that_reach(survey, threshold)
        if wanted is None:
            return Remedy(
                stuck=(message(N_("ask for less: no number of answers has a lower bound of {threshold}"), threshold=threshold),)
            )
        return Remedy((surveying(case, nature, survey, wanted),))


def surveying(case: Case, nature: SurveyKind, last: Survey | None, wanted: Answers) -> Step:
    """The step of holding a survey that has these answers."""

    def make(state: ProjectState, on: date) -> Iterator[Edit]:
        values = {"title": nature.value, "nature": nature, "held_on": on, **wanted._asdict()}
        yield Create(Survey, values, new_uid(Survey.kind, nature))

    words = N_("hold a survey ({survey}) that scores {score} with {count} answers")
    found = score(*wanted)
    assert found
    said = message(words, survey=Message(nature.label), score=signed(round(found.value)), count=found.answers)
    about = (last.kind, last.uid) if last else ("", "")
    return Step(("survey", nature.value), said, make, *about, case.criterion.owner)


def _said(survey: Survey, found: Score) -> Message:
    said = message(
        N_("{score}, interval {low} to {high}, {count} answer"), N_("{score}, interval {low} to {high}, {count} answers"),
        score=signed(round(found.value)), low=signed(round(found.low)), high=signed(round(found.high)), count=found.answers,
    )  # fmt: skip
    rate = response_rate(survey)
    if rate is None:
        return said
    return message("{facts}", facts=(said, message(N_("{share} answered"), share=Percent(rate))))


def _observations(survey: Survey | None, said: Message, state: CriterionState) -> tuple[Observation, ...]:
    if survey is None:
        return ()
    return (Observation(survey.kind, survey.uid, survey.ref, said, survey.held_on, good_of(state)),)
