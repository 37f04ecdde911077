"""``cockpit readiness review`` tells what was decided at the gates, and what has changed in the evidence since."""

from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from cockpit.domain import readiness
from cockpit.domain.edit import Act, Create, Update
from cockpit.domain.gate import Criterion, Decision, GatePolicy, GateReview, ManualCheck
from cockpit.domain.person import Person
from cockpit.domain.phase import PhaseCode
from cockpit.domain.readiness import verdict
from cockpit.domain.readiness.review import Condition, Exempted, Ruling, held
from cockpit.exchange.snapshot import export_text
from cockpit.exchange.verdict_json import verdict_plain
from cockpit.store import Store, open_store
from tests.command_line import CommandLine, refused

TODAY = datetime.now(UTC).date()


@pytest.fixture
def reviewed(cockpit: CommandLine) -> CommandLine:
    """A gate that was passed on a condition and with a waiver, after a first review that said no."""
    cockpit.done("project", "new", "DEMO", "Demo")
    with closing(open_store(cockpit.store, who="lea")) as store:
        project = store.projects()[0].uid
        store.apply(
            project,
            Act(
                (
                    Create(Person, {"handle": "lea", "name": "Léa"}, "lea"),
                    Create(GatePolicy, {"title": "Pilot", "gate": "pilot"}, "policy"),
                    Create(Criterion, {"title": "Signed", "policy": "policy", "rule": "manual_check"}, "signed"),
                    Create(
                        ManualCheck,
                        {"criterion": "signed", "passed": False, "checked_on": TODAY - timedelta(1), "checked_by": "lea"},
                        "check",
                    ),
                )
            ),
        )
        _hold(store, project, Ruling("First", PhaseCode.PILOT, None, Decision.POSTPONED, ("lea",)))
        signed = store.load(project).get(Criterion, "signed")
        assert signed
        _hold(
            store,
            project,
            Ruling(
                "Second", PhaseCode.PILOT, None, Decision.CONDITIONAL, ("lea",), "On paper", "None",
                (Condition("Sign it", "lea", date(2199, 12, 1), signed),),
                (Exempted(signed, "lea", "On its way", date(2199, 12, 2)),),
            ),
        )  # fmt: skip
    return cockpit


def _hold(store: Store, project: str, ruling: Ruling) -> None:
    store.apply(project, held(store.load(project), ruling, TODAY, verdict_plain))


def edit_check(cockpit: CommandLine) -> None:
    with closing(open_store(cockpit.store, who="marc")) as store:
        project = store.projects()[0].uid
        check = store.load(project).get(ManualCheck, "check")
        assert check
        store.apply(project, Act((Update(check, {"passed": True}),)))


def test_the_list_tells_each_review_with_what_has_changed_since(reviewed: CommandLine) -> None:
    head, first, second = reviewed.done("readiness", "review", "list").lines
    assert head.split() == ["Ref", "Gate", "Held", "on", "Decision", "Verdict", "Changes", "since"]
    assert first.startswith("GR-1  pilot")
    assert "? postponed" in first
    assert "✗ NO-GO" in first
    assert first.endswith("superseded")
    assert second.startswith("GR-2  pilot")
    assert second.count("~ CONDITIONAL") == 2

    edit_check(reviewed)
    told = reviewed.done("readiness", "review", "list", "--json").json
    assert [(each["ref"], each["changes"], each["against"], each["seal"]) for each in told] == [
        ("GR-1", 2, False, "intact"), ("GR-2", 2, False, "intact"),
    ]  # fmt: skip
    assert (told[0]["superseded_by"], told[1]["supersedes"]) == ("GR-2", "GR-1")


def test_one_review_is_shown_with_its_conditions_waivers_evidence_and_changes(reviewed: CommandLine) -> None:
    edit_check(reviewed)
    lines = [line.strip() for line in reviewed.done("readiness", "review", "show", "gr-2").lines]
    assert lines[0].startswith("DEMO  GR-2 Second  pilot")
    for line in (
        "Decision: ~ CONDITIONAL", "Verdict then: ~ CONDITIONAL", "Deciders: lea", "Reason: On paper", "Dissent: None",
        "Evidence: as it was held", "condition: ○ to do A-1 Sign it Sun 1 Dec 2199",
        "waiver: WV-1 On its way Mon 2 Dec 2199",
    ):  # fmt: skip
        assert line in [" ".join(each.split()) for each in lines], line
    assert any(line.startswith("then: ~ waived Signed: failed") for line in lines)
    assert any(line.startswith("since: MC-1") and line.endswith("Passed no → yes") for line in lines)


