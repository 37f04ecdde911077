"""Readiness over time: since when the verdict is what it is, what turned it, and a past day judged by today's rules."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from cockpit.domain.message import N_
from cockpit.domain.readiness.past_verdicts import PastVerdict, Turn, VerdictHistory
from cockpit.domain.readiness.rules import Rules, under_rules_of
from cockpit.domain.state import ProjectState
from cockpit.language import _, capitalised
from cockpit.screens.hindsight import Hindsight, HindsightScreen, edits_known
from cockpit.screens.readiness import Past, ReadinessScreen
from cockpit.screens.sections import Section, SheetSection
from cockpit.screens.situation import Situation
from cockpit.screens.verdict_history import HistoryLine, VerdictHistorySheet, page
from cockpit.widgets.detail import Detail
from cockpit.widgets.typed_text import cell_width

if TYPE_CHECKING:
    from cockpit.screens.desk import Desk


class Judged(Message):
    """A past day as judged by some rules; ``today`` is the state that today's were taken from."""

    def __init__(self, situation: Situation, rules: Rules, today: ProjectState) -> None:
        super().__init__()
        self.situation, self.rules, self.today = situation, rules, today


class ReadinessOverTimeScreen(ReadinessScreen, HindsightScreen):
    """The criteria of a gate, with the history of its verdict."""

    CSS_PATH: ClassVar[list[str | PurePath]] = [*ReadinessScreen.CSS_PATH, Path(__file__).with_suffix(".tcss")]
    BINDINGS: ClassVar[list[BindingType]] = [Binding("T", "rules", N_("Rules"), show=False, id="readiness.rules")]

    def __init__(self, mode: str, sections: Sequence[Section | SheetSection]) -> None:
        super().__init__(mode, sections)
        self._then: Situation | None = None
        """The past day by the rules of then."""
        self._rules = Rules.THEN
        self._ruled_by: ProjectState | None = None
        """The state of which today's rules judge."""

    def compose_top(self) -> ComposeResult:
        """The history below the answer."""
        for widget in super().compose_top():
            yield widget
            if widget.id == "answer":
                yield HistoryLine()

    async def stand(self, situation: Situation) -> None:
        """Say by which rules a past day is judged; where today's have changed, judge it anew."""
        await super().stand(situation)
        self.query_one(HistoryLine).tell(self._history)
        if self._past is None:
            self._rules, self._then = Rules.THEN, None
            return
        self.query_one("#as-of", Static).update(self._told_as_of(self._past.as_of))
        now = self.cockpit.situation
        if self._rules is Rules.TODAY and now is not None and now.state is not self._ruled_by:
            self._judge_by(Rules.TODAY)

    def _told_as_of(self, lengths: Sequence[str]) -> Content:
        """The day, the rules, and the keys that change them, in the longest words that fit."""
        words = _("{as_of} · {rules} ({rules_key} changes) · {key} another day, {back} today")
        keys = {
            "rules_key": self.cockpit.key_of("readiness.rules"),
            "key": self.cockpit.key_of("readiness.time"),
            "back": self.cockpit.key_of("screen.back"),
        }
        told = [words.format(as_of=capitalised(each), rules=_(self._rules.label), **keys) for each in lengths]
        return Content(next((each for each in told if cell_width(each) <= self.size.width - 2), told[-1]))

    # By which rules

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Rules are chosen for a day of the past."""
        if action == "rules" and (self._past is None or self.is_editing):
            return False
        return super().check_action(action, parameters)

    def action_rules(self) -> None:
        """Judge the past day by today's rules, or by those of then again."""
        self._judge_by(Rules.THEN if self._rules is Rules.TODAY else Rules.TODAY)

    def _judge_by(self, rules: Rules) -> None:
        then = self._then
        if then is None:
            return

        def errand(desk: "Desk") -> tuple[Message, Situation]:
            now = desk.situation()
            past = then
            if rules is Rules.TODAY:
                past = replace(then, state=under_rules_of(then.state, now.state)).prepare()
            return Judged(past, rules, now.state), now

        self.cockpit.run_errand(errand, self)

    async def on_judged(self, event: Judged) -> None:
        """Show the day by the rules that were asked for, if it is still looked at."""
        if self._past is None or self._then is None or self._then.today != event.situation.today:
            return
        self._past, self._rules, self._ruled_by = event.situation, event.rules, event.today
        await self.stand(self.known)

    async def on_past(self, event: Past) -> None:
        """Another day is shown by the rules of then, as its criteria."""
        self._then, self._rules = event.situation, Rules.THEN
        if isinstance(self.row, Turn):
            await self.action_section(0)

    # The history

    def look_back(self, desk: "Desk", known: Situation) -> Hindsight:
        """The edits of targets, and the history of the gate that is looked at."""
        found = edits_known(desk, known, by_rules_of_today=self._rules is Rules.TODAY)
        wave = known.verdict.wave
        history = desk.verdict_history(known.gate, wave.uid if wave else None)
        if known.seen_from is not None and self._then is not None:
            # What came after a day of the past was not known on it.
            history = history.until(PastVerdict.of(self._then.at_gate(known.gate, known.chosen_wave).verdict))
        return replace(found, history=history)

    @property
    def _history(self) -> VerdictHistory | None:
        """The history of the gate that is looked at, where it is known already."""
        found = self._hindsight
        if found is None or (found.situation.gate, found.situation.verdict.wave) != (self.known.gate, self.known.verdict.wave):
            return None
        return found.history

    def show_hindsight(self, hindsight: Hindsight) -> None:
        """Show the history above the criteria, and in its table."""
        self._show_history()
        self.show_detail()
        self.refresh_bindings()

    def _show_history(self) -> None:
        self.query_one(HistoryLine).tell(self._history)
        for sheet in self.query(VerdictHistorySheet):
            sheet.take(self._history)

    def on_verdict_history_sheet_behind(self) -> None:
        """Show what is known already."""
        self._show_history()

    def show_detail(self) -> None:
        """Show all about the turn under the cursor, or about the row."""
        if not isinstance(self.row, Turn):
            super().show_detail()
        elif self.side_in_view:
            for detail in self.query(Detail):
                detail.show(page(self.row, self._today))

    @property
    def _today(self) -> date:
        now = self.cockpit.situation
        return now.today if now is not None else self.known.today

    async def open_row(self, row: Any) -> None:
        """Look at the day of a turn."""
        if not isinstance(row, Turn):
            await super().open_row(row)
        elif self._history is not None:
            await self.look_at(row.day, (self._history.gate, self.known.chosen_wave))
