"""What is done at the desk to a trial: it is begun, given something to try, kept or dropped."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from textual.message import Message

from cockpit.domain.edit import Edit
from cockpit.domain.message import N_, message
from cockpit.domain.readiness.way import day_of
from cockpit.domain.readiness.way_actions import Task
from cockpit.screens.errand_answers import Told
from cockpit.screens.situation import Situation

if TYPE_CHECKING:
    from cockpit.screens.backstage import Errand
    from cockpit.screens.desk import Desk


def begin(desk: "Desk") -> tuple[Message, Situation]:
    """Begin a trial."""
    situation = desk.begin_trial()
    return Told(message(N_("What if: whatever is edited from now on, on any screen, is tried and not written"))), situation


def keep(desk: "Desk") -> tuple[Message, Situation]:
    """Write what the user has edited, and steps as actions; what is still to come is told, as it is not written."""
    told, situation = desk.keep_trial()
    return Told(*told), situation


def drop(desk: "Desk") -> tuple[Message, Situation]:
    """Drop what is tried."""
    return Told(message(N_("The trial is over, and nothing of it was written."))), desk.drop_trial()


def trying(edits: Sequence[Edit]) -> "Errand":
    """An errand that tries ``edits``, in a trial that begins with them where there is none."""

    return lambda desk: _try_out(desk, edits)


def trying_steps(wanted: Sequence[Task]) -> "Errand":
    """An errand that tries steps one after the other, all on the day by which they can be done; the last of them is told.

    In a trial that lies ahead they are done on its day, from where the way to it was looked for.
    """

    def errand(desk: "Desk") -> tuple[Message, Situation]:
        on = day_of((task.step for task in wanted), desk.situation().today)
        told = [_try_step(desk, task, on) for task in wanted]
        return told[-1]

    return errand


def _try_step(desk: "Desk", task: Task, on: date) -> tuple[Message, Situation]:
    """Try a step, as it comes out in the project as the trial has it by now."""
    known = desk.situation()
    edits = tuple(task.step.make(known.state, on))
    return _try_out(desk, edits, on if on > (known.actual or known).today else None, task)


def _try_out(desk: "Desk", edits: Sequence[Edit], day: date | None = None, task: Task | None = None) -> tuple[Message, Situation]:
    batch, situation = desk.try_out(edits, day, task)
    trial = situation.trial
    assert trial
    if batch is None:
        return Told(message(N_("That changes nothing"))), situation
    return Told(message(N_("Tried, not written: {change}"), change=trial.first_words(trial.tried[-1]))), situation


def dropping(uids: Sequence[str]) -> "Errand":
    """An errand that drops acts of the trial, by their uids."""

    def errand(desk: "Desk") -> tuple[Message, Situation]:
        situation = desk.drop_tried(uids)
        return Told(message(N_("Dropped from the trial"))), situation

    return errand
