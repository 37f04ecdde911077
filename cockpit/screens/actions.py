"""Who does what by when, and what is late?"""

from cockpit.domain.action import Action, ActionState, days_late, holds_up, urgency, waits_for
from cockpit.domain.message import N_
from cockpit.language import _, number, say
from cockpit.screens.sections import Section, facts, references
from cockpit.screens.situation import Situation, due_words, served
from cockpit.widgets.column import Cell, Column, Context
from cockpit.widgets.detail import Block, Fact, Page
from cockpit.widgets.field_column import column_for
from cockpit.widgets.signs import Tone, sign_of, words_of

_READ = (
    "owner", "due_on", "priority", "risk", "mitigates", "milestone", "kpi", "wave", "criterion", "blocker", "description",
    "created_on", "done_on", "recurs_every_days",
)  # fmt: skip


def _due(action: Action, context: Context) -> Cell:
    if action.state is ActionState.DONE:
        return Cell("")
    late = days_late(action, context.today)
    return Cell(
        f"! {due_words(action, context.today)}" if late else due_words(action, context.today), Tone.BAD if late else Tone.PLAIN
    )


def _title(action: Action, context: Context) -> Cell:
    return Cell(action.title, Tone.QUIET if action.state is ActionState.DONE else Tone.PLAIN)


def page(situation: Situation, action: Action) -> Page:
    """All about an action: what it is, what makes it urgent, what it waits for and what waits for it."""
    state, late = situation.state, days_late(action, situation.today)
    words = ", ".join(filter(None, (words_of(action.state), due_words(action, situation.today) if late else "")))
    told = [Fact(_("State"), Cell(words, Tone.BAD if late else sign_of(action.state).tone))]
    told += facts(situation, action, _READ)
    blocks = []
    if before := waits_for(state, action):
        blocks.append(references(_("Waits for"), before))
    if after := holds_up(state, action):
        blocks.append(references(_("Holds up"), after))
    found = urgency(state, action, situation.today)
    if found.terms:
        heading = _("Urgency {points}").format(points=number(found.total, 1))
        lines = [(Cell(_aligned(number(term.points, 1)), Tone.QUIET), Cell(say(term.name))) for term in found.terms]
        blocks.append(Block(heading, tuple(lines)))
    return Page(str(action), (*told, *blocks))


def _aligned(figure: str) -> str:
    return figure.rjust(5, "\N{NO-BREAK SPACE}")


SECTION = Section(
    Action,
    (
        column_for(Action, "ref"),
        column_for(Action, "state", minimum=1, maximum=12, priority=1),
        column_for(Action, "title", cell=_title, minimum=24),
        column_for(Action, "owner", minimum=4, maximum=11, priority=2),
        Column("due_on", N_("Due"), _due, lambda action, _context: action.due_on, minimum=6, maximum=16, priority=0),
        Column(
            "serves",
            N_("Serves"),
            lambda action, context: Cell(served(context.state, action), Tone.QUIET),
            minimum=3,
            maximum=14,
            priority=4,
        ),
        column_for(Action, "priority", minimum=4, priority=6),
    ),
    lambda situation: situation.actions,
    page,
    first=("title", "owner", "due_on", "priority", "risk", "kpi", "milestone", "description"),
    empty=N_("No action yet; n plans the first"),
)
"""The table of actions."""
