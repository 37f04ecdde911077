"""What do the numbers say, against their targets?"""

from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from cockpit.domain.accepted_debt import AcceptedDebt
from cockpit.domain.edit import Act, Record
from cockpit.domain.evidence import CriterionState, counted
from cockpit.domain.feed import Feed
from cockpit.domain.feed_progress import FeedState
from cockpit.domain.kpi import Kpi
from cockpit.domain.message import N_, message
from cockpit.domain.problem import Refused
from cockpit.language import _, duration, ngettext, say
from cockpit.screens.errand_answers import Done, Told
from cockpit.screens.feed_trust import TrustQuestion
from cockpit.screens.hindsight import HindsightScreen
from cockpit.screens.kpi_course import course_of
from cockpit.screens.kpi_page import page, state_of, trend_of
from cockpit.screens.kpi_record import reading, recorded_words
from cockpit.screens.sections import Section, SheetSection, SituationContext
from cockpit.screens.situation import Situation
from cockpit.screens.table_screen import TableScreen
from cockpit.widgets.chart_view import ChartView
from cockpit.widgets.column import Cell, Column
from cockpit.widgets.detail import Detail
from cockpit.widgets.field_column import column_for
from cockpit.widgets.kpi_words import amount_words, figure, targets_words
from cockpit.widgets.prompt import AnswerTold, Prompt
from cockpit.widgets.signs import EXCEPTED, STYLES, Tone, sign_of

if TYPE_CHECKING:
    from cockpit.screens.desk import Desk

_STRIP = 12
"""Cells of a strip: ten periods, and the target."""

_RECORD = "record"


