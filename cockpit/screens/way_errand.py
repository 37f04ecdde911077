"""The shortest way to GO takes its time: it is worked out in a thread, once somebody looks, and who looks is told.

Nothing here needs the method's entities, so that the frame is painted before they are imported.
"""

from typing import TYPE_CHECKING

from textual.message import Message

from cockpit.screens.frame import Frame

if TYPE_CHECKING:
    from cockpit.screens.desk import Desk
    from cockpit.screens.situation import Situation


WAY = "way"
"""What stands for the way where a line says what it is about."""


class WayKnown(Message):
    """The shortest way of a situation has been worked out."""

    def __init__(self, situation: "Situation") -> None:
        super().__init__()
        self.situation = situation


class WayErrand:
    """Has the ways worked out that a screen shows, each once, after the screen is painted; the screen gets :class:`WayKnown`."""

    def __init__(self, screen: Frame) -> None:
        self._screen = screen
        self._wanted: Situation | None = None

    def see_to(self, situation: "Situation") -> None:
        """Have the way of a situation worked out, where it is not known; one that was wanted before is wanted no more."""
        if self._wanted is situation or not self._screen.is_current:
            return
        self._wanted = situation
        if situation.known_way is None:
            self._screen.call_after_refresh(self._run, situation)

    def _run(self, situation: "Situation") -> None:
        def errand(desk: "Desk") -> "tuple[Message, Situation]":
            # Where the next change has come in the meantime, nobody waits for this one.
            if self._wanted is situation:
                _ = situation.way_actions
            return WayKnown(situation), desk.situation()

        self._screen.cockpit.run_errand(errand, self._screen)
