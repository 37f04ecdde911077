"""Which KPIs a criterion is about, those that it lists, else all that matter at its gate, and what it makes of each."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import TypeVar

from cockpit.domain.accepted_debt import AcceptedDebt
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.phase import Phase, PhaseCode
from cockpit.domain.readiness.kind import Case
from cockpit.domain.readiness.policy import phase_of

Result = TypeVar("Result")


def kpis_asked(case: Case, matters: Callable[[Kpi], bool]) -> Iterator[Kpi]:
    """The KPIs of the setting ``kpis``, each once; without a list those that ``matters``, but for those of later phases only."""
    if refs := case.settings.refs("kpis"):
        for ref in dict.fromkeys(refs):
            kpi = case.state.by_ref(ref)
            assert isinstance(kpi, Kpi)
            yield kpi
        return
    order = list(PhaseCode)
    for kpi in case.state.all(Kpi):
        phase = case.state.get(Phase, kpi.phase)
        if matters(kpi) and (phase is None or order.index(phase.code) <= order.index(case.policy.gate)):
            yield kpi


def kpis_with_target(case: Case) -> Iterator[Kpi]:
    """The KPIs of the setting ``kpis``, or all that have a target."""
    return kpis_asked(case, lambda kpi: kpi.target is not None)


def of_each_kpi(case: Case, day: date, kpis: Iterator[Kpi], work: Callable[[Kpi], Result], *terms: object) -> list[Result]:
    """What a criterion makes of each KPI on a day, on its gate's terms and ``terms`` of its own; remembered.

    Only those are looked at anew that were measured since, for which less was accepted, or that are asked on other terms.
    """
    state = case.state
    return state.memory.each(
        f"{case.criterion.rule} {case.criterion.uid}", day, [*kpis], work,
        seen=(case.policy, phase_of(state, case.policy.gate), state.project.timezone, *terms),
        beside=[(state.index(AcceptedDebt, "kpi"), "uid"), *((state.measured(each), "uid") for each in Group)],
    )  # fmt: skip
