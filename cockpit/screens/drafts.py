"""What was typed in a form and not saved: kept when the form is left or the cockpit ends, and offered again."""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

_PRIVATE = 0o600


class Drafts:
    """The drafts of one project, by the kind and uid of the row; for a new row, what it is about stands for the uid."""

    def __init__(self, path: Path, project: str) -> None:
        self._path = path
        self._project = project
        self._all = _read(path)
        self._ours = self._all.setdefault(project, {})

    def keep(self, kind: str, uid: str, typed: Mapping[str, str]) -> None:
        """Keep what was typed, by the name of the field."""
        if typed:
            self._ours[f"{kind}:{uid}"] = dict(typed)
        else:
            self.drop(kind, uid)

    def drop(self, kind: str, uid: str) -> None:
        """Forget a draft."""
        self._ours.pop(f"{kind}:{uid}", None)

    def of(self, kind: str, uid: str) -> dict[str, str]:
        """What was typed; empty where nothing was."""
        return dict(self._ours.get(f"{kind}:{uid}", {}))

    def write(self) -> None:
        """Put all drafts into the file.  One that cannot be written is no reason to keep anybody from leaving."""
        known = {project: drafts for project, drafts in self._all.items() if drafts}
        with suppress(OSError):
            if not known and not self._path.exists():
                return
            self._path.parent.mkdir(parents=True, exist_ok=True)
            beside = self._path.with_suffix(".new")
            descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _PRIVATE)
            with open(descriptor, "w", encoding="utf-8") as file:
                json.dump(known, file, ensure_ascii=False)
            beside.replace(self._path)


def _read(path: Path) -> dict[str, dict[str, dict[str, str]]]:
    """The drafts in a file; none where it is missing or is no file of drafts."""
    try:
        told = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(told, dict):
        return {}
    known: dict[str, dict[str, dict[str, str]]] = {}
    for project, drafts in told.items():
        if not isinstance(drafts, dict):
            continue
        known[project] = {
            row: {name: typed for name, typed in draft.items() if isinstance(typed, str)}
            for row, draft in drafts.items()
            if isinstance(draft, dict)
        }
    return known
