"""What and whom the work cannot do without, and when each was secured."""

from collections.abc import Iterator

from cockpit.domain.resource import Resource, ResourceNature
from tools.bedside.weeks import on
from tools.storytelling.calendar import FRI, MON, THU, TUE, WED
from tools.storytelling.story import Told, act, changed, new

_N = ResourceNature


def tell() -> Iterator[Told]:
    """Resources are named with the plan, those of the waves once they are drawn up, and secured one after the other."""
    yield act(
        on(8, THU), "11:35", "priya",
        new(Resource, "team", title="Integration team, three people", nature=_N.TEAM, critical=True, capacity=3.0,
            needed_from=on(9, MON), needed_to=on(60, FRI)),
        new(Resource, "scanners", title="Scanners, 60 for the pilot wards", nature=_N.EQUIPMENT, critical=True, capacity=60.0,
            needed_from=on(14, MON), needed_to=on(60, FRI)),
        new(Resource, "labels", title="Over-labelling line in the pharmacy", nature=_N.EQUIPMENT, critical=True,
            needed_from=on(11, MON), needed_to=on(60, FRI)),
        new(Resource, "trainer", title="Trainer of the super-users", nature=_N.PERSON, person="siobhan", critical=True, capacity=0.8,
            needed_from=on(11, MON), needed_to=on(54, FRI)),
        new(Resource, "help", title="Help line, day and night", nature=_N.TEAM, critical=True, capacity=5.0,
            needed_from=on(15, MON), needed_to=on(60, FRI)),
        new(Resource, "survey", title="Network survey firm", nature=_N.SUPPLIER, needed_from=on(10, MON), needed_to=on(13, FRI)),
        note="Resources of the project plan",
    )  # fmt: skip
    for key, day, who, note in (
        ("team", on(9, TUE), "robert", "Three people full time until the last wave."),
        ("labels", on(10, TUE), "owen", "Second-hand machine from the packing plant, in service."),
        ("trainer", on(10, WED), "siobhan", "Four days a week."),
        ("survey", on(10, THU), "tom", "Two engineers promised; one came."),
        ("scanners", on(12, TUE), "tom", "Sixty delivered, six of them spare."),
        ("help", on(13, TUE), "robert", "Five people in turns; nights shared with the switchboard."),
    ):
        yield act(day, "16:35", who, changed(Resource, key, secured=True, secured_on=day, note=note))
    yield act(
        on(24, TUE), "14:40", "priya",
        new(Resource, "wave-scanners", title="Scanners, 540 for the waves", nature=_N.EQUIPMENT, critical=True, capacity=540.0,
            needed_from=on(27, MON), needed_to=on(60, FRI)),
        new(Resource, "wave-budget", title="Budget of the scale-up", nature=_N.BUDGET, critical=True,
            needed_from=on(27, MON), needed_to=on(60, FRI)),
        new(Resource, "floor-walkers", title="Floor walkers for the first week of a wave", nature=_N.TEAM, critical=True, capacity=8.0,
            needed_from=on(28, MON), needed_to=on(51, FRI)),
        new(Resource, "student", title="A student to watch rounds", nature=_N.PERSON, capacity=0.5, needed_from=on(28, MON),
            needed_to=on(44, FRI), note="Wanted; Lewis watches them himself meanwhile."),
    )  # fmt: skip
    yield act(
        on(25, WED), "15:40", "anita",
        changed(Resource, "wave-budget", secured=True, secured_on=on(25, WED), note="Released wave by wave, after each handover."),
    )  # fmt: skip
    yield act(
        on(25, THU), "16:40", "tom",
        changed(Resource, "wave-scanners", secured=True, secured_on=on(25, THU), note="Framework contract; three deliveries, dated."),
    )  # fmt: skip
    yield act(
        on(26, TUE), "11:55", "margaret",
        changed(Resource, "floor-walkers", secured=True, secured_on=on(26, TUE), note="Eight nurses from the pilot wards, shifts backfilled."),
    )  # fmt: skip
    yield act(
        on(37, MON), "11:25", "priya",
        new(Resource, "small-network", title="Network of the community hospitals", nature=_N.SUPPLIER, critical=True,
            needed_from=on(46, MON), needed_to=on(60, FRI)),
        new(Resource, "night-cover", title="Night cover for training at Saltmarsh", nature=_N.TEAM, critical=True, capacity=2.0,
            needed_from=on(41, MON), needed_to=on(49, FRI)),
        note="What wave 4 cannot do without",
    )  # fmt: skip
    yield act(
        on(40, WED), "16:55", "gwen",
        changed(Resource, "night-cover", secured=True, secured_on=on(40, WED), note="Two nurses lent by Vale Infirmary, every other week."),
    )  # fmt: skip
    yield act(
        on(41, THU), "17:05", "robert",
        changed(Resource, "small-network", secured=True, secured_on=on(41, THU), note="Contract signed; Millbrook is done, Thornley and Saltmarsh dated."),
    )  # fmt: skip
