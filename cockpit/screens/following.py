"""The feeds are followed while the cockpit is open, in a thread: a step a second, and the screens are told what it has brought."""

from collections.abc import Callable
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from cockpit.feeds.follower import Follower
    from cockpit.screens.desk import Desk
    from cockpit.screens.situation import Situation

Tell: TypeAlias = "Callable[[Situation | Exception], None]"


def follow(desk: "Desk", leaving: Event, is_shown: Callable[[], bool], tell: Tell, every: float) -> None:
    """Follow the feeds of the project at a desk until it is no longer shown, a step ``every`` so many seconds.

    What fails is told once, and tried again.
    """
    follower: Follower | None = None
    told, pause = "", every
    try:
        while not leaving.wait(pause) and is_shown():
            pause = every
            begun = monotonic()
            try:
                follower = follower or desk.follower()
                step = follower.step()
                situation = desk.heard() if step.told else None
            except Exception as error:
                if repr(error) != told:
                    told = repr(error)
                    tell(error)
                continue
            told = ""
            if situation is not None:
                tell(situation)
            pause = 0.0 if step.more else max(0.0, every - (monotonic() - begun))
    finally:
        if follower is not None:
            follower.close()
