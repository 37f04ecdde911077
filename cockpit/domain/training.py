"""Training: courses, their sessions, and who attended them."""

from datetime import date
from typing import ClassVar

from cockpit.domain.entity import Choice, Entity, choice, day, flag, line, number, reference, text, whole
from cockpit.domain.message import N_


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

    kind: ClassVar[str] = "course"
    prefix: ClassVar[str] = "TC"
    label: ClassVar[str] = N_("Course")
    plural: ClassVar[str] = N_("Courses")

    title: str = line(N_("Course"), required=True)
    level: CourseLevel = choice(N_("Level"), default=CourseLevel.OPERATIONAL)
    days: float = number(N_("Length"), 0, 365, default=1.0, unit=N_("days"), help=N_("Training days; 0.5 for a half-day"))
    benefit: str = text(N_("Benefit"), help=N_("What people can do afterwards"))
    audience: str = line(N_("Audience"), help=N_("Whom it is for"))
    certifying: bool = flag(N_("Certifying"), help=N_("Ends with a certificate"))
    provider: str = line(N_("Provider"))


class TrainingSession(Entity):
    """A course given on a date."""

    kind: ClassVar[str] = "session"
    prefix: ClassVar[str] = "TS"
    label: ClassVar[str] = N_("Training session")
    plural: ClassVar[str] = N_("Training sessions")
    ordered: ClassVar[tuple[tuple[str, str], ...]] = (("starts_on", "ends_on"),)

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

    kind: ClassVar[str] = "attendance"
    prefix: ClassVar[str] = "TA"
    label: ClassVar[str] = N_("Attendance")
    plural: ClassVar[str] = N_("Attendances")
    title_field: ClassVar[str] = "name"

    session: str = reference(N_("Training session"), "session", required=True)
    person: str | None = reference(N_("Person"), "person")
    name: str = line(N_("Name"), help=N_("For somebody who is not among the project's people"))
    state: AttendanceState = choice(N_("State"), default=AttendanceState.INVITED)
    super_user: bool = flag(N_("Super-user"), help=N_("Trained to be a relay whom colleagues turn to"))
    note: str = text(N_("Note"))
