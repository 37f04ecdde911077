"""Two keys narrow a table down; what is saved comes back the next time; whatever lies in the file of filters, the cockpit opens."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from shutil import rmtree

import pytest

from cockpit.domain.problem import Refused
from cockpit.screens.filter_bar import FilterBar
from cockpit.screens.saved_filters import MOST, SavedFilter, SavedFilters
from cockpit.settings import state_folder
from tests.screens.conftest import Start, settled, text_of
from tests.screens.test_editing import notices, on_action, table_of, type_text, until
from tests.screens.test_keys import found, in_mode

LATE = SavedFilter("Late", "roll", ("mine", "overdue"), "due_on", descending=True)


def refs(app: object) -> list[str]:
    return [row.ref for row in table_of(app).shown]  # type: ignore[arg-type]


async def test_filters_hold_together_are_told_saved_and_brought_back(start: Start) -> None:
    async with start((80, 24)) as (app, pilot):
        await on_action(pilot, "index")
        await pilot.press("F")
        assert "Filter: m My own  o Overdue  c Critical  p This phase  s Save as" in text_of(app)
        await pilot.press("o")
        assert refs(app) == ["A-1", "A-2"]
        assert "overdue" in text_of(app).splitlines()[3]
        assert "2 of 5" in text_of(app).splitlines()[3]
        await pilot.press("F", "m")
        assert refs(app) == ["A-1"]
        assert "mine + overdue" in text_of(app).splitlines()[3]
        await pilot.press("F")
        assert "m My own ✓  o Overdue ✓" in text_of(app).splitlines()[-1]
        await pilot.press("o")
        await pilot.press("slash", *"order", "enter")
        assert "Nothing matches" in text_of(app)
        await pilot.press("F", "m", "o", "o", "F", "s")
        await type_text(pilot, "Orders [/]")
        await pilot.press("enter")
        await until(pilot, lambda: "Filter “Orders [/]” is saved" in notices(app))
        await settled(app, pilot)
        assert table_of(app).has_focus
        await pilot.press("escape")
        assert len(refs(app)) == 5
    async with start((80, 24)) as (app, pilot):
        await found(pilot, "ctrl+p", "actions orders", "Actions: Orders [/]")
        await in_mode(pilot, "actions")
        assert refs(app) == ["A-2"]
        await pilot.press("escape", "F", "1")
        assert (refs(app), table_of(app).sorting[0] != "") == (["A-2"], True)
        await pilot.press("F", "d")
        assert "Forget which filter? 1 Orders [/]" in text_of(app).splitlines()[-1]
        await pilot.press("1")
        await until(pilot, lambda: "is forgotten" in notices(app))
        await pilot.press("F")
        assert "Orders" not in text_of(app).splitlines()[-1]
        await pilot.press("x")
        assert not app.screen.query_one(FilterBar).has_class("-asking")
        await found(pilot, "ctrl+p", "risks critical", "Risks: critical")
        await in_mode(pilot, "risks")
        assert {row.uid for row in table_of(app).shown} == {"peak", "support"}


def test_sessions_that_keep_filters_at_once_forget_none_of_each_other(tmp_path: Path) -> None:
    file = tmp_path / "state" / "filters.json"
    wanted = [
        (project, kind, f"F{number}") for project in ("one", "two") for kind in ("action", "risk") for number in range(MOST)
    ]

    def session(each: tuple[str, str, str]) -> None:
        SavedFilters(file, each[0]).keep(each[1], SavedFilter(each[2]))

    with ThreadPoolExecutor(8) as sessions:
        list(sessions.map(session, wanted))

    kept = {
        (project, kind, each.name)
        for project in ("one", "two")
        for kind in ("action", "risk")
        for each in SavedFilters(file, project).of(kind)
    }
    assert kept == set(wanted)


def test_filters_are_kept_by_project_and_table_and_take_the_place_of_their_name(tmp_path: Path) -> None:
    file = tmp_path / "state" / "filters.json"
    ours, theirs = SavedFilters(file, "one"), SavedFilters(file, "two")
    ours.keep("action", LATE)
    theirs.keep("action", SavedFilter("Theirs"))
    ours.keep("risk", SavedFilter("Late"))
    ours.keep("action", SavedFilter("Second"))
    ours.keep("action", SavedFilter("Late", "other"))
    again = SavedFilters(file, "one")
    assert again.of("action") == (SavedFilter("Second"), SavedFilter("Late", "other"))
    assert again.of("risk") == (SavedFilter("Late"),)
    again.keep("action", LATE)
    assert SavedFilters(file, "one").of("action") == (SavedFilter("Second"), LATE)
    again.forget("action", "Second")
    assert SavedFilters(file, "one").of("action") == (LATE,)
    assert SavedFilters(file, "two").of("action") == (SavedFilter("Theirs"),)
    assert file.stat().st_mode & 0o077 == 0
    for number in range(MOST - 1):
        again.keep("action", SavedFilter(str(number)))
    with pytest.raises(Refused):
        again.keep("action", SavedFilter("One too many"))
    assert len(SavedFilters(file, "one").of("action")) == MOST


@pytest.mark.parametrize(
    "told",
    [
        "", "[]", "null", "{", '{"one": []}', '{"one": {"action": {}}}', '{"one": {"action": [null, 3, {}, {"name": ""}, {"name": 3}]}}',
        '{"one": {"action": [{"name": "x", "typed": 3}, {"name": "x", "concerns": [3]}]}}', "[" * 100_000,
    ],
)  # fmt: skip
def test_a_file_that_holds_something_else_has_no_filters(tmp_path: Path, told: str) -> None:
    file = tmp_path / "filters.json"
    file.write_text(told, "utf-8")
    filters = SavedFilters(file, "one")
    assert filters.of("action") == ()
    filters.keep("action", LATE)
    assert SavedFilters(file, "one").of("action") == (LATE,)


def test_what_is_not_known_in_a_filter_is_left_out(tmp_path: Path) -> None:
    file = tmp_path / "filters.json"
    file.write_text(json.dumps({"one": {"action": [{"name": "x", "new": 1, "concerns": ["mine", "gone"], "descending": 1}]}}))
    assert SavedFilters(file, "one").of("action") == (SavedFilter("x", concerns=("mine", "gone")),)


async def test_the_filter_that_was_told_is_the_one_chosen_and_one_that_cannot_be_kept_is_refused(start: Start) -> None:
    async with start((80, 24)) as (app, pilot):
        await on_action(pilot, "index")
        for name in ("order", "roll"):
            app.filters.keep("action", SavedFilter(name, name))
        await pilot.press("F")
        await until(pilot, lambda: "1 order  2 roll" in text_of(app))
        app.filters.forget("action", "order")
        await pilot.press("2")
        await until(pilot, lambda: refs(app) == ["A-1"])
        rmtree(state_folder())
        state_folder().write_text("no folder")
        await pilot.press("F", "s", *"mine", "enter")
        await until(pilot, lambda: f"There is no folder {state_folder()}" in notices(app))
        # A path is taken as it is written where nobody has the name that it begins with.
        await pilot.press("x")
        await pilot.press("ctrl+u", *"~nosuchone", "slash", *"x.toml", "enter")
        await until(pilot, lambda: "There is no folder ~nosuchone; make it first" in notices(app))
