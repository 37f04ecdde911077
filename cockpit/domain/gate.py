"""Gates: what is asked at the end of a phase, who checked it, who waived it, and what was decided."""

import re
from datetime import date
from typing import ClassVar

from cockpit.domain.entity import (
    Checks,
    Choice,
    Entity,
    choice,
    day,
    flag,
    line,
    lines,
    parameters,
    reference,
    references,
    text,
    whole,
)
from cockpit.domain.message import N_, Message, message
from cockpit.domain.phase import PhaseCode

LONGEST_EVIDENCE = 4_000_000
"""Characters of evidence that a gate review freezes: a verdict on some thousands of rows, told in full."""

_GRID_ROW = re.compile(r"[1-5]{5}")


def _grid_problem(grid: tuple[str, ...]) -> Message | None:
    if len(grid) == 5 and all(_GRID_ROW.fullmatch(row) for row in grid):
        return None
    return message(
        N_("{field}: “{value}” is not allowed; it must be five lines of five digits from 1 to 5"),
        field=Message(N_("Risk grid")), value=" / ".join(grid)[:60],
    )  # fmt: skip


class Answer(Choice):
    """What the evidence says at a gate."""

    GO = "go", N_("GO")
    CONDITIONAL = "conditional", N_("CONDITIONAL")
    NOT_YET = "not_yet", N_("NOT YET")
    NO_GO = "no_go", N_("NO-GO")


class Decision(Choice):
    """What the people at a gate decide; it may differ from what the evidence says."""

    GO = "go", N_("GO")
    CONDITIONAL = "conditional", N_("CONDITIONAL")
    NOT_YET = "not_yet", N_("NOT YET")
    NO_GO = "no_go", N_("NO-GO")
    POSTPONED = "postponed", N_("postponed")


class GatePolicy(Entity):
    """The rules of the gate at the end of a phase: how old evidence may be, and how much risk is tolerated."""

    kind = "gate_policy"
    prefix = "GP"
    label = N_("Gate policy")
    plural = N_("Gate policies")
    unique = (("gate",),)
    checks: ClassVar[Checks] = {"risk_grid": _grid_problem}

    gate: PhaseCode = choice(N_("Gate"), help=N_("The phase at the end of which the gate stands"))
    title: str = line(N_("Title"), required=True)
    planned_on: date | None = day(N_("Planned"), help=N_("The day on which the gate review is planned"))
    tolerance: int = whole(N_("Tolerance"), 1, 5, default=3, help=N_("The highest level of risk that needs no acceptance"))
    critical_level: int = whole(N_("Critical level"), 1, 5, default=4, help=N_("From this level on, a risk is critical"))
    min_periods: int = whole(N_("Fewest periods"), 2, 520, default=6, help=N_("Periods that a KPI needs before it is judged"))
    kpi_days: int = whole(N_("KPI age"), 1, 3650, default=21, unit=N_("days"), help=N_("An older measurement is no evidence"))
    survey_days: int = whole(N_("Survey age"), 1, 3650, default=90, unit=N_("days"), help=N_("An older survey is no evidence"))
    risk_review_days: int = whole(
        N_("Risk review age"), 1, 3650, default=30, unit=N_("days"), help=N_("An older review of a risk is no evidence")
    )
    training_days: int = whole(
        N_("Training age"), 1, 3650, default=365, unit=N_("days"), help=N_("Older training no longer counts")
    )
    rehearsal_days: int = whole(
        N_("Rehearsal age"), 1, 3650, default=180, unit=N_("days"), help=N_("An older rehearsal is no evidence")
    )
    risk_grid: tuple[str, ...] = lines(
        N_("Risk grid"),
        default=("11222", "12233", "22344", "23445", "34455"),
        help=N_("Five lines of five levels from 1 to 5: a line for each likelihood, a digit for each impact"),
    )


class Criterion(Entity):
    """One thing that a gate asks: a rule with its settings."""

    kind = "criterion"
    prefix = "CR"
    label = N_("Criterion")
    plural = N_("Criteria")

    title: str = line(N_("Criterion"), required=True)
    policy: str = reference(N_("Gate policy"), "gate_policy", required=True)
    rule: str = line(N_("Rule"), required=True, longest=40, help=N_("The code of the rule that judges it"))
    settings: dict[str, bool | int | float | str | list[str]] = parameters(
        N_("Settings"), help=N_("What the rule needs to know, such as a KPI or a threshold")
    )
    blocking: bool = flag(N_("Blocking"), default=True, help=N_("Not met, it makes the verdict a NO-GO"))
    owner: str | None = reference(N_("Owner"), "person", help=N_("Who sees that it is met"))
    position: int = whole(N_("Position"), 0, 999, default=0, help=N_("Its place in the list of criteria"))
    note: str = text(N_("Note"))


class ManualCheck(Entity):
    """Somebody's word on a criterion that nothing can compute."""

    kind = "manual_check"
    prefix = "MC"
    label = N_("Manual check")
    plural = N_("Manual checks")
    title_field = "checked_on"

    criterion: str = reference(N_("Criterion"), "criterion", required=True)
    passed: bool = flag(N_("Passed"))
    checked_on: date = day(N_("Checked on"), default=...)
    checked_by: str = reference(N_("Checked by"), "person", required=True)
    note: str = text(N_("Note"), help=N_("What was seen"))
    lesson: str | None = reference(N_("Lesson"), "lesson", help=N_("The lesson whose question it answers"))


class GateReview(Entity):
    """What was decided at a gate, by whom, on which evidence, frozen as it was that day."""

    kind = "gate_review"
    prefix = "GR"
    label = N_("Gate review")
    plural = N_("Gate reviews")

    title: str = line(N_("Gate review"), required=True)
    gate: PhaseCode = choice(N_("Gate"), help=N_("The phase at the end of which the gate stands"))
    wave: str | None = reference(N_("Wave"), "wave", help=N_("The wave whose own gate it is, within the scale-up"))
    held_on: date = day(N_("Held on"), default=...)
    decision: Decision = choice(N_("Decision"), default=Decision.POSTPONED, help=N_("What the deciders decided"))
    verdict: Answer = choice(N_("Verdict"), default=Answer.NOT_YET, help=N_("What the evidence said"))
    deciders: tuple[str, ...] = references(N_("Deciders"), "person")
    reason: str = text(N_("Reason"), help=N_("Why this decision, above all where it differs from the verdict"))
    dissent: str = text(N_("Dissent"), help=N_("Who disagreed, and why"))
    supersedes: str | None = reference(N_("Supersedes"), "gate_review", help=N_("The earlier review that it replaces"))
    evidence: str = text(
        N_("Evidence"), longest=LONGEST_EVIDENCE, help=N_("The verdict with all its observations, as JSON, as it was that day")
    )
    digest: str = line(N_("Digest"), help=N_("Proves that the evidence has not been changed since"))


class Waiver(Entity):
    """A signed exception from a criterion until a date."""

    kind = "waiver"
    prefix = "WV"
    label = N_("Waiver")
    plural = N_("Waivers")
    title_field = "reason"
    ordered = (("granted_on", "expires_on"),)

    criterion: str = reference(N_("Criterion"), "criterion", required=True)
    approver: str = reference(N_("Approver"), "person", required=True, help=N_("Who signs for it"))
    granted_on: date = day(N_("Granted on"), default=...)
    expires_on: date = day(N_("Expires"), default=..., help=N_("From the day after, the criterion counts again"))
    reason: str = text(N_("Reason"), required=True, help=N_("Why the criterion can wait"))
    review: str | None = reference(N_("Gate review"), "gate_review", help=N_("The review at which it was granted"))
