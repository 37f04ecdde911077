"""What a file does not tell is asked, with every way in which it can be read, and never guessed; an answer settles it."""

from typing import Any

import pytest

from cockpit.domain.kpi import Group
from cockpit.domain.measurement import Series
from cockpit.domain.problem import Refused
from cockpit.exchange.kpi_csv import Dates, Decimal, Options, kpi_act, read_kpis, read_sheet
from cockpit.language import say
from tests.exchange.kpi_files import RATE, TIME, USERS, asked, four_kpis, of_everybody, read, refused, taken

# Dates


def test_a_day_that_may_be_two_is_asked_with_both() -> None:
    content = "date;K-1\n03/04/2026;1\n04/05/2026;2\n"
    (question,) = read(content).questions

    assert question.option == "--dates"
    assert [(answer.value, say(answer.meaning)) for answer in question.answers] == [
        ("dmy", "Fri 3 Apr 2026"),
        ("mdy", "Wed 4 Mar 2026"),
    ]
    assert "“03/04/2026” on line 2" in say(question.sentence)
    assert of_everybody(read(content, dates=Dates.DAY_FIRST)) == {"2026-04-03": 1.0, "2026-05-04": 2.0}
    assert of_everybody(read(content, dates=Dates.MONTH_FIRST)) == {"2026-03-04": 1.0, "2026-04-05": 2.0}


@pytest.mark.parametrize("settling", ["13/04/2026", "1/4/2026 10:00\n13/4/2026"])
def test_one_day_that_can_be_one_alone_settles_the_column(settling: str) -> None:
    days = list(of_everybody(read(f"date\tK-1\n03/04/2026\t1\n{settling}\t1\n".replace("10:00\n", "10:00\t1\n"))))

    assert days[0].startswith("2026-04-01") or days[0] == "2026-04-03"
    assert days[-1].startswith("2026-04-13")


def test_days_that_are_the_same_either_way_need_no_answer() -> None:
    assert of_everybody(read("date;K-1\n03/03/2026;1\n04/04/2026;2\n")) == {"2026-03-03": 1.0, "2026-04-04": 2.0}


def test_days_in_two_orders_are_asked_and_the_lines_in_the_other_refused() -> None:
    content = "date;K-1\n13/04/2026;1\n04/13/2026;2\n01/02/2026;3\n"

    assert asked(read(content)) == {"--dates": ("dmy", "mdy")}
    reading = read(content, dates=Dates.DAY_FIRST, keep_good=True)
    assert of_everybody(reading) == {"2026-04-13": 1.0, "2026-02-01": 3.0}
    assert refused(reading) == {3: "there is no such day, read day first"}


def test_a_year_of_two_digits_may_come_first_between_hyphens() -> None:
    content = "date;K-1\n11-01-12;1\n"

    assert set(asked(read(content))["--dates"]) == {"dmy", "mdy", "ymd"}
    assert of_everybody(read(content, dates=Dates.YEAR_FIRST)) == {"2011-01-12": 1.0}


def test_a_number_in_the_column_of_dates_is_asked_about() -> None:
    assert asked(read("date;K-1\n46027;7\n46028;8\n")) == {"--dates": ("excel",)}


# Numbers


def test_a_number_that_may_be_two_is_asked_with_both() -> None:
    content = "date;K-1\n2026-01-05;1,234\n2026-01-06;12\n"
    (question,) = read(content).questions

    assert question.option == "--decimal"
    assert [(answer.value, say(answer.meaning)) for answer in question.answers] == [("point", "1234"), ("comma", "1.234")]
    assert of_everybody(read(content, decimal=Decimal.POINT))["2026-01-05"] == 1234.0
    assert of_everybody(read(content, decimal=Decimal.COMMA))["2026-01-05"] == 1.234


def test_a_point_before_three_digits_is_asked_about_as_well() -> None:
    assert asked(read("date;K-1\n2026-01-05;1.234\n")) == {"--decimal": ("point", "comma")}


@pytest.mark.parametrize("settling", ["0,123", "1234,567", "1.234,5", "12,5", "1 234,567"])
def test_one_number_that_can_be_one_alone_settles_the_column(settling: str) -> None:
    assert of_everybody(read(f"date;K-1\n2026-01-05;1,234\n2026-01-06;{settling}\n"))["2026-01-05"] == 1.234


def test_numbers_with_both_marks_are_asked_and_the_lines_with_the_other_refused() -> None:
    content = "date;K-1\n2026-01-05;1,5\n2026-01-06;2.5\n"

    assert asked(read(content)) == {"--decimal": ("point", "comma")}
    reading = read(content, decimal=Decimal.COMMA, keep_good=True)
    assert of_everybody(reading) == {"2026-01-05": 1.5}
    assert refused(reading) == {3: "no number with a decimal comma"}


# Columns


def test_one_column_of_values_without_a_name_needs_its_kpi() -> None:
    content = "timestamp,value\n2026-01-05,1\n"

    assert asked(read(content)) == {"--kpi": ("K-1", "K-2", "K-3", "K-4")}
    assert of_everybody(read(content, kpi="régularité"), RATE) == {"2026-01-05": 1.0}


