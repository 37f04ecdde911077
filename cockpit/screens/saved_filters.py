"""The filters of one's own: kept on the disk for each project and table, and there again the next time."""

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from cockpit.domain.message import N_, message
from cockpit.domain.problem import refuse
from cockpit.exchange.atomic_file import in_turn, write_file

MOST = 9
"""Filters of one table: each has a digit."""


@dataclass(frozen=True)
class SavedFilter:
    """What a table was narrowed down to, and how it was sorted, under a name."""

    name: str
    typed: str = ""
    concerns: tuple[str, ...] = ()
    """Codes of concerns."""
    sorted_by: str = ""
    descending: bool = False


class SavedFilters:
    """The filters of one project, by the kind of the rows; several cockpits may write the file, the last word on a name counts."""

    def __init__(self, file: Path, project: str) -> None:
        self._file, self._project = file, project
        self._known = self._read()

    def of(self, kind: str) -> tuple[SavedFilter, ...]:
        """Those of a table, in the order in which they were saved."""
        return self._known.get(self._project, {}).get(kind, ())

    def keep(self, kind: str, saved: SavedFilter) -> None:
        """Keep a filter, in place of one of the same name; :class:`Refused` where there are too many or the file cannot be written."""
        with in_turn(self._file):
            others = [each for each in self._again(kind) if each.name != saved.name]
            if len(others) >= MOST:
                raise refuse(
                    message(N_("There are {count} filters of your own here already; forget one of them first"), count=MOST)
                )
            self._write(kind, (*others, saved))

    def forget(self, kind: str, name: str) -> None:
        """Forget a filter; :class:`Refused` where the file cannot be written."""
        with in_turn(self._file):
            self._write(kind, tuple(each for each in self._again(kind) if each.name != name))

    def _again(self, kind: str) -> tuple[SavedFilter, ...]:
        self._known = self._read()
        return self.of(kind)

    def _write(self, kind: str, filters: tuple[SavedFilter, ...]) -> None:
        self._known.setdefault(self._project, {})[kind] = filters
        told = {
            project: {kind: [asdict(each) for each in filters] for kind, filters in kinds.items()}
            for project, kinds in self._known.items()
        }
        write_file(self._file, json.dumps(told, ensure_ascii=False, indent=1))

    def _read(self) -> dict[str, dict[str, tuple[SavedFilter, ...]]]:
        """What the file holds; nothing where it is missing or is no file of filters."""
        try:
            told = json.loads(self._file.read_text("utf-8"))
        except (OSError, ValueError, RecursionError):
            return {}
        return {
            project: {
                kind: tuple(filter(None, map(_saved, filters))) for kind, filters in _pairs(kinds) if isinstance(filters, list)
            }
            for project, kinds in _pairs(told)
        }


def _pairs(told: Any) -> list[tuple[str, Any]]:
    return list(told.items()) if isinstance(told, dict) else []


def _saved(told: Any) -> SavedFilter | None:
    if not isinstance(told, dict):
        return None
    known = {each.name: told[each.name] for each in fields(SavedFilter) if each.name in told}
    concerns = known.get("concerns", ())
    texts = (
        known.get("name"),
        known.get("typed", ""),
        known.get("sorted_by", ""),
        *(concerns if isinstance(concerns, list) else ()),
    )
    if not all(isinstance(text, str) for text in texts) or not known.get("name"):
        return None
    return SavedFilter(**{**known, "concerns": tuple(concerns), "descending": known.get("descending") is True})
