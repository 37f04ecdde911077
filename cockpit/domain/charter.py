"""The charter: mandate, scope, measurable objectives, and the people whose support the project needs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cockpit.domain.entity import Choice, Entity, choice, day, flag, line, number, reference, text, whole
from cockpit.domain.kpi import Direction, Kpi
from cockpit.domain.message import N_, Message, Percent, message
from cockpit.domain.person import Person

if TYPE_CHECKING:
    from cockpit.domain.state import ProjectState


class StakeholderRole(Choice):
    """What a stakeholder is to the project."""

    SPONSOR = "sponsor", N_("sponsor")
    COALITION = "coalition", N_("guiding coalition")
    TEAM = "team", N_("team")
    USER = "user", N_("user")
    OTHER = "other", N_("other")


class SupportLevel(Choice):
    """How far a stakeholder stands behind the project, from the least to the most."""

    OPPOSED = "opposed", N_("opposed")
    SCEPTICAL = "sceptical", N_("sceptical")
    NEUTRAL = "neutral", N_("neutral")
    SUPPORTIVE = "supportive", N_("supportive")
    CHAMPION = "champion", N_("champion")


class Charter(Entity):
    """What the project is mandated to do, and who approved it."""

    kind = "charter"
    prefix = "CH"
    label = N_("Charter")
    plural = N_("Charters")

    title: str = line(N_("Charter"), required=True)
    vision: str = text(N_("Vision"), help=N_("What will be different once everybody uses it"))
    mandate: str = text(N_("Mandate"), help=N_("What the project is asked and allowed to do"))
    approved_on: date | None = day(N_("Approved on"))
    approved_by: str | None = reference(N_("Approved by"), "person")


class ScopeItem(Entity):
    """Something that is, or is explicitly not, part of the project."""

    kind = "scope_item"
    prefix = "SC"
    label = N_("Scope item")
    plural = N_("Scope")

    title: str = line(N_("Item"), required=True)
    inside: bool = flag(N_("In scope"), default=True, help=N_("No for what is explicitly left out"))
    note: str = text(N_("Note"))


class Objective(Entity):
    """A measurable result: from a starting value to a target, by a date."""

    kind = "objective"
    prefix = "OB"
    label = N_("Objective")
    plural = N_("Objectives")

    title: str = line(N_("Objective"), required=True)
    owner: str | None = reference(N_("Owner"), "person", help=N_("Who answers for the result"))
    baseline: float | None = number(N_("Starting value"), default=None, help=N_("The value before the project"))
    target: float | None = number(N_("Target"), default=None, help=N_("The value to reach"))
    unit: str = line(N_("Unit"), help=N_("Unit of the starting value and the target, such as % or min"))
    direction: Direction = choice(
        N_("Better when"), default=Direction.HIGHER, help=N_("Whether a higher or a lower value is better")
    )
    due_on: date | None = day(N_("Due"), help=N_("The day by which the target should be reached"))
    kpi: str | None = reference(N_("KPI"), "kpi", help=N_("The KPI that measures it"))
    description: str = text(N_("Description"))


class Stakeholder(Entity):
    """A person whom the project affects or who can influence it."""

    kind = "stakeholder"
    prefix = "ST"
    label = N_("Stakeholder")
    plural = N_("Stakeholders")

    person: str = reference(N_("Person"), "person", required=True)
    role: StakeholderRole = choice(
        N_("Role"),
        default=StakeholderRole.OTHER,
        help=N_("Sponsors fund and decide; the guiding coalition carries the change"),
    )
    title: str = line(N_("Takes part as"), help=N_("In what capacity this person takes part"))
    organisation: str = line(N_("Organisation"))
    influence: int = whole(N_("Influence"), 1, 5, default=3, help=N_("From 1, little, to 5, decisive"))
    interest: int = whole(N_("Interest"), 1, 5, default=3, help=N_("How much it matters to this person, from 1 to 5"))
    expectation: str = text(N_("Expectation"), help=N_("What this person expects from the project"))


class Support(Entity):
    """How far a stakeholder supported the project on a day."""

    kind = "support"
    prefix = "SU"
    label = N_("Support")
    plural = N_("Support over time")
    title_field = "noted_on"

    stakeholder: str = reference(N_("Stakeholder"), "stakeholder", required=True)
    noted_on: date = day(N_("Noted on"), default=...)
    level: SupportLevel = choice(N_("Support"), default=SupportLevel.NEUTRAL)
    note: str = text(N_("Note"), help=N_("What was said or done"))


FEWEST_IN_COALITION = 3
"""How many people a guiding coalition takes (Kotter, *Leading Change: Why Transformation Efforts Fail*, 1995: three to five at first)."""

_BEHIND_IT = (SupportLevel.SUPPORTIVE, SupportLevel.CHAMPION)
_AGAINST_IT = (SupportLevel.OPPOSED, SupportLevel.SCEPTICAL)


@dataclass(frozen=True, slots=True)
class Measure:
    """How an objective is measured: by its own values, else by those of its KPI.

    ``clash`` is why its KPI does not measure it, ``missing`` all that keeps it from being measurable; each goes after its name.
    """

    kpi: Kpi | None
    baseline: float | None
    target: float | None
    unit: str
    clash: tuple[Message, ...]
    missing: tuple[Message, ...]

    @property
    def measurable(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing

    def progress(self, value: float) -> float | None:
        """How far the way from the starting value to the target ``value``, one of the KPI, has come.

        1 is the target; less than 0 is worse than the start.  None where there is no such way, or the KPI does not measure it.
        """
        if self.kpi is None or self.clash or self.baseline is None or self.target is None or self.target == self.baseline:
            return None
        return (value - self.baseline) / (self.target - self.baseline)


def measure_of(state: "ProjectState", objective: Objective) -> Measure:
    """Whether an objective is measurable, else what it lacks.

    Doran, *There's a S.M.A.R.T. way to write management's goals and objectives*, Management Review 70(11), 1981: measurable, "quantify
    or at least suggest an indicator of progress", and time-related.  So: a starting value and a target, the target on the better
    side of it, a day, and a KPI that counts the same thing in the same unit.  Whether anybody has measured yet is not asked: at the first
    gate nobody can have.
    """
    kpi = state.get(Kpi, objective.kpi)
    baseline = kpi.baseline if objective.baseline is None and kpi else objective.baseline
    target = kpi.target if objective.target is None and kpi else objective.target
    unit = objective.unit or (kpi.unit if kpi else "")
    clash = tuple(_clash(objective, kpi)) if kpi else ()
    missing = [*_way_missing(baseline, target, objective.direction)]
    if objective.due_on is None:
        missing.append(message(N_("no date")))
    if kpi is None:
        missing.append(message(N_("no KPI")))
    return Measure(kpi, baseline, target, unit, clash, (*missing, *clash))


def _way_missing(baseline: float | None, target: float | None, direction: Direction) -> Iterator[Message]:
    if baseline is None:
        yield message(N_("no starting value"))
    if target is None:
        yield message(N_("no target"))
    if baseline is None or target is None:
        return
    if target == baseline:
        yield message(N_("the target is the starting value"))
    elif (target > baseline) != (direction is Direction.HIGHER):
        words = (
            N_("lower is better, but the target is higher")
            if target > baseline
            else N_("higher is better, but the target is lower")
        )
        yield message(words)


def _clash(objective: Objective, kpi: Kpi) -> Iterator[Message]:
    if objective.unit and kpi.unit and objective.unit.casefold() != kpi.unit.casefold():
        yield message(N_("{kpi} counts in {unit}, not in {own}"), kpi=kpi.ref, unit=kpi.unit, own=objective.unit)
    if objective.direction is not kpi.direction:
        yield message(
            N_("{kpi} is better when {direction}, the objective when {own}"),
            kpi=kpi.ref, direction=Message(kpi.direction.label), own=Message(objective.direction.label),
        )  # fmt: skip


def supports(state: "ProjectState", stakeholder: Stakeholder, as_of: date) -> tuple[Support, ...]:
    """What was noted of a stakeholder's support by ``as_of``, the last of it at the end."""
    noted = (each for each in state.of(Support, "stakeholder", stakeholder.uid) if each.noted_on <= as_of)
    return tuple(sorted(noted, key=lambda each: (each.noted_on, each.uid)))