class KpisScreen(HindsightScreen):
    """Every KPI with its course against its target; the one under the cursor as a chart, with all about it."""

    CSS_PATH: ClassVar[list[str | PurePath]] = [*TableScreen.CSS_PATH, Path(__file__).with_suffix(".tcss")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "record", N_("Record"), id="kpi.record"),
        Binding("a", "accept_debt", N_("Debt"), id="kpi.accept_debt"),
        Binding("L", "limits", N_("Limits"), show=False, id="kpi.limits"),
        Binding("i", "app.import_kpis", N_("Import"), id="kpi.import"),
        Binding("t", "trust", N_("Trust"), id="kpi.trust"),
    ]

    def __init__(self, mode: str, sections: Sequence[Section | SheetSection]) -> None:
        super().__init__(mode, sections)
        self._recording: tuple[Kpi, str] | None = None
        self._recorded = ""
        self._limits: bool | None = None

    def compose_top(self) -> ComposeResult:
        """The answer above the names of the tables."""
        yield Static(id="answer", markup=False)
        yield from super().compose_top()

    def compose_side(self) -> ComposeResult:
        """The chart, and the detail beside it."""
        yield ChartView(empty=N_("No period is over yet; {record} records a value"))
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
            self.query_one(ChartView).show(course_of(self.known, self.row, limits=self._with_limits))

    def action_to_side(self) -> None:
        """Go to the detail; where there is no room for both it takes the place of the chart."""
        self.add_class("-reading")
        super().action_to_side()

    def action_to_table(self) -> None:
        """Go back to the table, and to the chart."""
        self.remove_class("-reading")
        super().action_to_table()

    @property
    def _with_limits(self) -> bool:
        """Whether the chart has the natural limits: as was chosen last, else where they do not crowd it."""
        if self._limits is not None:
            return self._limits
        return self.has_class("-wide") or (self.has_class("-medium") and self.has_class("-high"))

    def action_limits(self) -> None:
        """Draw the natural limits in the chart, or leave them out."""
        self._limits = not self._with_limits
        self.show_detail()

    # What can be done to a KPI

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is something to record where there is a KPI, and no form in front of it."""
        if action in ("record", "accept_debt", "limits"):
            return isinstance(self.row, Kpi) and self._form is None
        if action == "trust":
            return isinstance(self.row, Feed) and self._form is None
        return super().check_action(action, parameters)

    async def action_trust(self) -> None:
        """Ask whether a feed may read or run what it says, or no longer; every word of it is shown."""
        feed = self.row
        standing = self.known.feeds.get(feed.uid) if isinstance(feed, Feed) else None
        if standing is None:
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self._trust(standing.feed, trusted=not standing.trusted)

        await self.app.push_screen(TrustQuestion(self, standing.feed, trusted=standing.trusted), answered)

    def _trust(self, feed: Feed, *, trusted: bool) -> None:
        """Keep that a feed is trusted, or no more: the words that were shown, whatever it says by now."""
        words = (
            N_("{feed} is trusted in this store, as long as it is exactly this")
            if trusted
            else N_("{feed} is not trusted here; nothing is read or run for it")
        )

        def errand(desk: "Desk") -> tuple[Message, Situation]:
            return Told(message(words, feed=str(feed))), desk.trust(feed.words, trusted=trusted)

        self.cockpit.run_errand(errand, self)

    async def action_accept_debt(self) -> None:
        """Accept that less is enough for a time; what was accepted today is edited."""
        kpi = self.row
        if not isinstance(kpi, Kpi) or not self.may_edit(None):
            return
        if kpi.target is None:
            self.say(
                _("{kpi} has no target that less could be accepted of; set one first").format(kpi=kpi.ref), severity="warning"
            )
            return
        debt = self.known.answer_of(kpi).standing.debt
        if debt is not None and debt.accepted_on == self.known.today:
            await self.open_form(AcceptedDebt, debt, focus="target")
            return
        values = {"kpi": kpi.uid, "owner": kpi.owner, "accepted_on": self.known.today}
        await self.open_form(AcceptedDebt, values=values, focus="target")

    async def action_record(self) -> None:
        """Ask for a value of the KPI under the cursor, unless one is being written."""
        if isinstance(self.row, Kpi) and self.may_edit(self.row) and not self._recorded:
            await self._ask_value(self.row)

    async def _ask_value(self, kpi: Kpi, typed: str = "") -> None:
        self._recording = kpi, typed
        told = AnswerTold(
            _("A value, then a day and a group where they are others: {example}").format(example=_("3.4 fri control")),
            lambda words: recorded_words(self.known, kpi, reading(self.known, kpi, words)),
        )
        await self.ask(_RECORD, f"{kpi.ref} ({kpi.unit})" if kpi.unit else kpi.ref, typed, told)

    def on_prompt_answered(self, event: Prompt.Answered) -> None:
        """Record the value in the background."""
        if event.about == _RECORD and self._recording is not None:
            kpi, _typed = self._recording
            read = reading(self.known, kpi, event.text)
            self._recording = kpi, event.text
            self._recorded = recorded_words(self.known, kpi, read)
            seen = self.known.state.measurements(kpi.uid, read.group).at(read.on.isoformat())
            self.cockpit.carry_out(Act((Record(kpi.uid, read.group, {read.on: read.value}, {read.on: seen}),)), self)

    @on(Prompt.Dismissed)
    def stop_recording(self, event: Prompt.Dismissed) -> None:
        """Nothing is recorded."""
        if event.about == _RECORD:
            self._recording = None

    async def on_done(self, event: Done) -> None:
        """Tell what was recorded, and how to take it back."""
        if self._recorded:
            words, self._recorded, self._recording = self._recorded, "", None
            tried = self.known.trial is not None
            done = (
                _("Tried {measurement}, not written; {key} takes it back")
                if tried
                else _("Recorded {measurement}; {key} takes it back")
            )
            done = done.format(measurement=words, key=self.cockpit.key_of("app.undo"))
            self.say(done if event.batch is not None else _("That value was on record already"))

    async def deny(self, refused: Refused) -> None:
        """Ask for the value again, with what was typed, where it was not taken."""
        await super().deny(refused)
        if self._recorded and self._recording is not None:
            self._recorded = ""
            await self._ask_value(*self._recording)


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
    if failing := sum(each.state is FeedState.FAILING for each in situation.feeds.values()):
        yield ngettext("! {count} feed fails", "! {count} feeds fail", failing).format(count=failing), Tone.BAD
    for state in (CriterionState.NOT_MET, CriterionState.INSUFFICIENT):
        if count := sum(answer.state is state for answer in judged):
            yield f"{sign_of(state).glyph} {say(counted(state, count))}", sign_of(state).tone
    if stale := sum(not answer.standing.fresh for answer in answers):
        words = ngettext("! {count} not measured lately", "! {count} not measured lately", stale)
        yield words.format(count=stale), Tone.WARNING
    if without := len(answers) - len(judged):
        yield ngettext("{count} without a target", "{count} without a target", without).format(count=without), Tone.QUIET


def _strip(kpi: Kpi, context: SituationContext) -> Cell:
    return Cell(context.situation.strip_of(kpi, _STRIP))


def _last(kpi: Kpi, context: SituationContext) -> Cell:
    last = context.situation.answer_of(kpi).standing.last
    return Cell(amount_words(kpi, last.value)) if last else Cell("–", Tone.QUIET)


def _last_value(kpi: Kpi, context: SituationContext) -> float | None:
    last = context.situation.answer_of(kpi).standing.last
    return last.value if last else None


def _target(kpi: Kpi, context: SituationContext) -> Cell:
    standing = context.situation.answer_of(kpi).standing
    return Cell(targets_words(standing), Tone.PLAIN if standing.debt is None else EXCEPTED.tone)


def _target_order(kpi: Kpi, context: SituationContext) -> float | None:
    return context.situation.answer_of(kpi).standing.target


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


def _live(kpi: Kpi, context: SituationContext) -> Cell:
    """What its feeds have brought last, and whether they still do."""
    feeds = context.situation.feeds_of(kpi)
    if not feeds:
        return Cell("")
    sign = sign_of(feeds[0].state)
    value = context.situation.newest_of(kpi, feeds[0].feed.group)
    return Cell(sign.glyph if value is None else f"{sign.glyph} {amount_words(kpi, value)}", sign.tone)


def _start(kpi: Kpi, context: SituationContext) -> Cell:
    return Cell("" if kpi.baseline is None else figure(kpi.baseline, kpi.decimals), Tone.QUIET)


def _guardrail(kpi: Kpi, context: SituationContext) -> Cell:
    return Cell("" if kpi.guardrail is None else figure(kpi.guardrail, kpi.decimals), Tone.QUIET)


SECTION = Section(
    Kpi,
    (
        column_for(Kpi, "ref"),
        column_for(Kpi, "title", minimum=14, maximum=60),
        Column("strip", N_("Over time"), _strip, minimum=_STRIP, maximum=16, priority=2),
        Column("last", N_("Last value"), _last, _last_value, right=True, minimum=5, maximum=13, priority=0),
        Column("target", N_("Target"), _target, _target_order, right=True, minimum=4, maximum=17, priority=1),
        Column("state", N_("State"), _state, _place, minimum=5, maximum=18, priority=0),
        Column("live", N_("Live"), _live, right=True, minimum=11, maximum=14, priority=1, sparse=True),
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
    empty=N_("No KPI yet; {new} defines the first"),
)
"""The table of KPIs."""
