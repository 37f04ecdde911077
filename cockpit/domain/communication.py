"""Communication: the plan (channels), what took place, and the questions answered."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from cockpit.domain.edit import Create, Edit
from cockpit.domain.entity import Choice, Entity, choice, day, line, reference, text, whole
from cockpit.domain.message import N_, Message, message
from cockpit.domain.step import Step, new_uid

if TYPE_CHECKING:
    from cockpit.domain.state import ProjectState

_MOST_PEOPLE = 10**9


class ChannelKind(Choice):
    """How a channel speaks."""

    RITUAL = "ritual", N_("ritual")
    DEMO = "demo", N_("demo")
    EMAIL = "email", N_("e-mail")
    FAQ = "faq", N_("FAQ")
    MEETING = "meeting", N_("meeting")
    OTHER = "other", N_("other")


class Channel(Entity):
    """A planned way of speaking to an audience, again and again."""

    kind = "channel"
    prefix = "CN"
    label = N_("Channel")
    plural = N_("Communication plan")
    ordered = (("starts_on", "ends_on"),)

    title: str = line(N_("Channel"), required=True)
    nature: ChannelKind = choice(N_("Kind"), default=ChannelKind.RITUAL)
    audience: str = line(N_("Audience"), help=N_("Whom it speaks to"))
    every_days: int = whole(
        N_("Every"),
        1,
        365,
        default=7,
        unit=N_("days"),
        help=N_("How often it should take place: 7 for a weekly ritual"),
    )
    owner: str | None = reference(N_("Owner"), "person", help=N_("Who sees that it takes place"))
    starts_on: date | None = day(N_("Starts"))
    ends_on: date | None = day(N_("Ends"))
    purpose: str = text(N_("Purpose"), help=N_("What people should know or do afterwards"))


class Communication(Entity):
    """One time that a channel took place."""

    kind = "communication"
    prefix = "CM"
    label = N_("Communication")
    plural = N_("Communication log")

    title: str = line(N_("Communication"), required=True)
    channel: str = reference(N_("Channel"), "channel", required=True)
    held_on: date = day(N_("Held on"), default=...)
    reached: int = whole(N_("People reached"), 0, _MOST_PEOPLE, default=0, help=N_("People who came or read it"))
    remarks: int = whole(N_("Remarks"), 0, _MOST_PEOPLE, default=0, help=N_("Questions and remarks that came back"))
    summary: str = text(N_("Summary"))


class FaqEntry(Entity):
    """A question that people ask, and its answer."""

    kind = "faq"
    prefix = "FQ"
    label = N_("FAQ entry")
    plural = N_("FAQ")
    title_field = "question"

    question: str = line(N_("Question"), required=True)
    answer: str = text(N_("Answer"))
    published_on: date | None = day(N_("Published on"), help=N_("Empty as long as it is a draft"))
    owner: str | None = reference(N_("Owner"), "person", help=N_("Who keeps the answer true"))
    views: int = whole(N_("Views"), 0, _MOST_PEOPLE, default=0, help=N_("How often it was read"))


def in_force(channel: Channel, as_of: date) -> bool:
    """Whether a channel is to take place on a day: it has started, and has not ended; a day that is not given is no limit."""
    return (channel.starts_on is None or channel.starts_on <= as_of) and (channel.ends_on is None or as_of <= channel.ends_on)


def last_held(state: "ProjectState", channel: Channel, as_of: date) -> Communication | None:
    """The last time that a channel took place, by ``as_of``."""
    held = [each for each in state.of(Communication, "channel", channel.uid) if each.held_on <= as_of]
    return max(held, key=lambda each: (each.held_on, each.uid), default=None)


def is_alive(state: "ProjectState", channel: Channel, as_of: date, patience: float) -> bool | None:
    """Whether a channel last took place at most ``patience`` times as long ago as it should; None where it is too young to tell.

    It is too young as long as it started no longer ago than that.
    """
    longest = patience * channel.every_days
    last = last_held(state, channel, as_of)
    if last is not None and (as_of - last.held_on).days <= longest:
        return True
    if channel.starts_on is not None and (as_of - channel.starts_on).days <= longest:
        return None
    return False


def holding(channels: Sequence[Channel], said: Message) -> Step:
    """The step of letting channels, all of one owner, take place."""

    def make(state: "ProjectState", on: date) -> Iterator[Edit]:
        for channel in channels:
            last = last_held(state, channel, on)
            if last is None or last.held_on < on:
                yield _held(channel.uid, channel.title, on)

    first = channels[0]
    return Step(("hold", *(channel.uid for channel in channels)), said, make, first.kind, first.uid, first.owner)


def first_channel() -> Step:
    """The step of beginning to speak to people, where no channel is in force."""

    def make(state: "ProjectState", on: date) -> Iterator[Edit]:
        channel = new_uid(Channel.kind)
        yield Create(Channel, {"title": "Channel", "starts_on": on}, channel)
        yield _held(channel, "Channel", on)

    return Step(("first", Channel.kind), message(N_("plan how to speak to those concerned, and begin")), make)


def _held(channel: str, title: str, on: date) -> Create:
    """That a channel (its uid) takes place on a day."""
    return Create(Communication, {"title": title, "channel": channel, "held_on": on}, new_uid(Communication.kind, channel))
