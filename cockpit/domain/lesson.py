"""Lessons learned, and the questions that they add to later gates."""

from datetime import date

from cockpit.domain.entity import Entity, choice, day, line, reference, text
from cockpit.domain.message import N_
from cockpit.domain.phase import PhaseCode


class Lesson(Entity):
    """Something learned the hard way or the happy way, to be used again."""

    kind = "lesson"
    prefix = "L"
    label = N_("Lesson")
    plural = N_("Lessons")

    title: str = line(N_("Lesson"), required=True)
    learned_on: date | None = day(N_("Learned on"))
    situation: str = text(N_("Situation"), help=N_("What happened"))
    lesson: str = text(N_("What was learned"), help=N_("What to do, or not to do, the next time"))
    question: str = line(N_("Question"), help=N_("The question that it adds to a later gate"))
    gate: PhaseCode | None = choice(N_("Gate"), default=None, help=N_("The gate at which the question is asked"))
    owner: str | None = reference(N_("Owner"), "person", help=N_("Who sees that it is used"))
