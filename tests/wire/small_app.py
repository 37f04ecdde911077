"""A small app behind the driver: it counts, stops itself, and tells what it is told."""

import os
import signal
from typing import ClassVar

from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from cockpit.departure import can_be_stopped
from cockpit.wire.driver import WireDriver


class Small(App[None]):
    """Its second line counts; its first and third never change."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "count"),
        Binding("z", "stop"),
        Binding("f", "flood"),
        Binding("q", "quit"),
    ]
    count = 0

    def compose(self) -> ComposeResult:
        """Three lines."""
        yield Static(f"process {os.getpid()}.")
        yield Static("count 0.", id="count")
        yield Static("漢字 and é", id="last")

    def action_count(self) -> None:
        """Count one up."""
        self.count += 1
        self.query_one("#count", Static).update(f"count {self.count}.")

    def action_stop(self) -> None:
        """Stop as with ctrl+z."""
        os.kill(os.getpid(), signal.SIGTSTP)
        if not can_be_stopped():
            self.query_one("#count", Static).update("no shell")

    def action_flood(self) -> None:
        """Fill the screen again and again, faster than it is painted."""
        self.count += 1
        self.query_one("#last", Static).update("\n".join([chr(65 + self.count % 26) * 50] * 20))

    def on_resize(self, event: events.Resize) -> None:
        """Tell the size."""
        self.query_one("#last", Static).update(f"漢字 and {event.size.width}x{event.size.height}")


if __name__ == "__main__":
    Small(driver_class=WireDriver).run()
