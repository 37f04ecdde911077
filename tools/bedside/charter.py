"""What the project is asked to do, what it leaves out, what it must reach, and how far its sponsors follow."""

from collections.abc import Iterator

from cockpit.domain.charter import Charter, Objective, ScopeItem, Stakeholder, StakeholderRole, SupportLevel
from cockpit.domain.kpi import Direction
from tools.bedside.weeks import on
from tools.storytelling.calendar import FRI, MON, THU, TUE, WED
from tools.storytelling.charter import Aim, objective, scope_item, stakeholder, supports
from tools.storytelling.story import Told, act, changed, new

_SCOPE = (
    ("wards", True, "Every inpatient ward", "Forty-one wards in five hospitals, adults and children."),
    ("wristbands", True, "Wristbands that scan", "Printed at admission and on the ward, with a date of birth a person can read."),
    ("labels", True, "A barcode on every dose", "Over-labels for what arrives without one."),
    ("record", True, "Each dose recorded as it is given", ""),
    ("alerts", True, "A warning before a wrong dose", "Patient, medicine, dose or time. Few and clear: an alert that nobody reads is none."),
    ("downtime", True, "Paper charts for downtime", ""),
    ("pumps", False, "Infusion pumps", "Next year's project, with the pump supplier."),
    ("chemo", False, "Chemotherapy day unit", "Has a system of its own, checked by two people."),
    ("theatres", False, "Operating theatres and recovery", "Medicines there are given before they are prescribed."),
    ("prescribing", False, "The prescribing system", "We write to it, we do not change it."),
)  # fmt: skip

_OBJECTIVES: tuple[Aim, ...] = (
    ("doses", "19 in 20 doses checked", "doses", 63.0, 95.0, "%", Direction.HIGHER, on(44, FRI), "margaret"),
    ("errors", "Errors more than halved", "errors", 9.1, 4.0, "/ 10k", Direction.LOWER, on(44, FRI), "grace"),
    ("late", "Urgent doses on time", "late", 14.2, 7.0, "%", Direction.LOWER, on(44, FRI), "helen"),
    ("round", "Rounds as short as on paper", "round", 6.4, 6.0, "min", Direction.LOWER, on(44, FRI), "margaret"),
    ("waste", "A sixth less medicine wasted", "waste", 2.38, 2.0, "£/bed-day", Direction.LOWER, on(56, FRI), "helen"),
    ("usage", "Scanning is the habit", "usage", 0.0, 85.0, "%", Direction.HIGHER, on(60, FRI), "siobhan"),
)  # fmt: skip

_R = StakeholderRole
_STAKEHOLDERS = (
    ("margaret", _R.SPONSOR, "Lead sponsor", "Nursing", 5, 5, "Safer rounds, and nurses who would not go back to paper."),
    ("daniel", _R.SPONSOR, "Medical sponsor", "Medicine", 4, 4, "Errors that fall, measured in a way that doctors believe."),
    ("helen", _R.SPONSOR, "Pharmacy sponsor", "Pharmacy", 5, 5, "To know what was given, when, and what came back unused."),
    ("robert", _R.SPONSOR, "Digital sponsor", "Digital services", 4, 4, "Nothing that needs a new team to run it."),
    ("anita", _R.SPONSOR, "Financial sponsor", "Finance", 5, 3, "Savings that can be found in the ledger."),
    ("gwen", _R.SPONSOR, "Sponsor of the community hospitals", "Community hospitals", 4, 4, "That small hospitals are not an afterthought."),
    ("priya", _R.COALITION, "Leads the guiding coalition", "Project", 4, 5, ""),
    ("grace", _R.COALITION, "Voice of patient safety", "Quality and safety", 4, 5, "The right to stop a wave, without having to ask."),
    ("tom", _R.COALITION, "Voice of devices and networks", "Digital services", 3, 5, ""),
    ("owen", _R.COALITION, "Voice of the pharmacy", "Pharmacy", 3, 5, ""),
    ("siobhan", _R.TEAM, "Training", "Education centre", 3, 5, ""),
    ("lewis", _R.TEAM, "Measurement", "Digital services", 2, 4, ""),
    ("marcus", _R.TEAM, "Communication", "Communications", 2, 4, ""),
)  # fmt: skip

