"""What each step towards a criterion is: the row that it is about, whose it is, from when on it counts, and the rows that it makes or changes."""

from datetime import date
from typing import Any

import pytest

from cockpit.domain.charter import Stakeholder, StakeholderRole, Support, SupportLevel
from cockpit.domain.entity import Entity
from cockpit.domain.gate import GatePolicy, ManualCheck
from cockpit.domain.kpi import Kpi
from cockpit.domain.milestone import BaselineRevision, Milestone
from cockpit.domain.readiness.way import taken
from cockpit.domain.resource import Resource
from cockpit.domain.risk import Risk
from cockpit.domain.rollback import Rehearsal, Rollback
from cockpit.domain.survey import Survey, SurveyKind
from cockpit.domain.training import Attendance, AttendanceState, Course, TrainingSession
from cockpit.domain.wave import Wave, by_number
from cockpit.language import say
from tests.domain.projects import TODAY, days_ago, project, row, weekly
from tests.domain.steps import Asked, ask

# Waves


WAVE = {"number": 3, "super_users_needed": 2, "courses_needed": ["TC-1", "TC-2"], "owner": "P-2"}
COURSES = [row(Course, "TC-1"), row(Course, "TC-2")]


def test_the_next_wave_is_planned_with_all_that_its_gate_asks() -> None:
    running = row(Wave, "V-1", number=4, status="running")
    asked = ask("training_coverage", running)
    assert asked.steps() == [(("plan", "wave"), "", "", None, None)]
    assert asked.leads_to() == {
        "~wave": {"number": 5, "title": "Wave", "super_users_needed": 1, "rollback": "~rollback:~wave"},
        "~rollback:~wave": {"title": "Rollback"},
        "~rehearsal:~rollback:~wave": {"rollback": "~rollback:~wave", "rehearsed_on": TODAY, "succeeded": True},
        "~course:~wave": {"title": "Course"},
        "~session:~wave:~course:~wave": {
            "title": "Session", "course": "~course:~wave", "starts_on": TODAY, "wave": "~wave",
        },
        "~attendance:~session:~wave:~course:~wave:1": {
            "session": "~session:~wave:~course:~wave", "name": "1", "super_user": True, "state": AttendanceState.ATTENDED,
        },
    }  # fmt: skip
    assert ask("training_coverage").leads_to()["~wave"]["number"] == 1
    assert ask("rollback_rehearsed", running).leads_to() == asked.leads_to()


def test_those_who_lack_a_course_are_trained_first_and_then_others() -> None:
    begun = [
        row(TrainingSession, "TS-1", course="TC-1", wave="V-1", starts_on=days_ago(9)),
        row(Attendance, "TA-1", session="TS-1", person="P-1", state="attended", super_user=True),
    ]
    asked = ask("training_coverage", *COURSES, row(Wave, "V-1", **WAVE), *begun)
    assert asked.steps() == [(("train", "V-1"), "wave", "V-1", "P-2", None)]
    made = asked.leads_to()
    sessions = {values["course"]: uid for uid, values in made.items() if "course" in values}
    assert {course: made[uid] for course, uid in sessions.items()} == {
        course: {"title": "Session", "course": course, "starts_on": TODAY, "wave": "V-1"} for course in ("TC-1", "TC-2")
    }
    attended = [(values["session"], values.get("person"), values.get("name")) for values in made.values() if "session" in values]
    assert attended == [
        (sessions["TC-1"], "P-1", None), (sessions["TC-1"], None, "~V-1:0"),
        (sessions["TC-2"], "P-1", None), (sessions["TC-2"], None, "~V-1:0"),
    ]  # fmt: skip


