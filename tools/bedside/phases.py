"""The five phases with what each must reach and hand over, and the two-week iterations of the work in between."""

from collections.abc import Iterator
from datetime import date

from cockpit.domain.phase import Approach, DeliverableState, Phase, PhaseCode, PhaseStatus
from tools.bedside.weeks import CALENDAR, on
from tools.storytelling.calendar import FRI, MON, THU, TUE, WED
from tools.storytelling.phases import Output, deliverable, handed_over, iterated
from tools.storytelling.story import New, Told, act, changed, new

_PHASES: tuple[tuple[str, PhaseCode, str, Approach, date, date, str, str, str], ...] = (
    # Key, code, title, approach, first and last day, KPI, key indicator, goal.
    ("definition", PhaseCode.DEFINITION, "Definition", Approach.HYBRID, on(1, MON), on(6, FRI), "behind",
     "Sponsor buy-in (%)",
     "Agree why every dose is to be scanned, on which wards, and what would prove that it was worth it."),
    ("steering", PhaseCode.STEERING, "Steering", Approach.HYBRID, on(7, MON), on(13, FRI), "kept",
     "Milestones kept (%)",
     "Have the plan, the money, the network and the way back to paper ready before the first patient is scanned."),
    ("pilot", PhaseCode.PILOT, "Pilot on two wards", Approach.AGILE, on(14, MON), on(23, FRI), "ease",
     "Nurses who find it easy (%)",
     "Learn on Fern and Rowan what scanning does to a round, beside Hazel and Alder, which stay on paper."),
    ("scale-up", PhaseCode.SCALE_UP, "Scale-up by waves", Approach.PLAN_DRIVEN, on(25, MON), on(42, FRI), "incidents",
     "Incident rate",
     "Take the wards of Ashcombe General and Vale Infirmary live in three waves, each with its training, guardrails and way back."),
    ("generalisation", PhaseCode.GENERALISATION, "General use", Approach.HYBRID, on(45, MON), on(60, FRI), "usage",
     "Usage rate (%)",
     "The community hospitals and the two control wards follow; the paper chart is for downtime only, and daily work needs no project."),
)  # fmt: skip

_D = DeliverableState
_DELIVERABLES: tuple[Output, ...] = (
    ("charter", "Project charter", "definition", "priya", on(5, FRI), "project/charter.pdf",
     ((on(2, MON), "priya", _D.DOING, ""), (on(5, TUE), "priya", _D.DELIVERED, ""), (on(5, FRI), "margaret", _D.ACCEPTED, "margaret"))),
    ("starting-values", "Starting values, four wards", "definition", "lewis", on(6, WED), "figures/starting-values.xlsx",
     ((on(4, TUE), "lewis", _D.DOING, ""), (on(6, WED), "lewis", _D.DELIVERED, ""), (on(6, THU), "daniel", _D.ACCEPTED, "daniel"))),
    ("plan", "Project plan", "steering", "priya", on(9, WED), "project/plan.md",
     ((on(7, TUE), "priya", _D.DOING, ""), (on(9, TUE), "priya", _D.DELIVERED, ""), (on(9, WED), "robert", _D.ACCEPTED, "robert"))),
    ("budgets", "Budget by phase", "steering", "anita", on(9, THU), "finance/budget.xlsx",
     ((on(8, MON), "anita", _D.DOING, ""), (on(9, TUE), "anita", _D.DELIVERED, ""), (on(9, THU), "margaret", _D.ACCEPTED, "margaret"))),
    ("survey", "Network survey, bed by bed", "steering", "tom", on(12, FRI), "network/survey.md",
     ((on(10, TUE), "tom", _D.DOING, ""), (on(14, THU), "tom", _D.DELIVERED, ""), (on(15, TUE), "robert", _D.ACCEPTED, "robert"))),
    ("protocol", "Evaluation protocol", "steering", "lewis", on(12, FRI), "figures/protocol.md",
     ((on(10, WED), "lewis", _D.DOING, ""), (on(12, WED), "lewis", _D.DELIVERED, ""), (on(12, FRI), "daniel", _D.ACCEPTED, "daniel"))),
    ("safety-case", "Clinical safety case", "pilot", "grace", on(25, WED), "safety/case.pdf",
     ((on(17, TUE), "grace", _D.DOING, ""), (on(25, MON), "grace", _D.DELIVERED, ""), (on(25, WED), "daniel", _D.ACCEPTED, "daniel"))),
    ("report", "Pilot report", "pilot", "priya", on(25, THU), "project/pilot-report.pdf",
     ((on(23, MON), "priya", _D.DOING, ""), (on(25, WED), "priya", _D.DELIVERED, ""), (on(25, THU), "margaret", _D.ACCEPTED, "margaret"))),
    ("procedures", "Ward procedures and escalation", "scale-up", "grace", on(28, TUE), "procedures/",
     ((on(23, TUE), "grace", _D.DOING, ""), (on(27, THU), "grace", _D.DELIVERED, ""), (on(28, TUE), "margaret", _D.ACCEPTED, "margaret"))),
    ("pathway", "Training pathway for a ward", "scale-up", "siobhan", on(27, FRI), "training/pathway.md",
     ((on(22, TUE), "siobhan", _D.DOING, ""), (on(26, THU), "siobhan", _D.DELIVERED, ""), (on(27, WED), "margaret", _D.ACCEPTED, "margaret"))),
    ("ward-kit", "Starter kit for a ward", "scale-up", "marcus", on(28, WED), "kit/ward.pdf",
     ((on(26, TUE), "marcus", _D.DOING, ""), (on(28, TUE), "marcus", _D.DELIVERED, ""), (on(28, WED), "jo", _D.ACCEPTED, "jo"))),
    ("wave-report", "Report on three waves", "scale-up", "priya", on(43, THU), "project/waves.md",
     ((on(42, MON), "priya", _D.DOING, ""),)),
    ("service", "Service agreement with digital services", "generalisation", "robert", on(58, FRI), "",
     ((on(41, THU), "robert", _D.DOING, ""),)),
    ("paper", "Paper chart withdrawn from daily use", "generalisation", "margaret", on(59, FRI), "", ()),
)  # fmt: skip

