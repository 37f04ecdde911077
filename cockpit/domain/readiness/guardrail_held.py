"""How the guardrails of a wave have held, on the terms of the gate that asks for it."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from cockpit.domain.evidence import INSUFFICIENT, MET, NOT_MET, CriterionState
from cockpit.domain.guardrail import GuardrailRecord, crossing_words, guardrail_record
from cockpit.domain.kpi import Kpi, amount
from cockpit.domain.kpi_standing import is_fresh
from cockpit.domain.message import N_, Message, message
from cockpit.domain.readiness.kind import Case
from cockpit.domain.state import ProjectState
from cockpit.domain.wave import Wave


@dataclass(frozen=True)
class Held:
    """How one guardrail of the wave ``before`` has held, and whether that is ``needed`` working days, on evidence that is ``fresh``."""

    record: GuardrailRecord
    before: Wave
    needed: int
    shelf_life: int

    @property
    def kpi(self) -> Kpi:
        """The KPI whose guardrail it is."""
        return self.record.kpi

    @property
    def missing(self) -> int:
        """Working days that it still has to hold; after a crossing it has to have held at all."""
        needed = self.needed if self.record.crossing is None else max(1, self.needed)
        return max(0, needed - self.record.days)

    @property
    def fresh(self) -> bool:
        """Whether it was measured lately."""
        record = self.record
        return record.measured_on is not None and is_fresh(record.measured_on, self.kpi.cadence, self.shelf_life, record.as_of)

    @cached_property
    def state(self) -> CriterionState:
        """Whether it has held for long enough; not met where it was crossed, and has not since."""
        if self.kpi.guardrail is None or self.record.measured_on is None:
            return INSUFFICIENT
        if self.record.crossing is not None and self.missing:
            return NOT_MET
        return INSUFFICIENT if self.missing or not self.fresh else MET

    @property
    def only_too_short(self) -> bool:
        """Whether nothing but time is missing."""
        return self.state is INSUFFICIENT and self.fresh and self.kpi.guardrail is not None

    @property
    def said(self) -> Message:
        """What goes after the KPI's ref."""
        record, kpi = self.record, self.kpi
        if kpi.guardrail is None:
            return message(N_("has no guardrail"))
        if record.measured_on is None:
            return message(N_("was not measured since {wave} began"), wave=self.before.ref)
        if self.state is NOT_MET:
            assert record.crossing
            return message(
                N_("crossed its guardrail ({crossing}); held for {days} of {needed} working days since"),
                crossing=crossing_words(kpi, record.crossing), days=record.days, needed=max(1, self.needed),
            )  # fmt: skip
        if not self.fresh:
            age = (record.as_of - record.measured_on).days
            return message(N_("was last measured {count} day ago"), N_("was last measured {count} days ago"), count=age)
        enough = N_("held {guardrail} for {days} working days, {needed} asked")
        return message(
            N_("held {guardrail} for {days} of {needed} working days") if record.days < self.needed else enough,
            guardrail=amount(kpi, kpi.guardrail), days=record.days, needed=self.needed,
        )  # fmt: skip


def all_held(case: Case, before: Wave, needed: int, since: date, as_of: date) -> list[Held]:
    """How each guardrail of the wave ``before`` has held on a day, from a day ``since``."""
    return [
        Held(guardrail_record(case.state, kpi, since, as_of), before, needed, case.policy.kpi_days)
        for kpi in guardrails_of(case.state, before)
    ]


def guardrails_of(state: ProjectState, wave: Wave) -> list[Kpi]:
    """The KPIs whose guardrails a wave names, each once."""
    return [kpi for uid in dict.fromkeys(wave.guardrails) if (kpi := state.get(Kpi, uid)) is not None]