def test_how_many_super_users_a_wave_needs_is_said_before_they_are_trained() -> None:
    asked = ask("training_coverage", *COURSES, row(Wave, "V-1", **{**WAVE, "super_users_needed": 0}))
    assert asked.steps() == [(("count", "V-1"), "wave", "V-1", "P-2", None)]
    made = asked.leads_to()
    assert made["V-1"] == {"super_users_needed": 1}
    assert [(values["wave"], values["course"], values["starts_on"]) for values in made.values() if "course" in values] == [
        ("V-1", "TC-1", TODAY), ("V-1", "TC-2", TODAY),
    ]  # fmt: skip
    assert [(values["name"], values["super_user"]) for values in made.values() if "session" in values] == [("1", True)] * 2


def test_a_way_back_is_written_and_rehearsed_by_who_owns_it() -> None:
    back = row(Rollback, "RB-1", owner="P-1")
    asked = ask("rollback_rehearsed", back, row(Wave, "V-1", **WAVE, rollback="RB-1"), *COURSES)
    assert asked.steps() == [(("rehearse", "RB-1"), "rollback", "RB-1", "P-1", None)]
    assert asked.leads_to() == {"~rehearsal:RB-1": {"rollback": "RB-1", "rehearsed_on": TODAY, "succeeded": True}}

    without = ask("rollback_rehearsed", row(Wave, "V-1", title="North", **WAVE), *COURSES)
    assert without.steps() == [(("scenario", "V-1"), "wave", "V-1", "P-2", None)]
    assert without.leads_to() == {
        "~rollback:V-1": {"title": "V-1 North"},
        "V-1": {"rollback": "~rollback:V-1"},
        "~rehearsal:~rollback:V-1": {"rollback": "~rollback:V-1", "rehearsed_on": TODAY, "succeeded": True},
    }


def test_what_is_rehearsed_too_early_is_rehearsed_again_by_then() -> None:
    rehearsed = row(Rehearsal, "RH-1", rollback="RB-1", rehearsed_on=days_ago(175), succeeded=True)
    asked = ask("rollback_rehearsed", row(Rollback, "RB-1"), row(Wave, "V-1", **WAVE, rollback="RB-1"), *COURSES, rehearsed)
    assert asked.steps() == asked.steps(days_ago(-5)) == []
    assert asked.steps(days_ago(-6)) == [(("rehearse", "RB-1"), "rollback", "RB-1", None, None)]


# Milestones


def milestone(ref: str, on: date, **values: Any) -> Milestone:
    return row(Milestone, ref, baseline_on=on, **values)


def test_the_milestones_to_come_that_make_up_the_share_are_reached_by_their_original_baseline() -> None:
    rows = [
        milestone("M-1", days_ago(20), reached_on=days_ago(20)),
        milestone("M-2", days_ago(10)),
        # The later one of two that were first planned for a day comes second, and what has moved counts by where it was first.
        milestone("M-10", days_ago(-5), owner="P-2"),
        milestone("M-3", days_ago(-5), owner="P-1"),
        row(Milestone, "M-4", planned_on=days_ago(-30)),
        row(BaselineRevision, "BR-1", milestone="M-4", decided_on=days_ago(40), old_on=TODAY, new_on=days_ago(-30)),
        milestone("M-5", days_ago(-90), reached_on=days_ago(1)),
        row(Milestone, "M-6"),
    ]
    # 1 of 2 are in time; 2 of 3 (with M-4, today), 3 of 4 on 23 March, and with both of that day 4 of 5.
    asked = ask("milestone_adherence", *rows, at_least=0.8)
    assert asked.steps() == [
        (("reach", "M-4"), "milestone", "M-4", None, TODAY),
        (("reach", "M-3"), "milestone", "M-3", "P-1", days_ago(-5)),
        (("reach", "M-10"), "milestone", "M-10", "P-2", days_ago(-5)),
    ]
    assert asked.leads_to() == {
        "M-4": {"reached_on": TODAY}, "M-3": {"reached_on": days_ago(-5)}, "M-10": {"reached_on": days_ago(-5)},
    }  # fmt: skip


# Resources, risks, checks


