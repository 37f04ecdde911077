"""States that come from one another share what has not changed between them."""

from cockpit.domain.change import RowChange, SeriesChange
from cockpit.domain.kpi import Kpi
from cockpit.domain.person import Person
from tests.domain.projects import project, row


def test_a_state_that_only_was_measured_since_has_the_rows_of_the_one_before() -> None:
    state = project(row(Kpi, "K-1"), row(Person, "P-1", handle="lea", name="Léa"))
    measured = state.applied([SeriesChange("K-1", "all", {}, {"2026-03-02": 5.0})])
    renamed = measured.applied([RowChange("kpi", "K-1", {"title": "", "version": 1}, {"title": "Latency", "version": 2})])
    alone = measured.applied([RowChange("person", "P-1", {"ref": "P-1", "version": 1}, None)])
    assert measured.has_rows_of(state)
    assert state.has_rows_of(measured)
    assert not renamed.has_rows_of(measured)
    assert not alone.has_rows_of(measured)
    assert not measured.has_rows_of(alone)
