"""The money: what each phase was given, what was spent, what came back."""

from collections.abc import Iterator

from cockpit.domain.budget import BudgetLine
from tools.bedside.weeks import on
from tools.storytelling.calendar import FRI, MON, THU, TUE, WED
from tools.storytelling.evaluation import gained, spent
from tools.storytelling.story import Told, act, cents, changed, new

_LINES = (
    ("studies", "Studies and workshops", 18_000, "Staff", "definition"),
    ("integration", "Integration team", 210_000, "Staff", "steering"),
    ("scanners", "Scanners and racks", 396_000, "Equipment", "scale-up"),
    ("network", "Access points and second lines", 118_000, "Equipment", "scale-up"),
    ("labels", "Over-labelling in the pharmacy", 84_000, "Pharmacy", "pilot"),
    ("training", "Training and backfilled shifts", 132_000, "Training", "scale-up"),
    ("help", "Help line, day and night", 96_000, "Staff", "pilot"),
    ("communication", "Ward kits and open days", 14_000, "Communication", "scale-up"),
    ("reserve", "Reserve", 60_000, "Reserve", None),
)

# Day of entry, then the costs: title, amount, line, whether it is for acquisition.
_COSTS = (
    (on(9, WED), (("Workshops, visit, observed rounds", 15_850.0, "studies", False),)),
    (on(12, THU), (
        ("Integration, first quarter", 38_400.0, "integration", False), ("Network survey", 9_600.0, "network", False),
        ("Over-labelling machine, second-hand", 21_500.0, "labels", False),
    )),
    (on(15, THU), (("Sixty scanners and racks", 39_900.0, "scanners", False), ("Training of two wards", 8_300.0, "training", False))),
    (on(18, TUE), (("Five access points moved", 3_450.0, "network", False), ("Help line, first month", 7_900.0, "help", False))),
    (on(21, TUE), (("Integration, second quarter", 46_200.0, "integration", False), ("Labels and ribbon, pilot", 6_120.0, "labels", False))),
    (on(25, TUE), (("Help line, second and third month", 15_800.0, "help", False), ("Second data lines", 31_000.0, "network", False))),
    (on(28, TUE), (("First delivery of scanners", 113_000.0, "scanners", False), ("Training of wave 1", 21_700.0, "training", False),
                   ("Ward kits, first print", 2_980.0, "communication", True))),
    (on(31, TUE), (("Racks for wave 1 doubled", 8_640.0, "scanners", False), ("Labels and ribbon, wave 1", 9_410.0, "labels", False))),
    (on(33, TUE), (("Second delivery of scanners", 104_500.0, "scanners", False), ("Training of wave 2", 27_900.0, "training", False))),
    (on(36, TUE), (("Integration, third quarter", 44_800.0, "integration", False), ("Help line, to the end of wave 2", 23_700.0, "help", False),
                   ("Open day for the Infirmary", 1_650.0, "communication", True))),
    (on(38, TUE), (("Third delivery of scanners", 97_300.0, "scanners", False), ("Training of wave 3", 29_400.0, "training", False),
                   ("Access points, Vale Infirmary", 28_200.0, "network", False))),
    (on(41, TUE), (("Labels and ribbon, waves 2 and 3", 17_300.0, "labels", False), ("Access points, Millbrook", 7_900.0, "network", False),
                   ("Visits from ward to ward", 1_240.0, "communication", True))),
    (on(42, TUE), (("Help line, first month of wave 3", 11_850.0, "help", False), ("Super-users of Millbrook and Thornley", 11_200.0, "training", False))),
)  # fmt: skip

# Day, then the benefits: title, amount, objective, users won.
_BENEFITS = (
    (on(21, TUE), (("Medicines not thrown away, first month of the pilot", 6_200.0, "waste", 86),)),
    (on(25, TUE), (("Medicines not thrown away, rest of the pilot", 9_800.0, "waste", 0), ("Errors not followed up, pilot", 5_100.0, "errors", 0),
                   ("Days in hospital saved, pilot", 21_300.0, "errors", 0))),
    (on(31, THU), (("Medicines not thrown away, wave 1", 19_400.0, "waste", 240), ("Errors not followed up, wave 1", 9_600.0, "errors", 0),
                   ("Days in hospital saved, wave 1", 64_200.0, "errors", 0))),
    (on(36, THU), (("Medicines not thrown away, waves 1 and 2", 58_700.0, "waste", 312), ("Errors not followed up, waves 1 and 2", 24_300.0, "errors", 0),
                   ("Chart printing saved", 7_450.0, "round", 0), ("Days in hospital saved, waves 1 and 2", 138_900.0, "errors", 0))),
    (on(41, THU), (("Medicines not thrown away, three waves", 96_200.0, "waste", 336), ("Errors not followed up, three waves", 41_500.0, "errors", 0),
                   ("Days in hospital saved, three waves", 197_400.0, "errors", 0))),
)  # fmt: skip


def tell() -> Iterator[Told]:
    """The budget is settled, costs are booked as they come, savings once the pilot runs."""
    yield act(
        on(9, TUE), "15:35", "anita",
        *(
            new(BudgetLine, key, title=title, planned=cents(planned), category=category, phase=phase)
            for key, title, planned, category, phase in _LINES
        ),
        note="Budget of the project, by phase",
    )  # fmt: skip
    yield act(
        on(20, FRI), "11:35", "anita",
        changed(BudgetLine, "reserve", planned=cents(42_000), note="£18,000 moved to the network after the dead spots."),
        changed(BudgetLine, "network", planned=cents(136_000)),
    )  # fmt: skip
    yield act(
        on(37, WED), "11:35", "anita",
        changed(BudgetLine, "scanners", planned=cents(388_000), note="Third delivery at the price of the second."),
        note="Last price of the scanners",
    )  # fmt: skip
    yield act(
        on(40, MON),
        "14:10",
        "anita",
        changed(BudgetLine, "help", note="Nights shared with the switchboard until the project closes."),
    )
    yield from spent("anita", _COSTS)
    yield from gained("anita", _BENEFITS)
    yield act(on(42, THU), "09:55", "anita", changed(BudgetLine, "reserve", note="£42,000 untouched since the pilot."))