def test_a_resource_is_secured_by_the_person_that_it_is() -> None:
    asked = ask("resources_secured", row(Resource, "RE-1", critical=True, person="P-2"))
    assert asked.steps() == [(("secure", "RE-1"), "resource", "RE-1", "P-2", None)]
    assert asked.leads_to() == {"RE-1": {"secured": True, "secured_on": TODAY}}

    none = ask("resources_secured", row(Resource, "RE-1"))
    assert none.steps() == [(("first", "resource"), "", "", None, None)]
    assert none.leads_to() == {"~resource": {"title": "Resource", "critical": True, "secured": True, "secured_on": TODAY}}


RATED = {"inherent_likelihood": 4, "inherent_impact": 5, "current_likelihood": 2, "current_impact": 3, "rollback": "RB-1"}


def test_a_register_is_begun() -> None:
    asked = ask("risks_under_control")
    assert asked.steps() == [(("first", "risk"), "", "", None, None)]
    assert asked.leads_to() == {"~risk": {"title": "Risk", "inherent_likelihood": 1, "inherent_impact": 1}}


def test_risks_that_will_be_too_old_are_reviewed_in_one_step_of_each_owner() -> None:
    backs = [row(Rollback, "RB-1"), row(Rehearsal, "RH-1", rollback="RB-1", rehearsed_on=days_ago(1), succeeded=True)]
    risks = [
        row(Risk, f"R-{number}", owner=owner, reviewed_on=days_ago(days), **RATED)
        for number, (owner, days) in enumerate([("P-1", 20), ("P-2", 20), ("P-1", 25), ("P-1", 0)], 1)
    ]
    asked = ask("risks_under_control", *backs, *risks)
    assert asked.steps() == []
    by = days_ago(-12)
    assert asked.steps(by) == [
        (("review", "R-1", "R-3"), "risk", "R-1", "P-1", by), (("review", "R-2"), "risk", "R-2", "P-2", by),
    ]  # fmt: skip
    assert [say(turn) for turn in asked.question.remedy_by(by).turns] == [
        "review R-1, R-3 again by then",
        "review R-2 again by then",
    ]
    assert asked.leads_to(by) == {ref: {"reviewed_on": by} for ref in ("R-1", "R-2", "R-3")}


def test_to_rate_a_risk_is_to_look_at_it() -> None:
    backs = [row(Rollback, "RB-1"), row(Rehearsal, "RH-1", rollback="RB-1", rehearsed_on=days_ago(1), succeeded=True)]
    high = row(Risk, "R-1", owner="P-2", **{**RATED, "current_likelihood": 4})
    asked = ask("risks_under_control", *backs, high)
    assert [key for key, *_ in asked.steps()] == [("rate", "R-1")]
    assert asked.leads_to()["R-1"]["reviewed_on"] == TODAY
    # One that is neither looked at nor owned today is not merely ageing.
    lost = ask("risks_under_control", *backs, row(Risk, "R-1", reviewed_on=days_ago(40), **RATED))
    assert sorted(key for key, *_ in lost.steps()) == [("own", "R-1"), ("review", "R-1")]
    assert ask("risks_under_control", *backs, row(Risk, "R-1", owner="P-1", **RATED)).steps() == [
        (("review", "R-1"), "risk", "R-1", "P-1", None)
    ]


def test_a_check_is_made_by_who_is_asked_for_it() -> None:
    asked = ask("manual_check", owner="P-2")
    assert asked.steps() == [(("check", "CR-1"), "criterion", "CR-1", "P-2", None)]
    assert asked.leads_to() == {
        "~manual_check:CR-1:": {"criterion": "CR-1", "checked_on": TODAY, "checked_by": "P-2", "passed": True}
    }


