"""The charter: mandate, scope, measurable objectives, and the people whose support the project needs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cockpit.domain.edit import Create, Edit, Update
from cockpit.domain.entity import LARGEST_NUMBER, Choice, Entity, choice, day, flag, line, number, reference, text, whole
from cockpit.domain.kpi import Direction, Kpi
from cockpit.domain.message import N_, Message, Percent, message
from cockpit.domain.person import Person
from cockpit.domain.step import Step, new_uid, somebody

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


_BEHIND_IT = (SupportLevel.SUPPORTIVE, SupportLevel.CHAMPION)


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


def measuring(state: "ProjectState", objective: Objective) -> Step:
    """The step of giving an objective what it lacks to be measurable."""

    def make(state: "ProjectState", on: date) -> Iterator[Edit]:
        now = state.get(Objective, objective.uid)
        assert now
        found = measure_of(state, now)
        baseline, target = _nearest_way(found, now.direction)
        kpi = now.kpi
        if found.kpi is None or found.clash:
            kpi = new_uid(Kpi.kind, now.uid)
            yield Create(Kpi, {"title": now.title, "direction": now.direction}, kpi)
        yield Update(now, {"baseline": baseline, "target": target, "due_on": now.due_on or on, "kpi": kpi})

    missing = measure_of(state, objective).missing
    said = message(N_("make {objective} measurable: {missing}"), objective=objective.ref, missing=missing)
    owner = objective.owner or state.project.lead
    return Step(("measure", objective.uid), said, make, objective.kind, objective.uid, owner)


def _nearest_way(found: Measure, direction: Direction) -> tuple[float, float]:
    """A starting value and a target on its better side, as near as may be to those that there are."""
    if not any(_way_missing(found.baseline, found.target, direction)):
        assert found.baseline is not None
        assert found.target is not None
        return found.baseline, found.target
    better = 1 if direction is Direction.HIGHER else -1
    start = found.baseline
    if start is None:
        start = 0.0 if found.target is None else found.target - better
    start = max(1 - LARGEST_NUMBER, min(start, LARGEST_NUMBER - 1))
    return start, start + better


def first_objective() -> Step:
    """The step of writing down what the project is to reach, where nobody has."""

    def make(state: "ProjectState", on: date) -> Iterator[Edit]:
        kpi = new_uid(Kpi.kind, Objective.kind)
        yield Create(Kpi, {"title": "KPI"}, kpi)
        values = {"title": "Objective", "baseline": 0, "target": 1, "due_on": on, "kpi": kpi}
        yield Create(Objective, values, new_uid(Objective.kind))

    said = message(N_("write down the objectives, each with a starting value, a target, a date and a KPI"))
    return Step(("first", Objective.kind), said, make)


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


def winning_sponsors(state: "ProjectState", found: BuyIn, as_of: date) -> tuple[Step, ...]:
    """A step for each sponsor who does not stand behind the project, as far as is known, in the order in which they are asked.

    Those who are not known are asked first, then those who are the least far from supporting it.
    """
    levels = list(SupportLevel)
    known = [(last.level, each) for each in found.other if (last := last_support(state, each, as_of))]
    known.sort(key=lambda pair: -levels.index(pair[0]))
    asked = [(N_("ask {sponsor} where they stand"), each) for each in found.unknown]
    won = [(N_("win the support of {sponsor}"), each) for _, each in known]
    return tuple(winning(state, each, message(words, sponsor=name_of(state, each))) for words, each in (*asked, *won))


def winning(state: "ProjectState", stakeholder: Stakeholder, said: Message) -> Step:
    """The step after which a stakeholder supports the project, as it is ``said``."""

    def make(state: "ProjectState", on: date) -> Iterator[Edit]:
        values = {"stakeholder": stakeholder.uid, "noted_on": on, "level": SupportLevel.SUPPORTIVE}
        yield Create(Support, values, new_uid(Support.kind, stakeholder.uid))

    return Step(("win", stakeholder.uid), said, make, stakeholder.kind, stakeholder.uid, state.project.lead)


def naming_sponsors() -> Step:
    """The step of naming those who fund and decide, where nobody has."""

    def make(state: "ProjectState", on: date) -> Iterator[Edit]:
        person, edits = somebody(state)
        stakeholder = new_uid(Stakeholder.kind)
        yield from edits
        yield Create(Stakeholder, {"person": person, "role": StakeholderRole.SPONSOR}, stakeholder)
        values = {"stakeholder": stakeholder, "noted_on": on, "level": SupportLevel.SUPPORTIVE}
        yield Create(Support, values, new_uid(Support.kind, stakeholder))

    said = message(N_("name the sponsors, among the stakeholders of the charter, and note where they stand"))
    return Step(("first", StakeholderRole.SPONSOR), said, make)


def name_of(state: "ProjectState", stakeholder: Stakeholder) -> str:
    """The name of the person who a stakeholder is."""
    person = state.get(Person, stakeholder.person)
    return person.name if person else stakeholder.ref
