"""The cockpit's own colours: few, and each legible as text on a dark ground."""

from textual.theme import Theme

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
