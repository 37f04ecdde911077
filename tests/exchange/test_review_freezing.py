"""Evidence travels with a sample: frozen as of the act that held the review, and frozen anew where the sample is moved in time."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from cockpit import language
from cockpit.domain.change import RowChange
from cockpit.domain.gate import GateReview
from cockpit.domain.gate_review import is_against, is_intact
from cockpit.domain.readiness import verdict
from cockpit.domain.readiness.review_changes import changes_since
from cockpit.domain.readiness.review_evidence import thawed
from cockpit.domain.state import ProjectState
from cockpit.exchange.samples import sample_names
from cockpit.exchange.shifting import shifted
from cockpit.exchange.snapshot import Snapshot
from tests.samples.reading import shipped

LATER = datetime(2031, 4, 16, 12, 0, tzinfo=UTC)


@pytest.fixture(params=sample_names())
def snapshot(request: pytest.FixtureRequest) -> Snapshot:
    return shipped(request.param)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    language.choose("en", {})
    yield
    language.choose("en", {})


def test_every_review_of_a_sample_shows_the_evidence_of_its_day(snapshot: Snapshot) -> None:
    reviews = snapshot.state.all(GateReview)
    assert len(reviews) >= 2
    for review in reviews:
        frozen = thawed(review)
        assert is_intact(review)
        assert frozen is not None
        assert frozen.verdict["answer"] == review.verdict.value
        assert frozen.verdict["as_of"] == review.held_on.isoformat()
        assert frozen.criteria
        assert frozen.left_out == ()
        assert not is_against(review.decision, review.verdict)


def test_a_sample_moved_in_time_has_its_evidence_frozen_on_the_days_that_it_moved_to(snapshot: Snapshot) -> None:
    moved = shifted(snapshot, LATER)
    weeks = (max(batch.at for batch in moved.batches) - max(batch.at for batch in snapshot.batches)) / timedelta(weeks=1)
    assert weeks > 200
    for before, after in zip(snapshot.state.all(GateReview), moved.state.all(GateReview), strict=True):
        assert is_intact(after)
        assert after.held_on - before.held_on == timedelta(weeks=round(weeks))
        then, now = thawed(before), thawed(after)
        assert then is not None
        assert now is not None
        assert now.verdict["as_of"] == after.held_on.isoformat()
        assert [each["state"] for each in now.criteria] == [each["state"] for each in then.criteria]
        assert [row[:3] for row in now.rows] == [row[:3] for row in then.rows]
        assert json.dumps(dict(now.verdict)).count(str(before.held_on.year)) == 0


def test_history_and_state_of_a_moved_sample_agree(snapshot: Snapshot) -> None:
    moved = shifted(snapshot, LATER)
    replayed = ProjectState()
    for batch in moved.batches:
        replayed = replayed.after(batch)
    assert replayed == moved.state
    made = {
        change.uid: change.after["digest"]
        for batch in moved.batches
        for change in batch.changes
        if isinstance(change, RowChange) and change.kind == GateReview.kind and change.after
    }
    assert made == {review.uid: review.digest for review in moved.state.all(GateReview)}


def test_what_has_changed_since_is_the_same_wherever_the_sample_lies_in_time(snapshot: Snapshot) -> None:
    moved = shifted(snapshot, LATER)

    def changed(of: Snapshot) -> list[list[tuple[str, str]]]:
        last = max(batch.at for batch in of.batches).date()
        return [
            [(each.kind, each.uid) for each in changes_since(review, verdict(of.state, review.gate, last, review.wave))]
            for review in of.state.all(GateReview)
        ]

    assert changed(moved) == changed(snapshot)
    assert any(changed(moved))
