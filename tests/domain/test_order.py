from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.action import Action
from cockpit.domain.order import in_order
from tests.thoroughness import examples

DAY = date(2026, 11, 20)


def action(number: int, due: int) -> Action:
    return Action.model_construct(uid=f"u{number}", ref=f"A-{number}", title="Go", due_on=DAY + timedelta(days=due))


rows = st.dictionaries(st.integers(1, 60), st.integers(0, 9), max_size=60)
few = st.dictionaries(st.integers(1, 70), st.none() | st.integers(0, 9), max_size=5)


@given(rows, few, st.sets(st.integers(1, 70), max_size=3))
@examples(200)
def test_what_has_changed_comes_to_its_place_among_what_has_not(
    dues: dict[int, int], changes: dict[int, int | None], weighed: set[int]
) -> None:
    weights: dict[str, int] = {}

    def order(row: Action) -> tuple[int, date, str]:
        assert row.due_on
        return -weights.get(row.uid, 0), row.due_on, row.ref

    before = {f"u{number}": action(number, due) for number, due in dues.items()}
    sorted_before = in_order(before, order, (), {})
    assert list(sorted_before) == sorted(before.values(), key=order)

    now = dict(before)
    for number, due in changes.items():
        if due is None:
            now.pop(f"u{number}", None)
        else:
            now[f"u{number}"] = action(number, due)
    weights |= {f"u{number}": 1 for number in weighed}
    found = in_order(now, order, sorted_before, before, {f"u{number}" for number in weighed})
    assert list(found) == sorted(now.values(), key=order)
    assert all(row is now[row.uid] for row in found)


def test_only_what_has_changed_is_looked_at() -> None:
    looked_at: list[str] = []

    def order(row: Action) -> tuple[date | None, str]:
        looked_at.append(row.uid)
        return row.due_on, row.uid

    before = {f"u{number}": action(number, number % 7) for number in range(1000)}
    sorted_before = in_order(before, order, (), {})
    looked_at.clear()
    in_order(before | {"u5": action(5, 3)}, order, sorted_before, before)
    assert 1 <= len(looked_at) < 30
