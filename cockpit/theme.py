"""The cockpit's own colours: few, and each legible as text on a dark ground; and when the terminal's own are the better ones."""

from collections.abc import Mapping
from dataclasses import replace

from textual.theme import BUILTIN_THEMES, Theme

from cockpit import terminal

DARK = Theme(
    name="cockpit-dark",
    primary="#5ea1e6",
    secondary="#7f8ea3",
    accent="#e8b04f",
    foreground="#dcdfe4",
    background="#14171c",
    surface="#1b1f26",
    panel="#232932",
    success="#6fc276",
    warning="#e8b04f",
    error="#f2707a",
    dark=True,
    variables={"block-cursor-background": "#2f5d8c", "block-cursor-foreground": "#ffffff"},
)
"""The theme where the user and the terminal ask for no other."""


def _with_scrollbar(theme: Theme, colour: str) -> Theme:
    return replace(
        theme, variables={**theme.variables, **dict.fromkeys(("scrollbar", "scrollbar-hover", "scrollbar-active"), colour)}
    )


ANSI_DARK = replace(
    _with_scrollbar(BUILTIN_THEMES["ansi-dark"], "ansi_white"),
    primary="ansi_cyan", secondary="ansi_bright_magenta", warning="ansi_bright_yellow", error="ansi_bright_red",
)  # fmt: skip
"""The terminal's own colours on a dark ground: of the sixteen, those that are read there in whatever way it mixes them."""

ANSI_LIGHT = replace(
    _with_scrollbar(BUILTIN_THEMES["ansi-light"], "ansi_blue"),
    primary="ansi_blue", secondary="ansi_magenta", warning="ansi_magenta", error="ansi_red", success="ansi_blue", accent="ansi_blue",
)  # fmt: skip
"""The same on a light ground, on which no green, no yellow and no cyan is read."""

OWN = (DARK, ANSI_DARK, ANSI_LIGHT)
"""What is registered beside Textual's themes, or in place of them."""


def fitting(environment: Mapping[str, str]) -> str:
    """The name of the theme for a terminal: over a thin link, and where there are few colours, those that it has itself."""
    if not (terminal.is_remote(environment) or terminal.has_few_colours(environment)):
        return DARK.name
    return "ansi-light" if terminal.is_light(environment) else "ansi-dark"
