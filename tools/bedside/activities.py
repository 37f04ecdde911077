"""The work that leads to the milestones: planned in working days, linked, begun and finished as it came."""

from collections.abc import Iterator

from cockpit.domain.activity import Activity
from tools.bedside.weeks import CALENDAR, on
from tools.storytelling.calendar import FRI, MON, THU, TUE, WED
from tools.storytelling.story import Told, act, changed
from tools.storytelling.work import Work, plan, progress

_DEFINITION = (
    Work("talks", "Talks with the sponsors", "priya", "charter", 6, 1, TUE),
    Work("charter-draft", "Draft of the charter", "priya", "charter", 9, 2, WED, ("talks",)),
    Work("scope-workshops", "Scope workshops", "helen", "charter", 5, 3, TUE, ("talks",)),
    Work("signature", "Signatures", "priya", "charter", 4, 5, TUE, ("charter-draft", "scope-workshops")),
    Work("kpi-choice", "Choice and definition of the KPIs", "lewis", "starting", 5, 2, TUE),
    Work("starting", "Starting values on four wards", "lewis", "starting", 12, 4, TUE, ("kpi-choice",), more=1),
    Work("file-1", "File for the definition review", "priya", "gate-definition", 2, 6, WED, ("signature", "starting:0:finish_finish")),
)  # fmt: skip
_STEERING = (
    Work("breakdown", "Work breakdown", "priya", "plan", 4, 7, MON, ("file-1",)),
    Work("risk-workshop", "Workshop on risks and ways back", "grace", "plan", 1, 8, THU),
    Work("plan-draft", "Draft of the project plan", "priya", "plan", 7, 7, FRI, ("breakdown",)),
    Work("costing", "Costs and savings by phase", "anita", "budget", 8, 7, FRI, ("breakdown",), more=1),
    Work("ward-choice", "Choice of pilot and control wards", "margaret", "wards", 6, 9, TUE, ("breakdown",)),
    Work("wristbands", "Trials of wristband paper", "tom", "wristband", (5, 7, 12), 9, MON, ("breakdown",), more=4),
    Work("labelling", "Over-labelling line set up", "owen", "labels", (10, 12, 18), 10, TUE, ("breakdown",), more=4, resource="labels"),
    Work("network-survey", "Network survey", "tom", "survey", (8, 10, 15), 11, TUE, ("ward-choice",), more=9, resource="survey"),
    Work("protocol", "Draft of the evaluation protocol", "lewis", "protocol", 8, 11, TUE, ("ward-choice",)),
    Work("app", "Scanner app for the two wards", "tom", "trained", (12, 15, 22), 9, MON, ("breakdown",), resource="team"),
    Work("record", "Doses written to the prescription", "tom", "gate-steering", (8, 10, 16), 12, MON, ("app:8:start_start",), more=2, resource="team"),
    Work("downtime", "Downtime stations and printed charts", "tom", "rehearsal", 6, 11, TUE, ("app:5:start_start",)),
    Work("rehearse", "Rehearsal of the way back", "tom", "rehearsal", 2, 12, MON, ("downtime",), more=7),
    Work("course", "Course for the super-users", "siobhan", "trained", 8, 10, TUE, ("app:3:start_start",), resource="trainer"),
    Work("pilot-training", "Training of Fern and Rowan", "siobhan", "trained", 6, 12, WED, ("course",), resource="trainer"),
    Work("file-2", "File for the steering review", "priya", "gate-steering", 2, 13, WED, ("protocol", "rehearse", "network-survey"), slip=9),
)  # fmt: skip
_PILOT = (
    Work("live-fern", "Fern goes live", "jo", "fern", 1, 16, MON, ("pilot-training", "file-2"), resource="scanners"),
    Work("live-rowan", "Rowan goes live", "tom", "rowan", 1, 16, WED, ("live-fern:1",), resource="scanners"),
    Work("daily", "Daily follow-up of the two wards", "lewis", "middle", 18, 16, THU, ("live-rowan",)),
    Work("points", "Access points on Rowan moved", "tom", "spots", (4, 6, 10), 18, WED, ("live-rowan",), more=1),
    Work("talk-nurses", "First round of interviews", "siobhan", "middle", 10, 18, TUE, ("live-rowan",)),
    Work("alert-review", "Review of thirty-one kinds of alerts", "grace", "alerts", (8, 10, 16), 20, MON, ("live-rowan",), more=1),
    Work("flags", "Flag labels for small packs", "owen", "last-figures", 8, 22, MON, ("labelling",)),
    Work("case", "Clinical safety case", "grace", "case", (15, 20, 30), 21, TUE, ("live-fern:10",), more=2),
    Work("measure", "Ten weeks of figures, four wards", "lewis", "last-figures", 48, 16, TUE, ("live-fern:0:start_start",)),
    Work("report", "Pilot report", "priya", "report", 6, 24, THU, ("measure:0:finish_finish",), more=-1),
    Work("tour", "Round of talks before the review", "priya", "gate-pilot", 4, 25, TUE, ("daily",)),
    Work("file-3", "File for the pilot review", "priya", "gate-pilot", 3, 26, TUE, ("report", "case", "tour")),
)  # fmt: skip
_WAVES = (
    Work("kit", "Starter kit for a ward", "marcus", "wave-1", 8, 26, MON, ("file-3:0:finish_finish",), wave="medical"),
    Work("survey-1", "Network of the medical wards walked", "tom", "wave-1", 6, 26, TUE, ("network-survey",), wave="medical"),
    Work("train-1", "Super-users of wave 1", "siobhan", "wave-1-trained", 6, 26, MON, ("course",), resource="trainer", wave="medical"),
    Work("live-1", "Medical wards go live, two a day", "jo", "wave-1", 4, 28, MON, ("file-3", "train-1", "survey-1", "kit"), resource="wave-scanners", wave="medical"),
    Work("walk-1", "Floor walking, wave 1", "jo", "wave-1-steady", 10, 28, MON, ("live-1:0:start_start",), resource="floor-walkers", wave="medical"),
    Work("hand-1", "Handover to the medical wards", "jo", "wave-1-steady", 3, 31, TUE, ("walk-1",), wave="medical"),
    Work("survey-2", "Network of the surgical wards walked", "tom", "wave-2", 6, 30, MON, ("survey-1",), wave="surgical"),
    Work("train-2", "Super-users of wave 2", "siobhan", "wave-2-trained", 8, 31, TUE, ("train-1",), resource="trainer", wave="surgical"),
    Work("live-2", "Surgical wards go live, two a day", "grace", "wave-2", 4, 33, MON, ("hand-1", "train-2", "survey-2"), resource="wave-scanners", wave="surgical"),
    Work("walk-2", "Floor walking, wave 2", "grace", "wave-2-steady", 10, 33, MON, ("live-2:0:start_start",), resource="floor-walkers", wave="surgical"),
    Work("hand-2", "Handover to the surgical wards", "grace", "wave-2-steady", 4, 36, TUE, ("walk-2",), wave="surgical"),
    Work("link", "Pharmacy link of Vale Infirmary", "owen", "link", (12, 16, 25), 33, WED, ("labelling",), more=7, resource="labels", wave="infirmary"),
    Work("survey-3", "Network of Vale Infirmary walked", "tom", "wave-3", 9, 35, MON, ("survey-2",), wave="infirmary"),
    Work("train-3", "Super-users of wave 3", "siobhan", "wave-3-trained", 9, 36, TUE, ("train-2",), resource="trainer", wave="infirmary"),
    Work("live-3", "Vale Infirmary goes live, two wards a day", "tom", "wave-3", 5, 38, MON, ("hand-2", "train-3", "survey-3", "link"), more=4, resource="wave-scanners", wave="infirmary"),
    Work("walk-3", "Floor walking, wave 3", "tom", "wave-3-steady", 10, 38, MON, ("live-3:0:start_start",), more=4, resource="floor-walkers", wave="infirmary"),
    Work("night-walks", "Night walks at the Infirmary", "grace", "nights", 10, 40, WED, ("live-3",), wave="infirmary"),
    Work("hand-3", "Handover to the Infirmary's wards", "tom", "wave-3-steady", 8, 42, TUE, ("walk-3",), done=45, wave="infirmary"),
    Work("wave-report", "Report on the three waves", "priya", "wave-report", 8, 42, MON, ("night-walks:0:finish_finish",), done=50),
    Work("small-kit", "Ward kit for small hospitals", "marcus", "small-kit", 12, 39, TUE, ("kit",), wave="community"),
    Work("train-4", "Super-users of wave 4", "siobhan", "wave-4-trained", (12, 16, 24), 41, MON, ("train-3",), more=6, done=70, resource="trainer", wave="community"),
    Work("survey-4", "Networks of the community hospitals", "tom", "wave-4", (12, 15, 25), 42, MON, ("survey-3",), done=20, resource="small-network", wave="community"),
    Work("file-4", "File for the scale-up review", "priya", "gate-scale-up", 3, 44, TUE, ("wave-report", "hand-3")),
    Work("live-4", "Community hospitals and control wards go live", "gwen", "wave-4", 6, 50, MON, ("file-4", "train-4", "survey-4", "small-kit"), resource="wave-scanners", wave="community"),
    Work("service", "Service agreement and handover to digital services", "robert", "paper", (15, 20, 30), 54, MON, ("live-4",)),
    Work("withdraw", "Paper charts withdrawn, ward by ward", "margaret", "paper", (8, 10, 15), 58, MON, ("live-4:20",)),
)  # fmt: skip


