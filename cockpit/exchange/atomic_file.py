"""Writing a file so that whoever reads it, even after a power cut, finds the old content or the new, whole."""

import fcntl
import os
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cockpit.domain.message import N_, Message, message
from cockpit.domain.problem import refuse
from cockpit.exchange.source_file import shown_path

_PRIVATE = 0o600
_PRIVATE_FOLDER = 0o700

_PATIENCE = 3.0
"""Seconds after which somebody who has a file for himself is not waited for any more: they take thousandths."""

_BREATH = 0.002
"""Seconds between two attempts."""


def write_file(path: Path, text: str) -> None:
    """Put ``text`` into the file at ``path``, which keeps its mode; a new one is for its owner alone.

    Raises :class:`~cockpit.domain.problem.Refused` where that cannot be done; the file is then as it was.
    """
    try:
        # A link stays one: what it leads to is replaced.
        target = Path(os.path.realpath(path))
        _replace(target, text.encode(), _mode_for(target))
    except (OSError, ValueError) as error:
        raise refuse(_unwritable(error, path)) from None


@contextmanager
def in_turn(path: Path) -> Iterator[None]:
    """Be the only one to change the file at ``path`` as long as this lasts: what is read in it is what was written last.

    Its folder is made, for its owner alone, where it is not there yet; where that cannot be done, writing the file says why.
    It is a courtesy among those who ask for it; where there are no locks, or somebody does not come to an end, nobody waits.
    """
    descriptor = None
    with suppress(OSError):
        path.parent.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
        descriptor = os.open(path.with_name(f".{path.name}.lock"), os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, _PRIVATE)
        _take_lock(descriptor)
    try:
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)


def _take_lock(descriptor: int) -> None:
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                return
            time.sleep(_BREATH)
        else:
            return


def _mode_for(target: Path) -> int:
    try:
        found = target.stat()
    except FileNotFoundError:
        return _PRIVATE
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError
    if not stat.S_ISREG(found.st_mode):
        raise FileExistsError
    return stat.S_IMODE(found.st_mode)


def _replace(target: Path, content: bytes, mode: int) -> None:
    descriptor, name = tempfile.mkstemp(prefix=".cockpit-", dir=target.parent)
    try:
        with open(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(descriptor, mode)
            os.fsync(descriptor)
        os.replace(name, target)
    except BaseException:
        os.unlink(name)
        raise
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Make the new name last, where the filesystem can promise that."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError:
        # The file is written; some network filesystems refuse to sync a folder.
        return
    finally:
        os.close(descriptor)


def _unwritable(error: OSError | ValueError, path: Path) -> Message:
    shown, folder = shown_path(path), shown_path(path.parent)
    match error:
        case IsADirectoryError():
            return message(N_("{path} is a folder; name a file in it"), path=shown)
        case FileExistsError():
            return message(N_("{path} is no ordinary file; name another"), path=shown)
        case FileNotFoundError() | NotADirectoryError():
            return message(N_("There is no folder {folder}; make it first"), folder=folder)
        case PermissionError():
            return message(N_("You may not write in the folder {folder}; choose another"), folder=folder)
        case OSError() if error.strerror:
            return message(N_("{path} cannot be written: {reason}"), path=shown, reason=error.strerror)
        case _:
            return message(N_("{path} is no name of a file"), path=shown)
