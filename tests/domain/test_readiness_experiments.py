"""The verdict of experiments at a gate: better, not harmed, sound; and the further look that would tell."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.entity import Entity
from cockpit.domain.evidence import INSUFFICIENT, MET, NOT_MET, CriterionState
from cockpit.domain.experiment import Experiment, Look
from cockpit.domain.kpi import Kpi
from cockpit.domain.person import Person
from cockpit.domain.readiness.way import taken
from cockpit.language import say
from tests.domain.projects import TODAY, row
from tests.domain.remedies import asked, holds, never_worse, proven
from tests.thoroughness import examples

BEGIN = TODAY - timedelta(weeks=8)
ORDERS = row(Kpi, "K-1", title="Orders", unit="%", baseline=10)


def experiment(number: int = 1, **values: Any) -> Experiment:
    """One of four looks at 1,000 cases in each group, on the share of orders."""
    usual = {"kpi": "K-1", "starts_on": BEGIN, "planned_per_arm": 1000, "looks": 4, "status": "running"}
    return row(Experiment, f"EX-{number}", **{**usual, **values})


def look(week: int, control: tuple[int, int], pilot: tuple[int, int], number: int = 1) -> Look:
    """What both groups had shown after so many weeks: successes and cases."""
    return row(
        Look, f"LK-{number}{week}", experiment=f"EX-{number}", looked_on=BEGIN + timedelta(weeks=week),
        control_successes=control[0], control_n=control[1], pilot_successes=pilot[0], pilot_n=pilot[1],
    )  # fmt: skip


# Of 250 each nothing may be concluded.  35 and 70 of 500: z = 3.610, beyond the bound of 2.963 halfway; 40 and 60 of 500: 2.108, below.
EARLY = look(2, (20, 250), (28, 250))
BETTER = look(4, (35, 500), (70, 500))
OPEN = look(4, (40, 500), (60, 500))
WORSE = look(4, (70, 500), (35, 500))
NOT_SHOWN = [look(2 * each, (25 * each, 250 * each), (26 * each, 250 * each)) for each in (1, 2, 3, 4)]


@pytest.mark.parametrize(
    ("rows", "state", "told"),
    [
        ([experiment(), EARLY, BETTER], MET, "1 experiment shows it"),
        ([experiment(), EARLY, WORSE], NOT_MET, "0 of 1 show it; EX-1: the pilot group does significantly worse"),
        ([experiment(), *NOT_SHOWN], NOT_MET, "0 of 1 show it; EX-1: it is over and shows no difference"),
        # 553 and 447 where halves were planned: p = 0.0008.
        ([experiment(), look(4, (35, 447), (110, 553))], NOT_MET, "0 of 1 show it; EX-1: the groups have not the sizes"),
        ([experiment(), EARLY, OPEN], INSUFFICIENT, "500 of 1,000 cases in each group so far; 2 looks left"),
        ([experiment()], INSUFFICIENT, "nothing can be said before the first look; 0 of 1,000 cases in each group so far; 4 looks left"),
        ([experiment(status="stopped"), EARLY, OPEN], INSUFFICIENT, "500 of 1,000 cases in each group so far; it does not run any more"),
        ([experiment(looks=2), EARLY, look(3, (30, 400), (40, 400)), OPEN], INSUFFICIENT, "so far; no planned look left"),
        ([experiment(planned_per_arm=None), OPEN], INSUFFICIENT, "zero included; 3 looks left"),
        ([experiment(status="draft"), EARLY, BETTER], INSUFFICIENT, "no experiment has begun"),
        ([], INSUFFICIENT, "no experiment has begun"),
    ],
)  # fmt: skip
def test_what_an_experiment_allows_to_be_concluded_decides(rows: list[Entity], state: CriterionState, told: str) -> None:
    found = asked("experiment_verdict", ORDERS, *rows).finding
    assert found.state is state
    assert told in say(found.summary)


def test_which_way_is_better_is_the_kpi_s() -> None:
    errors = row(Kpi, "K-1", title="Errors", unit="%", direction="lower")
    assert asked("experiment_verdict", errors, experiment(), EARLY, WORSE).finding.state is MET
    assert asked("experiment_verdict", errors, experiment(), EARLY, BETTER).finding.state is NOT_MET


@pytest.mark.parametrize(
    ("margin", "last", "state", "told"),
    [
        (0.01, BETTER, MET, "1 experiment shows it"),
        (0.05, OPEN, INSUFFICIENT, "harm of more than 5 pt is ruled out"),
        (0.01, OPEN, INSUFFICIENT, "harm of more than 1 pt is not ruled out"),
        (0.01, WORSE, NOT_MET, "harm of more than 1 pt is shown"),
        # Better was shown halfway (35 and 70 of 500), but what came since was as much the other way: 110 and 110 of 750, half-width 0.043.
        (0.01, look(6, (110, 750), (110, 750)), INSUFFICIENT, "harm of more than 1 pt is not ruled out"),
    ],
)
def test_harm_has_to_be_ruled_out_where_a_margin_is_set(margin: float, last: Look, state: CriterionState, told: str) -> None:
    looks = [EARLY, BETTER, last] if last.uid == "LK-16" else [EARLY, last]
    found = asked("experiment_verdict", ORDERS, experiment(margin=margin), *looks).finding
    assert found.state is state
    assert told in say(found.summary)


def test_it_tells_its_looks() -> None:
    found = asked("experiment_verdict", ORDERS, experiment(), EARLY, BETTER).finding
    seen = [(each.ref, say(each.said).split(";")[0], each.on, each.good) for each in found.observations]
    on = BEGIN + timedelta(weeks=4)
    assert seen == [
        ("EX-1", "the pilot group does significantly better", on, True),
        ("LK-14", "500 and 500 cases, difference +7.00 pt", on, True),
    ]
    assert found.observed_on == on
    # The interval at |z| = 2.963 goes from about 0.07 - 2.963 x 0.0193 = 0.013 upwards; Newcombe's a little less far.
    assert found.margin is not None
    assert say(found.margin).startswith("+1.")


def test_a_running_one_that_nobody_looks_at_is_no_answer() -> None:
    later = BEGIN + timedelta(weeks=4, days=91)
    running = asked("experiment_verdict", ORDERS, experiment(), EARLY, BETTER, as_of=later)
    assert running.finding.state is INSUFFICIENT
    assert "last look 91 days ago; the pilot group does significantly better" in say(running.finding.summary)
    assert [each.key for each in holds(running).steps] == [("look", "EX-1")]
    over = asked("experiment_verdict", ORDERS, experiment(status="concluded"), EARLY, BETTER, as_of=later)
    assert over.finding.state is MET


def test_every_experiment_that_is_asked_for_has_to_show_it() -> None:
    rows = [experiment(1), EARLY, BETTER, experiment(2), look(4, (40, 500), (60, 500), 2), experiment(3, status="draft")]
    both = asked("experiment_verdict", ORDERS, *rows)
    assert both.finding.state is INSUFFICIENT
    assert say(both.finding.summary).startswith("1 of 2 show it; EX-2: nothing may be concluded yet")
    assert both.finding.margin is None, "scales differ"
    assert asked("experiment_verdict", ORDERS, *rows, settings={"experiments": ["EX-1"]}).finding.state is MET
    drafted = asked("experiment_verdict", ORDERS, *rows, settings={"experiments": ["EX-3"]})
    assert [say(each) for each in drafted.remedy.stuck] == ["begin EX-3 and look at it: nothing can be said before"]


def test_a_further_look_at_the_same_difference_would_tell() -> None:
    lea = row(Person, "P-1", handle="lea", name="Lea")
    question = asked("experiment_verdict", ORDERS, lea, experiment(owner="P-1"), EARLY, OPEN)
    (step,) = holds(question).steps
    assert (step.owner, step.uid, step.key) == ("P-1", "EX-1", ("look", "EX-1"))
    # 8 % and 12 % of n: z = 0.04 sqrt(n) / sqrt(0.18), the bound of O'Brien and Fleming about 2.03 / sqrt(n / 1000): equal at n = 681.
    more = [each for each in taken(question.state, [step], TODAY).all(Look) if each.uid.startswith("~")]
    assert [each.pilot_n for each in more] == [each.control_n for each in more] == pytest.approx([681], abs=20)
    count = more[0].pilot_n - 500
    assert say(step.said) == (
        f"look at EX-1 Row EX-1 again with {count} more cases in the pilot group and {count} in the control group, which differ by"
        f" +4.00 pt as so far"
    )


def test_the_last_planned_look_has_the_planned_size() -> None:
    # 8 % and 12 % of 600: z = 2.309.  A third and last look at once would spend all that is left, and a bound of about 2.0 is crossed at once.
    looks = [look(1, (20, 250), (28, 250)), look(4, (48, 600), (72, 600))]
    question = asked("experiment_verdict", ORDERS, experiment(looks=3), *looks)
    assert question.finding.state is INSUFFICIENT
    (step,) = holds(question).steps
    (more,) = (each for each in taken(question.state, [step], TODAY).all(Look) if each.uid.startswith("~"))
    assert (more.pilot_n, more.control_n) == (1000, 1000)


def test_nobody_waits_for_ever() -> None:
    # Four cases in each group in a hundred years: to tell half from none takes some more of them, and some hundred years.
    slow = experiment(starts_on=TODAY.replace(year=1926), planned_per_arm=None)
    remedy = asked("experiment_verdict", ORDERS, slow, look(8, (0, 4), (2, 4))).remedy
    assert [say(each) for each in remedy.stuck] == ["cannot by more of the same: EX-1 would need another experiment"]


def test_cases_take_their_time() -> None:
    # 500 in 8 weeks are 62.5 a week; some 181 more take 2.9 weeks.
    (step,) = proven("experiment_verdict", ORDERS, experiment(), look(8, (40, 500), (60, 500))).steps
    assert step.on is not None
    assert 18 <= (step.on - TODAY).days <= 23
    (at_once,) = proven("experiment_verdict", ORDERS, experiment(starts_on=None), look(8, (40, 500), (60, 500))).steps
    assert at_once.on is None


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([experiment(), EARLY, WORSE], "cannot by more of the same: EX-1 would need another experiment"),
        ([experiment(), look(4, (50, 500), (50, 500))], "cannot by more of the same: EX-1 would need another experiment"),
        ([experiment(status="stopped"), OPEN], "cannot by more of the same: EX-1 would need another experiment"),
        ([experiment(), look(4, (35, 447), (110, 553))], "find out why the groups of EX-1 have not the sizes that were planned"),
        ([experiment()], "begin EX-1 and look at it: nothing can be said before"),
        ([], "run an experiment"),
    ],
)
def test_what_more_of_the_same_does_not_turn_says_so(rows: list[Entity], told: str) -> None:
    remedy = asked("experiment_verdict", ORDERS, *rows).remedy
    assert not remedy.steps
    assert [say(each) for each in remedy.stuck] == [told]


def test_means_are_looked_at_again_too() -> None:
    def measured(week: int, count: int) -> Look:
        return row(
            Look, f"LK-{week}", experiment="EX-1", looked_on=BEGIN + timedelta(weeks=week), control_n=count, pilot_n=count,
            control_mean=10.0, control_sd=4.0, pilot_mean=10.5, pilot_sd=4.0,
        )  # fmt: skip

    # Half of a standard error of 0.253: z = 1.98 with 500 each, and about 0.0884 sqrt(n): 2.03 / sqrt(n / 1000) at n = 726.
    question = asked("experiment_verdict", ORDERS, experiment(metric="mean"), measured(4, 500))
    (step,) = holds(question).steps
    (more,) = (each for each in taken(question.state, [step], TODAY).all(Look) if each.uid.startswith("~"))
    assert more.pilot_n == pytest.approx(726, abs=20)
    assert (more.pilot_mean, more.control_sd) == (10.5, 4.0)


@st.composite
def experiments(draw: st.DrawFn) -> list[Entity]:
    rows: list[Entity] = []
    for number in range(1, draw(st.integers(1, 2)) + 1):
        status = draw(st.sampled_from(["running", "running", "stopped", "concluded", "draft"]))
        rows.append(
            experiment(
                number,
                status=status,
                planned_per_arm=draw(st.sampled_from([100, 400, None])),
                looks=draw(st.integers(1, 3)),
                margin=draw(st.sampled_from([None, 0.02])),
                starts_on=draw(st.sampled_from([BEGIN, None])),
            )
        )
        count = 0
        successes = [0, 0]
        for week in range(1, draw(st.integers(0, 3)) + 1):
            # Mostly such that the pilot does better, else hardly anything would ever turn it.
            more = draw(st.sampled_from([0, 40, 150, 400]))
            count += more
            control = draw(st.integers(0, more))
            successes = [
                successes[0] + draw(st.integers(control, more) | st.integers(0, more)),
                successes[1] + control,
            ]
            rows.append(look(2 * week, (successes[0], count), (successes[1], count), number))
    return rows


@examples(100)
@given(rows=experiments(), later=st.sampled_from([0, 0, 5, 100]))
def test_what_turns_it_does(rows: list[Entity], later: int) -> None:
    holds(asked("experiment_verdict", ORDERS, *rows), TODAY + timedelta(later))


@examples(40)
@given(rows=experiments(), more=st.integers(1, 60))
def test_more_successes_of_the_pilot_never_worsen_it(rows: list[Entity], more: int) -> None:
    def better(each: Entity) -> Entity:
        if not isinstance(each, Look):
            return each
        assert each.pilot_successes is not None
        return each.changed(pilot_successes=min(each.pilot_n, each.pilot_successes + more))

    states = [asked("experiment_verdict", ORDERS, *some).finding.state for some in (rows, [better(each) for each in rows])]
    assert never_worse(*states)


def test_a_look_still_to_come_is_not_known_yet() -> None:
    as_of = BEGIN + timedelta(weeks=3)
    assert asked("experiment_verdict", ORDERS, experiment(), EARLY, BETTER, as_of=as_of).finding.state is INSUFFICIENT
