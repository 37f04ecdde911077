"""The risk register: what was feared, how each rating moved, what was accepted, what happened."""

from collections.abc import Iterator

from cockpit.domain.risk import Acceptance, Risk, RiskCategory, RiskStatus, Treatment
from tools.bedside.weeks import on
from tools.storytelling.calendar import FRI, MON, THU, TUE, WED
from tools.storytelling.fears import Fear, register
from tools.storytelling.story import Dropped, Told, act, changed, new

_C, _T = RiskCategory, Treatment

_FEARS = (
    Fear(
        "workaround", "A spare wristband is scanned", "grace", _C.HUMAN, on(2, THU), "grace",
        "The wristband is under a blanket, the patient asleep, the round late.",
        "A spare wristband is taped to the trolley and scanned for everybody.",
        "The scan says yes to the wrong patient, and nobody looks twice any more.",
        "Wristbands on either wrist, night walks by the safety officer, a list of who scans the same code twice in a minute.",
        (4, 5), (1, 5), 0.15, (40_000, 180_000, 900_000),
        reviews=(
            (on(2, THU), "grace", 4, 5, "The oldest failure of bedside scanning, in every hospital that has it."),
            (on(8, THU), "grace", 3, 5, ""),
            (on(13, TUE), "grace", 2, 5, "The list of codes scanned twice in a minute works."),
            (on(17, THU), "grace", 2, 5, "None found in the first two weeks."),
            (on(25, MON), "grace", 2, 5, "Two found on Rowan, both while the network was weak; none since."),
            (on(31, WED), "grace", 2, 5, ""),
            (on(35, WED), "grace", 2, 5, ""),
            (on(40, FRI), "grace", 2, 5, "One spare wristband on Quince ward, found on the night walk, removed with the sister."),
            (on(42, THU), "grace", 2, 5, "Twelve rounds on two nights, none found."),
        ),
    ),
    Fear(
        "network", "Scanning stops mid-round", "tom", _C.TECHNICAL, on(2, THU), "tom",
        "One data line to each hospital, one server room.",
        "For an hour, no scan is answered and no chart is at hand.",
        "Doses are late, given twice or not at all on many wards at once.",
        "Downtime stations that print charts, second line, way back to paper rehearsed on every wave.",
        (3, 5), (1, 5), 0.2, (30_000, 120_000, 500_000),
        reviews=(
            (on(2, THU), "tom", 3, 5, ""),
            (on(9, THU), "tom", 3, 5, "Second line ordered."),
            (on(14, FRI), "tom", 2, 5, "Second line in service; back to paper in 18 minutes."),
            (on(19, TUE), "tom", 2, 5, ""),
            (on(24, FRI), "tom", 2, 5, "Rehearsed unannounced: 16 minutes."),
            (on(29, WED), "tom", 2, 5, "Eleven minutes without an answer; two wards went to paper as rehearsed."),
            (on(34, WED), "tom", 2, 5, ""),
            (on(39, THU), "tom", 2, 5, "Vale Infirmary has both lines."),
            (on(42, TUE), "tom", 2, 5, ""),
        ),
    ),
    Fear(
        "wifi", "Beds without a network", "tom", _C.TECHNICAL, on(2, THU), "tom",
        "Access points were placed for offices, not for beds; side rooms have lead in the walls.",
        "The scan is lost and has to be done again in the corridor.",
        "The round takes longer; nurses scan away from the patient.",
        "Every bed walked with a scanner before its ward goes live; access points moved or added.",
        (4, 4), (2, 2), 0.5, (15_000, 40_000, 90_000),
        reviews=(
            (on(2, THU), "tom", 4, 4, ""),
            (on(10, THU), "tom", 4, 4, "Survey begins."),
            (on(15, TUE), "tom", 2, 4, "Every bed walked; Rowan's side rooms weak but sound."),
            (on(17, TUE), "tom", 5, 4, "Happened: seven dead spots on Rowan in the first week."),
            (on(19, FRI), "tom", 2, 4, "Five access points moved, drops from twelve to four per thousand."),
            (on(24, WED), "tom", 2, 3, ""),
            (on(31, TUE), "tom", 2, 3, "Wave 1 walked before going live: no surprise."),
            (on(36, TUE), "tom", 2, 3, ""),
            (on(41, MON), "tom", 2, 3, "Infirmary walked; Saltmarsh gets nine new access points before wave 4."),
        ),
    ),
    Fear(
        "alerts", "Alerts that nobody reads", "grace", _C.HUMAN, on(2, THU), "helen",
        "The drug file warns of everything it knows.",
        "One alert in three doses; nurses learn to press “continue”.",
        "The one alert that matters is overridden with the others.",
        "Thirty-one kinds of alerts reviewed one by one; share of overrides watched every week.",
        (4, 4), (2, 3), 0.3, (10_000, 60_000, 250_000),
        reviews=(
            (on(2, THU), "helen", 4, 4, ""),
            (on(12, WED), "grace", 4, 4, "Thirty-one kinds counted."),
            (on(18, THU), "grace", 3, 4, "Overrides at one in ten."),
            (on(22, WED), "grace", 2, 4, "Twelve kinds left."),
            (on(30, WED), "grace", 2, 4, ""),
            (on(37, TUE), "grace", 2, 3, "Fewer than one in twenty overridden in three months."),
            (on(41, THU), "grace", 2, 3, ""),
        ),
    ),
    Fear(
        "labels", "Doses without a barcode", "owen", _C.OPERATIONAL, on(2, THU), "owen",
        "A tenth of the lines come without a code on the single dose.",
        "The nurse cannot scan and gives the dose by eye.",
        "The share of checked doses stalls; trust in the scanner goes.",
        "Over-labelling in the pharmacy, flag labels for small packs, suppliers asked for codes at the next tender.",
        (4, 3), (2, 2), 0.4, (8_000, 25_000, 60_000),
        reviews=(
            (on(2, THU), "owen", 4, 3, ""),
            (on(13, TUE), "owen", 3, 3, "212 lines over-labelled."),
            (on(23, WED), "owen", 2, 3, "Flag labels for eye drops and insulin."),
            (on(32, THU), "owen", 2, 3, ""),
            (on(39, WED), "owen", 2, 3, "The Infirmary's own 1,140 codes are mapped."),
            (on(42, MON), "owen", 2, 3, ""),
        ),
    ),
    Fear(
        "agency", "Untrained night nurses", "siobhan", _C.HUMAN, on(3, TUE), "siobhan",
        "One shift in six is worked by somebody who is not on the list.",
        "A nurse without an account, or without practice, is alone with eleven patients.",
        "Doses by eye, at night, on the wards with the fewest colleagues to ask.",
        "Account at the desk at the first shift, ten-minute film, a super-user on each night rota.",
        (4, 4), (2, 3), 0.35, (5_000, 30_000, 120_000),
        reviews=(
            (on(3, TUE), "siobhan", 4, 4, ""),
            (on(13, MON), "siobhan", 3, 4, "Film ready, tried with six agency nurses."),
            (on(15, MON), "siobhan", 2, 4, "A super-user on every night of the pilot's rota."),
            (on(24, MON), "siobhan", 2, 4, "Every night of the pilot had a super-user."),
            (on(29, MON), "siobhan", 3, 4, "Wave 1: three nights without one."),
            (on(33, THU), "siobhan", 2, 4, "Rota clerk sees the super-users on the rota."),
            (on(41, FRI), "siobhan", 2, 3, "Account at the desk within ten minutes; one night in forty without a super-user."),
        ),
    ),
    Fear(
        "mixed", "Two patients' records mixed", "grace", _C.TECHNICAL, on(8, THU), "grace",
        "The bed list and the prescription system learn of a transfer one after the other.",
        "The scan opens the chart of whoever was in the bed before.",
        "A right dose for the wrong patient, with a green tick.",
        "The wristband decides, never the bed; transfers frozen at the first doubt.",
        (2, 5), (1, 5), 0.05, (50_000, 200_000, 1_000_000),
        reviews=(
            (on(8, THU), "grace", 2, 5, ""),
            (on(13, WED), "grace", 1, 5, "The bed no longer opens a chart: only the wristband does."),
            (on(20, FRI), "grace", 1, 5, ""),
            (on(25, FRI), "grace", 1, 5, ""),
            (on(30, THU), "grace", 2, 5, "A mix-up caught by the scan: an old wristband worn after a transfer."),
            (on(34, FRI), "grace", 1, 5, "Old wristbands are cut at the handover; freeze rehearsed in 12 minutes."),
            (on(39, THU), "grace", 1, 5, "Rehearsed between the two hospitals."),
        ),
    ),
    Fear(
        "overload", "Help line overrun by a wave", "siobhan", _C.OPERATIONAL, on(8, THU), "tom",
        "Six to nine wards begin on the same Monday.",
        "Nurses wait on the line with a patient in front of them.",
        "They go on by eye, and stay with it.",
        "Two wards a day, floor walkers for a week, recorded answers to the ten usual questions.",
        (4, 3), (2, 2), 0.3, (3_000, 9_000, 25_000),
        reviews=(
            (on(8, THU), "tom", 4, 3, ""),
            (on(14, TUE), "siobhan", 3, 3, "A call rehearsed with the switchboard, at night."),
            (on(24, THU), "siobhan", 2, 3, "Two wards never filled it; floor walkers planned for the waves."),
            (on(29, TUE), "siobhan", 3, 3, "A hundred and ten calls on the first day; answered in two minutes."),
            (on(33, FRI), "siobhan", 2, 3, "Forty seconds: floor walkers take most questions."),
            (on(38, FRI), "siobhan", 2, 3, "Third wave: calls half of the first."),
            (on(42, WED), "siobhan", 2, 2, ""),
        ),
    ),
    Fear(
        "supplier", "Scanners of wave 3 late", "tom", _C.EXTERNAL, on(24, TUE), "tom",
        "One maker, twelve weeks from order to delivery.",
        "Vale Infirmary is trained and has nothing to scan with.",
        "Training is forgotten; the wave moves into the change freeze.",
        "Three deliveries, each with a date in the contract; forty spare scanners kept back.",
        (3, 4), (1, 3), 0.25, (10_000, 30_000, 70_000),
        reviews=(
            (on(24, TUE), "tom", 3, 4, ""),
            (on(25, FRI), "tom", 2, 4, "Three dated deliveries in the contract, with a penalty."),
            (on(29, FRI), "tom", 3, 4, "First delivery on the day."),
            (on(35, TUE), "tom", 2, 4, "Second one a week early."),
            (on(37, MON), "tom", 1, 3, "All delivered."),
        ),
    ),
    Fear(
        "one-person", "One person knows the link", "owen", _C.HUMAN, on(9, MON), "owen",
        "Owen wrote it and keeps it.",
        "He is away when a drug file changes.",
        "New medicines cannot be scanned for days.",
        "A second pharmacist learns it, half a day a week; written down as a procedure.",
        (3, 4), (1, 3), 0.1, (4_000, 12_000, 30_000),
        reviews=(
            (on(9, MON), "owen", 3, 4, ""),
            (on(15, MON), "owen", 2, 4, "Second pharmacist named, one day a week."),
            (on(25, THU), "owen", 2, 4, ""),
            (on(28, WED), "owen", 2, 3, "She did the monthly update alone."),
            (on(40, WED), "owen", 1, 3, "The Infirmary's link was set up by her."),
        ),
    ),
    Fear(
        "racks", "Scanners flat or missing", "tom", _C.TECHNICAL, on(9, MON), "tom",
        "One rack for two bays; a scanner fits into a pocket.",
        "The last round of the shift has three scanners for six nurses.",
        "Queues at the rack, doses by eye.",
        "Racks in every bay, a chime at the door, one count a week.",
        (3, 3), (1, 2), 0.3, (2_000, 6_000, 15_000),
        reviews=(
            (on(9, MON), "tom", 3, 3, ""),
            (on(21, MON), "tom", 2, 3, ""),
            (on(29, WED), "tom", 3, 3, "Racks too few on the wave 1 wards; doubled."),
            (on(36, TUE), "tom", 1, 2, "Two scanners lost in six months, both found in the laundry."),
        ),
    ),
    Fear(
        "printing", "Labels cost more than planned", "anita", _C.FINANCIAL, on(9, TUE), "anita",
        "Priced for two wards and guessed for forty.",
        "Ribbon, labels and a second shift in the pharmacy.",
        "The saving on waste is eaten up.",
        "Cost per label watched monthly; suppliers asked for codes at the tender.",
        (4, 2), (2, 2), 0.5, (12_000, 28_000, 55_000), _T.ACCEPT,
        reviews=(
            (on(9, TUE), "anita", 4, 2, ""),
            (on(25, MON), "anita", 3, 2, "4.1 p a label, planned 3.5."),
            (on(34, TUE), "anita", 3, 2, ""),
            (on(41, WED), "anita", 2, 2, "3.6 p since the second ribbon supplier."),
        ),
    ),
    Fear(
        "beds", "A full hospital stops a wave", "margaret", _C.EXTERNAL, on(24, TUE), "margaret",
        "Every bed taken, extra beds in the day rooms.",
        "Wards open and close during their first week.",
        "Half-trained wards, and a wave that drags on.",
        "No ward goes live on a day of full escalation; a wave has one spare week.",
        (4, 4), (2, 3), 0.3, (10_000, 30_000, 80_000),
        reviews=(
            (on(24, TUE), "margaret", 4, 4, ""),
            (on(28, FRI), "margaret", 3, 4, "Two wards put off by two days, within the spare week."),
            (on(34, MON), "margaret", 2, 4, "Second wave without a lost day."),
            (on(38, THU), "margaret", 2, 4, ""),
            (on(41, TUE), "margaret", 2, 4, "Spare week of wave 3 not used."),
        ),
    ),
    Fear(
        "small", "Nobody to ask at night", "gwen", _C.HUMAN, on(36, MON), "gwen",
        "One nurse and a porter for eighteen patients at Saltmarsh.",
        "A scanner fails at two in the morning and nobody is there who knows.",
        "Back to paper alone, or by eye.",
        "Every night nurse is a super-user, video call to the help line, spare scanner under seal.",
        (4, 4), (2, 3), 0.3, (3_000, 12_000, 40_000), _T.REDUCE,
        reviews=(
            (on(36, MON), "gwen", 4, 4, "The reason why wave 4 comes after the gate."),
            (on(39, TUE), "gwen", 3, 4, "Video call works from every treatment room."),
            (on(42, MON), "gwen", 2, 4, "Back to paper at Saltmarsh by one nurse and the porter: 23 minutes, all charts complete."),
        ),
    ),
)  # fmt: skip

