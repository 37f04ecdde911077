"""A line of a file that cannot be taken, and why."""

from dataclasses import dataclass

from cockpit.domain.message import N_, Message, message
from cockpit.domain.problem import Problem


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line that cannot be taken, or one cell of it: ``line`` counts from 1, ``column`` is the header's name, empty for the whole line.

    ``text`` is what stands there, fit to be repeated; ``reason`` goes on from it.
    """

    line: int
    column: str
    text: str
    reason: Message

    def problem(self) -> Problem:
        """As every problem of a file is told."""
        sentence = message(N_("“{value}”: {reason}"), value=self.text, reason=self.reason) if self.text else self.reason
        return Problem(sentence, where=self.column, line=self.line)
