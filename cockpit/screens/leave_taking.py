"""How the app ends: what was typed is kept, the store is let go, and what the system asks is heeded whatever goes on."""

import asyncio
import signal
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from cockpit.departure import heed, insist, watch_terminal
from cockpit.language import _
from cockpit.screens.backstage import Backstage
from cockpit.screens.frame import Frame
from cockpit.settings import default_drafts_folder

if TYPE_CHECKING:
    from cockpit.screens.desk import Desk
    from cockpit.screens.drafts import Drafts
    from cockpit.screens.situation import Situation


class LeaveTaking(Backstage):
    """Holds what was typed and not saved, and sees to it that nothing of it is lost when the app ends."""

    def __init__(self, *arguments: Any, drafts_folder: Path | None = None, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.situation: Situation | None = None
        self._drafts_folder = drafts_folder
        self._drafts: Drafts | None = None
        self._frames: WeakSet[Frame] = WeakSet()

    @property
    def drafts(self) -> "Drafts":
        """What was typed and not saved."""
        assert self._drafts
        return self._drafts

    def joined(self, screen: Frame) -> None:
        """Keep in mind that there is ``screen``, which may hold a draft when the cockpit ends."""
        self._frames.add(screen)

    def sit_down(self, desk: "Desk", situation: "Situation") -> None:
        """Begin with what was typed for the project of ``situation`` and not saved."""
        from cockpit.screens.drafts import Drafts

        self._desk = desk
        # A copy of the project in another store is another one, and who shares a home folder has drafts of their own.
        about = f"{situation.state.project.uid} {desk.store_path} {situation.who}"
        self._drafts = Drafts(self._drafts_folder or default_drafts_folder(), about, lambda: self._write(self.drafts))

    async def get_up(self) -> None:
        """Keep what was typed for the project that is shown, as another one takes its place."""
        self._keep_drafts()
        self._frames.clear()
        await asyncio.to_thread(self.drafts.close)

    def _keep_drafts(self) -> None:
        for screen in self._frames:
            screen.keep_draft()

    def _write(self, drafts: "Drafts") -> None:
        if not self._leaving.is_set():
            self.write_drafts(drafts)

    def heed_system(self) -> None:
        """Leave as soon as the system asks for it, or the terminal is gone."""
        depart = partial(self._depart, asyncio.get_running_loop())
        heed(depart)
        watch_terminal(partial(depart, signal.SIGHUP))

    def _depart(self, loop: asyncio.AbstractEventLoop, number: int) -> None:
        # Where the loop waits for a terminal that takes nothing, it never comes to leaving by itself.
        insist(128 + number, self.let_terminal_go)
        with suppress(RuntimeError):  # It is over already.
            loop.call_soon_threadsafe(partial(self.exit, return_code=128 + number))

    def let_terminal_go(self) -> None:
        """Hook: leave the terminal as it was found, from any thread, as the rest does not come to it."""

    def exit(self, result: None = None, return_code: int = 0, message: Any = None) -> None:
        """Leave, and let the background threads know."""
        self._leaving.set()
        if self._drafts is not None:
            self._keep_drafts()
            self._drafts.close()
        if return_code == 0 and self.situation is not None and self.situation.trial is not None:
            message = message or _("The trial is over, and nothing of it was written.")
        if return_code == 0:
            message = message or next(filter(None, (screen.farewell() for screen in self._frames)), None)
        super().exit(result, return_code, message)

    def _handle_exception(self, error: Exception) -> None:
        """What fails because all is being taken down is no mistake, and must not have the last word."""
        if not self._leaving.is_set():
            super()._handle_exception(error)

    def on_unmount(self) -> None:
        """Let go of the store."""
        self._leaving.set()
        self.stop_following()
        if self._desk is not None:
            self._desk.close()
