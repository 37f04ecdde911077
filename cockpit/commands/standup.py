"""``cockpit standup``: what has changed since the last stand-up, what is stuck, late and due."""

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from cockpit.commands.output import put, put_file, put_json, put_wrapped, tell, wrong_usage
from cockpit.commands.session import Session, past_day_given, today
from cockpit.domain.message import N_, message
from cockpit.domain.person import Person
from cockpit.domain.problem import refuse
from cockpit.domain.standup import Standup
from cockpit.domain.validation import echo
from cockpit.language import _, day, say

if TYPE_CHECKING:
    from cockpit.domain.standup_agenda import Agenda, Topic
    from cockpit.domain.standup_item import Item
    from cockpit.domain.standup_wins import WinProposal
    from cockpit.domain.state import ProjectState
    from cockpit.store.past import Past

_LAST = "last"
"""What the last stand-up is called on the command line, in every language."""

_MOST_NAMED = 5


def standup(
    context: typer.Context,
    since: Annotated[
        str | None,
        typer.Option(
            help=N_("From the beginning of this day on (2026-12-31, yesterday, -2w); from the last stand-up without it"),
            metavar="DATE",
        ),
    ] = None,
    markdown: Annotated[bool, typer.Option("--markdown", help=N_("Write Markdown"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=N_("Write JSON"))] = False,
    minutes: Annotated[
        str | None,
        typer.Option(
            "--minutes", help=N_("Write the minutes of a stand-up that was held, as Markdown (SD-3, or last)"), metavar="STANDUP"
        ),
    ] = None,
) -> None:
    from cockpit.domain.standup_agenda import agenda

    session: Session = context.obj
    if markdown and as_json:
        raise wrong_usage(message(N_("--markdown and --json cannot be given together")))
    if minutes is not None and (as_json or since is not None):
        raise wrong_usage(
            message(N_("--minutes takes neither --since nor --json: minutes are Markdown, as they were at the end"))
        )
    with session.store(read_only=True) as store:
        project = session.chosen(store)
        if minutes is not None:
            put_file(_minutes(store.load(project.uid), minutes))
            return
        on = today(project)
        first_day = past_day_given(since, "--since", on)
        past = store.past(project.uid)
        begin = _begin(past, first_day)
        found = agenda(past.known_before(begin), past.state, past.batches, begin, on, whole=True)
        if as_json:
            put_json(plain(past.state, found))
        elif markdown:
            from cockpit.exchange.standup_markdown import standup_markdown

            put_file(standup_markdown(found, past.state))
        else:
            _print(past.state, found)


def _minutes(state: "ProjectState", wanted: str) -> str:
    """The minutes of the stand-up that is wanted, by its ref or as the last that has any; refused with those that there are."""
    from cockpit.exchange.standup_markdown import kept_minutes

    held = sorted((each for each in state.all(Standup) if each.minutes_text), key=lambda each: each.held_at)
    if wanted.casefold() == _LAST and held:
        return kept_minutes(held[-1])
    found = next((each for each in held if each.ref.casefold() == wanted.casefold()), None)
    if found is not None:
        return kept_minutes(found)
    if not held:
        raise refuse(message(N_("No stand-up has minutes yet: one that is held on the screen ends with them")))
    known = tuple(each.ref for each in held[-_MOST_NAMED:])
    raise refuse(message(N_("There are no minutes of “{ref}”; there are those of {known}"), ref=echo(wanted), known=known))


def _begin(past: "Past", first_day: date | None) -> datetime:
    """The instant that a stand-up looks back to."""
    from cockpit.domain.standup_agenda import since_last

    if first_day is None:
        return since_last(past.state, datetime.now(UTC))
    if first_day < past.began:
        tell(message(N_("The project was not here yet on {day}; its log begins on {first}"), day=first_day, first=past.began))
    return datetime.combine(first_day, time(), ZoneInfo(past.state.project.timezone)).astimezone(UTC)


def _print(state: "ProjectState", found: "Agenda") -> None:
    since = found.since.astimezone(ZoneInfo(state.project.timezone)).date()
    head = _("Stand-up of {day}, since {since}").format(day=day(found.as_of), since=day(since, found.as_of))
    put(f"{state.project.key}  {head}")
    for topic in found.topics:
        if topic.items:
            put("")
            put(_(topic.name.label))
            _print_topic(state, topic)


def _print_topic(state: "ProjectState", topic: "Topic") -> None:
    from cockpit.domain.standup_agenda import TopicName

    if topic.name is not TopicName.PEOPLE:
        for item in topic.items:
            owner = state.get(Person, item.person)
            _print_item(item, "  ", f" @{owner.handle}" if owner else "")
        return
    for person, items in topic.by_person:
        row = state.get(Person, person)
        put(f"  {row.handle if row else _('nobody')}")
        for item in items:
            _print_item(item, "    ")


def _print_item(item: "Item", indent: str, owner: str = "") -> None:
    from cockpit.widgets.signs import sign_of

    put_wrapped(say(item.said) + owner, f"{indent}{sign_of(item.turn).glyph} ", f"{indent}  ")
    for each in item.because:
        put_wrapped(say(each), f"{indent}    ", f"{indent}    ")


def plain(state: "ProjectState", found: "Agenda") -> dict[str, Any]:
    """A stand-up in full, as ``docs/json.md`` describes it."""
    return {
        "project": state.project.key,
        "since": found.since.isoformat(timespec="seconds"),
        "as_of": found.as_of.isoformat(),
        "gate": found.gate.value,
        "answer_before": found.then.value,
        "answer": found.now.value,
        "topics": [
            {"topic": topic.name.value, "items": [_plain_item(state, item) for item in topic.items]} for topic in found.topics
        ],
        "proposals": [_plain_proposal(state, each) for each in found.proposals],
    }


def _plain_item(state: "ProjectState", item: "Item") -> dict[str, Any]:
    return {
        "turn": item.turn.value,
        "said": say(item.said),
        "because": [say(each) for each in item.because],
        "day": item.day.isoformat() if item.day else None,
        **_plain_row(state, item.kind, item.uid, item.person),
    }


def _plain_proposal(state: "ProjectState", proposal: "WinProposal") -> dict[str, Any]:
    return {
        "title": say(proposal.title),
        "happened_on": proposal.happened_on.isoformat(),
        **_plain_row(state, proposal.kind, proposal.uid, proposal.person),
    }


def _plain_row(state: "ProjectState", kind: str, uid: str, person: str | None) -> dict[str, Any]:
    row, owner = state.row(kind, uid), state.get(Person, person)
    return {"kind": kind, "uid": uid, "ref": row.ref if row else None, "person": owner.handle if owner else None}
