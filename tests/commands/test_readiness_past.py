"""The verdict over time on the command line: by the rules of then or of today, its history, and targets edited after their data began."""

from contextlib import closing
from datetime import date, timedelta
from typing import Any

import pytest

from cockpit.domain.edit import Act, Update
from cockpit.domain.kpi import Kpi
from cockpit.domain.phase import PhaseCode
from cockpit.language import day
from cockpit.store import open_store
from tests.command_line import CommandLine
from tests.sample_stores import as_of_today, sample_store
from tests.samples.reading import LAST_DAY, day_of

SPONSOR = date(2026, 11, 17)
"""The day on which the fourth sponsor said yes."""
EXPIRED = date(2026, 11, 14)
"""The first day on which the waiver counted no more."""
NO_GO_SINCE = date(2026, 10, 23)


@pytest.fixture
def moved(cockpit: CommandLine) -> timedelta:
    """The sample, its dates moved so that it ends today; returns by how much."""
    sample_store(cockpit.store, until_today=True)
    return day_of(as_of_today("altura").batches[-1]) - LAST_DAY


def edit(cockpit: CommandLine, who: str = "marc", **values: Any) -> None:
    """Edit the KPI that is not met: the response time, 842 ms on average against a target of 800."""
    with closing(open_store(cockpit.store, who=who)) as store:
        project = store.projects()[0].uid
        kpi = next(row for row in store.load(project).all(Kpi) if row.ref == "K-3")
        store.apply(project, Act((Update(kpi, values),)))


def technical(verdict: Any) -> str:
    return next(each["state"] for each in verdict["criteria"] if each["title"].startswith("Indicateurs techniques"))  # type: ignore[no-any-return]


def test_the_rules_of_today_judge_what_was_known_then(cockpit: CommandLine, moved: timedelta) -> None:
    edit(cockpit, target=900.0)
    asked = ("readiness", "--as-of", str(EXPIRED + moved), "--json")

    then, today = (cockpit.done(*asked, "--rules", rules).json for rules in ("then", "today"))

    assert (then["rules"], technical(then)) == ("then", "not_met")
    assert (today["rules"], technical(today)) == ("today", "met")
    assert cockpit.done(*asked).json == then
    assert today["as_of"] == then["as_of"] == str(EXPIRED + moved)


def test_without_a_past_day_both_rules_are_the_same(cockpit: CommandLine, moved: timedelta) -> None:
    plain, then, today = (cockpit.done("readiness", *more).out for more in ((), ("--rules", "then"), ("--rules", "TODAY")))

    assert plain == then == today


def test_the_first_line_says_by_which_rules(cockpit: CommandLine, moved: timedelta) -> None:
    asked = ("readiness", "--as-of", str(EXPIRED + moved))

    assert cockpit.done(*asked, "--rules", "today").lines[0].endswith("  NO-GO  (rules of today)")
    assert cockpit.done(*asked).lines[0].endswith("  NO-GO")


def test_rules_that_there_are_not_are_wrong_usage(cockpit: CommandLine, moved: timedelta) -> None:
    answer = cockpit("readiness", "--rules", "tomorrow")

    assert (answer.code, answer.out) == (2, "")
    assert answer.messages == ["cockpit: --rules: “tomorrow” is not allowed; it must be one of then, today"]


def test_the_history_tells_each_week_since_when_and_what_turned_it(cockpit: CommandLine, moved: timedelta) -> None:
    lines = cockpit.done("readiness", "--history", "--as-of", str(LAST_DAY + moved)).lines
    place = next(number for number, line in enumerate(lines) if line.startswith("history: "))

    strip, since = lines[place].removeprefix("history: ").split("  ")
    assert strip.endswith("?????✗✗✗✗✗")
    assert since.startswith("NO-GO since ")
    assert lines[place + 1].endswith("  still ✗ NO-GO")
    turned = "Quatre sponsors sur cinq soutiennent la suite: ✗ not met → ✓ met  4 of 5 sponsors (80\N{NO-BREAK SPACE}%)"
    assert lines[place + 2].strip() == turned
    assert lines[place + 3].strip().startswith("karim, ")
    assert f"  {day(NO_GO_SINCE + moved)}  ? NOT YET → ✗ NO-GO" in lines