def last_support(state: "ProjectState", stakeholder: Stakeholder, as_of: date) -> Support | None:
    """What was noted last of a stakeholder's support, by ``as_of``."""
    noted = supports(state, stakeholder, as_of)
    return noted[-1] if noted else None


@dataclass(frozen=True, slots=True)
class BuyIn:
    """The sponsors by what is known of their support: behind the project, not behind it, or not known (any more)."""

    supportive: tuple[Stakeholder, ...]
    other: tuple[Stakeholder, ...]
    unknown: tuple[Stakeholder, ...]

    @property
    def sponsors(self) -> int:
        """How many sponsors there are."""
        return len(self.supportive) + len(self.other) + len(self.unknown)

    @property
    def share(self) -> float | None:
        """The sponsor buy-in rate, an unknown counting as no support; None without sponsors."""
        return len(self.supportive) / self.sponsors if self.sponsors else None

    @property
    def best_share(self) -> float | None:
        """The rate if all those who are not known turned out to be supportive."""
        return (len(self.supportive) + len(self.unknown)) / self.sponsors if self.sponsors else None

    @property
    def summary(self) -> Message:
        """The rate in words, and how many are not known."""
        if self.share is None:
            return message(N_("no sponsor is named"))
        said = message(
            N_("{supportive} of {count} sponsor ({share})"), N_("{supportive} of {count} sponsors ({share})"),
            supportive=len(self.supportive), count=self.sponsors, share=Percent(self.share),
        )  # fmt: skip
        if not self.unknown:
            return said
        unknown = message(N_("{count} not known"), N_("{count} not known"), count=len(self.unknown))
        return message("{facts}", facts=(said, unknown))


