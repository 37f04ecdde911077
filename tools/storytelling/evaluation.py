"""Incidents, looks at experiments, surveys, costs and benefits, as a story tells them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TypeAlias

from cockpit.domain.budget import Benefit, Cost
from cockpit.domain.incident import Incident, Severity
from cockpit.domain.kpi import Group
from cockpit.domain.survey import Survey, SurveyKind
from tools.storytelling.calendar import StoryCalendar
from tools.storytelling.story import Told, act, cents, changed, new

Trouble: TypeAlias = tuple[str, str, Severity, date, str, str, str, str, str, str | None, str | None]
"""An incident: key, title, severity, day, from, until, who reported it, description, cause, risk, KPI."""

Poll: TypeAlias = tuple[str, str, SurveyKind, date, Group, int, int, int, int, str, str]
"""A survey: key, title, kind, day, group, invited, promoters, passives, detractors, by whom, note."""


def troubles(calendar: StoryCalendar, incidents: Iterable[Trouble], waves: Mapping[str, str] | None = None) -> Iterator[Told]:
    """Incidents are reported as they happen and resolved the same day; ``waves`` tells which wave one struck."""
    for key, title, severity, day, begun, over, who, description, cause, risk, kpi in incidents:
        row = new(
            Incident, key, title=title, severity=severity, occurred_at=calendar.at(day, begun), description=description, risk=risk,
            kpi=kpi, reported_by=who, wave=(waves or {}).get(key),
        )  # fmt: skip
        yield act(day, begun if begun > "08:30" else "08:40", who, row)
        yield act(day, "18:20", who, changed(Incident, key, resolved_at=calendar.at(day, over), cause=cause))


def polls(surveys: Iterable[Poll], questions: Mapping[SurveyKind, str], waves: Mapping[str, str] | None = None) -> Iterator[Told]:
    """Surveys come in; ``waves`` tells which wave one asked."""
    for key, title, nature, day, group, invited, promoters, passives, detractors, who, note in surveys:
        yield act(
            day, "13:50" if group is not Group.CONTROL else "13:40", who,
            new(
                Survey, key, title=title, nature=nature, held_on=day, group=group, invited=invited, promoters=promoters,
                passives=passives, detractors=detractors, question=questions[nature], note=note, wave=(waves or {}).get(key),
            ),
        )  # fmt: skip


def spent(who: str, costs: Iterable[tuple[date, tuple[tuple[str, float, str, bool], ...]]]) -> Iterator[Told]:
    """Costs are booked, told as day, and the title, amount, budget line and whether it is for acquisition of each."""
    for day, booked in costs:
        yield act(
            day, "10:30", who,
            *(
                new(Cost, title, title=title, incurred_on=day, amount=cents(amount), budget_line=line, acquisition=acquisition)
                for title, amount, line, acquisition in booked
            ),
        )  # fmt: skip


def gained(who: str, benefits: Iterable[tuple[date, tuple[tuple[str, float, str, int], ...]]]) -> Iterator[Told]:
    """Benefits are booked, told as day, and the title, amount, objective and users won of each."""
    for day, booked in benefits:
        yield act(
            day, "10:35", who,
            *(
                new(Benefit, title, title=title, realised_on=day, amount=cents(amount), objective=objective, acquisitions=won)
                for title, amount, objective, won in booked
            ),
        )  # fmt: skip
