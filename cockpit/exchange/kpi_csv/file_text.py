"""From the bytes of a file to its text: which encoding it is in, and what it is where it is no text at all."""

import codecs
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cockpit.domain.message import N_, Message, message
from cockpit.domain.problem import Problem, Refused, refuse
from cockpit.domain.validation import echo
from cockpit.exchange.kpi_csv.options import Progress
from cockpit.exchange.source_file import shown_path, unreadable

LARGEST_FILE = 256 * 2**20
"""Bytes; some ten million lines of a date and a value."""

_PIECE = 4 * 2**20
_SNIFFED = 4096

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_NAMES = {"utf-8": "UTF-8", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "cp1252": "Windows-1252"}

_WORKBOOK = N_("The file is a workbook, not a CSV; open it in a spreadsheet and save the sheet as CSV")
_STRANGERS = (
    (b"PK\x03\x04", _WORKBOOK),
    (b"\xd0\xcf\x11\xe0", _WORKBOOK),
    (b"%PDF", N_("The file is a PDF, not a CSV; export the table that it was made from as CSV")),
    (b"\x1f\x8b", N_("The file is compressed; unpack it first")),
    (b"7z\xbc\xaf", N_("The file is compressed; unpack it first")),
    (b"\x28\xb5\x2f\xfd", N_("The file is compressed; unpack it first")),
    (b"SQLite format 3", N_("The file is a database, not a CSV; export its table as CSV")),
    (b"PAR1", N_("The file is in Parquet, not a CSV; export it as CSV")),
)
_PAGE = re.compile(r"\s*(?:<!--.*?-->\s*)*<(?:!doctype|html|head|body|table|meta|div|p|script)\b", re.IGNORECASE | re.DOTALL)
_MARKUP = re.compile(r"\s*<\?xml\b|\s*<[a-z][\w:.-]*(?:\s[^<>]*)?>", re.IGNORECASE)
_NOTATION = re.compile(r"\s*(?:\{\s*(?:\"|\}|\Z)|\[\s*[\[{])")
# Tab, line feed, form feed and carriage return stand in any text; of the others a name pasted from elsewhere may hold one.
_FEW_CONTROLS, _MOST_CONTROLS = 8, 0.02
_CONTROL = re.compile("[\x01-\x08\x0b\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class FileText:
    """The text of a file, and the name of the encoding that it was in."""

    name: str
    text: str
    encoding: str
    guessed: bool = False
    """Whether nothing in the file says that it is in this encoding."""


def file_text(source: Path | BinaryIO, encoding: str = "", progress: Progress | None = None) -> FileText:
    """The text of a file, or of an open stream of bytes, in ``encoding`` or the one found out.

    Raises :class:`~cockpit.domain.problem.Refused` where it cannot be read, or is no text; the problem tells what it is then.
    """
    name = shown_path(source) if isinstance(source, Path) else N_("stdin")
    try:
        if isinstance(source, Path):
            with source.open("rb") as file:
                content = _content(file, source.stat().st_size, progress)
        else:
            content = _content(source, 0, progress)
    except (OSError, ValueError) as error:
        raise refuse(unreadable(error, name)) from None
    _refuse_strangers(content)
    text, found, guessed = _named(content, encoding) if encoding else _found(content)
    _refuse_no_table(text)
    return FileText(source.name if isinstance(source, Path) else "", text, found, guessed)


def _content(file: BinaryIO, size: int, progress: Progress | None) -> bytes:
    pieces, done = [], 0
    while piece := file.read(_PIECE):
        pieces.append(piece)
        done += len(piece)
        if done > LARGEST_FILE:
            sentence = N_("The file is larger than {most} MB, the most that is read; split it, or export fewer columns")
            raise refuse(message(sentence, most=LARGEST_FILE // 2**20))
        if progress:
            progress(done, max(size, done))
    return b"".join(pieces)


def _refuse_strangers(content: bytes) -> None:
    for sign, sentence in _STRANGERS:
        if content.startswith(sign):
            raise refuse(message(sentence))


def _named(content: bytes, encoding: str) -> tuple[str, str, bool]:
    """The text in the encoding that the user names."""
    try:
        found = codecs.lookup(encoding)
        text, _ = found.decode(content, "strict")
    except UnicodeDecodeError as error:
        sentence = N_("The byte {byte} is not {encoding}; name another encoding with --encoding, or leave it out")
        raise _placed(content, error.start, message(sentence, byte=f"{content[error.start]:02X}", encoding=found.name)) from None
    except (LookupError, UnicodeError, ValueError):
        sentence = N_("There is no encoding “{encoding}”; utf-8, utf-16, cp1252, latin-1 and cp850 are some")
        raise refuse(message(sentence, encoding=echo(encoding))) from None
    if not isinstance(text, str):  # Such as base64, which turns bytes into bytes.
        sentence = N_("There is no encoding “{encoding}”; utf-8, utf-16, cp1252, latin-1 and cp850 are some")
        raise refuse(message(sentence, encoding=echo(encoding)))
    return text.removeprefix("\ufeff"), found.name, False


def _found(content: bytes) -> tuple[str, str, bool]:
    """The text in the encoding that a mark at its beginning tells, or its bytes."""
    for mark, codec, name in _MARKS:
        if content.startswith(mark):
            try:
                return content.decode(codec), name, False
            except UnicodeDecodeError as error:
                sentence = N_("The file begins as {encoding} and goes on otherwise; save it as UTF-8, or say --encoding")
                raise _placed(content, error.start, message(sentence, encoding=name)) from None
    for codec in _candidates(content):
        with suppress(UnicodeDecodeError):
            return content.decode(codec), _NAMES[codec], codec == "cp1252"
    raise refuse(
        message(N_("The file is no text that can be read; save it as CSV in UTF-8, or name its encoding with --encoding"))
    )


def _candidates(content: bytes) -> Iterable[str]:
    """The encodings that text without a mark may be in: two bytes a character show by the zeros between the letters."""
    sample = content[:_SNIFFED]
    zeros = [sample[half::2].count(0) / max(1, len(sample) // 2) for half in (0, 1)]
    if len(content) % 2 == 0 and max(zeros) > 0.7 and min(zeros) < 0.1:
        yield "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
    yield "utf-8"
    yield "cp1252"


def _refuse_no_table(text: str) -> None:
    if not text.strip():
        raise refuse(message(N_("The file is empty")))
    if (place := text.find("\0")) >= 0:
        sentence = N_("The file holds a NUL byte, which no text does: it is no CSV, or it is damaged; export it again")
        raise Refused([Problem(message(sentence), line=_line_of(text, place))])
    begin = text[:_SNIFFED]
    if len(_CONTROL.findall(begin)) > max(_FEW_CONTROLS, _MOST_CONTROLS * len(begin)):
        raise refuse(message(N_("The file is no text; choose the CSV, or export the table as CSV")))
    if _PAGE.match(begin):
        raise refuse(message(N_("The file is a web page saved as CSV, perhaps one that asks to log in; export the table as CSV")))
    if _MARKUP.match(begin):
        raise refuse(message(N_("The file is XML, not a CSV; open it in a spreadsheet and save the sheet as CSV")))
    if _NOTATION.match(begin):
        raise refuse(message(N_("The file is JSON, not a CSV; export the data as CSV")))


def _placed(content: bytes, place: int, sentence: Message) -> Refused:
    return Refused([Problem(sentence, line=content.count(b"\n", 0, place) + 1)])


def _line_of(text: str, place: int) -> int:
    """The number of the line that a place of ``text`` is on, line ends of Windows, Unix and old Macs counted alike."""
    before = text[:place]
    return before.count("\n") + before.count("\r") - before.count("\r\n") + 1
