"""What each gate asks, who checked what by hand, and the reviews that were held: one of them twice."""

from collections.abc import Iterator
from typing import Any

from cockpit.domain.gate import Answer, Decision, GatePolicy, GateReview, ManualCheck, Waiver
from cockpit.domain.phase import PhaseCode
from tools.bedside.kpis import ref_of
from tools.bedside.weeks import on
from tools.storytelling.calendar import FRI, MON, THU, TUE, WED
from tools.storytelling.gates import Asked, Gate, policy
from tools.storytelling.story import Told, act, changed, new

_P = PhaseCode
_SPONSORS = ["margaret", "daniel", "helen", "robert", "anita", "gwen"]


def _kpis(*keys: str) -> dict[str, Any]:
    return {"kpis": [ref_of(key) for key in keys], "group": "pilot"}


_GATES = (
    Gate("definition", _P.DEFINITION, "From definition to steering", on(6, FRI), (
        Asked("def-sponsors", "Sponsors, 3 in 5", "sponsor_support", {"share": 0.6}, "margaret"),
        Asked("def-charter", "Charter and scope settled", "manual_check", {}, "priya"),
    )),
    Gate("steering", _P.STEERING, "From steering to the pilot", on(13, FRI), (
        Asked("ste-resources", "Critical resources", "resources_secured", {}, "robert"),
        Asked("ste-risks", "Critical risks", "risks_under_control", {}, "grace"),
        Asked("ste-back", "Way back rehearsed", "rollback_rehearsed", {}, "tom"),
        Asked("ste-network", "Every bed walked", "manual_check", {"days": 60}, "tom"),
        Asked("ste-milestones", "Milestones, 6 in 10", "milestone_adherence", {"at_least": 0.6}, "priya", False,
              "A pilot is not stopped for a late week, but it is said."),
        Asked("ste-sponsors", "Sponsors, 3 in 5", "sponsor_support", {"share": 0.6}, "margaret", False),
    )),
    Gate("pilot", _P.PILOT, "From the pilot to the scale-up", on(24, FRI), (
        Asked("pil-safety", "Safety KPIs", "kpis_met", _kpis("doses", "errors", "late"), "grace"),
        Asked("pil-service", "Service and response", "kpis_met", _kpis("available", "response"), "tom"),
        Asked("pil-network", "Network drops", "kpis_met", _kpis("wifi"), "tom", False,
              "Judged over the whole pilot, the first weeks on Rowan included."),
        Asked("pil-nurses", "Short rounds, easy to use", "kpis_met", _kpis("round", "ease"), "jo"),
        Asked("pil-risks", "Critical risks", "risks_under_control", {}, "grace"),
        Asked("pil-back", "Way back rehearsed", "rollback_rehearsed", {}, "tom"),
        Asked("pil-training", "Wave 1 trained, 9 in 10", "training_coverage", {"share": 0.9}, "siobhan"),
        Asked("pil-nps", "NPS of nurses", "satisfaction", {"at_least": 0.0, "survey": "nps"}, "lewis",
              note="The lower bound, not the score: few answers prove nothing."),
        Asked("pil-resources", "Critical resources", "resources_secured", {}, "robert"),
        Asked("pil-sponsors", "Sponsors, 4 in 5", "sponsor_support", {"share": 0.8}, "margaret"),
        Asked("pil-case", "Safety case accepted", "manual_check", {}, "grace"),
    )),
    Gate("scale-up", _P.SCALE_UP, "From the waves to general use", on(42, FRI), (
        Asked("sca-safety", "Safety KPIs", "kpis_met", _kpis("doses", "errors", "late"), "grace"),
        Asked("sca-incidents", "Incidents and overrides", "kpis_met", _kpis("incidents", "overrides"), "grace"),
        Asked("sca-service", "Network, service, labels", "kpis_met", _kpis("available", "response", "wifi", "unreadable"), "tom"),
        Asked("sca-nurses", "Rounds, ease, calls", "kpis_met", _kpis("round", "ease", "calls"), "jo"),
        Asked("sca-money", "Waste and follow-up", "kpis_met", _kpis("waste", "followup"), "anita"),
        Asked("sca-risks", "Critical risks", "risks_under_control", {}, "grace"),
        Asked("sca-back", "Ways back rehearsed", "rollback_rehearsed", {}, "tom"),
        Asked("sca-training", "Wave 4 trained, 9 in 10", "training_coverage", {"share": 0.9}, "siobhan",
              note="The tenth may follow in the week before the wave, not later."),
        Asked("sca-nps", "NPS of nurses", "satisfaction", {"at_least": 10.0, "survey": "nps"}, "lewis",
              note="The lower bound, not the score, among the nurses of all live wards."),
        Asked("sca-resources", "Critical resources", "resources_secured", {}, "robert"),
        Asked("sca-sponsors", "Sponsors, 4 in 5", "sponsor_support", {"share": 0.8}, "margaret"),
        Asked("sca-nights", "Nights at the Infirmary", "manual_check", {"days": 45}, "grace",
              note="Unannounced, between two and five in the morning: is the patient scanned, or a spare wristband?"),
        Asked("sca-milestones", "Milestones, 3 in 4", "milestone_adherence", {"at_least": 0.75}, "priya", False),
    ), {"kpi_days": 14, "survey_days": 60, "rehearsal_days": 120}),
    Gate("generalisation", _P.GENERALISATION, "Close of the project", on(60, FRI), (
        Asked("gen-usage", "Scan every shift", "kpis_met", _kpis("usage"), "siobhan"),
        Asked("gen-errors", "Dose errors", "kpis_met", _kpis("errors"), "grace"),
        Asked("gen-staff", "eNPS of staff", "satisfaction", {"at_least": 0.0, "survey": "enps"}, "margaret"),
        Asked("gen-savings", "Savings in the ledger", "manual_check", {}, "anita"),
    )),
)  # fmt: skip

