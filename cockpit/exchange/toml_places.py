"""Where the tables, keys and values of a TOML text stand: the lines that the standard library's reader does not tell."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

TomlPath: TypeAlias = "tuple[str | int, ...]"
"""The keys and, from 0, the numbers in lists that lead to a value: ``("risk", 2, "likelihood")``."""

_TOKEN = re.compile(
    r"""
      (?P<blank>[ \t\r]+ | \#[^\n]*)
    | (?P<newline>\n)
    | (?P<string>\"{3}(?:\\.|(?!\"{3})[^\\])*\"{3,5} | '{3}(?:(?!'{3}).)*'{3,5}
        | \"(?:\\.|[^\"\\\n])*\"? | '[^'\n]*'?)
    | (?P<mark>[][{}=,.])
    | (?P<bare>[^][{}=,.\s\"'\#]+ | .)
    """,
    re.VERBOSE | re.DOTALL,
)
_DEEPEST = 8
"""What is nested deeper has the line of what holds it."""

_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", re.DOTALL)
_SHORT_ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r"}


class TomlPlaces:
    """The lines, from 1, of what a TOML text holds; a broken text is read as far as it makes sense."""

    def __init__(self, text: str) -> None:
        self._text = text

    def line(self, path: TomlPath) -> int | None:
        """The line of what ``path`` leads to, else of the nearest above it; None where nothing of it is there."""
        for length in range(len(path), 0, -1):
            if path[:length] in self._lines:
                return self._lines[path[:length]]
        return None

    def key_before(self, line: int) -> str:
        """The last key that begins on ``line`` or above it; empty where there is none."""
        before = [path[-1] for path, start in self._places if start <= line and isinstance(path[-1], str)]
        return str(before[-1]) if before else ""

    @cached_property
    def _lines(self) -> dict[TomlPath, int]:
        lines: dict[TomlPath, int] = {}
        for path, line in self._places:
            for length in range(1, min(len(path), _DEEPEST) + 1):
                lines.setdefault(path[:length], line)
        return lines

    @cached_property
    def _places(self) -> list[tuple[TomlPath, int]]:
        return list(_Scan().places(self._text))


@dataclass
class _Open:
    """A list or an inline table that has begun and not ended; ``item`` is the number of the next item of a list."""

    path: TomlPath
    is_list: bool
    item: int = 0


class _Scan:
    """One walk over the tokens of a text, with a stack of its own: no depth of nesting can end it."""

    def __init__(self) -> None:
        self._table: TomlPath = ()
        self._counts: dict[TomlPath, int] = {}
        self._open: list[_Open] = []
        self._reads_key = True
        self._keys: list[str] = []
        self._value: TomlPath = ()
        self._brackets = 0
        """How many brackets a table's head began with; 0 outside of one."""

    def places(self, text: str) -> Iterator[tuple[TomlPath, int]]:
        """Each path with its line, in the order of the text."""
        line = 1
        for token in _TOKEN.finditer(text):
            match token.lastgroup:
                case "newline":
                    line += 1
                    if not self._open:
                        self._reads_key, self._keys, self._brackets = True, [], 0
                case "mark":
                    if path := self._after_mark(token[0]):
                        yield path, line
                case "string" | "bare":
                    if self._reads_key:
                        self._keys.append(_unquoted(token[0]))
                    elif path := self._item():
                        yield path, line
                    line += token[0].count("\n")

    def _after_mark(self, mark: str) -> TomlPath:
        """Go on behind a mark; the path that begins with it, if any."""
        begun: TomlPath = ()
        match mark:
            case "[" if self._reads_key and not self._open and not self._keys:
                self._brackets += 1
            case "]" if self._brackets:
                begun = self._head()
            case "[" | "{":
                begun = self._item()
                self._open.append(_Open(begun or self._value, mark == "["))
                self._reads_key, self._keys = mark == "{", []
            case "]" | "}" if self._open:
                self._open.pop()
                self._reads_key = False
            case "," if self._open:
                self._open[-1].item += 1
                self._reads_key, self._keys = not self._open[-1].is_list, []
            case "=" if self._reads_key:
                begun = self._value = (self._open[-1].path if self._open else self._table) + tuple(self._keys)
                self._reads_key, self._keys = False, []
        return begun

    def _item(self) -> TomlPath:
        """The path of the item that begins here, where a list is open."""
        return (*self._open[-1].path, self._open[-1].item) if self._open and self._open[-1].is_list else ()

    def _head(self) -> TomlPath:
        """The path of the table whose head has been read."""
        path: TomlPath = ()
        for key in self._keys[:-1]:
            path = self._last((*path, key))
        path = (*path, *self._keys[-1:])
        if self._brackets == 2:
            self._counts[path] = self._counts.get(path, 0) + 1
        self._table = self._last(path)
        self._reads_key, self._keys, self._brackets = False, [], 0
        return self._table

    def _last(self, path: TomlPath) -> TomlPath:
        return (*path, self._counts[path] - 1) if path in self._counts else path


def _unquoted(token: str) -> str:
    """A key as TOML reads it."""
    if token.startswith('"'):
        return _ESCAPE.sub(_unescaped, token.strip('"'))
    return token.strip("'")


def _unescaped(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2]
    if code:
        return chr(int(code, 16)) if int(code, 16) <= 0x10FFFF else ""
    return _SHORT_ESCAPES.get(escape[3], escape[3])
