"""Small wins celebrated, lessons drawn, and the procedures that changed because of them."""

from collections.abc import Iterator

from cockpit.domain.phase import PhaseCode
from tools.bedside.weeks import on
from tools.storytelling.calendar import FRI, MON, THU, TUE, WED
from tools.storytelling.learning import Celebrated, Learned, Revised, lessons, procedures, wins
from tools.storytelling.story import Told

_WINS: tuple[Celebrated, ...] = (
    ("Six signatures under the charter", on(5, FRI), on(5, FRI), "Tea with the sponsors", "charter", None, "Gwen's was the last one.", "priya"),
    ("A wristband that scans wet and in the dark", on(11, TUE), on(12, THU), "Thursday huddle, thanks to Tom", "wristband", None, "Third paper, 199 of 200.", "tom"),
    ("Back to paper in 18 minutes", on(14, THU), on(15, THU), "Biscuits for the night staff of Fern", "rehearsal", None, "Two weeks after 47 minutes and a lost page.", "grace"),
    ("First wrong dose stopped by a scan", on(16, TUE), on(16, THU), "Fern ward, in front of the ward", "fern", None, "Right medicine, wrong man. The nurse told it herself.", "jo"),
    ("Rowan without a dead spot", on(19, FRI), on(20, THU), "Cake in the side rooms", "spots", "wifi", "", "tom"),
    ("Errors halved on two wards", on(21, FRI), on(22, THU), "Doctors' lunch", None, "errors", "", "grace"),
    ("Rounds are shorter than they were on paper", on(22, FRI), on(23, THU), "Thursday huddle", None, "round", "Half a minute a patient.", "lewis"),
    ("Six wards live in four days", on(28, THU), on(29, THU), "Breakfast for the floor walkers", "wave-1", None, "", "jo"),
    ("A bad version gone before noon", on(30, TUE), on(30, THU), "Named in the letter to the wards", None, None, "Seen by a nurse of Linden ward within minutes.", "tom"),
    ("Surgery live without one late handover", on(34, FRI), on(36, THU), "Open round", "wave-2", "late", "", "grace"),
    ("Vale Infirmary went live on its own", on(39, FRI), on(40, THU), "The Infirmary's own open day", "wave-3", None, "Nobody of the pilot was in the building at night.", "tom"),
    ("Twelve night rounds, every patient scanned", on(42, WED), None, "", "nights", "doses", "To be told at the gate review, with Quince ward in the room.", "grace"),
)  # fmt: skip

_P = PhaseCode
_LESSONS: tuple[Learned, ...] = (
    ("charts", "Looking for the chart takes a fifth of the round", on(7, WED), "Sixty rounds were watched before anything was bought.",
     "Watch the work first: the promise of shorter rounds came from there.", "What did we see when we watched?", _P.PILOT, "lewis"),
    ("pile", "A way back that was never walked is no way back", on(12, TUE), "Charts carried in one pile, a page lost, 47 minutes.",
     "Rehearse with the night staff, page by page, with a clock.", "Which way back was not rehearsed since the last change?", _P.SCALE_UP, "tom"),
    ("postponed", "Two weeks lost at a gate were won in the pilot", on(17, THU), "The review said no; the beds were walked; two hazards were found before a patient was.",
     "Say no early. Move what follows at once, and say why in the letter.", "What would we rather find out now?", _P.SCALE_UP, "priya"),
    ("sound", "“Weak but sound” was neither", on(17, FRI), "The survey called Rowan's side rooms weak but sound; they had no network.",
     "A bed passes or it does not: twenty scans, none lost.", "Did every bed pass twenty scans?", _P.SCALE_UP, "tom"),
    ("wolf", "An alert costs attention", on(19, TUE), "Thirty-one kinds; the one that mattered was overridden.",
     "An alert stays only if a named doctor defends it.", "Who defends each alert?", _P.PILOT, "grace"),
    ("night-first", "Ask the night shift first", on(25, TUE), "All the helpers went home at five.",
     "Plan a wave from its nights; the days follow.", "Who is there at three in the morning?", _P.SCALE_UP, "siobhan"),
    ("per-nurse", "Racks are counted per nurse, not per bed", on(28, WED), "Two racks for six nurses.", "One socket for two nurses, in each bay.", "", None, "tom"),
    ("old-band", "The old wristband is the dangerous one", on(30, FRI), "A transfer, two wristbands, the wrong one scanned; the scan caught it.",
     "Cut it at the handover, before anything is said.", "Where can a patient carry two identities?", _P.GENERALISATION, "grace"),
    ("why", "Ask why, not who", on(41, WED), "A spare wristband on Quince ward: the patient pulls his off every night.",
     "Who is asked why tells more than who is asked who.", "What do people do that we made easier than the right thing?", _P.SCALE_UP, "grace"),
)  # fmt: skip

# Key, title, purpose, owner, link, day of its first draft.
_PROCEDURES = (
    ("round", "Giving medicines by scanner", "Wristband, medicine, read the alert, give, next dose.", "grace", "procedures/round.md", on(13, WED)),
    ("lost-scan", "When a scan is lost", "What counts as given, and what does not.", "grace", "procedures/lost-scan.md", on(16, FRI)),
    ("paper", "Back to paper, and from paper", "Who says “paper”, who prints, who checks, who enters.", "tom", "procedures/paper.md", on(13, TUE)),
    ("go-live", "Taking a ward live", "Four weeks before to two weeks after, day by day.", "jo", "procedures/go-live.md", on(24, WED)),
    ("new-medicine", "A medicine that does not scan", "From the nurse's call to the code in the drug file, in a day.", "owen", "procedures/new-medicine.md", on(19, THU)),
    ("versions", "A new version of the scanner app", "Tuesdays, two wards first, never before a weekend.", "tom", "procedures/versions.md", on(20, WED)),
    ("spare", "Spare wristbands", "There are none.", "grace", "procedures/spare.md", on(41, WED)),
)  # fmt: skip

# Procedure, number, day, change, lesson, who.
_REVISIONS: tuple[Revised, ...] = (
    ("round", 1, on(15, WED), "Read the alert before the dose is opened", None, "grace"),
    ("paper", 1, on(14, THU), "Charts are collected page by page, by bed list", "pile", "tom"),
    ("lost-scan", 1, on(17, FRI), "A dose counts as given when it is written down, not when it is scanned", None, "grace"),
    ("new-medicine", 1, on(22, THU), "Flag label for every pack under three centimetres", None, "owen"),
    ("round", 2, on(22, WED), "“Tell Grace” for alerts that make no sense", "wolf", "grace"),
    ("go-live", 1, on(26, FRI), "A bed passes or does not: twenty scans, none lost", "sound", "jo"),
    ("go-live", 2, on(29, THU), "A super-user on each night rota before the date is announced", "night-first", "jo"),
    ("go-live", 3, on(31, TUE), "Racks: one socket for two nurses", "per-nurse", "jo"),
    ("versions", 1, on(31, THU), "Tried over midnight before it leaves the test ward", None, "tom"),
    ("round", 3, on(32, WED), "Cut the old wristband at the handover", "old-band", "grace"),
    ("paper", 2, on(38, MON), "Paper in the downtime station is on the morning list", None, "tom"),
    ("spare", 1, on(42, THU), "Patients who pull theirs off get one round the ankle", "why", "grace"),
)  # fmt: skip


def tell() -> Iterator[Told]:
    """Wins are told while they are fresh; lessons become questions and better procedures."""
    yield from wins(_WINS)
    yield from lessons(_LESSONS)
    yield from procedures(_PROCEDURES, _REVISIONS)
