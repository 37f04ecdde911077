"""Finding rows by what stands in them: the words typed on the filter line, and what it means that they match."""

from dataclasses import dataclass, replace

from cockpit.domain.text import clean_line, folded


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
