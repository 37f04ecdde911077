"""The Bedside sample: a scale-up by waves whose next gate is GO, and the past that led there.

What a reader would look up is read from the file itself, without the program.
"""

import tomllib
from collections import Counter
from datetime import date, datetime
from itertools import pairwise
from typing import Any

import pytest

from tests.samples.reading import shipped_text

LAST_DAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def file() -> dict[str, Any]:
    return tomllib.loads(shipped_text("bedside"))


def by_ref(file: dict[str, Any], kind: str) -> dict[str, dict[str, Any]]:
    return {row["ref"]: row for row in file[kind]}


def test_it_is_told_in_english_where_people_pay_in_pounds_and_led_by_priya(file: dict[str, Any]) -> None:
    project = file["project"]
    lead = by_ref(file, "person")[project["lead"]]
    assert (project["key"], lead["handle"], lead["name"]) == ("BEDSIDE", "priya", "Priya Raman")
    assert (project["language"], project["timezone"], project["currency"]) == ("en", "Europe/London", "GBP")
    assert project["phase"] == "scale_up"


def test_three_waves_follow_each_other_and_the_fourth_waits_for_the_gate(file: dict[str, Any]) -> None:
    waves = file["wave"]
    assert [(wave["number"], wave.get("status", "planned")) for wave in waves] == [
        (1, "done"), (2, "done"), (3, "running"), (4, "planned"),
    ]  # fmt: skip
    assert [(wave["starts_on"], wave["ends_on"]) for wave in waves] == [
        (date(2026, 8, 10), date(2026, 9, 4)),
        (date(2026, 9, 14), date(2026, 10, 9)),
        (date(2026, 10, 19), date(2026, 11, 27)),
        (date(2027, 1, 11), date(2027, 2, 12)),
    ]
    assert all(first["ends_on"] < second["starts_on"] for first, second in pairwise(waves))
    assert waves[2]["starts_on"] <= LAST_DAY <= waves[2]["ends_on"]
    (gate,) = [policy for policy in file["gate_policy"] if policy["gate"] == "scale_up"]
    assert LAST_DAY < gate["planned_on"] < waves[3]["starts_on"]
    assert gate["planned_on"] > waves[2]["ends_on"]


def test_each_wave_has_its_people_guardrails_way_back_and_training(file: dict[str, Any]) -> None:
    kpis, rollbacks = by_ref(file, "kpi"), by_ref(file, "rollback")
    for wave in file["wave"]:
        assert wave["population"]
        assert wave["size"] > 200
        assert wave["rollback"] in rollbacks
        assert wave["courses_needed"]
        assert len(wave["guardrails"]) >= 4
        assert all("guardrail" in kpis[ref] for ref in wave["guardrails"])
    for wave in file["wave"][:3]:
        assert wave["active"] <= wave["enabled"] <= wave["size"]
        assert wave["active"] / wave["enabled"] > 0.85, "a wave that is live is used"


def test_the_super_users_of_each_wave_are_trained_before_it_starts_and_nearly_all_of_the_next(file: dict[str, Any]) -> None:
    sessions = by_ref(file, "session")
    trained: dict[str, dict[str, set[str]]] = {}
    for seen in file["attendance"]:
        session = sessions[seen["session"]]
        if "wave" in session and seen.get("state") == "attended" and session["starts_on"] <= LAST_DAY:
            trained.setdefault(session["wave"], {}).setdefault(session["course"], set()).add(seen["name"])
            (wave,) = [wave for wave in file["wave"] if wave["ref"] == session["wave"]]
            assert session["starts_on"] < wave["starts_on"]
    counted = [
        (len(set.intersection(*(trained[wave["ref"]][course] for course in wave["courses_needed"]))), wave["super_users_needed"])
        for wave in file["wave"]
    ]
    assert counted == [(21, 20), (27, 26), (29, 28), (21, 22)]


def test_the_reviews_held_were_not_all_easy(file: dict[str, Any]) -> None:
    held = {review["ref"]: review for review in file["gate_review"]}
    assert [(review["gate"], review.get("decision", "postponed")) for review in held.values()] == [
        ("definition", "go"), ("steering", "postponed"), ("steering", "go"), ("pilot", "conditional"),
    ]  # fmt: skip
    first, second = (review for review in held.values() if review["gate"] == "steering")
    assert second["supersedes"] == first["ref"]
    assert "Helen Whitcombe" in first["dissent"]
    (pilot,) = (review for review in held.values() if review["gate"] == "pilot")
    assert "Gwen Parry" in pilot["dissent"]


