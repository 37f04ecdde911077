"""Everything that is wrong with a snapshot, gathered while it is read and told in one go, each with its path and line."""

from cockpit.domain.message import N_, Message, message
from cockpit.domain.problem import Problem, Refused
from cockpit.domain.validation import echo
from cockpit.exchange.toml_places import TomlPath, TomlPlaces


class Findings:
    """The problems found so far, each at a path of the document."""

    def __init__(self) -> None:
        self._found: list[tuple[TomlPath, str, Problem]] = []

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, path: TomlPath, problem: Problem, ref: str = "") -> None:
        """Note a problem with what ``path`` leads to; ``ref`` is that of the row, where it has one."""
        self._found.append((path, ref, problem))

    def refuse(self, text: str) -> None:
        """Raise :class:`Refused` with what was found, in the order of the lines of ``text``, if anything was."""
        if not self._found:
            return
        places = TomlPlaces(text)
        placed = [problem.at(told_path(path, ref), places.line(path)) for path, ref, problem in self._found]
        raise Refused(sorted(placed, key=lambda problem: problem.line or 0))


def told_path(path: TomlPath, ref: str = "") -> str:
    """A path as people read it, rows counted from 1: ``risk[3] R-7 .likelihood``."""
    told = ""
    for part in path:
        if isinstance(part, int):
            told += f"[{part + 1}]"
            if ref:
                told, ref = f"{told} {ref} ", ""
        else:
            told += f".{echo(part)}" if told else echo(part)
    return told.strip()


def unfit(name: str, value: object, allowed: Message) -> Message:
    """What is wrong with a ``value`` of the file's own that is not ``allowed`` there, or missing."""
    if value is None:
        return message(N_("{name} is missing; it must be {allowed}"), name=name, allowed=allowed)
    sentence = N_("{name}: “{value}” is not allowed; it must be {allowed}")
    return message(sentence, name=name, value=echo(value), allowed=allowed)