def test_a_check_is_made_again_by_who_made_the_last_one() -> None:
    checks = [
        row(ManualCheck, f"MC-{number}", criterion="CR-1", checked_on=on, checked_by=by, passed=number == 2)
        for number, (on, by) in enumerate([(days_ago(200), "P-1"), (days_ago(100), "P-2"), (days_ago(-3), "P-1")], 1)
    ]
    asked = ask("manual_check", *checks)
    assert asked.steps() == [(("check", "CR-1"), "criterion", "CR-1", "P-2", None)]
    assert ask("manual_check", *checks, owner="P-1").steps() == [(("check", "CR-1"), "criterion", "CR-1", "P-1", None)]


def test_who_is_needed_and_not_there_is_made_up() -> None:
    asked = ask("manual_check", people=())
    assert asked.leads_to() == {
        "~person": {"handle": "lead", "name": "Lead"},
        "~manual_check:CR-1:": {"criterion": "CR-1", "checked_on": TODAY, "checked_by": "~person", "passed": True},
    }
    assert ask("manual_check").leads_to()["~manual_check:CR-1:"]["checked_by"] == "P-1"
    assert ask("manual_check", lead="P-2").leads_to()["~manual_check:CR-1:"]["checked_by"] == "P-2"


# Sponsors and surveys


def test_a_sponsor_is_won_by_who_leads_the_project() -> None:
    rows = [
        row(Stakeholder, "ST-1", person="P-1", role="sponsor"),
        row(Support, "SU-1", stakeholder="ST-1", level="sceptical", noted_on=days_ago(3)),
    ]
    asked = ask("sponsor_support", *rows, lead="P-2")
    assert asked.steps() == [(("win", "ST-1"), "stakeholder", "ST-1", "P-2", None)]
    assert asked.leads_to() == {"~support:ST-1": {"stakeholder": "ST-1", "noted_on": TODAY, "level": SupportLevel.SUPPORTIVE}}


def test_a_first_sponsor_is_named() -> None:
    asked = ask("sponsor_support", lead="P-2")
    assert asked.steps() == [(("first", "sponsor"), "", "", None, None)]
    assert asked.leads_to() == {
        "~stakeholder": {"person": "P-2", "role": StakeholderRole.SPONSOR},
        "~support:~stakeholder": {"stakeholder": "~stakeholder", "noted_on": TODAY, "level": SupportLevel.SUPPORTIVE},
    }


@pytest.mark.parametrize(
    ("rows", "about"),
    [
        ([], ("", "")),
        ([row(Survey, "SV-1", nature="enps", held_on=days_ago(9), detractors=20)], ("survey", "SV-1")),
        ([row(Survey, "SV-1", held_on=days_ago(9), promoters=20)], ("", "")),
    ],
)
def test_a_survey_is_held_by_who_owns_the_criterion(rows: list[Entity], about: tuple[str, str]) -> None:
    asked = ask("satisfaction", *rows, owner="P-2", survey="enps")
    assert asked.steps() == [(("survey", "enps"), *about, "P-2", None)]
    (made,) = asked.leads_to().values()
    # Of twenty, 5 promoters and no detractor are enough: see the tests of criteria.
    assert made == {
        "title": "enps", "nature": SurveyKind.ENPS, "held_on": TODAY, "promoters": 5, "passives": 15,
    }  # fmt: skip


# KPIs


def kpi(ref: str, **values: Any) -> Kpi:
    return row(Kpi, ref, **{"title": "Conversion", "target": 33, "unit": "%", **values})


MONDAYS = [date(2026, 3, 23), date(2026, 3, 30), date(2026, 4, 6)]
"""The days on which this week and the two after it are over."""


def test_a_kpi_goes_on_at_a_value_week_by_week() -> None:
    subject = kpi("K-1", owner="P-2")
    asked = ask("kpis_met", subject, series=weekly(subject, [36, 34, 36, 34]))
    assert asked.steps() == [(("hold", "K-1", "pilot"), "kpi", "K-1", "P-2", MONDAYS[1])]
    # The Sundays of this week and of the next one.
    assert asked.measures(asked.question.remedy.steps) == [("K-1", "pilot", {"2026-03-22": 33.0, "2026-03-29": 33.0})]


