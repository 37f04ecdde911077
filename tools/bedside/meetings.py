"""The weekly stand-ups with what was decided there, and the decisions that deserve to be kept on their own."""

from collections.abc import Iterator

from tools.bedside.weeks import CALENDAR, on
from tools.storytelling.calendar import FRI, MON, THU, TUE
from tools.storytelling.meetings import Decided, Weekly, decisions, standups
from tools.storytelling.story import Told

_TEAM = ("priya", "tom", "grace", "lewis", "siobhan", "marcus", "owen")

# Week, who was missing, minutes, decisions, notes.
_STANDUPS: tuple[Weekly, ...] = (
    (3, (), 20, ("Fourteen KPIs, not one more",), "The team meets for the first time."),
    (4, (), 15, ("The target for doses is corrected before anything is measured",), "Scope workshop on Wednesday."),
    (5, ("owen",), 14, (), "Charter is out for signature."),
    (6, (), 16, ("We go to the review on Friday, starting values in hand",), ""),
    (7, (), 18, ("The chart is what costs time: it becomes a promise",), "Steering begins."),
    (8, (), 15, ("Risks are rated by two people, never by one",), ""),
    (9, ("marcus",), 15, ("Two control wards, told why",), "A short week."),
    (10, (), 13, (), "Third wristband paper on trial."),
    (11, ("grace",), 15, (), "Survey firm sent one engineer instead of two."),
    (12, (), 20, ("The rehearsal is repeated, not explained away",), "47 minutes, one page lost."),
    (13, (), 25, ("We tell the review that we are not ready",), "Way back and network are open."),
    (14, (), 16, ("Every bed walked by ourselves, nights included",), "Second line is in."),
    (15, (), 18, ("Live on Monday if the review says so",), "18 minutes on Thursday."),
    (16, (), 12, ("Five minutes every day for two weeks",), "Fern is live since seven."),
    (17, (), 22, ("A lost scan is an incident, not a nuisance",), "Seven dead spots on Rowan."),
    (18, ("lewis",), 20, ("No new alert until the old ones are defended",), "An allergy alert was overridden last week."),
    (19, (), 15, (), "Access points on Rowan are being moved."),
    (20, (), 15, ("Hazel and Alder are told the figures first",), "Errors are down by half."),
    (21, ("tom",), 12, (), "Doctors want one more week for the allergy alerts."),
    (22, (), 15, ("Twelve alerts",), ""),
    (23, ("siobhan",), 14, (), "Overrides at one in twenty."),
    (24, (), 17, ("Scanners for the waves are ordered with dates, not hopes",), ""),
    (25, (), 20, ("The report says what went wrong first",), "Safety case accepted on Wednesday, if Daniel signs."),
    (26, (), 20, ("No ward goes live before Tom has signed its network",), "Review on Friday."),
    (27, (), 15, ("Two wards a day, Monday to Wednesday",), "Scale-up begins."),
    (28, (), 15, ("Racks doubled at once, paid from the line for scanners",), "Two medical wards live since seven."),
    (29, ("marcus",), 18, ("A super-user on every night rota before a date is announced",), "Three nights without one."),
    (30, (), 15, ("Version 2.3 goes to two wards on Tuesday, not to six",), ""),
    (31, (), 18, ("A version is tried over midnight",), "2.3 was taken back last Tuesday."),
    (32, ("owen",), 15, ("Old wristbands are cut",), ""),
    (33, (), 14, (), "Surgery begins today."),
    (34, (), 12, (), "Quiet week; the help line answers in forty seconds."),
    (35, ("grace",), 15, ("The Infirmary's codes before the Infirmary's date",), ""),
    (36, (), 16, ("Wave 4 after the gate, and after the freeze",), "Gwen joins the stand-up until wave 4."),
    (37, (), 18, ("Paper in the downtime station is checked each morning",), ""),
    (38, (), 12, (), "The Infirmary goes live today."),
    (39, ("lewis",), 14, ("Super-users of wave 4 are invited by name",), "Twelve codes with a leading zero, solved in a morning."),
    (40, (), 15, ("Night walks begin, unannounced, told beforehand that they will come",), ""),
    (41, (), 20, ("On Quince ward we ask why, not who", "The way back is rehearsed at Saltmarsh, at night"), "A spare wristband was found."),
    (42, ("marcus",), 16, ("Quince is walked twice more before we ask for the gate", "The report shows every figure that is not met"),
     "Gate review in two weeks; nothing waived."),
)  # fmt: skip

_DECISIONS: tuple[Decided, ...] = (
    ("Doses: 95 %, not 97 %", on(4, TUE), "grace", "Some patients may not be woken, some doses are given before a wristband exists.",
     "95 %, settled before the first measurement, and never touched again.", 4, None),
    ("Compare with two wards on paper", on(10, THU), "margaret", "Four live wards would teach more, but prove nothing.",
     "Fern and Rowan scan; Hazel and Alder stay on paper until the last wave.", None, None),
    ("Postpone the pilot by two weeks", on(13, FRI), "margaret", "One rehearsal, failed; network not walked. Helen would have opened Fern.",
     "Two weeks for all that follows, announced the same evening.", None, "steering-1"),
    ("Open the pilot", on(15, FRI), "margaret", "Way back in 18 minutes, every bed walked.", "Fern on Monday, Rowan on Wednesday.", None, "steering-2"),
    ("Twelve alerts", on(22, TUE), "grace", "Thirty-one kinds, one in three doses.", "An alert stays if a named doctor defends it.", 22, None),
    ("Figures by ward, never by nurse", on(24, FRI), "margaret", "The staff representatives asked for it in writing.",
     "The scan log is kept by ward after seven days; before that only the nurse sees her own.", None, None),
    ("Scale up, one condition", on(26, FRI), "margaret", "Network drops over target for the pilot as a whole; Gwen against.",
     "No ward goes live before its network is signed.", None, "pilot"),
    ("Flag labels for all small packs", on(26, TUE), "owen", "5 % against 9 % not read at the first scan, over 6,000 scans.",
     "Flag labels under three centimetres, wrap labels for the rest.", None, None),
    ("Take version 2.3 back", on(30, TUE), "tom", "Yesterday's doses on the screen; a fix by noon, or the old version now.",
     "The old version now. The cause is looked for without hurry.", None, None),
    ("Wave 4 after the gate", on(36, MON), "priya", "Three small hospitals, one nurse each at night; the change freeze in between.",
     "Three waves decide the gate. The fourth is prepared by then, and begins after the freeze.", 36, None),
    ("Walk Quince again before the gate", on(42, MON), "grace", "A failed check like this one would be waived by most.",
     "Nothing is waived: two more nights, Quince on both.", 42, None),
)  # fmt: skip


def tell() -> Iterator[Told]:
    """A stand-up opens each week; decisions are written down where they were made."""
    yield from standups(CALENDAR, "Stand-up, week {week}", _TEAM, _STANDUPS)
    yield from decisions(_DECISIONS)
