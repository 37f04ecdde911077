"""The time that a stand-up takes, in all and for each of its topics: counted from instants, and never by a timer of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from cockpit.language import _
from cockpit.widgets.signs import Tone

_NONE = timedelta()


@dataclass(frozen=True)
class StandupClock:
    """Time that has been ``spent`` by topic, and the topic that runs ``since`` an instant; None while the clock stands still."""

    topic: str
    since: datetime | None = None
    spent: Mapping[str, timedelta] = field(default_factory=dict)

    @property
    def runs(self) -> bool:
        """Whether time goes on being counted."""
        return self.since is not None

    def stopped(self, now: datetime) -> "StandupClock":
        """The clock standing still, with what was spent up to ``now``."""
        return replace(self, since=None, spent={**self.spent, self.topic: self.on_topic(now)})

    def started(self, now: datetime) -> "StandupClock":
        """The clock going on."""
        return self if self.runs else replace(self, since=now)

    def turned_to(self, topic: str, now: datetime) -> "StandupClock":
        """The clock counting for another topic."""
        if topic == self.topic:
            return self
        return replace(self.stopped(now), topic=topic, since=now if self.runs else None)

    def on_topic(self, now: datetime) -> timedelta:
        """The time spent on the topic."""
        # A clock of the computer that is set back must not make a stand-up shorter.
        running = max(_NONE, now - self.since) if self.since else _NONE
        return self.spent.get(self.topic, _NONE) + running

    def in_all(self, now: datetime) -> timedelta:
        """The time spent in all."""
        others = (each for topic, each in self.spent.items() if topic != self.topic)
        return sum(others, self.on_topic(now))


def clock_words(time: timedelta) -> str:
    """Minutes and seconds, ``03:12``; hours are minutes too."""
    seconds = int(time.total_seconds())
    return f"{seconds // 60:02}:{seconds % 60:02}"


@dataclass(frozen=True)
class Face:
    """What the clock shows: in ``words`` what there is to know beside the time, and the ``figures``, of which few change in a second."""

    words: str
    figures: str
    tone: Tone


def face_of(clock: StandupClock, now: datetime, planned: timedelta) -> Face:
    """The time of the topic, that in all and what was planned, and whether that is over or the clock stands still."""
    spent = clock.in_all(now)
    figures = f"{clock_words(clock.on_topic(now))}   {clock_words(spent)} / {clock_words(planned)}"
    said, tone = (f"‖ {_('paused')}", Tone.WARNING) if not clock.runs else ("", Tone.PLAIN)
    if spent > planned:
        said, tone = f"{said}  ! {_('over time')}".strip(), Tone.BAD
    return Face("   ".join(filter(None, (said, _("topic")))), figures, tone)
