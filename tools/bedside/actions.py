"""What people undertook: decided together, begun, stuck, finished or late."""

from collections.abc import Iterator

from cockpit.domain.action import Action, ActionState, Priority
from tools.bedside.weeks import on
from tools.storytelling.calendar import FRI, MON, THU, TUE, WED
from tools.storytelling.story import Told, Undone, act, changed
from tools.storytelling.tasks import Task, ToldWith, undertaken

_S, _P = ActionState, Priority
_DOING, _DONE, _BLOCKED = _S.DOING, _S.DONE, _S.BLOCKED

_TASKS = (
    # Definition
    Task("charter", "Have the charter signed", "priya", on(1, THU), "priya", on(5, FRI),
         ((on(2, TUE), _DOING), (on(5, FRI), _DONE)), {"milestone": "charter"}),
    Task("scope", "Settle what stays out of scope", "priya", on(1, THU), "priya", on(4, FRI),
         ((on(3, TUE), _DOING), (on(4, WED), _DONE)), {"milestone": "charter"}),
    Task("visit", "Visit a hospital that scans already", "margaret", on(2, WED), "priya", on(4, THU), ((on(4, THU), _DONE),)),
    Task("audit", "Watch sixty rounds on four wards", "lewis", on(2, WED), "priya", on(6, TUE),
         ((on(4, TUE), _DOING), (on(6, WED), _DONE)), {"milestone": "starting"}),
    Task("sceptics", "See Gwen and Anita one by one", "priya", on(2, WED), "priya", on(5, WED), ((on(3, THU), _DOING), (on(5, THU), _DONE))),
    # Steering
    Task("plan", "Have the plan read", "priya", on(7, TUE), "priya", on(9, TUE),
         ((on(8, FRI), _DOING), (on(9, TUE), _DONE)), {"milestone": "plan"}),
    Task("second-line", "Order a second data line", "tom", on(8, THU), "grace", on(13, FRI),
         ((on(9, MON), _DOING), (on(14, FRI), _DONE)), {"risk": "network"}, "Scanning stops mid-round"),
    Task("super-users", "Super-users before each wave", "siobhan", on(8, THU), "priya", on(48, WED),
         ((on(12, WED), _DOING),), {"risk": "agency"}, "Untrained night nurses",
         "One for twelve nurses, and one on every night rota."),
    Task("ways-back", "Keep the ways back rehearsed", "tom", on(8, THU), "priya", on(49, FRI),
         ((on(9, WED), _DOING),), {"risk": "network"}, "Scanning stops mid-round",
         "Each is rehearsed with the people who would have to take it, at the hour at which it would happen."),
    Task("campaign", "Tell wards what changes", "marcus", on(8, THU), "priya", on(49, WED),
         ((on(10, TUE), _DOING),), {"risk": "workaround"}, "A spare wristband is scanned",
         "Sister to sister: whoever goes live next visits whoever went live last."),
    Task("double-scan", "List codes scanned twice a minute", "lewis", on(9, MON), "grace", on(13, MON),
         ((on(11, TUE), _DOING), (on(12, FRI), _DONE)), {"risk": "workaround"}),
    Task("controls", "Propose pilot and control wards", "margaret", on(9, TUE), "priya", on(10, THU),
         ((on(10, TUE), _DOING), (on(10, THU), _DONE)), {"milestone": "wards"}),
    Task("privacy", "Have the scan log checked for privacy", "robert", on(10, TUE), "priya", on(12, FRI),
         ((on(11, WED), _DOING), (on(12, THU), _DONE))),
    Task("film", "Make a film for agency nurses", "siobhan", on(10, THU), "siobhan", on(13, FRI),
         ((on(11, MON), _DOING), (on(13, MON), _DONE)), {"risk": "agency"}),
    Task("deputy", "Teach a second pharmacist the link", "owen", on(11, TUE), "owen", on(28, WED),
         ((on(15, MON), _DOING), (on(28, WED), _DONE)), {"risk": "one-person"}),
    Task("step-3", "Rewrite step 3 of the way back", "tom", on(12, WED), "grace", on(13, THU),
         ((on(13, TUE), _DOING), (on(13, THU), _DONE)), {"risk": "network", "criterion": "ste-back"}, "", "", _P.HIGH),
    Task("walk", "Walk every bed of four wards", "tom", on(13, FRI), "tom", on(15, TUE),
         ((on(14, TUE), _DOING), (on(15, TUE), _DONE)), {"risk": "wifi", "criterion": "ste-network"}, "", "", _P.HIGH),
    # Pilot
    Task("points", "Move five access points on Rowan", "tom", on(17, TUE), "jo", on(19, THU),
         ((on(18, TUE), _DOING), (on(19, THU), _DONE)), {"risk": "wifi", "kpi": "wifi"}, "Beds without a network", "", _P.HIGH),
    Task("alert-list", "Agree on the alerts that stay", "grace", on(18, THU), "helen", on(21, FRI),
         ((on(19, MON), _DOING), (on(22, TUE), _DONE)), {"risk": "alerts", "kpi": "overrides"}, "Alerts that nobody reads"),
    Task("eye-drops", "Find a label that fits on eye drops", "owen", on(19, TUE), "jo", on(22, WED),
         ((on(20, MON), _DOING), (on(22, WED), _DONE)), {"risk": "labels", "kpi": "unreadable"}),
    Task("insulin", "Scan insulin pens", "owen", on(20, TUE), "jo", on(23, TUE),
         ((on(21, MON), _DOING), (on(23, MON), _DONE)), {"kpi": "unreadable"}),
    Task("question", "Ask one question, not ten", "lewis", on(17, THU), "lewis", on(18, FRI), ((on(18, THU), _DONE),), {"kpi": "ease"}),
    Task("savings", "Find the pilot's savings in the ledger", "anita", on(22, TUE), "priya", on(25, MON),
         ((on(23, TUE), _DOING), (on(25, MON), _DONE)), {"kpi": "waste"}),
    Task("rota", "Show super-users on the rota", "siobhan", on(29, TUE), "jo", on(33, MON),
         ((on(30, MON), _DOING), (on(33, MON), _DONE)), {"risk": "agency", "wave": "medical"}),
    # Waves
    Task("racks", "Double the charging racks of wave 1", "tom", on(29, TUE), "jo", on(31, TUE),
         ((on(29, WED), _DOING), (on(31, TUE), _DONE)), {"risk": "racks", "wave": "medical"}),
    Task("old-bands", "Cut old wristbands at handover", "grace", on(30, THU), "grace", on(32, FRI),
         ((on(31, TUE), _DOING), (on(32, WED), _DONE)), {"risk": "mixed", "wave": "surgical"}, "Two patients' records mixed", "", _P.HIGH),
    Task("version", "Take version 2.3 back", "tom", on(30, MON), "tom", on(31, FRI),
         ((on(30, TUE), _DOING), (on(31, THU), _DONE)), {"wave": "medical"}, "", "", _P.HIGH),
    Task("drug-file", "Map the Infirmary's own drug codes", "owen", on(33, TUE), "owen", on(37, WED),
         ((on(34, TUE), _DOING), (on(37, WED), _DONE)), {"risk": "labels", "wave": "infirmary", "milestone": "link"}),
    Task("desk", "Accounts at the desk", "siobhan", on(35, TUE), "siobhan", on(39, FRI),
         ((on(36, MON), _DOING), (on(39, FRI), _DONE)), {"risk": "agency", "wave": "infirmary"}),
    Task("video", "Try the video call everywhere", "gwen", on(36, TUE), "gwen", on(38, FRI),
         ((on(37, MON), _DOING), (on(39, TUE), _DONE)), {"risk": "small", "wave": "community"}),
    Task("quince", "Talk with Quince ward", "grace", on(40, FRI), "grace", on(41, TUE),
         ((on(41, MON), _DOING), (on(41, TUE), _DONE)), {"risk": "workaround", "criterion": "sca-nights"}, "", "Talk, not punish: why was it easier?", _P.HIGH),
    Task("saltmarsh", "Rehearse paper at Saltmarsh, at night", "grace", on(39, TUE), "gwen", on(42, TUE),
         ((on(41, TUE), _DOING), (on(41, FRI), _DONE)), {"risk": "small", "wave": "community", "criterion": "sca-back"}),
    Task("last-super-user", "Train Saltmarsh's last super-user", "siobhan", on(42, MON), "siobhan", on(45, WED), (),
         {"risk": "small", "wave": "community", "milestone": "wave-4-trained"}, "Nobody to ask at night"),
    Task("saltmarsh-points", "Nine access points at Saltmarsh", "tom", on(41, MON), "tom", on(47, FRI),
         ((on(42, TUE), _DOING),), {"risk": "wifi", "wave": "community", "milestone": "wave-4"}),
    Task("cupboards", "Count three hospitals' cupboards", "owen", on(40, MON), "helen", on(43, FRI), ((on(41, WED), _DOING),),
         {"wave": "community"}),
    Task("tender", "Ask for codes at the next tender", "helen", on(34, TUE), "owen", on(41, WED), ((on(36, TUE), _DOING),),
         {"kpi": "waste"}, "", "The draft is with the regional buyers.", _P.LOW),
    Task("student", "Find a student to watch rounds", "lewis", on(28, TUE), "priya", on(36, FRI), ((on(30, TUE), _DOING), (on(40, TUE), _BLOCKED))),
    Task("report", "Write the report on the waves", "priya", on(41, MON), "priya", on(43, THU), ((on(42, MON), _DOING),),
         {"milestone": "wave-report", "criterion": "sca-milestones"}, "", "", _P.HIGH),
    Task("handover", "Hand over nine wards", "tom", on(41, TUE), "tom", on(43, FRI), ((on(42, TUE), _DOING),),
         {"wave": "infirmary", "milestone": "wave-3-steady"}),
    Task("faq-small", "FAQ for small hospitals", "marcus", on(41, TUE), "gwen", on(44, WED), ((on(42, WED), _DOING),),
         {"wave": "community"}),
    Task("owners", "Agree who owns the scanners", "robert", on(40, TUE), "priya", on(46, FRI), ((on(41, THU), _DOING),)),
    Task("enps", "Act on the staff survey", "margaret", on(40, WED), "margaret", on(44, FRI), ((on(41, TUE), _DOING),)),
    Task("controls-thanks", "Thank Hazel and Alder", "jo", on(42, TUE), "jo", on(44, THU), ()),
    Task("review-risks", "Go through the critical risks", "priya", on(9, TUE), "grace", on(44, MON),
         ((on(10, TUE), _DOING),), every=28),
    Task("count", "Count scanners, ward by ward", "tom", on(17, TUE), "tom", on(43, FRI), ((on(17, THU), _DOING),), {"risk": "racks"}, every=7),
)  # fmt: skip

