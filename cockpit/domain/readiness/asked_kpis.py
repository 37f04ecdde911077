"""Which KPIs a criterion is about: those that it lists, else all that matter at its gate."""

from collections.abc import Callable, Iterator

from cockpit.domain.kpi import Kpi
from cockpit.domain.phase import Phase, PhaseCode
from cockpit.domain.readiness.kind import Case


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
