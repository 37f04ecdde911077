"""Small wins that the data suggest: a KPI that reached its target or held it for the first time, a risk down a level, a milestone early."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cockpit.domain.evidence import MET
from cockpit.domain.kpi import Kpi, amount
from cockpit.domain.kpi_rule import Demand, judge
from cockpit.domain.message import N_, Message, message
from cockpit.domain.milestone import Milestone, original_baseline
from cockpit.domain.period import Period
from cockpit.domain.readiness.kpi_answer import kpi_answer
from cockpit.domain.risk import Risk, is_live, is_rated
from cockpit.domain.standup_item import MOST_LINES, Item, Turn, most_of
from cockpit.domain.standup_kpis import Record
from cockpit.domain.standup_risks import level_of
from cockpit.domain.standup_span import Span
from cockpit.domain.win import Win


@dataclass(frozen=True)
class WinProposal:
    """A small win that the data suggest: its title in words, when it happened, and the row behind it.

    ``milestone`` or ``kpi`` is the uid that the win would name; a risk it cannot name.
    """

    title: Message
    happened_on: date
    kind: str
    uid: str
    person: str | None

    @property
    def milestone(self) -> str | None:
        """The uid of the milestone behind it."""
        return self.uid if self.kind == Milestone.kind else None

    @property
    def kpi(self) -> str | None:
        """The uid of the KPI behind it."""
        return self.uid if self.kind == Kpi.kind else None


def win_proposals(span: Span, known: Sequence[tuple[Record, Record]]) -> tuple[WinProposal, ...]:
    """The small wins that nobody has written down yet, the last one first; ``known`` are the records of KPIs."""
    found = sorted((*_milestones(span), *_kpis(span, known), *_risks(span)), key=lambda each: each.happened_on, reverse=True)
    return tuple(found[:MOST_LINES])


def win_items(span: Span, proposals: Sequence[WinProposal]) -> tuple[Item, ...]:
    """What is proposed, and then the wins that are written down and not celebrated yet, the last one first."""
    proposed = [Item(each.title, Turn.WIN, each.kind, each.uid, each.person) for each in proposals]
    waiting = [win for win in span.now.all(Win) if win.celebrated_on is None]
    waiting.sort(key=lambda win: win.happened_on or date.min, reverse=True)
    told = [Item(message(N_("{win}: not celebrated yet"), win=str(win)), Turn.NEWS, win.kind, win.uid) for win in waiting]
    return most_of([*proposed, *told], span.now.project, whole=span.whole)


def _milestones(span: Span) -> Iterator[WinProposal]:
    for before, milestone in span.rows(Milestone):
        reached, baseline = milestone.reached_on, original_baseline(span.now, milestone)
        if reached is None or baseline is None or not reached < baseline or reached > span.as_of:
            continue
        if (before is None or before.reached_on is None) and not span.now.of(Win, "milestone", milestone.uid):
            title = message(
                N_("{milestone}: {count} day early"), N_("{milestone}: {count} days early"),
                milestone=milestone.title, count=(baseline - reached).days,
            )  # fmt: skip
            yield WinProposal(title, reached, milestone.kind, milestone.uid, milestone.owner)


def _risks(span: Span) -> Iterator[WinProposal]:
    titles = [win.title for win in _written_since(span)]
    for before, risk in span.rows(Risk):
        if before is None or before is risk or not (is_live(risk) and is_rated(before) and is_rated(risk)):
            continue
        was, now = level_of(span, before), level_of(span, risk)
        if now < was and not any(risk.title in title for title in titles):
            title = message(N_("{risk}: from level {before} down to {level}"), risk=risk.title, before=was, level=now)
            yield WinProposal(title, span.changed_on(risk.kind, risk.uid), risk.kind, risk.uid, risk.owner)


def _kpis(span: Span, known: Sequence[tuple[Record, Record]]) -> Iterator[WinProposal]:
    written = {win.kpi for win in _written_since(span)}
    for then, now in known:
        if now.last is None or now.last == then.last or now.target is None or not now.clears or now.kpi.uid in written:
            continue
        parts: dict[str, Any] = {
            "kpi": now.kpi.title,
            "target": amount(now.kpi, now.target),
            "value": amount(now.kpi, now.last.value),
        }
        if held := _held_first(span, now.kpi):
            title, on = message(N_("{kpi}: target of {target} held for the first time"), **parts), held.ends_on
        elif now.first and then.clears is False:
            title = message(N_("{kpi}: {value}, the target of {target} reached for the first time"), **parts)
            on = now.run[-1].ends_on
        else:
            continue
        yield WinProposal(title, on, now.kpi.kind, now.kpi.uid, now.kpi.owner)


def _held_first(span: Span, kpi: Kpi) -> Period | None:
    """The first period with which a KPI was met on the gate's terms, where it still is, and was not by what was over at the beginning."""
    answer = kpi_answer(span.now, kpi, span.policy, span.as_of)
    if answer.state is not MET:
        return None
    now, demand = answer.standing, Demand(span.policy.min_periods)
    for count, period in enumerate(now.periods, 1):
        assert now.target is not None
        if judge(now.values[:count], now.target, kpi.direction, kpi.rule, demand).state is MET:
            return period if period.ends_on >= span.then_on else None
    return None


def _written_since(span: Span) -> Iterator[Win]:
    """The wins that are written down of this time, or of no day."""
    return (win for win in span.now.all(Win) if win.happened_on is None or win.happened_on >= span.then_on)
