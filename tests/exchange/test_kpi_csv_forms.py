"""KPI data as people have it: dialects, notations and forms, each with what it means worked out by hand."""

import pytest

from cockpit.domain.kpi import Group
from cockpit.domain.measurement import Series
from cockpit.exchange.kpi_csv import Dates, Decimal, Duplicates
from cockpit.language import say
from tests.exchange.kpi_files import COST, RATE, TIME, USERS, four_kpis, of_everybody, read, refused, taken

TWO_DAYS = {"2026-01-05": 1.5, "2026-01-06": 2.25}

# Bytes and separators


@pytest.mark.parametrize(
    "content",
    [
        "date,K-1\n2026-01-05,1.5\n2026-01-06,2.25\n",
        "date;K-1\r\n2026-01-05;1,5\r\n2026-01-06;2,25\r\n",
        "date\tK-1\r2026-01-05\t1.5\r2026-01-06\t2.25",
        "date|K-1\n2026-01-05|1.5\n2026-01-06|2.25\n",
        'sep=;\n"date";"K-1"\n"2026-01-05";"1,5"\n"2026-01-06";"2,25"\n',
        '"sep=|"\ndate|K-1\n2026-01-05|1.5\n2026-01-06|2.25\n',
        '"date","K-1"\n"2026-01-05","1,5"\n"2026-01-06","2,25"\n',
        " date ; K-1 \n 2026-01-05 ; 1,5 \n\n 2026-01-06 ; 2,25 \n;;\n",
        "date;K-1;\n2026-01-05;1,5;\n2026-01-06;2,25;\n",
        "Exported by a tool\nfor;you\n\n# on;2026-02-01\ndate;K-1\n2026-01-05;1,5\n2026-01-06;2,25\n",
        "2026-01-05;K-1;1,5\n2026-01-06;K-1;2,25\n",
    ],
)
def test_any_dialect_is_read(content: str) -> None:
    assert of_everybody(read(content)) == TWO_DAYS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_any_encoding_is_found_out(encoding: str) -> None:
    reading = read("date;Régularité\n2026-01;91,5\n2026-02;92\n".encode(encoding))

    assert of_everybody(reading, RATE) == {"2026-01-01": 91.5, "2026-02-01": 92.0}
    told = "Windows-1252" if encoding == "cp1252" else encoding.upper().removesuffix("-SIG")[:6].rstrip("-")
    assert told in say(reading.how[0])


def test_an_encoding_can_be_named() -> None:
    assert of_everybody(read("date;Régularité\n2026-01;91,5\n".encode("cp850"), encoding="cp850"), RATE) == {"2026-01-01": 91.5}


def test_a_separator_can_be_named() -> None:
    content = "date~K-1\n2026-01-05~1.5\n2026-01-06~2.25\n"

    assert of_everybody(read(content, separator="~")) == TWO_DAYS
    assert of_everybody(read(content.replace("~", ";"), separator="semicolon")) == TWO_DAYS


def test_line_numbers_are_those_of_the_file_whatever_its_cells_hold() -> None:
    content = 'Made by us\n\ndate,note,K-1\n2026-01-05,"two\nlines",1\n\n2026-01-06,"a ""word""",x\n2026-01-07,,y\n'

    assert set(refused(read(content, columns={"note": "-"}))) == {7, 8}


