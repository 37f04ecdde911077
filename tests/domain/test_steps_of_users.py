"""What the steps of what people use, meet and hand over are: the row, its owner, the day, and what they make of it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from cockpit.domain.entity import Entity
from cockpit.domain.incident import Incident
from cockpit.domain.kpi import Kpi
from cockpit.domain.person import Person
from cockpit.domain.phase import Deliverable, DeliverableState, Phase, PhaseCode
from cockpit.domain.risk import Risk
from cockpit.domain.wave import Wave, WaveStatus
from cockpit.language import say
from tests.domain.projects import TODAY, days_ago, row
from tests.domain.steps import ask


def wave(number: int, **values: Any) -> Wave:
    return row(Wave, f"V-{number}", number=number, **values)


# Usage


def test_users_are_won_by_who_owns_the_wave_else_the_criterion() -> None:
    begun = {"starts_on": days_ago(30), "enabled": 100, "active": 50}
    asked = ask("usage_rate", wave(1, **begun, owner="P-1"), owner="P-2", at_least=0.7)
    assert asked.steps() == [(("use", "V-1"), "wave", "V-1", "P-1", None)]
    assert asked.leads_to() == {"V-1": {"active": 70}}
    assert ask("usage_rate", wave(1, **begun), owner="P-2", at_least=0.7).steps()[0][3] == "P-2"
    (last,) = ask("usage_rate", wave(1, **begun), at_least=0.51).question.remedy.turns
    assert say(last) == "1 more active user in V-1 Row V-1"


@pytest.mark.parametrize(
    ("waves", "first", "on"),
    [
        ([wave(1, starts_on=days_ago(-9)), wave(2, starts_on=days_ago(-5))], "V-2", days_ago(-5)),
        ([wave(1, starts_on=days_ago(-9)), wave(2, starts_on=days_ago(3))], "V-2", None),
        ([wave(1, starts_on=days_ago(9)), wave(2)], "V-2", None),
        ([wave(2), wave(1)], "V-1", None),
        ([wave(1, status="rolled_back"), wave(2)], "V-2", None),
    ],
)
def test_it_is_given_to_the_wave_that_has_begun_or_begins_first(waves: list[Wave], first: str, on: date | None) -> None:
    assert ask("usage_rate", *waves, owner="P-2").steps() == [(("use", first), "wave", first, "P-2", on)]


@pytest.mark.parametrize(
    ("values", "enabled", "active"),
    [({"size": 10}, 10, 7), ({}, 1, 1), ({"size": 10, "active": 0, "enabled": 0}, 10, 7)],
)
def test_all_of_a_wave_get_it_and_enough_of_them_use_it(values: dict[str, Any], enabled: int, active: int) -> None:
    asked = ask("usage_rate", wave(1, **values, owner="P-1"), owner="P-2", at_least=0.7)
    assert asked.steps()[0][3] == "P-1"
    assert asked.leads_to() == {"V-1": {"enabled": enabled, "active": active}}


def test_without_a_wave_there_is_nobody_to_give_it_to() -> None:
    assert [say(reason) for reason in ask("usage_rate").question.remedy.stuck] == ["plan a wave: nobody has it yet"]


# Deliverables


PILOT = row(Phase, "PH-1", code="pilot")


def test_what_is_nearest_to_its_acceptance_is_accepted_first() -> None:
    rows = [
        row(Deliverable, "DL-1", phase="PH-1", state="accepted", accepted_on=days_ago(3)),
        row(Deliverable, "DL-2", phase="PH-1", owner="P-2"),
        row(Deliverable, "DL-3", phase="PH-1", due_on=days_ago(-9), owner="P-1"),
        row(Deliverable, "DL-4", phase="PH-1"),
    ]
    asked = ask("deliverables_accepted", PILOT, *rows, share=0.75)
    assert asked.steps() == [
        (("accept", "DL-3"), "deliverable", "DL-3", "P-1", None), (("accept", "DL-2"), "deliverable", "DL-2", "P-2", None),
    ]  # fmt: skip
    accepted = {"state": DeliverableState.ACCEPTED, "accepted_on": TODAY}
    assert asked.leads_to() == {"DL-2": accepted, "DL-3": accepted}


@pytest.mark.parametrize(("rows", "about"), [([], ("", "")), ([PILOT], ("phase", "PH-1"))])
def test_the_first_deliverable_of_a_phase_is_written_down(rows: list[Entity], about: tuple[str, str]) -> None:
    asked = ask("deliverables_accepted", *rows)
    assert asked.steps() == [(("first", "deliverable", "pilot"), *about, None, None)]
    phase = "PH-1" if rows else "~phase:pilot"
    made = asked.leads_to()
    assert made.pop("~deliverable:pilot") == {
        "title": "Deliverable", "phase": phase, "state": DeliverableState.ACCEPTED, "accepted_on": TODAY,
    }  # fmt: skip
    assert made == ({} if rows else {"~phase:pilot": {"code": PhaseCode.PILOT, "title": "pilot"}})


# Incidents


def incident(**values: Any) -> Incident:
    at = datetime(2026, 3, 17, 9, tzinfo=UTC)
    return row(Incident, "IN-1", severity="critical", occurred_at=at, **values)


@pytest.mark.parametrize(
    ("values", "owner"),
    [({"risk": "R-1", "wave": "V-1"}, "P-1"), ({"risk": "R-2", "wave": "V-1"}, "P-2"), ({"risk": "R-2"}, "P-3"), ({}, "P-3")],
)
def test_an_incident_is_resolved_by_who_owns_its_risk_its_wave_or_the_criterion(values: dict[str, str], owner: str) -> None:
    rows = [
        row(Risk, "R-1", inherent_likelihood=1, inherent_impact=1, owner="P-1"),
        row(Risk, "R-2", inherent_likelihood=1, inherent_impact=1),
        wave(1, owner="P-2", starts_on=days_ago(200)),
        row(Person, "P-3", handle="kim", name="Kim"),
    ]
    found = [each for each in ask("incident_rate", *rows, incident(**values), owner="P-3").steps() if each[0][0] == "resolve"]
    assert found == [(("resolve", "IN-1"), "incident", "IN-1", owner, None)]


# The wave before


def test_the_wave_before_is_begun_by_its_owner_on_its_day() -> None:
    kpi = row(Kpi, "K-1", title="Errors", guardrail=2, direction="lower")
    late = wave(1, starts_on=days_ago(-5), guardrails=["K-1"], owner="P-1")
    following = wave(2, working_days_needed=5)
    asked = ask("guardrails_before", late, following, kpi, wave=following)
    begin = next(each for each in asked.question.remedy.steps if each.key[0] == "begin")
    assert (begin.key, begin.kind, begin.uid, begin.owner, begin.on) == (("begin", "V-1"), "wave", "V-1", "P-1", days_ago(-5))
    assert say(begin.said) == "begin V-1 Row V-1"
    assert asked.made_by(begin) == {"V-1": {"status": WaveStatus.RUNNING}}


def test_a_wave_that_runs_without_a_first_day_gets_one_and_keeps_an_end_that_is_ahead() -> None:
    kpi = row(Kpi, "K-1", title="Errors", guardrail=2, direction="lower")
    asked = ask("guardrails_before", wave(1, status="running", guardrails=["K-1"], ends_on=days_ago(-60)), wave(2), kpi)
    begin = next(each for each in asked.question.remedy.steps if each.key[0] == "begin")
    assert (say(begin.said), begin.on) == ("say when V-1 Row V-1 began", None)
    assert asked.made_by(begin) == {"V-1": {"starts_on": TODAY}}
    following = wave(2)
    over = ask("guardrails_before", wave(1, guardrails=["K-1"], ends_on=days_ago(3)), following, kpi, wave=following)
    begin = next(each for each in over.question.remedy.steps if each.key[0] == "begin")
    assert over.made_by(begin) == {"V-1": {"status": WaveStatus.RUNNING, "starts_on": TODAY, "ends_on": None}}
