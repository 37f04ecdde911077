"""Training: courses, their sessions, and who attended them."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from cockpit.domain.entity import Choice, Entity, choice, day, flag, line, number, reference, text, whole
from cockpit.domain.message import N_
from cockpit.domain.person import Person
from cockpit.domain.wave import Wave

if TYPE_CHECKING:
    from cockpit.domain.state import ProjectState


class CourseLevel(Choice):
    """Whom a course is made for."""

    OPERATIONAL = "operational", N_("operational")
    STEERING = "steering", N_("steering")
    STRATEGIC = "strategic", N_("strategic")


class AttendanceState(Choice):
    """What became of an invitation to a session."""

    INVITED = "invited", N_("invited")
    ATTENDED = "attended", N_("attended")
    ABSENT = "absent", N_("absent")
    CERTIFIED = "certified", N_("certified")


class Course(Entity):
    """Something that people are taught, its length and its benefit."""

    kind = "course"
    prefix = "TC"
    label = N_("Course")
    plural = N_("Courses")

    title: str = line(N_("Course"), required=True)
    level: CourseLevel = choice(N_("Level"), default=CourseLevel.OPERATIONAL)
    days: float = number(N_("Length"), 0, 365, default=1.0, unit=N_("days"), help=N_("Training days; 0.5 for a half-day"))
    benefit: str = text(N_("Benefit"), help=N_("What people can do afterwards"))
    audience: str = line(N_("Audience"), help=N_("Whom it is for"))
    certifying: bool = flag(N_("Certifying"), help=N_("Ends with a certificate"))
    provider: str = line(N_("Provider"))


class TrainingSession(Entity):
    """A course given on a date."""

    kind = "session"
    prefix = "TS"
    label = N_("Training session")
    plural = N_("Training sessions")
    ordered = (("starts_on", "ends_on"),)

    title: str = line(N_("Session"), required=True)
    course: str = reference(N_("Course"), "course", required=True)
    starts_on: date = day(N_("Starts"), default=...)
    ends_on: date | None = day(N_("Ends"), help=N_("Empty for a session that ends the same day"))
    wave: str | None = reference(N_("Wave"), "wave", help=N_("The wave whose people it trains"))
    seats: int = whole(N_("Seats"), 0, 100_000, default=12)
    trainer: str = line(N_("Trainer"))
    place: str = line(N_("Place"))


class Attendance(Entity):
    """Somebody's invitation to a training session, and what became of it."""

    kind = "attendance"
    prefix = "TA"
    label = N_("Attendance")
    plural = N_("Attendances")
    title_field = "name"

    session: str = reference(N_("Training session"), "session", required=True)
    person: str | None = reference(N_("Person"), "person")
    name: str = line(N_("Name"), help=N_("For somebody who is not among the project's people"))
    state: AttendanceState = choice(N_("State"), default=AttendanceState.INVITED)
    super_user: bool = flag(N_("Super-user"), help=N_("Trained to be a relay whom colleagues turn to"))
    note: str = text(N_("Note"))


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far the super-users of a wave are trained.

    ``trained`` of the ``needed`` super-users have attended every course that the wave needs.  ``by_course`` tells for each course
    (its uid) how many have.  ``oldest_on`` is the day of the oldest training that counts.
    """

    needed: int
    trained: int
    by_course: dict[str, int]
    oldest_on: date | None

    @property
    def missing(self) -> int:
        """How many super-users are still to be trained."""
        return max(0, self.needed - self.trained)

    @property
    def share(self) -> float | None:
        """Trained over needed, at most 1; None where the wave needs none."""
        return min(1.0, self.trained / self.needed) if self.needed else None


def coverage(state: "ProjectState", wave: Wave, as_of: date, shelf_life: int) -> Coverage:
    """How far the super-users of a wave are trained on a day; training more than ``shelf_life`` days ago no longer counts.

    The super-users of a wave are the people marked as such, by name or in the list of attendance, in a training session for it.
    The courses may have been attended in any session.  Where the wave names no course, a session for it is enough.
    """
    relays, attended = _relays(state, wave, as_of, shelf_life)
    needed = wave.courses_needed or (_FOR_WAVE,)
    trained = [who for who in relays if all(course in attended.get(who, {}) for course in needed)]
    return Coverage(
        needed=wave.super_users_needed,
        trained=len(trained),
        by_course={course: sum(course in attended.get(who, {}) for who in relays) for course in wave.courses_needed},
        oldest_on=min((attended[who][course] for who in trained for course in needed), default=None),
    )


class Relay(NamedTuple):
    """A super-user of a wave: the uid of the person, or the name of somebody who is not among the project's people."""

    person: str | None
    name: str


def relays_to_train(state: "ProjectState", wave: Wave, as_of: date, shelf_life: int) -> tuple[Relay, ...]:
    """The super-users of a wave who still have to attend a course of it, those who lack the fewest first."""
    relays, attended = _relays(state, wave, as_of, shelf_life)
    needed = wave.courses_needed or (_FOR_WAVE,)
    lacking = {who: sum(course not in attended.get(who, {}) for course in needed) for who in relays}
    open_ones = sorted((count, who) for who, count in lacking.items() if count)
    return tuple(relays[who] for _, who in open_ones)


def _relays(
    state: "ProjectState", wave: Wave, as_of: date, shelf_life: int
) -> tuple[dict[str, Relay], dict[str, dict[str, date]]]:
    """The super-users of a wave, and the courses that anybody attended in time: the day of the last session of each."""
    relays: dict[str, Relay] = {}
    attended: dict[str, dict[str, date]] = {}
    for session in state.all(TrainingSession):
        held_on = session.ends_on or session.starts_on
        subjects = (session.course, _FOR_WAVE) if session.wave == wave.uid else (session.course,)
        for attendance in state.of(Attendance, "session", session.uid):
            who = _who(attendance)
            if session.wave == wave.uid and _is_super_user(state, attendance):
                relays.setdefault(who, Relay(attendance.person, attendance.name))
            if attendance.state in _TRAINED and 0 <= (as_of - held_on).days <= shelf_life:
                known = attended.setdefault(who, {})
                known.update({subject: max(held_on, known.get(subject, held_on)) for subject in subjects})
    return relays, attended


_TRAINED = (AttendanceState.ATTENDED, AttendanceState.CERTIFIED)
_FOR_WAVE = ""
"""Stands for any session held for the wave, where it names no course."""


def _who(attendance: Attendance) -> str:
    """What makes an attendant the same person in two sessions: the row of the person or the name, however it is capitalised.

    An attendance without either is somebody of their own.
    """
    return attendance.person or attendance.name.casefold() or attendance.uid


def _is_super_user(state: "ProjectState", attendance: Attendance) -> bool:
    person = state.get(Person, attendance.person)
    return attendance.super_user or (person is not None and person.super_user)
