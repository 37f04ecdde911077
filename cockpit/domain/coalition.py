"""The guiding coalition: the people who carry the change, and what they lack to do so."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cockpit.domain.charter import (
    BuyIn,
    Stakeholder,
    StakeholderRole,
    SupportLevel,
    buy_in,
    last_support,
    name_of,
    naming_sponsors,
    winning,
    winning_sponsors,
)
from cockpit.domain.derived_names import person_handle
from cockpit.domain.edit import Create, Edit, Update
from cockpit.domain.evidence import INSUFFICIENT, NOT_MET, CriterionState, Reason, all_of
from cockpit.domain.message import N_, Message, message
from cockpit.domain.person import Person
from cockpit.domain.step import Step, new_uid, somebody

if TYPE_CHECKING:
    from cockpit.domain.state import ProjectState

FEWEST_IN_COALITION = 3
"""How many people a guiding coalition takes (Kotter, *Leading Change: Why Transformation Efforts Fail*, 1995: three to five at first)."""

_AGAINST_IT = (SupportLevel.OPPOSED, SupportLevel.SCEPTICAL)


@dataclass(frozen=True, slots=True)
class Coalition:
    """The guiding coalition, the sponsors on whom it counts, and what it lacks to carry the change.

    What is said of each of ``missing`` stands alone.  ``people`` counts each person once, however often a member.
    """

    members: tuple[Stakeholder, ...]
    people: int
    sponsors: BuyIn
    missing: tuple[Reason, ...]

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing

    @property
    def state(self) -> CriterionState:
        """Met when it is complete, not met where something is wrong; where something is only missing, it may not be written down."""
        return all_of(reason.state for reason in self.missing)


def coalition(state: "ProjectState", as_of: date, shelf_life: int) -> Coalition:
    """Whether the guiding coalition is complete on a day.

    Kotter, *Leading Change: Why Transformation Efforts Fail*, Harvard Business Review 73(2), 1995: powerful enough, three people at
    least.  So: a sponsor stands behind the project, as noted at most ``shelf_life`` days ago; whoever leads the project is in the
    coalition; three people or more are; and none of them is opposed or sceptical by their last word.
    """
    members = tuple(each for each in state.all(Stakeholder) if each.role is StakeholderRole.COALITION)
    people = len({each.person for each in members})
    sponsors = buy_in(state, as_of, shelf_life)
    lead = state.get(Person, state.project.lead)
    led = _lead_reason(state, lead, members)
    joining = led.steps if led and (lead or not members) else ()
    found = [_sponsor_reason(state, sponsors, as_of), led, _size_reason(state, people, joining)]
    found += [_member_reason(state, each, as_of) for each in members]
    return Coalition(members, people, sponsors, tuple(reason for reason in found if reason is not None))


def is_against(state: "ProjectState", stakeholder: Stakeholder, as_of: date) -> bool:
    """Whether a stakeholder's last word, however long ago, was against the project."""
    last = last_support(state, stakeholder, as_of)
    return last is not None and last.level in _AGAINST_IT


def _sponsor_reason(state: "ProjectState", sponsors: BuyIn, as_of: date) -> Reason | None:
    """The support of one is asked for, of the one who is nearest to giving it."""
    if sponsors.supportive:
        return None
    said = message(N_("no sponsor stands behind the project, as far as is known"))
    steps = winning_sponsors(state, sponsors, as_of)[:1] or (naming_sponsors(),)
    known = sponsors.other and not sponsors.unknown
    return Reason(NOT_MET if known else INSUFFICIENT, said, steps)


def _lead_reason(state: "ProjectState", lead: Person | None, members: tuple[Stakeholder, ...]) -> Reason | None:
    if lead is None:
        return Reason(INSUFFICIENT, message(N_("the project has no lead")), (_naming_lead(state, members),))
    if any(each.person == lead.uid for each in members):
        return None
    said = message(N_("{person} leads the project and is not in it"), person=lead.name)
    return Reason(NOT_MET, said, (_joining(lead),))


def _naming_lead(state: "ProjectState", members: tuple[Stakeholder, ...]) -> Step:
    def make(state: "ProjectState", on: date) -> Iterator[Edit]:
        lead, edits = somebody(state, *(each.person for each in members))
        yield from edits
        yield Update(state.project, {"lead": lead})
        if not members:
            yield _member(lead)

    words = N_("name who leads the project") if members else N_("name who leads the project and the guiding coalition")
    project = state.project
    return Step(("lead", project.uid), message(words), make, project.kind, project.uid)


def _joining(lead: Person) -> Step:
    def make(state: "ProjectState", on: date) -> Iterator[Edit]:
        yield _member(lead.uid)

    said = message(N_("put {person} into the guiding coalition"), person=lead.name)
    return Step(("join", lead.uid), said, make, lead.kind, lead.uid, lead.uid)


def _size_reason(state: "ProjectState", people: int, joining: tuple[Step, ...]) -> Reason | None:
    """With the step by which whoever leads the project joins them, where there is one, fewer others are missing."""
    if people >= FEWEST_IN_COALITION:
        return None
    said = message(
        N_("{count} person in it, and it takes {needed}"), N_("{count} people in it, and it takes {needed}"),
        count=people, needed=FEWEST_IN_COALITION,
    )  # fmt: skip
    missing = FEWEST_IN_COALITION - people - len(joining)
    return Reason(INSUFFICIENT, said, (*joining, *((_gathering(state, missing),) if missing else ())))


def _gathering(state: "ProjectState", count: int) -> Step:
    def make(state: "ProjectState", on: date) -> Iterator[Edit]:
        handles = {person.handle for person in state.all(Person)}
        for number in range(count):
            uid, handle = new_uid(Person.kind, StakeholderRole.COALITION, str(number)), person_handle("Member", handles)
            handles.add(handle)
            yield Create(Person, {"handle": handle, "name": "Member"}, uid)
            yield _member(uid)

    said = message(
        N_("win {count} person more for the guiding coalition"),
        N_("win {count} people more for the guiding coalition"),
        count=count,
    )
    return Step(("first", StakeholderRole.COALITION), said, make, owner=state.project.lead)


def _member_reason(state: "ProjectState", member: Stakeholder, as_of: date) -> Reason | None:
    last = last_support(state, member, as_of)
    if last is None or not is_against(state, member, as_of):
        return None
    name = name_of(state, member)
    said = message(N_("{person} is {level}"), person=name, level=Message(last.level.label))
    return Reason(NOT_MET, said, (winning(state, member, message(N_("win over {person}"), person=name)),))


def _member(person: str) -> Create:
    values = {"person": person, "role": StakeholderRole.COALITION}
    return Create(Stakeholder, values, new_uid(Stakeholder.kind, StakeholderRole.COALITION, person))
