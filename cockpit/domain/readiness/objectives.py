"""Objectives that can be measured."""

from cockpit.domain.charter import Measure, Objective, first_objective, measure_of, measuring
from cockpit.domain.evidence import INSUFFICIENT, MET, NOT_MET, Finding, Observation, listed, signed
from cockpit.domain.message import N_, Exact, Message, message
from cockpit.domain.readiness.kind import Case, CriterionKind
from cockpit.domain.step import Remedy


class ObjectivesMeasurable(CriterionKind):
    """Every objective of the charter is measurable.  Without one nobody has said what the project is to reach."""

    code = "objectives_measurable"
    label = N_("Objectives measurable")

    def judge(self, case: Case) -> Finding:
        rule = message(
            N_(
                "every objective has a starting value, a target on the better side of it, a date, and a KPI that counts the same thing"
            )
        )
        measured = [(each, measure_of(case.state, each)) for each in case.state.all(Objective)]
        if not measured:
            return Finding(INSUFFICIENT, message(N_("no objective is written down")), rule)
        vague = [(each, measure) for each, measure in measured if not measure.measurable]
        if vague:
            reasons = [message("{row} {reasons}", row=each.ref, reasons=measure.missing) for each, measure in vague]
            summary = message(N_("{open} of {all}: {reasons}"), open=len(vague), all=len(measured), reasons=listed(reasons))
        else:
            summary = message(N_("{count} objective, measurable"), N_("{count} objectives, all measurable"), count=len(measured))
        return Finding(
            NOT_MET if vague else MET,
            summary,
            rule,
            margin=signed(-len(vague)) if vague else None,
            observations=tuple(_observation(each, measure) for each, measure in measured),
        )

    def remedy(self, case: Case) -> Remedy:
        objectives = case.state.all(Objective)
        if not objectives:
            return Remedy((first_objective(),))
        vague = (each for each in objectives if not measure_of(case.state, each).measurable)
        return Remedy(tuple(measuring(case.state, each) for each in vague))


def _observation(objective: Objective, measure: Measure) -> Observation:
    if not measure.measurable:
        said = message("{reasons}", reasons=measure.missing)
    else:
        assert measure.baseline is not None
        assert measure.target is not None
        assert measure.kpi
        assert objective.due_on
        said = message(
            N_("from {baseline} to {target} by {day}, measured by {kpi}"),
            baseline=_figure(measure.baseline, measure.unit), target=_figure(measure.target, measure.unit),
            day=objective.due_on, kpi=measure.kpi.ref,
        )  # fmt: skip
    return Observation(objective.kind, objective.uid, objective.ref, said, None, measure.measurable)


def _figure(value: float, unit: str) -> Message:
    figure = message("{value}", value=Exact(value))
    return message("{figure}\N{NO-BREAK SPACE}{unit}", figure=figure, unit=unit) if unit else figure
