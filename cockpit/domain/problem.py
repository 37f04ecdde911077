"""What is wrong with something that came in, in words that say what, where and what would be right."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from cockpit.domain.message import Message


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: the sentence, the field it is about, and the place in what came in.

    ``where`` is a path in a file (``risks.R-3.likelihood``) or a row's ref; ``line`` counts from 1.
    """

    message: Message
    field: str = ""
    where: str = ""
    line: int | None = None

    def at(self, where: str, line: int | None = None) -> "Problem":
        """This problem, placed."""
        return replace(self, where=where, line=line)


class Refused(Exception):
    """Something that came in cannot be taken, and nothing of it was; ``problems`` tells everything that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{each.where} {each.message.text} {each.message.parts}" for each in self.problems))


def refuse(sentence: Message, field: str = "", where: str = "") -> Refused:
    """A :class:`Refused` with one problem."""
    return Refused([Problem(sentence, field, where)])
