"""Are we ready, why not, and what turns it?"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path, PurePath
from typing import Any, ClassVar, TypeAlias

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from cockpit.domain.entity import Entity
from cockpit.domain.gate import Criterion, GatePolicy, GateReview
from cockpit.domain.message import N_
from cockpit.domain.phase import PhaseCode
from cockpit.domain.wave import Wave, by_number, is_over
from cockpit.language import _, capitalised, current, day, distance, say
from cockpit.screens.frame import TAKING_BACK
from cockpit.screens.gate_review import GateReviewScreen, why_no_review
from cockpit.screens.gate_review_errand import ChangesErrand
from cockpit.screens.gate_review_words import decided
from cockpit.screens.readiness_criteria import judged_of
from cockpit.screens.readiness_policy import PolicyScreen
from cockpit.screens.sections import Section, SheetSection
from cockpit.screens.sheet import NewRow
from cockpit.screens.situation import Situation
from cockpit.screens.table_screen import TableScreen
from cockpit.screens.way_screen import WayScreen
from cockpit.screens.what_if import WhatIfScreen
from cockpit.widgets.column import Cell
from cockpit.widgets.date_words import day_from
from cockpit.widgets.detail import Detail, Fact, Page, Target
from cockpit.widgets.header import HeaderLine
from cockpit.widgets.prompt import Prompt
from cockpit.widgets.signs import PAST, STYLES
from cockpit.widgets.typed_text import display_line

_TIME = "time"
"""What the question for a day is about."""

Place: TypeAlias = tuple[PhaseCode, str | None]
"""A gate, and the wave (its uid) where it is that of one."""

_OF_MOMENT = frozenset({"ask_day", "gate", "review"})


class Past(Message):
    """The project as it was known on a day."""

    def __init__(self, situation: Situation) -> None:
        super().__init__()
        self.situation = situation


class ReadinessScreen(WhatIfScreen, WayScreen, PolicyScreen):
    """Every criterion of a gate: where it stands, on which evidence, and what would turn it; today, or on a day of the past."""

    CSS_PATH: ClassVar[list[str | PurePath]] = [*TableScreen.CSS_PATH, Path(__file__).with_suffix(".tcss")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v", "review", N_("Review"), id="readiness.review"),
        Binding("t", "ask_day", N_("Time"), id="readiness.time"),
        Binding("less_than_sign,comma", "gate(-1)", N_("Gate before"), show=False, id="readiness.gate_before"),
        Binding("greater_than_sign,full_stop", "gate(1)", N_("Next gate"), show=False, id="readiness.gate_after"),
    ]

    def __init__(self, mode: str, sections: Sequence[Section | SheetSection]) -> None:
        super().__init__(mode, sections)
        self._past: Situation | None = None
        self._gate: PhaseCode | None = None
        self._wave: str | None = None
        self._at_gate: tuple[Situation, Situation] | None = None
        self._changes = ChangesErrand(self)
        self._opened: tuple[Any, Target] | None = None
        """The source that was opened on a day of the past, and the row from which it was."""

    def compose_top(self) -> ComposeResult:
        """The answer, and the day where it is past, above the names of the tables."""
        yield Static(id="as-of", markup=False)
        yield Static(id="answer", markup=False)
        yield from super().compose_top()

    # Which day and which gate are looked at

    @property
    def moment(self) -> Situation:
        """The day that is looked at, with the gate that was next on it."""
        return self._past or super().known

    @property
    def known(self) -> Situation:
        """What is known of the gate on the day that are looked at."""
        moment = self.moment
        if self._gate is None:
            return moment
        wave = moment.state.get(Wave, self._wave)
        place = self._gate, wave.uid if wave else None
        if self._at_gate is None or self._at_gate[0] is not moment or place_of(self._at_gate[1]) != place:
            self._at_gate = (moment, moment.at_gate(*place))
        return self._at_gate[1]

    async def stand(self, situation: Situation) -> None:
        """Say the answer, and show the criteria."""
        known = self.known
        self.query_one(HeaderLine).heading = self.moment.heading
        self.set_class(self._past is not None, "-past")
        self.refresh_bindings()
        if known.as_of:
            words = _("{as_of} · {key} another day, {back} today")
            keys = {"key": self.cockpit.key_of("readiness.time"), "back": self.cockpit.key_of("screen.back")}
            self.query_one("#as-of", Static).update(Content(words.format(as_of=capitalised(known.as_of[0]), **keys)))
        self.query_one("#answer", Static).update(_answer(known))
        await super().stand(situation)
        self._changes.see_to(known)

    def allows(self, action: str) -> bool:
        """Nothing is taken back in sight of a day on which it would not show."""
        return not (self._past is not None and action in TAKING_BACK) and super().allows(action)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Day and gate stay while a form is open: what it says belongs to them."""
        if action in _OF_MOMENT and self.is_editing:
            return False
        return super().check_action(action, parameters)

    async def action_ask_day(self) -> None:
        """Ask on the last line for the day to look at."""
        await self.ask(_TIME, _("As of (-2w, 2026-11-03; nothing: today)"))

    @on(Prompt.Answered)
    async def look_at_day(self, event: Prompt.Answered) -> None:
        """Look at the day that was typed, where it is one that has been."""
        if event.about != _TIME:
            return
        today = super().known.today
        wanted = day_from(event.text, today, current())
        if wanted is None:
            self.say(
                _("“{value}” is no date; write it as 2026-12-31, yesterday or -2w").format(value=event.text), severity="error"
            )
        elif wanted > today:
            self.say(_("{day} is still to come").format(day=day(wanted, today)), severity="error")
        else:
            await self.look_at(wanted)

    async def look_at(self, wanted: date, place: Place | None = None) -> None:
        """Look at a day that has been, or at today, from a gate that is kept in sight; what is tried is told beside the present alone."""
        now = super().known
        if now.trial is not None:
            words = _("Something is being tried in this project; {key} keeps or drops it")
            self.say(words.format(key=self.cockpit.key_of("app.what_if")), severity="warning")
            return
        if place is not None:
            self._gate, self._wave = place
        if wanted == now.today:
            await self._back_to_today()
        else:
            self.cockpit.run_errand(lambda desk: (Past(desk.on(wanted)), desk.situation()), self)

    @on(Prompt.Dismissed)
    async def look_at_today(self, event: Prompt.Dismissed) -> None:
        """Without a day, it is today."""
        if event.about == _TIME:
            await self._back_to_today()

    async def on_past(self, event: Past) -> None:
        """Show the day that was asked for."""
        self._past = event.situation
        await self.stand(self.known)

    async def _back_to_today(self) -> None:
        if self._past is not None:
            self._past = None
            await self.stand(self.known)

    async def action_gate(self, by: int) -> None:
        """Look at the next gate, or the one before."""
        places, here = places_of(self.moment), place_of(self.known)
        # A wave that was done in the meantime has no place any more.
        at = places.index(here if here in places else (here[0], None))
        await self._look_at(*places[(at + by) % len(places)])

    async def _look_at(self, gate: PhaseCode, wave: str | None = None) -> None:
        self._gate = None if gate is self.moment.gate and wave is None else gate
        self._wave = wave
        await self.stand(self.known)

    @property
    def new_row(self) -> NewRow | None:
        """What the gate of a wave asks is the same for every wave: nothing is added to it."""
        return None if self.known.wave and self.lists(Criterion) else super().new_row

    async def go_to(self, kind: str, uid: str) -> None:
        """Go to a row as it is today; to a criterion at its gate."""
        await self._back_to_today()
        criterion = self.known.state.get(Criterion, uid) if kind == Criterion.kind else None
        policy = self.known.state.get(GatePolicy, criterion.policy) if criterion else None
        if policy is not None:
            await self._look_at(policy.gate)
        await super().go_to(kind, uid)

    async def show_way(self) -> None:
        """Show the way from where the next gate stands today."""
        await self._back_to_today()
        await self._look_at(self.moment.gate)
        await super().show_way()

    async def show_trial(self) -> None:
        """Show what is tried, beside today."""
        await self._back_to_today()
        await super().show_trial()

    # Gate reviews

    async def on_screen_resume(self) -> None:
        """Somebody looks: what has changed since the reviews is worked out where that was not worth it before."""
        if self.cockpit.situation is not None:
            self._changes.see_to(self.known)

    def on_changes_known(self) -> None:
        """Tell what has changed since the reviews."""
        self.query_one("#answer", Static).update(_answer(self.known))
        self.show_again(GateReview)
        self.show_detail()

    async def action_review(self) -> None:
        """Hold the review of the gate that is looked at, today."""
        if reason := why_no_review(self.known, self.cockpit.key_of):
            self.say(reason, severity="warning")
        else:
            await self.app.push_screen(GateReviewScreen(self.known))

    async def action_new(self) -> None:
        """Open the form for a new row; a gate review is held, and not filled in."""
        if self.lists(GateReview):
            await self.action_review()
        else:
            await super().action_new()

    # The evidence

    async def on_mount(self) -> None:
        """The detail says why, so that it is open from the start."""
        self.add_class("-detail")

    async def open_row(self, row: Any) -> None:
        """Open the source: the row that speaks against the criterion."""
        judged = judged_of(self.known, row) if isinstance(row, Criterion) else None
        source = judged.finding.source if judged else None
        if source is None:
            await super().open_row(row)
        else:
            await self.open_source(Target(source.kind, source.uid))

    async def open_source(self, target: Target) -> None:
        """Go to a row; one of the past is shown here, as it was, because everywhere else it is as it is today."""
        if self._past is None:
            await self.cockpit.show_row(target.kind, target.uid)
            return
        self._opened = (self.row, target)
        self.add_class("-detail")
        self.show_detail()

    def show_detail(self) -> None:
        """Show the criterion under the cursor, or the source as it was that was opened from it."""
        source = self._source
        if self._past is None or source is None:
            self._opened = None
            super().show_detail()
            return
        told = told_elsewhere(self._past, source)
        as_of = Fact(_("As it was"), Cell(self._past.as_of[0], PAST.tone))
        for detail in self.query(Detail):
            detail.show(Page(told.title, (as_of, *told.parts)))

    @property
    def _source(self) -> Entity | None:
        """The row of the past that was opened, as long as the cursor stays where it was opened from."""
        if self._past is None or self._opened is None or self._opened[0] is not self.row:
            return None
        return self._past.state.row(*self._opened[1])

    def action_back(self) -> None:
        """Go back by one step: from a source to the criterion, from the past to today, from the detail to the table."""
        if self._source is not None:
            self._opened = None
            self.show_detail()
        elif self._past is not None:
            self.action_to_table()
            self.call_later(self._back_to_today)
        else:
            super().action_back()

    def may_edit(self, row: Any) -> bool:
        """The past cannot be edited."""
        if self._past is not None:
            words = _("This is how it was on {day}; only today can be edited ({key} goes back to it)")
            key = self.cockpit.key_of("screen.back")
            self.say(words.format(day=day(self._past.today, super().known.today), key=key), severity="warning")
            return False
        if isinstance(row, GateReview):
            words = _("A gate review stays as it was held. {key} on the gate holds another, which supersedes it")
            self.say(words.format(key=self.cockpit.key_of("readiness.review")), severity="warning")
            return False
        return super().may_edit(row)


