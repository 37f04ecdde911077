"""The dated checkpoints: planned phase by phase, forecast, moved where it could not be helped, and reached."""

from collections.abc import Iterator

from tools.bedside.weeks import on
from tools.storytelling.calendar import FRI, MON, THU, TUE, WED
from tools.storytelling.checkpoints import Checkpoint, followed, planned
from tools.storytelling.story import Told, act

_DEFINITION = (
    Checkpoint("charter", "Charter signed by the sponsors", "definition", "priya", on(5, FRI), on(5, FRI), "charter"),
    Checkpoint("starting", "Starting values known on four wards", "definition", "lewis", on(6, WED), on(6, WED), "starting-values"),
    Checkpoint("gate-definition", "Gate review: definition", "definition", "priya", on(6, FRI), on(6, FRI)),
)  # fmt: skip
_STEERING = (
    Checkpoint("plan", "Project plan accepted", "steering", "priya", on(9, WED), on(9, WED), "plan"),
    Checkpoint("budget", "Budget settled by phase", "steering", "anita", on(9, THU), on(9, THU), "budgets"),
    Checkpoint("wards", "Pilot and control wards chosen", "steering", "margaret", on(10, THU), on(10, THU)),
    Checkpoint("wristband", "A wristband that scans at night", "steering", "tom", on(10, WED), on(11, TUE)),
    Checkpoint("protocol", "Evaluation protocol accepted", "steering", "lewis", on(12, FRI), on(12, FRI), "protocol"),
    Checkpoint("labels", "Every dose of the pilot wards labelled", "steering", "owen", on(12, THU), on(13, TUE)),
    Checkpoint("survey", "Network walked at every pilot bed", "steering", "tom", on(12, FRI), on(15, TUE), "survey"),
    Checkpoint("rehearsal", "Back to paper rehearsed", "steering", "tom", on(12, THU), on(14, THU)),
    Checkpoint("trained", "Nurses of Fern and Rowan trained", "steering", "siobhan", on(13, THU), on(13, WED)),
    Checkpoint("gate-steering", "Gate review: steering", "steering", "priya", on(13, FRI), on(15, FRI)),
)  # fmt: skip
_PILOT = (
    Checkpoint("fern", "Fern ward live", "pilot", "jo", on(16, MON), on(16, MON)),
    Checkpoint("rowan", "Rowan ward live", "pilot", "tom", on(16, WED), on(16, WED)),
    Checkpoint("spots", "Dead spots on Rowan gone", "pilot", "tom", on(19, FRI), on(19, FRI)),
    Checkpoint("middle", "Half-way review with the sponsors", "pilot", "priya", on(20, THU), on(20, THU)),
    Checkpoint("alerts", "Kinds of alerts halved", "pilot", "grace", on(21, FRI), on(22, TUE)),
    Checkpoint("case", "Safety case accepted", "pilot", "grace", on(25, WED), on(25, WED), "safety-case"),
    Checkpoint("report", "Pilot report handed to the sponsors", "pilot", "priya", on(25, THU), on(25, THU), "report"),
    Checkpoint("last-figures", "Last figures of the pilot", "pilot", "lewis", on(25, FRI), on(25, FRI)),
    Checkpoint("gate-pilot", "Gate review: pilot", "pilot", "priya", on(26, FRI), on(26, FRI)),
)  # fmt: skip
_SCALE_UP = (
    Checkpoint("wave-1-trained", "Wave 1 trained", "scale-up", "siobhan", on(27, FRI), on(27, FRI)),
    Checkpoint("wave-1", "Wave 1 live: medical wards", "scale-up", "jo", on(28, MON), on(28, MON)),
    Checkpoint("wave-1-steady", "Wave 1 handed to its wards", "scale-up", "jo", on(31, FRI), on(31, THU)),
    Checkpoint("wave-2-trained", "Wave 2 trained", "scale-up", "siobhan", on(32, FRI), on(32, THU)),
    Checkpoint("wave-2", "Wave 2 live: surgical wards", "scale-up", "grace", on(33, MON), on(33, MON)),
    Checkpoint("wave-2-steady", "Wave 2 handed to its wards", "scale-up", "grace", on(36, FRI), on(36, FRI)),
    Checkpoint("link", "Pharmacy link of Vale Infirmary in service", "scale-up", "owen", on(36, WED), on(37, THU),
               description="Same link as at Ashcombe General, with the Infirmary's own drug file."),
    Checkpoint("wave-3-trained", "Wave 3 trained", "scale-up", "siobhan", on(37, FRI), on(37, FRI)),
    Checkpoint("wave-3", "Wave 3 live: Vale Infirmary", "scale-up", "tom", on(38, MON), on(38, MON)),
    Checkpoint("small-kit", "Ward kit for small hospitals", "scale-up", "marcus", on(41, FRI), on(41, THU)),
    Checkpoint("nights", "Two nights walked at the Infirmary", "scale-up", "grace", on(42, THU), on(42, WED)),
    Checkpoint("wave-3-steady", "Wave 3 handed to its wards", "scale-up", "tom", on(44, MON)),
    Checkpoint("wave-report", "Report on the three waves", "scale-up", "priya", on(44, TUE), None, "wave-report"),
    Checkpoint("gate-scale-up", "Gate review: scale-up", "scale-up", "priya", on(44, FRI)),
    Checkpoint("wave-4-trained", "Wave 4 trained", "generalisation", "siobhan", on(49, WED)),
    Checkpoint("wave-4", "Wave 4 live: community hospitals", "generalisation", "gwen", on(50, MON)),
    Checkpoint("paper", "Paper chart for downtime only", "generalisation", "margaret", on(59, FRI), None, "paper"),
)  # fmt: skip

