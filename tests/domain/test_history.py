"""Which acts of a log stand, and what comes next for an undo or a redo."""

from datetime import UTC, datetime
from typing import NamedTuple

import pytest

from cockpit.domain.change import Batch, Deed, SeriesChange, feeds_together
from cockpit.domain.history import in_force, next_acts, taken_back


class Act(NamedTuple):
    """An act as the log has it."""

    uid: str
    who: str
    deed: Deed
    reverses: str | None = None


LOG = (
    Act("risk", "lea", Deed.EDIT),
    Act("action", "lea", Deed.EDIT),
    Act("import", "marc", Deed.IMPORT),
    Act("not the risk", "marc", Deed.UNDO, "risk"),
    Act("the risk after all", "lea", Deed.REDO, "not the risk"),
    Act("not the import", "lea", Deed.UNDO, "import"),
)


def test_what_stands_is_what_nothing_that_stands_takes_back() -> None:
    assert {uid: by.uid for uid, by in taken_back(LOG).items()} == {
        "not the risk": "the risk after all",
        "import": "not the import",
    }


def test_what_was_made_again_holds_by_its_last_redo() -> None:
    assert in_force(LOG, "risk").uid == "the risk after all"
    assert in_force(LOG, "action").uid == "action"
    assert in_force((*LOG, Act("u", "lea", Deed.UNDO, "the risk after all"), Act("r", "lea", Deed.REDO, "u")), "risk").uid == "r"
    with pytest.raises(KeyError):
        in_force(LOG, "elsewhere")


@pytest.mark.parametrize(
    ("length", "who", "expected"),
    [
        (2, "lea", ("action", None)),
        (2, "marc", (None, None)),
        (4, "lea", ("action", None)),
        (4, "marc", ("import", "not the risk")),
        (5, "lea", ("the risk after all", None)),
        (5, "marc", ("import", None)),
        (6, "lea", ("the risk after all", "not the import")),
        (6, "marc", (None, None)),
    ],
)
def test_the_last_act_that_stands_is_next_in_line(length: int, who: str, expected: tuple[str | None, str | None]) -> None:
    assert next_acts(LOG[:length], who) == expected


def test_a_new_act_leaves_nothing_to_redo() -> None:
    assert next_acts((*LOG, Act("new", "lea", Deed.EDIT)), "lea") == ("new", None)


def test_an_empty_log_has_nothing_to_take_back() -> None:
    assert next_acts((), "lea") == (None, None)
    assert taken_back(()) == {}


def test_what_feeds_bring_between_two_acts_is_told_as_one() -> None:
    def fed(uid: str, deed: Deed, before: dict[str, float], after: dict[str, float]) -> Batch:
        return Batch(uid, datetime(2026, 3, 2, 9, tzinfo=UTC), "lea", deed, (SeriesChange("k", "all", before, after),))

    log = [
        fed("a", Deed.EDIT, {}, {"2026-03-01": 1.0}),
        fed("b", Deed.FEED, {}, {"2026-03-02": 1.0}),
        fed("c", Deed.FEED, {"2026-03-02": 1.0}, {"2026-03-02": 2.0, "2026-03-03": 3.0}),
        fed("d", Deed.IMPORT, {}, {"2026-03-04": 1.0}),
        fed("e", Deed.FEED, {}, {"2026-03-05": 1.0}),
    ]
    together = list(feeds_together(log))
    assert [batch.uid for batch in together] == ["a", "c", "d", "e"]
    assert together[1].changes == (SeriesChange("k", "all", {}, {"2026-03-02": 2.0, "2026-03-03": 3.0}),)


def test_what_feeds_bring_is_passed_over_by_undo_and_leaves_what_can_be_redone() -> None:
    log = [Act("edit", "lea", Deed.EDIT), Act("feed", "lea", Deed.FEED)]
    assert next_acts(log, "lea") == ("edit", None)
    undone = [*log, Act("undo", "lea", Deed.UNDO, "edit"), Act("more", "lea", Deed.FEED)]
    assert next_acts(undone, "lea") == (None, "undo")
