"""Phases, their iterations and their deliverables: the road from an idea to general use."""

from datetime import date
from typing import NamedTuple

from cockpit.domain.entity import Choice, Entity, choice, day, line, reference, text
from cockpit.domain.message import N_


class PhaseCode(Choice):
    """The five phases, in the order in which a project goes through them."""

    DEFINITION = "definition", N_("definition")
    STEERING = "steering", N_("steering")
    PILOT = "pilot", N_("pilot")
    SCALE_UP = "scale_up", N_("scale-up")
    GENERALISATION = "generalisation", N_("generalisation")


class Approach(Choice):
    """How work is organised."""

    AGILE = "agile", N_("agile")
    HYBRID = "hybrid", N_("hybrid")
    PLAN_DRIVEN = "plan_driven", N_("plan-driven")


class PhaseStatus(Choice):
    """Where a phase stands."""

    PLANNED = "planned", N_("planned")
    RUNNING = "running", N_("running")
    DONE = "done", N_("done")


class DeliverableState(Choice):
    """Where a deliverable stands, up to its acceptance."""

    TO_DO = "to_do", N_("to do")
    DOING = "doing", N_("doing")
    DELIVERED = "delivered", N_("delivered")
    ACCEPTED = "accepted", N_("accepted")


class Phase(Entity):
    """One of the five phases, with its goal and the indicator that tells whether it is reached."""

    kind = "phase"
    prefix = "PH"
    label = N_("Phase")
    plural = N_("Phases")
    ordered = (("starts_on", "ends_on"),)
    unique = (("code",),)

    code: PhaseCode = choice(N_("Phase"), help=N_("Which of the five phases; a project has each of them once"))
    title: str = line(N_("Title"), required=True)
    status: PhaseStatus = choice(N_("Status"), default=PhaseStatus.PLANNED)
    starts_on: date | None = day(N_("Starts"))
    ends_on: date | None = day(N_("Ends"), help=N_("The day by which its gate should be passed"))
    objective: str = text(N_("Goal"), help=N_("What has to be true at the end of the phase"))
    key_indicator: str = line(N_("Key indicator"), help=N_("In words, what tells that the goal is reached"))
    kpi: str | None = reference(N_("KPI"), "kpi", help=N_("The KPI that measures the key indicator"))
    approach: Approach = choice(N_("Approach"), default=Approach.HYBRID, help=N_("How the phase's work is organised"))


class Week(NamedTuple):
    """Which week of a phase it is, and of how many; both count from 1."""

    week: int
    weeks: int


def week_of(phase: Phase, as_of: date) -> Week | None:
    """The week of a phase that a day lies in; None before it starts, and where its dates are not known.

    After its end the weeks go on being counted: week 12 of 10 is two weeks late.
    """
    if phase.starts_on is None or phase.ends_on is None or as_of < phase.starts_on:
        return None
    return Week((as_of - phase.starts_on).days // 7 + 1, (phase.ends_on - phase.starts_on).days // 7 + 1)


def has_begun(phase: Phase, as_of: date) -> bool:
    """Whether a phase has begun by a day: by the day on which it starts or, where that is not known, by its status."""
    return phase.status is not PhaseStatus.PLANNED if phase.starts_on is None else phase.starts_on <= as_of


class Iteration(Entity):
    """A short cycle of work within a phase, with a goal and an outcome."""

    kind = "iteration"
    prefix = "IT"
    label = N_("Iteration")
    plural = N_("Iterations")
    ordered = (("starts_on", "ends_on"),)

    title: str = line(N_("Iteration"), required=True)
    phase: str = reference(N_("Phase"), "phase", required=True)
    starts_on: date | None = day(N_("Starts"))
    ends_on: date | None = day(N_("Ends"))
    goal: str = text(N_("Goal"), help=N_("What the iteration should bring"))
    outcome: str = text(N_("Outcome"), help=N_("What it brought"))


class Deliverable(Entity):
    """An output that a phase hands over, and its acceptance."""

    kind = "deliverable"
    prefix = "DE"
    label = N_("Deliverable")
    plural = N_("Deliverables")

    title: str = line(N_("Deliverable"), required=True)
    phase: str = reference(N_("Phase"), "phase", required=True, help=N_("The phase that hands it over"))
    state: DeliverableState = choice(N_("State"), default=DeliverableState.TO_DO)
    owner: str | None = reference(N_("Owner"), "person", help=N_("Who sees that it is delivered"))
    due_on: date | None = day(N_("Due"))
    accepted_on: date | None = day(N_("Accepted on"))
    accepted_by: str | None = reference(N_("Accepted by"), "person")
    link: str = line(N_("Link"), help=N_("Where to find it: a path or an address"))
    description: str = text(N_("Description"))


def is_accepted(deliverable: Deliverable, as_of: date) -> bool:
    """Whether a deliverable is accepted by a day; one without the day of its acceptance is, as soon as its state says so."""
    accepted_on = deliverable.accepted_on
    return deliverable.state is DeliverableState.ACCEPTED and (accepted_on is None or accepted_on <= as_of)
