"""What each gate asks: its policy and criteria as the project wrote them, or the defaults drawn from the method.

The pilot gate's default answers "when to generalise after a pilot": the KPIs defined at the start are met over the pilot, the
critical risks are under control, resources and training are there, and so are the way back, the sponsors and the users.
"""

from collections.abc import Sequence
from datetime import date
from functools import cache

from cockpit.domain.gate import Criterion, GatePolicy
from cockpit.domain.phase import Phase, PhaseCode
from cockpit.domain.readiness.registry import KINDS
from cockpit.domain.state import ProjectState
from cockpit.domain.wave import Wave

DEFAULT = "default"
"""What the uid of a policy or a criterion begins with that is no row."""
ADOPTED = "adopted"
"""What it begins with instead once it has become one."""

_BLOCKING: dict[PhaseCode, tuple[str, ...]] = {
    PhaseCode.DEFINITION: ("sponsor_support", "objectives_measurable", "coalition_complete", "deliverables_accepted"),
    PhaseCode.STEERING: ("milestone_adherence", "deliverables_accepted", "resources_secured", "risks_under_control"),
    PhaseCode.PILOT: (
        "satisfaction", "kpis_met", "risks_under_control", "resources_secured", "training_coverage", "rollback_rehearsed",
        "sponsor_support",
    ),
    PhaseCode.SCALE_UP: ("incident_rate", "kpis_met", "risks_under_control", "satisfaction"),
    PhaseCode.GENERALISATION: ("usage_rate", "kpis_met", "risks_under_control", "satisfaction"),
}  # fmt: skip
"""First the key indicator of the phase, then what keeps a project from going on."""
_NOT_BLOCKING: dict[PhaseCode, tuple[str, ...]] = {
    PhaseCode.DEFINITION: (),
    PhaseCode.STEERING: ("sponsor_support", "communication_alive", "lesson_questions"),
    PhaseCode.PILOT: ("voices_agree", "communication_alive", "lessons_captured", "lesson_questions"),
    PhaseCode.SCALE_UP: (
        "deliverables_accepted", "milestone_adherence", "sponsor_support", "voices_agree", "communication_alive", "confidence",
        "lesson_questions",
    ),
    PhaseCode.GENERALISATION: ("voices_agree", "confidence", "lessons_captured", "lesson_questions"),
}  # fmt: skip
_WAVE = ("guardrails_before", "training_coverage", "rollback_rehearsed")


def policy_of(state: ProjectState, gate: PhaseCode) -> GatePolicy:
    """The policy of a gate: the project's own, or the default."""
    own = next((row for row in state.all(GatePolicy) if row.gate is gate), None)
    return own or _default_policy(gate, _edition(state, gate))


def criteria_of(state: ProjectState, gate: PhaseCode) -> tuple[Criterion, ...]:
    """What a gate asks, in order: the criteria of the project's own policy, which may be none, or the default ones."""
    policy = policy_of(state, gate)
    if is_default(policy):
        return _default_criteria(gate, _edition(state, gate))
    return tuple(sorted(state.of(Criterion, "policy", policy.uid), key=lambda each: each.position))


def wave_criteria(wave: Wave) -> tuple[Criterion, ...]:
    """What the own gate of a wave asks, all of it blocking."""
    return _asked(f"{DEFAULT}:{Wave.kind}:{wave.uid}", [(rule, True) for rule in _WAVE])


def is_default(row: GatePolicy | Criterion) -> bool:
    """Whether a policy or a criterion is a default, which is no row of the project yet."""
    return row.uid.startswith(f"{DEFAULT}:")


def gate_day(state: ProjectState, gate: PhaseCode) -> date | None:
    """The day on which a gate is planned: by its policy, else the end of its phase; None where neither is known."""
    phase = phase_of(state, gate)
    return policy_of(state, gate).planned_on or (phase.ends_on if phase else None)


def phase_of(state: ProjectState, gate: PhaseCode) -> Phase | None:
    """The phase that a gate ends; None where the project did not write it down."""
    return next((row for row in state.all(Phase) if row.code is gate), None)


def _edition(state: ProjectState, gate: PhaseCode) -> int:
    """Which default policy a gate has: another one where rows of an earlier are still there, given to another gate or policy since."""
    edition = 1
    while _is_adopted(state, gate, edition):
        edition += 1
    return edition


def _is_adopted(state: ProjectState, gate: PhaseCode, edition: int) -> bool:
    uid = f"{ADOPTED}:{_name(gate, edition)}"
    return state.get(GatePolicy, uid) is not None or any(state.get(Criterion, f"{uid}:{rule}") for rule, _ in _rules(gate))


def _name(gate: PhaseCode, edition: int) -> str:
    return gate.value if edition == 1 else f"{gate.value}.{edition}"


def _rules(gate: PhaseCode) -> list[tuple[str, bool]]:
    """What a gate asks by default, each rule with whether it is blocking."""
    return [(rule, True) for rule in _BLOCKING[gate]] + [(rule, False) for rule in _NOT_BLOCKING[gate]]


@cache
def _default_policy(gate: PhaseCode, edition: int) -> GatePolicy:
    return GatePolicy.trusted({"uid": f"{DEFAULT}:{_name(gate, edition)}", "gate": gate, "title": gate.label})


@cache
def _default_criteria(gate: PhaseCode, edition: int) -> tuple[Criterion, ...]:
    return _asked(f"{DEFAULT}:{_name(gate, edition)}", _rules(gate))


def _asked(policy: str, rules: Sequence[tuple[str, bool]]) -> tuple[Criterion, ...]:
    """Criteria that are no rows, of rules and whether they are blocking."""
    return tuple(
        Criterion.trusted(
            {
                "uid": f"{policy}:{rule}",
                "title": KINDS[rule].label,
                "policy": policy,
                "rule": rule,
                "blocking": blocking,
                "position": position,
                "settings": {},
            }
        )
        for position, (rule, blocking) in enumerate(rules)
    )
