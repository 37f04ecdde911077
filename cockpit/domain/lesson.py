"""Lessons learned, and the questions that they add to later gates."""

from datetime import date
from typing import TYPE_CHECKING

from cockpit.domain.entity import Entity, choice, day, line, reference, text
from cockpit.domain.message import N_
from cockpit.domain.phase import PhaseCode

if TYPE_CHECKING:
    from cockpit.domain.state import ProjectState


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


def is_known(lesson: Lesson, as_of: date) -> bool:
    """Whether a lesson was learned by a day; one without a date always was."""
    return lesson.learned_on is None or lesson.learned_on <= as_of


def is_learned_since(lesson: Lesson, since: date | None, as_of: date) -> bool:
    """Whether a lesson was learned from the day ``since`` on, where there is one, and by ``as_of``.

    One without a date may have been learned at any time: from a certain day on nobody can tell.
    """
    if lesson.learned_on is None:
        return since is None
    return (since is None or since <= lesson.learned_on) and lesson.learned_on <= as_of


def questions_at(state: "ProjectState", gate: PhaseCode, as_of: date) -> tuple[Lesson, ...]:
    """The lessons learned by a day that add a question to a gate."""
    return tuple(each for each in state.all(Lesson) if each.gate is gate and each.question and is_known(each, as_of))
