"""The gate of a wave on the command line, and the guardrails crossed during waves that are running."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.command_line import CommandLine

NOW = datetime.now(UTC).date()
MONDAY = NOW - timedelta(days=NOW.weekday() + 21)
"""Three weeks ago or more."""


def rollout(*, errors: float = 2.4, scenario: bool = True) -> str:
    """A scale-up: wave 1 has begun three weeks ago, its errors as given in the last week that is over; wave 2 is planned."""
    weeks = {MONDAY: 1.0, MONDAY + timedelta(7): 1.0, MONDAY + timedelta(14): errors}
    points = "\n".join(f"{day} = {value}" for day, value in weeks.items())
    way_back = f"""
[[rollback]]
ref = "RB-1"
title = "Old screen"
owner = "lea"
steps = ["Switch the old screen on", "Tell the agencies"]

[[rehearsal]]
rollback = "RB-1"
rehearsed_on = {NOW - timedelta(days=30)}
succeeded = true
minutes_to_restore = 42
"""
    return f"""
[project]
title = "Rollout"
timezone = "UTC"
phase = "scale_up"

[[person]]
name = "Léa"

[[kpi]]
ref = "K-2"
title = "Errors"
unit = "%"
direction = "lower"
guardrail = 2.0

[measurements.K-2.all]
{points}
{way_back if scenario else ""}
[[wave]]
ref = "V-1"
number = 1
title = "Paris"
status = "running"
starts_on = {MONDAY}
guardrails = ["K-2"]
{'rollback = "RB-1"' if scenario else ""}

