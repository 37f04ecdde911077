"""What it takes where no wave is planned yet: one with trained super-users and a way back that was rehearsed."""

from collections.abc import Iterator, Sequence
from datetime import date

from cockpit.domain.edit import Create, Edit
from cockpit.domain.message import N_, message
from cockpit.domain.rollback import Rollback, rehearsed
from cockpit.domain.state import ProjectState
from cockpit.domain.step import Step, new_uid
from cockpit.domain.training import Attendance, AttendanceState, Course, Relay, TrainingSession
from cockpit.domain.wave import Wave

_UID = new_uid(Wave.kind)


def planning() -> Step:
    """The step of planning the next wave with all that its gate asks."""

    def make(state: ProjectState, on: date) -> Iterator[Edit]:
        rollback = new_uid(Rollback.kind, _UID)
        taken = {wave.number for wave in state.all(Wave)}
        number = next((each for each in range(max(taken, default=0) + 1, 1000) if each not in taken), 999)
        yield Create(Rollback, {"title": "Rollback"}, rollback)
        yield Create(Wave, {"number": number, "title": "Wave", "super_users_needed": 1, "rollback": rollback}, _UID)
        yield rehearsed(rollback, on)
        yield from trained(_UID, (), [Relay(None, "1")], on)

    said = message(N_("plan the next wave, with its super-users trained and its way back rehearsed"))
    return Step(("plan", Wave.kind), said, make)


def trained(wave: str, courses: Sequence[str], relays: Sequence[Relay], on: date) -> Iterator[Edit]:
    """A session for a wave (its uid) of each of its courses (their uids), or of a new one, that all ``relays`` attend."""
    course = new_uid(Course.kind, wave)
    if not courses:
        yield Create(Course, {"title": "Course"}, course)
    for each in courses or (course,):
        session = new_uid(TrainingSession.kind, wave, each)
        yield Create(TrainingSession, {"title": "Session", "course": each, "starts_on": on, "wave": wave}, session)
        for person, name in relays:
            values = {"session": session, "person": person, "name": name, "super_user": True}
            attendance = new_uid(Attendance.kind, session, person or name)
            yield Create(Attendance, {**values, "state": AttendanceState.ATTENDED}, attendance)
