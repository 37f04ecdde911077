"""What do the numbers say, against their targets?"""

from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from cockpit.domain.evidence import CriterionState, counted
from cockpit.domain.kpi import Kpi, amount
from cockpit.domain.message import N_
from cockpit.language import _, duration, ngettext, number, say
from cockpit.screens.kpi_course import course_of
from cockpit.screens.kpi_page import page, state_of, trend_of
from cockpit.screens.sections import Section, SituationContext
from cockpit.screens.situation import Situation
from cockpit.screens.table_screen import TableScreen
from cockpit.widgets.chart_view import ChartView
from cockpit.widgets.column import Cell, Column
from cockpit.widgets.detail import Detail
from cockpit.widgets.field_column import column_for
from cockpit.widgets.signs import STYLES, Tone, sign_of

_STRIP = 12
"""Cells of a strip: ten periods, and the target."""


class KpisScreen(TableScreen):
    """Every KPI with its course against its target; the one under the cursor as a chart, with all about it."""

    CSS_PATH: ClassVar[list[str | PurePath]] = [*TableScreen.CSS_PATH, Path(__file__).with_suffix(".tcss")]
    BINDINGS: ClassVar[list[BindingType]] = [Binding("i", "app.import_kpis", N_("Import"), id="kpi.import")]

    def compose_top(self) -> ComposeResult:
        """The answer above the names of the tables."""
        yield Static(id="answer", markup=False)
        yield from super().compose_top()

    def compose_side(self) -> ComposeResult:
        """The chart, and the detail beside it."""
        yield ChartView(empty=N_("No period is over yet; r records a value"))
        yield Detail()

    async def stand(self, situation: Situation) -> None:
        """Count where the KPIs stand, and show them."""
        self.query_one("#answer", Static).update(_answer(situation))
        await super().stand(situation)

    def turned(self) -> None:
        """Show the chart with the KPIs alone."""
        self.set_class(self.lists(Kpi), "-chart")

    @property
    def detail_in_view(self) -> bool:
        """Whether the chart is shown already: wherever there is room for it below the table, and where it was opened."""
        return super().detail_in_view or (self.has_class("-medium") and self.has_class("-high"))

    def show_detail(self) -> None:
        """Draw the chart too."""
        super().show_detail()
        if self.side_in_view and isinstance(self.row, Kpi):
            self.query_one(ChartView).show(course_of(self.known, self.row))

    def action_to_side(self) -> None:
        """Go to the detail; where there is no room for both it takes the place of the chart."""
        self.add_class("-reading")
        super().action_to_side()

    def action_to_table(self) -> None:
        """Go back to the table, and to the chart."""
        self.remove_class("-reading")
        super().action_to_table()


def _answer(situation: Situation) -> Content:
    """How many KPIs are met, not met, and without an answer; and of how many there is no recent measurement."""
    return Content("   ").join([Content.styled(words, STYLES[tone]) for words, tone in _counts(situation)])


def _counts(situation: Situation) -> Iterator[tuple[str, Tone]]:
    answers = [situation.answer_of(kpi) for kpi in situation.kpis]
    judged = [answer for answer in answers if answer.standing.kpi.target is not None]
    if not answers:
        yield _("Nothing is measured yet"), Tone.PLAIN
        return
    met = sum(answer.state is CriterionState.MET for answer in judged)
    yield _("{met} of {all} met").format(met=met, all=len(judged)), Tone.STRONG
    for state in (CriterionState.NOT_MET, CriterionState.INSUFFICIENT):
        if count := sum(answer.state is state for answer in judged):
            yield f"{sign_of(state).glyph} {say(counted(state, count))}", sign_of(state).tone
    if stale := sum(not answer.standing.fresh for answer in answers):
        words = ngettext("! {count} without a recent measurement", "! {count} without a recent measurement", stale)
        yield words.format(count=stale), Tone.WARNING
    if without := len(answers) - len(judged):
        yield ngettext("{count} without a target", "{count} without a target", without).format(count=without), Tone.QUIET


def _strip(kpi: Kpi, context: SituationContext) -> Cell:
    return Cell(context.situation.strip_of(kpi, _STRIP))