_CHECKS = (
    ("def-charter", on(5, FRI), "margaret", True, "Six signatures, scope attached."),
    ("ste-network", on(15, TUE), "tom", True, "Every bed of four wards walked with a scanner; Rowan's side rooms are weak but hold."),
    ("pil-case", on(25, WED), "daniel", True, "Eleven hazards, each with its control; two to watch in the first wave."),
    ("sca-nights", on(40, THU), "grace", False, "Nine rounds watched; on Quince ward a spare wristband was taped to the trolley."),
    ("sca-nights", on(42, WED), "grace", True, "Twelve rounds on two nights, Quince twice: every patient scanned, no spare wristband found."),
)  # fmt: skip


def tell() -> Iterator[Told]:
    """Policies are written well before their gates; the steering gate is held twice, the pilot's passed with a condition."""
    yield act(on(4, THU), "15:25", "priya", *policy(_GATES[0]), note="What the first review will ask")
    for number, gate in enumerate(_GATES[1:]):
        yield act(on(8, TUE), f"16:{10 + 5 * number}", "priya", *policy(gate))
    yield act(on(13, FRI), "17:52", "priya", changed(GatePolicy, "steering", planned_on=on(15, FRI)))
    yield act(
        on(16, TUE), "16:30", "priya",
        changed(GatePolicy, "pilot", planned_on=on(26, FRI)),
        changed(GatePolicy, "scale-up", planned_on=on(44, FRI)),
        note="Both gates two weeks later, like the pilot",
    )  # fmt: skip
    for key, day, who, passed, note in _CHECKS:
        yield act(
            day, "16:15", who,
            new(ManualCheck, f"{key}/{day}", criterion=key, checked_on=day, passed=passed, checked_by=who, note=note),
        )  # fmt: skip
    yield act(
        on(6, FRI), "17:15", "margaret",
        new(
            GateReview, "definition", title="Gate review: definition", gate=_P.DEFINITION, held_on=on(6, FRI),
            decision=Decision.GO, verdict=Answer.GO, deciders=_SPONSORS,
            reason="Charter signed, scope settled, four sponsors of six behind the project and nobody against it.",
        ),
    )  # fmt: skip
    yield act(
        on(13, FRI), "17:25", "margaret",
        new(
            GateReview, "steering-1", title="Gate review: steering, first attempt", gate=_P.STEERING, held_on=on(13, FRI),
            decision=Decision.POSTPONED, verdict=Answer.NO_GO, deciders=_SPONSORS,
            reason=(
                "The only rehearsal of the way back took 47 minutes and lost a page, and the network has not been walked. Two weeks, then "
                "again; the pilot and the waves move with it."
            ),
            dissent="Helen Whitcombe would have opened Fern ward, whose network is known to be good.",
        ),
    )  # fmt: skip
    yield act(
        on(15, FRI), "17:25", "margaret",
        new(
            GateReview, "steering-2", title="Gate review: steering, second attempt", gate=_P.STEERING, held_on=on(15, FRI),
            decision=Decision.GO, verdict=Answer.GO, deciders=_SPONSORS, supersedes="steering-1",
            reason="Back to paper in 18 minutes with no dose lost, every bed walked. Fern and Rowan go live on Monday.",
        ),
    )  # fmt: skip
    yield act(
        on(20, THU), "17:35", "robert",
        new(
            Waiver, "network", criterion="pil-network", approver="robert", granted_on=on(20, THU), expires_on=on(25, FRI),
            reason="The dead spots of the first two weeks stay in the mean; what counts is that they are gone.",
        ),
    )  # fmt: skip
    yield act(
        on(26, FRI), "17:25", "margaret",
        new(
            GateReview, "pilot", title="Gate review: pilot", gate=_P.PILOT, held_on=on(26, FRI),
            decision=Decision.CONDITIONAL, verdict=Answer.CONDITIONAL, deciders=_SPONSORS,
            reason=(
                "Errors halved, rounds shorter, nurses in favour. Network drops were over target for the pilot as a whole. Condition: no ward "
                "goes live before Tom has walked it bed by bed and signed its network."
            ),
            dissent="Gwen Parry: two wards with five helpers each prove nothing about a hospital with one nurse at night.",
        ),
    )  # fmt: skip
    yield act(
        on(36, MON), "15:20", "priya",
        changed(GatePolicy, "scale-up", title="From three waves to general use"),
        note="Wave 4 follows after the gate, as Gwen asked",
    )  # fmt: skip
    yield act(on(39, TUE), "14:10", "grace", changed(ManualCheck, f"ste-network/{on(15, TUE)}", note=(
        "Every bed of four wards walked with a scanner. Rowan's side rooms called weak but sound: they were not."
    )))  # fmt: skip
