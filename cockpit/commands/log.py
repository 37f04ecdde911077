"""``cockpit log``, ``cockpit undo`` and ``cockpit redo``: what was done, and taking it back."""

from datetime import datetime, time
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from cockpit.commands.output import put, put_json, tell
from cockpit.commands.session import Session, day_given, number_given
from cockpit.domain.message import N_, Message, message
from cockpit.domain.text import clean_line
from cockpit.language import _, moment, say

if TYPE_CHECKING:
    from cockpit.domain.change import Batch
    from cockpit.domain.entity import Plain


def log(
    context: typer.Context,
    since: Annotated[str | None, typer.Option(help=N_("From this day on (2026-12-31)"), metavar="DATE")] = None,
    limit: Annotated[str | None, typer.Option(help=N_("Only the last so many acts"), metavar="NUMBER")] = None,
    as_json: Annotated[bool, typer.Option("--json", help=N_("Write JSON"))] = False,
) -> None:
    from cockpit.domain.narration import Narrator

    session: Session = context.obj
    first_day, most = day_given(since, "--since"), number_given(limit, "--limit")
    with session.store(read_only=True) as store:
        project = session.chosen(store)
        state = store.load(project.uid)
        everything = store.history(project.uid)
    zone = ZoneInfo(project.timezone)
    begin = datetime.combine(first_day, time(), zone) if first_day else None
    batches = [batch for batch in everything if begin is None or batch.at >= begin]
    batches = batches[-most:] if most else batches
    if as_json:
        put_json([_plain(batch) for batch in batches])
        return
    narrator = Narrator(state, everything)
    for batch in batches:
        put(f"{moment(batch.at)}  {batch.who}  {_(batch.deed.label)}  {clean_line(batch.note)}".rstrip())
        for sentence in narrator.tell(batch):
            put(f"    {say(sentence)}")


def undo(context: typer.Context) -> None:
    session: Session = context.obj
    with session.store() as store:
        _told(session, store.undo(session.chosen(store).uid))


def redo(context: typer.Context) -> None:
    session: Session = context.obj
    with session.store() as store:
        _told(session, store.redo(session.chosen(store).uid))


def _told(session: Session, batch: "Batch") -> None:
    from cockpit.domain.narration import Narrator

    with session.store(read_only=True) as store:
        project = session.chosen(store).uid
        narrator = Narrator(store.load(project), store.history(project))
    tell(message(N_("{deed}:"), deed=Message(batch.deed.label)))
    for sentence in narrator.tell(batch):
        put(say(sentence))


def _plain(batch: "Batch") -> "dict[str, Plain]":
    from cockpit.domain.change import SeriesChange
    from cockpit.domain.entity import instant_text

    return {
        "uid": batch.uid,
        "at": instant_text(batch.at),
        "who": batch.who,
        "deed": batch.deed.value,
        "note": batch.note,
        "reverses": batch.reverses,
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