def tell() -> Iterator[Told]:
    """The work is planned phase by phase, then followed up at the end of each week."""
    yield act(on(1, WED), "15:10", "priya", *plan(CALENDAR, _DEFINITION), note="Work of the definition")
    yield act(on(7, TUE), "16:45", "priya", *plan(CALENDAR, _STEERING), note="Work up to the pilot")
    yield act(on(15, THU), "15:20", "priya", *plan(CALENDAR, _PILOT), note="Work of the pilot")
    yield act(on(25, FRI), "11:30", "priya", *plan(CALENDAR, _WAVES), note="Work of the waves, coarse for the last")
    yield act(
        on(11, TUE), "10:20", "priya",
        *(changed(Activity, work.key, resource=work.resource) for work in _STEERING if work.resource),
        note="Lines of dependency: who needs what",
    )  # fmt: skip
    yield act(
        on(15, FRI), "10:20", "priya",
        *(changed(Activity, work.key, resource=work.resource) for work in _PILOT if work.resource),
    )  # fmt: skip
    yield act(
        on(27, TUE), "10:40", "priya",
        *(
            changed(Activity, work.key, resource=work.resource, wave=work.wave)
            for work in _WAVES
            if work.resource != "small-network" and (work.resource or work.wave)
        ),
        note="Work of the waves with what it needs",
    )  # fmt: skip
    yield act(on(37, TUE), "09:40", "tom", changed(Activity, "survey-4", resource="small-network", wave="community"))
    for week, day, edits in progress(CALENDAR, (*_DEFINITION, *_STEERING, *_PILOT, *_WAVES)):
        yield act(day, "15:05", "priya", *edits, note=f"Progress, week {week}")
