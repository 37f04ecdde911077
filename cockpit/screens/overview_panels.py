"""What the panels of the overview say of a situation."""

from collections.abc import Sequence

from cockpit.domain.action import Action, days_late
from cockpit.domain.breach import Breach
from cockpit.domain.gate import Answer
from cockpit.domain.kpi import Kpi
from cockpit.domain.message import N_
from cockpit.domain.milestone import Milestone, expected_on, slip
from cockpit.domain.person import Person
from cockpit.domain.readiness import CriterionState, Judged
from cockpit.domain.risk import Risk
from cockpit.domain.risk_control import Control
from cockpit.language import _, capitalised, day, distance, duration, ngettext, say
from cockpit.screens.action_words import due_words, served
from cockpit.screens.first_steps import FIRST_STEPS
from cockpit.screens.situation import Situation
from cockpit.screens.told_panel import Told, ToldPanel
from cockpit.screens.way_errand import WAY
from cockpit.widgets.column import Cell
from cockpit.widgets.kpi_words import amount_words, targets_words
from cockpit.widgets.panel import Line, slot
from cockpit.widgets.signs import Tone, sign_of
from cockpit.widgets.way_words import way_words

_STRIP = 11

_MOST = 40
"""Lines that a panel gets at most, of however many there are."""


def _gate(situation: Situation) -> Told:
    answer = _(situation.verdict.answer.label)
    sign = situation.answer_sign
    name = capitalised(_("{gate} gate").format(gate=_(situation.gate.label)))
    planned = situation.gate_day
    when = f", {day(planned, situation.today)}, {distance(planned, situation.today)}" if planned else ""
    head = Line((Cell(f"{sign.glyph} {answer} · {say(situation.verdict.summary)}", sign.tone),))
    shut = [judged for judged in situation.judged if judged.state is not CriterionState.MET]
    crossed = (_crossed(breach) for breach in situation.breaches if breach.stands)
    way = (Line((Cell(_way_words(situation)),), WAY, WAY),) if has_way(situation) else ()
    return name + when, (head, *crossed, *map(_reason, shut or situation.judged), *way), "", 0


def has_way(situation: Situation) -> bool:
    """Whether there is a way still to go to GO."""
    return situation.verdict.answer is not Answer.GO


def _way_words(situation: Situation) -> str:
    """The way in a line; as much of it as can be said before it is known, so that nothing moves when it is."""
    way = situation.known_way
    return way_words(way, situation.today) if way else _("Shortest way to GO: being worked out…")


def _crossed(breach: Breach) -> Line:
    """A guardrail crossed in a wave that is running, which asks whether to go back."""
    return Line((Cell(f"✗ {say(breach.said)}", Tone.BAD),), breach.wave.kind, breach.wave.uid)


def _reason(judged: Judged) -> Line:
    sign = sign_of(judged.state)
    note = "" if judged.blocking else f" ({_('not blocking')})"
    cells = (Cell(sign.glyph, sign.tone), Cell(say(judged.name) + note), Cell(say(judged.finding.summary)))
    return Line(cells, judged.criterion.kind, judged.criterion.uid)


def _today(situation: Situation) -> Told:
    late = len(situation.late_actions)
    aside = ngettext("{count} late", "{count} late", late).format(count=late) if late else ""
    urgent = situation.urgent_actions
    return _("Today"), tuple(_urgent(situation, action) for action in urgent[:_MOST]), aside, _rest(urgent)


def _rest(rows: Sequence[object]) -> int:
    return max(0, len(rows) - _MOST)


def _urgent(situation: Situation, action: Action) -> Line:
    late = days_late(action, situation.today) > 0
    cells = (
        Cell("!" if late else sign_of(action.state).glyph, Tone.BAD if late else sign_of(action.state).tone),
        Cell(action.ref, Tone.QUIET),
        Cell(action.title),
        Cell(owner_of(situation, action.owner)),
        Cell(due_words(action, situation.today), Tone.BAD if late else Tone.PLAIN),
        Cell(served(situation.state, action), Tone.QUIET),
    )
    return Line(cells, action.kind, action.uid)


def owner_of(situation: Situation, uid: str | None) -> str:
    """The handle of a person; empty for nobody."""
    person = situation.state.get(Person, uid)
    return person.handle if person else ""


def _kpis(situation: Situation) -> Told:
    kpis = situation.state.all(Kpi)
    lines = tuple(_kpi(situation, kpi) for kpi in kpis[:_MOST])
    return _("KPIs"), lines, _("last, target, periods met") if lines else "", _rest(kpis)


