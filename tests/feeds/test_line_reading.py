"""What a line of a feed holds, and what is said of one that holds nothing of use."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cockpit.domain.feed import Feed
from cockpit.domain.feed_progress import BadLine, LineFault
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.validation import validated
from cockpit.feeds.growing_file import GrowingFile, RawLine
from cockpit.feeds.line_reading import LineReader, NoField, Reading
from tests.thoroughness import examples

NOW = datetime(2026, 3, 2, 9, 0, 0, 500, tzinfo=UTC)
KPIS = (
    Kpi(uid="latency", ref="K-1", title="Response time"),
    Kpi(uid="joy", ref="K-2", title="Satisfaction"),
)


def reader(header: Sequence[str] = (), **values: Any) -> LineReader:
    feed = validated(Feed, {"uid": "f", "title": "Probe", "kpi": "latency", "path": "/probe.csv", **values})
    return LineReader(feed, KPIS, "Europe/Paris", header)


def raw(*lines: str | bytes) -> list[RawLine]:
    return [
        RawLine(number, line if isinstance(line, bytes) else line.encode(), first=number == 1)
        for number, line in enumerate(lines, start=1)
    ]


def read(lines: list[RawLine], **values: Any) -> tuple[list[Reading], list[BadLine]]:
    return reader(**values).read(lines, NOW)


def only(line: str, **values: Any) -> Reading:
    header = ["time,value"] if values.get("format", "csv") == "csv" else []
    (found,), bad = read(raw(*header, line), **values)
    assert not bad
    return found


def wrong(line: str | bytes, **values: Any) -> tuple[LineFault, str]:
    header = ["time,value"] if values.get("format", "csv") == "csv" else []
    found, (bad,) = read(raw(*header, line), **values)
    assert not found
    assert bad.line == len(header) + 1
    return bad.why, bad.detail


@pytest.mark.parametrize(
    ("written", "time"),
    [
        ("2026-03-02", "2026-03-02"),
        ("2026-03-02T09:30:00Z", "2026-03-02T09:30:00+00:00"),
        ("2026-03-02 10:30:00+01:00", "2026-03-02T09:30:00+00:00"),
        ("2026-03-02T10:30", "2026-03-02T09:30:00+00:00"),
        ("2026-03-02T10:30:00.250", "2026-03-02T09:30:00.250+00:00"),
        ("2026-03-02 10:30:00,5 +0100", "2026-03-02T09:30:00.500+00:00"),
        ("2026-03-02T09:30:00.123456789Z", "2026-03-02T09:30:00.123456+00:00"),
        ("1777886400", "2026-05-04T09:20:00+00:00"),
        ("1777886400.25", "2026-05-04T09:20:00.250+00:00"),
        ("1777886400250", "2026-05-04T09:20:00.250+00:00"),
        ("1777886400250001", "2026-05-04T09:20:00.250001+00:00"),
    ],
)
def test_times(written: str, time: str) -> None:
    assert only(f'"{written}",5').time == time
    if written[10:].isdigit():
        assert only(f'{{"time": {written}, "value": 5}}', format="json").time == time


@pytest.mark.parametrize(
    "written",
    [
        "", "now", "2026-02-30", "2026-03-02T25:00Z", "04/05/2026", "12:30", "1899-12-31", "9999-12-31T23:59:59-05:00", "20260302", "46146",
        "2026-03-29T02:30:00", "2026-10-25T02:30:00", "２０２６-03-02",
    ],
)  # fmt: skip
def test_a_time_that_is_none_or_could_be_two_is_told(written: str) -> None:
    assert wrong(f"{written},5") == (LineFault.NO_TIME, written)


def test_a_count_beyond_all_times_is_told() -> None:
    for count in ("1" * 401, "-" + "9" * 400, "1e999", "NaN", "-Infinity"):
        assert wrong(f'{{"time": {count}, "value": 5}}', format="json")[0] is LineFault.NO_TIME


def test_a_time_that_clocks_make_twice_tells_its_offset() -> None:
    assert only("2026-10-25T02:30:00+01:00,5").time == "2026-10-25T01:30:00+00:00"


@pytest.mark.parametrize(
    ("written", "value"), [("5", 5.0), ("-0.0", 0.0), ("+.5", 0.5), ("1.5e3", 1500.0), (" 7 ", 7.0), ("1e15", 1e15)]
)
def test_numbers(written: str, value: float) -> None:
    assert only(f"2026-03-02,{written}").value == value
    assert str(only(f"2026-03-02,{written}").value) == str(value), "a negative zero is none"


@pytest.mark.parametrize("written", ["12,5", "1 000", "1.5.2", "0x10", "5%", "five", "1_000", "NaN", "inf", "-Infinity", "١٢"])
def test_what_is_no_number_is_told(written: str) -> None:
    assert wrong(f'2026-03-02,"{written}"') == (LineFault.NO_NUMBER, written)


@pytest.mark.parametrize("written", ["1e16", "-1e300", "1e999"])
def test_what_is_too_large_is_told(written: str) -> None:
    assert wrong(f"2026-03-02,{written}")[0] is LineFault.TOO_LARGE
    assert wrong(json.dumps({"time": "2026-03-02", "value": 10**400}), format="json")[0] is LineFault.TOO_LARGE


def test_a_decimal_comma_is_one_where_the_feed_says_so() -> None:
    lines = raw("time;value", "2026-03-02;12,5", "2026-03-03;1.234,5", "2026-03-04;3")
    found, bad = read(lines, decimal="comma")
    assert [each.value for each in found] == [12.5, 3.0]
    assert [(each.line, each.why) for each in bad] == [(3, LineFault.NO_NUMBER)]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_columns_are_found_by_their_names_wherever_they_stand(separator: str) -> None:
    lines = raw(*(line.replace(",", separator) for line in ("note,value,time", "x,5,2026-03-02", ",6,2026-03-03")))
    assert [(each.time, each.value) for each in read(lines)[0]] == [("2026-03-02", 5.0), ("2026-03-03", 6.0)]


def test_cells_may_be_quoted_and_blank_lines_and_headers_say_nothing() -> None:
    lines = raw(
        "time,value,note",
        "",
        '2026-03-02,5,"a, ""b"""',
        "time,value,note",
        "  ",
        "2026-03-03,n/a,",
        "2026-03-04,,",
        "2026-03-05,7,",
    )
    found, bad = read(lines)
    assert [each.value for each in found] == [5.0, 7.0]
    assert bad == []


