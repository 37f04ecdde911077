"""Communication: the plan (channels), what took place, and the questions answered."""

from datetime import date

from cockpit.domain.entity import Choice, Entity, choice, day, line, reference, text, whole
from cockpit.domain.message import N_

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
