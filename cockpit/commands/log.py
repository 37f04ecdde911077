"""``cockpit log``, ``cockpit undo`` and ``cockpit redo``: what was done, and taking it back."""

from datetime import datetime, time
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from cockpit.commands.output import put, put_json, tell
from cockpit.commands.session import Session, day_given, number_given, today
from cockpit.domain.message import N_, message
from cockpit.domain.problem import refuse
from cockpit.domain.text import clean_line
from cockpit.language import _, moment, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cockpit.domain.change import Batch
    from cockpit.domain.entity import Plain
    from cockpit.store import Store

_ID = 8
"""How much of an act's uid is told at least."""


def log(
    context: typer.Context,
    since: Annotated[str | None, typer.Option(help=N_("From this day on (2026-12-31)"), metavar="DATE")] = None,
    limit: Annotated[str | None, typer.Option(help=N_("Only the last so many acts"), metavar="NUMBER")] = None,
    as_json: Annotated[bool, typer.Option("--json", help=N_("Write JSON"))] = False,
) -> None:
    from cockpit.domain.history import taken_back
    from cockpit.domain.narration import Narrator

    session: Session = context.obj
    most = number_given(limit, "--limit")
    with session.store(read_only=True) as store:
        project = session.chosen(store)
        first_day = day_given(since, "--since", today(project))
        state = store.load(project.uid)
        everything = store.history(project.uid)
    begin = datetime.combine(first_day, time(), ZoneInfo(project.timezone)) if first_day else None
    batches = [batch for batch in everything if begin is None or batch.at >= begin]
    batches = batches[-most:] if most else batches
    reversals = taken_back(everything)
    if as_json:
        put_json([_plain(batch, reversals.get(batch.uid)) for batch in batches])
        return
    narrator = Narrator(state, everything)
    length = _id_length(everything)
    for batch in batches:
        said = [batch.uid[:length], moment(batch.at), batch.who, _(batch.deed.label), clean_line(batch.note)]
        if reversal := reversals.get(batch.uid):
            said.append(say(message(N_("(taken back by {who}, {at})"), who=reversal.who, at=reversal.at)))
        put("  ".join(filter(None, said)))
        for sentence in narrator.tell(batch):
            put(f"    {say(sentence)}")


def undo(
    context: typer.Context,
    act: Annotated[
        str | None,
        typer.Option(help=N_("Another act than your last one, by the id that “cockpit log” tells"), metavar="ID"),
    ] = None,
) -> None:
    session: Session = context.obj
    with session.store() as store:
        project = session.chosen(store).uid
        _told(session, store.undo(project, _named(store, project, act) if act is not None else None))


def redo(context: typer.Context) -> None:
    session: Session = context.obj
    with session.store() as store:
        _told(session, store.redo(session.chosen(store).uid))


def _id_length(batches: "Sequence[Batch]") -> int:
    """How much of the uids is told: as much as keeps them apart, eight characters at least."""
    uids = {batch.uid for batch in batches}
    longest = max(map(len, uids), default=0)
    return next((length for length in range(_ID, longest) if len({uid[:length] for uid in uids}) == len(uids)), max(longest, _ID))


def _named(store: "Store", project: str, typed: str) -> str:
    """The uid of the act whose id, or as much of it as keeps it apart from the others, is ``typed``."""
    uids = [batch.uid for batch in store.history(project)]
    found = [typed] if typed in uids else [uid for uid in uids if typed and uid.startswith(typed)]
    if len(found) == 1:
        return found[0]
    if found:
        sentence = N_("--act: “{act}” is the beginning of {count} ids; write more of it")
        raise refuse(message(sentence, act=clean_line(typed)[:40], count=len(found)))
    sentence = N_("--act: there is no act “{act}” in the log of this project; “cockpit log” tells the ids")
    raise refuse(message(sentence, act=clean_line(typed)[:40]))


def _told(session: Session, batch: "Batch") -> None:
    from cockpit.domain.change import Deed
    from cockpit.domain.narration import Narrator

    with session.store(read_only=True) as store:
        project = session.chosen(store).uid
        narrator = Narrator(store.load(project), store.history(project))
    undone = batch.deed is Deed.UNDO
    tell(message(N_("Taken back:") if undone else N_("Done again:")))
    for sentence in narrator.tell_taken_back(batch) if undone else narrator.tell(batch):
        put(say(sentence))


def _plain(batch: "Batch", reversal: "Batch | None") -> "dict[str, Plain]":
    from cockpit.domain.change import SeriesChange
    from cockpit.domain.entity import instant_text

    return {
        "uid": batch.uid,
        "at": instant_text(batch.at),
        "who": batch.who,
        "deed": batch.deed.value,
        "note": batch.note,
        "reverses": batch.reverses,
        "reversed_by": reversal.uid if reversal else None,
        "changes": [
            {"kpi": change.kpi, "group": change.group, "before": dict(change.before), "after": dict(change.after)}
            if isinstance(change, SeriesChange)
            else {
                "kind": change.kind,
                "uid": change.uid,
                "before": None if change.before is None else dict(change.before),
                "after": None if change.after is None else dict(change.after),
            }
            for change in batch.changes
        ],
    }
