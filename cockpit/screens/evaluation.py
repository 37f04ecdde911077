"""Does it work, and what do people say of it?"""

from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath
from typing import ClassVar

from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget

from cockpit.domain.experiment import Experiment
from cockpit.domain.experiment_analysis import Conclusion, ExperimentAnalysis, Method
from cockpit.domain.experiment_words import concluded, difference_of, guarded, interval_of, planned
from cockpit.domain.message import N_
from cockpit.domain.survey import Survey, response_rate
from cockpit.domain.voice import Remark, Theme
from cockpit.domain.voices import said_on
from cockpit.language import _, day, number, percent, say
from cockpit.screens.evaluation_findings import score_of
from cockpit.screens.evaluation_panels import CONCLUSIONS, PANELS, STRIP, signed_number, strip_of
from cockpit.screens.panel_sheet import PanelSheet
from cockpit.screens.sections import Section, SheetSection, columns_for, facts
from cockpit.screens.situation import Situation, capitalised
from cockpit.screens.table_screen import TableScreen
from cockpit.widgets.column import Cell
from cockpit.widgets.detail import Block, Fact, Page, Target
from cockpit.widgets.panel import Panel
from cockpit.widgets.signs import Tone, words_of


class EvaluationPage(PanelSheet):
    """Experiments, surveys, voices, confidence and money on one page."""

    PANELS = PANELS

    def answer(self, situation: Situation) -> Content:
        """What the last experiment says, and which part of confidence is lowest."""
        said = []
        found = situation.evaluation
        if found.experiments:
            said.append(_(_ANSWERS[found.experiments[0].conclusion]))
        for course in found.surveys:
            if (score := course.scores[-1]) is not None:
                said.append(f"{_(course.nature.label)} {signed_number(score.value)}")
        if (lowest := found.confidence.lowest) is not None and lowest.points is not None:
            words = _("confidence is lowest in {part} ({points} of 100)")
            said.append(words.format(part=_(lowest.part.label), points=number(round(lowest.points))))
        if found.disagreement is not None:
            said.append(_(found.disagreement.disagreement.label))
        return Content(capitalised(" · ".join(said)) if said else _("Nothing is measured, asked or spent yet"))

    def laid_out(self, panels: Sequence[Panel]) -> Iterable[Widget]:
        """Surveys stand beside confidence, voices beside money."""
        experiments, surveys, confidence, voices, money = panels
        return experiments, Horizontal(surveys, confidence), Horizontal(voices, money)


_ANSWERS = {
    Conclusion.NOT_BEGUN: N_("the experiment has not begun"),
    Conclusion.UNSOUND: N_("the groups of the experiment are unsound"),
    Conclusion.BETTER: N_("the pilot does better"),
    Conclusion.WORSE: N_("the pilot does worse"),
    Conclusion.OPEN: N_("the experiment does not tell yet"),
    Conclusion.NOT_SHOWN: N_("the experiment shows no difference"),
}


class EvaluationScreen(TableScreen):
    """The page, and the tables behind it."""

    CSS_PATH: ClassVar[list[str | PurePath]] = [*TableScreen.CSS_PATH, Path(__file__).with_suffix(".tcss")]


def experiment_page(situation: Situation, experiment: Experiment) -> Page:
    """What an experiment allows to be concluded, its looks against zero and the margin, and its plan."""
    analysis = situation.evaluation.experiment(experiment.uid)
    said = CONCLUSIONS[analysis.conclusion]
    parts: list[Fact | Block] = [Fact(_("Conclusion"), Cell(f"{said.text} {capitalised(say(concluded(analysis)))}", said.tone))]
    for label, told in ((_("Harm"), guarded(analysis)), (_("Plan"), planned(analysis))):
        if told is not None:
            parts.append(Fact(label, Cell(capitalised(say(told)))))
    if analysis.looks:
        method = capitalised(_(analysis.method.label))
        parts.append(Fact(_("Looks"), Cell(f"{method}, {_ledger(analysis)}")))
        parts.append(Block(_("Difference over the looks (● estimate, │ zero, ┆ margin)"), *_looks(situation, analysis)))
    if analysis.ratio is not None:
        words = _("as planned") if not analysis.ratio.mismatch else _("not as planned")
        parts.append(
            Fact(
                _("Group sizes"),
                Cell(f"{words} (p = {analysis.ratio.p_value:.2g})", Tone.BAD if analysis.ratio.mismatch else Tone.PLAIN),
            )
        )
    names = (
        "hypothesis",
        "kpi",
        "metric",
        "owner",
        "status",
        "starts_on",
        "ends_on",
        "planned_per_arm",
        "looks",
        "minimum_effect",
        "margin",
    )
    return Page(str(experiment), (*parts, *facts(situation, experiment, (*names, "alpha", "power", "split", "conclusion"))))