# Risk, approver, day, expiry, reason.
_ACCEPTANCES = (
    ("printing", "margaret", on(9, THU), on(26, FRI), "Two wards only; the price is known once the pilot is over."),
    ("alerts", "daniel", on(15, TUE), on(22, FRI), "Two wards, a doctor on call for them; the list is halved during the pilot."),
    ("beds", "margaret", on(26, THU), on(33, FRI), "A wave is stopped rather than squeezed; the spare week is in the plan."),
    ("printing", "anita", on(34, TUE), on(60, FRI), "Up to 4.5 p a label, it still pays for itself out of the waste."),
)  # fmt: skip


def tell() -> Iterator[Told]:
    """Risks are found in workshops and on the way, rated again and again; one was written down twice and deleted."""
    yield from register(_FEARS)
    for key, approver, day, expires_on, reason in _ACCEPTANCES:
        row = new(Acceptance, f"{key}/{day}", risk=key, approver=approver, accepted_on=day, expires_on=expires_on, reason=reason)
        yield act(day, "18:05", approver, row)
    yield act(
        on(17, TUE), "09:45", "jo",
        new(
            Risk, "side-rooms", title="No signal in Rowan's side rooms", owner="jo", category=_C.TECHNICAL, identified_on=on(17, TUE),
            inherent_likelihood=4, inherent_impact=3, current_likelihood=4, current_impact=3,
            event="The scan has to be done in the corridor.",
        ),
    )  # fmt: skip
    yield act(on(17, TUE), "16:55", "priya", Dropped(Risk, "side-rooms"), note="Same risk as R-3, joined with it")
    for key, rollback, day, who in (
        ("network", "paper", on(9, WED), "tom"), ("workaround", "paper", on(10, TUE), "grace"), ("mixed", "paper", on(13, WED), "grace"),
        ("mixed", "transfer", on(32, THU), "grace"), ("one-person", "link", on(18, TUE), "owen"), ("small", "paper", on(41, FRI), "gwen"),
    ):  # fmt: skip
        yield act(day, "18:10", who, changed(Risk, key, rollback=rollback))
    for key, status, day, who in (
        ("wifi", RiskStatus.OCCURRED, on(17, TUE), "tom"), ("supplier", RiskStatus.CLOSED, on(38, TUE), "tom"),
        ("racks", RiskStatus.CLOSED, on(36, TUE), "tom"),
    ):  # fmt: skip
        yield act(day, "18:15", who, changed(Risk, key, status=status))
