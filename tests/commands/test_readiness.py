"""The verdict on the command line: its exit codes for scripts, its evidence for people, its JSON for programs."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.command_line import CommandLine
from tests.sample_stores import as_of_today, sample_store
from tests.samples.reading import LAST_DAY, PILOT_OPENS, day_of

YESTERDAY = datetime.now(UTC).date() - timedelta(days=1)
LONG_AGO = YESTERDAY - timedelta(days=400)

PROJECT = """
[project]
title = "Altura"

[[person]]
name = "Léa"

[[gate_policy]]
gate = "definition"
title = "Charter review"
"""


def criterion(
    title: str, *, blocking: bool = True, passed: bool | None = None, on: date = YESTERDAY, waived: bool = False
) -> str:
    """A criterion that is somebody's word, and that word where it is given."""
    head = f'[[criterion]]\ntitle = "{title}"\npolicy = "GP-1"\nrule = "manual_check"\nblocking = {str(blocking).lower()}\nref = "CR-{title}"\n'
    word = (
        ""
        if passed is None
        else f'[[manual_check]]\ncriterion = "CR-{title}"\npassed = {str(passed).lower()}\nchecked_on = {on}\nchecked_by = "lea"\n'
    )
    waiver = f'[[waiver]]\ncriterion = "CR-{title}"\napprover = "lea"\ngranted_on = {YESTERDAY}\nexpires_on = 2199-01-01\nreason = "Agreed"\n'
    return head + word + (waiver if waived else "")


CASES = {
    "GO": (criterion("1", passed=True), 0),
    "CONDITIONAL, one waived": (criterion("1", passed=True) + criterion("2", passed=False, waived=True), 10),
    "CONDITIONAL, one that does not block unmet": (
        criterion("1", passed=True) + criterion("2", passed=False, blocking=False),
        10,
    ),
    "NOT YET, no evidence": (criterion("1", passed=True) + criterion("2"), 11),
    "NOT YET, evidence too old": (criterion("1", passed=True, on=LONG_AGO), 11),
    "NOT YET, nothing asked": ("", 11),
    "NO-GO": (criterion("1", passed=True) + criterion("2", passed=False) + criterion("3"), 12),
}


@pytest.mark.parametrize(("criteria", "code"), CASES.values(), ids=CASES)
def test_a_script_learns_the_answer_from_the_exit_code(
    cockpit: CommandLine, criteria: str, code: int, request: pytest.FixtureRequest
) -> None:
    cockpit.done("snapshot", "import", cockpit.written("altura.toml", PROJECT + criteria))

    checked = cockpit("readiness", "--check")

    assert checked.code == code
    assert checked.err == ""
    assert checked.lines[0].endswith("  " + request.node.callspec.id.split(",")[0])
    assert cockpit("readiness", "--check", "--json").code == code
    assert cockpit("readiness").code == 0


@pytest.fixture
def judged(cockpit: CommandLine) -> CommandLine:
    """A project with a criterion that is met and one that is not."""
    file = cockpit.written("altura.toml", PROJECT + criterion("1", passed=True) + criterion("2", passed=False))
    cockpit.done("snapshot", "import", file)
    return cockpit


def test_each_criterion_has_its_sign_its_words_and_its_summary(judged: CommandLine) -> None:
    lines = judged.done("readiness").lines

    assert lines[0].startswith("ALTURA  definition  ")
    assert lines[1:3] == ["  ✓ met  1: passed, checked by Léa", "  ✗ not met  2: failed, checked by Léa"]


def test_an_explanation_tells_rule_evidence_and_what_turns_it(judged: CommandLine) -> None:
    lines = [line.strip() for line in judged.done("readiness", "--explain").lines]

    assert lines.count("rule: somebody checked it at most 90 d ago, and it passed") == 2
    assert any(line.startswith(f"seen: MC-2 {YESTERDAY}: failed, checked by Léa  (") for line in lines)
    assert sum(line.startswith("turns it: check “2”") for line in lines) == 1


def test_the_verdict_as_json_holds_the_rows_behind_it(judged: CommandLine) -> None:
    verdict = judged.done("readiness", "--json").json

    assert (verdict["project"], verdict["gate"], verdict["answer"]) == ("ALTURA", "definition", "no_go")
    met, unmet = verdict["criteria"]
    assert (met["ref"], met["state"], met["turns"]) == ("CR-1", "met", [])
    assert (unmet["state"], unmet["before_waiver"], unmet["waiver"], unmet["blocking"]) == ("not_met", "not_met", None, True)
    (seen,) = unmet["observations"]
    assert (seen["kind"], seen["ref"], seen["on"], seen["good"]) == ("manual_check", "MC-2", str(YESTERDAY), False)


def test_another_gate_can_be_asked_for(judged: CommandLine) -> None:
    assert judged.done("readiness", "--gate", "pilot", "--json").json["gate"] == "pilot"


