"""The place where a store lies: whether it can be written to or made there, and whether other machines share it."""

import os
import stat
from pathlib import Path

from cockpit.domain.message import N_, message
from cockpit.domain.problem import refuse

_NETWORK_FILESYSTEMS = ("nfs", "cifs", "smb", "9p", "afs", "fuse.sshfs")


def writable(path: Path) -> bool:
    """Whether this user may write the file and, for SQLite's journal, its folder."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def create_file(path: Path) -> None:
    """Make an empty file that only its owner can read, and its folder where missing."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, stat.S_IRUSR | stat.S_IWUSR))
    except OSError as error:
        raise refuse(
            message(
                N_("{path} cannot be created: {reason}. Name another with --db"),
                path=str(path),
                reason=error.strerror or str(error),
            )
        ) from None


def on_network(path: Path) -> bool:
    """Whether the file lies on a filesystem that several machines share, where a write-ahead log cannot work."""
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    best, kind = "", ""
    resolved = str(path.resolve())
    for mount in mounts:
        fields = mount.split(" ")
        place = fields[1].replace("\\040", " ") if len(fields) > 2 else ""
        if place and len(place) > len(best) and (resolved.startswith(place.rstrip("/") + "/") or place == "/"):
            best, kind = place, fields[2]
    return kind.startswith(_NETWORK_FILESYSTEMS)
