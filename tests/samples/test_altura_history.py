"""The Altura sample: its past leads to its present, day by day, and can be taken back."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from cockpit.domain.act import take_back
from cockpit.domain.action import Action
from cockpit.domain.calendar import Holiday
from cockpit.domain.catalogue import entity_of
from cockpit.domain.change import Batch, Deed, RowChange, SeriesChange
from cockpit.domain.entity import Shape, fields_of
from cockpit.domain.integrity import state_problems
from cockpit.domain.person import Person
from cockpit.domain.state import ProjectState
from cockpit.exchange.snapshot import Snapshot, export_text
from tests.samples.reading import PARIS, PILOT_OPENS, day_of, titled
from tools.altura.__main__ import altura

PLANS = {
    ("action", "due_on"), ("activity", "starts_on"), ("activity", "ends_on"), ("deliverable", "due_on"), ("objective", "due_on"),
    ("milestone", "baseline_on"), ("milestone", "planned_on"), ("milestone", "forecast_on"), ("baseline_revision", "old_on"),
    ("baseline_revision", "new_on"), ("phase", "starts_on"), ("phase", "ends_on"), ("iteration", "starts_on"),
    ("iteration", "ends_on"), ("resource", "needed_from"), ("resource", "needed_to"), ("risk", "review_on"),
    ("acceptance", "expires_on"), ("waiver", "expires_on"), ("gate_policy", "planned_on"), ("wave", "starts_on"),
    ("wave", "ends_on"), ("session", "starts_on"), ("session", "ends_on"), ("channel", "starts_on"), ("channel", "ends_on"),
    ("experiment", "starts_on"), ("experiment", "ends_on"), ("holiday", "starts_on"), ("holiday", "ends_on"),
}  # fmt: skip
"""The dates that may lie ahead of the day on which they are written down."""


def test_the_committed_file_is_what_the_generator_writes(text: str) -> None:
    life = altura()
    assert export_text(life.state, life.batches) == text


def test_the_file_reads_without_a_problem_and_is_whole(state: ProjectState) -> None:
    assert list(state_problems(state)) == []


def test_replaying_the_history_from_nothing_gives_the_state(sample: Snapshot) -> None:
    replayed = ProjectState()
    for batch in sample.batches:
        replayed = replayed.after(batch)
    assert replayed == sample.state


def test_taking_the_whole_history_back_leaves_nothing(sample: Snapshot) -> None:
    state = sample.state
    for batch in reversed(sample.batches):
        state = state.before(batch)
    assert state == ProjectState()


def test_the_change_log_is_long_and_by_many_hands(sample: Snapshot) -> None:
    assert len(sample.batches) >= 300
    hands = Counter(batch.who for batch in sample.batches)
    assert len(hands) >= 10
    assert max(hands.values()) < len(sample.batches) / 2
    handles = {person.handle for person in sample.state.all(Person)}
    assert set(hands) <= handles


def test_every_week_something_happens(sample: Snapshot) -> None:
    weeks = Counter((day_of(batch) - date(2026, 4, 27)).days // 7 for batch in sample.batches)
    assert sorted(weeks) == list(range(30))
    assert min(weeks.values()) >= 3


def test_people_work_at_working_hours_and_never_twice_in_the_same_second(sample: Snapshot) -> None:
    days_off = {
        first.starts_on + timedelta(days=days)
        for first in sample.state.all(Holiday)
        for days in range((first.ends_on - first.starts_on).days + 1)
    }
    for batch in sample.batches:
        local = batch.at.astimezone(PARIS)
        assert 8 <= local.hour < 19, batch
        assert local.weekday() < 5, batch
        assert local.date() not in days_off, batch
    instants = [batch.at for batch in sample.batches]
    assert instants == sorted(set(instants))


def test_nothing_is_dated_after_the_day_on_which_it_was_written_but_plans(sample: Snapshot) -> None:
    ahead = [told for batch in sample.batches for told in _dated(batch) if told[-1] > day_of(batch)]
    assert ahead == []


def _dated(batch: Batch) -> Iterator[tuple[str, str, date]]:
    for change in batch.changes:
        if isinstance(change, SeriesChange):
            yield from ((change.kpi, change.group, datetime.fromisoformat(time).date()) for time in change.points)
            continue
        for spec in fields_of(entity_of(change.kind)):
            told = (change.after or {}).get(spec.name)
            if spec.shape in (Shape.DATE, Shape.INSTANT) and told and (change.kind, spec.name) not in PLANS:
                at = datetime.fromisoformat(str(told))
                yield change.kind, spec.name, at.astimezone(PARIS).date() if spec.shape is Shape.INSTANT else at.date()


def test_something_was_undone_redone_and_deleted(sample: Snapshot) -> None:
    deeds = Counter(batch.deed for batch in sample.batches)
    assert deeds[Deed.UNDO] >= 1
    assert deeds[Deed.REDO] >= 1
    known = {batch.uid for batch in sample.batches}
    assert {batch.reverses for batch in sample.batches if batch.deed is not Deed.EDIT} <= known
    deleted = [
        change
        for batch in sample.batches
        for change in batch.changes
        if isinstance(change, RowChange) and change.after is None and batch.deed is Deed.EDIT
    ]
    assert [change.kind for change in deleted] == ["risk"]


def test_measurements_are_entered_each_week_of_the_pilot_by_whoever_owns_them(sample: Snapshot) -> None:
    entered = {
        (batch.who, day_of(batch).isocalendar().week)
        for batch in sample.batches
        if any(isinstance(change, SeriesChange) for change in batch.changes) and day_of(batch) >= PILOT_OPENS
    }
    weeks = {week for _who, week in entered}
    assert {("marc", week) for week in weeks} <= entered
    assert {("nadia", week) for week in weeks} <= entered


def test_the_last_edit_is_by_the_lead_and_can_be_undone(sample: Snapshot) -> None:
    last = sample.batches[-1]
    assert last.who == "lea"
    action = titled(sample.state, Action, "Former les huit derniers super-utilisateurs de Lyon")
    back = sample.state.applied(take_back(sample.state, last)).get(Action, action.uid)
    assert back
    assert action.due_on
    assert back.due_on
    assert back.due_on < action.due_on
