"""The sign and the tone of each state: a state is never told by colour alone, and the same word has the same sign everywhere."""

from enum import StrEnum
from typing import NamedTuple

from cockpit.domain.entity import Choice
from cockpit.language import _


class Tone(StrEnum):
    """How a piece of text is coloured; ``.tone-good`` and so on in the style sheets."""

    PLAIN = "plain"
    QUIET = "quiet"
    STRONG = "strong"
    GOOD = "good"
    BAD = "bad"
    WARNING = "warning"
    BUSY = "busy"


STYLES = {
    Tone.PLAIN: "",
    Tone.QUIET: "dim",
    Tone.STRONG: "bold",
    Tone.GOOD: "$success",
    Tone.BAD: "$error",
    Tone.WARNING: "$warning",
    Tone.BUSY: "$primary",
}
"""Each tone as a style of the theme, for text that is assembled of pieces."""


class Sign(NamedTuple):
    """One glyph of one cell, and the tone of what it stands for."""

    glyph: str
    tone: Tone


_NOTHING = Sign("", Tone.PLAIN)
_AHEAD = Sign("○", Tone.PLAIN)
_UNDER_WAY = Sign("◐", Tone.BUSY)
_OVER = Sign("●", Tone.QUIET)
_STUCK = Sign("■", Tone.BAD)
_GOOD = Sign("✓", Tone.GOOD)
_BAD = Sign("✗", Tone.BAD)
_UNKNOWN = Sign("?", Tone.WARNING)
_EXCEPTED = Sign("~", Tone.WARNING)

_SIGNS = {
    **dict.fromkeys(("to_do", "planned", "draft", "open", "invited"), _AHEAD),
    **dict.fromkeys(("doing", "running", "in_force", "active", "delivered"), _UNDER_WAY),
    **dict.fromkeys(("done", "closed", "concluded", "archived", "retired"), _OVER),
    **dict.fromkeys(("blocked", "occurred", "stopped", "rolled_back", "paused", "opposed"), _STUCK),
    **dict.fromkeys(("met", "go", "accepted", "attended", "certified", "champion", "positive", "supportive"), _GOOD),
    **dict.fromkeys(("not_met", "no_go", "absent", "negative"), _BAD),
    **dict.fromkeys(("insufficient", "not_yet", "postponed", "sceptical"), _UNKNOWN),
    **dict.fromkeys(("waived", "conditional"), _EXCEPTED),
    "debt_in_force": _EXCEPTED,
    "debt_ahead": _AHEAD,
    **dict.fromkeys(("debt_expired", "debt_replaced", "debt_without_effect"), _OVER),
    "feed": Sign("↓", Tone.BUSY),
    "feed_running": _UNDER_WAY,
    "feed_waiting": _AHEAD,
    "feed_failing": Sign("!", Tone.BAD),
    "feed_untrusted": _UNKNOWN,
    "feed_off": _OVER,
    "consistently_passes": _GOOD,
    "hit_or_miss": _UNKNOWN,
    "consistently_fails": _BAD,
    "better": Sign("▲", Tone.GOOD),
    "worse": Sign("▼", Tone.BAD),
    "flat": Sign("=", Tone.QUIET),
    "late": Sign("!", Tone.BAD),
    "due": _AHEAD,
    "stuck": Sign("◐", Tone.WARNING),
    "news": Sign("∆", Tone.PLAIN),
    "win": Sign("★", Tone.GOOD),
    "more": Sign("…", Tone.QUIET),
    "edit": Sign("∆", Tone.PLAIN),
    "import": Sign("↓", Tone.BUSY),
    "undo": Sign("↶", Tone.WARNING),
    "redo": Sign("↷", Tone.BUSY),
    "high": Sign("!", Tone.WARNING),
    "critical": Sign("!", Tone.BAD),
}


EXCEPTED = _EXCEPTED
"""What counts for a time instead of what should."""


PAST = Sign("◂", Tone.WARNING)
"""What is shown as it was on a day of the past."""


TRIED = Sign("◇", Tone.STRONG)
"""What is tried and not written."""

TRIED_STYLE = "bold reverse $secondary"
"""How it stands out in the header: a block, in a colour that nothing else has."""


ISSUE = Sign("✱", Tone.WARNING)
"""An action that deals with something that has gone wrong."""


TAKEN_BACK = Sign("⊘", Tone.QUIET)
"""An act that does not stand any more."""


def sign_of(choice: Choice) -> Sign:
    """The sign of a state, by its code; an empty glyph for a choice that is no state."""
    return _SIGNS.get(choice.value, _NOTHING)


def words_of(choice: Choice) -> str:
    """A choice as people read it: its sign where it has one, and its label in the language chosen."""
    return f"{sign_of(choice).glyph} {_(choice.label)}".lstrip()
