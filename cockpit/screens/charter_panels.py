"""What the panels of the charter's page say of a situation, and what a new row in each of them is."""

from collections.abc import Callable
from datetime import date
from functools import partial

from cockpit.domain.charter import (
    BuyIn,
    Charter,
    Measure,
    Objective,
    ScopeItem,
    Stakeholder,
    StakeholderRole,
    buy_in,
    supports,
)  # fmt: skip
from cockpit.domain.coalition import Coalition, coalition
from cockpit.domain.message import N_
from cockpit.domain.objective_standing import ObjectiveStanding
from cockpit.domain.person import Person
from cockpit.language import _, capitalised, day, distance, headed, ngettext, number, percent, say
from cockpit.screens.panel_sheet import PagePanel
from cockpit.screens.sheet import NewRow
from cockpit.screens.situation import Situation
from cockpit.screens.told_panel import Told
from cockpit.widgets.column import Cell
from cockpit.widgets.panel import Line, slot
from cockpit.widgets.signs import Tone, sign_of, words_of
from cockpit.widgets.support_strip import support_strip

_STRIP = 8
_MET, _UNMET = "✓", "✗"


def answer(situation: Situation) -> str:
    """The page in a line: are the objectives measurable, do the sponsors follow, is there a coalition?"""
    counted = situation.objectives.values()
    sure = sum(each.measure.measurable for each in counted)
    objectives = ngettext(
        "{measurable} of {count} objective measurable", "{measurable} of {count} objectives measurable", len(counted)
    )
    carried = _("coalition complete") if _coalition(situation).complete else _("coalition not complete")
    parts = objectives.format(measurable=sure, count=len(counted)), say(_buy_in(situation).summary), carried
    return capitalised(" · ".join(parts))


def _buy_in(situation: Situation) -> BuyIn:
    return buy_in(situation.state, situation.today, situation.policy.survey_days)


def _coalition(situation: Situation) -> Coalition:
    return coalition(situation.state, situation.today, situation.policy.survey_days)


# What is wanted


def _charter(situation: Situation) -> Charter | None:
    return next(iter(situation.state.all(Charter)), None)


def _vision(situation: Situation) -> Told:
    charter, project = _charter(situation), situation.state.project
    lines = []
    if charter is None:
        lines.append(Line((Cell(_("No charter yet; it begins with the vision: what will be different once everybody uses it")),)))
    else:
        said = Cell(charter.vision, Tone.STRONG) if charter.vision else Cell(_("The charter has no vision yet"), Tone.WARNING)
        lines.append(Line((said,), charter.kind, charter.uid))
    if project.summary:
        lines.append(Line((Cell(headed(_("For whom"), project.summary), Tone.QUIET),), project.kind, project.uid))
    return _("Vision"), lines, _approval(situation, charter) if charter else "", 0


def _approval(situation: Situation, charter: Charter) -> str:
    if charter.approved_on is None:
        return _("not approved yet")
    by = situation.state.get(Person, charter.approved_by)
    words = _("approved {day} by {person}") if by else _("approved {day}")
    return words.format(day=day(charter.approved_on, situation.today), person=by.name if by else "")


def _scope(inside: bool, situation: Situation) -> Told:
    items = [item for item in situation.state.all(ScopeItem) if item.inside is inside]
    sign = Cell("+", Tone.GOOD) if inside else Cell("−", Tone.WARNING)
    lines = [Line((sign, Cell(item.title), Cell(item.note, Tone.QUIET)), item.kind, item.uid) for item in items]
    return _("In scope") if inside else _("Out of scope"), lines, "", 0


def _objectives(situation: Situation) -> Told:
    told = situation.objectives.values()
    sure = sum(each.measure.measurable for each in told)
    aside = _("{measurable} of {count} measurable").format(measurable=sure, count=len(told)) if told else ""
    lines = [_objective(situation, each) for each in told]
    return _("Objectives"), lines, aside, 0


def _objective(situation: Situation, told: ObjectiveStanding) -> Line:
    objective, measure = told.objective, told.measure
    due, owner = objective.due_on, situation.state.get(Person, objective.owner)
    cells = (
        Cell(_MET, Tone.GOOD) if measure.measurable else Cell(_UNMET, Tone.WARNING),
        Cell(objective.title),
        Cell(way(measure)),
        Cell(_("by {day}").format(day=day(due, situation.today)) if due else ""),
        _how_far(due, situation.today, late=told.progress is None or told.progress < 1),
        Cell(measure.kpi.ref if measure.kpi else "", Tone.QUIET),
        Cell(owner.handle if owner else "", Tone.QUIET),
        Cell(_("now {value}").format(value=number(told.value)) if told.value is not None else "", Tone.QUIET),
        standing_of(told),
    )
    return Line(cells, objective.kind, objective.uid)


def way(measure: Measure) -> str:
    """From where to where: ``2.6 → 3.2 %``; a question mark for what is not known."""
    ends = ("?" if value is None else number(value) for value in (measure.baseline, measure.target))
    return " → ".join(ends) + (f"\N{NO-BREAK SPACE}{measure.unit}" if measure.unit else "")


def _how_far(due: date | None, today: date, *, late: bool) -> Cell:
    if due is None:
        return Cell("")
    words = distance(due, today)
    return Cell(f"! {words}", Tone.BAD) if late and due < today else Cell(words)


def standing_of(told: ObjectiveStanding) -> Cell:
    """How far an objective has come, or what keeps it from being measurable."""
    if told.measure.measurable:
        return Cell(progress_words(told.progress))
    return Cell(", ".join(map(say, told.measure.missing)), Tone.WARNING)


