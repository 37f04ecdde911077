"""What the app does in threads: it opens the store, asks it what screens want to know or have done, and listens to others.

A thread touches no widget: it posts what it has found, and the app shows it.
"""

import gc
import math
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING, TypeAlias

from textual import work
from textual.binding import Binding
from textual.message import Message

from cockpit.domain.problem import Refused
from cockpit.screens.errand_answers import Denied, Done, Told
from cockpit.screens.frame import Frame
from cockpit.screens.keys_in_turn import KeysInTurn
from cockpit.settings import Settings

if TYPE_CHECKING:
    from cockpit.domain.edit import Act
    from cockpit.screens.desk import Desk
    from cockpit.screens.drafts import Drafts
    from cockpit.screens.keymap import KeyMap
    from cockpit.screens.situation import Situation
    from cockpit.store import Store
    from cockpit.store.presence import Present

_PATIENCE = 2.0
"""Seconds that whoever leaves waits for what feeds have begun."""

Source: TypeAlias = "Callable[[], tuple[Store, str]]"
"""Opens the store; returns it with the uid of the project to show.  It is called in a thread, and the app closes the store."""

Errand: TypeAlias = "Callable[[Desk], tuple[Message, Situation]]"
"""Something to be done at the desk: it returns the answer to who asked, and what is known after it."""


