"""The Textual app: modes, keys, theme, live refresh.  It knows no rules and no SQL.

What it imports at once is what the frame needs; the method's entities, the store and the rules come with the first worker, after the
frame has been painted.
"""

import asyncio
import gc
import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen

from cockpit.domain.message import N_, message
from cockpit.domain.message import Message as Sentence
from cockpit.domain.problem import Problem, Refused, refuse
from cockpit.in_terminal import InTerminal
from cockpit.language import _, say
from cockpit.screens import modes
from cockpit.screens.among_others import AmongOthers
from cockpit.screens.backstage import Backstage, Source
from cockpit.screens.errand_answers import Denied, Told
from cockpit.screens.frame import Frame
from cockpit.screens.overview import OverviewScreen
from cockpit.settings import Settings, state_folder
from cockpit.stylesheet import SteadyStylesheet

if TYPE_CHECKING:
    from cockpit.screens.desk import Desk
    from cockpit.screens.keymap import KeyMap
    from cockpit.screens.saved_filters import SavedFilters
    from cockpit.screens.situation import Situation

_NEEDING_PROJECT = frozenset({"jump", "what_if", "undo", "redo", "export", "command_palette", "company", "find"})

POLLING = 1.0
"""Seconds between two looks for what other sessions have committed."""


_SELDOM = (10_000, 10, 1_000)
"""When to look for garbage, as :func:`gc.set_threshold` has it: among what is new as often as need be, among all of it next to never."""

_MOST_COMPLAINTS = 2
"""How many are told one by one: more would cover the screen."""

_BREATH = 0.02
"""Seconds between two screens that are built ahead, in which keys are heeded."""


def _now() -> datetime:
    return datetime.now(UTC)


def _screen(mode: str) -> Screen[None]:
    """The screen of a mode; the overview is the one that is there before anything is known."""
    if mode == "overview":
        return OverviewScreen(mode)
    from cockpit.screens.mode_screens import screen_of

    return screen_of(mode)


