"""Rows are named by ref, handle or title; what may be meant is offered, what is not clear is not guessed."""

import pytest

from cockpit.domain.state import ProjectState
from cockpit.widgets.reference_words import full_name, row_named, rows_like
from tests.widgets.seen import action, context

STATE: ProjectState = context(
    action={
        "uid-1": action(1, title="Rehearse the rollback"),
        "uid-2": action(2, title="Index the order table"),
        "uid-10": action(10, title="Rehearse the demo"),
        "uid-11": action(11, title="Twice"),
        "uid-12": action(12, title="Twice"),
        "uid-13": action(13, title="[/] Été"),
    }
).state


@pytest.mark.parametrize(
    ("kind", "typed", "uid"),
    [
        ("person", "lea", "lea"),
        ("person", " LEA ", "lea"),
        ("person", "lea Léa Martin", "lea"),
        ("person", "léa martin", "lea"),
        ("person", "P-2", "ines"),
        ("action", "A-1", "uid-1"),
        ("action", "a-10", "uid-10"),
        ("action", "A-2 Index the order table", "uid-2"),
        ("action", "index the order table", "uid-2"),
        ("action", "[/] ete", "uid-13"),
        ("action", "uid-11", "uid-11"),
    ],
)
def test_a_name_that_is_clear(kind: str, typed: str, uid: str) -> None:
    row = row_named(STATE, kind, typed)
    assert row
    assert row.uid == uid


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("person", ""),
        ("person", "le"),
        ("person", "karim"),
        ("action", "A-3"),
        ("action", "Twice"),
        ("action", "A-1 Something else"),
        ("risk", "R-1"),
    ],
)
def test_a_name_that_is_not(kind: str, typed: str) -> None:
    assert row_named(STATE, kind, typed) is None


def test_what_may_be_meant_is_offered_in_order() -> None:
    def offered(typed: str, most: int = 9) -> list[str]:
        return [row.ref for row in rows_like(STATE, "action", typed, most)]

    assert offered("rehearse") == ["A-1", "A-10"]
    assert offered("A-1") == ["A-1", "A-10", "A-11", "A-12", "A-13"]
    assert offered("demo reh") == ["A-10"]
    assert offered("ete") == ["A-13"]
    assert offered("a2") == ["A-2"]
    assert offered("ordtbl ind") == []
    assert offered("tabel index") == ["A-2"]
    assert offered("rhrse") == ["A-1", "A-10"]
    assert offered(" ") == ["A-1", "A-2", "A-10", "A-11", "A-12", "A-13"]
    assert offered(" ", 2) == ["A-1", "A-2"]
    assert offered("nothing like it") == []
    assert rows_like(STATE, "wave", "x", 9) == ()


def test_the_name_that_is_taken_is_understood() -> None:
    for kind in ("person", "action"):
        for row in STATE.rows[kind].values():
            assert row_named(STATE, kind, full_name(row)) is row