_REVISIONS = (
    ("survey", on(11, THU), "tom", on(15, TUE), "The survey firm sent one engineer instead of two; we walk the rest ourselves."),
    ("rehearsal", on(12, THU), "tom", on(14, THU), "The first rehearsal took 47 minutes and lost a page: it is repeated once step 3 is rewritten."),
    ("gate-steering", on(13, FRI), "margaret", on(15, FRI), "Postponed by the review: the way back and the network were not proven."),
    ("alerts", on(21, TUE), "grace", on(22, TUE), "The doctors asked for one more week to agree on the allergy alerts."),
    ("link", on(35, THU), "owen", on(37, WED), "The Infirmary's drug file has 1,140 codes of its own; they are mapped first."),
    ("wave-4", on(36, MON), "priya", on(51, MON), "After the change freeze and not during it, at the request of the three hospitals."),
    ("wave-4", on(40, TUE), "priya", on(50, MON), "The freeze ends a week earlier than announced."),
)  # fmt: skip

_FORECASTS = (
    ("wristband", on(9, THU), "tom", on(11, TUE)),
    ("labels", on(12, TUE), "owen", on(13, TUE)),
    ("link", on(36, THU), "owen", on(37, THU)),
    ("wave-report", on(42, WED), "priya", on(44, MON)),
    ("wave-3-steady", on(42, TUE), "tom", on(44, MON)),
)  # fmt: skip


def tell() -> Iterator[Told]:
    """Milestones are planned as each phase comes near, forecast, moved and reached."""
    yield act(on(1, WED), "14:05", "priya", *map(planned, _DEFINITION))
    yield act(on(7, MON), "14:30", "priya", *map(planned, _STEERING), note="Milestones of the project plan")
    yield act(on(15, WED), "14:30", "priya", *map(planned, _PILOT), note="Milestones of the pilot")
    yield act(on(25, FRI), "11:12", "priya", *map(planned, _SCALE_UP), note="Milestones of the waves")
    yield from followed((*_DEFINITION, *_STEERING, *_PILOT, *_SCALE_UP), _REVISIONS, _FORECASTS)
