"""The laws that changes keep: made one after the other or as one, there and back."""

from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.change import Batch, Change, SeriesChange, folded
from cockpit.domain.state import ProjectState
from tests.strategies import projects
from tests.thoroughness import examples


def contents(state: ProjectState) -> tuple[object, object]:
    """A state without the versions of its rows: a row that is edited there and back is left out when edits are made one."""
    return {(kind, uid): row.changed(version=1) for kind, rows in state.rows.items() for uid, row in rows.items()}, state.series


def key(change: Change) -> tuple[str, ...]:
    return (change.kpi, change.group) if isinstance(change, SeriesChange) else (change.kind, change.uid)


@given(projects(most_acts=8), st.data())
@examples(60)
def test_the_acts_from_any_moment_on_can_be_made_as_one(
    past: tuple[ProjectState, tuple[Batch, ...]], data: st.DataObject
) -> None:
    end, batches = past
    begin = data.draw(st.integers(0, len(batches)))
    before = ProjectState().applied(change for batch in batches[:begin] for change in batch.changes)
    changes = [change for batch in batches[begin:] for change in batch.changes]

    one = folded(changes)

    assert before.applied(changes) == end
    assert contents(before.applied(one)) == contents(end)
    assert end.applied([change.reversed() for change in reversed(changes)]) == before
    assert contents(end.applied([change.reversed() for change in reversed(one)])) == contents(before)
    assert folded(one) == one
    assert len({key(change) for change in one}) == len(one)
