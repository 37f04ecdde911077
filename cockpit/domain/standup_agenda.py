"""What a stand-up is about: what has changed since the last one, what is stuck, late and due; nobody prepares anything.

It is worked out of the change log and the dates, a topic a page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cockpit.domain.change import Batch
from cockpit.domain.entity import Choice
from cockpit.domain.gate import Answer
from cockpit.domain.message import N_
from cockpit.domain.phase import PhaseCode
from cockpit.domain.standup import Standup
from cockpit.domain.standup_dates import date_items
from cockpit.domain.standup_item import Item
from cockpit.domain.standup_kpis import kpi_items, records
from cockpit.domain.standup_people import people_items
from cockpit.domain.standup_risks import risk_items
from cockpit.domain.standup_span import Span
from cockpit.domain.standup_verdict import verdict_items, verdicts
from cockpit.domain.standup_wins import WinProposal, win_items, win_proposals
from cockpit.domain.state import ProjectState

WEEK = timedelta(days=7)
"""How far back a first stand-up looks."""


class TopicName(Choice):
    """What is talked about, in this order."""

    VERDICT = "verdict", N_("Verdict")
    PEOPLE = "people", N_("People")
    RISKS = "risks", N_("Risks")
    KPIS = "kpis", N_("KPIs")
    DATES = "dates", N_("Dates")
    WINS = "wins", N_("To celebrate")


@dataclass(frozen=True)
class Topic:
    """A page of the stand-up.  The lines of people stand together, in the order in which a room goes round."""

    name: TopicName
    items: tuple[Item, ...]

    @property
    def by_person(self) -> tuple[tuple[str | None, tuple[Item, ...]], ...]:
        """The lines of each person (a uid), in order; None for those for which nobody answers."""
        found: dict[str | None, list[Item]] = {}
        for each in self.items:
            found.setdefault(each.person, []).append(each)
        return tuple((person, tuple(items)) for person, items in found.items())


@dataclass(frozen=True)
class Agenda:
    """What a stand-up on a day is about, since the instant (UTC) of the last one.

    ``then`` and ``now`` are the answers at the next gate on these two days, each by what was known.  Each of the topics is there, also one
    without lines.
    """

    since: datetime
    as_of: date
    gate: PhaseCode
    then: Answer
    now: Answer
    topics: tuple[Topic, ...]
    proposals: tuple[WinProposal, ...] = ()

    def topic(self, name: TopicName) -> Topic:
        """One of the topics."""
        return next(each for each in self.topics if each.name is name)


def since_last(state: ProjectState, instant: datetime) -> datetime:
    """When the last stand-up before an instant was held; a week before it where there was none."""
    held = [each.held_at for each in state.all(Standup) if each.held_at < instant]
    return max(held, default=instant - WEEK)


def agenda(
    then: ProjectState, now: ProjectState, log: Sequence[Batch], since: datetime, as_of: date, *, whole: bool = False
) -> Agenda:
    """What a stand-up on a day is about, since an instant or, where the log begins later, since then.

    ``then`` is what was known right before that instant (``Past.known_before``); ``log`` holds all acts of the project, oldest first.
    The ``whole`` has as many lines as there are; else a topic has as many as a page has room for.
    """
    span = Span(then, now, log, max(since, log[0].at) if log else since, as_of, whole)
    # The whole record of each KPI first: what the verdict looks at is a part of it, and then not read again.
    known = records(span)
    before, after = verdicts(span)
    proposals = win_proposals(span, known)
    asked = {seen.uid for judged in after.judged for seen in judged.finding.observations}
    told = {
        TopicName.VERDICT: verdict_items(span, before, after),
        TopicName.RISKS: risk_items(span),
        TopicName.KPIS: kpi_items(span, known, asked),
        TopicName.DATES: date_items(span),
        TopicName.WINS: win_items(span, proposals),
    }
    told[TopicName.PEOPLE] = people_items(span, [item for items in told.values() for item in items])
    topics = tuple(Topic(name, told[name]) for name in TopicName)
    return Agenda(span.since, as_of, span.gate, before.answer, after.answer, topics, proposals)
