"""A mode that shows the shortest way to GO, as a section of its own and beside its tables, and makes actions of its steps."""

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from cockpit.domain.action import Action
from cockpit.domain.edit import Create
from cockpit.domain.gate import Criterion
from cockpit.domain.message import N_
from cockpit.domain.problem import Refused
from cockpit.domain.readiness.way_actions import acting, tasks, without_action
from cockpit.domain.step import Step
from cockpit.language import _, capitalised, ngettext, say
from cockpit.screens.errand_answers import Done
from cockpit.screens.readiness_way import WayLine, WayPanel, WaySheet, page, way_lines
from cockpit.screens.row_screen import EDITING
from cockpit.screens.sections import Section, SheetSection
from cockpit.screens.situation import Situation
from cockpit.screens.table_screen import TableScreen
from cockpit.screens.trial_errands import trying_steps
from cockpit.screens.way_errand import WayErrand, WayKnown
from cockpit.widgets.detail import Detail
from cockpit.widgets.panel import Panel
from cockpit.widgets.typed_text import cut

_LONGEST_NAME = 60


class WayScreen(TableScreen):
    """Tables of a gate, and the way from there to GO."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "act", N_("Make it an action"), id="readiness.act"),
        Binding("space", "try_steps", N_("Try it"), id="readiness.try"),
    ]

    def __init__(self, mode: str, sections: Sequence[Section | SheetSection]) -> None:
        super().__init__(mode, sections)
        self._errand = WayErrand(self)
        self._acting: tuple[str, ...] = ()
        """The uids of the actions that are being made."""

    def compose_side(self) -> ComposeResult:
        """The detail, and the way beside it where there is room for both."""
        yield from super().compose_side()
        yield WayPanel()

    async def stand(self, situation: Situation) -> None:
        """Show the way with the rest, and have it worked out where nobody has."""
        await super().stand(situation)
        self.query_one(WayPanel).stand(self.known)
        self._errand.see_to(self.known)

    async def on_screen_resume(self) -> None:
        """Somebody looks: the way is worked out where that was not worth it before."""
        if self.cockpit.situation is not None:
            self._errand.see_to(self.known)

    def on_way_known(self, event: WayKnown) -> None:
        """Show the way where it is still asked for."""
        if event.situation is not self.known:
            return
        self.query_one(WayPanel).stand(self.known)
        for sheet in self.query(WaySheet):
            sheet.stand(self.known)
        self.show_detail()
        self.refresh_bindings()

    def turned(self) -> None:
        """Beside its own section the way is not told twice."""
        super().turned()
        self.set_class(self.lists(Criterion), "-criteria")
        self.set_class(isinstance(self.view, WaySheet), "-way")

    async def show_way(self) -> None:
        """Turn to the section of the way."""
        for place, section in enumerate(self._sections):
            if isinstance(section, SheetSection) and section.sheet is WaySheet:
                await self._turn_to(place)

    # What is under the cursor

    @property
    def way_line(self) -> WayLine | None:
        """The line of the way under the cursor, in its section or beside a criterion; None elsewhere."""
        if isinstance(self.focused, WayPanel):
            return self.focused.way_line
        row = self.row
        return row if isinstance(row, WayLine) else None

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps that a key is about, as they are known now: those marked, the one under the cursor, or those of the criterion."""
        way = self.known.known_way
        if way is None:
            return ()
        lines = {line.uid: line for line in way_lines(self.known, way)}
        if isinstance(self.focused, WayPanel):
            chosen: tuple[WayLine | None, ...] = (self.way_line,)
        elif self._place_is_way:
            chosen = self.chosen()
        else:
            wanted = {row.uid for row in self.chosen() if isinstance(row, Criterion)}
            serving = [step for step in way.steps if any(each.criterion.uid in wanted for each in way.serves[step.key])]
            return tuple(serving)
        now = (lines.get(line.uid) for line in chosen if line is not None)
        return tuple(line.step for line in now if line is not None and line.step is not None)

    def show_detail(self) -> None:
        """Show all about the line under the cursor, or about the row."""
        row = self.row
        if not isinstance(row, WayLine):
            super().show_detail()
        elif self.side_in_view:
            for detail in self.query(Detail):
                detail.show(page(row))

    async def open_row(self, row: Any) -> None:
        """Open the row that a step is about; what has none yet is read in the detail."""
        if not isinstance(row, WayLine):
            await super().open_row(row)
        elif (target := row.target) is not None:
            await self.open_source(target)
        else:
            self.action_to_side()

    async def on_panel_opened(self, event: Panel.Opened) -> None:
        """Open the row that a line of the way beside the criterion is about."""
        if isinstance(event.panel, WayPanel) and (line := event.panel.way_line) is not None:
            await self.open_row(line)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Steps are found, and neither edited nor deleted; an action is made of a step or a criterion."""
        on_way = isinstance(self.focused, WayPanel) or self._place_is_way
        if action in EDITING and on_way:
            return False
        if action == "try_steps":
            return on_way and not self.is_editing and bool(self.steps)
        if action == "act":
            return not self.is_editing and (self.way_line is not None or isinstance(self.row, Criterion))
        return super().check_action(action, parameters)

    @property
    def _place_is_way(self) -> bool:
        return self._place in self._views and isinstance(self.view, WaySheet)

    # Steps are tried

    def action_try_steps(self) -> None:
        """Try the steps that are meant, in a trial that begins with them where there is none."""
        if self.known.seen_from is not None:
            self.may_edit(None)
        elif (steps := self.steps) and (way := self.known.known_way) is not None:
            self.cockpit.run_errand(trying_steps(tasks(way, steps)), self)

    # Steps become actions

    async def action_act(self) -> None:
        """Make an action of each step that is meant, or go to the one that there is already."""
        if not self.may_edit(None):
            return
        situation, way, steps = self.known, self.known.known_way, self.steps
        if way is None:
            self.say(_("The shortest way to GO is still being worked out"))
            return
        missing = without_action(steps, situation.way_actions)
        if missing:
            # It is made today, even where a trial lies ahead.
            today = (situation.actual or situation).today
            act = acting(way, missing, today, say, lambda words: capitalised(_(words)))
            self._acting = tuple(edit.uid for edit in act.edits if isinstance(edit, Create) and edit.entity is Action)
            self.cockpit.carry_out(act, self)
        elif steps:
            await self.cockpit.show_row(Action.kind, situation.way_actions[steps[0].key].uid)
        else:
            self.say(_("There is no step to make an action of"), severity="warning")

    async def on_done(self, event: Done) -> None:
        """Tell which actions were made."""
        made, self._acting = self._acting, ()
        state = self.known.state
        rows = [row for uid in made if (row := state.get(Action, uid)) is not None]
        if rows:
            words = ngettext("{row} is planned", "{row} and more are planned, {count} in all", len(rows))
            if self.known.trial is not None:
                words = ngettext("Tried {row}, not written", "Tried {row} and more, {count} in all, not written", len(rows))
            self.say(words.format(row=cut(str(rows[0]), _LONGEST_NAME), count=len(rows)))

    async def deny(self, refused: Refused) -> None:
        """Nothing was made then."""
        self._acting = ()
        await super().deny(refused)
