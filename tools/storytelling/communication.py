"""The communication plan, what took place of it, and workshops, as a story tells them."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeAlias

from cockpit.domain.communication import Channel, ChannelKind, Communication, FaqEntry
from cockpit.domain.workshop import Workshop
from tools.storytelling.story import New, Told, act, changed, new

Question: TypeAlias = tuple[str, str, date | None, str, int]
"""An entry of the FAQ: question, answer, day on which it was published, owner, views."""


def channels(told: Iterable[tuple[str, str, ChannelKind, str, int, str, date, str]]) -> list[New]:
    """The rows of channels, told as key, title, kind, audience, days in between, owner, first day and purpose."""
    return [
        new(
            Channel, key, title=title, nature=nature, audience=audience, every_days=every, owner=owner, starts_on=starts,
            purpose=purpose,
        )
        for key, title, nature, audience, every, owner, starts, purpose in told
    ]  # fmt: skip


def held(channel: str, day: date, title: str, reached: int, remarks: int) -> New:
    """One time that a channel took place."""
    return new(Communication, f"{channel}/{day}", title=title, channel=channel, held_on=day, reached=reached, remarks=remarks)


def answered(who: str, faq: Iterable[Question], drafted: date, counted: tuple[date, str, str]) -> Iterator[Told]:
    """Questions are answered in the FAQ; those never published are drafted on ``drafted``.

    Views are ``counted`` once: on a day and at a time, with a note; what was published shortly before already shows its own.
    """
    faq = tuple(faq)
    day_counted, clock, note = counted
    last_published = max(day for _question, _answer, day, _owner, _views in faq if day)
    published: dict[date, list[New]] = {}
    for question, answer, published_on, owner, views in faq:
        seen = views if published_on == last_published else 0
        row = new(FaqEntry, question, question=question, answer=answer, published_on=published_on, owner=owner, views=seen)
        published.setdefault(published_on or drafted, []).append(row)
    for day, rows in published.items():
        yield act(day, "11:15", who, *rows)
    yield act(
        day_counted, clock, who,
        *(changed(FaqEntry, question, views=views) for question, _answer, day, _owner, views in faq if day and day < last_published),
        note=note,
    )  # fmt: skip


def worked_together(told: Iterable[tuple[str, date, int, int, str, str, str]]) -> Iterator[Told]:
    """Workshops, told as title, day, invited, attended, facilitator, subject and outcome."""
    for title, day, invited, attended, who, subject, outcome in told:
        yield act(
            day, "17:50", who,
            new(
                Workshop, title, title=title, held_on=day, invited=invited, attended=attended, facilitator=who, subject=subject,
                outcome=outcome,
            ),
        )  # fmt: skip