# Times


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-01-05", "2026-01-05"),
        ("2026/1/5", "2026-01-05"),
        ("20260105", "2026-01-05"),
        ("31/01/2026", "2026-01-31"),
        ("1/31/2026", "2026-01-31"),
        ("05.01.2026", "2026-01-05"),
        ("31/01/26", "2026-01-31"),
        ("5 janv. 2026", "2026-01-05"),
        ("lundi 5 janvier 2026", "2026-01-05"),
        ("1er août 2026", "2026-08-01"),
        ("05-Jan-2026", "2026-01-05"),
        ("Jan 5, 2026", "2026-01-05"),
        ("2026-01", "2026-01-01"),
        ("01/2026", "2026-01-01"),
        ("janv. 2026", "2026-01-01"),
        # Week 1 of 2026 began on Monday 29 December 2025; 2020 had 53 weeks (ISO 8601).
        ("2026-W01", "2025-12-29"),
        ("2026-W05", "2026-01-26"),
        ("2026W5", "2026-01-26"),
        ("2026-S05", "2026-01-26"),
        ("2020-W53", "2020-12-28"),
        ("2026-W05-3", "2026-01-28"),
        ("2024-02-29", "2024-02-29"),
    ],
)
def test_days_months_and_weeks(written: str, day: str) -> None:
    assert of_everybody(read(f"date\tK-1\n{written}\t7\n")) == {day: 7.0}


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        # Paris is an hour ahead of UTC in winter, two in summer.
        ("2026-01-05 09:30", "2026-01-05T08:30:00+00:00"),
        ("2026-07-05T09:30:15.250", "2026-07-05T07:30:15+00:00"),
        ("2026-01-05T09:30:00Z", "2026-01-05T09:30:00+00:00"),
        ("2026-01-05 09:30:00 UTC", "2026-01-05T09:30:00+00:00"),
        ("2026-01-05T09:30:00-05:00", "2026-01-05T14:30:00+00:00"),
        ("2026-01-05 09:30+0530", "2026-01-05T04:00:00+00:00"),
        ("31/01/2026 9:05", "2026-01-31T08:05:00+00:00"),
        ("31/01/2026 à 9h05", "2026-01-31T08:05:00+00:00"),
        ("05/Jan/26 9:30 AM", "2026-01-05T08:30:00+00:00"),
        ("05/Jan/26 12:30 am", "2026-01-04T23:30:00+00:00"),
        ("05/Jan/26 12:30 PM", "2026-01-05T11:30:00+00:00"),
        ("2026-03-29 01:59", "2026-03-29T00:59:00+00:00"),
        ("2026-03-29 03:00", "2026-03-29T01:00:00+00:00"),
        ("2026-10-25 01:59", "2026-10-24T23:59:00+00:00"),
        ("2026-10-25 03:00", "2026-10-25T02:00:00+00:00"),
    ],
)
def test_instants(written: str, instant: str) -> None:
    assert of_everybody(read(f"date\tK-1\n{written}\t7\n")) == {instant: 7.0}


def test_times_since_1970() -> None:
    # 1767605400 is 2026-01-05 09:30:00 UTC.
    for written in ("1767605400", "1767605400000"):
        assert of_everybody(read(f"Time,K-1\n{written},7\n")) == {"2026-01-05T09:30:00+00:00": 7.0}


def test_days_as_spreadsheets_count_them_where_the_user_says_so() -> None:
    # In Excel 46027 is formatted as 5 January 2026.
    assert of_everybody(read("date;K-1\n46027;7\n46028,5;8\n", dates=Dates.SERIAL)) == {
        "2026-01-05": 7.0,
        "2026-01-06T11:00:00+00:00": 8.0,
    }


def test_a_time_of_day_in_a_column_of_its_own() -> None:
    content = "Date;Heure;K-1\n2026-01-05;09:30;7\n2026-01-05;10:00;8\n"

    assert of_everybody(read(content)) == {"2026-01-05T08:30:00+00:00": 7.0, "2026-01-05T09:00:00+00:00": 8.0}


def test_times_of_another_zone() -> None:
    assert of_everybody(read("date,K-1\n2026-01-05 09:30,7\n", zone="UTC")) == {"2026-01-05T09:30:00+00:00": 7.0}


def test_midnights_alone_are_days_unless_the_kpi_is_measured_by_the_instant() -> None:
    content = "date,K-1\n2026-01-05 00:00:00,1.5\n2026-01-06 00:00:00,2.25\n"

    assert of_everybody(read(content)) == TWO_DAYS
    by_the_hour = four_kpis({(TIME, "all"): Series(("2026-01-04T10:00:00+00:00",), (3.0,))})
    assert set(of_everybody(read(content, by_the_hour))) == {"2026-01-04T23:00:00+00:00", "2026-01-05T23:00:00+00:00"}


