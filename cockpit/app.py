"""The Textual app: modes, keys, theme, live refresh.  It knows no rules and no SQL.

What it imports at once is what the frame needs; the method's entities, the store and the rules come with the first worker, after the
frame has been painted.
"""

import asyncio
import gc
import os
import signal
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cached_property, partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias
from weakref import WeakSet

from textual import work
from textual.app import App
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen

from cockpit.domain.message import N_, message
from cockpit.domain.message import Message as Sentence
from cockpit.domain.problem import Problem, Refused, refuse
from cockpit.language import _, say
from cockpit.screens import modes
from cockpit.screens.frame import Denied, Done, Frame, Told
from cockpit.screens.overview import OverviewScreen
from cockpit.settings import Settings, config_file, default_drafts_file, read_settings
from cockpit.theme import DARK

if TYPE_CHECKING:
    from cockpit.domain.act import Act
    from cockpit.screens.desk import Desk
    from cockpit.screens.drafts import Drafts
    from cockpit.screens.situation import Situation
    from cockpit.store import Store

Source: TypeAlias = "Callable[[], tuple[Store, str]]"
"""Opens the store; returns it with the uid of the project to show.  It is called in a thread, and the app closes the store."""

POLLING = 1.0
"""Seconds between two looks for what other sessions have committed."""


def _now() -> datetime:
    return datetime.now(UTC)


def _screen(mode: str) -> Screen[None]:
    """The screen of a mode; the overview is the one that is there before anything is known."""
    if mode == "overview":
        return OverviewScreen(mode)
    from cockpit.screens.mode_screens import screen_of

    return screen_of(mode)