def test_what_a_period_holds_already_gives_way_and_what_lies_around_it_stays() -> None:
    subject = kpi("K-1")
    (key, held) = next(iter(weekly(subject, [36, 34, 36, 34]).items()))
    around = {
        "2026-03-15": 34.0,
        "2026-03-15T22:30:00+00:00": 34.0,
        "2026-03-15T23:30:00+00:00": 35.0,
        "2026-03-16": 1.0,
        "2026-03-17": 2.0,
        "2026-03-17T08:00:00+00:00": 3.0,
    }
    asked = ask("kpis_met", subject, series={key: held.with_points(around)})
    (step,) = asked.question.remedy.steps
    after = taken(asked.state, [step], TODAY).series[key]
    assert [time for time in after.points if time >= "2026-03-15"] == [
        "2026-03-15", "2026-03-15T22:30:00+00:00", "2026-03-22", "2026-03-29",
    ]  # fmt: skip


def test_kpis_that_hold_go_on_in_one_step_of_each_owner() -> None:
    subjects = [kpi("K-1", owner="P-1"), kpi("K-2", owner="P-2"), kpi("K-3", owner="P-1")]
    good = [34.0, 36.0] * 4
    asked = ask("kpis_met", *subjects, series=weekly(subjects[0], good) | weekly(subjects[1], good) | weekly(subjects[2], good))
    assert asked.steps() == []
    by = days_ago(-28)
    steps = asked.steps(by)
    assert [(key, *rest) for key, *rest, _ in steps] == [
        (("go_on", "K-1", "pilot", "K-3", "pilot"), "kpi", "K-1", "P-1"), (("go_on", "K-2", "pilot"), "kpi", "K-2", "P-2"),
    ]  # fmt: skip
    assert all(on is not None and TODAY < on <= by for *_, on in steps)
    asked.leads_to(by)


# What no step turns


def stuck(asked: Asked) -> list[str]:
    remedy = asked.question.remedy
    assert remedy.steps == ()
    return [say(reason) for reason in remedy.stuck]


def test_a_risk_that_no_rating_brings_within_tolerance_is_to_be_accepted() -> None:
    strict = row(GatePolicy, "GP-1", gate="pilot", risk_grid=["55555"] * 5, tolerance=4)
    risk = row(Risk, "R-1", owner="P-1", reviewed_on=TODAY, **{**RATED, "inherent_impact": 4})
    asked = ask("risks_under_control", risk, policy=strict)
    assert stuck(asked) == ["accept R-1: no rating is within tolerance"]


def test_a_survey_cannot_prove_what_no_number_of_answers_can() -> None:
    assert stuck(ask("satisfaction", at_least=100)) == ["ask for less: no number of answers has a lower bound of 100"]


def test_milestones_that_were_missed_or_are_yet_to_get_their_dates() -> None:
    missed = milestone("M-2", days_ago(10))
    assert stuck(ask("milestone_adherence", missed, at_least=1)) == ["waive it or ask for less: M-2 cannot be in time any more"]
    assert stuck(ask("milestone_adherence", missed, at_least=0.5)) == [
        "give the milestones their dates: those to come are too few"
    ]
    assert stuck(ask("milestone_adherence")) == ["give the milestones their dates: those to come are too few"]


def test_a_course_that_is_gone_is_observed_no_more() -> None:
    wave = row(Wave, "V-1", **{**WAVE, "courses_needed": ["TC-1", "TC-9"]})
    found = ask("training_coverage", COURSES[0], wave).question.finding
    assert [each.ref for each in found.observations] == ["V-1", "TC-1"]


def test_waves_come_by_their_number() -> None:
    waves = [row(Wave, "V-1", number=2), row(Wave, "V-2", number=1), row(Wave, "V-3", number=3)]
    assert [each.ref for each in by_number(project(*waves))] == ["V-2", "V-1", "V-3"]


