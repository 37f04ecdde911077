"""A stand-up under way: its pages, where it is, who has had their turn, what was taken down, and how it is kept as a draft."""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from cockpit.domain.standup_agenda import Agenda, Topic, TopicName
from cockpit.domain.standup_taking import TakenDown, Taking
from cockpit.screens.standup_clock import StandupClock

TAKEN = "taken"
"""The page behind the topics: what was taken down."""


class Place(NamedTuple):
    """A page: its topic (a :class:`TopicName` or :data:`TAKEN`) and, among the people, whose turn it is (uid; empty for nobody's lines)."""

    topic: str
    speaker: str = ""


def has_page(topic: Topic, taken: Sequence[TakenDown]) -> bool:
    """Whether there is something to tell of a topic: lines, or a small win that was celebrated and stands."""
    celebrated = topic.name is TopicName.WINS and any(each.taking is Taking.WIN for each in taken)
    return bool(topic.items) or celebrated or topic.name is TopicName.PEOPLE


def pages_of(agenda: Agenda, people: Sequence[str], taken: Sequence[TakenDown] = ()) -> tuple[Place, ...]:
    """The pages in order; a topic of which there is nothing to tell has none, people have theirs whatever there is.

    What was ``taken`` down and stands may be something to tell.
    """
    pages: list[Place] = []
    for topic in agenda.topics:
        if topic.name is TopicName.PEOPLE:
            pages += [Place(topic.name, person) for person in people]
            pages += [Place(topic.name)] if any(item.person not in people for item in topic.items) else []
        elif has_page(topic, taken):
            pages.append(Place(topic.name))
    return (*pages, Place(TAKEN))


@dataclass(frozen=True)
class StandupRun:
    """A stand-up that began at an instant (UTC), and looks back to another."""

    began: datetime
    since: datetime
    clock: StandupClock
    place: Place
    spoken: frozenset[str] = frozenset()
    absent: frozenset[str] = frozenset()
    taken: tuple[TakenDown, ...] = ()
    typed: Mapping[str, str] = field(default_factory=dict)
    """What stood on the line when the cockpit ended, by what it would have become."""

    @classmethod
    def beginning(cls, now: datetime, since: datetime) -> "StandupRun":
        """A stand-up that begins now."""
        place = Place(TopicName.VERDICT)
        return cls(now, since, StandupClock(place.topic, now), place)

    @property
    def heard(self) -> frozenset[str]:
        """Those who have had their turn, or have it now, and are there."""
        return (self.spoken | {self.place.speaker}) - self.absent - {""}

    # Where it is

    def within(self, pages: Sequence[Place]) -> "StandupRun":
        """The same on a page that there is: where its own is gone, the first of its topic, or the next behind."""
        if self.place in pages:
            return self
        order = [*TopicName, TAKEN]
        behind = order.index(self.place.topic)
        return replace(self, place=next(page for page in pages if order.index(page.topic) >= behind))

    def turned(self, pages: Sequence[Place], by: int, now: datetime) -> "StandupRun":
        """The next page or the one before.  Whoever is left by the next one has spoken; those who are absent are passed over then."""
        at = pages.index(self.place)
        to = at + by
        while by > 0 and to < len(pages) - 1 and pages[to].speaker in self.absent:
            to += by
        if not 0 <= to < len(pages):
            return self
        here = self.place.speaker
        spoken = self.spoken | {here} if by > 0 and here and here not in self.absent else self.spoken
        place = pages[to]
        return replace(self, place=place, spoken=spoken, clock=self.clock.turned_to(place.topic, now))

    def with_absence_turned(self) -> "StandupRun":
        """The one whose turn it is is absent, or is there after all."""
        who = self.place.speaker
        return replace(self, absent=self.absent ^ {who}, spoken=self.spoken - {who}) if who else self

    # As a draft

    def draft(self, now: datetime) -> dict[str, str]:
        """What there is to keep, by name; the clock stands still meanwhile."""
        clock = self.clock.stopped(now)
        return {
            "began": self.began.isoformat(),
            "since": self.since.isoformat(),
            "place": json.dumps(self.place),
            "spent": json.dumps({topic: spent.total_seconds() for topic, spent in clock.spent.items()}),
            "spoken": json.dumps(sorted(self.spoken)),
            "absent": json.dumps(sorted(self.absent)),
            "taken": json.dumps([[each.taking, each.act, each.kind, each.uid, each.text] for each in self.taken]),
            "typed": json.dumps(dict(self.typed)),
        }

    @classmethod
    def kept(cls, draft: Mapping[str, str]) -> "StandupRun | None":
        """The stand-up of a draft, its clock standing still; None where there is none, or it cannot be understood."""
        with suppress(KeyError, ValueError, TypeError, AttributeError, OverflowError, RecursionError):
            topic, speaker = json.loads(draft["place"])
            if topic != TAKEN:
                topic = TopicName(topic)
            spent = {str(name): timedelta(seconds=float(each)) for name, each in json.loads(draft["spent"]).items()}
            return cls(
                _instant(draft["began"]),
                _instant(draft["since"]),
                StandupClock(topic, None, spent),
                Place(topic, str(speaker)),
                frozenset(map(str, json.loads(draft["spoken"]))),
                frozenset(map(str, json.loads(draft["absent"]))),
                tuple(_taken(each) for each in json.loads(draft["taken"])),
                {str(name): str(text) for name, text in json.loads(draft["typed"]).items()},
            )
        return None


def _instant(told: str) -> datetime:
    return datetime.fromisoformat(told).astimezone(UTC)


def _taken(told: Any) -> TakenDown:
    taking, *rest = map(str, told)
    act, kind, uid, text = rest
    return TakenDown(Taking(taking), act, kind, uid, text)
