"""KPIs: what is measured, what it should reach, and the rule by which it is met."""

from datetime import date

from cockpit.domain.entity import Choice, Entity, choice, day, line, number, reference, text, whole
from cockpit.domain.message import N_, Exact, Message, Rounded, message

_MOST_DECIMALS = 6
_LOOKS_THE_SAME = 0.01
"""The least distance, as a share, of two values that three figures always tell apart."""


class Group(Choice):
    """Whom a measurement, a survey or an interview is about."""

    PILOT = "pilot", N_("pilot group")
    CONTROL = "control", N_("control group")
    ALL = "all", N_("everybody")


class Direction(Choice):
    """Which way a value gets better."""

    HIGHER = "higher", N_("higher")
    LOWER = "lower", N_("lower")


class KpiKind(Choice):
    """What a KPI tells about."""

    TECHNICAL = "technical", N_("technical")
    OPERATIONAL = "operational", N_("operational")
    USER = "user", N_("user")
    FINANCIAL = "financial", N_("financial")


class Cadence(Choice):
    """The length of the period over which measurements become one value."""

    DAY = "day", N_("day")
    WEEK = "week", N_("week")
    MONTH = "month", N_("month")


class Aggregate(Choice):
    """How the measurements of a period become one value."""

    MEAN = "mean", N_("mean")
    SUM = "sum", N_("sum")
    LAST = "last", N_("last")
    MINIMUM = "minimum", N_("minimum")
    MAXIMUM = "maximum", N_("maximum")


class KpiRule(Choice):
    """When a KPI counts as met over several periods."""

    DEFAULT = "default", N_("as the gate asks")
    LAST_IN_A_ROW = "last_in_a_row", N_("last periods in a row")
    ALL_PERIODS = "all_periods", N_("all periods")
    SHARE_OF_PERIODS = "share_of_periods", N_("share of periods")
    BOUND_ONLY = "bound_only", N_("confidence bound only")


class Kpi(Entity):
    """A key performance indicator, with its starting value, its target and the guardrail it may not cross."""

    kind = "kpi"
    prefix = "K"
    label = N_("KPI")
    plural = N_("KPIs")

    title: str = line(N_("KPI"), required=True)
    kind_of: KpiKind = choice(N_("Kind"), default=KpiKind.OPERATIONAL)
    unit: str = line(N_("Unit"), longest=12, help=N_("Such as %, min or tickets"))
    direction: Direction = choice(
        N_("Better when"), default=Direction.HIGHER, help=N_("Whether a higher or a lower value is better")
    )
    baseline: float | None = number(N_("Starting value"), default=None, help=N_("The value before the project"))
    target: float | None = number(N_("Target"), default=None, help=N_("The value to reach"))
    guardrail: float | None = number(N_("Guardrail"), default=None, help=N_("The value that may never be crossed"))
    owner: str | None = reference(N_("Owner"), "person", help=N_("Who sees that it is measured"))
    cadence: Cadence = choice(N_("Period"), default=Cadence.WEEK, help=N_("One value is expected in each"))
    aggregate: Aggregate = choice(
        N_("Aggregate"), default=Aggregate.MEAN, help=N_("How the measurements of a period become one value")
    )
    rule: KpiRule = choice(N_("Rule"), default=KpiRule.DEFAULT, help=N_("When it counts as met over several periods"))
    definition: str = text(N_("Definition"), help=N_("What exactly is measured, so that anyone would measure the same"))
    source: str = line(N_("Source"), help=N_("Where the measurements come from"))
    phase: str | None = reference(N_("Phase"), "phase", help=N_("The phase in which it matters"))
    decimals: int = whole(N_("Decimals"), 0, 6, default=1, help=N_("Digits shown after the decimal mark"))
    target_set_on: date | None = day(N_("Target set on"), help=N_("Best before the first measurement is known"))


def amount(kpi: Kpi, value: float) -> Message:
    """A value of a KPI with its unit, rounded to its decimals."""
    return _with_unit(kpi, message("{value}", value=round(value, kpi.decimals)))


def exact_amount(kpi: Kpi, value: float) -> Message:
    """A value of a KPI with its unit, as it was measured."""
    return _with_unit(kpi, message("{value}", value=Exact(value)))


def amount_beside(kpi: Kpi, value: float, other: float) -> Message:
    """A value of a KPI with its unit, with as many decimals as keep it apart from another value that is told beside it."""
    apart = [count for count in range(kpi.decimals, _MOST_DECIMALS) if round(value, count) != round(other, count)]
    decimals = apart[0] if apart else _MOST_DECIMALS
    if value == other or (decimals == kpi.decimals and abs(value - other) >= abs(other) * _LOOKS_THE_SAME):
        return amount(kpi, value)
    return _with_unit(kpi, message("{value}", value=Rounded(value, decimals)))


def _with_unit(kpi: Kpi, figure: Message) -> Message:
    return message("{figure}\N{NO-BREAK SPACE}{unit}", figure=figure, unit=kpi.unit) if kpi.unit else figure


def clears(value: float, target: float, direction: Direction) -> bool:
    """Whether a value reaches a target."""
    return value >= target if direction is Direction.HIGHER else value <= target
