"""How the shortest way to GO is told: in a line, and step by step."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from cockpit.domain.action import Action, waits_for
from cockpit.domain.gate import Answer
from cockpit.domain.person import Person
from cockpit.domain.readiness.verdict import Judged
from cockpit.domain.state import ProjectState
from cockpit.domain.step import Step
from cockpit.language import _, day, ngettext, say

if TYPE_CHECKING:
    from cockpit.domain.readiness.way import Stuck, Way


def way_words(way: "Way", today: date | None = None) -> str:
    """The way in a line: how many steps and days it takes, or how far it leads where it does not lead to GO."""
    if way.answer is not Answer.GO:
        return _leads_short_of_go(way, today)
    if not way.steps:
        return _("GO: nothing is left to do")
    return _("Shortest way to GO: {steps}, {when}").format(steps=_steps(way), when=_when(way, today))


def _leads_short_of_go(way: "Way", today: date | None) -> str:
    criteria = len({stuck.judged.criterion.uid for stuck in way.stuck})
    if not way.found.judged:
        why = _("this gate asks nothing yet")
    elif criteria:
        why = ngettext("{count} criterion cannot be turned", "{count} criteria cannot be turned", criteria).format(count=criteria)
    else:
        why = _("not everything can be turned")
    stays = _("{answer} stays") if way.answer is way.found.answer else _("{answer} at most")
    said = _("{stays}: {why}").format(stays=stays.format(answer=_(way.answer.label)), why=why)
    if not way.steps:
        return said
    count = len(way.steps)
    rest = ngettext("{count} step turns the rest", "{count} steps turn the rest", count).format(count=count)
    return _("{first}; {rest}").format(first=said, rest=rest if not way.days else f"{rest}, {_when(way, today)}")


def _steps(way: "Way") -> str:
    return ngettext("{count} step", "{count} steps", len(way.steps)).format(count=len(way.steps))


def _when(way: "Way", today: date | None) -> str:
    if not way.days:
        return _("today at the earliest")
    days = ngettext("{count} day", "{count} days", way.days).format(count=way.days)
    return _("{days} ({day})").format(days=days, day=day(way.on, today))


def by_when(step: Step, today: date | None = None) -> str:
    """By when a step can be done and counts."""
    return day(step.on, today) if step.on else _("as soon as possible")


def planned_for(actions: Sequence[Action]) -> date | None:
    """The first day by which one of several open actions is due."""
    return next((each.due_on for each in actions if each.due_on is not None), None)


def in_hand_words(state: ProjectState, action: Action, today: date | None = None) -> str:
    """An open action about the same as a step: what it is, who sees to it, by when, and what it waits for."""
    due = day(action.due_on, today) if action.due_on else ""
    before = ", ".join(each.ref for each in waits_for(state, action))
    waits = _("waits for {actions}").format(actions=before) if before else ""
    return ", ".join(filter(None, (action.title, handle_of(state, action.owner), due, waits)))


def handle_of(state: ProjectState, uid: str | None) -> str:
    """The handle of a person; empty for nobody, or somebody who is yet to be named."""
    person = state.get(Person, uid)
    return person.handle if person else ""


def short_names(judged: tuple[Judged, ...]) -> str:
    """Criteria in a word each: their refs, or their names where they are no rows."""
    return ", ".join(each.criterion.ref or say(each.name) for each in judged)


def way_outs(stuck: "Stuck") -> tuple[str, ...]:
    """What people can still decide where no step turns a criterion."""
    from cockpit.domain.readiness.kpis import KpisMet

    outs = [_("waive the criterion for a time, with an approver and a reason")]
    if stuck.judged.criterion.rule == KpisMet.code:
        outs.append(_("accept a lower target for a time (accepted debt)"))
    return (*outs, _("ask for less: another target, or other settings of the criterion"))
