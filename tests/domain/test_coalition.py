"""When the guiding coalition is complete, what it lacks, and what would bring that about."""

from typing import Any

import pytest

from cockpit.domain.charter import Stakeholder, Support
from cockpit.domain.coalition import coalition
from cockpit.domain.entity import Entity
from cockpit.domain.evidence import INSUFFICIENT, MET, NOT_MET, CriterionState
from cockpit.domain.message import Message
from cockpit.domain.person import Person
from cockpit.language import say as told
from tests.domain.projects import TODAY, days_ago, project, row


def say(sentence: Message) -> str:
    """A sentence in English, its blanks plain."""
    return told(sentence).replace("\N{NO-BREAK SPACE}", " ")


def sponsor(number: int, role: str = "sponsor") -> list[Entity]:
    person = row(Person, f"P-{number}", handle=f"p{number}", name=f"Person {number}")
    return [person, row(Stakeholder, f"ST-{number}", person=person.uid, role=role)]


def support(ref: str, number: int, level: str, days: int) -> Support:
    return row(Support, ref, stakeholder=f"ST-{number}", level=level, noted_on=days_ago(days))


def coalition_of(*members: int) -> list[Entity]:
    """A sponsor who is behind the project, and a coalition of these people."""
    return [
        *sponsor(1),
        support("SU-1", 1, "supportive", 6),
        *(row for number in members for row in sponsor(number, "coalition")),
    ]


@pytest.mark.parametrize(
    ("rows", "lead", "missing"),
    [
        (coalition_of(2, 3, 4), "P-2", []),
        (coalition_of(2, 3, 4), None, ["the project has no lead"]),
        (coalition_of(2, 3, 4), "P-1", ["Person 1 leads the project and is not in it"]),
        (coalition_of(2, 3), "P-2", ["2 people in it, and it takes 3"]),
        (coalition_of(2), "P-2", ["1 person in it, and it takes 3"]),
        ([*coalition_of(2, 3, 4), support("SU-2", 4, "sceptical", 200)], "P-2", ["Person 4 is sceptical"]),
        ([*coalition_of(2, 3, 4), support("SU-2", 4, "opposed", 9), support("SU-3", 4, "neutral", 2)], "P-2", []),
        (coalition_of(2, 3, 4)[:2] + coalition_of(2, 3, 4)[3:], "P-2", ["no sponsor stands behind the project, as far as is known"]),
    ],
)  # fmt: skip
def test_the_coalition_is_complete_or_told_what_it_lacks(rows: list[Entity], lead: str | None, missing: list[str]) -> None:
    found = coalition(project(*rows, lead=lead), TODAY, 90)
    assert [say(each.said) for each in found.missing] == missing
    assert found.complete is (not missing)


def test_a_person_counts_once_in_the_coalition() -> None:
    twice = row(Stakeholder, "ST-9", person="P-3", role="coalition")
    found = coalition(project(*coalition_of(2, 3), twice, lead="P-2"), TODAY, 90)
    assert [say(each.said) for each in found.missing] == ["2 people in it, and it takes 3"]


@pytest.mark.parametrize(
    ("rows", "lead", "state"),
    [
        (coalition_of(2, 3, 4), "P-2", MET),
        (coalition_of(2, 3), "P-2", INSUFFICIENT),
        (coalition_of(2, 3, 4), None, INSUFFICIENT),
        (coalition_of(2, 3, 4), "P-1", NOT_MET),
        ([*coalition_of(2, 3), support("SU-9", 3, "opposed", 400)], "P-2", NOT_MET),
        ([*coalition_of(2, 3, 4)[:2], *coalition_of(2, 3, 4)[3:]], "P-2", INSUFFICIENT),
        (coalition_of(2, 3, 4)[3:], "P-2", INSUFFICIENT),
        ([*coalition_of(2, 3, 4), support("SU-9", 1, "neutral", 1)], "P-2", NOT_MET),
        ([*coalition_of(2, 3, 4), support("SU-9", 1, "neutral", 1), *sponsor(8)], "P-2", INSUFFICIENT),
    ],
)
def test_what_is_missing_leaves_it_open_and_what_is_wrong_does_not(
    rows: list[Entity], lead: str | None, state: CriterionState
) -> None:
    assert coalition(project(*rows, lead=lead), TODAY, 90).state is state


@pytest.mark.parametrize(
    ("rows", "lead", "steps"),
    [
        (coalition_of(2, 3), "P-2", ["win 1 person more for the guiding coalition"]),
        (coalition_of(2, 3), "P-1", ["put Person 1 into the guiding coalition"]),
        (coalition_of(2), "P-1", ["put Person 1 into the guiding coalition", "win 1 person more for the guiding coalition"]),
        (coalition_of(2, 3), None, ["name who leads the project", "win 1 person more for the guiding coalition"]),
        (
            coalition_of(),
            None,
            ["name who leads the project and the guiding coalition", "win 2 people more for the guiding coalition"],
        ),
        ([*coalition_of(2, 3, 4), support("SU-9", 4, "opposed", 9)], "P-2", ["win over Person 4"]),
        (
            [*coalition_of(2, 3, 4), support("SU-9", 1, "neutral", 1), *sponsor(8)],
            "P-2",
            ["ask Person 8 where they stand"],
        ),
        ([*coalition_of(2, 3, 4), support("SU-9", 1, "opposed", 1)], "P-2", ["win the support of Person 1"]),
        (
            coalition_of(2, 3, 4)[3:],
            "P-2",
            ["name the sponsors, among the stakeholders of the charter, and note where they stand"],
        ),
    ],
)
def test_each_thing_that_is_missing_names_its_steps(rows: list[Entity], lead: str | None, steps: list[str]) -> None:
    found = coalition(project(*rows, lead=lead), TODAY, 90)
    named: dict[Any, str] = {step.key: say(step.said) for reason in found.missing for step in reason.steps}
    assert list(named.values()) == steps