# Numbers


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("12", 12.0),
        ("-12,5", -12.5),
        ("−12.5", -12.5),
        ("+0,5", 0.5),
        (",5", 0.5),
        ("12.", 12.0),
        ("1 234,5", 1234.5),
        ("1\u00a0234\u00a0567,25", 1234567.25),
        ("1\u202f234,5", 1234.5),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1,234,567", 1234567.0),
        ("1.234.567", 1234567.0),
        ("1'234.5", 1234.5),
        ("1’234’567", 1234567.0),
        ("1 234", 1234.0),
        ("1234,567", 1234.567),
        ("0,125", 0.125),
        ("1.5e3", 1500.0),
        ("2E-3", 0.002),
        ("1,234e5", 123400.0),
        ("1.234E+05", 123400.0),
        ("12,5 ms", 12.5),
        ("12.5ms", 12.5),
    ],
)
def test_numbers(written: str, value: float) -> None:
    assert of_everybody(read(f"date\tK-1\n2026-01-05\t{written}\n")) == {"2026-01-05": value}


def test_a_cell_that_tells_the_decimal_mark_settles_it_for_the_column() -> None:
    assert of_everybody(read("date;K-1\n2026-01-05;1,234\n2026-01-06;1,5\n")) == {"2026-01-05": 1.234, "2026-01-06": 1.5}
    assert of_everybody(read("date;K-1\n2026-01-05;1,234\n2026-01-06;1.5\n")) == {"2026-01-05": 1234.0, "2026-01-06": 1.5}


def test_percentages_and_amounts_in_the_unit_of_their_kpi() -> None:
    assert of_everybody(read("date;Régularité\n2026-01;12,5 %\n2026-02;13%\n"), RATE) == {"2026-01-01": 12.5, "2026-02-01": 13.0}
    content = "date;Cost per order\n2026-01-05;1 234,50 €\n2026-01-06;EUR 5\n2026-01-07;$5\n"
    reading = read(content, keep_good=True)
    assert of_everybody(reading, COST) == {"2026-01-05": 1234.5, "2026-01-06": 5.0}
    assert refused(reading) == {4: "in $, and K-3 in €"}


def test_cells_without_a_value_are_passed_over_and_told() -> None:
    reading = read("date;K-1;K-4\n2026-01-05;1;\n2026-01-06;n/a;-\n2026-01-07;;7\n")

    assert taken(reading) == {(TIME, "all"): {"2026-01-05": 1.0}, (USERS, "all"): {"2026-01-07": 7.0}}
    assert reading.empty == 4
    notes = " ".join(map(say, reading.notes))
    assert "4 cells without a value" in notes
    assert "“n/a”" in notes


# Forms


def test_long_form_with_kpis_by_ref_and_title_and_groups() -> None:
    content = (
        "Indicateur;Date;Groupe;Valeur;Remarque\n"
        "k-1;05/01/2026;pilote;12,5;bon\n"
        "regularite;13/01/2026;Témoin;7;\n"
        "K-1 Response time;06/01/2026;all;13;\n"
    )

    assert taken(read(content)) == {
        (TIME, "pilot"): {"2026-01-05": 12.5},
        (RATE, "control"): {"2026-01-13": 7.0},
        (TIME, "all"): {"2026-01-06": 13.0},
    }


def test_wide_form_with_a_column_for_each_kpi_and_group() -> None:
    content = "Week,Response time (ms),K-2 pilot,K-2 (control),Comment\n2026-W05,812,91,88,fine\n2026-W06,795,92,87,\n"
    reading = read(content)

    assert taken(reading) == {
        (TIME, "all"): {"2026-01-26": 812.0, "2026-02-02": 795.0},
        (RATE, "pilot"): {"2026-01-26": 91.0, "2026-02-02": 92.0},
        (RATE, "control"): {"2026-01-26": 88.0, "2026-02-02": 87.0},
    }
    assert [(column.name, column.role.value) for column in reading.columns][-1] == ("Comment", "left_out")


def test_a_column_is_what_the_user_says() -> None:
    content = "day,a,b,c\n2026-01-05,1,2,3\n"

    assert taken(read(content, columns={"a": "Response time", "3": "K-2 pilot", "*": "-"})) == {
        (TIME, "all"): {"2026-01-05": 1.0},
        (RATE, "pilot"): {"2026-01-05": 2.0},
    }
    assert taken(read(content, kpi="users", columns={"c": "value"})) == {(USERS, "all"): {"2026-01-05": 3.0}}