def test_bad_lines_are_told_and_the_good_ones_kept() -> None:
    lines = raw("time,value", "2026-03-02,5", "2026-03-03", '2026-03-04,"5', b"2026-03-05,\xff", "2026-03-06,6,7", "2026-03-07,7")
    lines.append(RawLine(8, b"", fault=LineFault.NUL))
    lines.append(RawLine(9, b"2026-03-08,8", ended=False))
    found, bad = read(lines)
    assert [each.time for each in found] == ["2026-03-02", "2026-03-07"]
    assert [(each.line, each.why, each.detail) for each in bad] == [
        (3, LineFault.CELLS, "2026-03-03"),
        (4, LineFault.QUOTE, '2026-03-04,"5'),
        (5, LineFault.NO_TEXT, ""),
        (6, LineFault.CELLS, "2026-03-06,6,7"),
        (8, LineFault.NUL, ""),
        (9, LineFault.UNENDED, "2026-03-08,8"),
    ]


def test_what_is_repeated_of_a_line_steers_no_terminal() -> None:
    assert wrong("2026-03-02,\x1b[2J\x1b]0;x\x07[red]") == (LineFault.NO_NUMBER, "[red]")
    assert len(wrong(f"2026-03-02,{'x' * 5000}")[1]) < 80


def test_a_header_without_the_field_stops_everything() -> None:
    with pytest.raises(NoField) as missing:
        read(raw("when,value", "2026-03-02,5"))
    assert missing.value.detail == "time"
    assert read(raw("when,value", "2026-03-02,5"), time_field="when")[0][0].value == 5.0


def test_a_reader_goes_on_with_the_header_of_before_and_a_new_file_may_have_another() -> None:
    first = reader()
    first.read(raw("time;value;x", "2026-03-02;5;"), NOW)
    later = reader(first.kept_header)
    assert [each.value for each in later.read([RawLine(3, b"2026-03-03;6;")], NOW)[0]] == [6.0]
    # A rotated file without a header of its own, then one with another.
    assert [each.value for each in later.read([RawLine(1, b"2026-03-04;7;", first=True)], NOW)[0]] == [7.0]
    lines = [RawLine(1, b"value,time", first=True), RawLine(2, b"8,2026-03-05")]
    assert [each.value for each in later.read(lines, NOW)[0]] == [8.0]


