"""Rows of the charter, as a story tells them."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeAlias

from cockpit.domain.charter import Objective, ScopeItem, Stakeholder, StakeholderRole, Support, SupportLevel
from cockpit.domain.kpi import Direction
from tools.storytelling.story import New, Told, act, new

Aim: TypeAlias = tuple[str, str, str | None, float, float, str, Direction, date, str]
"""An objective: key, title, KPI, starting value, target, unit, better when, due, owner."""

Said: TypeAlias = tuple[str, SupportLevel, str]
"""A sponsor's support: person, level, note."""


def scope_item(told: tuple[str, bool, str, str]) -> New:
    """A scope item, told as key, whether it is inside, title and note."""
    key, inside, title, note = told
    return new(ScopeItem, key, title=title, inside=inside, note=note)


def objective(told: Aim) -> New:
    """An objective."""
    key, title, kpi, baseline, target, unit, direction, due_on, owner = told
    return new(
        Objective, key, title=title, kpi=kpi, baseline=baseline, target=target, unit=unit, direction=direction,
        due_on=due_on, owner=owner,
    )  # fmt: skip


def stakeholder(told: tuple[str, StakeholderRole, str, str, int, int, str]) -> New:
    """A stakeholder, told as person, role, capacity, organisation, influence, interest and expectation."""
    person, role, title, organisation, influence, interest, expectation = told
    return new(
        Stakeholder, person, person=person, role=role, title=title, organisation=organisation, influence=influence,
        interest=interest, expectation=expectation,
    )  # fmt: skip


def supports(told: Iterable[tuple[date, str, tuple[Said, ...]]]) -> Iterator[Told]:
    """How far stakeholders stood behind the project, told as day, who noted it, and what each said."""
    for day, who, said in told:
        rows = [
            new(Support, f"{person}/{day}", stakeholder=person, noted_on=day, level=level, note=note)
            for person, level, note in said
        ]
        yield act(day, "17:20", who, *rows)
