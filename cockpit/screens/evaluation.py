"""Does it work, and what do people say of it?"""

from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath
from typing import Any, ClassVar

from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget

from cockpit.domain.experiment import Experiment
from cockpit.domain.experiment_analysis import Conclusion, ExperimentAnalysis, Method
from cockpit.domain.experiment_words import concluded, difference_of, guarded, interval_of, planned
from cockpit.domain.message import N_
from cockpit.domain.survey import Survey
from cockpit.domain.voice import Remark, Theme
from cockpit.domain.voices import said_on
from cockpit.language import _, capitalised, day, number, say, short_day
from cockpit.screens.evaluation_accounts import ACCOUNT, Account, account
from cockpit.screens.evaluation_findings import score_of
from cockpit.screens.evaluation_panels import CONCLUSIONS, PANELS, STRIP, answered, between, signed_number, strip_of
from cockpit.screens.panel_sheet import PanelSheet
from cockpit.screens.sections import Section, SheetSection, columns_for, facts
from cockpit.screens.situation import Situation
from cockpit.screens.table_screen import TableScreen
from cockpit.widgets.column import Cell, Column
from cockpit.widgets.detail import Block, Detail, Fact, Page, Target
from cockpit.widgets.field_column import column_for
from cockpit.widgets.interval_strip import Axis, interval_strip
from cockpit.widgets.panel import Panel
from cockpit.widgets.signs import Tone, words_of


class EvaluationPage(PanelSheet):
    """Experiments, surveys, voices, confidence and money on one page."""

    PANELS = PANELS

    @property
    def row(self) -> Any:
        """The row that the line under the cursor is about, or the account of what is none."""
        line = self.focal.line
        return account(line.uid) if line is not None and line.kind == ACCOUNT else super().row

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

    def show_detail(self) -> None:
        """Show what an account says, or all about the row."""
        if not isinstance(self.row, Account):
            super().show_detail()
        elif self.side_in_view:
            self.query_one(Detail).show(self.row.page(self.known))

    async def open_row(self, row: Any) -> None:
        """Open an account to be read, and go into it, to the rows that it rests on."""
        if isinstance(row, Account):
            self.action_to_side()
        else:
            await super().open_row(row)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """An account is worked out: there is nothing to edit in it."""
        if action in _ON_ROW and isinstance(self.row, Account):
            return False
        return super().check_action(action, parameters)


_ON_ROW = frozenset({"edit", "delete", "next_state", "copy"})


