"""The ways back: when they are taken, step by step, and the rehearsals that prove them."""

from collections.abc import Iterator

from cockpit.domain.rollback import Rollback
from tools.bedside.weeks import on
from tools.storytelling.calendar import FRI, THU, TUE, WED
from tools.storytelling.rollbacks import rehearsals
from tools.storytelling.story import Told, act, changed, new

_TO_PAPER = (
    "Nurse in charge calls the help line and says “paper”",
    "Print the ward's charts from the downtime station",
    "Collect the charts page by page against the bed list",
    "Two nurses check the doses of the last two hours",
    "Sign on paper; keep the scanners on their racks",
    "After the all-clear, the pharmacy enters the paper doses",
)


def tell() -> Iterator[Told]:
    """Scenarios are written before the pilot, rehearsed, repaired where they failed, and rehearsed again before each wave."""
    yield act(
        on(9, WED), "17:25", "tom",
        new(
            Rollback, "paper", title="Back to paper charts, ward by ward", owner="grace", minutes_to_restore=20,
            trigger="No scan answered on a ward for ten minutes, or any doubt that a record is that of the patient in the bed.",
            steps=(*_TO_PAPER[:2], "Collect the charts at the desk", *_TO_PAPER[3:]),
        ),
        note="Ways back, first version",
    )  # fmt: skip
    yield act(
        on(10, FRI), "10:05", "tom",
        new(
            Rollback, "version", title="Back to the scanner app of last month", owner="tom", minutes_to_restore=45,
            trigger="A new version makes more than one scan in fifty fail, or shows a wrong alert.",
            steps=(
                "Stop the roll-out of the version", "Send the previous one to the scanners on their racks",
                "Swap the scanners in use, bay by bay", "Test with the six doses of the test patient",
            ),
        ),
    )  # fmt: skip
    yield act(
        on(11, TUE), "14:10", "owen",
        new(
            Rollback, "link", title="Pharmacy link down: printed list", owner="owen", minutes_to_restore=30,
            trigger="No dose change from the pharmacy for fifteen minutes.",
            steps=(
                "Tell the wards that changes come by telephone", "Print the changes of the last four hours",
                "A pharmacist reads each new change to the nurse in charge", "Enter the changes once the link is back, two people",
            ),
        ),
    )  # fmt: skip
    yield act(
        on(32, TUE), "15:10", "grace",
        new(
            Rollback, "transfer", title="Freeze transfers between two wards", owner="grace", minutes_to_restore=15,
            trigger="A patient's scan opens somebody else's chart after a transfer.",
            steps=(
                "Stop electronic transfers between the two wards", "Check every patient moved in the last twelve hours, wristband in hand",
                "Print the charts of those who do not match", "Call the integration team; move on paper until the all-clear",
            ),
        ),
        note="Written after the mix-up that the scan caught in wave 1",
    )  # fmt: skip
    yield act(
        on(13, THU), "10:10", "tom", changed(Rollback, "paper", steps=_TO_PAPER),
        note="Step 3 rewritten after the failed rehearsal",
    )  # fmt: skip
    yield from rehearsals((
        ("paper", on(12, TUE), "tom", False, 47, "Charts were carried to the desk in one pile; a page was missing and nobody knew which."),
        ("version", on(13, WED), "tom", True, 38, ""),
        ("paper", on(14, THU), "tom", True, 18, "By bed list, page by page: nothing lost. With the night staff of Fern."),
        ("link", on(15, WED), "owen", True, 22, ""),
        ("paper", on(24, THU), "grace", True, 16, "Unannounced, on Rowan, at the busiest round."),
        ("paper", on(27, THU), "grace", True, 19, "Three wards of wave 1 at the same time."),
        ("version", on(30, TUE), "tom", True, 41, "For real: version 2.3 taken back before it left the medical wards."),
        ("paper", on(32, WED), "grace", True, 17, "Surgical wards, with two patients in transit."),
        ("transfer", on(32, THU), "grace", True, 12, ""),
        ("link", on(37, WED), "owen", True, 26, "At Vale Infirmary, with its own drug file."),
        ("paper", on(37, THU), "grace", True, 18, "At Vale Infirmary; the downtime station of Quince ward had no paper, now on the morning list."),
        ("transfer", on(39, WED), "grace", True, 14, "Between the two hospitals."),
        ("version", on(40, TUE), "tom", True, 36, ""),
        ("paper", on(41, FRI), "grace", True, 23, "At Saltmarsh, with one nurse and the porter: three minutes over the time, all charts complete."),
    ))  # fmt: skip
    yield act(on(20, TUE), "11:25", "tom", changed(Rollback, "version", trigger=(
        "A new version makes more than one scan in a hundred fail, or shows a wrong alert."
    )))  # fmt: skip