_TOLD_WITH: ToldWith = {
    ("student", _BLOCKED): {"blocker": "The university places students once a term; the next list opens after the gate."},
}

_PUT_OFF = (
    ("student", on(34, WED), "lewis", on(39, FRI), "The university answers slowly"),
    ("second-line", on(13, WED), "tom", on(14, FRI), "Digging permit two days late"),
    ("video", on(38, WED), "gwen", on(39, TUE), "Thornley has no camera yet"),
    ("report", on(42, WED), "priya", on(43, FRI), "One more week of figures"),
)
"""Action, day, who, the new due date, and why."""


def tell() -> Iterator[Told]:
    """Actions are decided in small batches, moved by their owners, put off; some of it is taken back."""
    yield from undertaken(_TASKS, _TOLD_WITH)
    for key, day, who, due_on, why in _PUT_OFF:
        yield act(day, "16:52", who, changed(Action, key, due_on=due_on), note=why)
    yield act(on(33, TUE), "10:12", "siobhan", changed(Action, "super-users", state=_DONE, done_on=on(33, TUE)))
    yield Undone(on(33, TUE), "10:14", "siobhan")
    yield act(on(41, WED), "10:05", "robert", changed(Action, "owners", due_on=on(48, FRI)), note="After the change freeze")
    yield Undone(on(41, WED), "11:40", "robert")
    yield Undone(on(41, THU), "09:05", "robert", again=True)
    yield act(
        on(42, FRI), "17:26", "priya", changed(Action, "last-super-user", due_on=on(44, WED)),
        note="Her night shift was swapped: the session can be a week earlier",
    )  # fmt: skip
