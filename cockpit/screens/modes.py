"""The ten modes of the cockpit: their keys, their names at two lengths, and the question that each answers."""

from typing import NamedTuple

from cockpit.domain.message import N_


class Mode(NamedTuple):
    """One mode; ``label`` and ``question`` are marked for translation.

    ``key`` goes to it from anywhere, ``letter`` after ``g``.
    """

    name: str
    key: str
    letter: str
    label: str
    question: str


MODES = (
    Mode("overview", "1", "o", N_("Overview"), N_("Where do we stand, and what needs me today?")),
    Mode("charter", "2", "c", N_("Charter"), N_("What do we want, for whom, and who carries it?")),
    Mode("phases", "3", "p", N_("Phases"), N_("Which way do we go, and are we on time?")),
    Mode("risks", "4", "r", N_("Risks"), N_("What could go wrong, and is it under control?")),
    Mode("actions", "5", "a", N_("Actions"), N_("Who does what by when, and what is late?")),
    Mode("kpis", "6", "k", N_("KPIs"), N_("What do the numbers say, against their targets?")),
    Mode("evaluation", "7", "e", N_("Evaluation"), N_("Does it work, and what do people say of it?")),
    Mode("rollout", "8", "w", N_("Rollout"), N_("Who receives it when, trained and told by whom?")),
    Mode("readiness", "9", "g", N_("Readiness"), N_("Are we ready, why not, and what turns it?")),
    Mode("journal", "0", "j", N_("Journal"), N_("What was decided, celebrated and learned?")),
)
"""Every mode, in the order of the mode bar."""

PORTFOLIO = Mode("portfolio", "p", "", N_("Portfolio"), N_("Which projects are there, and where does each stand?"))
"""The mode beside the others that is about all projects of the store."""

STANDUP = Mode("standup", "s", "", N_("Stand-up"), N_("What moved, what is stuck, and who needs help?"))
"""The mode beside the others that a room looks at together."""

ALL = (*MODES, PORTFOLIO, STANDUP)
"""Every mode that there is a key for."""

SHORT_NAMES = N_("Over Chart Phase Risk Act KPI Eval Roll Ready Jour")
"""The names of the modes in five cells at most, in their order, for a narrow window.

They are marked as one string: some of these words have another length, or another translation, where there is room for them.
"""

BY_NAME = {mode.name: mode for mode in ALL}
"""Every mode by its name."""
