"""The verdict on the command line: its exit codes for scripts, its evidence for people, its JSON for programs."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.command_line import CommandLine

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
    assert lines[1:] == ["  ✓ met  1: passed, checked by Léa", "  ✗ not met  2: failed, checked by Léa"]


def test_an_explanation_tells_rule_evidence_and_what_turns_it(judged: CommandLine) -> None:
    lines = [line.strip() for line in judged.done("readiness", "--explain").lines]

    assert lines.count("rule: somebody checked it at most 90 d ago, and it passed") == 2
    assert any(line.startswith("seen: MC-2 failed, checked by Léa  (") for line in lines)
    assert lines[-1] == "turns it: check “2”"


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

    assert judged("readiness", "--as-of", "tomorrow").code == 2


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