class Backstage(KeysInTurn):
    """The threads behind the cockpit."""

    class Moved(Message):
        """What is known has changed; ``answer`` goes to ``asker`` once it is shown."""

        def __init__(
            self, desk: "Desk", situation: "Situation", asker: Frame | None = None, answer: Message | None = None
        ) -> None:
            super().__init__()
            self.desk, self.situation, self.asker, self.answer = desk, situation, asker, answer

    class Opened(Message):
        """A project has been read."""

        def __init__(self, desk: "Desk", situation: "Situation", key_map: "KeyMap | None") -> None:
            super().__init__()
            self.desk, self.situation, self.key_map = desk, situation, key_map

    class Turned(Message):
        """Another project of the same store has been read."""

        def __init__(self, desk: "Desk", situation: "Situation") -> None:
            super().__init__()
            self.desk, self.situation = desk, situation

    class Company(Message):
        """Others have come or gone, or have other rows open; ``others`` is None where it cannot be known who is in."""

        def __init__(self, others: "tuple[Present, ...] | None") -> None:
            super().__init__()
            self.others = others

    class Broken(Message):
        """Something failed that should not have; ``asker`` waits for an answer."""

        def __init__(self, error: Exception, *, opening: bool = False, asker: Frame | None = None) -> None:
            super().__init__()
            self.error, self.opening, self.asker = error, opening, asker

    def __init__(self, source: Source, settings: Settings, clock: Callable[[], datetime], polling: float) -> None:
        super().__init__()
        self.settings = settings
        self.complaints = list(settings.problems)
        """What could not be taken from the settings, to be told once the cockpit is open."""
        self._source = source
        self._clock = clock
        self._polling = polling
        self._leaving = Event()
        self._desk: Desk | None = None
        self._told_unkept = False
        self._following: Thread | None = None
        self._followed_at: Desk | None = None
        self._fed_at = -math.inf
        """When feeds have last brought something to be shown: with it came all that others had committed."""
        self.open_rows: tuple[str, ...] = ()
        """The rows that are open in forms, each as ``kind:uid``."""

    @work(thread=True, exit_on_error=False, group="store")
    def open_store(self) -> None:
        """Open the store and read the project; :class:`Opened` or :class:`Broken` tells."""
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
            self.post_message(self.Opened(desk, situation, self.checked_keys()))
        except Exception as error:
            self.post_message(self.Broken(error, opening=True))
        finally:
            gc.freeze()
            gc.enable()

    @work(thread=True, exit_on_error=False, group="store")
    def read_project(self, project: str) -> None:
        """Read another project of the store, by its uid; :class:`Turned` or :class:`Broken` tells."""
        assert self._desk
        try:
            desk = self._desk.beside(project)
            self.post_message(self.Turned(desk, desk.situation()))
        except Exception as error:
            self.post_message(self.Broken(error))

    @work(thread=True, exit_on_error=False, group="store")
    def remember(self, desk: "Desk") -> None:
        """Keep which project was turned to."""
        desk.remember()

    @work(thread=True, exit_on_error=False, group="drafts")
    def write_drafts(self, drafts: "Drafts") -> None:
        """Put what was typed and not saved on the disk; where that cannot be done it is told once."""
        try:
            drafts.write()
        except Refused as refused:
            if not self._told_unkept:
                self._told_unkept = True
                self.post_message(self.Broken(refused))

    @cached_property
    def known_bindings(self) -> Mapping[str, Binding]:
        """Every binding that can be given other keys, by its id."""
        from cockpit.screens.keymap import bindings_of
        from cockpit.screens.mode_screens import BOUND

        return bindings_of((type(self), *BOUND))

    def checked_keys(self) -> "KeyMap | None":
        """The user's own keys that can be taken, None where there are none; to know them all, every screen has to be imported."""
        if not self.settings.keys:
            return None
        from cockpit.screens.key_places import without_clashes
        from cockpit.screens.keymap import KeyMap, checked

        keys, wrong = checked(self.settings.keys, self.known_bindings)
        keys, clashing = without_clashes(keys, self.known_bindings, type(self))
        self.complaints += [*wrong, *clashing]
        return KeyMap(keys)

    def run_errand(self, errand: Errand, asker: Frame) -> None:
        """Have something done at the desk that is there now; ``asker`` gets the answer, or :class:`Denied`."""
        assert self._desk
        self._run(self._desk, errand, asker)

    def carry_out(self, act: "Act", asker: Frame) -> None:
        """Commit ``act`` in the background; ``asker`` gets :class:`Done` or :class:`Denied`."""

        def job(desk: "Desk") -> "tuple[Message, Situation]":
            batch, situation = desk.apply(act)
            return Done(batch), situation

        self.run_errand(job, asker)

    def export(self, path: Path, asker: Frame) -> None:
        """Write a snapshot in the background; ``asker`` is told where it is, or why not."""

        def job(desk: "Desk") -> "tuple[Message, Situation]":
            told = desk.export(path)
            return Told(told), desk.situation()

        self.run_errand(job, asker)

    # Without a description of ours, Textual writes out what the errand holds, which may be a million measurements.
    @work(thread=True, exit_on_error=False, group="store", description="errand")
    def _run(self, desk: "Desk", errand: Errand, asker: Frame) -> None:
        try:
            answer, situation = errand(desk)
        except Refused as refused:
            self._deny(desk, refused, asker)
        except Exception as error:
            self.post_message(self.Broken(error, asker=asker))
        else:
            self.post_message(self.Moved(desk, situation, asker, answer))

    def _deny(self, desk: "Desk", refused: Refused, asker: Frame) -> None:
        """Tell ``asker`` why nothing was done; where others were faster, once what they did is shown."""
        from cockpit.domain.moved import MovedOn

        if isinstance(refused, MovedOn):
            with suppress(Exception):
                self.post_message(self.Moved(desk, desk.situation(), asker, Denied(refused)))
                return
        asker.post_message(Denied(refused))

    def _follow(self, desk: "Desk") -> None:
        """Begin to follow the feeds of the project that is shown, where it has any, until another is shown."""
        if not desk.has_feeds or self._followed_at is desk:
            return
        from cockpit.screens.following import follow
        from cockpit.screens.situation import Situation

        def tell(news: "Situation | Exception") -> None:
            if isinstance(news, Situation) and self._desk is desk:
                self._fed_at = monotonic()
            if not self._leaving.is_set():
                self.post_message(self.Broken(news) if isinstance(news, Exception) else self.Moved(desk, news))

        self._followed_at = desk
        # It lasts as long as the project is shown, and must not take one of the few threads that errands wait for.
        run = partial(follow, desk, self._leaving, lambda: self._desk is desk, tell, self._polling)
        self._following = Thread(target=run, name="feeds", daemon=True)
        self._following.start()

    def stop_following(self) -> None:
        """Wait until what feeds have brought is written, and what they have begun has ended; the cockpit is being left."""
        if self._following is not None:
            self._following.join(_PATIENCE)

    @work(thread=True, exit_on_error=False, group="news")
    def listen(self) -> None:
        """Look now and then what others have committed, and whether they are there."""
        told = ""
        company: tuple[Present, ...] | None = ()
        while not self._leaving.wait(self._polling):
            desk = self._desk
            assert desk
            self._follow(desk)
            if (others := desk.company(self.open_rows)) != company:
                company = others
                self.post_message(self.Company(others))
            if monotonic() - self._fed_at < self._polling:
                continue
            try:
                situation = desk.heard()
            except Exception as error:
                # It may pass, as a disk that is full does; told once, it is not told again each time it is met.
                if not self._leaving.is_set() and repr(error) != told:
                    told = repr(error)
                    self.post_message(self.Broken(error))
                continue
            told = ""
            if situation is not None:
                self.post_message(self.Moved(desk, situation))