def _ledger(analysis: ExperimentAnalysis) -> str:
    looked, all_of_them = len(analysis.looks), analysis.experiment.looks
    if analysis.method is Method.GROUP_SEQUENTIAL:
        return _("{count} of {planned} planned").format(count=looked, planned=all_of_them)
    return _("{count} made, {planned} planned").format(count=looked, planned=all_of_them)


def _looks(situation: Situation, analysis: ExperimentAnalysis) -> tuple[tuple[tuple[Cell, ...], ...], tuple[Target, ...]]:
    lines, targets = [], []
    for place, each in enumerate(analysis.looks):
        bound = "" if each.z is None or each.bound is None else f"z {number(each.z, 2)} / {number(each.bound, 2)}"
        strip = strip_of(analysis, STRIP, place)
        lines.append(
            (
                Cell(day(each.look.looked_on, situation.today), Tone.QUIET),
                Cell(say(difference_of(analysis.experiment, each.difference)).rjust(8)),
                Cell("✓" if each.crossed else ""),
                Cell(bound, Tone.QUIET),
                Cell("\n" + strip if strip else ""),
                Cell("" if strip else say(interval_of(analysis.experiment, each)), Tone.QUIET),
            )
        )
        targets.append(Target(each.look.kind, each.look.uid))
    return tuple(lines), tuple(targets)


def survey_page(situation: Situation, survey: Survey) -> Page:
    """A survey with its score, interval, answers and response rate."""
    found, rate = score_of(survey), response_rate(survey)
    answers = survey.promoters + survey.passives + survey.detractors
    parts = [Fact(_("Answers"), Cell(number(answers) if rate is None else f"{number(answers)} ({percent(rate)})"))]
    if found is None:
        parts.insert(0, Fact(_("Score"), Cell(_("too few answers to be told apart"), Tone.WARNING)))
    else:
        between = _("{low} to {high}").format(low=signed_number(found.low), high=signed_number(found.high))
        parts.insert(0, Fact(_("Score"), Cell(f"{signed_number(found.value)} ({between})", Tone.STRONG)))
    names = ("nature", "held_on", "group", "wave", "question", "promoters", "passives", "detractors", "invited", "note")
    return Page(str(survey), (*parts, *facts(situation, survey, names)))


def theme_page(situation: Situation, theme: Theme) -> Page:
    """A theme with everything that was said of it, the last first."""
    remarks = sorted(
        situation.state.of(Remark, "theme", theme.uid), key=lambda each: said_on(situation.state, each), reverse=True
    )
    lines = tuple(
        (
            Cell(day(said_on(situation.state, each), situation.today), Tone.QUIET),
            Cell(words_of(each.tone)),
            Cell(f"“{each.quote}”"),
        )
        for each in remarks
    )
    targets = tuple(Target(each.kind, each.uid) for each in remarks)
    blocks = (Block(_("What was said"), lines, targets),) if lines else ()
    return Page(str(theme), (*facts(situation, theme, ("description",)), *blocks))


SECTIONS = (
    SheetSection(N_("Page"), EvaluationPage),
    Section(
        Experiment,
        columns_for(Experiment),
        lambda situation: tuple(each.experiment for each in situation.evaluation.experiments),
        experiment_page,
        first=(
            "title",
            "hypothesis",
            "kpi",
            "metric",
            "starts_on",
            "ends_on",
            "planned_per_arm",
            "looks",
            "minimum_effect",
            "margin",
        ),
        empty=N_("No experiment yet; n plans one: a KPI, the effect worth finding, how many cases and how many looks"),
    ),
    Section(
        Survey,
        columns_for(Survey),
        lambda situation: tuple(sorted(situation.state.all(Survey), key=lambda each: each.held_on, reverse=True)),
        survey_page,
        empty=N_("No survey yet; n notes the first: how many would recommend it, and how many would not"),
    ),
    Section(Theme, columns_for(Theme), lambda situation: situation.state.all(Theme), theme_page),
)
"""The page, and the tables that the evaluation tells in its own way."""
