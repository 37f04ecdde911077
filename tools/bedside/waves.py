"""The four waves: whom each reaches, when, and what keeps it safe.  Two are done, the third is live, the fourth waits for its gate."""

from collections.abc import Iterator

from cockpit.domain.wave import Wave, WaveStatus
from tools.bedside.weeks import on
from tools.storytelling.calendar import FRI, MON, THU, TUE, WED
from tools.storytelling.story import Told, act, changed, new

_GUARDRAILS = ["errors", "incidents", "available", "round", "calls"]

# Day, who, wave, people who have it, people who use it, note.
_USE = (
    (on(28, THU), "siobhan", "medical", 148, 96, "Four wards of six live"),
    (on(29, THU), "siobhan", "medical", 240, 188, ""),
    (on(31, THU), "siobhan", "medical", 240, 221, "Handed to its wards"),
    (on(33, THU), "siobhan", "surgical", 196, 131, ""),
    (on(34, THU), "siobhan", "surgical", 310, 247, ""),
    (on(36, FRI), "siobhan", "surgical", 312, 284, "Handed to its wards"),
    (on(38, THU), "siobhan", "infirmary", 154, 98, "Four wards of nine live"),
    (on(39, THU), "siobhan", "infirmary", 248, 181, ""),
    (on(40, THU), "siobhan", "infirmary", 318, 246, ""),
    (on(42, THU), "siobhan", "infirmary", 336, 297, "Eleven agency nurses get their account at the desk of their first shift"),
)


def tell() -> Iterator[Told]:
    """Waves are drawn up at the half of the pilot, resized once counted, and go live one after the other."""
    yield act(
        on(21, THU), "15:50", "priya",
        new(Wave, "medical", number=1, title="Medical wards", population="Nurses of six medical wards, Ashcombe General", size=240,
            starts_on=on(26, MON), ends_on=on(29, FRI), owner="jo", rollback="paper", guardrails=_GUARDRAILS,
            courses_needed=["super-user"], super_users_needed=20, working_days_needed=5),
        new(Wave, "surgical", number=2, title="Surgical wards", population="Nurses of eight surgical wards, Ashcombe General",
            size=310, starts_on=on(31, TUE), ends_on=on(34, FRI), owner="grace", rollback="paper", guardrails=_GUARDRAILS,
            courses_needed=["super-user"], super_users_needed=26),
        new(Wave, "infirmary", number=3, title="Vale Infirmary", population="Nurses of nine wards, Vale Infirmary", size=330,
            starts_on=on(36, MON), ends_on=on(41, FRI), owner="tom", rollback="paper", guardrails=_GUARDRAILS,
            courses_needed=["super-user"], super_users_needed=28),
        new(Wave, "community", number=4, title="Community hospitals",
            population="Nurses of Millbrook, Thornley and Saltmarsh; Hazel and Alder wards", size=260,
            starts_on=on(48, MON), ends_on=on(53, FRI), owner="gwen", rollback="paper", guardrails=_GUARDRAILS,
            courses_needed=["super-user", "downtime"], super_users_needed=22, working_days_needed=10),
        note="Four waves, from the easiest to reach to the smallest",
    )  # fmt: skip
    yield act(
        on(23, TUE), "10:25", "priya",
        changed(Wave, "medical", starts_on=on(28, MON), ends_on=on(31, FRI)),
        changed(Wave, "surgical", starts_on=on(33, MON), ends_on=on(36, FRI)),
        changed(Wave, "infirmary", starts_on=on(38, MON), ends_on=on(43, FRI)),
        changed(Wave, "community", starts_on=on(50, MON), ends_on=on(54, FRI)),
        note="Two weeks later, as the pilot began two weeks later",
    )  # fmt: skip
    yield act(
        on(32, MON), "10:35", "grace", changed(Wave, "surgical", size=312), note="Counted with the theatre nurses who lend a hand",
    )  # fmt: skip
    yield act(
        on(36, THU),
        "10:25",
        "tom",
        changed(Wave, "infirmary", size=347),
        note="Counted with the ward sisters, bank staff included",
    )
    for opened, closed, wave, who in (
        (on(28, MON), on(31, FRI), "medical", "jo"), (on(33, MON), on(36, FRI), "surgical", "grace"), (on(38, MON), None, "infirmary", "tom"),
    ):  # fmt: skip
        yield act(opened, "08:52", who, changed(Wave, wave, status=WaveStatus.RUNNING))
        if closed:
            yield act(closed, "17:47", who, changed(Wave, wave, status=WaveStatus.DONE))
    for day, who, wave, enabled, active, note in _USE:
        yield act(day, "17:31", who, changed(Wave, wave, enabled=enabled, active=active), note=note)
    yield act(on(41, WED), "14:20", "gwen", changed(Wave, "community", size=268), note="Saltmarsh counts its bank staff too")