def test_a_name_in_the_column_of_kpis_is_what_the_user_says() -> None:
    content = "date,metric,value\n2026-01-05,p95,1\n2026-01-05,p50,2\n"

    assert taken(read(content, columns={"p95": "K-1", "p50": "-"})) == {(TIME, "all"): {"2026-01-05": 1.0}}


def test_a_header_tells_the_group_though_the_kpi_is_told_elsewhere() -> None:
    assert taken(read("date;kpi;value (pilot)\n2026-01-05;K-1;5\n")) == {(TIME, "pilot"): {"2026-01-05": 5.0}}
    assert taken(read("date;control\n2026-01-05;5\n", kpi="K-1")) == {(TIME, "control"): {"2026-01-05": 5.0}}
    both = read(
        "date;Temps (pilote);Temps (témoin)\n2026-01-05;5;6\n", columns={"Temps (pilote)": "K-1", "Temps (témoin)": "K-1"}
    )
    assert taken(both) == {(TIME, "pilot"): {"2026-01-05": 5.0}, (TIME, "control"): {"2026-01-05": 6.0}}


def test_the_group_is_the_one_told_else_the_one_that_the_kpi_is_measured_for() -> None:
    content = "date,K-1\n2026-01-05,1\n"
    piloted = four_kpis({(TIME, "pilot"): Series(("2026-01-04",), (3.0,))})

    assert set(taken(read(content))) == {(TIME, "all")}
    assert set(taken(read(content, piloted))) == {(TIME, "pilot")}
    assert set(taken(read(content, piloted, group=Group.CONTROL))) == {(TIME, "control")}


def test_what_is_there_already_is_told_from_what_is_new_and_what_changes() -> None:
    held = four_kpis({(TIME, "all"): Series(("2026-01-05", "2026-01-06"), (1.0, 2.0))})
    (series,) = read("date,K-1\n2026-01-05,1\n2026-01-06,5\n2026-01-07,7\n", held).series

    assert (series.count, series.new, series.changed, series.unchanged) == (3, 1, 1, 1)
    assert (series.first.isoformat(), series.last.isoformat()) == ("2026-01-05", "2026-01-07")


TWICE = "date,K-1\n2026-01-05,1\n2026-01-06,2\n2026-01-05,4\n2026-01-06,2\n"


def test_one_value_said_twice_is_one_and_two_values_are_refused() -> None:
    reading = read(TWICE, keep_good=True)

    assert of_everybody(reading) == {"2026-01-06": 2.0}
    assert "line 4" in refused(reading)[2]
    assert "line 2" in refused(reading)[4]
    assert any("1 line says the same again" in say(note) for note in reading.notes)


@pytest.mark.parametrize(("choice", "value"), [(Duplicates.FIRST, 1.0), (Duplicates.LAST, 4.0), (Duplicates.MEAN, 2.5)])
def test_the_user_chooses_among_several_values(choice: Duplicates, value: float) -> None:
    assert of_everybody(read(TWICE, duplicates=choice)) == {"2026-01-05": value, "2026-01-06": 2.0}


def test_the_first_measurements_are_shown_as_they_would_be_taken() -> None:
    preview = read("date;K-1;K-4\n13/01/2026;1,5;2\n14/01/2026;2,5;3\n").preview

    assert [(each.line, each.kpi.ref, each.time, each.value) for each in preview] == [
        (2, TIME, "2026-01-13", 1.5),
        (2, USERS, "2026-01-13", 2.0),
        (3, TIME, "2026-01-14", 2.5),
        (3, USERS, "2026-01-14", 3.0),
    ]


def test_a_months_value_of_a_weekly_kpi_is_told_to_stand_on_its_first_day() -> None:
    assert any("first day" in say(note) for note in read("date;K-1\n2026-01;1\n").notes)
    assert not read("date;K-2\n2026-01;1\n").notes


def test_decimals_that_the_user_tells() -> None:
    assert of_everybody(read("date;K-1\n2026-01-05;1,234\n", decimal=Decimal.COMMA)) == {"2026-01-05": 1.234}
    assert of_everybody(read("date;K-1\n2026-01-05;1,234\n", decimal=Decimal.POINT)) == {"2026-01-05": 1234.0}
