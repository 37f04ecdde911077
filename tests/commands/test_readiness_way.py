"""The shortest way to GO on the command line: in a line, in full, and as JSON that is the same whenever the state is."""

import json
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from cockpit.commands.readiness import plain
from cockpit.commands.readiness_way import plain_way
from cockpit.domain.phase import PhaseCode
from cockpit.domain.readiness import verdict
from cockpit.domain.readiness import way as way_module
from cockpit.domain.readiness.way import shortest_way
from cockpit.domain.state import ProjectState
from cockpit.store import open_store
from tests.command_line import CommandLine
from tests.sample_stores import as_of_today, as_written, sample_store
from tests.samples.reading import LAST_DAY

TODAY = datetime.now(UTC).date()
YESTERDAY = TODAY - timedelta(days=1)

PROJECT = """
[project]
title = "Altura"
timezone = "UTC"

[[person]]
name = "Léa"
handle = "lea"

[[person]]
name = "Marc"
handle = "marc"

[[gate_policy]]
gate = "definition"
title = "Charter review"

[[criterion]]
ref = "CR-1"
title = "Charter signed"
policy = "GP-1"
rule = "manual_check"
owner = "marc"

[[criterion]]
ref = "CR-2"
title = "Budget agreed"
policy = "GP-1"
rule = "manual_check"
"""
"""A gate that asks two things, of which nobody has checked either."""

KPI = """
[[kpi]]
title = "Conversion"

[[criterion]]
ref = "CR-3"
title = "Conversion holds"
policy = "GP-1"
rule = "kpis_met"
settings = {kpis = ["K-1"]}
"""
"""A third, which no step turns, as nobody can say for somebody else which target is worth reaching."""


def check(criterion: str) -> str:
    """Somebody has checked it, and it passed."""
    return f'[[manual_check]]\ncriterion = "{criterion}"\npassed = true\nchecked_on = {YESTERDAY}\nchecked_by = "lea"\n'


def with_project(cockpit: CommandLine, text: str) -> CommandLine:
    """The command line on a store with a project."""
    cockpit.done("snapshot", "import", cockpit.written("altura.toml", text))
    return cockpit


def test_the_way_is_told_in_a_line(cockpit: CommandLine) -> None:
    lines = with_project(cockpit, PROJECT).done("readiness").lines
    assert len(lines) == 4
    assert lines[-1] == "Shortest way to GO: 2 steps, today at the earliest"


def test_where_nothing_is_left_to_do_that_is_told(cockpit: CommandLine) -> None:
    lines = with_project(cockpit, PROJECT + check("CR-1") + check("CR-2")).done("readiness").lines
    assert lines[-1] == "GO: nothing is left to do"


def test_one_step_is_one(cockpit: CommandLine) -> None:
    lines = with_project(cockpit, PROJECT + check("CR-2")).done("readiness").lines
    assert lines[-1] == "Shortest way to GO: 1 step, today at the earliest"


def test_what_is_stuck_keeps_the_answer_where_it_is(cockpit: CommandLine) -> None:
    lines = with_project(cockpit, PROJECT + KPI).done("readiness").lines
    assert lines[-1] == "NOT YET stays: 1 criterion cannot be turned; 2 steps turn the rest"


def test_a_gate_that_asks_nothing_has_no_way(cockpit: CommandLine) -> None:
    lines = with_project(cockpit, PROJECT.partition("[[criterion]]")[0]).done("readiness").lines
    assert lines[-1] == "NOT YET stays: this gate asks nothing yet"


def test_in_full_each_step_tells_who_by_when_and_for_which_criteria(cockpit: CommandLine) -> None:
    lines = with_project(cockpit, PROJECT + KPI).done("readiness", "--explain").lines
    told = lines[lines.index("NOT YET stays: 1 criterion cannot be turned; 2 steps turn the rest") + 1 :]

    assert told[0].startswith("  1  Check “Charter signed”")
    assert told[1:4] == ["      who: marc", "      by when: as soon as possible", "      serves: CR-1 Charter signed"]
    assert told[4].startswith("  2  Check “Budget agreed”")
    assert told[8].startswith("  ✗  ")
    assert "K-1" in told[8]
    assert told[9] == "      criterion: CR-3 Conversion holds"
    assert "      can be decided: accept a lower target for a time (accepted debt)" in told[10:]


