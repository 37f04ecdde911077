"""Voices and numbers at a gate: where they part, in either direction, and whom to hear."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cockpit.domain.entity import Entity
from cockpit.domain.evidence import INSUFFICIENT, MET, NOT_MET, CriterionState
from cockpit.domain.kpi import Kpi
from cockpit.domain.measurement import Series
from cockpit.domain.person import Person
from cockpit.domain.phase import Phase
from cockpit.domain.readiness.way import taken
from cockpit.domain.voice import Remark, Theme, Tone, UserGroup
from cockpit.language import say
from tests.domain.projects import TODAY, days_ago, row, weekly
from tests.domain.remedies import asked, holds, on, proven
from tests.thoroughness import examples

AllSeries = dict[tuple[str, str], Series]
GOOD, BAD, TOO_FEW = [35.0] * 6, [30.0] * 6, [35.0] * 3


def kpi(number: int = 1, **values: Any) -> Kpi:
    return row(Kpi, f"K-{number}", **{"title": "Conversion", "target": 33, **values})


def measured(*courses: list[float]) -> tuple[list[Kpi], AllSeries]:
    """A KPI for each of the courses, which end in the last week that is over."""
    rows = [kpi(number) for number in range(1, len(courses) + 1)]
    series: AllSeries = {}
    for subject, values in zip(rows, courses, strict=True):
        series |= weekly(subject, values) if values else {}
    return rows, series


def voices(positive: int = 0, neutral: int = 0, negative: int = 0, theme: str = "TH-1", days: int = 10) -> list[Entity]:
    """A user group that said so much of a theme."""
    name = f"{theme}-{days}"
    tones = [Tone.POSITIVE] * positive + [Tone.NEUTRAL] * neutral + [Tone.NEGATIVE] * negative
    rows: list[Entity] = [row(Theme, theme, title="Delays"), row(UserGroup, f"UG-{name}", held_on=days_ago(days))]
    for number, tone in enumerate(tones):
        values = {"quote": "Well", "theme": theme, "tone": tone.value, "user_group": f"UG-{name}"}
        rows.append(row(Remark, f"RM-{name}-{number}", **values))
    return rows


@pytest.mark.parametrize(
    ("courses", "said", "state", "summary"),
    [
        ([GOOD], voices(4, 1, 1), MET, "1 of 1 KPIs met, 1 theme says nothing else"),
        # 1 of 6 positive, 3 negative: balance -1/3, clearly negative.
        ([GOOD], voices(1, 2, 3), NOT_MET, "numbers met, voices negative: K-1 against TH-1 Delays"),
        ([GOOD, BAD], voices(0, 0, 9), MET, "1 of 2 KPIs met, 1 theme says nothing else"),
        ([GOOD, GOOD, BAD], voices(0, 0, 9), NOT_MET, "numbers met, voices negative: K-1, K-2 against TH-1 Delays"),
        ([BAD], voices(9), NOT_MET, "numbers not met, voices positive: K-1 against TH-1 Delays"),
        ([BAD], voices(9) + voices(1, 0, 4, "TH-2"), MET, "0 of 1 KPIs met, 2 themes say nothing else"),
        ([GOOD], voices(9) + voices(1, 0, 4, "TH-2"), NOT_MET, "numbers met, voices negative: K-1 against TH-2 Delays"),
        ([GOOD], voices(0, 0, 4), INSUFFICIENT, "1 of 1 KPIs met, no theme has 5 remarks in the last months, the most are 4"),
        # Six months of the matrix begin on 1 October, 168 days before TODAY.
        ([GOOD], voices(0, 0, 9, days=169), INSUFFICIENT, "1 of 1 KPIs met, no theme has 5 remarks in the last months, the most are 0"),
        ([TOO_FEW], voices(0, 0, 9), INSUFFICIENT, "no KPI has an answer"),
        ([], [], INSUFFICIENT, "no KPI has an answer, no theme has 5 remarks in the last months, the most are 0"),
    ],
)  # fmt: skip
def test_where_voices_and_numbers_part_they_are_named(
    courses: list[list[float]], said: list[Entity], state: CriterionState, summary: str
) -> None:
    rows, series = measured(*courses)
    found = asked("voices_agree", *rows, *said, series=series).finding
    assert (found.state, say(found.summary)) == (state, summary)


def test_of_many_kpis_the_first_are_named() -> None:
    rows, series = measured(*[GOOD] * 7)
    found = asked("voices_agree", *rows, *voices(0, 0, 5), series=series).finding
    assert say(found.summary) == "numbers met, voices negative: K-1, K-2, K-3, K-4, K-5, 2 more against TH-1 Delays"


def test_it_tells_its_kpis_and_its_themes() -> None:
    rows, series = measured(GOOD)
    found = asked("voices_agree", *rows, *voices(1, 2, 3), *voices(9, theme="TH-2", days=3), series=series).finding
    assert [(each.ref, each.good) for each in found.observations] == [("K-1", True), ("TH-2", True), ("TH-1", False)]
    assert say(found.observations[2].said) == "1 positive, 2 neutral, 3 negative"
    assert found.observed_on == date(2026, 3, 9), "the KPI was last measured before the last remark, of 15 March"
    assert found.margin is not None
    assert say(found.margin) == "+0 pt", "the balance of TH-1 is -1/3, just where it is clear"
    spoken = asked("voices_agree", *rows, *voices(3, 0, 3, days=20), series=series).finding
    assert spoken.observed_on == days_ago(20)
    assert spoken.margin is not None
    assert say(spoken.margin) == "+33 pt"


def test_the_kpis_are_judged_as_the_gate_judges_them() -> None:
    rows, series = measured(GOOD)
    phase = row(Phase, "PH-3", code="pilot", status="running", starts_on=date(2026, 2, 23))
    # Three weeks lie in the phase: too few for an answer.
    assert asked("voices_agree", *rows, phase, *voices(0, 0, 9), series=series).finding.state is INSUFFICIENT


def test_which_kpis_are_asked() -> None:
    rows, series = measured(GOOD, BAD)
    asking = {"kpis": ["K-2"]}
    assert asked("voices_agree", *rows, *voices(9), series=series, settings=asking).finding.state is NOT_MET
    assert asked("voices_agree", *rows, *voices(9), series=series).finding.state is MET


def test_users_are_heard_again_on_each_theme_that_contradicts() -> None:
    rows, series = measured(GOOD)
    said = voices(0, 0, 5) + voices(1, 0, 6, "TH-2")
    question = asked("voices_agree", *rows, *said, series=series)
    steps = holds(question).steps
    # (n - 5) / (5 + n) > -1/3 from n = 3 on; (1 + n - 6) / (7 + n) > -1/3 from n = 3 on, -2 of 10.
    assert [say(each.said) for each in steps] == [
        "hear users again on TH-2 Delays: 3 positive remarks more would agree with the numbers",
        "hear users again on TH-1 Delays: 3 positive remarks more would agree with the numbers",
    ]
    heard = [each for each in taken(question.state, steps, TODAY).all(UserGroup) if each.uid.startswith("~")]
    assert [(each.held_on, each.participants) for each in heard] == [(TODAY, 3), (TODAY, 3)]


def test_where_all_is_praise_one_theme_is_enough() -> None:
    rows, series = measured(BAD)
    said = voices(5, 0, 0) + voices(9, 0, 0, "TH-2")
    lea = row(Person, "P-1", handle="lea", name="Lea")
    (step,) = proven("voices_agree", *rows, *said, lea, series=series, owner="P-1").steps
    # (5 - n) / (5 + n) < 1/3 from n = 3 on; of nine it takes five.
    assert say(step.said) == "hear users again on TH-1 Delays: 3 negative remarks more would agree with the numbers"
    assert (step.owner, step.uid) == ("P-1", "TH-1")


def test_where_too_little_is_said_more_is_heard() -> None:
    rows, series = measured(GOOD)
    (first,) = proven("voices_agree", *rows, series=series).steps
    assert (say(first.said), first.uid) == ("hear a user group: 5 remarks on a theme would tell", "")
    (some,) = proven("voices_agree", *rows, *voices(2, 0, 0), series=series).steps
    assert say(some.said) == "hear users again on TH-1 Delays: 3 remarks more would tell"
    # Three of four are negative: a neutral one would leave the balance at -0.4, two at -1/3, three at -2/7.
    (bad,) = proven("voices_agree", *rows, *voices(1, 0, 3), series=series).steps
    assert say(bad.said) == "hear users again on TH-1 Delays: 3 remarks more would tell"


def test_a_theme_that_hearing_more_does_not_change_says_so() -> None:
    rows, series = measured(GOOD)
    # (n - 200) / (200 + n) > -1/3 from n = 101 on.
    remedy = asked("voices_agree", *rows, *voices(0, 0, 200), series=series).remedy
    assert not remedy.steps
    assert [say(each) for each in remedy.stuck] == [
        "find out why people speak of TH-1 Delays as they do: hearing more of them does not change it"
    ]


def test_praise_that_hearing_more_does_not_change_says_so() -> None:
    rows, series = measured(BAD)
    # (200 - n) / (200 + n) < 1/3 from n = 101 on.
    remedy = asked("voices_agree", *rows, *voices(200), series=series).remedy
    assert not remedy.steps
    assert len(remedy.stuck) == 1


def test_a_kpi_has_to_have_an_answer_first() -> None:
    rows, series = measured(TOO_FEW)
    steps = proven("voices_agree", *rows, *voices(0, 0, 5), series=series).steps
    assert [(each.key[0], each.on) for each in steps] == [("hold", date(2026, 4, 6)), ("hear", None)]
    without = asked("voices_agree", *voices(0, 0, 5))
    assert [say(each) for each in without.remedy.stuck] == ["no KPI that the gate asks for can have an answer"]


@st.composite
def parties(draw: st.DrawFn) -> tuple[list[Entity], AllSeries]:
    courses = draw(st.lists(st.lists(st.sampled_from([28.0, 34.0, 35.0, 36.0]), max_size=9), max_size=3))
    rows, series = measured(*courses)
    said: list[Entity] = []
    seen = set()
    for number, days in draw(st.sets(st.tuples(st.integers(1, 3), st.sampled_from([3, 100, 160])), max_size=4)):
        positive, neutral, negative = draw(st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(0, 6)))
        found = voices(positive, neutral, negative, f"TH-{number}", days)
        said += found[1:] if number in seen else found
        seen.add(number)
    return [*rows, *said], series


@examples(150)
@given(party=parties(), later=st.sampled_from([0, 0, 4, 14, 40]))
def test_what_turns_it_does(party: tuple[list[Entity], AllSeries], later: int) -> None:
    rows, series = party
    question, by = asked("voices_agree", *rows, series=series), TODAY + timedelta(later)
    # What only takes time is met by then and yet has its step, which keeps the day from being earlier.
    if later:
        ends = [any(each.good is not None for each in on(question, question.state, day).observations if each.kind == Kpi.kind)
                for day in (TODAY, by)]  # fmt: skip
        assume(ends[0] or not ends[1])
    holds(question, by)