def test_columns_that_are_no_kpis_are_asked_about_the_nearest_first() -> None:
    content = "date,Response tme,Users,Note\n2026-01-05,1,2,x\n"
    reading = read(content)

    assert [question.subject for question in reading.questions] == ["Response tme"]
    answers = asked(reading)["--map"]
    assert answers[0] == "Response tme=K-1"
    assert {"Response tme=-"} < set(answers)
    assert taken(read(content, columns={"Response tme": "K-1"})) == {
        (TIME, "all"): {"2026-01-05": 1.0},
        (USERS, "all"): {"2026-01-05": 2.0},
    }


def test_a_header_with_another_unit_is_not_the_kpi() -> None:
    assert asked(read("date,Response time (s),Users\n2026-01-05,1,2\n"))["--map"][0] == "Response time (s)=K-1"


def test_names_that_are_no_kpis_are_asked_about_one_by_one_and_then_together() -> None:
    lines = "".join(f"2026-01-05,metric {number},1\n" for number in range(1, 26))
    reading = read(f"date,kpi,value\n2026-01-05,K-1,1\n{lines}")

    assert len(reading.questions) == 21
    assert asked(reading)["--map"] == ("*=-",)
    assert of_everybody(read(f"date,kpi,value\n2026-01-05,K-1,1\n{lines}", columns={"*": "-"})) == {"2026-01-05": 1.0}


def test_several_columns_of_dates_are_asked_about() -> None:
    content = "Created,Updated,K-1\n2026-01-05,2026-01-06,1\n"

    assert asked(read(content)) == {"--map": ("Created=date", "Updated=date")}
    assert of_everybody(read(content, columns={"Updated": "date"})) == {"2026-01-06": 1.0}


def test_several_columns_of_values_are_asked_about() -> None:
    content = "date,kpi,low,high\n2026-01-05,K-1,1,2\n"

    assert asked(read(content)) == {"--map": ("low=value", "high=value")}
    assert of_everybody(read(content, columns={"high": "value"})) == {"2026-01-05": 2.0}


def test_the_group_of_a_kpi_that_is_measured_for_several_is_asked() -> None:
    state = four_kpis({(TIME, "pilot"): Series(("2026-01-04",), (3.0,)), (TIME, "control"): Series(("2026-01-04",), (3.0,))})
    content = "date,K-1\n2026-01-05,1\n"

    assert asked(read(content, state)) == {"--group": ("pilot", "control", "all")}
    assert set(taken(read(content, state, group=Group.PILOT))) == {(TIME, "pilot")}


def test_answering_every_question_leads_to_an_act(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("file") / "mine.csv"
    path.write_text("date;Valeur;Note\n03/04/2026;1,234;x\n04/04/2026;2,345;y\n", "utf-8")
    options = Options()
    sheet, state = read_sheet(path, options), four_kpis()
    wanted = {"--dates": "dmy", "--decimal": "comma", "--kpi": "K-1"}
    reading = read_kpis(sheet, state, options)
    with pytest.raises(Refused):
        kpi_act(reading)
    while reading.questions:
        question = reading.questions[0]
        options = options.answered(question, wanted[question.option])
        reading = read_kpis(sheet, state, options)

    act = kpi_act(reading)
    assert act.note == "mine.csv"
    assert [(edit.kpi, edit.group, dict(edit.points)) for edit in act.edits] == [  # type: ignore[union-attr]
        (TIME, Group.ALL, {"2026-04-03": 1.234, "2026-04-04": 2.345})
    ]


# What the user says that the file has not


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"kpi": "Respons time"}, "K-1 Response time"),
        ({"columns": {"K-1": "K-77"}}, "no KPI “K-77”"),
        ({"columns": {"Foo": "K-1"}}, "no column “Foo”"),
        ({"columns": {"*": "K-1"}}, "*=-"),
        ({"columns": {"K-1": "K-1 pilot"}, "group": Group.CONTROL}, "another group (pilot group)"),
        ({"zone": "Europe/Pari"}, "no time zone “Europe/Pari”"),
    ],
)
def test_what_the_user_says_and_is_not_there_is_told(options: dict[str, Any], told: str) -> None:
    reading = read("date,K-1\n2026-01-05 10:00,1\n", **options)

    assert reading.is_blocked
    assert any(told in say(problem.message) for problem in reading.obstacles)


def test_a_header_that_tells_another_unit_is_noted_where_the_user_says_which_kpi_it_is() -> None:
    reading = read("date;Response time (s)\n2026-01-05;5\n", kpi="K-1")

    assert of_everybody(reading) == {"2026-01-05": 5.0}
    assert ["tells “s”" in say(note) for note in reading.notes] == [True]
    assert not read("date;Temps (ms)\n2026-01-05;5\n", kpi="K-1").notes


def test_two_columns_of_one_kpi_are_one_too_many() -> None:
    reading = read("date,K-1,Response time\n2026-01-05,1,2\n")

    assert "columns 2 and 3" in say(reading.obstacles[0].message)
    assert of_everybody(read("date,K-1,K-1\n2026-01-05,1,2\n", columns={"3": "-"})) == {"2026-01-05": 1.0}
