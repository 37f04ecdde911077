"""Targets that were edited after their data began, from logs that a person can follow."""

from datetime import date
from typing import Any

import pytest

from cockpit.domain.change import Deed
from cockpit.domain.edit import Create, Delete, Edit, Record
from cockpit.domain.gate import Answer, Criterion, GatePolicy
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.phase import PhaseCode
from cockpit.domain.target_edit import TargetEdit, edit_said, edits_of, judged_edit_said, judged_edits, target_edits, value_said
from cockpit.language import say
from tests.domain.diary import Diary

GATE = PhaseCode.PILOT
EIGHT_WEEKS = (10.0, 11.0, 10.0, 11.0, 10.0, 11.0, 10.0, 11.0)
"""Their mean is 10.5, and its bound about 10.1: met at 9, and not at 12."""


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def weeks(*values: float, first: date = date(2026, 1, 5)) -> Record:
    """A value each Monday from 5 January on."""
    days = (date.fromordinal(first.toordinal() + 7 * week) for week in range(len(values)))
    return Record("load", Group.PILOT, dict(zip(days, values, strict=True)))


def begun(*more: Edit, **values: Any) -> Diary:
    kpi = {"title": "Load", "unit": "ms", "target": 12, **values}
    policy = Create(GatePolicy, {"gate": "pilot", "title": "Pilot"}, "GP")
    asked = Create(Criterion, {"title": "KPIs", "policy": "GP", "rule": "kpis_met"}, "CR")
    return Diary(day("01-01"), Create(Kpi, kpi, "load"), policy, asked, *more, phase="pilot")


def told(edit: TargetEdit) -> tuple[str, str, date, Any, Any, date]:
    return edit.field, edit.who, edit.day, edit.old, edit.new, edit.data_since


def edits(diary: Diary) -> list[tuple[str, str, date, Any, Any, date]]:
    return [told(each) for each in target_edits(diary.log, diary.zone)]


def test_an_edit_after_the_first_measurement_is_flagged_with_who_when_old_and_new() -> None:
    diary = begun()
    diary.act(day("01-06"), "lea", weeks(*EIGHT_WEEKS[:1]))
    diary.act(day("02-03"), "marc", diary.update(Kpi, "load", target=9))

    assert edits(diary) == [("target", "marc", day("02-03"), 12.0, 9.0, day("01-05"))]


def test_an_edit_before_the_first_measurement_is_none() -> None:
    diary = begun()
    diary.act(day("01-02"), "marc", diary.update(Kpi, "load", target=9))
    diary.act(day("01-06"), "lea", weeks(10.0))

    assert edits(diary) == []


def test_data_began_when_they_were_put_on_record_not_when_they_were_measured() -> None:
    """The first values are of 5 January, and nobody could know them before 2 March."""
    diary = begun()
    diary.act(day("02-03"), "marc", diary.update(Kpi, "load", target=9))
    diary.act(day("03-02"), "lea", weeks(*EIGHT_WEEKS))
    diary.act(day("03-03"), "marc", diary.update(Kpi, "load", target=8))

    assert edits(diary) == [("target", "marc", day("03-03"), 9.0, 8.0, day("01-05"))]


def test_a_value_of_a_day_to_come_is_no_data_yet() -> None:
    diary = begun()
    diary.act(day("01-02"), "lea", weeks(10.0))
    diary.act(day("01-03"), "marc", diary.update(Kpi, "load", target=9))

    assert edits(diary) == []


@pytest.mark.parametrize(
    ("values", "flagged"),
    [
        ({"guardrail": 5}, [("guardrail", None, 5.0)]),
        ({"rule": "bound_only"}, [("rule", "default", "bound_only")]),
        ({"direction": "lower"}, [("direction", "higher", "lower")]),
        ({"target": None}, [("target", 12.0, None)]),
        ({"target": 9, "direction": "lower"}, [("target", 12.0, 9.0), ("direction", "higher", "lower")]),
        ({"title": "Other", "unit": "s", "owner": None, "target_set_on": "2026-01-02"}, []),
        ({"target": 12.0}, []),
    ],
)
def test_each_field_that_the_kpi_is_judged_by_is_watched(values: dict[str, Any], flagged: list[Any]) -> None:
    diary = begun()
    diary.act(day("01-06"), "lea", weeks(10.0))
    if diary.state.all(Kpi)[0].changed(**values) != diary.state.all(Kpi)[0]:
        diary.act(day("02-03"), "marc", diary.update(Kpi, "load", **values))

    assert [(field, old, new) for field, _, _, old, new, _ in edits(diary)] == flagged


def test_an_edit_that_was_taken_back_does_not_count_and_neither_does_the_undo() -> None:
    diary = begun()
    diary.act(day("01-06"), "lea", weeks(10.0))
    edit = diary.act(day("02-03"), "marc", diary.update(Kpi, "load", target=9))
    diary.undo(day("02-10"), "lea", edit)

    assert edits(diary) == []


def test_an_edit_made_again_counts_from_then() -> None:
    """Tried out before the data began, taken back, and made again once they were known."""
    diary = begun()
    edit = diary.act(day("01-02"), "marc", diary.update(Kpi, "load", target=9))
    undo = diary.undo(day("01-02"), "marc", edit)
    diary.act(day("01-06"), "lea", weeks(10.0))
    diary.undo(day("02-03"), "ines", undo, Deed.REDO)

    assert edits(diary) == [("target", "ines", day("02-03"), 12.0, 9.0, day("01-05"))]


