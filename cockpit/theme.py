"""The cockpit's own colours: few, and each legible as text on a dark ground; and when the terminal's own are the better ones."""

from collections.abc import Mapping

from textual.theme import Theme

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


def fitting(environment: Mapping[str, str]) -> str:
    """The name of the theme for a terminal: over a thin link, and where there are few colours, those that it has itself."""
    if not (terminal.is_remote(environment) or terminal.has_few_colours(environment)):
        return DARK.name
    return "ansi-light" if terminal.is_light(environment) else "ansi-dark"