[[wave]]
ref = "V-2"
number = 2
title = "Lyon"
guardrails = ["K-2"]
super_users_needed = 2
{'rollback = "RB-1"' if scenario else ""}
"""


@pytest.fixture
def crossed(cockpit: CommandLine) -> CommandLine:
    """The project with its guardrail crossed last week."""
    cockpit.done("snapshot", "import", cockpit.written("rollout.toml", rollout()))
    return cockpit


def test_a_wave_has_a_verdict_of_its_own(crossed: CommandLine) -> None:
    first, *criteria = crossed.done("readiness", "--wave", "V-2").lines[:4]

    assert first.startswith("ROLLOUT  V-2 Lyon  ")
    assert first.endswith("  NO-GO")
    assert criteria[0].startswith(
        "  ✗ not met  Guardrails of the wave before: K-2 crossed its guardrail (2.4\N{NO-BREAK SPACE}% > 2"
    )
    assert criteria[1:] == [
        "  ✗ not met  Training coverage of the next wave: V-2: 0 of 2 super-users trained (0\N{NO-BREAK SPACE}%)",
        "  ✓ met  Rollback rehearsed: 1 scenario rehearsed",
    ]


def test_a_script_learns_the_answer_of_a_wave(crossed: CommandLine) -> None:
    assert crossed("readiness", "--wave", "v-2", "--check").code == 12
    found = crossed("readiness", "--wave", "V-2", "--check", "--json")
    assert (found.code, found.json["gate"], found.json["wave"], found.json["answer"]) == (12, "scale_up", "V-2", "no_go")
    assert [each["rule"] for each in found.json["criteria"]] == ["guardrails_before", "training_coverage", "rollback_rehearsed"]
    assert crossed.done("readiness", "--json").json["wave"] is None


def test_a_wave_is_judged_as_it_was_known_then(crossed: CommandLine) -> None:
    assert crossed.done("readiness", "--wave", "V-2", "--as-of", "today", "--json").json["as_of"] == str(NOW)
    assert "its log begins on" in crossed("readiness", "--wave", "V-2", "--as-of", "-4w").err


def test_a_crossing_is_told_with_its_way_back(crossed: CommandLine) -> None:
    said = "K-2 crossed its guardrail in wave 1 (2.4\N{NO-BREAK SPACE}% > 2\N{NO-BREAK SPACE}%): go back by RB-1?"
    assert crossed.done("readiness", "--wave", "V-1").lines.count(f"  ✗ {said}") == 1
    assert said not in crossed.done("readiness").out
    assert said not in crossed.done("readiness", "--wave", "V-2").out

    lines = [line.strip() for line in crossed.done("readiness", "--explain").lines]
    place = lines.index(f"✗ {said}")
    crossing, scenario, decides, rehearsed, *steps = lines[place + 1 : place + 7]
    assert crossing.startswith("crossed: week of ")
    assert (scenario, decides) == ("scenario: RB-1 Old screen", "decides: Léa")
    assert rehearsed.endswith("it worked, 42 minutes")
    assert steps == ["1. Switch the old screen on", "2. Tell the agencies"]


def test_a_crossing_as_json(crossed: CommandLine) -> None:
    (breach,) = crossed.done("readiness", "--wave", "V-1", "--json").json["breaches"]

    assert (breach["wave"], breach["kpi"], breach["value"], breach["guardrail"]) == ("V-1", "K-2", 2.4, 2.0)
    assert (date.fromisoformat(breach["ends_on"]) - date.fromisoformat(breach["starts_on"])).days == 6
    assert (breach["stands"], breach["rollback"], breach["owner"], breach["minutes_to_restore"]) == (True, "RB-1", "lea", 42)
    assert breach["steps"] == ["Switch the old screen on", "Tell the agencies"]
    assert crossed.done("readiness", "--json").json["breaches"] == [breach]
    assert crossed.done("readiness", "--wave", "V-2", "--json").json["breaches"] == []


def test_without_a_scenario_it_says_what_to_do(cockpit: CommandLine) -> None:
    cockpit.done("snapshot", "import", cockpit.written("rollout.toml", rollout(scenario=False)))

    assert "which has no rollback scenario\n" in cockpit.done("readiness", "--wave", "V-1").out
    assert "  to do: write a rollback scenario for V-1\n" in cockpit.done("readiness", "--wave", "V-1", "--explain").out
    (breach,) = cockpit.done("readiness", "--json").json["breaches"]
    assert (breach["rollback"], breach["owner"], breach["steps"]) == (None, None, [])


def test_guardrails_that_hold_are_no_news(cockpit: CommandLine) -> None:
    cockpit.done("snapshot", "import", cockpit.written("rollout.toml", rollout(errors=2.0)))

    found = cockpit.done("readiness", "--wave", "V-2", "--json").json
    assert (found["breaches"], found["criteria"][0]["state"]) == ([], "met")
    assert found["criteria"][0]["summary"] == "1 guardrail of V-1 held for 15 working days"


def test_a_gate_and_a_wave_together_are_wrong_usage(crossed: CommandLine) -> None:
    answer = crossed("readiness", "--gate", "pilot", "--wave", "V-1")

    assert (answer.code, answer.out) == (2, "")
    assert answer.messages == ["cockpit: --gate and --wave cannot be given together: a wave has a gate of its own"]


@pytest.mark.parametrize("wave", ["V-9", "K-2", "", "\x1b[31m"])
def test_a_wave_that_does_not_exist_is_refused_with_those_that_do(crossed: CommandLine, wave: str) -> None:
    answer = crossed("readiness", f"--wave={wave}")

    assert (answer.code, answer.out) == (1, "")
    assert answer.messages[0].endswith("is no wave; there are: V-1 Paris, V-2 Lyon")
    assert "\x1b" not in answer.err


def test_a_project_without_waves_says_so(cockpit: CommandLine) -> None:
    cockpit.done("snapshot", "import", cockpit.written("empty.toml", '[project]\ntitle = "Empty"\n'))

    answer = cockpit("readiness", "--wave", "V-1")

    assert (answer.code, answer.out) == (1, "")
    assert answer.messages == ["cockpit: --wave: “V-1” is no wave; the project has none yet"]
