"""The content of a TOML file; whatever a file may hold instead is refused in words that say what, where and what to do."""

import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cockpit.domain.message import N_, message
from cockpit.domain.problem import Problem, Refused, refuse
from cockpit.domain.validation import echo
from cockpit.exchange.source_file import shown_path, unreadable
from cockpit.exchange.toml_places import TomlPlaces

LARGEST_FILE = 64 * 2**20
"""Bytes; about a hundred times a project with years of history."""

_LINE_TOLD = re.compile(r"\(at line (\d+), column \d+\)")
_STANDS_TWICE = re.compile(r"Cannot (?:overwrite|declare|mutate)|Duplicate")
_CUT_OFF = re.compile(r"""Unterminated|Unclosed|Invalid value|Expected (?:"'{3}"|'\]')""")
_MANY_DIGITS = re.compile(r"\d(?:_?\d){4000}")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def read_source(path: Path) -> str:
    """The text of a file, its line ends ``\\n``; :class:`Refused` where it cannot be read or is no text in UTF-8."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        raise refuse(unreadable(error, shown_path(path))) from None
    with placed_in(path):
        return decoded(content)


@contextmanager
def placed_in(path: Path) -> Iterator[None]:
    """Name the file in the problems that have no other place."""
    try:
        yield
    except Refused as refused:
        where = shown_path(path)
        raise Refused(each if each.where else each.at(where, each.line) for each in refused.problems) from None


def decoded(content: bytes) -> str:
    """The text of a file's content, its line ends ``\\n`` and without a byte order mark."""
    if len(content) > LARGEST_FILE:
        sentence = N_("The file is larger than {most} MB, the most that is read; export it without its history")
        raise refuse(message(sentence, most=LARGEST_FILE // 2**20))
    if content.startswith(_UTF16_MARKS):
        raise refuse(message(N_("The file is in UTF-16; save it as UTF-8")))
    if (place := content.find(b"\0")) >= 0:
        sentence = N_("The file is not a text: it holds a NUL byte; choose a snapshot, or save it as UTF-8")
        raise Refused([Problem(message(sentence), line=content.count(b"\n", 0, place) + 1)])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        byte = f"{content[error.start]:02X}"
        sentence = N_("The byte {byte} is not UTF-8, the text may be in Windows-1252; save the file as UTF-8")
        line = content.count(b"\n", 0, error.start) + 1
        raise Refused([Problem(message(sentence, byte=byte), line=line)]) from None
    if not text or text.isspace():
        raise refuse(message(N_("The file is empty")))
    return text.replace("\r\n", "\n")


def parsed(text: str) -> dict[str, Any]:
    """What a TOML text holds; :class:`Refused` with the line where it is no TOML."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refused([_not_toml(text, str(error))]) from None
    except RecursionError:
        raise refuse(message(N_("The file is nested too deep to be read; a snapshot is never nested so"))) from None
    except ValueError:
        # Of all that TOML can spell, only a whole number can be too long to be converted.
        digits = _MANY_DIGITS.search(text)
        line = text.count("\n", 0, digits.start()) + 1 if digits else None
        sentence = N_("The number on this line has too many digits; shorten it")
        raise Refused([Problem(message(sentence), line=line)]) from None


def _not_toml(text: str, reason: str) -> Problem:
    told = _LINE_TOLD.search(reason)
    line = int(told[1]) if told else text.rstrip().count("\n") + 1
    if _STANDS_TWICE.match(reason):
        key = TomlPlaces(text).key_before(line)
        sentence = N_("“{key}” stands here for the second time; keep one of them")
        return Problem(message(sentence, key=echo(key)), line=line)
    if not told and _CUT_OFF.match(reason):
        sentence = N_("The text ends in the middle of a value; the file may be cut off: take a whole copy of it")
        return Problem(message(sentence), line=line)
    wrong = text.split("\n")[line - 1]
    sentence = N_("This is no TOML: “{wrong}”; a line holds a [table], a [[table]] or a key = value")
    return Problem(message(sentence, wrong=echo(wrong)), line=line)
