"""Who takes part, the project itself, and the days on which people work."""

from collections.abc import Iterator

from cockpit.domain.calendar import WorkingCalendar
from cockpit.domain.person import Person
from cockpit.domain.phase import Approach, PhaseCode
from cockpit.domain.project import Project
from tools.bedside.weeks import CALENDAR, on
from tools.storytelling.calendar import FRI, MON, TUE, WED
from tools.storytelling.people import holidays, people
from tools.storytelling.story import Told, act, changed, new

_DOMAIN = "ashcombe-vale.example"
_AT_THE_START = (
    ("priya", "Priya Raman", "Programme lead, a nurse by training"),
    ("margaret", "Margaret Doyle", "Chief nurse, lead sponsor"),
    ("daniel", "Daniel Osei", "Medical director"),
    ("helen", "Helen Whitcombe", "Chief pharmacist"),
    ("robert", "Robert Tanner", "Chief information officer"),
    ("anita", "Anita Shah", "Finance director"),
    ("gwen", "Gwen Parry", "Director of community hospitals"),
    ("tom", "Tom Ibbotson", "Devices and integration lead"),
    ("grace", "Grace Adeyemi", "Clinical safety officer"),
    ("lewis", "Lewis Park", "Data analyst"),
)
_WITH_THE_PLAN = (
    ("siobhan", "Siobhan Kelly", "Training lead"),
    ("marcus", "Marcus Hale", "Communications manager"),
    ("owen", "Owen Bright", "Pharmacy systems lead"),
)
_OF_THE_PILOT = (("jo", "Jo Penrose", "Ward sister, Fern ward"),)


def tell() -> Iterator[Told]:
    """The project is opened, its team joins, and its phases follow each other."""
    project = new(
        Project, "bedside",
        key="BEDSIDE", title="Bedside: scan every dose", lead="priya", phase=PhaseCode.DEFINITION, approach=Approach.HYBRID,
        language="en", timezone="Europe/London", currency="GBP",
        summary=(
            "Ashcombe and Vale runs two acute and three community hospitals. Medicines are prescribed on screen but given from a "
            "printed chart, and one dose in a thousand is wrong when it reaches the patient. The project puts a scanner at every "
            "bedside: the nurse scans the wristband, then the medicine, and is warned before a wrong dose is given. Two wards tried it "
            "beside two that did not; it now spreads ward by ward, in waves."
        ),
    )  # fmt: skip
    yield act(on(1, MON), "09:10", "priya", *people(_AT_THE_START, _DOMAIN), project, note="Project opened")
    yield act(
        on(1, MON), "09:50", "priya",
        new(WorkingCalendar, "office", title="Office days, the wards never close", hours_per_day=7.5),
        *holidays(CALENDAR, "office"),
    )  # fmt: skip
    yield act(on(2, MON), "08:50", "priya", *people(_WITH_THE_PLAN, _DOMAIN), note="The team is complete")
    yield act(on(3, WED), "11:05", "margaret", *people(_OF_THE_PILOT, _DOMAIN), note="Fern ward offers itself for the pilot")
    yield act(on(15, TUE), "17:12", "siobhan", changed(Person, "jo", super_user=True))
    yield act(on(7, MON), "08:50", "priya", changed(Project, "bedside", phase=PhaseCode.STEERING))
    yield act(on(16, MON), "08:45", "priya", changed(Project, "bedside", phase=PhaseCode.PILOT))
    yield act(on(27, MON), "08:45", "priya", changed(Project, "bedside", phase=PhaseCode.SCALE_UP))
    yield act(
        on(32, FRI), "15:25", "margaret", changed(Person, "jo", role="Ward sister, Fern ward; leads the super-users"),
        note="Two days a week, so that new wards hear it from a sister",
    )  # fmt: skip