class CockpitApp(InTerminal, AmongOthers):
    """The cockpit on one project of one store."""

    TITLE = "Cockpit"
    DEFAULT_MODE = "overview"
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {mode.name: partial(_screen, mode.name) for mode in modes.ALL}
    ALLOW_SELECT = False
    CSS = """
    Input:nocolor > .input--cursor, Input:nocolor > .input--selection { text-style: reverse; }
    SearchIcon:ansi { color: ansi_default; }
    CommandPalette:ansi #--input { border: hkey ansi_default; }
    CommandPalette:ansi #--input.--list-visible { border-bottom: none; }
    CommandList:ansi { border-bottom: hkey ansi_default; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(mode.key, f"mode('{mode.name}')", mode.label, show=False, id=f"mode.{mode.name}") for mode in modes.ALL),
        Binding("g", "jump", N_("Go to"), show=False, id="app.jump"),
        Binding("w", "what_if", N_("What if"), id="app.what_if"),
        Binding("u", "undo", N_("Undo"), id="app.undo"),
        Binding("ctrl+r", "redo", N_("Redo"), show=False, id="app.redo"),
        Binding("slash", "find", N_("Find"), id="app.find"),
        Binding("x", "export", N_("Export"), show=False, id="app.export"),
        Binding("ctrl+p", "command_palette", N_("Commands"), id="app.palette", priority=True),
        Binding("question_mark", "help", N_("Help"), id="app.help"),
        Binding("f5", "paint_again", N_("Paint again"), show=False, id="app.paint_again"),
        Binding("ctrl+z", "suspend_process", N_("Suspend"), show=False, id="app.suspend"),
        Binding("q", "quit", N_("Quit"), id="app.quit"),
    ]

    def __init__(
        self,
        source: Source,
        settings: Settings | None = None,
        *,
        clock: Callable[[], datetime] = _now,
        environment: Mapping[str, str] = os.environ,
        polling: float = POLLING,
        drafts_folder: Path | None = None,
        build_ahead: bool = False,
    ) -> None:
        """``build_ahead`` puts the other screens together while the user looks at the first one."""
        super().__init__(source, settings or Settings(), clock, polling, environment=environment, drafts_folder=drafts_folder)
        self.stylesheet = SteadyStylesheet(variables=self.get_css_variables())
        self.folder: Path | None = None
        self.failure: Refused | None = None
        """Why the store could not be opened, for whoever started the app."""
        self._build_ahead = build_ahead
        self._assembling = asyncio.Lock()
        self._turning_to = ""
        self.key_map: KeyMap | None = None
        self._wanted_mode = self.mode_before = self.DEFAULT_MODE

    def on_mount(self) -> None:
        """Paint the frame first, then begin to read."""
        if not self.is_headless:
            self.heed_system()
        self.call_after_refresh(self.open_store)

    # What the threads tell

    async def on_backstage_opened(self, event: Backstage.Opened) -> None:
        """Show the project, and listen to what others do to it."""
        self.sit_down(event.desk, event.situation)
        self.key_map = event.key_map
        self.refresh_bindings()
        if self._wanted_mode == self.DEFAULT_MODE:
            await self._move_to(event.situation)
        else:
            self.situation = event.situation
            await self.action_mode(self._wanted_mode)
        self.listen()
        self.call_after_refresh(self._warm)
        for problem in self.complaints if len(self.complaints) <= _MOST_COMPLAINTS else ():
            self.notify(say(problem.message), title=problem.where, severity="warning", markup=False)
        if len(self.complaints) > _MOST_COMPLAINTS:
            words = _("{count} settings of yours cannot be taken as they are; “cockpit settings” tells which, and why")
            self.notify(words.format(count=len(self.complaints)), severity="warning", markup=False)

    async def on_backstage_turned(self, event: Backstage.Turned) -> None:
        """Show another project: every mode begins anew, and what was typed for the one before is kept.

        Where the user has gone on to something else while it was read, or has asked for another, that stands.
        """
        if self.current_mode != modes.PORTFOLIO.name or event.desk.project != self._turning_to:
            return
        self.remember(event.desk)
        await self.get_up()
        self.close_all()
        self.sit_down(event.desk, event.situation)
        self.situation = event.situation
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        async with self._assembling:
            for mode in (*modes.MODES, modes.STANDUP):
                await self.remove_mode(mode.name)
                self.add_mode(mode.name, partial(_screen, mode.name))
        await self.action_mode(self.DEFAULT_MODE)
        self._warm()

    async def on_backstage_moved(self, event: Backstage.Moved) -> None:
        """Show what has changed, then answer who asked for it; what is said of another project than the one shown has come too late."""
        if event.desk is not self._desk:
            return
        await self._move_to(event.situation)
        if event.asker is not None and event.answer is not None:
            event.asker.post_message(event.answer)

    async def _move_to(self, situation: "Situation") -> None:
        if self.situation is not None and situation.serial < self.situation.serial:
            return
        self.situation = situation
        screen = next((screen for screen in reversed(self.screen_stack) if isinstance(screen, Frame)), None)
        if screen is not None:
            await screen.update(situation)

    def on_backstage_broken(self, event: Backstage.Broken) -> None:
        """Tell that something failed; without a store there is nothing to go on with."""
        error = event.error
        refused = error if isinstance(error, Refused) else refuse(
            message(N_("Something went wrong in the cockpit itself: {error}"), error=f"{type(error).__name__}: {error}")
        )  # fmt: skip
        if event.opening:
            self.failure = refused
            self.exit(return_code=1)
            return
        # Who asked tells it, and no longer waits for what will not come.
        if event.asker is not None and event.asker.post_message(Denied(refused)):
            return
        for problem in refused.problems:
            self.notify(say(problem.message), severity="error", markup=False)

    # What screens ask for

    @property
    def now(self) -> datetime:
        """The instant that it is."""
        return self._clock()

    @property
    def filters(self) -> "SavedFilters":
        """The user's own filters of the project, as they are kept now."""
        from cockpit.screens.saved_filters import SavedFilters

        assert self.situation
        return SavedFilters(state_folder() / "filters.json", self.situation.state.project.uid)

    def key_of(self, name: str) -> str:
        """The key of a binding (its id), as people read it."""
        binding = self.known_bindings[name]
        keys = self.key_map.own.get(name, binding.key) if self.key_map is not None else binding.key
        return self.get_key_display(Binding(keys.split(",")[0].strip(), ""))

    def take_back(self, act: str, asker: Frame) -> None:
        """Take an act (its uid) back in the background; ``asker`` is told what that did, or why it cannot be."""
        self._tell_what(lambda desk: desk.undo(act), asker, N_("Nothing was taken back."))

    async def show_row(self, kind: str, uid: str) -> None:
        """Go to the mode that lists rows of ``kind``, with the cursor on this one."""
        from cockpit.screens.mode_screens import mode_of
        from cockpit.screens.table_screen import TableScreen

        await self.action_mode(mode_of(kind))
        if isinstance(self.screen, TableScreen):
            await self.screen.go_to(kind, uid)

    async def show_way(self) -> None:
        """Go to the shortest way to GO from where the next gate stands today."""
        from cockpit.screens.readiness import ReadinessScreen

        await self.action_mode("readiness")
        if isinstance(self.screen, ReadinessScreen):
            await self.screen.show_way()

    async def show_trial(self) -> None:
        """Go to the list of what is tried."""
        from cockpit.screens.what_if import WhatIfScreen

        await self.action_mode("readiness")
        if isinstance(self.screen, WhatIfScreen):
            await self.screen.show_trial()

    def turn_to(self, project: str) -> None:
        """Show another project of the store, by its uid, once it is read; what is tried in this one has to be kept or dropped first."""
        if self.situation is not None and self.situation.trial is not None:
            words = _("Something is being tried in this project; {key} keeps or drops it").format(key=self.key_of("app.what_if"))
            self.notify(words, severity="warning", markup=False)
            return
        self._turning_to = project
        self.read_project(project)

    # What keys do everywhere

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Until the project is known there is little to do; a screen may be in the middle of something."""
        if action in _NEEDING_PROJECT and self.situation is None:
            return False
        if action == "what_if" and (self.situation is None or self.situation.trial is None):
            return False
        if isinstance(self.screen, Frame) and not self.screen.allows(action):
            return False
        return super().check_action(action, parameters)

    async def action_mode(self, name: str) -> None:
        """Go to a mode, as it was left; as soon as there is something to show there."""
        if self.situation is None:
            self._wanted_mode = name
            return
        if name == modes.STANDUP.name and self.situation.trial is not None:
            words = _("A stand-up tells what is, and a trial goes on; {key} keeps or drops it first")
            self.notify(words.format(key=self.key_of("app.what_if")), severity="warning", markup=False)
            return
        if modes.BY_NAME[name] not in modes.MODES and modes.BY_NAME[self.current_mode] in modes.MODES:
            self.mode_before = self.current_mode
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        if name == self.current_mode:
            return
        # Painted once, when the screen is complete and knows what has happened meanwhile.
        async with self._assembling:
            with self.batch_update():
                await self.switch_mode(name)
                caught_up = asyncio.Event()
                self.screen.call_later(caught_up.set)
                await caught_up.wait()
        self.screen.check_idle()

    def delay_update(self, delay: float = 0.0) -> None:
        """Paint at once: a switch of modes, which Textual would hold back, is painted when it is complete anyway."""

    @work(exit_on_error=False, group="warm", exclusive=True)
    async def _warm(self) -> None:
        """Import the other screens while the user looks at the first one, and put them together: then no visit takes longer than others."""
        await asyncio.to_thread(lambda: self.known_bindings)
        if self._build_ahead and self.situation is not None:
            # What an experiment says takes scipy, whose import would hold up the first look at the evaluation.
            await asyncio.to_thread(self.situation.evaluation.prepare)
        for mode in modes.MODES if self._build_ahead else ():
            await asyncio.sleep(_BREATH)
            async with self._assembling:
                if mode.name not in self._screen_stacks and not self._leaving.is_set():
                    await self._init_mode(mode.name)
        if self._build_ahead:
            # Screens stay for good, like what was read: looking through all of it for garbage would hold up a key for a tenth of a second.
            gc.freeze()
            gc.set_threshold(*_SELDOM)

    async def action_what_if(self) -> None:
        """Ask what becomes of what is tried."""
        if isinstance(self.screen, Frame):
            await self.screen.ask_trial()

    def action_jump(self) -> None:
        """Wait for the letter that says where to go."""
        if isinstance(self.screen, Frame):
            self.screen.ask_jump()

    def action_undo(self) -> None:
        """Take back the user's last act."""
        self._tell_what(lambda desk: desk.undo(), self.screen, N_("Nothing was taken back."))

    def action_redo(self) -> None:
        """Make again what the user's last undo took back."""
        self._tell_what(lambda desk: desk.redo(), self.screen, N_("Nothing was done again."))

    def _tell_what(
        self, taking: "Callable[[Desk], tuple[tuple[Sentence, ...], Situation]]", asker: Screen[Any], otherwise: str
    ) -> None:
        """Have it done in the background; ``asker`` is told what that did or, after ``otherwise``, why it could not be."""
        if not isinstance(asker, Frame):
            return

        def job(desk: "Desk") -> "tuple[Message, Situation]":
            try:
                told, situation = taking(desk)
            except Refused as refused:
                raise Refused([Problem(message(otherwise)), *refused.problems]) from None
            return Told(*told), situation

        self.run_errand(job, asker)

    async def action_export(self) -> None:
        """Ask where to write a snapshot."""
        if isinstance(self.screen, Frame):
            await self.screen.ask_export()

    async def action_import_kpis(self) -> None:
        """Take KPI data in from a file, on top of the mode of KPIs."""
        from cockpit.screens.kpi_import import KpiImportScreen, why_not

        if self.situation is None:
            return
        await self.action_mode("kpis")
        if reason := why_not(self.situation):
            self.notify(reason.format(new=self.key_of("row.new")), severity="warning", markup=False)
        else:
            await self.push_screen(KpiImportScreen())

    def action_help(self) -> None:
        """Tell what the screen is for, and all its keys."""
        from cockpit.screens.help import HelpScreen

        if isinstance(self.screen, Frame):
            self.push_screen(HelpScreen(self.screen))

    async def action_command_palette(self) -> None:  # type: ignore[override]
        """Find any command, and any row by its text."""
        from cockpit.screens.palette import open_palette, palette

        if isinstance(self.screen, Frame):
            await open_palette(self, palette())

    async def action_find(self) -> None:
        """Find any row by its text, where what has the focus has no filter of its own."""
        from cockpit.screens.palette import open_palette, row_palette

        if isinstance(self.screen, Frame):
            await open_palette(self, row_palette())

    def action_help_quit(self) -> None:
        """Tell those who press ctrl+c how to leave."""
        self.notify(_("Press {key} to leave the cockpit").format(key="ctrl+q"), markup=False)