# Key, title, phase, first week, goal, outcome (empty while it runs or is still to come).
_ITERATIONS = (
    ("s1", "Iteration 1: the wristband", "steering", 9,
     "A wristband that scans wet, creased and in the dark.", "Third paper tried; 199 of 200 scans at night read first time."),
    ("s2", "Iteration 2: the medicine", "steering", 11,
     "Every dose of the two pilot wards has a barcode.", "Over-labels for 212 lines; eye drops still too small."),
    ("s3", "Iteration 3: the record", "steering", 13,
     "A scan is on the prescription within a second.", "In 0.8 s on the ward; downtime list prints by itself."),
    ("p1", "Iteration 4: go live", "pilot", 16,
     "Two wards live, nobody harmed, nobody late for handover.", "Live on the day; seven dead spots found behind the bays of Rowan."),
    ("p2", "Iteration 5: the dead spots", "pilot", 18,
     "No bed on Rowan loses the network.", "Five access points moved; drops down from twelve to four per thousand."),
    ("p3", "Iteration 6: the alerts", "pilot", 20,
     "Halve the alerts, keep those that matter.", "From 31 to 12 kinds; overrides down to one in twenty."),
    ("p4", "Iteration 7: the small labels", "pilot", 22,
     "Eye drops, insulin and half tablets scan like the rest.", "Flag labels for 41 lines; a half tablet is scanned by its strip."),
    ("p5", "Iteration 8: conclude", "pilot", 24,
     "Evidence for the review, and a ward kit that needs no project team.", "Ready for the review, with one open point: the network drops of the first month."),
    ("w1", "Iteration 9: first wave", "scale-up", 28,
     "Six medical wards live; help line answered within a minute.", "Answered in 40 s; charging racks too few, doubled."),
    ("w2", "Iteration 10: second wave", "scale-up", 33,
     "Eight surgical wards live, with patients who change wards twice a day.", "Transfer list added to the handover; one mix-up caught by the scan."),
    ("w3", "Iteration 11: third wave", "scale-up", 38,
     "Vale Infirmary live, without anyone from the pilot in the building at night.", "Nights held; agency nurses now get their account at the desk."),
    ("w4", "Iteration 12: small hospitals", "scale-up", 41,
     "Make the ward kit fit a hospital with one nurse at night.", ""),
)  # fmt: skip


def tell() -> Iterator[Told]:
    """Phases open and close, two of them later than planned; deliverables are accepted, iterations end with what they brought."""
    yield act(on(1, TUE), "11:15", "priya", *map(_phase, _PHASES), note="The five phases")
    # The indicators are defined a week after the phases.
    yield act(on(2, WED), "10:45", "priya", *(changed(Phase, told[0], kpi=told[6]) for told in _PHASES))
    yield act(on(1, WED), "10:20", "priya", *(deliverable(each) for each in _DELIVERABLES if each[2] == "definition"))
    yield act(on(7, MON), "11:10", "priya", *(deliverable(each) for each in _DELIVERABLES if each[2] != "definition"))
    yield act(
        on(13, FRI), "17:48", "priya",
        changed(Phase, "steering", ends_on=on(15, FRI)),
        changed(Phase, "pilot", starts_on=on(16, MON), ends_on=on(25, FRI)),
        changed(Phase, "scale-up", starts_on=on(27, MON), ends_on=on(44, FRI)),
        note="Two weeks later, as the review decided",
    )  # fmt: skip
    for key, opened, closed in (
        ("definition", on(1, THU), on(6, FRI)), ("steering", on(7, MON), on(15, FRI)), ("pilot", on(16, MON), on(25, FRI)),
        ("scale-up", on(27, MON), None),
    ):  # fmt: skip
        yield act(opened, "09:05", "priya", changed(Phase, key, status=PhaseStatus.RUNNING))
        if closed:
            yield act(closed, "17:40", "priya", changed(Phase, key, status=PhaseStatus.DONE))
    yield from handed_over(_DELIVERABLES)
    yield from iterated(CALENDAR, "tom", _ITERATIONS)


def _phase(told: tuple[str, PhaseCode, str, Approach, date, date, str, str, str]) -> New:
    key, code, title, approach, starts_on, ends_on, _kpi, indicator, objective = told
    return new(
        Phase, key, code=code, title=title, approach=approach, starts_on=starts_on, ends_on=ends_on,
        key_indicator=indicator, objective=objective,
    )  # fmt: skip