def test_the_document_of_a_review_has_everything(reviewed: CommandLine) -> None:
    told = reviewed.done("readiness", "review", "show", "GR-2", "--json").json
    assert told["conditions"] == [
        {"ref": "A-1", "title": "Sign it", "action_state": "to_do", "owner": "lea", "due_on": "2199-12-01", "criterion": "CR-1"}
    ]
    assert told["waivers"] == [
        {"ref": "WV-1", "criterion": "CR-1", "approver": "lea", "reason": "On its way", "expires_on": "2199-12-02"}
    ]
    assert (told["criteria"][0]["ref"], told["criteria"][0]["state"]) == ("CR-1", "waived")
    assert told["since"] == []
    assert reviewed.done("readiness", "review", "show", "GR-2", "--json").json == told


def test_a_review_that_is_not_there_is_told_with_those_that_are(reviewed: CommandLine) -> None:
    refused(reviewed("readiness", "review", "show", "GR-9[/]"), "There is no gate review GR-9[/]; there are: GR-1, GR-2")


def test_without_any_review_it_says_how_one_is_held(cockpit: CommandLine) -> None:
    cockpit.done("project", "new", "DEMO", "Demo")
    assert len(cockpit.done("readiness", "review", "list").lines) == 1
    assert cockpit.done("readiness", "review", "list", "--json").json == []
    refused(cockpit("readiness", "review", "show", "GR-1"), "No gate was reviewed yet; a review is held on the screen, at a gate")


def test_the_verdict_and_its_exit_code_are_where_they_were(reviewed: CommandLine) -> None:
    answer = reviewed("readiness", "--gate", "pilot", "--check")
    assert answer.code == 10
    assert answer.lines[0].endswith("CONDITIONAL")
    assert reviewed("readiness", "reviews").code == 2
    assert reviewed("readiness", "review").code == 2


@pytest.mark.parametrize(
    "given",
    [
        ("--gate", "pilot"), ("--wave", "V-1"), ("--as-of", "yesterday"), ("--rules", "today"),
        ("--history",), ("--json",), ("--check",), ("--explain",),
    ],
)  # fmt: skip
def test_an_option_of_the_verdict_is_not_passed_over_before_the_command(reviewed: CommandLine, given: tuple[str, ...]) -> None:
    answer = reviewed("readiness", *given, "review", "list")
    assert answer.code == 2
    assert f"{given[0]} is about the verdict of a gate, and cannot be given before review" in answer.err
    assert answer.out == ""


def test_undo_does_not_take_a_review_back(reviewed: CommandLine) -> None:
    answer = reviewed("undo")
    assert answer.code == 1
    assert (
        "GR-2 Second was held, and stays: it is neither deleted nor taken back. Another review of the gate supersedes it"
        in answer.err
    )
    assert len(reviewed.done("readiness", "review", "list", "--json").json) == 2


def test_a_file_with_another_version_of_a_review_does_not_replace_the_project(reviewed: CommandLine) -> None:
    text = reviewed.done("snapshot", "export", "--no-history").out
    other = reviewed.written("other.toml", text.replace('reason = "On paper"', 'reason = "In person"'))
    refused(
        reviewed("snapshot", "import", "--replace", other),
        "GR-2 Second stays as it was held",
        "Another review of the gate supersedes it",
    )
    assert reviewed.done("readiness", "review", "show", "GR-2", "--json").json["reason"] == "On paper"