@pytest.mark.parametrize("name", ["scale_up", "Scale-up", "montée en charge", "MONTEE EN CHARGE"])
def test_a_gate_may_be_named_as_it_is_printed(judged: CommandLine, name: str) -> None:
    assert judged.done("--lang", "fr", "readiness", "--gate", name, "--json").json["gate"] == "scale_up"


def test_a_gate_that_does_not_exist_is_wrong_usage(judged: CommandLine) -> None:
    answer = judged("readiness", "--gate", "launch")

    assert (answer.code, answer.out) == (2, "")
    assert answer.messages == [
        "cockpit: --gate: “launch” is no phase; there are: definition, steering, pilot, scale_up, generalisation"
    ]


def test_the_verdict_can_be_had_as_of_an_earlier_day(cockpit: CommandLine) -> None:
    file = cockpit.written("altura.toml", HISTORY)
    cockpit.done("snapshot", "import", file)

    assert cockpit.done("readiness", "--as-of", "2026-03-02", "--json").json["project"] == "BEFORE"
    assert cockpit.done("readiness", "--as-of", "2026-03-03", "--json").json["project"] == "AFTER"


def test_a_day_before_the_project_or_after_today_has_no_verdict(judged: CommandLine) -> None:
    early = judged("readiness", "--as-of", "2001-01-01")
    assert (early.code, early.out, len(early.messages)) == (1, "", 1)
    assert "was not here yet" in early.err

    late = judged("readiness", "--as-of", "9999-12-31")
    assert (late.code, late.out, len(late.messages)) == (1, "", 1)
    assert "still to come" in late.err

    tomorrow = judged("readiness", "--as-of", "tomorrow")
    assert (tomorrow.code, tomorrow.out) == (1, "")
    assert "still to come" in tomorrow.err


def test_a_day_is_given_as_people_say_it(judged: CommandLine) -> None:
    today = judged.done("readiness", "--json").json["as_of"]
    assert judged.done("readiness", "--as-of", "today", "--json").json["as_of"] == today
    assert judged.done("--lang", "fr", "readiness", "--as-of", "auj", "--json").json["as_of"] == today
    assert "its log begins on" in judged("readiness", "--as-of", "-4w").err


@pytest.mark.parametrize("day", ["some week", "2026-02-30", "03/04/2026", "", "\x1b[31m"])
def test_a_day_that_is_none_is_wrong_usage(judged: CommandLine, day: str) -> None:
    answer = judged("readiness", f"--as-of={day}")

    assert (answer.code, answer.out, len(answer.messages)) == (2, "", 1)
    assert "write it as 2026-12-31, yesterday or -2w" in answer.err
    assert "\x1b" not in answer.err


HISTORY = """
[project]
uid = "p"
ref = "PR-1"
key = "AFTER"
title = "Altura"
timezone = "UTC"
version = 2

[[history]]
uid = "one"
at = 2026-03-02T12:00:00Z
who = "lea"
deed = "edit"
changes = [
  {kind = "project", uid = "p", created = {ref = "PR-1", version = 1, key = "BEFORE", title = "Altura", timezone = "UTC"}},
]

[[history]]
uid = "two"
at = 2026-03-03T00:00:00Z
who = "lea"
deed = "edit"
changes = [
  {kind = "project", uid = "p", before = {key = "BEFORE", version = 1}, after = {key = "AFTER", version = 2}},
]
"""


@pytest.fixture
def altura(cockpit: CommandLine) -> timedelta:
    """The sample, its dates moved so that it ends today; returns by how much."""
    sample_store(cockpit.store, until_today=True)
    return day_of(as_of_today("altura").batches[-1]) - LAST_DAY


def test_on_each_friday_of_the_pilot_the_verdict_was_what_was_known_then(cockpit: CommandLine, altura: timedelta) -> None:
    """As the sample tells it: open for four weeks, then bad; the sponsors came round in the last week, when one more spoke for it."""
    fridays = [PILOT_OPENS + timedelta(weeks=week, days=4) + altura for week in (3, 4, 7, 8)]

    asked = [cockpit("readiness", "--as-of", str(friday), "--check", "--json") for friday in fridays]

    assert [answer.code for answer in asked] == [11, 12, 12, 12]
    assert [answer.json["as_of"] for answer in asked] == [str(friday) for friday in fridays]
    sponsors = [next(each for each in answer.json["criteria"] if each["rule"] == "sponsor_support") for answer in asked[2:]]
    assert [each["state"] for each in sponsors] == ["not_met", "met"]
    assert [sum(seen["good"] is True for seen in each["observations"]) for each in sponsors] == [3, 4]


def test_another_gate_on_a_past_day_is_judged_by_what_was_known_then(cockpit: CommandLine, altura: timedelta) -> None:
    """The steering gate on the day of its review, which let the project through on a condition."""
    reviewed = date(2026, 9, 18) + altura

    found = cockpit.done("readiness", "--gate", "steering", "--as-of", str(reviewed), "--json").json

    assert (found["gate"], found["answer"]) == ("steering", "conditional")
    assert cockpit("readiness", "--as-of", str(reviewed - timedelta(days=400))).code == 1
