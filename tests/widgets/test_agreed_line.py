"""What is agreed at a gate is read line by line, and each line that says too little is told what it lacks."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from cockpit import language
from cockpit.domain.gate import Criterion
from cockpit.domain.person import Person
from cockpit.domain.problem import Refused
from cockpit.language import say
from cockpit.widgets.agreed_line import AgreedLine, agreed, names_of, read_lines
from cockpit.widgets.column import Context
from tests.domain.projects import TODAY, project, row

TOM = row(Person, "P-1", handle="tom", name="Tom")
LEA = row(Person, "P-2", handle="lea", name="Léa")
NETWORK = row(Criterion, "CR-3", title="Network", policy="GP-1", rule="manual_check")
DEFAULT = Criterion.trusted({"uid": "default:pilot:kpis_met", "title": "KPIs", "policy": "default:pilot", "rule": "kpis_met"})
CONTEXT = Context(project(TOM, LEA), TODAY)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    language.choose("en", {})
    yield
    language.choose("en", {})


def read(typed: str, *, of_criterion: bool = False, longest: int = 200) -> list[AgreedLine | list[str]]:
    lines = read_lines(typed, longest, CONTEXT, (NETWORK, DEFAULT), of_criterion=of_criterion)
    return [line.agreed or [f"{each.line}: {say(each.message)}" for each in line.problems] for line in lines]


@pytest.mark.parametrize(
    "typed",
    [
        "walk the network @tom 12/12 !CR-3",
        "walk the network 12/12 !cr-3 @TOM",
        "@tom, walk the network !CR-3 12 dec",
        "  walk   the network\u00a0 @tom. 2026-12-12 !CR-3  ",
    ],
)
def test_who_and_which_criterion_may_stand_anywhere(typed: str) -> None:
    assert read(typed) == [AgreedLine("walk the network", "P-1", date(2026, 12, 12), NETWORK)]


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("fri", date(2026, 3, 20)), ("next friday", date(2026, 3, 27)), ("in 3 weeks", TODAY + timedelta(21)),
        ("+2w", TODAY + timedelta(14)), ("today", TODAY), ("31/12", date(2026, 12, 31)),
    ],
)  # fmt: skip
def test_the_day_is_said_as_in_a_form(said: str, day: date) -> None:
    """Today is Wednesday, 18 March 2026."""
    assert read(f"look at it {said} @lea") == [AgreedLine("look at it", "P-2", day)]


@pytest.mark.parametrize(
    ("said", "day"), [("17/3", date(2027, 3, 17)), ("17 mar", date(2027, 3, 17)), ("20 nov", date(2026, 11, 20))]
)
def test_a_day_without_its_year_is_the_next_to_come(said: str, day: date) -> None:
    assert read(f"look @lea {said}") == [AgreedLine("look", "P-2", day)]


def test_a_criterion_that_is_no_row_goes_by_its_number() -> None:
    assert names_of((NETWORK, DEFAULT)) == {"CR-3": NETWORK, "2": DEFAULT}
    (line,) = read("look @lea fri !2")
    assert isinstance(line, AgreedLine)
    assert line.criterion is DEFAULT


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("look fri", "1: nobody is named; write @tom, @lea"),
        ("look @bob fri", "1: nobody is called @bob; there are @tom, @lea"),
        ("look @tom @lea fri", "1: @tom, @lea are several people; name one"),
        ("look @tom", "1: no day; write it at the end, such as fri, +2w or 12 dec"),
        ("look soon @tom", "1: no day; write it at the end, such as fri, +2w or 12 dec"),
        ("look 03/04 @tom", "1: “03/04” can be read as Wed 4 Mar 2026 or as Fri 3 Apr 2026; write one of these"),
        ("look yesterday @tom", "1: “yesterday” is Tue 17 Mar 2026, which is over"),
        ("look 2300-01-01 @tom", "1: “2300-01-01” is too far away"),
        ("fri @tom", "1: no words; write what it is before the day"),
        ("look @tom fri !CR-9", "1: !CR-9 is no criterion of this gate; there are !CR-3, !2"),
        ("look @tom fri !CR-3 !2", "1: !CR-3, !2 are several criteria; name one a line"),
        ("[/] @tom[b] fri", "1: nobody is called @tom[b]; there are @tom, @lea"),
        ("x" * 201 + " @tom fri", "1: 201 characters; at most 200 are possible"),
    ],
)
def test_what_a_line_lacks_is_told(typed: str, told: str) -> None:
    ((problem,),) = read(typed)  # type: ignore[misc]
    assert told in problem


def test_each_line_is_told_for_itself_with_its_number() -> None:
    first, second, third = read("\nlook @tom fri\n\nlook\nsee @lea +1w\n")
    assert isinstance(first, AgreedLine)
    assert isinstance(third, AgreedLine)
    assert isinstance(second, list)
    assert [problem[:2] for problem in second] == ["4:", "4:"]


def test_a_waiver_has_to_name_its_criterion() -> None:
    assert read("on order @tom fri", of_criterion=True) == [["1: no criterion; write !CR-3, !2"]]
    assert read("on order @tom fri !CR-3", of_criterion=True) == [AgreedLine("on order", "P-1", date(2026, 3, 20), NETWORK)]


def test_signs_that_name_nothing_are_words() -> None:
    assert read("look at tom@lea.org ! now @ noon @lea fri") == [
        AgreedLine("look at tom@lea.org ! now @ noon", "P-2", date(2026, 3, 20))
    ]


def test_lines_that_are_wrong_are_refused_together() -> None:
    lines = read_lines("look @tom fri\nlook", 200, CONTEXT, ())
    with pytest.raises(Refused) as refused:
        agreed(lines, "conditions")
    assert [(each.field, each.line) for each in refused.value.problems] == [("conditions", 2), ("conditions", 2)]
    assert len(agreed(lines[:1], "conditions")) == 1


def test_without_people_it_says_so() -> None:
    (line,) = read_lines("look fri", 200, Context(project(), TODAY), ())
    assert say(line.problems[0].message) == "nobody is named, and the project has no people yet"
    (line,) = read_lines("look @tom fri", 200, Context(project(), TODAY), ())
    assert say(line.problems[0].message) == "nobody is called @tom: the project has no people yet"


def test_where_all_have_left_any_of_them_can_be_named() -> None:
    gone = row(Person, "P-1", handle="tom", name="Tom", active=False)
    nobody, wrong = read_lines("look fri\nlook @bob fri", 200, Context(project(gone), TODAY), ())
    assert say(nobody.problems[0].message) == "nobody is named; write @tom"
    assert say(wrong.problems[0].message) == "nobody is called @bob; there are @tom"


def test_a_gate_that_asks_nothing_has_no_criterion_to_name() -> None:
    for typed in ("look @tom fri !CR-1", "look @tom fri"):
        (line,) = read_lines(typed, 200, CONTEXT, (), of_criterion=True)
        assert [say(each.message) for each in line.problems] == ["this gate has no criterion that could be named"]
