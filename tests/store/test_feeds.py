"""What feeds bring and how far they have come is written together, and is no act of anybody's to be undone."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from cockpit.domain.change import Deed
from cockpit.domain.edit import Act, Create, Record, Update
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.measurement import time_text
from cockpit.domain.period import periods_of
from cockpit.domain.problem import Refused
from cockpit.store import Store
from cockpit.store.open_file import OpenFile


@pytest.fixture
def kpi(store: Store, project: str) -> str:
    store.apply(project, Act((Create(Kpi, {"title": "Response time"}, "kpi"),)))
    return "kpi"


def brought(kpi: str, **points: float) -> Act:
    return Act((Record(kpi, Group.ALL, points),), note="F-1", deed=Deed.FEED)


def test_measurements_and_how_far_a_feed_has_come_are_written_together(store: Store, project: str, kpi: str) -> None:
    batch = store.take_in(project, brought(kpi, **{"2026-03-02": 5.0}), {"feed": "at 10"})
    assert batch is not None
    assert (batch.deed, batch.note) == (Deed.FEED, "F-1")
    assert dict(store.load(project).measurements(kpi, Group.ALL)) == {"2026-03-02": 5.0}
    assert store.feed_progress(project) == {"feed": "at 10"}


def test_neither_is_written_where_one_cannot_be(store: Store, project: str, kpi: str) -> None:
    store.take_in(project, Act(()), {"feed": "at 10"})
    with pytest.raises(Refused):
        store.take_in(project, brought("no such KPI", **{"2026-03-02": 5.0}), {"feed": "at 20"})
    assert store.feed_progress(project) == {"feed": "at 10"}


def test_progress_alone_is_no_entry_of_the_log_and_others_see_it(
    store: Store, opened: Callable[..., Store], project: str, kpi: str
) -> None:
    other = opened("marc")
    other.load(project)
    acts = len(store.history(project))
    assert store.take_in(project, brought(kpi, **{"2026-03-02": 5.0}), {"feed": "at 10"})
    assert other.news(project)
    assert store.take_in(project, brought(kpi, **{"2026-03-02": 5.0}), {"feed": "at 20", "other": "at 1"}) is None
    assert len(store.history(project)) == acts + 1
    assert other.news(project) == ()
    assert other.feed_progress(project) == {"feed": "at 20", "other": "at 1"}


def test_undo_passes_over_what_feeds_have_brought(store: Store, project: str, kpi: str) -> None:
    row = store.load(project).get(Kpi, kpi)
    assert row is not None
    store.apply(project, Act((Update(row, {"title": "Latency"}),)))
    batch = store.take_in(project, brought(kpi, **{"2026-03-02": 5.0}), {})
    store.undo(project)
    store.take_in(project, brought(kpi, **{"2026-03-03": 6.0}), {})
    assert len(store.load(project).measurements(kpi, Group.ALL)) == 2
    store.redo(project)
    renamed = store.load(project).get(Kpi, kpi)
    assert renamed is not None
    assert renamed.title == "Latency"

    assert batch is not None
    store.undo(project, batch.uid)
    assert dict(store.load(project).measurements(kpi, Group.ALL)) == {"2026-03-03": 6.0}


def test_what_a_series_holds_already_is_not_read_again_as_it_grows(
    store: Store, opened: Callable[..., Store], project: str, kpi: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    fetch = OpenFile.fetch

    def counting(self: OpenFile, statement: str, values: tuple[object, ...]) -> Iterator[Sequence[tuple[object, ...]]]:
        for chunk in fetch(self, statement, values):
            read.append(len(chunk))
            yield chunk

    monkeypatch.setattr(OpenFile, "fetch", counting)
    other = opened("marc")
    first = datetime(2026, 3, 2, 9, tzinfo=UTC)
    for second in range(12):
        read.clear()
        at = [time_text(first + timedelta(seconds=second, milliseconds=part)) for part in range(0, 1000, 20)]
        store.take_in(project, brought(kpi, **dict.fromkeys(at, 0.1)), {})
        for session in (store, other):
            session.news(project)
            state = session.load(project)
            row = state.get(Kpi, kpi)
            assert row is not None
            (period,) = periods_of(state, row, Group.ALL)
            assert period.measurements == 50 * (second + 1)
            assert period.value == pytest.approx(0.1)
    assert sum(read) <= 60, "the fifty that came, and little else"