class CockpitApp(App[None]):
    """The cockpit on one project of one store."""

    TITLE = "Cockpit"
    DEFAULT_MODE = "overview"
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {mode.name: partial(_screen, mode.name) for mode in modes.MODES}
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(mode.key, f"mode('{mode.name}')", mode.label, show=False, id=f"mode.{mode.name}") for mode in modes.MODES),
        Binding("g", "jump", N_("Go to"), show=False, id="app.jump"),
        Binding("u", "undo", N_("Undo"), id="app.undo"),
        Binding("ctrl+r", "redo", N_("Redo"), show=False, id="app.redo"),
        Binding("x", "export", N_("Export"), show=False, id="app.export"),
        Binding("ctrl+p", "command_palette", N_("Commands"), id="app.palette", priority=True),
        Binding("question_mark", "help", N_("Help"), id="app.help"),
        Binding("q", "quit", N_("Quit"), id="app.quit"),
    ]

    class Moved(Message):
        """What is known has changed; ``answer`` goes to ``asker`` once it is shown."""

        def __init__(self, situation: "Situation", asker: Frame | None = None, answer: Message | None = None) -> None:
            super().__init__()
            self.situation, self.asker, self.answer = situation, asker, answer

    class Opened(Message):
        """The store has been read."""

        def __init__(self, desk: "Desk", situation: "Situation", keys: Mapping[str, str]) -> None:
            super().__init__()
            self.desk, self.situation, self.keys = desk, situation, keys

    class Broken(Message):
        """Something failed that should not have."""

        def __init__(self, error: Exception, *, opening: bool = False) -> None:
            super().__init__()
            self.error, self.opening = error, opening

    def __init__(
        self,
        source: Source,
        settings: Settings | None = None,
        *,
        clock: Callable[[], datetime] = _now,
        environment: Mapping[str, str] = os.environ,
        polling: float = POLLING,
        drafts_file: Path | None = None,
    ) -> None:
        super().__init__()
        self.situation: Situation | None = None
        self.failure: Refused | None = None
        """Why the store could not be opened, for whoever started the app."""
        self._source = source
        self._settings = settings or Settings()
        self._clock = clock
        self._polling = polling
        self._drafts_file = drafts_file
        self._leaving = Event()
        self._desk: Desk | None = None
        self._drafts: Drafts | None = None
        self._frames: WeakSet[Frame] = WeakSet()
        self._own_keys: Mapping[str, str] = {}
        self._wanted_mode = self.DEFAULT_MODE
        self.calm = "SSH_CONNECTION" in environment
        if self.calm:
            self.animation_level = "none"
        self._set_up()

    def _set_up(self) -> None:
        """Take the theme and the keys from the settings; the ids of keys are checked later, when all screens are known."""
        self._complaints = list(self._settings.problems)
        self.register_theme(DARK)
        theme = self._settings.theme
        if theme and theme not in self.available_themes:
            known = ", ".join(sorted(self.available_themes))
            self._complaints.append(
                Problem(message(N_("There is no theme “{theme}”; there are {known}"), theme=theme, known=known))
            )
            theme = ""
        self.theme = theme or ("ansi-dark" if self.calm else DARK.name)

    def on_mount(self) -> None:
        """Paint the frame first, then begin to read."""
        loop = asyncio.get_running_loop()
        if not self.is_headless:
            for number in (signal.SIGTERM, signal.SIGHUP):
                loop.add_signal_handler(number, partial(self.exit, return_code=128 + number))
        self.call_after_refresh(self._open)

    def exit(self, result: None = None, return_code: int = 0, message: Any = None) -> None:
        """Leave, and let the background threads know."""
        self._leaving.set()
        if self._drafts is not None:
            for screen in self._frames:
                screen.keep_draft()
            self._drafts.write()
        super().exit(result, return_code, message)

    def on_unmount(self) -> None:
        """Let go of the store."""
        self._leaving.set()
        if self._desk is not None:
            self._desk.close()

    # What happens in threads

    @work(thread=True, exit_on_error=False, group="store")
    def _open(self) -> None:
        # What is imported and read now stays for good: looking through it again and again for garbage costs a tenth of a second.
        gc.disable()
        try:
            from cockpit.screens.desk import Desk

            desk = Desk(*self._source(), clock=self._clock)
            try:
                situation = desk.situation()
            except BaseException:
                desk.close()
                raise
            self.post_message(self.Opened(desk, situation, self._checked_keys()))
        except Exception as error:
            self.post_message(self.Broken(error, opening=True))
        finally:
            gc.freeze()
            gc.enable()

    def _checked_keys(self) -> Mapping[str, str]:
        """The user's own keys that can be taken; to know them all, every screen has to be imported."""
        if not self._settings.keys:
            return {}
        from cockpit.screens.keymap import checked

        keys, wrong = checked(self._settings.keys, self.known_bindings)
        self._complaints += wrong
        return keys

    @work(thread=True, exit_on_error=False, group="warm")
    def _warm(self) -> None:
        """Import the other screens while the user looks at the first one."""
        _ = self.known_bindings

    @work(thread=True, exit_on_error=False, group="store")
    def _ask(self, asker: Frame, job: "Callable[[Desk], tuple[Message, Situation]]") -> None:
        assert self._desk
        try:
            answer, situation = job(self._desk)
        except Refused as refused:
            asker.post_message(Denied(refused))
        except Exception as error:
            self.post_message(self.Broken(error))
        else:
            self.post_message(self.Moved(situation, asker, answer))

    @work(thread=True, exit_on_error=False, group="news")
    def _listen(self) -> None:
        assert self._desk
        while not self._leaving.wait(self._polling):
            try:
                situation = self._desk.heard()
            except Exception as error:
                if not self._leaving.is_set():
                    self.post_message(self.Broken(error))
                return
            if situation is not None:
                self.post_message(self.Moved(situation))

    # What the threads tell

    async def on_cockpit_app_opened(self, event: Opened) -> None:
        """Show the project, and listen to what others do to it."""
        from cockpit.screens.drafts import Drafts

        self._desk = event.desk
        self._drafts = Drafts(self._drafts_file or default_drafts_file(), event.situation.state.project.uid)
        self._own_keys = event.keys
        self.set_keymap(event.keys)
        if self._wanted_mode == self.DEFAULT_MODE:
            await self._move_to(event.situation)
        else:
            self.situation = event.situation
            await self.action_mode(self._wanted_mode)
        self._listen()
        self.call_after_refresh(self._warm)
        for problem in self._complaints:
            self.notify(say(problem.message), title=problem.where, severity="warning", markup=False)

    async def on_cockpit_app_moved(self, event: Moved) -> None:
        """Show what has changed, then answer who asked for it."""
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

    def on_cockpit_app_broken(self, event: Broken) -> None:
        """Tell that something failed; without a store there is nothing to go on with."""
        error = event.error
        refused = error if isinstance(error, Refused) else refuse(
            message(N_("Something went wrong in the cockpit itself: {error}"), error=f"{type(error).__name__}: {error}")
        )  # fmt: skip
        if event.opening:
            self.failure = refused
            self.exit(return_code=1)
            return
        for problem in refused.problems:
            self.notify(say(problem.message), severity="error", markup=False)

    # What screens ask for

    def carry_out(self, act: "Act", asker: Frame) -> None:
        """Commit ``act`` in the background; ``asker`` gets :class:`Done` or :class:`Denied`."""

        def job(desk: "Desk") -> "tuple[Message, Situation]":
            batch, situation = desk.apply(act)
            return Done(batch), situation

        self._ask(asker, job)

    @property
    def drafts(self) -> "Drafts":
        """What was typed and not saved."""
        assert self._drafts
        return self._drafts

    def joined(self, screen: Frame) -> None:
        """Keep in mind that there is ``screen``, which may hold a draft when the cockpit ends."""
        self._frames.add(screen)

    def key_of(self, name: str) -> str:
        """The key of a binding (its id), as people read it."""
        binding = self.known_bindings[name]
        keys = self._own_keys.get(name, binding.key)
        return self.get_key_display(Binding(keys.split(",")[0].strip(), ""))

    @cached_property
    def known_bindings(self) -> Mapping[str, Binding]:
        """Every binding that can be given other keys, by its id."""
        from cockpit.screens.keymap import bindings_of
        from cockpit.screens.mode_screens import BOUND

        return bindings_of((type(self), *BOUND))

    def export(self, path: Path, asker: Frame) -> None:
        """Write a snapshot in the background; ``asker`` is told where it is, or why not."""

        def job(desk: "Desk") -> "tuple[Message, Situation]":
            told = desk.export(path)
            return Told(told), desk.situation()

        self._ask(asker, job)

    async def show_row(self, kind: str, uid: str) -> None:
        """Go to the mode that lists rows of ``kind``, with the cursor on this one."""
        from cockpit.screens.mode_screens import mode_of
        from cockpit.screens.table_screen import TableScreen

        await self.action_mode(mode_of(kind))
        if isinstance(self.screen, TableScreen):
            await self.screen.go_to(kind, uid)

    # What keys do everywhere

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Until the project is known there is little to do."""
        if action in ("jump", "undo", "redo", "export", "command_palette") and self.situation is None:
            return False
        return super().check_action(action, parameters)

    async def action_mode(self, name: str) -> None:
        """Go to a mode, as it was left; as soon as there is something to show there."""
        if self.situation is None:
            self._wanted_mode = name
            return
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        # Painted once, when the screen is complete.
        with self.batch_update():
            await self.switch_mode(name)

    def action_jump(self) -> None:
        """Wait for the letter that says where to go."""
        if isinstance(self.screen, Frame):
            self.screen.ask_jump()

    def action_undo(self) -> None:
        """Take back the user's last act."""
        self._take_back(lambda desk: desk.undo())

    def action_redo(self) -> None:
        """Make again what the user's last undo took back."""
        self._take_back(lambda desk: desk.redo())

    def _take_back(self, taking: "Callable[[Desk], tuple[tuple[Sentence, ...], Situation]]") -> None:
        if not isinstance(self.screen, Frame):
            return

        def job(desk: "Desk") -> "tuple[Message, Situation]":
            told, situation = taking(desk)
            return Told(*told), situation

        self._ask(self.screen, job)

    def action_export(self) -> None:
        """Ask where to write a snapshot."""
        if isinstance(self.screen, Frame):
            self.screen.ask_export()

    def action_help(self) -> None:
        """Tell what the screen is for, and all its keys."""
        from cockpit.screens.help import HelpScreen

        if isinstance(self.screen, Frame):
            self.push_screen(HelpScreen(self.screen))

    def action_command_palette(self) -> None:
        """Find any command, and any row by its text."""
        from cockpit.screens.palette import palette

        if isinstance(self.screen, Frame):
            self.push_screen(palette())

    def action_help_quit(self) -> None:
        """Tell those who press ctrl+c how to leave."""
        self.notify(_("Press {key} to leave the cockpit").format(key="ctrl+q"), markup=False)


def run(source: Source, settings: Settings | None = None) -> int:
    """Open the cockpit on what ``source`` opens; return the exit code.

    Raises :class:`Refused` where this is no terminal, or where the source refuses.
    """
    # Where a stream is closed, it is None; the screen is painted on the last.
    if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise refuse(
            message(N_("The cockpit needs a terminal, but its input or output is redirected; every command works without one"))
        )
    app = CockpitApp(source, settings or read_settings(config_file()))
    app.run()
    if app.failure is not None:
        raise app.failure
    return app.return_code or 0
