"""Confidence at a gate: each part of the profile by itself, and a step for each that is not there."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.entity import Entity
from cockpit.domain.evidence import INSUFFICIENT, MET, NOT_MET
from cockpit.domain.message import Message
from cockpit.domain.milestone import Milestone
from cockpit.domain.person import Person
from cockpit.domain.survey import Survey
from cockpit.domain.wave import Wave
from cockpit.domain.workshop import Workshop
from cockpit.language import say
from tests.domain.projects import TODAY, days_ago, row
from tests.domain.remedies import asked, holds, never_worse, proven
from tests.thoroughness import examples


def words(said: Message) -> str:
    """A message as it is read, its spaces all alike."""
    return say(said).replace("\N{NO-BREAK SPACE}", " ")


# 45 of 60 invited (75 %): (0.75 - 0.3) / 0.6 = 75 points.
WORKSHOP = row(Workshop, "WS-1", held_on=days_ago(10), invited=60, attended=45)
# eNPS 10: (10 + 50) / 100 = 60 points.
SURVEY = row(Survey, "SV-1", nature="enps", held_on=days_ago(5), promoters=6, passives=10, detractors=4)
# 45 of 100 use it: (0.45 - 0.1) / 0.7 = 50 points, rounding aside.
WAVE = row(Wave, "V-1", number=1, starts_on=days_ago(30), enabled=100, active=45)
# 8 of 10 on time: (0.8 - 0.4) / 0.6 = 66.7 points.
MILESTONES = tuple(
    row(Milestone, f"M-{number}", baseline_on=days_ago(20), reached_on=days_ago(21 if number <= 8 else 10))
    for number in range(1, 11)
)
ALL = (WORKSHOP, SURVEY, WAVE, *MILESTONES)


def without(kind: type[Entity]) -> list[Entity]:
    return [each for each in ALL if not isinstance(each, kind)]


def test_every_part_has_enough() -> None:
    found = asked("confidence", *ALL).finding
    assert found.state is MET
    assert words(found.summary) == "the lowest part is usage with 50 points: 45 of 100 who have it use it (45 %)"
    assert words(found.rule) == "workshops, eNPS, usage and delays have at least 50 of 100 points each in the confidence profile"
    assert found.margin is not None
    assert words(found.margin) == "+0"
    assert found.observed_on == days_ago(21), "the milestones are what was seen longest ago"
    # In the order of the profile, usage 50, eNPS 60, delays 66.7, workshops 75; of the milestones those missed first.
    assert [each.ref for each in found.observations] == ["V-1", "SV-1", "M-9", "M-10", *(f"M-{n}" for n in range(1, 9)), "WS-1"]
    assert words(found.observations[-1].said) == "45 of 60 invited came"


def test_one_weak_part_is_not_made_up_for_and_is_named() -> None:
    found = asked("confidence", *ALL, settings={"at_least": 60}).finding
    assert found.state is NOT_MET
    assert words(found.summary) == "the lowest part is usage with 50 points: 45 of 100 who have it use it (45 %)"
    assert found.margin is not None
    assert words(found.margin) == "\N{MINUS SIGN}10"


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (Workshop, "workshops: no workshop in 90 days"),
        (Survey, "eNPS: no survey in 90 days"),
        (Wave, "usage: nobody has it yet"),
        (Milestone, "delays: no milestone was due yet"),
    ],
)
def test_a_part_that_is_not_known_is_no_answer(kind: type[Entity], said: str) -> None:
    found = asked("confidence", *without(kind)).finding
    assert found.state is INSUFFICIENT
    assert words(found.summary).endswith(f"; {said}")
    nothing = asked("confidence").finding
    assert nothing.state is INSUFFICIENT
    assert said in words(nothing.summary)
    assert (nothing.margin, nothing.observed_on) == (None, None)


def test_each_part_has_its_step() -> None:
    people = [row(Person, f"P-{number}", handle=f"p{number}", name="One") for number in (1, 2)]
    # 30 points are 48 % of those invited, an eNPS of -20, 31 % of those who have it, and 58 % of the milestones.
    rows = [
        row(Workshop, "WS-1", held_on=days_ago(10), invited=60, attended=20, facilitator="P-1"),
        row(Survey, "SV-1", nature="enps", held_on=days_ago(5), promoters=2, passives=10, detractors=8),
        row(Wave, "V-1", number=1, starts_on=days_ago(30), enabled=100, active=20, owner="P-2"),
        row(Milestone, "M-1", baseline_on=days_ago(20)),
        row(Milestone, "M-2", baseline_on=days_ago(-20), owner="P-2"),
        row(Milestone, "M-3", baseline_on=days_ago(-30), owner="P-2"),
    ]
    steps = proven("confidence", *people, *rows, settings={"at_least": 30}).steps
    # (20 + n) / (60 + n) >= 0.48: n = 8.8 / 0.52 = 16.9.  From -30 to -20: two of twenty who think better of it.  M-1 is late for good, so
    # that M-2 and M-3 make it two of three, 67 %.
    assert sorted((words(each.said), each.key[0], each.owner or "", each.on) for each in steps) == [
        ("11 more active users in V-1 Row V-1", "use", "P-2", None),
        ("hold a survey (eNPS) that scores \N{MINUS SIGN}20 with 20 answers", "survey", "", None),
        ("hold a workshop to which all 17 invited come", "workshop", "P-1", None),
        ("reach M-2 Row M-2 by Tue 7 Apr 2026", "reach", "P-2", date(2026, 4, 7)),
        ("reach M-3 Row M-3 by Fri 17 Apr 2026", "reach", "P-2", date(2026, 4, 17)),
    ]  # fmt: skip


def test_what_is_too_old_once_the_milestones_are_reached_is_done_again() -> None:
    rows = [each for each in without(Milestone) if each is not SURVEY]
    survey = SURVEY.changed(held_on=days_ago(80))
    milestone = row(Milestone, "M-1", baseline_on=days_ago(-20))
    keys = [each.key for each in proven("confidence", *rows, survey, milestone).steps]
    assert sorted(keys) == [("reach", "M-1"), ("survey", "enps")]


def test_milestones_that_cannot_be_in_time_any_more_are_named() -> None:
    question = asked("confidence", *ALL, settings={"at_least": 100})
    assert [words(each) for each in question.remedy.stuck] == ["waive it or ask for less: M-9, M-10 cannot be in time any more"]


def test_a_room_that_nobody_can_fill_says_so() -> None:
    empty = [row(Workshop, f"WS-{number}", held_on=days_ago(10), invited=100_000, attended=0) for number in (1, 2)]
    question = asked("confidence", *without(Workshop), *empty, settings={"at_least": 50})
    assert [words(each) for each in question.remedy.stuck] == [
        "no workshop is large enough to make up for those to which nobody came"
    ]


@st.composite
def profiles(draw: st.DrawFn) -> list[Entity]:
    rows: list[Entity] = []
    for number in range(1, draw(st.integers(0, 3)) + 1):
        invited = draw(st.integers(0, 30))
        attended = draw(st.integers(0, invited))
        rows.append(
            row(Workshop, f"WS-{number}", held_on=days_ago(draw(st.integers(0, 100))), invited=invited, attended=attended)
        )
    counts = st.integers(0, 12)
    for number in range(1, draw(st.integers(0, 2)) + 1):
        answers: dict[str, Any] = {name: draw(counts) for name in ("promoters", "passives", "detractors")}
        rows.append(row(Survey, f"SV-{number}", nature="enps", held_on=days_ago(draw(st.integers(0, 100))), **answers))
    for number in range(1, draw(st.integers(0, 2)) + 1):
        began = draw(st.integers(-30, 30))
        enabled = draw(st.integers(0, 40)) if began >= 0 else 0
        active = draw(st.integers(0, enabled))
        rows.append(row(Wave, f"V-{number}", number=number, starts_on=days_ago(began), enabled=enabled, active=active, size=9))
    for number in range(1, draw(st.integers(0, 5)) + 1):
        due = draw(st.integers(-40, 40))
        reached = draw(st.booleans()) and due > 0
        reached_on = days_ago(due + draw(st.integers(-5, 5))) if reached else None
        rows.append(row(Milestone, f"M-{number}", baseline_on=days_ago(due), reached_on=reached_on))
    return rows


@examples(150)
@given(rows=profiles(), at_least=st.sampled_from([1, 30, 50, 70, 100]), later=st.sampled_from([0, 0, 10, 60]))
def test_what_turns_it_does(rows: list[Entity], at_least: int, later: int) -> None:
    holds(asked("confidence", *rows, settings={"at_least": at_least}), TODAY + timedelta(later))


@given(rows=profiles(), at_least=st.sampled_from([30, 50, 70]), place=st.integers(0, 11))
def test_better_evidence_never_worsens_it(rows: list[Entity], at_least: int, place: int) -> None:
    def better(each: Entity) -> Entity:
        match each:
            case Workshop():
                return each.changed(attended=each.invited)
            case Survey():
                return each.changed(promoters=each.promoters + each.detractors, detractors=0)
            case Wave():
                return each.changed(active=each.active + each.enabled)
        assert isinstance(each, Milestone)
        return each.changed(reached_on=each.baseline_on)

    improved = [better(each) if number == place else each for number, each in enumerate(rows)]
    states = [asked("confidence", *some, settings={"at_least": at_least}).finding.state for some in (rows, improved)]
    assert never_worse(*states)
