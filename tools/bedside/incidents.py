"""What went wrong on the wards that scan: often in the first weeks, seldom now, and less bad each time."""

from collections.abc import Iterator

from cockpit.domain.incident import Severity
from tools.bedside.weeks import CALENDAR, on
from tools.storytelling.calendar import FRI, MON, THU, TUE, WED
from tools.storytelling.evaluation import Trouble, troubles
from tools.storytelling.story import Told

_S = Severity
_INCIDENTS: tuple[Trouble, ...] = (
    ("handover", "Morning round half an hour late on Fern", _S.MINOR, on(16, MON), "08:10", "09:40", "jo",
     "Every nurse at her first round with a scanner.", "Two racks for six nurses.", "racks", "round"),
    ("spots", "Scans lost in the side rooms of Rowan", _S.MAJOR, on(16, THU), "08:35", "16:30", "tom",
     "A quarter of scans had to be done again in the corridor.", "Seven beds without network.", "wifi", "wifi"),
    ("twice", "A painkiller given twice on Rowan", _S.MAJOR, on(17, WED), "11:20", "12:05", "grace",
     "The first dose was given by eye after a lost scan, and not written down. The patient was watched and well.",
     "Scan lost in a dead spot; the rule for lost scans was not known.", "wifi", "errors"),
    ("night", "No account for an agency nurse, whole night by eye", _S.MAJOR, on(17, THU), "08:40", "09:10", "jo",
     "Told at the morning handover: nineteen doses without a scan.", "Accounts were made in office hours only.", "agency", "doses"),
    ("allergy", "Allergy alert overridden with the others", _S.CRITICAL, on(18, TUE), "14:05", "15:10", "grace",
     "An antibiotic was given to a patient known to be allergic; treated at once, no lasting harm.",
     "Nineteen alerts on one round; the one that mattered looked like the rest.", "alerts", "overrides"),
    ("drops", "Eye drops given to the wrong eye", _S.MINOR, on(19, THU), "10:30", "11:00", "jo",
     "", "The label covered the line that says which eye.", "labels", "errors"),
    ("slow", "Scans take four seconds at the evening round", _S.MINOR, on(21, WED), "17:10", "18:05", "tom",
     "Both wards.", "A report ran on the same server.", "network", "response"),
    ("flat", "Nine scanners flat at the change of shift", _S.MINOR, on(22, FRI), "14:20", "15:15", "jo", "", "A rack had been unplugged for the vacuum cleaner.",
     "racks", "available"),
    ("racks", "Queues at the racks on two medical wards", _S.MINOR, on(28, TUE), "08:15", "10:00", "jo", "", "Racks counted for beds, not for nurses.", "racks", "round"),
    ("version", "Version 2.3 shows yesterday's doses", _S.MAJOR, on(30, TUE), "09:05", "10:20", "tom",
     "Three medical wards; seen by a nurse within minutes, taken back before the noon round.", "A cache that did not know about midnight.", "network", "incidents"),
    ("wristband", "An old wristband opens another chart", _S.MAJOR, on(30, THU), "13:40", "14:15", "grace",
     "The scan warned, the dose was not given.", "Two wristbands after a transfer.", "mixed", "errors"),
    ("line", "Eleven minutes without an answer", _S.MAJOR, on(29, MON), "16:20", "16:31", "tom",
     "Two wards went to paper and back as rehearsed.", "The first line failed, the second took over late.", "network", "available"),
    ("transit", "Two surgical patients without a chart in transit", _S.MINOR, on(33, WED), "11:15", "11:50", "grace", "", "Transfer list not printed at noon.", "mixed", "late"),
    ("insulin", "Insulin pens of a new maker do not scan", _S.MINOR, on(35, TUE), "09:20", "12:30", "owen", "", "New code, not yet in the drug file.", "labels", "unreadable"),
    ("codes", "Twelve medicines of the Infirmary do not scan", _S.MINOR, on(38, TUE), "08:50", "13:20", "owen",
     "Given after two nurses read the label.", "Codes entered with a leading zero.", "labels", "unreadable"),
    ("printer", "No paper in the downtime station of Quince ward", _S.MINOR, on(40, MON), "10:05", "10:20", "tom", "", "Not on the morning list.", None, None),
)  # fmt: skip

_WAVES = {
    "racks": "medical", "version": "medical", "wristband": "medical", "line": "medical", "transit": "surgical", "insulin": "surgical",
    "codes": "infirmary", "printer": "infirmary",
}  # fmt: skip


def tell() -> Iterator[Told]:
    """Incidents are reported and resolved: eight in the pilot on two wards, then four, two and two on many."""
    yield from troubles(CALENDAR, _INCIDENTS, _WAVES)