def test_the_history_as_json_holds_days_states_and_acts(cockpit: CommandLine, moved: timedelta) -> None:
    history = cockpit.done("readiness", "--history", "--json", "--as-of", str(LAST_DAY + moved)).json["history"]

    assert history["since"] == str(NO_GO_SINCE + moved)
    assert [week["answer"] for week in history["weeks"]][-10:] == ["not_yet"] * 5 + ["no_go"] * 5
    turns = {turn["on"]: turn for turn in history["turns"]}
    sponsor, expired = turns[str(SPONSOR + moved)], turns[str(EXPIRED + moved)]
    assert [(each["state_before"], each["state"], each["by_time"]) for each in sponsor["criteria"]] == [("not_met", "met", False)]
    assert [act["who"] for act in sponsor["acts"]] == ["karim"]
    assert [(each["state_before"], each["state"], each["by_time"]) for each in expired["criteria"]] == [
        ("waived", "not_met", True)
    ]
    assert expired["acts"] == []


def test_without_the_option_there_is_no_history(cockpit: CommandLine, moved: timedelta) -> None:
    asked = cockpit.done("readiness", "--json")

    assert asked.json["history"] == {"since": None, "weeks": [], "turns": []}
    assert not any(line.startswith("history") for line in cockpit.done("readiness").lines)


@pytest.mark.parametrize("gate", list(PhaseCode))
def test_every_gate_has_a_history(cockpit: CommandLine, moved: timedelta, gate: PhaseCode) -> None:
    assert len(cockpit.done("readiness", "--gate", gate.value, "--history", "--json").json["history"]["weeks"]) >= 30


def test_a_target_edited_after_its_data_began_is_told_with_both_verdicts(cockpit: CommandLine, moved: timedelta) -> None:
    assert cockpit.done("readiness", "--json").json["edited_targets"] == []
    edit(cockpit, target=900.0)

    (told,) = cockpit.done("readiness", "--json").json["edited_targets"]
    assert (told["kpi"], told["field"], told["who"], told["old"], told["new"]) == ("K-3", "target", "marc", 800.0, 900.0)
    assert (told["answer_with_old"], told["answer_with_new"]) == ("no_go", "no_go")
    (said,) = (line for line in cockpit.done("readiness").lines if line.startswith("  !"))
    line = said.replace("\N{NO-BREAK SPACE}", " ")
    assert line.startswith("  ! Target of K-3 edited by marc on ")
    assert ", 800 ms → 900 ms, after data began on " in line
    assert ": NO-GO with the old, NO-GO with the new" in line


def test_an_explanation_tells_it_at_the_criterion(cockpit: CommandLine, moved: timedelta) -> None:
    edit(cockpit, target=900.0)

    lines = cockpit.done("readiness", "--explain").lines

    told = [number for number, line in enumerate(lines) if "Target of K-3 edited" in line]
    criterion = next(number for number, line in enumerate(lines) if "Indicateurs techniques" in line)
    following = next(number for number, line in enumerate(lines) if "Indicateurs opérationnels" in line)
    assert len(told) == 1
    assert criterion < told[0] < following


def test_an_edit_that_was_taken_back_is_not_told(cockpit: CommandLine, moved: timedelta) -> None:
    edit(cockpit, target=900.0)
    with closing(open_store(cockpit.store, who="marc")) as store:
        store.undo(store.projects()[0].uid)

    assert cockpit.done("readiness", "--json").json["edited_targets"] == []


def test_on_a_past_day_only_what_was_edited_by_then_is_told_unless_todays_rules_judge(
    cockpit: CommandLine, moved: timedelta
) -> None:
    edit(cockpit, target=900.0)
    asked = ("readiness", "--as-of", str(EXPIRED + moved), "--json")

    assert cockpit.done(*asked).json["edited_targets"] == []
    assert len(cockpit.done(*asked, "--rules", "today").json["edited_targets"]) == 1
