"""A file that grows, read line by line as it does: through rotation, truncation and restarts, and never a line that is not complete.

A file is known by what it holds, the beginning and what comes right before the place up to which it was read, and not by its name: one that
was renamed, copied before it was emptied, or written anew with more in it goes on where reading had come to.
"""

import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import Any

from cockpit.domain.entity import Plain
from cockpit.domain.feed_progress import FeedFault, LineFault

LONGEST_LINE = 64 * 1024
"""Bytes; what is longer is no line of measurements."""

GRACE = timedelta(seconds=10)
"""How long a file that was renamed is read on: whoever writes to it may notice late."""

_MOST_AT_ONCE = 2**18
_HEAD, _TAIL = 1024, 64
_MOST_SIBLINGS = 500
"""Bytes read at once, bytes by which a file is known, and files in its folder among which one that was renamed is looked for."""


@dataclass(frozen=True)
class RawLine:
    """A line without its end.  ``first`` is the first one of a file; ``fault`` tells why it is none that could be read.

    ``ended`` is False for one whose end never came.
    """

    number: int
    content: bytes
    first: bool = False
    ended: bool = True
    fault: LineFault | None = None
    detail: str = ""


@dataclass(frozen=True)
class FilePlace:
    """How far a file was read: up to ``offset``, after ``lines`` lines, and by what it is known."""

    device: int = 0
    inode: int = 0
    offset: int = 0
    lines: int = 0
    head: str = ""
    head_length: int = 0
    tail: str = ""
    within_line: bool = False
    """Whether the offset lies within a line that is too long."""


@dataclass(frozen=True)
class Look:
    """What a look at a file gave: complete lines, why there is nothing, and whether there is ``more`` at once."""

    lines: Sequence[RawLine] = ()
    fault: FeedFault | None = None
    detail: str = ""
    more: bool = False


@dataclass
class _Open:
    """A file that is read, and since when it has no longer been the one at the path."""

    descriptor: int
    place: FilePlace
    left_at: datetime | None = None
    seen: tuple[int, int] = (-1, -1)
    """Its size and when it was changed, when all of it was last read."""

    @property
    def identity(self) -> tuple[int, int]:
        return self.place.device, self.place.inode

    def close(self) -> None:
        os.close(self.descriptor)