def place_of(situation: Situation) -> Place:
    """What is looked at."""
    return situation.gate, situation.chosen_wave


def places_of(situation: Situation) -> list[Place]:
    """The gates in the order in which a project comes to them: before that of the scale-up those of the waves that are not over."""
    waves = [wave.uid for wave in by_number(situation.state) if not is_over(wave)]
    of_waves = [(PhaseCode.SCALE_UP, uid) for uid in waves]
    return [place for gate in PhaseCode for place in (*(of_waves if gate is PhaseCode.SCALE_UP else ()), (gate, None))]


def wave_name(wave: Wave) -> str:
    """A wave by its number and title, which may hold the number already."""
    if str(wave.number) in wave.title.split():
        return wave.title
    return _("wave {number}: {title}").format(number=wave.number, title=wave.title)


def _answer(situation: Situation) -> Content:
    """The gate with its day, what the evidence says, and what was decided where it was passed already."""
    name = wave_name(situation.wave) if situation.wave else _(situation.gate.label)
    gate, planned = capitalised(display_line(name)), situation.gate_day
    when = f"  {day(planned, situation.today)}, {distance(planned, situation.today)}" if planned else ""
    answer = f"{situation.answer_sign.glyph} {_(situation.verdict.answer.label)}"
    pieces: list[str | tuple[str, str]] = [
        f"‹ {gate} ›{when}  ",
        (answer, STYLES[situation.answer_sign.tone]),
        f"  {say(situation.verdict.summary)}",
    ]
    return Content.assemble(*pieces, *decided(situation))


def told_elsewhere(situation: Situation, row: Entity) -> Page:
    """What the mode that lists a row tells of it."""
    from cockpit.screens.mode_screens import section_of

    return section_of(type(row)).page(situation, row)