def test_a_target_was_corrected_before_the_first_measurement_and_none_since(file: dict[str, Any]) -> None:
    (doses,) = [kpi for kpi in file["kpi"] if kpi["title"] == "Doses checked"]
    first_measured = min(
        datetime.fromisoformat(str(time)).date()
        for groups in file["measurements"].values()
        for group in groups.values()
        for time in group
    )
    assert doses["target"] == 95.0
    assert doses["target_set_on"] < first_measured
    edits = [
        (str(batch["at"])[:10], change["before"]["target"], change["after"]["target"])
        for batch in file["history"]
        for change in batch["changes"]
        if "target" in change.get("before", {}) and "target" in change.get("after", {}) and change.get("kind") == "kpi"
    ]
    assert edits == [("2026-02-24", 97.0, 95.0)]


def test_incidents_became_fewer_and_less_bad_though_more_wards_scan(file: dict[str, Any]) -> None:
    waves = {wave["ref"]: wave["number"] for wave in file["wave"]}
    struck = Counter(waves.get(incident.get("wave"), 0) for incident in file["incident"])
    assert [struck[number] for number in range(4)] == [8, 4, 2, 2]
    grave = Counter(waves.get(each.get("wave"), 0) for each in file["incident"] if each.get("severity", "minor") != "minor")
    assert [grave[number] for number in range(4)] == [4, 3, 0, 0]
    (kpi,) = [kpi["ref"] for kpi in file["kpi"] if kpi["title"] == "Incidents"]
    values = list(file["measurements"][kpi]["pilot"].values())
    assert sum(values[-8:]) / 8 < sum(values[:4]) / 4 / 2


def test_a_risk_happened_a_milestone_moved_twice_and_nothing_is_waived_any_more(file: dict[str, Any]) -> None:
    assert [risk["title"] for risk in file["risk"] if risk.get("status") == "occurred"] == ["Beds without a network"]
    moved = Counter(revision["milestone"] for revision in file["baseline_revision"])
    assert max(moves for moves in moved.values()) == 2
    assert all(waiver["expires_on"] < LAST_DAY for waiver in file["waiver"])


def test_the_live_wards_leave_those_on_paper_behind_once_they_scan(file: dict[str, Any]) -> None:
    compared = [ref for ref, groups in file["measurements"].items() if {"pilot", "control"} <= set(groups)]
    assert len(compared) >= 6
    (errors,) = [kpi["ref"] for kpi in file["kpi"] if kpi["title"] == "Dose errors"]
    live, paper = (file["measurements"][errors][group] for group in ("pilot", "control"))
    before = [day for day in paper if str(day) < "2026-05-18"]
    since = [day for day in paper if str(day) >= "2026-05-18"]
    assert len(before) == 11
    assert len(since) == 27
    assert abs(sum(live[day] - paper[day] for day in before) / len(before)) < 1
    assert sum(live[day] for day in since) < sum(paper[day] for day in since) / 2


def test_some_kpis_are_measured_every_day_weekends_included(file: dict[str, Any]) -> None:
    daily = {kpi["ref"]: kpi["title"] for kpi in file["kpi"] if len(file["measurements"][kpi["ref"]].get("pilot", ())) > 150}
    assert set(daily.values()) == {"Doses checked", "Late doses", "Service up"}
    for ref in daily:
        days = {datetime.fromisoformat(str(time)).weekday() for time in file["measurements"][ref]["pilot"]}
        assert days == set(range(7))


def test_every_row_that_is_named_exists(file: dict[str, Any]) -> None:
    refs = {row["ref"] for kind, rows in file.items() if isinstance(rows, list) and kind != "history" for row in rows}
    named = [
        value
        for kind in (
            "criterion",
            "wave",
            "action",
            "risk",
            "standup",
            "decision",
            "win",
            "incident",
            "activity_link",
            "attendance",
        )
        for row in file[kind]
        for name, value in row.items()
        if name
        in (
            "owner",
            "risk",
            "wave",
            "milestone",
            "kpi",
            "rollback",
            "standup",
            "gate_review",
            "predecessor",
            "successor",
            "session",
        )
    ]
    assert len(named) > 400
    assert set(named) <= refs


def test_actions_are_in_all_states_and_two_are_late(file: dict[str, Any]) -> None:
    states = Counter(action.get("state", "to_do") for action in file["action"])
    assert set(states) == {"to_do", "doing", "done", "blocked"}
    late = {
        action["title"] for action in file["action"] if action.get("state", "to_do") != "done" and action["due_on"] < LAST_DAY
    }
    assert late == {"Ask for codes at the next tender", "Find a student to watch rounds"}


@pytest.mark.parametrize(
    ("kind", "longest"),
    [("kpi", 20), ("criterion", 28), ("risk", 30), ("action", 40), ("objective", 34), ("wave", 30), ("milestone", 45)],
)
def test_titles_are_short_enough_to_be_read_in_a_table(file: dict[str, Any], kind: str, longest: int) -> None:
    assert [row["title"] for row in file[kind] if len(row["title"]) > longest] == []
