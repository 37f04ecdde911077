"""Procedures: how things are done from now on, and the lessons that improved them."""

from datetime import date

from cockpit.domain.entity import Choice, Entity, choice, day, line, reference, text, whole
from cockpit.domain.message import N_


class ProcedureStatus(Choice):
    """Whether a procedure is to be followed."""

    DRAFT = "draft", N_("draft")
    IN_FORCE = "in_force", N_("in force")
    RETIRED = "retired", N_("retired")


class Procedure(Entity):
    """A way of doing something that everybody follows."""

    kind = "procedure"
    prefix = "PC"
    label = N_("Procedure")
    plural = N_("Procedures")

    title: str = line(N_("Procedure"), required=True)
    status: ProcedureStatus = choice(N_("Status"), default=ProcedureStatus.DRAFT)
    owner: str | None = reference(N_("Owner"), "person", help=N_("Who keeps it up to date"))
    purpose: str = text(N_("Purpose"))
    link: str = line(N_("Link"), help=N_("Where to find it: a path or an address"))


class ProcedureRevision(Entity):
    """A change to a procedure, and the lesson behind it."""

    kind = "procedure_revision"
    prefix = "PV"
    label = N_("Procedure revision")
    plural = N_("Procedure revisions")
    title_field = "change"

    change: str = line(N_("Change"), required=True, help=N_("What is done differently from now on"))
    procedure: str = reference(N_("Procedure"), "procedure", required=True)
    number: int = whole(N_("Number"), 1, 9999, help=N_("The number of the revision, from 1"))
    revised_on: date = day(N_("Revised on"), default=...)
    revised_by: str | None = reference(N_("Revised by"), "person")
    lesson: str | None = reference(N_("Lesson"), "lesson", help=N_("The lesson that it draws"))
