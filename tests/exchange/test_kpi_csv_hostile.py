"""Files that are no table, and tables with everything that can be wrong: a clear list, each line by its number, and no guess."""

import random
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from cockpit.domain.problem import Refused
from cockpit.exchange.kpi_csv import Options, read_sheet
from cockpit.language import say
from tests.exchange.kpi_files import TIME, asked, of_everybody, read, refused


def workbook() -> bytes:
    """The beginning of what a spreadsheet saves by itself."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b" \r\n\r\n\t", "empty"),
        (b"date,K-1\n", "no line of data"),
        (b"date,K-1\n\n\n,\n", "no line of data"),
        (workbook(), "workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "workbook"),
        (b"%PDF-1.7\n1 0 obj", "PDF"),
        (b"\x1f\x8b\x08\x00", "compressed"),
        (b"SQLite format 3\x00", "database"),
        (b"<!DOCTYPE html>\n<html><body><table><tr><td>1,2</td></tr></table></body></html>", "web page"),
        (b"\n<!-- export -->\n<table><tr><td>date</td></tr></table>", "web page"),
        (b'<?xml version="1.0"?><data/>', "XML"),
        (b'{"date": "2026-01-05", "value": 1}', "JSON"),
        (b'[{"date": "2026-01-05"}]', "JSON"),
        (b"date,K-1\n2026-01-05,\x005\n", "NUL"),
        (bytes(range(1, 32)) * 20, "no text"),
        (random.Random(3).randbytes(20_000), ""),
        (b"date\n2026-01-05\n2026-01-06\n", "separator"),
        (b"hello", "separator"),
        (b"\xff\xfed\x00a\x00t", "UTF-16"),
        (b"date," + b",".join(b"c%d" % each for each in range(5000)) + b"\n2026-01-05" + b",1" * 5000, "5,001 columns"),
    ],
)
def test_what_is_no_table_is_told_for_what_it_is(content: bytes, told: str) -> None:
    with pytest.raises(Refused) as caught:
        read_sheet(BytesIO(content))

    assert told in " ".join(say(problem.message) for problem in caught.value.problems)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    for path, told in ((tmp_path / "none.csv", "no file"), (tmp_path, "folder")):
        with pytest.raises(Refused) as caught:
            read_sheet(path)
        assert told in say(caught.value.problems[0].message)


def test_a_file_that_is_too_large_is_told_before_it_is_all_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cockpit.exchange.kpi_csv.file_text.LARGEST_FILE", 2**20)
    with pytest.raises(Refused) as caught, Path("/dev/zero").open("rb") as endless:
        read_sheet(endless)

    assert "larger than 1 MB" in say(caught.value.problems[0].message)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (Options(encoding="utf-99"), "no encoding “utf-99”"),
        (Options(encoding="base64"), "no encoding “base64”"),
        (Options(encoding="ascii"), "E9"),
        (Options(separator="::"), "--separator"),
    ],
)
def test_an_encoding_or_separator_that_cannot_be_is_told(options: Options, told: str) -> None:
    with pytest.raises(Refused) as caught:
        read_sheet(BytesIO("date;é\n2026-01-05;1\n".encode("cp1252")), options)

    assert told in say(caught.value.problems[0].message)


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ("0001-01-01,1", "1900 to 2199"),
        ("9999-12-31,1", "1900 to 2199"),
        ("2026-02-29,1", "no such day"),
        ("31/04/2026,1", "no such day"),
        ("2026-W54,1", "no such week"),
        ("2026-01-05 24:00,1", "no such time of day"),
        ("2026-01-05 13:00 PM,1", "no such time of day"),
        ("2026-03-29 02:30,1", "never was in Europe/Paris"),
        ("2026-10-25 02:30,1", "was twice in Europe/Paris"),
        ("yesterday,1", "no date that is understood"),
        ("2026-13,1", "no such day"),
        ("31/12/99,1", "either century"),
        ("31-Dec-99,1", "either century"),
        ("2026-S1,1", "no date that is understood"),
        ("1900-01-01T00:30+02:00,1", "1900 to 2199"),
        ("2199-12-31T23:30-05:00,1", "1900 to 2199"),
        (",1", "the date is missing"),
        ("2026-01-06,NaN", "no number that can be measured"),
        ("2026-01-06,inf", "no number that can be measured"),
        ("2026-01-06,1e308", "too large"),
        ("2026-01-06,1e999", "too large"),
        ("2026-01-06," + "9" * 400, "too large"),
        ("2026-01-06,#DIV/0!", "error of a formula"),
        ("2026-01-06,#N/A", "error of a formula"),
        ("2026-01-06,12 34", "no number"),
        ("2026-01-06,1_000", "no number"),
        ("2026-01-06,٣", "no number"),
        ("2026-01-06,12 s", "in s, and K-1 in ms"),
        ("2026-01-06,12 Ms", "in Ms, and K-1 in ms"),
        ("2026-01-06,12 %", "in %, and K-1 in ms"),
        ("2026-01-06," + "x" * 200_000, "no number"),
        ("2026-01-06,\x1b[31m5", "no number"),
        ("2026-01-06,1,2", "3 cells"),
        ("2026-01-06", "1 cell,"),
        ('2026-01-06,"1" 2', "closing quote"),
        ('2026-01-06,"1', "never closed"),
        ('"2026-01-06,1', "never closed"),
    ],
)
def test_a_line_that_cannot_be_taken_is_told_by_its_number_and_the_rest_can_be_kept(cells: str, why: str) -> None:
    content = f"date,K-1\n2026-01-05,1.5\n{cells}\n2026-01-07,2.5\n"
    reading = read(content)

    assert reading.is_blocked
    assert list(refused(reading)) == [3]
    assert why in refused(reading)[3]
    assert of_everybody(read(content, keep_good=True)) == {"2026-01-05": 1.5, "2026-01-07": 2.5}
    assert all("\x1b" not in line.text for line in reading.refused)
    assert all(len(line.text) < 100 for line in reading.refused)


def test_one_line_is_refused_once_for_each_cell_that_is_wrong() -> None:
    reading = read("date,K-1,K-4\n2026-01-05,x,1\n2026-02-30 25:00,y,z\n", keep_good=True)

    assert [(line.line, line.column) for line in reading.refused] == [(2, "K-1"), (3, "date"), (3, "K-1"), (3, "K-4")]


def test_cells_beyond_the_header_are_refused_rather_than_decimals_left_out() -> None:
    with pytest.raises(Refused) as caught:
        read("date,Response time\n2026-01-05,12\n2026-01-06,12,5\n2026-01-07,13,5\n")

    assert [problem.line for problem in caught.value.problems] == [3]
    assert of_everybody(read("date,K-1\n2026-01-05,12,\n2026-01-06,13,\n")) == {"2026-01-05": 12.0, "2026-01-06": 13.0}


def test_lines_with_a_cell_too_few_right_after_the_header_are_told() -> None:
    reading = read("date,K-1,note\n2026-01-05,1\n2026-01-06,2\n2026-01-07,3,x\n2026-01-08,4,y\n2026-01-09,5,z\n")

    assert list(refused(reading)) == [2, 3]
    assert not reading.questions


def test_a_header_may_steer_no_terminal() -> None:
    reading = read("date,\x1b]0;owned\x07Users\x1b[2J,[red]x[/]\n2026-01-05,1,2\n")

    told = " ".join(say(problem.message) for problem in reading.problems())
    assert "\x1b" not in told
    assert "[red]x[/]" in told


@pytest.mark.parametrize("closing", ['4"x', '"4";"5'])
def test_lines_that_an_unclosed_quote_swallows_are_read_or_told(closing: str) -> None:
    content = f'date;K-1\n2026-01-01;1\n2026-01-02;"2\n2026-01-03;3\n2026-01-04;{closing}\n2026-01-05;5\n'
    reading = read(content, keep_good=True)

    assert set(refused(reading)) == {3, 5}
    assert "never closed" in refused(reading)[3]
    assert of_everybody(reading) == {"2026-01-01": 1.0, "2026-01-03": 3.0, "2026-01-05": 5.0}


def test_a_cell_of_several_lines_that_is_refused_tells_where_it_ends() -> None:
    (line,) = read('date;K-1\n2026-01-01;1\n2026-01-02;"2\n2026-01-03;3\n2026-01-04;4"\n').refused

    assert line.line == 3
    assert "closed on line 5" in say(line.reason)


def test_a_file_is_read_alike_whatever_file_was_read_before() -> None:
    content = f'date;K-1;{"long " * 100}\n2026-01-05;1;"{"x" * 200_000}"\n'
    read('date;K-1\n2026-01-05;"1"\n')

    assert of_everybody(read(content)) == {"2026-01-05": 1.0}


@pytest.mark.parametrize("content", ["sep=;", "sep=;\n;;\n", ";;\n;;\n"])
def test_a_file_of_empty_cells_is_empty(content: str) -> None:
    with pytest.raises(Refused) as caught:
        read(content, separator=";")

    assert "empty" in say(caught.value.problems[0].message)


def test_many_unclosed_quotes_end() -> None:
    reading = read("date,K-1\n" + '2026-01-05,"\n2026-01-06,1\n' * 101)

    assert reading.is_blocked
    assert reading.refused


def test_a_table_without_dates_or_numbers_says_which_columns_it_has() -> None:
    for content, told in (("a,b\nx,1\ny,2\n", "No column holds dates"), ("date,note\n2026-01-05,x\n", "No column holds numbers")):
        (problem, *_) = read(content).problems()
        assert told in say(problem.message)
        assert "b" in say(problem.message) or "note" in say(problem.message)


def test_a_project_without_kpis_says_so() -> None:
    from tests.domain.projects import project

    (problem,) = read("date,K-1\n2026-01-05,1\n", project()).problems()
    assert "no KPI yet" in say(problem.message)


def test_everything_that_is_wrong_is_told_in_the_order_of_the_lines() -> None:
    reading = read("date,K-1\nfoo,1\n2026-01-05,x\nbar,2\n2026-01-06,3\n2026-01-06,4\n")

    assert list(refused(reading)) == [2, 3, 4, 5, 6]
    assert not asked(reading)
    assert reading.series == ()
    assert TIME in refused(reading)[5]
