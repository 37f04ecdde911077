"""What a project needs to begin with, and has not got yet: the first panel of its overview until all of it is there."""

from typing import NamedTuple

from cockpit.domain.charter import Charter
from cockpit.domain.entity import Entity
from cockpit.domain.kpi import Kpi
from cockpit.domain.message import N_
from cockpit.domain.milestone import Milestone
from cockpit.domain.person import Person
from cockpit.domain.phase import Phase
from cockpit.domain.risk import Risk
from cockpit.language import _
from cockpit.screens.situation import Situation
from cockpit.screens.told_panel import Told, ToldPanel
from cockpit.widgets.column import Cell
from cockpit.widgets.panel import Line, slot
from cockpit.widgets.signs import Tone


class Step(NamedTuple):
    """One thing to begin with: the first row of ``entity``, and what to do in words."""

    entity: type[Entity]
    words: str


STEPS = (
    Step(Charter, N_("Write the charter: what is wanted, and why")),
    Step(Person, N_("Name the people who take part")),
    Step(Phase, N_("Date the phases, from definition to generalisation")),
    Step(Milestone, N_("Set the next milestone")),
    Step(Risk, N_("Write down what could go wrong")),
    Step(Kpi, N_("Define a KPI and its target")),
)
"""What to begin with, in this order."""


def _told(situation: Situation) -> Told:
    missing = [step for step in STEPS if not situation.state.rows.get(step.entity.kind)]
    # There is no row to go to yet: the name of the kind stands for one, and leads to its table.
    lines = tuple(
        Line((Cell(str(number), Tone.QUIET), Cell(_(step.words))), step.entity.kind, step.entity.kind)
        for number, step in enumerate(missing, start=1)
    )
    begun = len(missing) < len(STEPS)
    return _("Still to set up") if begun else _("Start here"), lines, _("open its table, then make the first"), 0


FIRST_STEPS = ToldPanel("start", (slot(0, priority=0), slot(1, minimum=14, maximum=200, weight=1, priority=0)), _told)
"""The panel; it has no line once there is a row of everything."""