# What is seen


@pytest.mark.parametrize(
    ("survey", "said", "good"),
    [
        ({"promoters": 60, "passives": 25, "detractors": 15}, "+45, interval +29 to +58, 100 answers", True),
        ({"promoters": 15, "passives": 25, "detractors": 60}, "−45, interval −58 to −29, 100 answers", False),
        ({"promoters": 2, "passives": 2}, "fewer than 5 answers", None),
        (
            {"promoters": 60, "passives": 25, "detractors": 15, "held_on": days_ago(91)},
            "last survey 91 days ago, +45, interval +29 to +58, 100 answers",
            None,
        ),
    ],
)
def test_a_survey_is_seen_with_its_score_and_its_day(survey: dict[str, Any], said: str, good: bool | None) -> None:
    held = row(Survey, "SV-1", **{"held_on": days_ago(9), **survey})
    found = ask("satisfaction", held).question.finding
    assert [(each.kind, each.uid, each.ref, say(each.said), each.on, each.good) for each in found.observations] == [
        ("survey", "SV-1", "SV-1", said, held.held_on, good)
    ]
    assert found.observed_on == held.held_on
    assert say(found.rule) == "the lower bound of the NPS score, with 95 % confidence, is 0 or more, at most 90 d ago"


@pytest.mark.parametrize(("days", "good"), [(90, True), (91, None)])
def test_a_check_is_seen_with_its_day(days: int, good: bool | None) -> None:
    check = row(ManualCheck, "MC-1", criterion="CR-1", checked_on=days_ago(days), checked_by="P-1", passed=True)
    found = ask("manual_check", check).question.finding
    assert found.observed_on == days_ago(days)
    assert [(each.kind, each.ref, each.on, each.good) for each in found.observations] == [
        ("manual_check", "MC-1", days_ago(days), good)
    ]


def test_training_is_seen_from_its_oldest_session_and_course_by_course() -> None:
    sessions = [
        row(TrainingSession, "TS-1", course="TC-1", wave="V-1", starts_on=days_ago(20)),
        row(TrainingSession, "TS-2", course="TC-2", wave="V-1", starts_on=days_ago(9)),
    ]
    attended = [
        row(Attendance, f"TA-{place}", session=session, person=person, state="attended", super_user=True)
        for place, (session, person) in enumerate([("TS-1", "P-1"), ("TS-2", "P-1"), ("TS-1", "P-2")])
    ]
    found = ask("training_coverage", *COURSES, *sessions, *attended, row(Wave, "V-1", **WAVE), share=0.5).question.finding
    assert found.observed_on == days_ago(20)
    assert [(each.ref, say(each.said), each.on, each.good) for each in found.observations] == [
        ("V-1", "1 of 2 super-users trained", days_ago(20), True),
        ("TC-1", "attended by 2 of 2", None, True),
        ("TC-2", "attended by 1 of 2", None, True),
    ]
    assert say(found.rule) == (
        "50\N{NO-BREAK SPACE}% of the super-users that the next wave needs have attended its courses, at most 365 d ago"
    )


def test_no_share_is_more_than_all_of_it() -> None:
    # Seven weeks at 100 and one far below: the bound of the mean cannot be brought to 99.5 % without more than 100 %.
    subject = kpi("K-1", title="Uptime", target=99.5, rule="bound_only")
    asked = ask("kpis_met", subject, series=weekly(subject, [100.0] * 7 + [60.0]))
    assert [say(reason) for reason in asked.question.remedy.stuck] == ["K-1 Uptime: cannot by data alone, not within 12 weeks"]
    free = kpi("K-1", title="Uptime", target=99.5, rule="bound_only", unit="")
    assert ask("kpis_met", free, series=weekly(free, [100.0] * 7 + [60.0])).question.remedy.steps
