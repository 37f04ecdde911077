"""The file that a user names: how its path is told, and why it cannot be read."""

from pathlib import Path

from cockpit.domain.message import N_, Message, message
from cockpit.domain.text import clean_line


def shown_path(path: Path) -> str:
    """A path as a sentence repeats it: a name may hold anything but a slash."""
    return clean_line(str(path))


def unreadable(error: OSError | ValueError, path: str) -> Message:
    """Why the file at ``path`` (as it is shown) cannot be read."""
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return message(N_("There is no file {path}"), path=path)
        case IsADirectoryError():
            return message(N_("{path} is a folder; name a file in it"), path=path)
        case PermissionError():
            return message(N_("You may not read {path}; ask its owner"), path=path)
        case OSError() if error.strerror:
            return message(N_("{path} cannot be read: {reason}"), path=path, reason=error.strerror)
        case _:
            return message(N_("{path} is no name of a file"), path=path)
