"""Which acts of a log stand, and what comes next for an undo or a redo."""

from typing import NamedTuple

import pytest

from cockpit.domain.change import Deed
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
