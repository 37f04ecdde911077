"""Finding rows: by what stands in them, the words typed on the filter line, and by what they are."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from cockpit.domain.fuzzy import Sought
from cockpit.domain.text import clean_line


@dataclass(frozen=True)
class Narrowing:
    """Keeps the rows that are something, such as overdue: ``keeps`` gets a row and the context of its table.

    ``code`` tells it from others, ``label`` is marked for translation.
    """

    code: str
    label: str
    keeps: Callable[[Any, Any], bool]


@dataclass(frozen=True)
class Filter:
    """What was typed on the filter line; a row is kept where each of its words is found in what its cells say."""

    typed: str = ""

    def __bool__(self) -> bool:
        return bool(self.sought.words)

    @property
    def sought(self) -> Sought:
        """The words looked for."""
        return Sought.typed(self.typed)

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
