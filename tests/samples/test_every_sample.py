"""What holds for every sample: its past leads to its present, day by day, and was lived by people at their hours."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cockpit.domain.calendar import Holiday
from cockpit.domain.catalogue import ENTITIES, entity_of
from cockpit.domain.change import Batch, Deed, RowChange, SeriesChange
from cockpit.domain.entity import Shape, fields_of
from cockpit.domain.gate import GateReview
from cockpit.domain.integrity import state_problems
from cockpit.domain.person import Person
from cockpit.domain.state import ProjectState
from cockpit.exchange.samples import sample_names
from cockpit.exchange.snapshot import Snapshot, export_text
from tests.samples.reading import shipped, shipped_text
from tools.altura.__main__ import altura
from tools.bedside.__main__ import bedside
from tools.storytelling.life import Life


@dataclass(frozen=True)
class Told:
    """A sample and how its story is to be read: its clocks, its weeks, and the months and seasons in its language."""

    name: str
    live: Callable[[], Life]
    zone: ZoneInfo
    first_monday: date
    weeks: int
    months: str

    @property
    def snapshot(self) -> Snapshot:
        return shipped(self.name)

    def day_of(self, batch: Batch) -> date:
        return batch.at.astimezone(self.zone).date()


STORIES = (
    Told(
        "altura", altura, ZoneInfo("Europe/Paris"), date(2026, 4, 27), 30,
        r"janvier|février|\bmars\b|avril|\bmai\b|juin|juillet|août|septembre|octobre|novembre|décembre"
        r"|printemps|\bl'été\b|\bcet été\b|automne|hiver|rentrée|noël|20[23]\d",
    ),
    Told(
        "bedside", bedside, ZoneInfo("Europe/London"), date(2026, 2, 2), 42,
        r"january|february|\b(in|of|until|since) march\b|april|\b(in|of|until|since) may\b|\bjune\b|july|august|september|october"
        r"|november|december|spring|summer|autumn|\bwinter|christmas|easter|20[23]\d",
    ),
)  # fmt: skip


@pytest.fixture(params=STORIES, ids=lambda told: told.name)
def told(request: pytest.FixtureRequest) -> Told:
    found: Told = request.param
    return found


PLANS = {
    ("action", "due_on"), ("activity", "starts_on"), ("activity", "ends_on"), ("deliverable", "due_on"), ("objective", "due_on"),
    ("milestone", "baseline_on"), ("milestone", "planned_on"), ("milestone", "forecast_on"), ("baseline_revision", "old_on"),
    ("baseline_revision", "new_on"), ("phase", "starts_on"), ("phase", "ends_on"), ("iteration", "starts_on"),
    ("iteration", "ends_on"), ("resource", "needed_from"), ("resource", "needed_to"), ("risk", "review_on"),
    ("acceptance", "expires_on"), ("accepted_debt", "expires_on"), ("waiver", "expires_on"), ("gate_policy", "planned_on"), ("wave", "starts_on"),
    ("wave", "ends_on"), ("session", "starts_on"), ("session", "ends_on"), ("channel", "starts_on"), ("channel", "ends_on"),
    ("experiment", "starts_on"), ("experiment", "ends_on"), ("holiday", "starts_on"), ("holiday", "ends_on"),
}  # fmt: skip
"""The dates that may lie ahead of the day on which they are written down."""


def test_every_sample_that_is_shipped_is_looked_at() -> None:
    assert tuple(told.name for told in STORIES) == sample_names()


def test_the_committed_file_is_what_the_generator_writes(told: Told) -> None:
    life = told.live()
    assert export_text(life.state, life.batches) == shipped_text(told.name)


def test_the_file_is_not_large(told: Told) -> None:
    assert len(shipped_text(told.name).encode()) < 1_200_000


def test_the_file_reads_without_a_problem_and_is_whole(told: Told) -> None:
    assert list(state_problems(told.snapshot.state)) == []


def test_no_entity_of_the_method_is_left_out() -> None:
    states = [told.snapshot.state for told in STORIES]
    assert [entity.kind for entity in ENTITIES if not any(state.all(entity) for state in states)] == []


def test_hardly_any_entity_is_left_out_of_a_sample(told: Told) -> None:
    assert len([entity for entity in ENTITIES if not told.snapshot.state.all(entity)]) <= 1


def test_replaying_the_history_from_nothing_gives_the_state(told: Told) -> None:
    replayed = ProjectState()
    for batch in told.snapshot.batches:
        replayed = replayed.after(batch)
    assert replayed == told.snapshot.state


def test_taking_the_whole_history_back_leaves_nothing(told: Told) -> None:
    state = told.snapshot.state
    for batch in reversed(told.snapshot.batches):
        state = state.before(batch)
    assert state == ProjectState()


def test_the_change_log_is_long_and_by_many_hands(told: Told) -> None:
    batches = told.snapshot.batches
    assert len(batches) >= 300
    hands = Counter(batch.who for batch in batches)
    assert len(hands) >= 10
    assert max(hands.values()) < len(batches) / 2
    assert set(hands) <= {person.handle for person in told.snapshot.state.all(Person)}


def test_every_week_something_happens(told: Told) -> None:
    weeks = Counter((told.day_of(batch) - told.first_monday).days // 7 for batch in told.snapshot.batches)
    assert sorted(weeks) == list(range(told.weeks))
    assert min(weeks.values()) >= 3


def test_people_work_at_working_hours_and_never_twice_in_the_same_second(told: Told) -> None:
    days_off = {
        first.starts_on + timedelta(days=days)
        for first in told.snapshot.state.all(Holiday)
        for days in range((first.ends_on - first.starts_on).days + 1)
    }
    for batch in told.snapshot.batches:
        local = batch.at.astimezone(told.zone)
        assert 8 <= local.hour < 19, batch
        assert local.weekday() < 5, batch
        assert local.date() not in days_off, batch
    instants = [batch.at for batch in told.snapshot.batches]
    assert instants == sorted(set(instants))


def test_nothing_is_dated_after_the_day_on_which_it_was_written_but_plans(told: Told) -> None:
    ahead = [dated for batch in told.snapshot.batches for dated in _dated(told, batch) if dated[-1] > told.day_of(batch)]
    assert ahead == []


def _dated(told: Told, batch: Batch) -> Iterator[tuple[str, str, date]]:
    for change in batch.changes:
        if isinstance(change, SeriesChange):
            yield from ((change.kpi, change.group, datetime.fromisoformat(time).date()) for time in change.points)
            continue
        for spec in fields_of(entity_of(change.kind)):
            value = (change.after or {}).get(spec.name)
            if spec.shape in (Shape.DATE, Shape.INSTANT) and value and (change.kind, spec.name) not in PLANS:
                at = datetime.fromisoformat(str(value))
                yield change.kind, spec.name, at.astimezone(told.zone).date() if spec.shape is Shape.INSTANT else at.date()


def test_something_was_undone_redone_and_deleted(told: Told) -> None:
    batches = told.snapshot.batches
    deeds = Counter(batch.deed for batch in batches)
    assert deeds[Deed.UNDO] >= 1
    assert deeds[Deed.REDO] >= 1
    known = {batch.uid for batch in batches}
    assert {batch.reverses for batch in batches if batch.deed is not Deed.EDIT} <= known
    deleted = [
        change
        for batch in batches
        for change in batch.changes
        if isinstance(change, RowChange) and change.after is None and batch.deed is Deed.EDIT
    ]
    assert [change.kind for change in deleted] == ["risk"]


def test_the_last_edit_is_by_the_lead(told: Told) -> None:
    state = told.snapshot.state
    lead = state.get(Person, state.project.lead)
    assert lead
    assert told.snapshot.batches[-1].who == lead.handle


def test_texts_name_no_month_or_season_since_the_demo_moves_all_dates(told: Told) -> None:
    """But for the evidence of gate reviews, which the demo freezes anew."""
    moved = re.compile(told.months, re.IGNORECASE)
    texts = [
        (row.ref, text)
        for entity in ENTITIES
        if entity is not Holiday
        for row in told.snapshot.state.all(entity)
        for spec in fields_of(entity)
        if spec.shape in (Shape.LINE, Shape.TEXT, Shape.LINES) and (entity, spec.name) != (GateReview, "evidence")
        for text in (getattr(row, spec.name) if spec.shape is Shape.LINES else (getattr(row, spec.name),))
    ]
    texts += [(batch.uid, batch.note) for batch in told.snapshot.batches]
    assert [each for each in texts if moved.search(each[1])] == []
