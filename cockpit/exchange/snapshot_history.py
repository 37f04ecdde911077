"""The change log of a snapshot, made again step by step.

Every step passes where an edit would: its values through validation, its rows through what must hold between them.  So
each state on the way is one that the program could have been in, and walking back and forth in the log later is safe
whoever wrote the file.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from cockpit.domain.change import Batch, Change, Deed
from cockpit.domain.entity import LONGEST_LINE
from cockpit.domain.message import N_, message
from cockpit.domain.problem import Problem, Refused
from cockpit.domain.state import ProjectState
from cockpit.domain.text import clean_line, clean_text
from cockpit.domain.validation import echo, in_utc
from cockpit.exchange.findings import Findings, unfit
from cockpit.exchange.identity import is_uid
from cockpit.exchange.replay import Replay
from cockpit.exchange.snapshot_format import BATCH_FIELDS, HISTORY
from cockpit.exchange.toml_places import TomlPath

_CHANGE_FORMS = (
    {"kind", "uid", "created"},
    {"kind", "uid", "deleted"},
    {"kind", "uid", "before", "after"},
    {"kpi", "group", "before", "after"},
)
_SIDES = {"created", "deleted", "before", "after"}


@dataclass(frozen=True)
class History:
    """The batches of a change log, the state that they lead to from nothing, and the largest number in a ref by prefix."""

    batches: tuple[Batch, ...] = ()
    state: ProjectState = field(default_factory=ProjectState)
    highest: Mapping[str, int] = field(default_factory=dict)


def read_history(tables: object, findings: Findings) -> History:
    """The history in the tables of a snapshot; what is wrong with it goes to ``findings``.

    The steps are made again only where each of them is well formed, up to the first batch that does not fit.
    """
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        sentence = N_("An entry of the history begins with [[history]], in double brackets")
        findings.add((HISTORY,), Problem(message(sentence)))
        return History()
    earlier: set[str] = set()
    formed = True
    for place, table in enumerate(tables):
        for name, problem in _malformed(table, earlier):
            findings.add((HISTORY, place, *name), problem)
            formed = False
        if isinstance(uid := table.get("uid"), str):
            earlier.add(uid)
    return _made_again(tables, findings) if formed else History()


def _made_again(tables: list[dict[str, Any]], findings: Findings) -> History:
    replay = Replay()
    batches = []
    for place, table in enumerate(tables):
        changes = []
        for step, change in enumerate(table["changes"]):
            try:
                changes.append(replay.make(change))
            except Refused as refused:
                for problem in refused.problems:
                    field = (problem.field,) if problem.field else ()
                    findings.add((HISTORY, place, "changes", step, *field), problem)
                return History()
        problems = list(replay.problems(changes))
        for problem in problems:
            findings.add((HISTORY, place), problem)
        if problems:
            return History()
        batches.append(_batch(table, tuple(changes)))
    return History(tuple(batches), replay.state(), replay.highest)


def _batch(table: Mapping[str, Any], changes: tuple[Change, ...]) -> Batch:
    return Batch(
        uid=table["uid"],
        at=table["at"].astimezone(UTC),
        who=clean_line(table["who"]),
        deed=Deed(table["deed"]),
        changes=changes,
        note=clean_text(table.get("note", "")),
        reverses=table.get("reverses"),
    )


def _malformed(table: dict[str, Any], earlier: set[str]) -> Iterator[tuple[TomlPath, Problem]]:
    """What is wrong with the form of one batch: where in it, and the problem."""
    for name in table:
        if name not in BATCH_FIELDS:
            sentence = N_("There is no field “{name}” in an entry of the history; there are {fields}")
            yield (name,), Problem(message(sentence, name=echo(name), fields=BATCH_FIELDS))
    uid, reverses, note, changes = (table.get(name) for name in ("uid", "reverses", "note", "changes"))
    if not is_uid(uid) or uid in earlier:
        yield ("uid",), Problem(unfit("uid", uid, message(N_("a text of up to 64 characters that no other entry has"))))
    at = table.get("at")
    if not isinstance(at, datetime) or in_utc(at) is None:
        yield ("at",), Problem(unfit("at", at, message(N_("an instant with its zone, such as 2026-12-31T14:00:00Z"))))
    who = table.get("who")
    if not isinstance(who, str) or len(who) > LONGEST_LINE:
        yield ("who",), Problem(unfit("who", who, message(N_("the name of who made the change"))))
    if table.get("deed") not in tuple(Deed):
        needed = message(N_("one of {choices}"), choices=tuple(deed.value for deed in Deed))
        yield ("deed",), Problem(unfit("deed", table.get("deed"), needed))
    if note is not None and not isinstance(note, str):
        yield ("note",), Problem(unfit("note", note, message(N_("a text"))))
    if reverses is not None and not (isinstance(reverses, str) and reverses in earlier):
        yield ("reverses",), Problem(unfit("reverses", reverses, message(N_("the uid of an earlier entry"))))
    if not isinstance(changes, list):
        yield ("changes",), Problem(unfit("changes", changes, message(N_("a list of changes"))))
        return
    for step, change in enumerate(changes):
        if not _is_change(change):
            sentence = N_("This is no change; it holds kind and uid, or kpi and group, and created, deleted, or before and after")
            yield ("changes", step), Problem(message(sentence))


def _is_change(change: object) -> bool:
    return (
        isinstance(change, dict)
        and change.keys() in _CHANGE_FORMS
        and all(isinstance(value, dict if name in _SIDES else str) for name, value in change.items())
    )
