"""The Altura sample: who entered what during the pilot, and what the last edit was."""

from cockpit.domain.act import take_back
from cockpit.domain.action import Action
from cockpit.domain.change import SeriesChange
from cockpit.exchange.snapshot import Snapshot
from tests.samples.reading import PILOT_OPENS, day_of, titled


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
