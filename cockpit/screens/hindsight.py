"""What the log tells beside what is known: the verdict over time, and targets that were edited after their data began.

It is worked out in a thread, once the screen is painted and somebody rests on it: nothing waits for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from textual.message import Message
from textual.timer import Timer

from cockpit.domain.gate import Criterion
from cockpit.domain.kpi import Kpi
from cockpit.domain.readiness import Judged
from cockpit.domain.readiness.kpis import KpisMet
from cockpit.domain.readiness.past_verdicts import VerdictHistory
from cockpit.domain.target_edit import (
    JudgedEdit,
    TargetEdit,
    edit_said,
    edits_of,
    judged_edit_said,
    judged_edits,
    target_edits,
)
from cockpit.language import _, say
from cockpit.screens.sections import Section, SheetSection
from cockpit.screens.situation import Situation
from cockpit.screens.table_screen import TableScreen
from cockpit.widgets.column import Cell
from cockpit.widgets.detail import Fact, Page
from cockpit.widgets.signs import Tone

if TYPE_CHECKING:
    from cockpit.screens.desk import Desk

_REST = 0.2
"""Seconds that somebody looks at a screen before the log is read for it."""

_SELDOM = timedelta(seconds=30)
"""How long what the log tells holds while feeds bring measurement after measurement, and nobody does anything."""


@dataclass(frozen=True)
class Hindsight:
    """What the log tells beside a situation.

    ``edits`` are those of targets after their data began that the gate judges by, ``others`` the rest of them; there is no ``history``
    where none was asked for.
    """

    situation: Situation
    edits: tuple[JudgedEdit, ...]
    others: tuple[TargetEdit, ...] = ()
    history: VerdictHistory | None = None


class LookedBack(Message):
    """The log has been looked into."""

    def __init__(self, hindsight: Hindsight) -> None:
        super().__init__()
        self.hindsight = hindsight


def edits_known(desk: "Desk", known: Situation, *, by_rules_of_today: bool = False) -> Hindsight:
    """The targets edited after their data began that are known of."""
    past = desk.past()
    log = past.batches if by_rules_of_today else past.known_on(known.today)
    wave = known.verdict.wave
    edits = target_edits(log, past.state.project.timezone)
    judged = judged_edits(edits, known.state, known.gate, known.today, wave.uid if wave else None)
    told = {each.edit.uid for each in judged}
    return Hindsight(known, judged, tuple(each for each in edits if each.uid not in told))


class HindsightScreen(TableScreen):
    """A mode that flags what the log tells against its KPIs and criteria."""

    def __init__(self, mode: str, sections: Sequence[Section | SheetSection]) -> None:
        super().__init__(mode, sections)
        self._hindsight: Hindsight | None = None
        self._looking_at: Situation | None = None
        self._looked_at = datetime.min.replace(tzinfo=UTC)
        self._before_looking: Timer | None = None

    def look_back(self, desk: "Desk", known: Situation) -> Hindsight:
        """What the log tells beside ``known``; called in a thread."""
        return edits_known(desk, known)

    async def stand(self, situation: Situation) -> None:
        """Look back once what is known is shown."""
        await super().stand(situation)
        self._rest()

    async def on_screen_resume(self) -> None:
        """Somebody looks."""
        self._rest()

    def _rest(self) -> None:
        """Look back soon, if somebody still looks then; a screen that is built ahead reads nothing."""
        if self._before_looking is not None:
            self._before_looking.stop()
        self._before_looking = self.set_timer(_REST, self._look_back)

    def _look_back(self) -> None:
        if not self.is_current or self.cockpit.situation is None:
            return
        known, before = self.known, self._looking_at
        if known is before:
            return
        now = self.cockpit.now
        if before is not None and known.follows(before) and _gate(known) == _gate(before) and now - self._looked_at < _SELDOM:
            return
        self._looking_at, self._looked_at = known, now

        def errand(desk: "Desk") -> tuple[Message, Situation]:
            return LookedBack(self.look_back(desk, known)), desk.situation()

        self.cockpit.run_errand(errand, self)

    def on_looked_back(self, event: LookedBack) -> None:
        """Show what was found, if it is about what is still shown."""
        self._hindsight = event.hindsight
        self.show_hindsight(event.hindsight)
        if event.hindsight.edits or event.hindsight.others:
            self.show_detail()

    def show_hindsight(self, hindsight: Hindsight) -> None:
        """Hook for a screen that shows more of it than flags."""

    @property
    def _known_edits(self) -> Hindsight | None:
        """The edits known of what is shown."""
        found = self._hindsight
        return found if found is not None and self.known.follows(found.situation) else None

    def page_of(self, row: Any) -> Page:
        """All about a row, with a flag where a target was edited after its data began."""
        page = super().page_of(row)
        flags = [Fact(_("Edited"), Cell(f"! {words}", Tone.WARNING)) for words in self._flags(row)]
        return Page(page.title, (*page.parts[:1], *flags, *page.parts[1:])) if flags else page

    def _flags(self, row: Any) -> list[str]:
        known, state = self._known_edits, self.known.state
        if known is None or not isinstance(row, Kpi | Criterion):
            return []
        kpis = {row.uid} if isinstance(row, Kpi) else self._kpis_behind(row, known.edits)
        found = [(state.get(Kpi, each.edit.kpi), each) for each in edits_of(known.edits, kpis)]
        flags = [say(judged_edit_said(kpi, each)) for kpi, each in found if kpi is not None]
        if isinstance(row, Kpi):
            flags += [say(edit_said(row, each)) for each in known.others if each.kpi == row.uid]
        return flags

    def _kpis_behind(self, criterion: Criterion, edits: Sequence[JudgedEdit]) -> set[str]:
        """The KPIs that a criterion looks at, and those that it would look at, had their target not been taken away."""
        seen = {judged.criterion.uid: _kpis_seen(judged) for judged in self.known.judged}
        kpis = seen.get(criterion.uid, set())
        if criterion.rule == KpisMet.code:
            kpis = kpis | {each.edit.kpi for each in edits}.difference(*seen.values())
        return kpis


def _gate(situation: Situation) -> tuple[str, str | None]:
    return situation.gate, situation.chosen_wave


def _kpis_seen(judged: Judged) -> set[str]:
    return {seen.uid for seen in judged.finding.observations if seen.kind == Kpi.kind}
