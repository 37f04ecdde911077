"""A stand-up as Markdown: what was taken down where it was held, and what was talked about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from cockpit.domain.person import Person
from cockpit.domain.standup import Standup
from cockpit.domain.standup_agenda import Agenda, Topic, TopicName
from cockpit.domain.standup_item import Item
from cockpit.domain.state import ProjectState
from cockpit.exchange.markdown_text import escaped
from cockpit.language import _, day, headed, say


@dataclass(frozen=True)
class Minutes:
    """What was taken down at a stand-up, each as people would read it, and the names of those who were there."""

    decisions: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    blockers: tuple[str, ...] = ()
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    not_heard: tuple[str, ...] = ()
    """Those whose turn never came, of whom nobody knows whether they were there."""
    wins: tuple[str, ...] = ()
    held: str = ""
    """When it was held, for how long and by whom, as people would read it."""


def standup_markdown(agenda: Agenda, state: ProjectState, minutes: Minutes | None = None) -> str:
    """The content of a file, in the language chosen; with the ``minutes`` in front, where there are any.

    Whatever somebody typed stands there as text: none of it is read as Markdown or HTML.
    """
    project = state.project
    since = agenda.since.astimezone(ZoneInfo(project.timezone)).date()
    title = _("{project}: stand-up of {day}").format(project=project.title, day=day(agenda.as_of))
    blocks = [[f"# {escaped(title)}"], [escaped(_("Since {day}").format(day=day(since, agenda.as_of)))]]
    if minutes is not None:
        blocks += _minutes(minutes)
    for topic in agenda.topics:
        if topic.items:
            blocks += [[f"## {_(topic.name.label)}"], *_topic(topic, state)]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def kept_minutes(standup: Standup) -> str:
    """The content of a file with the minutes that were stored with a stand-up, as they were at its end; empty where it has none."""
    return f"{standup.minutes_text}\n" if standup.minutes_text else ""


def _minutes(minutes: Minutes) -> Iterator[list[str]]:
    if minutes.held:
        yield [escaped(minutes.held)]
    people = ((_("Present"), minutes.present), (_("Absent"), minutes.absent), (_("Not heard"), minutes.not_heard))
    yield from ([escaped(headed(heading, ", ".join(names)))] for heading, names in people if names)
    parts = (
        (_("Decisions"), minutes.decisions),
        (_("Actions"), minutes.actions),
        (_("Blockers"), minutes.blockers),
        (_("Celebrated"), minutes.wins),
    )
    for heading, taken_down in parts:
        if taken_down:
            yield [f"## {heading}"]
            yield [f"- {escaped(each)}" for each in taken_down]


def _topic(topic: Topic, state: ProjectState) -> Iterator[list[str]]:
    if topic.name is not TopicName.PEOPLE:
        yield [line for item in topic.items for line in _lines(item, _owner(state, item))]
        return
    for person, items in topic.by_person:
        row = state.get(Person, person)
        yield [f"### {escaped(row.name if row else _('nobody'))}"]
        yield [line for item in items for line in _lines(item)]


def _owner(state: ProjectState, item: Item) -> str:
    row = state.get(Person, item.person)
    return f" ({row.name})" if row else ""


def _lines(item: Item, owner: str = "") -> Sequence[str]:
    """A line as it can be read on another day: with the day that is told by how far away it is, and with what is behind it."""
    told = say(item.said) + (f" ({day(item.day)})" if item.day else "") + owner
    return [f"- {escaped(told)}", *(f"  - {escaped(say(each))}" for each in item.because)]
