"""Text that people typed, on its way to the terminal: the one place where it becomes cells or a textual ``Content``.

It is never parsed as markup.  What is shown is reduced to what every terminal draws in the same number of cells: a family
emoji is one picture of two cells in some terminals and four pictures in others, and everything to the right of it moves.
"""

import re
import unicodedata
from functools import lru_cache

import rich._wrap
from rich.cells import cell_len
from textual.content import Content

from cockpit.domain.text import clean_line, clean_text

ELLIPSIS = "…"

_NO_BREAK = r"(?:(?<![^\W\d_])[\xa0\u202f]|[\xa0\u202f](?![^\W\d_]))"
"""A no-break space that does not part two letters: such as people paste it from pages on the web, it may break a line after all."""

rich._wrap.re_word = re.compile(rf"\s*(?:\S|{_NO_BREAK})+\s*")
"""What lines are broken between: rich, which breaks them for Textual too, takes any no-break space for one that parts words."""

# Letters, signs, arrows, boxes and geometric shapes of one cell each, which stand for themselves.
_PLAIN = re.compile(
    r"[ -~\xa0-\xac\xae-\u02ff\u0370-\u0377\u0384-\u0482\u2010-\u2027\u202f-\u205e\u20a0-\u20bf\u2190-\u22ff\u2500-\u25fc]*"
)

_FIRST_FLAG_LETTER = 0x1F1E6
_FLAG_LETTERS = {_FIRST_FLAG_LETTER + place: letter for place, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}

# Variation selectors, skin tones and enclosing marks change the width of what stands before them, but not in every terminal.
_UNCERTAIN = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef\U0001f3fb-\U0001f3ff\u20d0-\u20f0]")
_LONGEST_PILE = 3
"""How many combining marks a character may carry: more of them run over the lines above and below."""
_UNSEEN = ("Cf", "Cc", "Cs", "Zl", "Zp")
_UNKNOWN = "\N{REPLACEMENT CHARACTER}"
"""Stands for a character that is not in the Unicode of this Python; new pictures are wide wherever they are known, and stay."""
_FIRST_PICTURE, _LAST_PICTURE = "\U0001f000", "\U0001faff"


def display_line(typed: str) -> str:
    """``typed`` as one line that can be shown: no controls, no joiners, nothing whose width terminals disagree about."""
    return _settled(clean_line(typed)) if _PLAIN.fullmatch(typed) is None else typed


def display_text(typed: str) -> str:
    """``typed`` as lines that can be shown, parted by ``\\n``; otherwise as :func:`display_line`."""
    return "\n".join(_settled(line) if _PLAIN.fullmatch(line) is None else line for line in clean_text(typed).split("\n"))


def cell_width(shown: str) -> int:
    """How many cells of the terminal ``shown`` takes; it is one line as :func:`display_line` gives it."""
    return len(shown) if shown.isascii() else cell_len(shown)


def cut(shown: str, cells: int) -> str:
    """``shown`` if it fits into ``cells``, else as much of it as leaves room for an ellipsis."""
    if cell_width(shown) <= cells:
        return shown
    if cells <= 0:
        return ""
    taken, room = 0, cells - 1
    for place, character in enumerate(shown):
        taken += cell_len(character)
        if taken > room:
            return shown[:place].rstrip() + ELLIPSIS
    return shown


def fit(shown: str, cells: int, *, right: bool = False) -> str:
    """``shown`` in exactly ``cells`` cells: cut with an ellipsis, or filled up with blanks; ``right`` aligns it to the right."""
    kept = cut(shown, cells)
    blanks = " " * (cells - cell_width(kept))
    return blanks + kept if right else kept + blanks


def content_of(typed: str, style: str = "") -> Content:
    """``typed`` as a textual ``Content`` of one or more lines, in one style."""
    return Content.styled(display_text(typed), style) if style else Content(display_text(typed))


@lru_cache(maxsize=4096)
def _settled(clean: str) -> str:
    composed = unicodedata.normalize("NFC", _UNCERTAIN.sub("", clean).translate(_FLAG_LETTERS))
    kept, pile = [], 0
    for character in composed:
        category = unicodedata.category(character)
        if category in _UNSEEN:
            continue
        if category == "Cn" and not _FIRST_PICTURE <= character <= _LAST_PICTURE:
            category, character = "So", _UNKNOWN
        pile = pile + 1 if category == "Mn" else 0
        if pile <= _LONGEST_PILE:
            kept.append(character)
    return "".join(kept)
