"""How far the super-users of a wave are trained."""

from typing import Any

import pytest

from cockpit.domain.entity import Entity
from cockpit.domain.person import Person
from cockpit.domain.training import Attendance, Course, Coverage, TrainingSession, coverage
from cockpit.domain.wave import Wave, next_wave
from tests.domain.projects import TODAY, days_ago, project, row

AGILE, RISKS = row(Course, "TC-1"), row(Course, "TC-2")
FOR_WAVE = row(TrainingSession, "TS-1", course="TC-1", wave="V-1", starts_on=days_ago(20), ends_on=days_ago(18))
ELSEWHERE = row(TrainingSession, "TS-2", course="TC-2", starts_on=days_ago(40))
INES = row(Person, "P-1", handle="ines", name="Inès", super_user=True)


def wave(**values: Any) -> Wave:
    return row(Wave, "V-1", **{"number": 1, "super_users_needed": 4, **values})


def attended(ref: str, session: str = "TS-1", **values: Any) -> Attendance:
    return row(Attendance, ref, session=session, **{"state": "attended", "super_user": True, **values})


def covered(subject: Wave, *rows: Entity, shelf_life: int = 365) -> Coverage:
    state = project(subject, AGILE, RISKS, FOR_WAVE, ELSEWHERE, INES, *rows)
    return coverage(state, subject, TODAY, shelf_life)


def test_a_super_user_who_attended_a_session_for_the_wave_is_trained() -> None:
    found = covered(
        wave(),
        attended("TA-1", name="Karim"),
        attended("TA-2", name="Lou", state="certified"),
        attended("TA-3", name="Max", state="absent"),
        attended("TA-4", name="Noé", state="invited"),
        attended("TA-5", name="Oscar", super_user=False),
        attended("TA-6", person="P-1", super_user=False),
    )
    assert (found.trained, found.needed, found.missing, found.share) == (3, 4, 1, 0.75)
    assert found.oldest_on == days_ago(18)


def test_every_course_that_the_wave_needs_has_to_be_attended() -> None:
    both = wave(courses_needed=["TC-1", "TC-2"])
    found = covered(
        both,
        attended("TA-1", name="Karim"),
        attended("TA-2", name="Lou"),
        attended("TA-3", "TS-2", name="KARIM", super_user=False),
        attended("TA-4", "TS-2", name="Somebody else"),
    )
    assert found.trained == 1, "Karim, however he is written; Lou has one course, and the other is not of this wave"
    assert found.by_course == {"TC-1": 2, "TC-2": 1}
    assert found.oldest_on == days_ago(40)


def test_a_person_counts_once() -> None:
    assert covered(wave(), attended("TA-1", name="Karim"), attended("TA-2", name="karim")).trained == 1
    assert covered(wave(), attended("TA-1"), attended("TA-2")).trained == 2, "two who are not named are two"


def test_training_expires_and_what_is_still_to_come_does_not_count() -> None:
    assert covered(wave(), attended("TA-1", name="Karim"), shelf_life=18).trained == 1
    assert covered(wave(), attended("TA-1", name="Karim"), shelf_life=17).trained == 0
    ahead = row(TrainingSession, "TS-3", course="TC-1", wave="V-1", starts_on=TODAY, ends_on=days_ago(-1))
    assert covered(wave(), ahead, attended("TA-1", "TS-3", name="Karim")).trained == 0


def test_a_wave_that_needs_nobody_has_no_share() -> None:
    assert covered(wave(super_users_needed=0)).share is None
    assert covered(wave(super_users_needed=1), attended("TA-1"), attended("TA-2")).share == 1


@pytest.mark.parametrize(
    ("states", "expected"),
    [(("done", "planned", "planned"), 2), (("running", "done", "planned"), 3), (("done", "done", "rolled_back"), None)],
)
def test_the_next_wave_is_the_first_that_is_planned(states: tuple[str, ...], expected: int | None) -> None:
    waves = [row(Wave, f"V-{number}", number=number, status=state) for number, state in enumerate(states, 1)]
    found = next_wave(project(*reversed(waves)))
    assert (found.number if found else None) == expected
