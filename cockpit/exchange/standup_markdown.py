"""A stand-up as Markdown: what was talked about and, where it was held, what was taken down."""

from dataclasses import dataclass

from cockpit.domain.standup_agenda import Agenda
from cockpit.domain.state import ProjectState
from cockpit.language import say


@dataclass(frozen=True)
class Minutes:
    """What was taken down at a stand-up, each as a sentence, and who was there."""

    decisions: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    blockers: tuple[str, ...] = ()
    present: tuple[str, ...] = ()


def standup_markdown(agenda: Agenda, state: ProjectState, minutes: Minutes | None = None) -> str:
    """The text of a file.  Whatever somebody typed stands there as text: none of it is read as Markdown or HTML."""
    lines = [f"- {say(item.said)}" for topic in agenda.topics for item in topic.items]
    return "\n".join(lines) + "\n"