def _last(kpi: Kpi, context: SituationContext) -> Cell:
    last = context.situation.answer_of(kpi).standing.last
    return Cell(say(amount(kpi, last.value))) if last else Cell("–", Tone.QUIET)


def _last_value(kpi: Kpi, context: SituationContext) -> float | None:
    last = context.situation.answer_of(kpi).standing.last
    return last.value if last else None


def _target(kpi: Kpi, context: SituationContext) -> Cell:
    return Cell("" if kpi.target is None else number(kpi.target, kpi.decimals))


def _state(kpi: Kpi, context: SituationContext) -> Cell:
    return state_of(context.situation.answer_of(kpi))


def _place(kpi: Kpi, context: SituationContext) -> int:
    return context.situation.kpis.index(kpi)


def _met(kpi: Kpi, context: SituationContext) -> Cell:
    judgement = context.situation.answer_of(kpi).standing.judgement
    return Cell(f"{judgement.cleared}/{judgement.count}" if judgement and judgement.count else "")


def _share(kpi: Kpi, context: SituationContext) -> float | None:
    judgement = context.situation.answer_of(kpi).standing.judgement
    return judgement.cleared / judgement.count if judgement and judgement.count else None


def _trend(kpi: Kpi, context: SituationContext) -> Cell:
    return trend_of(context.situation.answer_of(kpi))


def _age(kpi: Kpi, context: SituationContext) -> Cell:
    standing = context.situation.answer_of(kpi).standing
    if standing.measured_on is None:
        return Cell(_("never"), Tone.QUIET if kpi.target is None else Tone.WARNING)
    age = (context.today - standing.measured_on).days
    said = duration(age) if age else _("today")
    return Cell(said) if standing.fresh else Cell(f"! {said}", Tone.WARNING)


def _days(kpi: Kpi, context: SituationContext) -> int | None:
    seen = context.situation.answer_of(kpi).standing.measured_on
    return (context.today - seen).days if seen else None


def _start(kpi: Kpi, context: SituationContext) -> Cell:
    return Cell("" if kpi.baseline is None else number(kpi.baseline, kpi.decimals), Tone.QUIET)


def _guardrail(kpi: Kpi, context: SituationContext) -> Cell:
    return Cell("" if kpi.guardrail is None else number(kpi.guardrail, kpi.decimals), Tone.QUIET)


SECTION = Section(
    Kpi,
    (
        column_for(Kpi, "ref"),
        column_for(Kpi, "title", minimum=14, maximum=60),
        Column("strip", N_("Over time"), _strip, minimum=_STRIP, maximum=16, priority=2),
        Column("last", N_("Last value"), _last, _last_value, right=True, minimum=5, maximum=13, priority=0),
        Column("target", N_("Target"), _target, lambda kpi, _context: kpi.target, right=True, minimum=4, maximum=10, priority=1),
        Column("state", N_("State"), _state, _place, minimum=5, maximum=18, priority=0),
        Column("met", N_("Met"), _met, _share, right=True, minimum=3, maximum=9, priority=3),
        Column("trend", N_("Trend"), _trend, minimum=6, maximum=12, priority=4),
        Column("age", N_("Age"), _age, _days, right=True, minimum=4, maximum=10, priority=5),
        column_for(Kpi, "owner", minimum=4, maximum=11, priority=6),
        Column(
            "baseline", N_("Start"), _start, lambda kpi, _context: kpi.baseline, right=True, minimum=4, maximum=10, priority=7
        ),
        Column(
            "guardrail",
            N_("Guardrail"),
            _guardrail,
            lambda kpi, _context: kpi.guardrail,
            right=True,
            minimum=4,
            maximum=10,
            priority=8,
        ),
        column_for(Kpi, "kind_of", minimum=5, maximum=14, priority=9),
    ),
    lambda situation: situation.kpis,
    page,
    first=("title", "unit", "direction", "baseline", "target", "guardrail", "owner", "cadence", "definition", "source"),
    empty=N_("No KPI yet; n defines the first"),
)
"""The table of KPIs."""