def progress_words(done: float | None) -> str:
    """How far an objective has come; None where nobody can tell."""
    if done is None:
        return _("not measured yet")
    if done >= 1:
        return _("target reached")
    return _("{share} of the way").format(share=percent(done)) if done >= 0 else _("worse than at the start")


# Who carries it


def _people(roles: tuple[StakeholderRole, ...], situation: Situation) -> list[Line]:
    stakeholders = [each for each in situation.state.all(Stakeholder) if each.role in roles]
    return [_stakeholder(situation, each) for each in sorted(stakeholders, key=lambda each: roles.index(each.role))]


def _stakeholder(situation: Situation, stakeholder: Stakeholder) -> Line:
    cells = (
        Cell(person_of(situation, stakeholder)),
        Cell(stakeholder.organisation, Tone.QUIET),
        Cell(stakeholder.title, Tone.QUIET),
        *support_cells(situation, stakeholder),
    )
    return Line(cells, stakeholder.kind, stakeholder.uid)


def person_of(situation: Situation, stakeholder: Stakeholder) -> str:
    """The name of a stakeholder."""
    person = situation.state.get(Person, stakeholder.person)
    return person.name if person else stakeholder.ref


def support_cells(situation: Situation, stakeholder: Stakeholder) -> tuple[Cell, Cell, Cell]:
    """Somebody's support over time, the last word of it, and how old that is; a mark where it is too old to count."""
    noted = supports(situation.state, stakeholder, situation.today)
    if not noted:
        return Cell(""), Cell(_("? not noted"), Tone.QUIET), Cell("")
    last = noted[-1]
    stale = (situation.today - last.noted_on).days > situation.policy.survey_days
    age = distance(last.noted_on, situation.today)
    return (
        Cell(support_strip([each.level for each in noted], _STRIP)),
        Cell(words_of(last.level), Tone.QUIET if stale else sign_of(last.level).tone),
        Cell(f"! {age}" if stale else age, Tone.WARNING if stale else Tone.QUIET),
    )


def _sponsors(situation: Situation) -> Told:
    found = _buy_in(situation)
    return _("Sponsors"), _people((StakeholderRole.SPONSOR,), situation), say(found.summary) if found.sponsors else "", 0


def _carriers(situation: Situation) -> Told:
    found = _coalition(situation)
    lines = _people((StakeholderRole.COALITION,), situation)
    if lines:
        lines += [Line((Cell(f"{_UNMET} {capitalised(say(each.said))}", Tone.WARNING),)) for each in found.missing]
    return _("Guiding coalition"), lines, _("complete") if found.complete else _("not complete"), 0


def _team(situation: Situation) -> Told:
    roles = (StakeholderRole.TEAM, StakeholderRole.USER, StakeholderRole.OTHER)
    return _("Team, users and others"), _people(roles, situation), "", 0


_SIGN = slot(0, priority=0)
_SCOPE = (_SIGN, slot(1, minimum=16, maximum=60, priority=0), slot(2, minimum=18, maximum=200, weight=1, priority=5))
_PEOPLE = (
    slot(0, minimum=8, maximum=24, priority=0),
    slot(1, minimum=6, maximum=26, priority=5),
    slot(2, minimum=6, maximum=40, weight=1, priority=6),
    slot(3, minimum=1, maximum=_STRIP, priority=3),
    slot(4, minimum=9, maximum=16, priority=0),
    slot(5, minimum=5, maximum=16, priority=2),
)


def _new_stakeholder(role: StakeholderRole) -> Callable[[Situation], NewRow | None]:
    return lambda _situation: NewRow(Stakeholder, {"role": role})


PANELS = (
    PagePanel(
        "vision",
        (),
        _vision,
        prose=True,
        new=lambda situation: None if _charter(situation) else NewRow(Charter, {"title": _("Charter")}),
    ),
    PagePanel(
        "objectives",
        (
            _SIGN,
            slot(1, minimum=24, maximum=200, weight=1, priority=0),
            slot(2, minimum=8, maximum=26, priority=1),
            slot(3, minimum=9, maximum=22, priority=8),
            slot(4, minimum=6, maximum=14, priority=4),
            slot(5, minimum=3, priority=6),
            slot(6, minimum=3, maximum=11, priority=7),
            slot(7, minimum=7, maximum=14, priority=5),
            slot(8, minimum=12, maximum=60, priority=0),
        ),
        _objectives,
        N_("No objective yet; {new} sets the first: a starting value, a target, a date and the KPI that tells"),
        lambda _situation: NewRow(Objective),
    ),
    PagePanel(
        "inside",
        _SCOPE,
        partial(_scope, True),
        N_("Nothing yet; {new} adds what the project does"),
        lambda _situation: NewRow(ScopeItem, {"inside": True}),
    ),
    PagePanel(
        "outside",
        _SCOPE,
        partial(_scope, False),
        N_("Nothing yet; {new} adds what is left out"),
        lambda _situation: NewRow(ScopeItem, {"inside": False}),
    ),
    PagePanel(
        "sponsors",
        _PEOPLE,
        _sponsors,
        N_("No sponsor yet; {new} names the first"),
        _new_stakeholder(StakeholderRole.SPONSOR),
    ),
    PagePanel(
        "coalition",
        _PEOPLE,
        _carriers,
        N_("Nobody yet; {new} names who carries the change"),
        _new_stakeholder(StakeholderRole.COALITION),
    ),
    PagePanel(
        "team",
        _PEOPLE,
        _team,
        N_("Nobody yet; {new} names who does the work and who will use it"),
        _new_stakeholder(StakeholderRole.TEAM),
    ),
)
"""The panels in the order in which they stand."""
