"""Experiments: a pilot group against a control group, planned before and looked at no more often than planned."""

from datetime import date

from cockpit.domain.entity import Choice, Entity, choice, day, line, number, reference, text, whole
from cockpit.domain.message import N_

_MOST_SUBJECTS = 10**9


class MetricKind(Choice):
    """What is compared between the groups."""

    PROPORTION = "proportion", N_("proportion")
    MEAN = "mean", N_("mean")


class ExperimentStatus(Choice):
    """Where an experiment stands."""

    DRAFT = "draft", N_("draft")
    RUNNING = "running", N_("running")
    STOPPED = "stopped", N_("stopped")
    CONCLUDED = "concluded", N_("concluded")


class Experiment(Entity):
    """A comparison of the pilot group with the control group, whose size and looks are fixed beforehand."""

    kind = "experiment"
    prefix = "EX"
    label = N_("Experiment")
    plural = N_("Experiments")
    ordered = (("starts_on", "ends_on"),)

    title: str = line(N_("Experiment"), required=True)
    status: ExperimentStatus = choice(N_("Status"), default=ExperimentStatus.DRAFT)
    hypothesis: str = text(N_("Hypothesis"), help=N_("What the change should do, and by how much"))
    kpi: str | None = reference(N_("KPI"), "kpi", help=N_("The KPI that should move"))
    owner: str | None = reference(N_("Owner"), "person")
    metric: MetricKind = choice(N_("Metric"), default=MetricKind.PROPORTION, help=N_("What the groups are compared by"))
    starts_on: date | None = day(N_("Starts"))
    ends_on: date | None = day(N_("Ends"))
    planned_per_arm: int | None = whole(
        N_("Planned size"), 1, _MOST_SUBJECTS, default=None, help=N_("People or cases planned in each group")
    )
    looks: int = whole(N_("Looks"), 1, 52, default=1, help=N_("How often the result is looked at, the last time included"))
    minimum_effect: float | None = number(N_("Minimum effect"), default=None, help=N_("The smallest difference worth finding"))
    margin: float | None = number(
        N_("Margin"), 0, default=None, help=N_("How much worse the pilot group may be before it counts as harm")
    )
    alpha: float = number(N_("Alpha"), 0.001, 0.5, default=0.05, help=N_("Accepted risk of seeing an effect that is not there"))
    power: float = number(N_("Power"), 0.5, 0.999, default=0.8, help=N_("Chance of seeing the minimum effect if it is there"))
    split: float = number(N_("Split"), 0.01, 0.99, default=0.5, help=N_("Share that goes to the pilot group"))
    conclusion: str = text(N_("Conclusion"))


class Look(Entity):
    """What an experiment's two groups had shown by a day, counted from its start."""

    kind = "look"
    prefix = "LK"
    label = N_("Look")
    plural = N_("Looks")
    title_field = "looked_on"
    ordered = (
        ("pilot_successes", "pilot_n"),
        ("control_successes", "control_n"),
    )

    experiment: str = reference(N_("Experiment"), "experiment", required=True)
    looked_on: date = day(N_("Looked on"), default=...)
    pilot_n: int = whole(N_("Pilot size"), 0, _MOST_SUBJECTS, default=0, help=N_("People or cases seen so far"))
    control_n: int = whole(N_("Control size"), 0, _MOST_SUBJECTS, default=0, help=N_("People or cases seen so far"))
    pilot_successes: int | None = whole(
        N_("Pilot successes"), 0, _MOST_SUBJECTS, default=None, help=N_("For a proportion: how many succeeded")
    )
    control_successes: int | None = whole(
        N_("Control successes"), 0, _MOST_SUBJECTS, default=None, help=N_("For a proportion: how many succeeded")
    )
    pilot_mean: float | None = number(N_("Pilot mean"), default=None, help=N_("For a mean"))
    pilot_sd: float | None = number(N_("Pilot deviation"), 0, default=None, help=N_("Standard deviation, for a mean"))
    control_mean: float | None = number(N_("Control mean"), default=None, help=N_("For a mean"))
    control_sd: float | None = number(N_("Control deviation"), 0, default=None, help=N_("Standard deviation, for a mean"))
    note: str = text(N_("Note"))
