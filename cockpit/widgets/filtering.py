"""Finding rows by what stands in them: the words typed on the filter line, and what it means that they match."""

import re
import unicodedata
from dataclasses import dataclass, replace

from cockpit.domain.text import clean_line

# Combining marks of the Latin, Greek and Cyrillic letters, vowel signs of Hebrew and Arabic, and what is not seen at all.
_UNTYPED = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u00ad\u200b-\u200f\u2060\ufe00-\ufe0f]+"
)


def folded(text: str) -> str:
    """``text`` as it is compared when people search and sort: without accents and case."""
    if text.isascii():
        return text.lower()
    return _UNTYPED.sub("", unicodedata.normalize("NFKD", text)).casefold()


@dataclass(frozen=True)
class Filter:
    """What was typed on the filter line; a row is kept where each of its words occurs in some text of the row."""

    typed: str = ""

    def __bool__(self) -> bool:
        return bool(self.words)

    @property
    def words(self) -> tuple[str, ...]:
        """The words looked for, folded."""
        return tuple(folded(self.typed).split())

    def typed_on(self, more: str) -> "Filter":
        """This filter with ``more`` typed or pasted at its end."""
        return replace(self, typed=self.typed + (more if more.isspace() else clean_line(more)))

    def shortened(self) -> "Filter":
        """This filter without its last character."""
        return replace(self, typed=self.typed[:-1])

    def without_last_word(self) -> "Filter":
        """This filter without its last word."""
        head, blank, _ = self.typed.rstrip().rpartition(" ")
        return replace(self, typed=head + blank)