def test_measurements_that_were_taken_back_are_no_data() -> None:
    diary = begun()
    record = diary.act(day("01-06"), "lea", weeks(10.0))
    diary.undo(day("01-06"), "lea", record)
    diary.act(day("02-03"), "marc", diary.update(Kpi, "load", target=9))

    assert edits(diary) == []


@pytest.mark.parametrize(
    ("set_on", "flagged"),
    [("2026-01-02", []), ("2026-01-05", [None]), (None, [None])],
    ids=["agreed before", "on the day of the first value", "nobody says when"],
)
def test_a_first_target_is_taken_at_its_word(set_on: str | None, flagged: list[None]) -> None:
    diary = begun(target=None)
    diary.act(day("01-06"), "lea", weeks(10.0))
    diary.act(day("02-03"), "marc", diary.update(Kpi, "load", target=9, target_set_on=set_on))

    assert [old for _, _, _, old, _, _ in edits(diary)] == flagged


def test_another_target_is_flagged_whatever_its_word() -> None:
    diary = begun(target_set_on="2026-01-02")
    diary.act(day("01-06"), "lea", weeks(10.0))
    diary.act(day("02-03"), "marc", diary.update(Kpi, "load", target=9))

    (edit,) = target_edits(diary.log, diary.zone)
    assert (edit.old, edit.set_on) == (12.0, day("01-02"))


def judged(diary: Diary, on: date = date(2026, 3, 4)) -> list[tuple[str, Answer, Answer]]:
    found = judged_edits(target_edits(diary.log, diary.zone), diary.state, GATE, on)
    return [(each.edit.field, each.with_old, each.with_new) for each in found]


def measured(diary: Diary) -> Diary:
    """Eight weeks, to 1 March."""
    diary.act(day("03-02"), "lea", weeks(*EIGHT_WEEKS))
    return diary


def test_the_verdict_stands_under_the_old_and_the_new_value() -> None:
    diary = measured(begun())
    diary.act(day("03-03"), "marc", diary.update(Kpi, "load", target=9))

    assert judged(diary) == [("target", Answer.NO_GO, Answer.GO)]
    (edit,) = judged_edits(target_edits(diary.log, diary.zone), diary.state, GATE, day("03-04"))
    kpi = diary.state.all(Kpi)[0]
    assert say(judged_edit_said(kpi, edit)).replace("\N{NO-BREAK SPACE}", " ") == (
        "Target of K-1 edited by marc on Tue 3 Mar 2026, 12 ms → 9 ms, after data began on Mon 5 Jan 2026:"
        " NO-GO with the old, GO with the new"
    )


def test_each_edit_of_several_has_its_own_two_verdicts() -> None:
    diary = measured(begun())
    diary.act(day("03-03"), "marc", diary.update(Kpi, "load", target=11.5))
    diary.act(day("03-04"), "marc", diary.update(Kpi, "load", target=9))

    assert judged(diary) == [("target", Answer.NO_GO, Answer.NO_GO), ("target", Answer.NO_GO, Answer.GO)]


def test_a_target_that_was_taken_away_is_told_although_the_gate_no_longer_sees_the_kpi() -> None:
    other = Create(Kpi, {"title": "Other", "target": 1}, "other")
    diary = measured(begun(other))
    diary.act(day("03-02"), "lea", Record("other", Group.PILOT, weeks(*EIGHT_WEEKS).points))
    diary.act(day("03-03"), "marc", diary.update(Kpi, "load", target=None))

    assert judged(diary) == [("target", Answer.NO_GO, Answer.GO)]


def test_a_kpi_that_the_gate_does_not_judge_is_not_told() -> None:
    diary = measured(begun())
    diary.act(day("03-03"), "marc", diary.update(Kpi, "load", target=9))
    diary.act(day("03-03"), "marc", diary.update(Criterion, "CR", rule="risks_under_control"))
    assert judged(diary) == []


def test_a_kpi_that_is_gone_is_not_told() -> None:
    diary = measured(begun())
    diary.act(day("03-03"), "marc", diary.update(Kpi, "load", target=9))
    diary.act(day("03-03"), "marc", Delete(diary.state.all(Kpi)[0]))
    assert judged(diary) == []


def test_words_of_other_fields_and_of_what_was_set_on_a_day_of_its_own() -> None:
    diary = measured(begun(target_set_on="2026-01-02"))
    diary.act(day("03-03"), "marc", diary.update(Kpi, "load", rule="all_periods"))
    diary.act(day("03-04"), "marc", diary.update(Kpi, "load", target=9))
    first, second = judged_edits(target_edits(diary.log, diary.zone), diary.state, GATE, day("03-05"))
    (kpi,) = diary.state.all(Kpi)
    since = "after data began on Mon 5 Jan 2026"
    assert say(edit_said(kpi, first.edit)) == (
        f"Rule of K-1 edited by marc on Tue 3 Mar 2026, as the gate asks → all periods, {since}"
    )
    assert say(edit_said(kpi, second.edit)).replace("\N{NO-BREAK SPACE}", " ") == (
        f"Target of K-1 edited by marc on Wed 4 Mar 2026, 12 ms → 9 ms, {since} (set on Fri 2 Jan 2026 by its own word)"
    )
    assert say(value_said(kpi, "target", None)) == "none"
    assert first.edit.uid != second.edit.uid
    assert edits_of([first, second], {"load"}) == (first, second)
    assert edits_of([first, second], {"other"}) == ()
