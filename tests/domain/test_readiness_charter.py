"""What a gate asks of the charter: objectives that can be measured, and a coalition that carries the change."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.charter import Objective, Stakeholder, Support, SupportLevel
from cockpit.domain.entity import LARGEST_NUMBER, Entity
from cockpit.domain.evidence import INSUFFICIENT, MET, NOT_MET, CriterionState
from cockpit.domain.kpi import Kpi
from cockpit.domain.message import Message
from cockpit.domain.person import Person
from cockpit.language import say as told
from tests.domain.projects import TODAY, days_ago, row
from tests.domain.remedies import asked, never_worse, proven


def say(sentence: Message | None) -> str | None:
    """A sentence in English, its blanks plain."""
    return None if sentence is None else told(sentence).replace("\N{NO-BREAK SPACE}", " ")


# Objectives

SHARE = row(Kpi, "K-1", unit="%", baseline=8, target=25)
LEA, MAX, ZOE = (
    row(Person, f"P-{number}", handle=name.lower(), name=name) for number, name in enumerate(("Lea", "Max", "Zoe"), 1)
)


def objective(ref: str = "OB-1", **values: Any) -> Objective:
    complete = {"baseline": 10, "target": 20, "unit": "%", "due_on": days_ago(-30), "kpi": "K-1", "owner": "P-2"}
    return row(Objective, ref, **{**complete, **values})


@pytest.mark.parametrize(
    ("objectives", "state", "summary", "margin", "steps"),
    [
        (
            [],
            INSUFFICIENT,
            "no objective is written down",
            None,
            ["write down the objectives, each with a starting value, a target, a date and a KPI"],
        ),
        ([objective()], MET, "1 objective, measurable", None, []),
        ([objective(), objective("OB-2")], MET, "2 objectives, all measurable", None, []),
        (
            [objective(), objective("OB-2", due_on=None, kpi=None), objective("OB-3", unit="min")],
            NOT_MET,
            "2 of 3: OB-2 no date, no KPI; OB-3 K-1 counts in %, not in min",
            "−2",
            ["make OB-2 measurable: no date, no KPI", "make OB-3 measurable: K-1 counts in %, not in min"],
        ),
    ],
)
def test_every_objective_has_to_be_measurable(
    objectives: list[Objective], state: CriterionState, summary: str, margin: str | None, steps: list[str]
) -> None:
    rows = [LEA, MAX, SHARE, *objectives]
    found = asked("objectives_measurable", *rows).finding
    assert (found.state, say(found.summary), say(found.margin)) == (state, summary, margin)
    assert [say(turn) for turn in proven("objectives_measurable", *rows).turns] == steps


def test_an_objective_is_observed_with_its_measure_or_what_it_lacks() -> None:
    rows = [LEA, MAX, SHARE, objective(baseline=None), objective("OB-2", target=None, kpi=None, unit="")]
    found = asked("objectives_measurable", *rows).finding
    assert [(each.ref, say(each.said), each.on, each.good) for each in found.observations] == [
        ("OB-1", "from 8 % to 20 % by Fri 17 Apr 2026, measured by K-1", None, True),
        ("OB-2", "no target, no KPI", None, False),
    ]


def test_whoever_answers_for_the_objective_or_leads_the_project_makes_it_measurable() -> None:
    rows = [LEA, MAX, SHARE, objective(kpi=None), objective("OB-2", owner=None, kpi=None)]
    assert [step.owner for step in proven("objectives_measurable", *rows, lead="P-1").steps] == ["P-2", "P-1"]


values = st.sampled_from([None, 0.0, 1.0, 10.0, -3.5, LARGEST_NUMBER, -LARGEST_NUMBER])
objectives = st.lists(
    st.fixed_dictionaries(
        {
            "baseline": values,
            "target": values,
            "unit": st.sampled_from(["", "%", "minutes to answer"]),
            "direction": st.sampled_from(["higher", "lower"]),
            "due_on": st.sampled_from([None, TODAY]),
            "kpi": st.sampled_from([None, "K-1", "K-2"]),
            "owner": st.sampled_from([None, "P-2"]),
        }
    ),
    max_size=4,
)


@given(objectives, st.integers(0, 40))
def test_the_remedy_of_vague_objectives_holds(given_objectives: list[dict[str, Any]], days: int) -> None:
    kpis = [SHARE, row(Kpi, "K-2", direction="lower", target=-3)]
    rows = [objective(f"OB-{number}", **each) for number, each in enumerate(given_objectives, 1)]
    proven("objectives_measurable", LEA, MAX, *kpis, *rows, by=TODAY + timedelta(days=days))


@given(objectives)
def test_a_measurable_objective_more_never_worsens_it(given_objectives: list[dict[str, Any]]) -> None:
    rows = [LEA, MAX, SHARE, row(Kpi, "K-2", direction="lower")]
    rows += [objective(f"OB-{number}", **each) for number, each in enumerate(given_objectives, 1)]
    before = asked("objectives_measurable", *rows).finding.state
    assert never_worse(before, asked("objectives_measurable", *rows, objective("OB-9")).finding.state)


# The coalition


def stakeholder(number: int, person: str, role: str = "coalition") -> Stakeholder:
    return row(Stakeholder, f"ST-{number}", person=person, role=role)


def support(ref: str, number: int, level: str, days: int) -> Support:
    return row(Support, ref, stakeholder=f"ST-{number}", level=level, noted_on=days_ago(days))


COMPLETE: list[Entity] = [
    LEA, MAX, ZOE, row(Person, "P-4", handle="ana", name="Ana"),
    stakeholder(1, "P-1"), stakeholder(2, "P-2"), stakeholder(3, "P-3"), stakeholder(4, "P-4", "sponsor"),
    support("SU-1", 4, "supportive", 40), support("SU-2", 4, "champion", 6), support("SU-3", 2, "neutral", 200),
]  # fmt: skip


def test_a_complete_coalition_is_met_and_shows_its_people() -> None:
    found = asked("coalition_complete", *COMPLETE, lead="P-1").finding
    assert (found.state, say(found.summary), say(found.margin), found.observed_on) == (
        MET,
        "3 people in it",
        "+0 people",
        days_ago(6),
    )
    assert [(each.ref, say(each.said), each.on, each.good) for each in found.observations] == [
        ("ST-1", "Lea: never noted", None, None),
        ("ST-2", "Max: neutral", days_ago(200), True),
        ("ST-3", "Zoe: never noted", None, None),
        ("ST-4", "Ana: champion", days_ago(6), True),
    ]
    assert proven("coalition_complete", *COMPLETE, lead="P-1").turns == ()


def test_the_sponsors_are_shown_who_stand_behind_it_else_all_of_them() -> None:
    sponsors = [stakeholder(5, "P-2", "sponsor"), stakeholder(6, "P-3", "sponsor"), support("SU-5", 5, "neutral", 2)]
    found = asked("coalition_complete", *COMPLETE, *sponsors, lead="P-1").finding
    assert [each.ref for each in found.observations] == ["ST-1", "ST-2", "ST-3", "ST-4"]
    found = asked("coalition_complete", *COMPLETE[:8], *sponsors, support("SU-1", 4, "champion", 91), lead="P-1").finding
    assert [(each.ref, say(each.said), each.good) for each in found.observations[3:]] == [
        ("ST-5", "Max: neutral", False),
        ("ST-4", "Ana: champion, noted 91 days ago", None),
        ("ST-6", "Zoe: never noted", None),
    ]


@pytest.mark.parametrize(
    ("more", "lead", "state", "summary"),
    [
        ([support("SU-9", 3, "sceptical", 1)], "P-1", NOT_MET, "Zoe is sceptical"),
        ([], "P-4", NOT_MET, "Ana leads the project and is not in it"),
        ([support("SU-9", 4, "neutral", 1)], "P-1", NOT_MET, "no sponsor stands behind the project, as far as is known"),
        (
            # What decides is told; what has no answer beside it waits.
            [support("SU-9", 4, "neutral", 1), support("SU-8", 1, "opposed", 1), stakeholder(5, "P-3", "sponsor")],
            "P-1",
            NOT_MET,
            "Lea is opposed",
        ),
    ],
)
def test_what_a_coalition_lacks_is_told(more: list[Entity], lead: str, state: CriterionState, summary: str) -> None:
    found = asked("coalition_complete", *COMPLETE, *more, lead=lead).finding
    assert (found.state, say(found.summary)) == (state, summary)
    proven("coalition_complete", *COMPLETE, *more, lead=lead)


def test_a_sponsor_whose_word_is_too_old_leaves_it_open() -> None:
    last_day = days_ago(6 - 90)
    assert asked("coalition_complete", *COMPLETE, lead="P-1", as_of=last_day).finding.state is MET
    later = asked("coalition_complete", *COMPLETE, lead="P-1", as_of=last_day + timedelta(days=1))
    assert later.finding.state is INSUFFICIENT
    by_then = proven("coalition_complete", *COMPLETE, lead="P-1", by=last_day + timedelta(days=1))
    assert [say(turn) for turn in by_then.turns] == ["ask Ana where they stand"]


def test_it_dates_from_the_last_word_of_a_sponsor_who_stands_behind_it() -> None:
    rows = [stakeholder(5, "P-2", "sponsor"), support("SU-5", 5, "supportive", 30), support("SU-6", 5, "champion", 12)]
    assert asked("coalition_complete", *COMPLETE, *rows, lead="P-1").finding.observed_on == days_ago(6)


def test_the_sponsor_whom_it_asks_is_the_one_whom_the_sponsors_support_asks_first() -> None:
    rows = [*COMPLETE[:8], stakeholder(5, "P-2", "sponsor"), stakeholder(6, "P-3", "sponsor")]
    rows += [support("SU-4", 4, "opposed", 2), support("SU-5", 5, "neutral", 2), support("SU-6", 6, "sceptical", 2)]
    (mine,) = proven("coalition_complete", *rows, lead="P-1").steps
    theirs = proven("sponsor_support", *rows, lead="P-1", settings={"share": 0.5}).steps
    assert mine.key == ("win", "ST-5")
    assert [step.key for step in theirs] == [("win", "ST-5"), ("win", "ST-6")]
    assert mine.owner == "P-1"


people = st.lists(
    st.tuples(
        st.integers(1, 4),
        st.sampled_from(["coalition", "coalition", "sponsor", "team"]),
        st.lists(st.tuples(st.sampled_from(list(SupportLevel)), st.integers(-20, 200)), max_size=2),
    ),
    max_size=7,
)


def rows_of(given_people: list[tuple[int, str, list[tuple[SupportLevel, int]]]]) -> list[Entity]:
    """Four people, and what some of them are to the project, with what was noted of their support."""
    rows: list[Entity] = COMPLETE[:4]
    for number, (person, role, noted) in enumerate(given_people, 1):
        rows = [*rows, stakeholder(number, f"P-{person}", role)]
        rows += [support(f"SU-{number}{place}", number, level, days) for place, (level, days) in enumerate(noted)]
    return rows


@given(people, st.sampled_from([None, "P-1", "P-4"]), st.integers(0, 120))
def test_the_remedy_of_an_incomplete_coalition_holds(
    given_people: list[tuple[int, str, list[tuple[SupportLevel, int]]]], lead: str | None, days: int
) -> None:
    proven("coalition_complete", *rows_of(given_people), lead=lead, by=TODAY + timedelta(days=days))


def test_it_holds_where_there_is_nobody_at_all() -> None:
    assert [say(turn) for turn in proven("coalition_complete").turns] == [
        "name the sponsors, among the stakeholders of the charter, and note where they stand",
        "name who leads the project and the guiding coalition",
        "win 2 people more for the guiding coalition",
    ]


@given(people, st.sampled_from([None, "P-1", "P-4"]), st.integers(1, 4), st.booleans())
def test_people_who_are_for_it_never_worsen_it(
    given_people: list[tuple[int, str, list[tuple[SupportLevel, int]]]], lead: str | None, person: int, sponsors: bool
) -> None:
    rows = rows_of(given_people)
    before = asked("coalition_complete", *rows, lead=lead).finding.state
    further = stakeholder(99, f"P-{person}", "sponsor" if sponsors else "coalition"), support("SU-99", 99, "champion", 1)
    assert never_worse(before, asked("coalition_complete", *rows, *further, lead=lead).finding.state)
