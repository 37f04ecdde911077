"""The app in its terminal: what it may send there, in which colours and signs, and how it gives the terminal back."""

import os
import signal
import sys
from collections.abc import Mapping
from typing import Any

from textual import events
from textual.binding import Binding
from textual.driver import Driver
from textual.filter import Monochrome, NoColor

from cockpit import terminal
from cockpit.departure import can_be_stopped
from cockpit.domain.message import N_, message
from cockpit.domain.problem import Problem, refuse
from cockpit.language import _
from cockpit.screens.leave_taking import LeaveTaking
from cockpit.theme import OWN, fitting

_KEY_WORDS = {"⏎": N_("enter"), "⌫": N_("backspace"), "↑": N_("up"), "↓": N_("down"), "←": N_("left"), "→": N_("right")}
_KEY_NAMES = {
    name: name for name in (N_("space"), N_("home"), N_("end"), N_("pgup"), N_("pgdn"), N_("del"), N_("insert"), N_("shift"))
}
"""Keys that have a word on them rather than a sign, as far as other languages have words of their own for them."""


def check_terminal() -> None:
    """Refused where there is no terminal, or none that can be painted on."""
    # Where a stream is closed, it is None; the screen is painted on the last.
    if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise refuse(
            message(N_("The cockpit needs a terminal, but its input or output is redirected; every command works without one"))
        )
    if terminal.is_dumb():
        sentence = N_("This terminal (TERM={name}) cannot be painted on; every command works there all the same")
        raise refuse(message(sentence, name=terminal.name()))
    if terminal.is_screen():
        # What the terminal around it can do is told here, and screen cannot.
        os.environ.pop("COLORTERM", None)


class InTerminal(LeaveTaking):
    """Fits itself into the terminal that ``environment`` tells of."""

    def __init__(self, *arguments: Any, environment: Mapping[str, str], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._all_signs = terminal.signs(environment) is terminal.Signs.ALL
        self.calm = terminal.is_remote(environment)
        """Whether nothing may move by itself, as over a thin link."""
        if self.calm:
            self.animation_level = "none"
        for theme in OWN:
            self.register_theme(theme)
        self.theme = self._known_theme() or fitting(environment)
        # Textual chooses before it knows the theme, and would send greys where no colour is wanted.
        self._filters = [NoColor() if isinstance(each, Monochrome) else each for each in self._filters]

    def _known_theme(self) -> str:
        """The theme that the settings name; empty where they name none, or none that there is."""
        theme = self.settings.theme
        if not theme or theme in self.available_themes:
            return theme
        known = ", ".join(sorted(self.available_themes))
        sentence = message(N_("There is no theme “{theme}”; there are {known}"), theme=theme, known=known)
        self.complaints.append(Problem(sentence, "theme"))
        return ""

    def get_driver_class(self) -> type[Driver]:
        """Send the terminal what differs from what it shows, and nothing else; on systems whose terminals Textual drives otherwise, as it does."""
        usual = super().get_driver_class()
        if usual.__name__ != "LinuxDriver":
            return usual
        from cockpit.wire.driver import WireDriver

        return WireDriver

    def get_key_display(self, binding: Binding) -> str:
        """A key as people read it; where there are few signs, those that stand for keys are words."""
        held, key = binding.parse_key()
        words = _KEY_NAMES if self._all_signs else {**_KEY_NAMES, **_KEY_WORDS}
        shown = super().get_key_display(Binding(key, "", key_display=binding.key_display))
        parts = [*(part for part in held if part != "ctrl"), shown]
        *told, last = (_(words[part]) if part in words else part for part in parts)
        return "+".join([*told, f"^{last}" if "ctrl" in held else last])

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Keep the cursor still where nothing may move by itself."""
        if self.calm and hasattr(event.widget, "cursor_blink"):
            event.widget.cursor_blink = False

    def let_terminal_go(self) -> None:
        """Leave the terminal as it was found, from any thread, as the rest does not come to it."""
        let_go = getattr(self._driver, "let_go", None)
        if let_go is not None:
            let_go()

    def action_paint_again(self) -> None:
        """Paint the whole screen, over which another program may have written; as a terminal asks for it that has another size."""
        signal.raise_signal(signal.SIGWINCH)

    def action_suspend_process(self) -> None:
        """Give the terminal back to the shell for a while."""
        if can_be_stopped():
            super().action_suspend_process()
        else:
            self.notify(_("No shell has started the cockpit that could bring it back"), severity="warning", markup=False)
