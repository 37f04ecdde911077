"""What is copied reads elsewhere as it reads here: Markdown shows the same texts, a spreadsheet takes in the same cells."""

import csv
import io
import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.action import Action
from cockpit.domain.budget import Cost
from cockpit.domain.entity import fields_of
from cockpit.domain.problem import Refused
from cockpit.language import choose, say
from cockpit.widgets.column import Column
from cockpit.widgets.copied import (
    LARGEST,
    as_markdown,
    as_tab_separated,
    dated_cells,
    exact_cells,
    headings_of,
    within_reach,
)
from cockpit.widgets.field_column import column_for
from tests.thoroughness import examples
from tests.widgets.seen import HOSTILE, action, context

CELLS = st.lists(st.text(max_size=12), min_size=3, max_size=3)
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")


@examples(200)
@given(st.lists(CELLS, max_size=6))
def test_a_csv_reader_finds_the_same_cells_and_no_formula(rows: list[list[str]]) -> None:
    rows = [[cell.replace("\0", "").replace("\r", "\n") for cell in row] for row in rows]
    read = [*csv.reader(io.StringIO(as_tab_separated(["Ref", "=Title", "Due"], rows), newline=""), dialect="excel-tab")]
    assert read[0] == ["Ref", "'=Title", "Due"]
    assert [[cell.removeprefix("'") for cell in row] for row in read[1:]] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]
    for row in read[1:]:
        for cell in row:
            assert NUMBER.fullmatch(cell) or not cell.lstrip().startswith(("=", "+", "-", "@"))


def test_numbers_and_lists_are_told_apart() -> None:
    written = as_tab_separated(["a"], [["-3"], ["+31"], ["-3,5"], ["-3 %"], ["- first"], ["@lea"], ["=1+1"], ["1"], [" =1"]])
    assert written.splitlines()[1:] == ["-3", "+31", "-3,5", "'-3 %", "'- first", "'@lea", "'=1+1", "1", "' =1"]


def test_markdown_says_what_the_cells_say() -> None:
    title = "a|b *c* `d` <e> [f](g) _h_ i_j \\k\nl"
    assert as_markdown(["Ref", "Title"], [["A-1", title]]) == (
        "| Ref | Title |\n"
        "| --- | --- |\n"
        "| A-1 | a\\|b \\*c\\* \\`d\\` &lt;e> \\[f\\](g) \\_h\\_ i\\_j \\\\k l |\n"
    )  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE)
def test_nothing_that_people_typed_breaks_a_table(typed: str) -> None:
    columns = [column_for(Action, name) for name in ("ref", "title")]
    cells = dated_cells(columns, action(1, title=typed), context())
    lines = as_markdown(headings_of(columns), [cells]).splitlines()
    assert len(lines) == 3
    assert len(re.findall(r"(?<!\\)\|", lines[2])) == 3


def test_what_is_read_on_another_day_says_which_day_it_is() -> None:
    def due(words: str) -> str:
        column = Column("due_on", "Due", lambda _row, _context: words, lambda row, _context: row.due_on)
        return dated_cells([column], action(4, due_on=date(2026, 11, 19)), context())[0]

    assert due("! late 4 d") == "Thu 19 Nov 2026, ! late 4 d"
    assert due("● Thu 19 Nov") == "● Thu 19 Nov 2026"
    assert due("Thu 19 Nov, 4 d ago") == "Thu 19 Nov 2026, 4 d ago"
    assert due("19 Nov") == due("") == "Thu 19 Nov 2026"
    assert due("was 119 Nov") == "Thu 19 Nov 2026, was 119 Nov"
    assert due("Thu 19 Nov 2026, at last") == "Thu 19 Nov 2026, at last"
    assert dated_cells([column_for(Action, "title")], action(4), context()) == ["Action number 4"]


def test_a_spreadsheet_gets_numbers_and_days_and_what_is_derived_as_it_is_told() -> None:
    columns = [
        *(column_for(Action, name) for name in ("ref", "title", "state", "owner")),
        Column("due_on", "Due", lambda row, _context: "! late 4 d"),
        Column("serves", "Serves", lambda row, _context: "R-3"),
    ]
    row = action(4, owner="lea", due_on=date(2026, 11, 19))
    assert dated_cells(columns, row, context()) == ["A-4", "Action number 4", "○ to do", "lea", "! late 4 d", "R-3"]
    assert exact_cells(columns, row, context()) == ["A-4", "Action number 4", "to do", "lea", "2026-11-19", "R-3"]
    assert exact_cells(columns[4:5], action(1, due_on=None), context()) == [""]


def test_decimals_are_those_of_the_language() -> None:
    money = [spec.name for spec in fields_of(Cost) if spec.shape == "money"]
    columns = [replace(column_for(Cost, money[0]))]
    row = Cost.trusted({"uid": "c", money[0]: 123_450})
    assert exact_cells(columns, row, context()) == ["1234.50"]
    choose("fr", {})
    assert exact_cells(columns, row, context()) == ["1234,50"]


def test_what_is_too_long_for_a_terminal_is_refused_with_its_size() -> None:
    assert within_reach("é" * (LARGEST // 2)) == "é" * (LARGEST // 2)
    with pytest.raises(Refused) as refused:
        within_reach("é" * 60_000)
    assert say(refused.value.problems[0].message) == (
        "120 kB are more than a terminal takes (74 kB); mark fewer rows, or export the project"
    )
