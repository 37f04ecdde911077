"""What a folder holds, for somebody who looks for a file to take in; and what a path that was typed or pasted leads to."""

import os
import re
import stat
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from cockpit.domain.message import N_, Message, message
from cockpit.domain.problem import refuse
from cockpit.domain.text import clean_line
from cockpit.exchange.source_file import shown_path, unreadable

TABLES = (".csv", ".tsv", ".txt")
"""How the names of files end that usually hold a table."""

_ABOVE = ".."
_ADDRESS = "file://"
_ESCAPED = re.compile(r"\\(.)")


class EntryKind(Enum):
    """What an entry of a folder is."""

    ABOVE = 0
    FOLDER = 1
    TABLE = 2
    OTHER = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """A folder or an ordinary file; ``size`` is in bytes.  The name may hold anything but a slash."""

    path: Path
    name: str
    kind: EntryKind
    size: int | None = None
    modified: datetime | None = None

    @property
    def uid(self) -> str:
        """The entry's identity in its folder."""
        return self.name

    @property
    def is_folder(self) -> bool:
        """Whether there is something in it to be listed."""
        return self.kind in (EntryKind.ABOVE, EntryKind.FOLDER)


@dataclass(frozen=True)
class Folder:
    """The entries of a folder: the folder above it, folders by their names, tables and other files with the newest first."""

    path: Path
    entries: tuple[Entry, ...]

    def usual(self) -> tuple[Entry, ...]:
        """The entries that somebody who looks for a table wants to see: no other files, and nothing whose name begins with a dot."""
        return tuple(
            entry
            for entry in self.entries
            if entry.kind is EntryKind.ABOVE or (entry.kind is not EntryKind.OTHER and not entry.name.startswith("."))
        )


def list_folder(path: Path) -> Folder:
    """What the folder at ``path`` holds; what is neither folder nor ordinary file is left out.

    Raises :class:`~cockpit.domain.problem.Refused` where it cannot be read.
    """
    path = Path(os.path.abspath(path))
    entries = [Entry(path.parent, _ABOVE, EntryKind.ABOVE)] if path != path.parent else []
    try:
        with os.scandir(path) as found:
            entries += [entry for each in found if (entry := _entry(each))]
    except (OSError, ValueError) as error:
        raise refuse(_closed(error, shown_path(path))) from None
    return Folder(path, tuple(sorted(entries, key=_order)))


def _entry(found: "os.DirEntry[str]") -> Entry | None:
    path = Path(found.path)
    with suppress(OSError):
        if found.is_dir():
            return Entry(path, found.name, EntryKind.FOLDER, modified=_modified(found))
        if found.is_file():
            kind = EntryKind.TABLE if found.name.lower().endswith(TABLES) else EntryKind.OTHER
            return Entry(path, found.name, kind, found.stat().st_size, _modified(found))
    return None


def _modified(found: "os.DirEntry[str]") -> datetime | None:
    # A file may carry a time that no calendar has.
    with suppress(OSError, OverflowError, ValueError):
        return datetime.fromtimestamp(found.stat().st_mtime, UTC)
    return None


def _order(entry: Entry) -> tuple[int, float, str, str]:
    age = -entry.modified.timestamp() if entry.modified and not entry.is_folder else 0.0
    return entry.kind.value, age, entry.name.casefold(), entry.name


def _closed(error: OSError | ValueError, path: str) -> Message:
    match error:
        case FileNotFoundError():
            return message(N_("There is no folder {path}"), path=path)
        case NotADirectoryError():
            return message(N_("{path} is no folder"), path=path)
        case _:
            return unreadable(error, path)


def beginning() -> Path:
    """The folder to begin in: the current one, or the user's own where that is gone."""
    try:
        return Path.cwd()
    except OSError:
        return path_of("~")


def path_of(written: str) -> Path:
    """The path that is written; ``~`` is the user's own folder, and what begins with ``~`` and nobody's name is taken as it is."""
    return Path(os.path.expanduser(written))


def path_typed(typed: str, base: Path) -> Path:
    """The path that somebody means who typed or pasted ``typed`` in the folder ``base``.

    ``~`` is the user's own folder.  Terminals paste a file that is dropped on them in quotes, with backslashes, or as an address; what
    exists as it is written is taken as it is written.
    """
    written = typed.strip()
    meant = [written]
    if written.startswith(_ADDRESS):
        meant.insert(0, unquote(urlsplit(written).path))
    elif len(written) > 1 and written[0] == written[-1] and written[0] in "'\"":
        meant.append(written[1:-1])
    elif "\\" in written:
        meant.append(_ESCAPED.sub(r"\1", written))
    paths = [Path(os.path.abspath(base / os.path.expanduser(each))) for each in meant]
    return next((path for path in paths if os.path.exists(path)), paths[0])


def is_folder(path: Path) -> bool:
    """Whether ``path`` is a folder; :class:`~cockpit.domain.problem.Refused` where it is neither that nor an ordinary file."""
    shown = shown_path(path)
    try:
        found = path.stat()
    except (OSError, ValueError) as error:
        raise refuse(unreadable(error, shown)) from None
    if not stat.S_ISDIR(found.st_mode) and not stat.S_ISREG(found.st_mode):
        raise refuse(message(N_("{path} is no ordinary file; name another"), path=shown))
    return stat.S_ISDIR(found.st_mode)


class Completion(NamedTuple):
    """What was typed, completed as far as there is no choice; and how many entries it may still become."""

    text: str
    matches: int


def completed(typed: str, base: Path) -> Completion:
    """``typed``, the beginning of a path, completed as a shell does it; whatever cannot be read completes nothing.

    A name that cannot be typed, for it holds what would steer a terminal, is left out.
    """
    if typed == "~":
        return Completion("~/", 1)
    head, slash, beginning = typed.rpartition("/")
    try:
        with os.scandir(base / os.path.expanduser(head + slash)) as found:
            names = sorted(_typeable(found))
    except (OSError, ValueError):
        return Completion(typed, 0)
    matching = [name for name in names if name.startswith(beginning)]
    matching = matching or [name for name in names if name.casefold().startswith(beginning.casefold())]
    if not beginning.startswith("."):
        matching = [name for name in matching if not name.startswith(".")]
    if not matching:
        return Completion(typed, 0)
    common = _common_beginning(matching)
    return Completion(head + slash + (common if len(common) >= len(beginning) else beginning), len(matching))


def _typeable(found: "Iterator[os.DirEntry[str]]") -> Iterator[str]:
    for each in found:
        if clean_line(each.name) == each.name:
            with suppress(OSError):
                yield each.name + "/" if each.is_dir() else each.name


def _common_beginning(names: Sequence[str]) -> str:
    """What all ``names`` begin with, whatever its case; written as the first one writes it."""
    first, length = names[0], min(map(len, names))
    for place in range(length):
        if any(name[place].casefold() != first[place].casefold() for name in names):
            return first[:place]
    return first[:length]
