"""What is wrong with a criterion is refused where it is written, with what is allowed; what was written before is left alone."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from typing import Any

import pytest
from hypothesis import given

from cockpit.domain.act import highest_refs, plan, take_back
from cockpit.domain.change import Batch, Deed
from cockpit.domain.edit import Act, Create, Delete, Edit, Update
from cockpit.domain.gate import Answer, Criterion, GatePolicy
from cockpit.domain.kpi import Kpi
from cockpit.domain.moved import RowMoved
from cockpit.domain.person import Person
from cockpit.domain.phase import PhaseCode
from cockpit.domain.problem import Refused
from cockpit.domain.readiness import KINDS, CriterionState, criterion_problems, verdict
from cockpit.domain.readiness.setting import Setting, Settings, setting_problems
from cockpit.domain.state import ProjectState
from cockpit.language import say
from tests.domain.projects import TODAY, project, row, weekly
from tests.strategies import projects

POLICY = row(GatePolicy, "GP-1", gate="pilot")
LEA = row(Person, "P-1", handle="lea", name="Léa")
SPEED = row(Kpi, "K-3", phase="PH-1", target=800.0, direction="lower")
RULES = ", ".join(sorted(KINDS))


def made(state: ProjectState, *edits: Edit) -> ProjectState:
    return state.applied(plan(state, Act(edits), highest_refs(state)))


def creation(rule: str, settings: Mapping[str, Any] | None = None) -> Create:
    return Create(Criterion, {"title": "Speed", "policy": "GP-1", "rule": rule, "settings": settings or {}})


def refusals(state: ProjectState, *edits: Edit) -> list[tuple[str, str]]:
    """Each problem: the field that it is about, and the sentence."""
    with pytest.raises(Refused) as refused:
        made(state, *edits)
    return [(problem.field, say(problem.message)) for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("rule", "settings", "field", "sentence"),
    [
        ("kpi_met", {}, "rule", f"there is no rule “kpi_met”; there are {RULES}"),
        ("sponsor_support", {"at_least": 1}, "settings", "there is no setting “at_least”; there are share"),
        ("risks_under_control", {"level": 3}, "settings", "there is no setting “level”: this rule has none"),
        ("kpis_met", {"share": 2}, "settings", "Share of periods: “2” is not allowed; it must be a number from 0.01 to 1"),
        (
            "kpis_met", {"in_a_row": 2.5}, "settings",
            "Periods in a row: “2.5” is not allowed; it must be a whole number from 1 to 520",
        ),
        ("satisfaction", {"survey": "csat"}, "settings", "Survey: “csat” is not allowed; it must be one of nps, enps, satisfaction"),
        ("kpis_met", {"kpis": "K-3"}, "settings", "KPIs: “K-3” is not allowed; it must be a list of refs"),
        ("kpis_met", {"kpis": ["K-4"]}, "settings", "KPIs: “K-4” refers to nothing; it must be the ref of an existing row"),
        ("kpis_met", {"kpis": ["P-1"]}, "settings", "KPIs: “P-1” refers to nothing; it must be the ref of an existing row"),
    ],
)  # fmt: skip
def test_it_is_said_what_would_be_right(rule: str, settings: dict[str, Any], field: str, sentence: str) -> None:
    state = project(POLICY, SPEED, LEA, row(Criterion, "CR-1", policy="GP-1", rule="kpis_met"))
    assert refusals(state, creation(rule, settings)) == [(field, sentence)]
    there = state.all(Criterion)[0]
    assert refusals(state, Update(there, {"rule": rule, "settings": settings})) == [(field, sentence)]


def test_everything_that_is_wrong_in_an_act_is_told_in_one_go() -> None:
    edits = (creation("kpis_met", {"share": 0, "kpis": ["K-3", "K-9"]}), creation("magic"))
    assert [field for field, _ in refusals(project(POLICY, SPEED), *edits)] == ["settings", "settings", "rule"]


def test_a_rule_that_does_not_go_with_the_settings_that_are_there_is_refused() -> None:
    state = made(project(POLICY), creation("kpis_met", {"in_a_row": 4}))
    assert refusals(state, Update(state.all(Criterion)[0], {"rule": "sponsor_support"})) == [
        ("settings", "there is no setting “in_a_row”; there are share")
    ]


def test_a_kpi_of_the_same_act_can_be_named() -> None:
    state = made(
        project(POLICY), creation("kpis_met", {"kpis": ["K-1"]}), Create(Kpi, {"title": "Speed", "phase": None, "target": 1.0})
    )
    assert state.all(Criterion)[0].settings == {"kpis": ["K-1"]}


BROKEN = row(Criterion, "CR-1", policy="GP-1", rule="kpis_met", settings={"kpis": ["K-9"]}, owner="P-1")
STRANGE = row(Criterion, "CR-2", policy="GP-1", rule="of a newer program", settings={"depth": 4})


def test_what_stands_there_already_keeps_nobody_from_editing() -> None:
    state = project(POLICY, LEA, BROKEN, STRANGE)
    after = made(state, Update(BROKEN, {"title": "Speed"}), Update(STRANGE, {"blocking": False}), creation("manual_check"))
    assert [each.title for each in after.all(Criterion)] == ["Speed", "Row CR-2", "Speed"]
    assert made(state, Delete(LEA)).all(Criterion)[0].owner is None
    assert made(state, Delete(BROKEN), Delete(STRANGE)).all(Criterion) == ()
    with pytest.raises(Refused):
        made(state, Update(BROKEN, {"settings": {"kpis": ["K-9"], "share": 0.5}}))
    assert made(state, Update(BROKEN, {"settings": {}})).all(Criterion)[0].settings == {}


def test_a_kpi_that_is_named_can_be_deleted_and_its_criterion_says_what_is_missing() -> None:
    state = made(project(POLICY, SPEED), creation("kpis_met", {"kpis": ["K-3"]}))
    judged = verdict(made(state, Delete(SPEED)), PhaseCode.PILOT, TODAY).judged[0]
    assert judged.state is CriterionState.INSUFFICIENT
    assert say(judged.finding.summary) == (
        "cannot be judged: KPIs: “K-3” refers to nothing; it must be the ref of an existing row"
    )


def test_what_was_deleted_or_corrected_can_be_brought_back_as_it_was() -> None:
    state = project(POLICY, LEA, BROKEN)
    for edit in (Delete(BROKEN), Update(BROKEN, {"settings": {}})):
        changes = plan(state, Act((edit,)), highest_refs(state))
        batch = Batch("b", datetime.combine(TODAY, time(9), UTC), "lea", Deed.EDIT, changes)
        back = state.applied(changes)
        assert back.applied(take_back(back, batch)).all(Criterion)[0].settings == {"kpis": ["K-9"]}


def test_somebody_elses_edit_is_told_before_what_is_wrong() -> None:
    state = project(POLICY, LEA, BROKEN)
    later = made(state, Update(BROKEN, {"title": "Speed"}))
    with pytest.raises(RowMoved):
        made(later, Update(BROKEN, {"rule": "magic"}))


@given(projects(first=Criterion))
def test_what_was_taken_can_be_judged_unless_what_it_names_is_gone(made_up: tuple[ProjectState, Sequence[Batch]]) -> None:
    state, _ = made_up
    for each in state.all(Criterion):
        for problem in criterion_problems(state, each.rule, each.settings):
            assert say(problem.message).endswith("refers to nothing; it must be the ref of an existing row")


# A setting may hold one ref alone, whatever rows it refers to.

ONE_REF = (Setting("by", "Checked by", "", refers_to=Person.kind),)


@pytest.mark.parametrize(("given", "refs"), [({}, ()), ({"by": ""}, ()), ({"by": "P-1"}, ("P-1",))])
def test_a_setting_of_one_ref(given: dict[str, str], refs: Sequence[str]) -> None:
    assert list(setting_problems(ONE_REF, given)) == []
    assert Settings(ONE_REF, given).refs("by") == tuple(refs)


@pytest.mark.parametrize("value", [3, True, ["P-1"]])
def test_a_setting_of_one_ref_takes_nothing_else(value: Any) -> None:
    (problem,) = setting_problems(ONE_REF, {"by": value})
    assert say(problem.message).endswith("is not allowed; it must be the ref of an existing row")


def test_every_kind_takes_its_own_defaults() -> None:
    for kind in KINDS.values():
        given = {each.name: list(each.default) if isinstance(each.default, tuple) else each.default for each in kind.settings}
        assert list(criterion_problems(project(), kind.code, given)) == []


# What has proven nothing is no GO.


def test_a_gate_without_criteria_is_not_yet() -> None:
    found = verdict(project(POLICY), PhaseCode.PILOT, TODAY)
    assert (found.answer, say(found.summary)) == (Answer.NOT_YET, "this gate asks nothing yet: give it criteria")


def test_a_kpi_without_a_target_has_no_answer() -> None:
    kpi = row(Kpi, "K-1", phase=None, target=None)
    asked = row(Criterion, "CR-1", policy="GP-1", rule="kpis_met", settings={"kpis": ["K-1"]})
    found = verdict(project(POLICY, kpi, asked, series=weekly(kpi, [9.0] * 12)), PhaseCode.PILOT, TODAY)
    assert (found.answer, found.judged[0].state) == (Answer.NOT_YET, CriterionState.INSUFFICIENT)