def test_a_file_from_before_a_review_does_not_take_it_away(cockpit: CommandLine, reviewed: CommandLine) -> None:
    with closing(open_store(cockpit.store, who="lea")) as store:
        state = store.load(store.projects()[0].uid)
    from cockpit.domain.state import ProjectState

    without = ProjectState(
        {kind: rows for kind, rows in state.rows.items() if kind in ("project", "person", "gate_policy", "criterion")}
    )
    answer = reviewed("snapshot", "import", "--replace", reviewed.written("old.toml", export_text(without, (), history=False)))
    assert answer.code == 1
    assert "GR-1 First was held, and stays" in answer.err
    assert "GR-2 Second was held, and stays" in answer.err


def test_a_file_that_brings_a_review_says_that_it_stays(cockpit: CommandLine) -> None:
    cockpit.done("project", "new", "DEMO", "Demo")
    text = cockpit.done("snapshot", "export", "--no-history").out
    review = '\n[[gate_review]]\ntitle = "Elsewhere"\ngate = "pilot"\nheld_on = 2026-03-02\n'
    answer = cockpit.done("snapshot", "import", "--replace", cockpit.written("more.toml", text + review))
    assert "it brings gate reviews, which stay" in answer.err
    assert "is neither deleted nor taken back" in cockpit("undo").err


def test_a_review_without_reason_or_evidence_from_an_older_file_is_taken_in(cockpit: CommandLine) -> None:
    cockpit.done(
        "snapshot", "import",
        cockpit.written(
            "old.toml",
            '[project]\ntitle = "Old"\n[[gate_review]]\ntitle = "Bold"\ngate = "pilot"\nheld_on = 2026-03-02\n'
            'decision = "go"\nverdict = "no_go"\n',
        ),
    )  # fmt: skip
    (told,) = cockpit.done("readiness", "review", "list", "--json").json
    assert (told["against"], told["seal"], told["changes"]) == (True, "none", 0)
    assert "against the verdict" in cockpit.done("readiness", "review", "list").lines[1]
    assert "no evidence was frozen" in cockpit.done("readiness", "review", "show", "GR-1").out


def test_evidence_that_was_altered_is_told(reviewed: CommandLine) -> None:
    text = reviewed.done("snapshot", "export", "--no-history").out
    other = reviewed.written("other.toml", text.replace('reason = "On paper"', 'reason = "In person"'))
    reviewed.store.unlink()
    reviewed.done("snapshot", "import", other)
    told = {each["ref"]: each["seal"] for each in reviewed.done("readiness", "review", "list", "--json").json}
    assert told == {"GR-1": "intact", "GR-2": "altered"}
    assert "ALTERED" in reviewed.done("readiness", "review", "show", "GR-2").out


def test_no_gate_is_judged_for_a_review_of_which_nothing_can_be_told(
    cockpit: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    cockpit.done("project", "new", "DEMO", "Demo")
    with closing(open_store(cockpit.store, who="lea")) as store:
        values = {"title": "Old", "gate": "pilot", "held_on": TODAY, "decision": "go", "verdict": "go"}
        altered = values | {"title": "Altered", "evidence": "{}", "digest": "sha256:0", "gate": "definition"}
        store.apply(store.projects()[0].uid, Act((Create(GateReview, values), Create(GateReview, altered))))

    def judged(*given: Any) -> Any:
        raise AssertionError(given)

    monkeypatch.setattr(readiness, "verdict", judged)
    told = {each["title"]: each["changes"] for each in cockpit.done("readiness", "review", "list", "--json").json}
    assert told == {"Old": 0, "Altered": 0}


def test_what_travels_in_a_snapshot_comes_back_to_the_letter(reviewed: CommandLine) -> None:
    text = reviewed.done("snapshot", "export").out
    file = reviewed.written("whole.toml", text)
    reviewed.store.unlink()
    reviewed.done("snapshot", "import", file)
    assert reviewed.done("snapshot", "export").out == text
    assert all(each["seal"] == "intact" for each in reviewed.done("readiness", "review", "list", "--json").json)


def test_the_frozen_verdict_is_what_readiness_prints(reviewed: CommandLine) -> None:
    import json

    with closing(open_store(reviewed.store, who="lea")) as store:
        state = store.load(store.projects()[0].uid)
    review = state.all(GateReview)[-1]
    assert json.loads(review.evidence)["verdict"] == verdict_plain(verdict(state, PhaseCode.PILOT, TODAY))
