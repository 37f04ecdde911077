"""The charter: mandate, scope, measurable objectives, and the people whose support the project needs."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cockpit.domain.entity import Choice, Entity, choice, day, flag, line, number, reference, text, whole
from cockpit.domain.kpi import Direction
from cockpit.domain.message import N_

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


def last_support(state: "ProjectState", stakeholder: Stakeholder, as_of: date) -> Support | None:
    """What was noted last of a stakeholder's support, by ``as_of``."""
    noted = [each for each in state.of(Support, "stakeholder", stakeholder.uid) if each.noted_on <= as_of]
    return max(noted, key=lambda each: (each.noted_on, each.uid), default=None)


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


def buy_in(state: "ProjectState", as_of: date, shelf_life: int) -> BuyIn:
    """How far the sponsors stand behind the project on a day; support noted more than ``shelf_life`` days ago is not known."""
    supportive, other, unknown = [], [], []
    for stakeholder in state.all(Stakeholder):
        if stakeholder.role is not StakeholderRole.SPONSOR:
            continue
        last = last_support(state, stakeholder, as_of)
        if last is None or (as_of - last.noted_on).days > shelf_life:
            unknown.append(stakeholder)
        elif last.level in (SupportLevel.SUPPORTIVE, SupportLevel.CHAMPION):
            supportive.append(stakeholder)
        else:
            other.append(stakeholder)
    return BuyIn(tuple(supportive), tuple(other), tuple(unknown))
