"""What the user lets feeds read and run on this machine: exactly which file, exactly which words of a command, in which store.

It is kept in the user's own state folder and neither in the store nor in a snapshot: whoever else may write there must not be able to have
this user's files read or programs run.
"""

import json
import os
from collections.abc import Sequence
from pathlib import Path

from cockpit.exchange.atomic_file import in_turn, write_file
from cockpit.settings import state_folder

_OTHERS_WRITE = 0o022


def trust_file() -> Path:
    """Where it is kept: ``trusted.json`` in the user's state folder."""
    return state_folder() / "trusted.json"


class Trust:
    """The words of feeds (:attr:`cockpit.domain.feed.Feed.words`) that are trusted in one store, read anew whenever they change."""

    def __init__(self, file: Path, store: Path) -> None:
        self._file = file
        self._store = os.path.realpath(store)
        self._seen: tuple[int, int, int, int] | None = None
        self._known: frozenset[tuple[str, ...]] = frozenset()

    def trusts(self, words: Sequence[str]) -> bool:
        """Whether the user has trusted exactly these words here."""
        return tuple(words) in self._trusted()

    def trust(self, words: Sequence[str]) -> None:
        """Trust these words; :class:`~cockpit.domain.problem.Refused` where that cannot be kept."""
        with in_turn(self._file):
            self._keep({*self._trusted(anew=True), tuple(words)})

    def distrust(self, words: Sequence[str]) -> bool:
        """Trust these words no more; tell whether they were."""
        with in_turn(self._file):
            known = self._trusted(anew=True)
            if tuple(words) not in known:
                return False
            self._keep(known - {tuple(words)})
            return True

    def _trusted(self, *, anew: bool = False) -> frozenset[tuple[str, ...]]:
        try:
            found = self._file.stat()
        except OSError:
            self._seen, self._known = None, frozenset()
            return self._known
        seen = found.st_ino, found.st_size, found.st_mtime_ns, found.st_mode
        if anew or seen != self._seen:
            self._known = frozenset(_words(_everything(self._file).get(self._store)))
            self._seen = seen
        return self._known

    def _keep(self, words: frozenset[tuple[str, ...]] | set[tuple[str, ...]]) -> None:
        everything = _everything(self._file)
        everything[self._store] = sorted(map(list, words))
        if not words:
            del everything[self._store]
        write_file(self._file, json.dumps(everything, ensure_ascii=False, indent=1) + "\n")
        self._file.chmod(0o600)
        self._seen = None


def _everything(file: Path) -> dict[str, object]:
    """What is trusted in each store; nothing where others could have written it: it would say nothing of what the user trusts."""
    try:
        with file.open(encoding="utf-8") as opened:
            found = os.fstat(opened.fileno())
            if found.st_uid != os.getuid() or found.st_mode & _OTHERS_WRITE:
                return {}
            told = json.loads(opened.read())
    except (OSError, ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _words(told: object) -> list[tuple[str, ...]]:
    if not isinstance(told, list):
        return []
    return [tuple(each) for each in told if isinstance(each, list) and all(isinstance(word, str) for word in each)]