class GrowingFile:
    """The file at ``path``, read on from ``places``, as :attr:`places` told them before."""

    def __init__(self, path: Path, places: Sequence[FilePlace] = ()) -> None:
        self._path = path
        self._before = list(places)
        """Places of files that have not been found again yet."""
        self._left: list[_Open] = []
        """Files that went from the path, and are read to their end; the oldest first."""
        self._current: _Open | None = None

    @property
    def places(self) -> tuple[FilePlace, ...]:
        """Where reading goes on: in files that went from the path, then in the one that lies there, or lay there last."""
        current = [] if self._current is None else [self._current.place]
        return (*(each.place for each in self._left), *self._before, *current)

    def close(self) -> None:
        """Let go of all files."""
        for each in (*self._left, *filter(None, [self._current])):
            each.close()
        self._left.clear()
        self._current = None

    def look(self, now: datetime) -> Look:
        """The lines that have come to be complete since the last look."""
        fault: FeedFault | None = None
        detail = ""
        lines: list[RawLine] = []
        more = False
        try:
            fault, detail = self._find(now)
            for each in (*self._left, *filter(None, [self._current])):
                more = self._read(each, lines, now) or more
        except OSError as error:
            fault, detail = FeedFault.UNREADABLE, error.strerror or str(error)
        return Look(lines, None if lines else fault, "" if lines else detail, more)

    # Which file it is

    def _find(self, now: datetime) -> tuple[FeedFault | None, str]:
        """See to it that what is read is what lies at the path; tell why where there is nothing."""
        try:
            found = os.stat(self._path)
        except (FileNotFoundError, NotADirectoryError):
            self._leave(now)
            self._before = [place for place in self._before if not self._take_up(place, now)]
            return (None, "") if self._left else (FeedFault.MISSING, str(self._path))
        if not stat.S_ISREG(found.st_mode):
            self._leave(now)
            return FeedFault.NO_FILE, str(self._path)
        current = self._current
        if current is not None and (found.st_dev, found.st_ino) == current.identity:
            if (found.st_size, found.st_mtime_ns) == current.seen or _is_known(current.descriptor, current.place):
                return None, ""
            # Emptied, and perhaps filled again; what was copied away before is read to its end.
            self._current = None
            current.close()
            self._take_up(current.place, now)
        self._turn_to_path(now)
        return None, ""

    def _turn_to_path(self, now: datetime) -> None:
        """Open the file that has come to lie at the path, and find out where reading goes on in it."""
        descriptor = os.open(self._path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            found = os.fstat(descriptor)
            if not stat.S_ISREG(found.st_mode):
                raise OSError(0, "no ordinary file")
            place = self._place_come_back(descriptor, found) or self._place_in(descriptor, found.st_ino, now)
        except BaseException:
            os.close(descriptor)
            raise
        self._current = _Open(descriptor, replace(place, device=found.st_dev, inode=found.st_ino))

    def _place_come_back(self, descriptor: int, found: os.stat_result) -> FilePlace | None:
        """How far a file was read that went from the path and has come back to it."""
        for each in self._left:
            if each.identity == (found.st_dev, found.st_ino) and _is_known(descriptor, each.place):
                self._left.remove(each)
                each.close()
                return each.place
        return None

    def _place_in(self, descriptor: int, inode: int, now: datetime) -> FilePlace:
        current = self._current
        if current is not None:
            # One without a name was written anew in its place; one that has another name was renamed, and may still be written to.
            if os.fstat(current.descriptor).st_nlink == 0 and _holds_all_of(descriptor, current):
                self._current = None
                current.close()
                return current.place
            self._leave(now)
            return FilePlace()
        last = self._before.pop() if self._before else None
        self._before = [place for place in self._before if not self._take_up(place, now)]
        if last is None:
            return FilePlace()
        if last.inode != inode and self._take_up(last, now, by_name=False):
            return FilePlace()
        if _is_known(descriptor, last):
            return last
        self._take_up(last, now)
        return FilePlace()

    def _leave(self, now: datetime) -> None:
        """What was at the path is no longer there; it is read to its end."""
        if self._current is not None:
            self._current.left_at = now
            self._left.append(self._current)
            self._current = None

    def _take_up(self, place: FilePlace, now: datetime, *, by_name: bool = True) -> bool:
        """Find a file again that went from the path, or was copied from there, to read it to its end; tell whether it was found."""
        known = {each.identity for each in (*self._left, *filter(None, [self._current]))}
        # One of which nothing was read is known by its inode alone.
        for path in self._siblings(place.inode, by_name=by_name and place.offset > 0):
            with suppress(OSError):
                descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
                found = os.fstat(descriptor)
                identity = found.st_dev, found.st_ino
                if stat.S_ISREG(found.st_mode) and identity not in known and _is_known(descriptor, place):
                    self._left.append(_Open(descriptor, replace(place, device=identity[0], inode=identity[1]), now))
                    return True
                os.close(descriptor)
        return False

    def _siblings(self, inode: int, *, by_name: bool) -> Iterator[Path]:
        """Files beside the path that may have been at it: that of the inode, then those whose names begin like its own."""
        try:
            with os.scandir(self._path.parent) as entries:
                found = [(each.inode() != inode, each.name) for each in entries if each.name != self._path.name]
        except OSError:
            return
        stem = self._path.name.split(".")[0]
        likely = sorted(each for each in found if not each[0] or (by_name and each[1].startswith(stem)))
        for _, name in likely[:_MOST_SIBLINGS]:
            yield self._path.with_name(name)

    # What stands in it

    def _read(self, file: _Open, lines: list[RawLine], now: datetime) -> bool:
        """Take the lines of a file that are complete; tell whether there is more of it at once."""
        found = os.fstat(file.descriptor)
        place = file.place
        content = os.pread(file.descriptor, _MOST_AT_ONCE, place.offset) if found.st_size > place.offset else b""
        end = content.rfind(b"\n") + 1
        number, first, within = place.lines, place.offset == 0, place.within_line
        for each in content[:end].split(b"\n")[:-1]:
            number += 1
            if not within:
                lines.append(_line(number, each, first=first))
            within = first = False
        rest = content[end:]
        if len(rest) > LONGEST_LINE:
            if not within:
                lines.append(RawLine(number + 1, b"", first, fault=LineFault.TOO_LONG, detail=str(LONGEST_LINE)))
            within, end, rest = True, len(content), b""
        if end:
            file.place = _placed(file.descriptor, replace(place, offset=place.offset + end, lines=number, within_line=within))
        if len(content) == _MOST_AT_ONCE:
            return True
        file.seen = found.st_size, found.st_mtime_ns
        if file.left_at is not None and now - file.left_at >= GRACE:
            if rest.strip() and not within:
                lines.append(replace(_line(number + 1, rest, first=first), ended=False))
            self._left.remove(file)
            file.close()
        return False


def _line(number: int, content: bytes, *, first: bool) -> RawLine:
    content = content.removesuffix(b"\r")
    if first:
        content = content.removeprefix(b"\xef\xbb\xbf")
    if len(content) > LONGEST_LINE:
        return RawLine(number, b"", first, fault=LineFault.TOO_LONG, detail=str(LONGEST_LINE))
    if b"\0" in content:
        return RawLine(number, b"", first, fault=LineFault.NUL)
    return RawLine(number, content, first)


def _placed(descriptor: int, place: FilePlace) -> FilePlace:
    """A place with what the file is known by there."""
    head_length = min(_HEAD, place.offset)
    head = place.head if head_length == place.head_length else _digest(os.pread(descriptor, head_length, 0))
    tail_length = min(_TAIL, place.offset)
    tail = _digest(os.pread(descriptor, tail_length, place.offset - tail_length))
    return replace(place, head=head, head_length=head_length, tail=tail)


def _is_known(descriptor: int, place: FilePlace) -> bool:
    """Whether a file holds what was read up to a place."""
    if not place.offset:
        return True
    tail_length = min(_TAIL, place.offset)
    tail = os.pread(descriptor, tail_length, place.offset - tail_length)
    return (
        len(tail) == tail_length
        and _digest(tail) == place.tail
        and _digest(os.pread(descriptor, place.head_length, 0)) == place.head
    )


def _holds_all_of(descriptor: int, file: _Open) -> bool:
    """Whether a file holds all that stands in another one, read or not."""
    size = os.fstat(file.descriptor).st_size
    return _is_known(descriptor, file.place) and _is_known(descriptor, _placed(file.descriptor, replace(file.place, offset=size)))


def _digest(content: bytes) -> str:
    return blake2b(content, digest_size=16).hexdigest()


def plain_places(places: Sequence[FilePlace]) -> Plain:
    """Places as JSON holds them."""
    return [asdict(place) for place in places]


def places_from(plain: Any) -> tuple[FilePlace, ...]:
    """What :func:`plain_places` made; nothing where it is something else."""
    try:
        return tuple(FilePlace(**_checked(each)) for each in plain or ())
    except (TypeError, ValueError, KeyError, AttributeError):
        return ()


def _checked(told: Mapping[str, Any]) -> dict[str, Any]:
    kinds = {name: type(getattr(FilePlace(), name)) for name in FilePlace.__dataclass_fields__}
    if (
        any(type(value) is not kinds.get(name) for name, value in told.items())
        or not 0 <= told["head_length"] <= min(told["offset"], _HEAD)
        or not 0 <= told["offset"] < 2**63
        or told["lines"] < 0
    ):
        raise ValueError("not a place")
    return dict(told)