def test_a_step_that_takes_time_tells_from_which_day_on_it_counts(cockpit: CommandLine) -> None:
    """Six weeks from the first Monday of the scale-up, 14 December, are over on Monday, 25 January: 66 days after 20 November."""
    sample_store(cockpit.store)

    asked = ("readiness", "--gate", "scale_up", "--as-of", "2026-11-20")
    way = cockpit.done(*asked, "--json").json["way"]
    assert (way["on"], way["days"]) == ("2027-01-25", 66)
    assert {step["ref"]: step["on"] for step in way["steps"] if step["kind"] == "kpi"} == {
        "K-10": "2027-01-25", "K-2": "2027-01-25", "K-4": "2027-01-25",
    }  # fmt: skip
    lines = cockpit.done(*asked, "--explain").lines
    assert "      by when: Mon 25 Jan 2027" in lines
    assert any(line.endswith(", 66 days (Mon 25 Jan 2027)") for line in lines)


def test_the_sources_of_an_observation_are_named(cockpit: CommandLine) -> None:
    lines = with_project(cockpit, PROJECT + KPI).done("readiness", "--explain").lines
    assert any(line.startswith("      seen: K-1 Conversion: ") for line in lines)


def test_the_way_as_json_names_rows_and_criteria(cockpit: CommandLine) -> None:
    found = with_project(cockpit, PROJECT + KPI).done("readiness", "--json").json
    uids = {each["ref"]: each["uid"] for each in found["criteria"]}
    way = found["way"]

    assert (way["answer"], way["on"], way["days"]) == ("not_yet", str(TODAY), 0)
    first, second = way["steps"]
    assert (first["kind"], first["uid"], first["ref"], first["owner"], first["on"]) == (
        "criterion", uids["CR-1"], "CR-1", "marc", None,
    )  # fmt: skip
    assert (first["criteria"], second["criteria"]) == ([uids["CR-1"]], [uids["CR-2"]])
    (stuck,) = way["stuck"]
    assert stuck["criterion"] == uids["CR-3"]
    assert "K-1" in stuck["reason"]


def test_a_script_that_asks_for_the_exit_code_does_not_wait_for_the_way(
    cockpit: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_project(cockpit, PROJECT)

    def refused(_found: object) -> None:
        raise AssertionError("the way was worked out")

    monkeypatch.setattr(way_module, "shortest_way", refused)
    checked = cockpit("readiness", "--check")
    assert (checked.code, len(checked.lines)) == (11, 3)


SAMPLES_AND_GATES = [("altura", "pilot"), ("altura", "scale_up"), ("bedside", "pilot"), ("bedside", "generalisation")]


@pytest.mark.parametrize(("sample", "gate"), [("altura", "pilot"), ("bedside", "pilot")])
def test_the_same_state_gives_the_same_bytes(cockpit: CommandLine, sample: str, gate: str) -> None:
    """In two processes that hash differently, from a store with the sample's history and from one that got all of its rows in one go."""
    snapshot = as_of_today(sample)
    printed = []
    for seed, batches in (("1", snapshot.batches), ("2", ())):
        store_file = cockpit.folder / f"{seed}.db"
        with closing(open_store(store_file, who="lea", create=True)) as store:
            store.bring_in(snapshot.state, batches)
        environment = {"PYTHONHASHSEED": seed, "COCKPIT_DB": str(store_file)}
        printed.append(cockpit.process("readiness", "--gate", gate, "--json", environment=environment))
    assert printed[0].out == printed[1].out
    assert printed[0].json["way"]["steps"]


@pytest.mark.parametrize(("sample", "gate"), SAMPLES_AND_GATES)
def test_the_order_of_the_rows_changes_nothing(sample: str, gate: str) -> None:
    state = as_written(sample).state
    backwards = {kind: dict(reversed([*rows.items()])) for kind, rows in reversed([*state.rows.items()])}
    other = ProjectState(backwards, dict(reversed([*state.series.items()])))
    found = [verdict(each, PhaseCode(gate), LAST_DAY) for each in (state, other)]
    told = [{**plain(each.state, each), "way": plain_way(shortest_way(each))} for each in found]
    assert json.dumps(told[0]) == json.dumps(told[1])