def experiment_page(situation: Situation, experiment: Experiment) -> Page:
    """What an experiment allows to be concluded, its looks against zero and the margin, and its plan."""
    analysis = situation.evaluation.experiment(experiment.uid)
    said = CONCLUSIONS[analysis.conclusion]
    parts: list[Fact | Block] = [Fact(_("Conclusion"), Cell(f"{said.text} {capitalised(say(concluded(analysis)))}", said.tone))]
    if analysis.last is not None:
        difference = f"{say(difference_of(analysis, analysis.last.difference))}, {say(interval_of(analysis, analysis.last))}"
        parts.append(Fact(_("Difference"), Cell(difference, Tone.STRONG)))
    if (harm := guarded(analysis)) is not None:
        parts.append(Fact(_("Harm"), Cell(capitalised(say(harm)))))
    parts.append(
        Fact(_("Plan"), Cell(capitalised(say(planned(analysis))), Tone.WARNING if analysis.plan.falls_short else Tone.PLAIN))
    )
    if analysis.looks:
        method = capitalised(_(analysis.method.label))
        parts.append(Fact(_("Looks"), Cell(f"{method}, {_ledger(analysis)}")))
        parts += [_drawn(situation, analysis), _looks(situation, analysis)]
    if analysis.ratio is not None:
        words = _("as planned") if not analysis.ratio.mismatch else _("not as planned")
        parts.append(
            Fact(
                _("Group sizes"),
                Cell(f"{words} (p = {number(analysis.ratio.p_value)})", Tone.BAD if analysis.ratio.mismatch else Tone.PLAIN),
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


def _drawn(situation: Situation, analysis: ExperimentAnalysis) -> Block:
    """Estimate and interval of each look, under each other on one axis."""
    lines = tuple(
        (
            Cell(short_day(each.look.looked_on, situation.today), Tone.QUIET),
            Cell(strip_of(analysis, STRIP, place) or say(interval_of(analysis, each))),
        )
        for place, each in enumerate(analysis.looks)
    )
    return Block(_("● estimate  │ zero  ┆ margin"), lines, aligned=True)


def _looks(situation: Situation, analysis: ExperimentAnalysis) -> Block:
    """The ledger: nobody has looked without being counted."""
    bounded = analysis.method is Method.GROUP_SEQUENTIAL
    lines = []
    for each in analysis.looks:
        z = "–" if each.z is None else number(abs(each.z), 2)
        cells = (
            Cell(short_day(each.look.looked_on, situation.today), Tone.QUIET),
            Cell(say(difference_of(analysis, each.difference)), Tone.STRONG if each.crossed else Tone.PLAIN),
            Cell("✓" if each.crossed else "·", Tone.GOOD if each.crossed else Tone.QUIET),
            Cell(f"{z} / {'–' if each.bound is None else number(each.bound, 2)}" if bounded else ""),
            Cell(number(each.look.pilot_n + each.look.control_n), Tone.QUIET),
        )
        lines.append(cells)
    heading = _("Looks: difference, |z| / bound, cases") if bounded else _("Looks: difference, cases")
    targets = tuple(Target(each.look.kind, each.look.uid) for each in analysis.looks)
    return Block(heading, tuple(lines), targets, aligned=True)


def survey_page(situation: Situation, survey: Survey) -> Page:
    """A survey with its score, interval, answers and response rate."""
    found = score_of(survey)
    names = ["nature", "held_on", "group", "wave", "question", "invited", "note"]
    if found is None:
        told = Cell(_("too few answers to be told apart"), Tone.WARNING)
    else:
        told = Cell(f"{signed_number(found.value)} ({between(found)})", Tone.STRONG)
        names += ["promoters", "passives", "detractors"]
    parts = (Fact(_("Score"), told), Fact(_("Answers"), Cell(answered(survey))), *facts(situation, survey, names))
    return Page(str(survey), (*parts, *_over_time(situation, survey)))


def _over_time(situation: Situation, survey: Survey) -> list[Block]:
    """The surveys of the same kind among the same people, the last first, on one scale."""
    held = [
        each for each in situation.state.all(Survey)
        if (each.nature, each.group, each.wave) == (survey.nature, survey.group, survey.wave) and each.held_on <= situation.today
    ]  # fmt: skip
    if len(held) < 2:
        return []
    held.sort(key=lambda each: (each.held_on, each.uid), reverse=True)
    lines = tuple(_held(situation, each) for each in held)
    return [Block(_("Over time (● score, │ zero)"), lines, tuple(Target(each.kind, each.uid) for each in held), aligned=True)]


def _held(situation: Situation, survey: Survey) -> tuple[Cell, ...]:
    found = score_of(survey)
    strip = interval_strip(found.low, found.value, found.high, _SCORES, _SCORE_STRIP) if found else ""
    return (
        Cell(short_day(survey.held_on, situation.today), Tone.QUIET),
        Cell(signed_number(found.value) if found else "–"),
        Cell(strip),
        Cell(answered(survey), Tone.QUIET),
    )


_SCORES = Axis(-100, 100)
_SCORE_STRIP = 25


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


def _score_cell(survey: Survey, _context: Any) -> Cell:
    found = score_of(survey)
    return Cell("–", Tone.QUIET) if found is None else Cell(f"{signed_number(found.value)} ({between(found)})")


_SURVEY_COLUMNS = (
    column_for(Survey, "ref"),
    column_for(Survey, "title", minimum=20),
    column_for(Survey, "nature", priority=2),
    column_for(Survey, "held_on", priority=1),
    column_for(Survey, "group", priority=4),
    Column(
        "score",
        N_("Score"),
        _score_cell,
        lambda row, _context: its.value if (its := score_of(row)) else None,
        minimum=8,
        maximum=20,
        priority=0,
    ),
    Column(
        "answers",
        N_("Answers"),
        lambda row, _context: answered(row),
        lambda row, _context: row.promoters + row.passives + row.detractors,
        minimum=5,
        maximum=16,
        priority=3,
    ),
)

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
        empty=N_("No experiment yet; {new} plans one: a KPI, the effect worth finding, how many cases and how many looks"),
    ),
    Section(
        Survey,
        _SURVEY_COLUMNS,
        lambda situation: tuple(sorted(situation.state.all(Survey), key=lambda each: each.held_on, reverse=True)),
        survey_page,
        empty=N_("No survey yet; {new} notes the first: how many would recommend it, and how many would not"),
    ),
    Section(Theme, columns_for(Theme), lambda situation: situation.state.all(Theme), theme_page),
)
"""The page, and the tables that the evaluation tells in its own way."""