def buy_in(state: "ProjectState", as_of: date, shelf_life: int) -> BuyIn:
    """How far the sponsors stand behind the project on a day; support noted more than ``shelf_life`` days ago is not known."""
    supportive, other, unknown = [], [], []
    for stakeholder in state.all(Stakeholder):
        if stakeholder.role is not StakeholderRole.SPONSOR:
            continue
        last = last_support(state, stakeholder, as_of)
        if last is None or (as_of - last.noted_on).days > shelf_life:
            unknown.append(stakeholder)
        elif last.level in _BEHIND_IT:
            supportive.append(stakeholder)
        else:
            other.append(stakeholder)
    return BuyIn(tuple(supportive), tuple(other), tuple(unknown))


@dataclass(frozen=True, slots=True)
class Coalition:
    """The guiding coalition, and what it lacks to carry the change; each of ``missing`` stands alone."""

    members: tuple[Stakeholder, ...]
    missing: tuple[Message, ...]

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


def coalition(state: "ProjectState", as_of: date, shelf_life: int) -> Coalition:
    """Whether the guiding coalition is complete on a day.

    Kotter, *Leading Change: Why Transformation Efforts Fail*, Harvard Business Review 73(2), 1995: powerful enough, three people at
    least.  So: a sponsor stands behind the project, as noted at most ``shelf_life`` days ago; whoever leads the project is in the
    coalition; three people or more are; and none of them is opposed or sceptical by their last word.
    """
    members = tuple(each for each in state.all(Stakeholder) if each.role is StakeholderRole.COALITION)
    missing: list[Message] = []
    if not buy_in(state, as_of, shelf_life).supportive:
        missing.append(message(N_("no sponsor stands behind the project, as far as is known")))
    people = {each.person for each in members}
    lead = state.get(Person, state.project.lead)
    if lead is None:
        missing.append(message(N_("the project has no lead")))
    elif lead.uid not in people:
        missing.append(message(N_("{person} leads the project and is not in it"), person=lead.name))
    if len(people) < FEWEST_IN_COALITION:
        missing.append(
            message(
                N_("{count} person in it, and it takes {needed}"), N_("{count} people in it, and it takes {needed}"),
                count=len(people), needed=FEWEST_IN_COALITION,
            )
        )  # fmt: skip
    for each in members:
        last, person = last_support(state, each, as_of), state.get(Person, each.person)
        if last is not None and last.level in _AGAINST_IT:
            name = person.name if person else each.ref
            missing.append(message(N_("{person} is {level}"), person=name, level=Message(last.level.label)))
    return Coalition(members, tuple(missing))
