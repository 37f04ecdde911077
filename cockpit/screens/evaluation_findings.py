"""What the evaluation says of a situation: experiments, surveys, voices, confidence and money, computed once when first asked for."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from cockpit.domain.confidence import ConfidenceProfile, PastConfidence, confidence, past_confidence
from cockpit.domain.earned_by_activity import Earned, earned
from cockpit.domain.evidence import MET, NOT_MET
from cockpit.domain.experiment import Experiment, ExperimentStatus
from cockpit.domain.experiment_analysis import ExperimentAnalysis, analysed
from cockpit.domain.kpi import Group
from cockpit.domain.return_on_investment import Return, Spending, returns, spending
from cockpit.domain.survey import FEWEST_ANSWERS, Score, Survey, SurveyKind, score
from cockpit.domain.voices import VoiceMatrix, VoicesAndNumbers, disagreement, voice_matrix
from cockpit.domain.wave import Wave

if TYPE_CHECKING:
    from cockpit.screens.situation import Situation


@dataclass(frozen=True)
class SurveyCourse:
    """The surveys of one kind that were held, in order, and the score of each; None below the fewest answers."""

    nature: SurveyKind
    surveys: tuple[Survey, ...]
    scores: tuple[Score | None, ...]


@dataclass(frozen=True, eq=False)
class EvaluationFindings:
    """What the evaluation says of ``situation``."""

    situation: "Situation"

    def prepare(self) -> None:
        """Compute all of it, and import what that takes; meant for a thread."""
        for name in ("experiments", "surveys", "confidence", "past", "voices", "disagreement", "returns", "spending", "earned"):
            getattr(self, name)
        for experiment in self.experiments:
            _ = experiment.plan

    @cached_property
    def experiments(self) -> tuple[ExperimentAnalysis, ...]:
        """All experiments: those that run, then the planned ones, then those that are over; the last begun first."""
        order = (ExperimentStatus.RUNNING, ExperimentStatus.DRAFT, ExperimentStatus.STOPPED, ExperimentStatus.CONCLUDED)
        state, today = self.situation.state, self.situation.today
        found = [analysed(state, each, today) for each in state.all(Experiment)]

        def place(analysis: ExperimentAnalysis) -> tuple[int, int]:
            begin = analysis.experiment.starts_on
            return order.index(analysis.experiment.status), -begin.toordinal() if begin else 0

        return tuple(sorted(found, key=place))

    def experiment(self, uid: str) -> ExperimentAnalysis:
        """What may be said of one experiment."""
        return next(each for each in self.experiments if each.experiment.uid == uid)

    @cached_property
    def surveys(self) -> tuple[SurveyCourse, ...]:
        """The surveys of each kind that were held by today among the pilot group or everybody."""
        courses = []
        for nature in SurveyKind:
            held = sorted(
                (
                    each
                    for each in self.situation.state.all(Survey)
                    if each.nature is nature and each.group is not Group.CONTROL and each.held_on <= self.situation.today
                ),
                key=lambda each: (each.held_on, each.uid),
            )
            if held:
                courses.append(SurveyCourse(nature, tuple(held), tuple(map(score_of, held))))
        return tuple(courses)

    @cached_property
    def confidence(self) -> ConfidenceProfile:
        """The four parts of confidence."""
        return confidence(self.situation.state, self.situation.today)

    @cached_property
    def past(self) -> PastConfidence:
        """How the four parts stood at the ends of the last months."""
        return past_confidence(self.situation.state, self.situation.today)

    @cached_property
    def voices(self) -> VoiceMatrix:
        """What people say, theme by theme and month by month."""
        return voice_matrix(self.situation.state, self.situation.today)

    @cached_property
    def disagreement(self) -> VoicesAndNumbers | None:
        """Whether voices and numbers part."""
        answers = [(kpi, self.situation.answer_of(kpi).state) for kpi in self.situation.kpis]
        met, unmet = ([kpi for kpi, state in answers if state is wanted] for wanted in (MET, NOT_MET))
        return disagreement(self.voices, met, unmet)

    @cached_property
    def returns(self) -> tuple[tuple[Wave | None, Return], ...]:
        """The money of the project (None), then of each wave that cost or brought something."""
        state, today = self.situation.state, self.situation.today
        waves = sorted(state.all(Wave), key=lambda wave: wave.number)
        found: list[tuple[Wave | None, Return]] = [(None, returns(state, today))]
        found += [(wave, its) for wave in waves if (its := returns(state, today, wave)).cost or its.benefit]
        return tuple(found)

    @cached_property
    def spending(self) -> tuple[Spending, ...]:
        """Budget planned and spent by phase."""
        return spending(self.situation.state, self.situation.today)

    @cached_property
    def earned(self) -> Earned | None:
        """Earned value and schedule, where budgets are kept."""
        return earned(self.situation.state, self.situation.today)


def score_of(survey: Survey) -> Score | None:
    """The score of a survey; None where so few answered that they could be recognised."""
    found = score(survey.promoters, survey.passives, survey.detractors)
    return found if found and found.answers >= FEWEST_ANSWERS else None