def _kpi(situation: Situation, kpi: Kpi) -> Line:
    answer = situation.answer_of(kpi)
    last, judgement = answer.standing.last, answer.standing.judgement
    state = None if judgement is None else answer.state
    cells = (
        Cell(kpi.title),
        Cell(situation.strip_of(kpi, _STRIP), Tone.QUIET),
        Cell(amount_words(kpi, last.value) if last else "–"),
        Cell(targets_words(answer.standing), Tone.QUIET),
        Cell(sign_of(state).glyph if state else "", sign_of(state).tone if state else Tone.PLAIN),
        Cell(f"{judgement.cleared}/{judgement.count}" if judgement and judgement.count else ""),
    )
    return Line(cells, kpi.kind, kpi.uid)


def _risks(situation: Situation) -> Told:
    loose = sum(control.state is not CriterionState.MET for _risk, control in situation.critical)
    aside = _("{count} not under control").format(count=loose) if loose else ""
    lines = tuple(_risk(situation, risk, control) for risk, control in situation.critical[:_MOST])
    return _("Top risks"), lines, aside, _rest(situation.critical)


def _risk(situation: Situation, risk: Risk, control: Control) -> Line:
    sign = sign_of(control.state)
    rated = (risk.current_likelihood or risk.inherent_likelihood, risk.current_impact or risk.inherent_impact)
    cells = (
        Cell(sign.glyph, sign.tone),
        Cell(risk.ref, Tone.QUIET),
        Cell(f"{rated[0]}×{rated[1]}"),
        Cell(risk.title),
        Cell(owner_of(situation, risk.owner)),
    )
    return Line(cells, risk.kind, risk.uid)


def _coming(situation: Situation) -> Told:
    coming = situation.coming
    return _("Coming"), tuple(_milestone(situation, milestone) for milestone in coming[:_MOST]), "", _rest(coming)


def _milestone(situation: Situation, milestone: Milestone) -> Line:
    when, today = expected_on(situation.state, milestone), situation.today
    late = when is not None and when < today
    slipped = slip(situation.state, milestone) or 0
    cells = (
        Cell("!" if late else "▼" if slipped > 0 else "", Tone.BAD if late else Tone.WARNING),
        Cell(day(when, today) if when else "–"),
        Cell(distance(when, today) if when else "", Tone.BAD if late else Tone.PLAIN),
        Cell(milestone.ref, Tone.QUIET),
        Cell(milestone.title),
        Cell(_("{span} after the first plan").format(span=duration(slipped)) if slipped > 0 else "", Tone.QUIET),
        Cell(owner_of(situation, milestone.owner)),
    )
    return Line(cells, milestone.kind, milestone.uid)


_SIGN = slot(0, priority=0)

GATE = ToldPanel(
    "gate",
    (_SIGN, slot(1, minimum=14, maximum=34, weight=1, priority=0), slot(2, minimum=10, maximum=200, weight=2, priority=1)),
    _gate,
    N_("This gate asks nothing yet: give it criteria in Readiness"),
)
"""The verdict and why, and the shortest way to GO."""

PANELS = (
    FIRST_STEPS,
    GATE,
    ToldPanel(
        "today",
        (
            _SIGN,
            slot(1, minimum=4, priority=0),
            slot(2, minimum=14, maximum=200, weight=1, priority=0),
            slot(3, minimum=4, maximum=10, priority=3),
            slot(4, minimum=8, maximum=14, priority=1),
            slot(5, minimum=3, maximum=12, priority=5),
        ),
        _today,
        N_("Nothing is late or due this week; plan the next step in Actions ({actions})"),
    ),
    ToldPanel(
        "kpis",
        (
            slot(0, minimum=9, maximum=40, weight=1, priority=0),
            slot(1, minimum=8, maximum=_STRIP, priority=3),
            slot(2, right=True, minimum=5, maximum=9, priority=0),
            slot(3, right=True, minimum=3, maximum=17, priority=1),
            slot(4, priority=0),
            slot(5, right=True, minimum=3, priority=4),
        ),
        _kpis,
        N_("No KPI yet; define the first in KPIs ({kpis})"),
    ),
    ToldPanel(
        "risks",
        (
            _SIGN,
            slot(1, minimum=3, priority=0),
            slot(2, minimum=3, priority=0),
            slot(3, minimum=14, maximum=200, weight=1, priority=0),
            slot(4, minimum=4, maximum=10, priority=3),
        ),
        _risks,
        N_("No risk is open; write one down in Risks ({risks})"),
    ),
    ToldPanel(
        "coming",
        (
            _SIGN,
            slot(1, minimum=9, maximum=19, priority=4),
            slot(2, minimum=7, maximum=14, priority=0),
            slot(3, minimum=4, priority=5),
            slot(4, minimum=14, maximum=200, weight=1, priority=0),
            slot(5, minimum=12, maximum=40, priority=7),
            slot(6, minimum=4, maximum=10, priority=6),
        ),
        _coming,
        N_("No milestone ahead; set one in Phases ({phases})"),
    ),
)
"""The panels in the order in which they stand."""
