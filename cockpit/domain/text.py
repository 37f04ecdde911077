"""Text that people type or paste: cleaned once, on the way in, so that nothing downstream can be steered by it."""

import re
import unicodedata
from collections.abc import Iterable

# A complete terminal sequence goes as a whole, so that "\x1b[31mred\x1b[0m" leaves "red" and not "[31mred[0m".
_CSI = r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
# Its string holds no other C1 control: the search for the end of one stops at the start of the next, in linear time.
_STRING = r"(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x80-\x9f\n]*(?:\x07|\x1b\\|\x9c)"
_SHORT = r"\x1b[ -/]*[0-~]"
_SEQUENCE = re.compile(f"{_STRING}|{_CSI}|{_SHORT}")

_LINE_END = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")

# C0 but for the line feed, DEL, C1; marks that reorder what follows; byte order mark; surrogates; annotation marks.
_UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufff9-\ufffb]")

# Combining marks of the Latin, Greek and Cyrillic letters, vowel signs of Hebrew and Arabic, and what is not seen at all.
_UNTYPED = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u00ad\u200b-\u200f\u2060\ufe00-\ufe0f]+"
)


def clean_text(typed: str) -> str:
    """Return ``typed`` without control, escape and reordering characters; line ends are ``\\n``, tabs four spaces."""
    if typed.isascii() and typed.isprintable():
        return typed.strip()
    calm = _SEQUENCE.sub("", typed)
    calm = _LINE_END.sub("\n", calm).replace("\t", "    ")
    calm = _UNSAFE.sub("", calm)
    return "\n".join(line.rstrip() for line in calm.split("\n")).strip()


def clean_line(typed: str) -> str:
    """Return ``typed`` as one clean line: as :func:`clean_text`, with every run of line ends or blanks a space."""
    return re.sub(r"[ \n]+", " ", clean_text(typed))


def harmless(text: str) -> str:
    """``text`` without what could steer a terminal, its layout untouched: for what was perhaps not cleaned on the way in."""
    return _UNSAFE.sub("", text)


def folded(text: str) -> str:
    """``text`` as it is compared when people search and sort: without accents and case."""
    if text.isascii():
        return text.lower()
    return _UNTYPED.sub("", unicodedata.normalize("NFKD", text)).casefold()


def unfolded(text: str, places: Iterable[int]) -> list[int]:
    """Which characters of ``text`` those at ``places`` of its :func:`folded` form come from, in order."""
    origin = [place for place, character in enumerate(text) for _ in folded(character)]
    return sorted({origin[place] for place in places if place < len(origin)})
