"""What is measured on the wards that are live and on the two that stay on paper, before, during and after the pilot."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from cockpit.domain.accepted_debt import AcceptedDebt
from cockpit.domain.kpi import Aggregate, Cadence, Direction, Group, Kpi, KpiKind, KpiRule
from tools.bedside.weeks import MEASURED_FROM, PILOT_WEEK, WAVE_WEEKS, WEEKS, closing_of, on
from tools.storytelling.calendar import FRI, MON, SAT, SUN, THU, TUE, WED
from tools.storytelling.chance import wobble
from tools.storytelling.story import Measured, New, Told, act, changed, new

_K, _D = KpiKind, Direction


@dataclass(frozen=True)
class _Measure:
    """A KPI and how it behaves.

    On paper it moves around ``paper``, where it can be measured there.  On the live wards it begins at ``first`` and settles at
    ``live``; each wave throws it back by ``setback``, of which half is gone a week later.  All of it moves by up to ``spread``, and
    by ``weekend`` on Saturdays and Sundays where it is measured each day.
    """

    key: str
    title: str
    kind: KpiKind
    unit: str
    direction: Direction
    target: float
    owner: str
    definition: str
    source: str
    decimals: int
    spread: float
    first: float
    live: float
    setback: float = 0
    paper: float | None = None
    guardrail: float | None = None
    daily: bool = False
    weekend: float = 0
    most: float = field(default=1e9)
    """The largest value that it can have."""
    more: dict[str, object] = field(default_factory=dict)

    def value(self, group: Group, day: date) -> float:
        """What was measured in a group on a day."""
        week = (day - on(1, MON)).days // 7 + 1
        level = self.paper
        if group is Group.PILOT and week >= PILOT_WEEK:
            level = self.live + (self.first - self.live) * 0.6 ** (week - PILOT_WEEK)
            begun = [start for start in WAVE_WEEKS if start <= week]
            if begun:
                level += self.setback * 0.5 ** (week - begun[-1])
        assert level is not None
        if self.daily and day.weekday() in (SAT, SUN):
            level += self.weekend
        return round(min(self.most, level + wobble("bedside", self.key, group.value, day, spread=self.spread)), self.decimals)


_MEASURES = (
    _Measure(
        "doses", "Doses checked", _K.OPERATIONAL, "%", _D.HIGHER, 97.0, "grace",
        "Doses given after wristband and medicine were both checked, of all doses given: by the scans of the day on live wards, by "
        "watching sixty doses a week on paper wards.", "Scan log, observed rounds", 1, 2.0, 94.7, 96.6, -1.1, paper=63.1, guardrail=85.0,
        daily=True, weekend=-0.7, most=100.0, more={"cadence": Cadence.DAY, "rule": KpiRule.SHARE_OF_PERIODS},
    ),
    _Measure(
        "errors", "Dose errors", _K.OPERATIONAL, "/ 10k", _D.LOWER, 4.0, "grace",
        "Wrong patient, medicine, dose or time found by chart review, for ten thousand doses given.", "Weekly chart review",
        1, 1.0, 3.7, 2.9, 1.1, paper=9.1, guardrail=12.0,
    ),
    _Measure(
        "late", "Late doses", _K.OPERATIONAL, "%", _D.LOWER, 7.0, "lewis",
        "Doses marked time-critical given more than thirty minutes after they were due, of all such doses that day.",
        "Electronic prescription", 1, 2.4, 7.0, 5.6, 1.6, paper=14.2, daily=True, weekend=1.4,
    ),
    _Measure(
        "incidents", "Incidents", _K.OPERATIONAL, "/ 10k", _D.LOWER, 1.5, "grace",
        "Incidents with the scanners, the labels or the record, for ten thousand doses given.", "Incident register",
        2, 0.55, 3.7, 0.9, 0.5, guardrail=4.0,
    ),
    _Measure(
        "overrides", "Overrides", _K.OPERATIONAL, "%", _D.LOWER, 6.0, "grace",
        "Alerts passed without a change to the dose, of all alerts shown.", "Scan log", 1, 1.5, 11.5, 4.5, 1.4, guardrail=15.0,
    ),
    _Measure(
        "available", "Service up", _K.TECHNICAL, "%", _D.HIGHER, 99.5, "tom",
        "Minutes of the day in which a test scan on every live ward is answered within two seconds.", "Probe on each ward",
        2, 0.34, 99.58, 99.76, -0.09, guardrail=98.0, daily=True, most=100.0,
        more={"cadence": Cadence.DAY, "rule": KpiRule.SHARE_OF_PERIODS},
    ),
    _Measure(
        "response", "Scan response", _K.TECHNICAL, "ms", _D.LOWER, 900, "tom",
        "Time within which 95 % of scans are answered on the scanner.", "Scan log", 0, 95, 862, 771, 150, guardrail=2000,
    ),
    _Measure(
        "wifi", "Network drops", _K.TECHNICAL, "/ 1k", _D.LOWER, 4.0, "tom",
        "Scans sent again because the scanner had lost the network, for a thousand scans.", "Scan log",
        1, 1.1, 12.0, 2.3, 2.0, guardrail=15.0,
    ),
    _Measure(
        "unreadable", "Unreadable labels", _K.TECHNICAL, "%", _D.LOWER, 3.0, "owen",
        "Medicines not read at the third attempt, of all scanned; on paper wards, of two hundred packs taken from the cupboard.",
        "Scan log, cupboard check", 1, 0.8, 4.1, 2.0, 1.0, paper=9.8,
    ),
    _Measure(
        "round", "Round per patient", _K.USER, "min", _D.LOWER, 6.0, "lewis",
        "Mean time from one patient's first dose to the next patient's, drug cupboard included.", "Scan log, observed rounds",
        1, 0.4, 5.9, 5.4, 0.5, paper=6.4, guardrail=7.5,
    ),
    _Measure(
        "ease", "Easy for nurses", _K.USER, "%", _D.HIGHER, 75.0, "lewis",
        "“Easy” or “very easy” to the one question asked at the end of a shift, of all answers of the week.", "Question on the scanner",
        1, 5.0, 74.5, 81.5, -8.0, most=100.0,
    ),
    _Measure(
        "calls", "Help line calls", _K.USER, "/ 100", _D.LOWER, 9.0, "lewis",
        "Calls about scanning to the help line, for a hundred nursing shifts on live wards.", "Help line log",
        1, 1.9, 14.5, 5.4, 4.5, guardrail=20.0,
    ),
    _Measure(
        "waste", "Medicines wasted", _K.FINANCIAL, "£/bed-day", _D.LOWER, 2.0, "owen",
        "Value of the medicines returned or destroyed, for each occupied bed and day.", "Pharmacy ledger",
        2, 0.18, 1.97, 1.82, 0.14, paper=2.38,
    ),
    _Measure(
        "followup", "Error follow-up", _K.FINANCIAL, "£ / 1k", _D.LOWER, 45.0, "lewis",
        "Hours spent on reports, letters and extra tests after an error, valued, for a thousand doses.", "Incident register, ledger",
        1, 7.0, 47.0, 37.5, 5.0, paper=71.0,
    ),
)  # fmt: skip

_USAGE_FROM, _USAGE = 28, (41, 47, 55, 58, 63, 60, 64, 69, 71, 74, 69, 72, 76, 77, 79)
"""Share of the nurses with an account who scan on every shift, week by week since the first wave."""

MONTHLY = (6, 10, 14, 18, 22, 26, 30, 34, 38, 42)
_BEHIND = (66.7, 66.7, 66.7, 66.7, 66.7, 83.3, 83.3, 83.3, 83.3, 83.3)
_KEPT = (100.0, 85.7, 61.5, 66.7, 66.7, 72.7, 75.0, 77.8, 77.4, 78.8)
"""The two KPIs of the project itself, and the weeks at the end of which they were noted."""

_READERS = {
    "tom": ("16:45", ("available", "response", "wifi")),
    "grace": ("16:20", ("errors", "incidents", "overrides")),
    "lewis": ("17:02", ("doses", "late", "round", "ease", "calls", "followup")),
    "owen": ("15:45", ("unreadable", "waste")),
}
"""Who enters which measurements, and at what time."""

_COMPARED = (Group.PILOT, Group.CONTROL)
_TARGET_NOW = 95.0


def ref_of(key: str) -> str:
    """The ref that a KPI of the story is given, in the order in which they are told."""
    keys = (*(measure.key for measure in _MEASURES), "behind", "kept", "usage")
    return f"{Kpi.prefix}-{keys.index(key) + 1}"


def tell() -> Iterator[Told]:
    """KPIs are defined before anything is measured, one target is corrected in time, then they are read: each week of the pilot, else every other week."""
    yield act(on(2, MON), "11:05", "priya", *map(_kpi, _MEASURES), *_of_the_project(), note="KPIs and targets")
    yield act(
        on(4, TUE), "14:05", "grace", changed(Kpi, "doses", target=_TARGET_NOW, target_set_on=on(4, TUE)),
        note="From 97 to 95 %, before the first measurement: some patients may not be woken, some doses have no wristband to scan",
    )  # fmt: skip
    yield act(on(11, THU), "10:55", "tom", changed(Kpi, "response", definition=(
        "Time within which 95 % of scans are answered on the scanner, day and night, downtime announced beforehand left out."
    )))  # fmt: skip
    read_until = dict.fromkeys(_READERS, MEASURED_FROM - 1)
    for week in range(MEASURED_FROM, WEEKS + 1):
        for reader, (clock, keys) in _READERS.items():
            if week % 2 and (not PILOT_WEEK <= week < WAVE_WEEKS[0] or reader == "owen"):
                continue
            weeks = range(read_until[reader] + 1, week + 1)
            read_until[reader] = week
            told = [(measure, group) for measure in _MEASURES if measure.key in keys for group in _COMPARED]
            series = [points for measure, group in told if (points := _measured(measure, group, weeks)).points]
            used = {closing_of(each): float(_USAGE[each - _USAGE_FROM]) for each in weeks if each >= _USAGE_FROM}
            if reader == "lewis" and used:
                series.append(Measured("usage", Group.PILOT, used))
            if series:
                yield act(closing_of(week), clock, reader, *series, note=f"Figures up to week {week}")
    for week, behind, kept in zip(MONTHLY, _BEHIND, _KEPT, strict=True):
        day = on(week, FRI)
        noted = (Measured("behind", Group.ALL, {day: behind}), Measured("kept", Group.ALL, {day: kept}))
        yield act(day, "16:58", "priya", *noted, note="Sponsor buy-in and milestones kept")
    yield act(
        on(20, THU), "17:40", "robert",
        new(
            AcceptedDebt, "wifi", kpi="wifi", target=8.0, owner="tom", accepted_on=on(20, THU), expires_on=on(25, FRI),
            reason="Until the pilot ends: the dead spots of its first weeks are gone, but not from the mean.",
        ),
    )  # fmt: skip
    yield act(
        on(41, TUE), "17:40", "margaret",
        new(
            AcceptedDebt, "usage", kpi="usage", target=65.0, owner="siobhan", accepted_on=on(41, TUE), expires_on=on(53, FRI),
            reason="Three weeks after a wave, two nurses in three is what a ward reaches; the rest comes with the habit.",
        ),
    )  # fmt: skip
    yield act(
        on(19, WED), "09:35", "lewis", Measured("round", Group.PILOT, {closing_of(18): 5.6}),
        note="Rounds broken off by the fire drill taken out of week 18",
    )  # fmt: skip


def _kpi(measure: _Measure) -> New:
    return new(
        Kpi, measure.key, title=measure.title, kind_of=measure.kind, unit=measure.unit, direction=measure.direction,
        baseline=measure.paper, target=measure.target, guardrail=measure.guardrail, owner=measure.owner,
        definition=measure.definition, source=measure.source, phase="pilot", decimals=measure.decimals,
        **{"aggregate": Aggregate.MEAN, "target_set_on": on(2, MON), **measure.more},
    )  # fmt: skip


def _of_the_project() -> tuple[New, New, New]:
    """The key indicators of the two phases before the pilot, and of the last one: none compares two groups."""
    monthly = {
        "kind_of": _K.OPERATIONAL, "unit": "%", "direction": _D.HIGHER, "owner": "priya", "cadence": Cadence.MONTH,
        "aggregate": Aggregate.LAST, "decimals": 1, "target": 80.0, "target_set_on": on(2, MON),
    }  # fmt: skip
    return (
        new(
            Kpi, "behind", title="Sponsor buy-in", phase="definition", source="Talks with the sponsors",
            definition="Sponsors who are supportive or champions, of all sponsors.", **monthly,
        ),
        new(
            Kpi, "kept", title="Milestones kept", phase="steering", source="Project plan",
            definition="Milestones reached no later than first planned, of those due by then.", **monthly,
        ),
        new(
            Kpi, "usage", title="Scan every shift", kind_of=_K.USER, unit="%", direction=_D.HIGHER, target=85.0,
            owner="siobhan", decimals=0, phase="generalisation", target_set_on=on(2, MON), source="Scan log, rota",
            definition="Nurses with an account who scanned on every shift they worked that week, of all with an account.",
        ),
    )  # fmt: skip


def _measured(measure: _Measure, group: Group, weeks: range) -> Measured:
    """The points of some weeks, none where the KPI could not be measured."""
    return Measured(measure.key, group, {day: measure.value(group, day) for week in weeks for day in _days(measure, group, week)})


def _days(measure: _Measure, group: Group, week: int) -> list[date]:
    """The days of a week on which a KPI was measured: live wards that are read daily, from Friday to Thursday."""
    live = group is Group.PILOT and week >= PILOT_WEEK
    if not live and measure.paper is None:
        return []
    if measure.daily and live:
        days = (on(week - 1, FRI) + timedelta(days=each) for each in range(7))
        # Nobody scanned before the wards went live.
        return [day for day in days if day >= on(PILOT_WEEK, MON)]
    return [on(week, WED) if measure.daily else closing_of(week)]