_S = SupportLevel
_SUPPORT = (
    # When, who noted it: what each said.
    (on(2, WED), "priya", (
        ("margaret", _S.CHAMPION, "Took the idea to the board herself."),
        ("daniel", _S.NEUTRAL, "Wants to see errors fall before he lends his name."),
        ("helen", _S.SUPPORTIVE, "Has asked for barcodes on every dose for six years."),
        ("robert", _S.SUPPORTIVE, ""),
        ("anita", _S.NEUTRAL, "“Which budget does the time come from?”"),
        ("gwen", _S.SCEPTICAL, "“We always get what the big hospital no longer needs.”"),
    )),
    (on(6, TUE), "priya", (("daniel", _S.SUPPORTIVE, "Persuaded by the control wards: “now it can fail, so it can convince.”"),)),
    (on(15, TUE), "priya", (
        ("grace", _S.CHAMPION, "Has the word that stops a wave."),
        ("tom", _S.SUPPORTIVE, ""),
        ("owen", _S.SUPPORTIVE, "Worried about the small packs."),
        ("margaret", _S.CHAMPION, ""),
        ("daniel", _S.SUPPORTIVE, ""),
        ("helen", _S.CHAMPION, "Gave the project her best pharmacist for a year."),
        ("robert", _S.SUPPORTIVE, "The network survey settled it for him."),
        ("anita", _S.NEUTRAL, "Accepts the plan, waits for the pilot's figures."),
        ("gwen", _S.SCEPTICAL, "Asked for a community ward in the pilot, did not get one."),
    )),
    (on(25, TUE), "priya", (
        ("margaret", _S.CHAMPION, ""),
        ("daniel", _S.SUPPORTIVE, "Shows the error chart at the doctors' induction."),
        ("helen", _S.CHAMPION, ""),
        ("robert", _S.SUPPORTIVE, ""),
        ("anita", _S.SUPPORTIVE, "Found the pilot's savings on the drug lines herself."),
        ("gwen", _S.SCEPTICAL, "“Two wards with five helpers each prove nothing about Saltmarsh.”"),
    )),
    (on(34, THU), "priya", (
        ("margaret", _S.CHAMPION, "Goes live with every wave, in uniform."),
        ("daniel", _S.SUPPORTIVE, ""),
        ("helen", _S.CHAMPION, ""),
        ("robert", _S.SUPPORTIVE, ""),
        ("anita", _S.SUPPORTIVE, "Asks for the waste figures by ward."),
        ("gwen", _S.NEUTRAL, "Walked a night shift at the Infirmary with Jo: “it holds when nobody is watching.”"),
    )),
    (on(41, TUE), "priya", (
        ("priya", _S.CHAMPION, ""),
        ("grace", _S.CHAMPION, "Walks the nights herself."),
        ("tom", _S.CHAMPION, ""),
        ("owen", _S.SUPPORTIVE, ""),
        ("jo", _S.CHAMPION, "Half her week belongs to other wards."),
        ("margaret", _S.CHAMPION, ""),
        ("daniel", _S.SUPPORTIVE, ""),
        ("helen", _S.CHAMPION, "Speaks of it at the regional meeting of chief pharmacists."),
        ("robert", _S.SUPPORTIVE, "Has put the scanners into the normal replacement cycle."),
        ("anita", _S.SUPPORTIVE, ""),
        ("gwen", _S.NEUTRAL, "Still counts the super-users of Saltmarsh one by one."),
    )),
)  # fmt: skip


def tell() -> Iterator[Told]:
    """The charter is written, discussed and signed; sponsors come closer or step back."""
    yield act(
        on(1, TUE), "14:20", "priya",
        new(
            Charter, "charter", title="Bedside project charter",
            vision=(
                "No patient is given a medicine before the wristband and the medicine have been scanned, and no nurse has to choose "
                "between being safe and being on time."
            ),
            mandate=(
                "Choose, try and spread bedside scanning. Grace Adeyemi may stop a wave on safety grounds without asking; the team "
                "changes neither staffing nor the prescribing system."
            ),
        ),
        note="First draft of the charter",
    )  # fmt: skip
    yield act(on(1, THU), "10:05", "priya", *map(scope_item, _SCOPE), note="Scope, working version")
    yield act(on(2, TUE), "15:30", "priya", *map(objective, _OBJECTIVES), note="Six measurable objectives")
    yield act(on(2, WED), "09:35", "priya", *map(stakeholder, _STAKEHOLDERS), note="Sponsors, guiding coalition and team")
    yield act(
        on(3, TUE), "16:40", "helen",
        changed(ScopeItem, "labels", note="Over-labels for what arrives without one; about a tenth of our lines."),
        changed(Objective, "late", description="Doses marked time-critical given more than thirty minutes after they are due."),
    )  # fmt: skip
    yield act(
        on(4, WED), "11:20", "priya",
        new(ScopeItem, "outpatients", title="Outpatient clinics", inside=False, note="Few doses, other people: looked at later."),
        changed(ScopeItem, "pumps", note="Next year's project, with the pump supplier. Confirmed by Helen."),
        note="Scope settled at the workshop",
    )  # fmt: skip
    yield act(
        on(5, FRI), "11:45", "margaret",
        changed(Charter, "charter", approved_on=on(5, FRI), approved_by="margaret"),
        note="Charter signed by the six sponsors",
    )  # fmt: skip
    yield act(
        on(12, MON), "14:15", "priya",
        new(Stakeholder, "jo", person="jo", role=_R.USER, title="Voice of the wards", organisation="Ashcombe General, Fern ward",
            influence=3, interest=5, expectation="To be asked before the rota is written, not after."),
    )  # fmt: skip
    yield from supports(_SUPPORT)
    yield act(
        on(23, TUE), "10:50", "priya",
        changed(Objective, "usage", description="Nurses with an account who scan on every shift they work, of all with an account."),
    )  # fmt: skip