def test_objects_of_json() -> None:
    lines = raw(
        '{"time": "2026-03-02", "value": 5}', '{"value": "6.5", "time": "2026-03-03", "other": {"a": [1]}}', '{"time": "2026-03-04", "value": null}',
        '{"time": "2026-03-05"}', "[5]", "{", '{"time": "2026-03-06", "value": true}', '{"time": "2026-03-07", "value": [5]}', "[" * 30_000,
    )  # fmt: skip
    found, bad = read(lines, format="json")
    assert [(each.time, each.value) for each in found] == [("2026-03-02", 5.0), ("2026-03-03", 6.5)]
    assert [(each.line, each.why) for each in bad] == [
        (4, LineFault.NO_VALUE), (5, LineFault.NO_JSON), (6, LineFault.NO_JSON), (7, LineFault.NO_NUMBER), (8, LineFault.NO_NUMBER), (9, LineFault.NO_JSON),
    ]  # fmt: skip


def test_fields_within_objects() -> None:
    line = '{"at": {"sent": "2026-03-02"}, "stats": {"p95": 812}, "stats.p95": 5}'
    found = only(line, format="json", time_field="at.sent", value_field="stats.p95")
    assert (found.time, found.value) == ("2026-03-02", 5.0)
    assert only(line.replace(', "stats.p95": 5', ""), format="json", time_field="at.sent", value_field="stats.p95").value == 812.0


def test_lines_may_be_of_several_kpis_and_groups() -> None:
    lines = raw(
        "time,value,what,whom", "2026-03-02,1,,", "2026-03-02,2,K-2,pilot", "2026-03-02,3,response TIME,témoin", "2026-03-02,4,joy,all",
        "2026-03-02,5,K-9,", "2026-03-02,6,,others",
    )  # fmt: skip
    found, bad = read(lines, kpi_field="what", group_field="whom", group="control")
    assert [(each.kpi, each.group) for each in found] == [
        ("latency", Group.CONTROL), ("joy", Group.PILOT), ("latency", Group.CONTROL), ("joy", Group.ALL),
    ]  # fmt: skip
    assert [(each.why, each.detail) for each in bad] == [(LineFault.NO_KPI, "K-9"), (LineFault.NO_GROUP, "others")]


def test_lines_without_a_time_count_for_now_and_none_takes_anothers_place() -> None:
    found, _ = read(raw("5", "6", "seven", "8"), format="value")
    assert [(each.time, each.value) for each in found] == [
        ("2026-03-02T09:00:00.000500+00:00", 5.0), ("2026-03-02T09:00:00.000501+00:00", 6.0), ("2026-03-02T09:00:00.000502+00:00", 8.0),
    ]  # fmt: skip
    assert only("2026-03-02,5", time_field="").time == "2026-03-02T09:00:00.000500+00:00"


_LINES = st.lists(
    st.sampled_from((
        "2026-03-02T09:30:00Z,5", "2026-03-02T09:30:00.250Z,6.25", "2026-03-03,n/a", "x,y", "", "2026-03-04,é", "time,value", '2026-03-05,"7"',
        "2026-03-06,8\r", "1777886400.5,9", "2026-03-07,1e3",
    )),
    max_size=12,
)  # fmt: skip


@given(_LINES, st.lists(st.integers(0, 200), max_size=8))
@settings(examples(100))
def test_however_the_bytes_come_the_readings_are_the_same(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], cuts: list[int]
) -> None:
    content = "".join(f"{line}\n" for line in ("time,value", *lines)).encode()
    expected = read([RawLine(number, line, number == 1) for number, line in enumerate(content.split(b"\n")[:-1], start=1)])
    # The file knows line ends of both kinds.
    path = tmp_path_factory.mktemp("cut") / "probe.csv"
    path.touch()
    file, found, bad = GrowingFile(path), [], []
    header: Sequence[str] = ()
    for begin, end in zip([0, *sorted(cuts)], [*sorted(cuts), len(content)], strict=True):
        with path.open("ab") as growing:
            growing.write(content[begin:end])
        each = reader(header)
        readings, wrong_lines = each.read(file.look(NOW).lines, NOW)
        header = each.kept_header
        found += readings
        bad += wrong_lines
    file.close()
    assert (found, bad) == expected


def test_a_thousand_lines_are_read_from_a_file_as_from_memory(tmp_path: Path) -> None:
    path = tmp_path / "probe.csv"
    path.write_text("time,value\n" + "".join(f"{1777886400 + number / 1000},{number}\n" for number in range(1000)), "utf-8")
    found, bad = read(list(GrowingFile(path).look(NOW).lines))
    assert [each.value for each in found] == list(map(float, range(1000)))
    assert len({each.time for each in found}) == 1000
    assert bad == []
