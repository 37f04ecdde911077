"""When an app has done all there is to do: the tests of screens and widgets wait for that after each key, and the app is painted then.

Textual's own tests sleep until the processor has little to do, twice a key, which is long on an idle machine and too short on a busy one, and
paint whatever has changed sixty times a second meanwhile.
"""

import asyncio
import time
from collections.abc import Iterator

import pytest
import textual.app
import textual.pilot
from rich.console import RenderableType
from textual._compositor import Compositor
from textual._context import active_app
from textual.app import App
from textual.screen import Screen

_SOON = 0.03
"""Seconds: what an app wants done so soon, it may still be in the middle of."""

_BREATH = 0.003
"""Seconds between two looks at what threads do."""

_STUCK = 0.06
"""Seconds after which a thread that has work, and does not do it, waits for something else."""

_LONG = 1.0
"""Seconds after which what a thread does is not waited for any more."""

_NEVER = 30.0
"""Seconds after which an app that still finds something to do is taken for one that never rests."""

_LASTING = frozenset({"news", "warm"})
"""Groups of workers that go on for as long as the app."""

_paint = Compositor.render_update


async def at_rest(*_: float) -> None:
    """Wait until nothing is left to be done at once, or soon, and paint what has changed."""
    app = active_app.get()
    loop = asyncio.get_running_loop()
    begun = last_worked = time.monotonic()
    worked = _of_other_threads()
    while True:
        await _let_all_run(loop, begun + _NEVER)
        now = time.monotonic()
        if _laid_out(app):
            assert now < begun + _NEVER, f"{app.screen} wants to be laid out again and again"
            continue
        soonest = min((each.when() for each in loop._scheduled if not each.cancelled()), default=begun + 60)  # type: ignore[attr-defined]
        if soonest <= begun + _SOON:
            await asyncio.sleep(max(0.0, soonest - now))
        elif now < begun + _LONG and now < last_worked + (_STUCK if _has_errands(app) else _BREATH):
            await asyncio.sleep(_BREATH)
            if _of_other_threads() > worked + _BREATH / 10:
                worked, last_worked = _of_other_threads(), time.monotonic()
        else:
            break
    if app.is_running and app.screen_stack:
        _paint(app.screen._compositor, screen_stack=app._background_screens)


async def _let_all_run(loop: asyncio.AbstractEventLoop, deadline: float) -> None:
    """Let the loop turn until nobody has anything to do before time goes on."""
    await asyncio.sleep(0)
    while loop._ready:  # type: ignore[attr-defined]
        assert time.monotonic() < deadline, f"there is always something to do: {list(loop._ready)}"  # type: ignore[attr-defined]
        await asyncio.sleep(0)


def _laid_out(app: App[object]) -> bool:
    """Have the screen lay itself out where it wants to; whether it wanted to."""
    if not app.is_running or not app.screen_stack:
        return False
    screen = app.screen
    wants = bool(
        screen._layout_required or screen._scroll_required or screen._repaint_required or screen._recompose_required
        or screen._dirty_widgets or screen._callbacks
    )  # fmt: skip
    if wants:
        screen._on_timer_update()
    return wants


def _has_errands(app: App[object]) -> bool:
    return any(worker.is_running and worker.group not in _LASTING for worker in app.workers)


def _of_other_threads() -> float:
    """Seconds of the processor that all other threads have had."""
    return time.process_time() - time.thread_time()


def _unpainted(
    compositor: Compositor, full: bool = False, screen_stack: list[Screen[object]] | None = None, simplify: bool = False
) -> RenderableType | None:
    """Leave what has changed to be painted with all that will have; a whole picture is asked for to be looked at."""
    return _paint(compositor, full, screen_stack, simplify) if full else None


@pytest.fixture(scope="session", autouse=True)
def waiting_ends_when_all_is_done() -> Iterator[None]:
    """Let a pilot wait for that, and no longer."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (textual.app, textual.pilot):
            patch.setattr(module, "wait_for_idle", at_rest)
        patch.setattr(Compositor, "render_update", _unpainted)
        yield
