"""Whatever dialect a table of values is written in, what is read are these values or a question, never others."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.measurement import validated_columns
from cockpit.exchange.kpi_csv import Dates, Decimal, Reading
from cockpit.exchange.kpi_csv.rows import Rows, read_rows
from tests.exchange.kpi_files import TIME, USERS, four_kpis, read, taken
from tests.thoroughness import examples

STATE = four_kpis()

DAYS: dict[str, Callable[[date], str]] = {
    "2026-01-05": lambda day: day.isoformat(),
    "20260105": lambda day: f"{day:%Y%m%d}",
    "05/01/2026": lambda day: f"{day:%d/%m/%Y}",
    "5/1/2026": lambda day: f"{day.day}/{day.month}/{day.year}",
    "01/05/2026": lambda day: f"{day:%m/%d/%Y}",
    "05.01.2026": lambda day: f"{day:%d.%m.%Y}",
    "05/01/26": lambda day: f"{day:%d/%m/%y}",
    "26-01-05": lambda day: f"{day:%y-%m-%d}",
}
ORDER = {"01/05/2026": Dates.MONTH_FIRST, "26-01-05": Dates.YEAR_FIRST}


class Dialect(NamedTuple):
    """How a table is written."""

    separator: str
    mark: str
    grouping: str
    day: str
    encoding: str
    end: str
    quoting: int
    preamble: bool
    told: bool

    @property
    def answers(self) -> dict[str, object]:
        """What its writer would answer."""
        return {
            "dates": ORDER.get(self.day, Dates.DAY_FIRST),
            "decimal": Decimal.COMMA if self.mark == "," else Decimal.POINT,
        }

    def number(self, value: float, decimals: int) -> str:
        """A number as it is written."""
        text = f"{value:,.{decimals}f}"
        return text.translate({ord(","): self.grouping, ord("."): self.mark})

    def table(self, rows: list[list[str]]) -> bytes:
        """A table as it is written."""
        text = io.StringIO()
        writer = csv.writer(text, delimiter=self.separator, lineterminator=self.end, quoting=self.quoting)  # type: ignore[arg-type]
        writer.writerows(rows)
        told = f"sep={self.separator}{self.end}" if self.told else ""
        preamble = f"Our KPIs{self.end}{self.end}" if self.preamble and not self.told else ""
        return (told + preamble + text.getvalue()).encode(self.encoding)


DIALECTS = st.builds(
    Dialect,
    separator=st.sampled_from([",", ";", "\t", "|"]),
    mark=st.sampled_from([",", "."]),
    grouping=st.sampled_from(["", " ", "\u00a0", ",", ".", "'"]),
    day=st.sampled_from(sorted(DAYS)),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    preamble=st.booleans(),
    told=st.booleans(),
).filter(lambda dialect: dialect.mark != dialect.grouping)

VALUES = st.lists(
    st.tuples(st.dates(date(2001, 1, 1), date(2049, 12, 31)), st.integers(-10_000_000, 10_000_000), st.integers(0, 9_999)),
    min_size=1, max_size=8, unique_by=lambda point: point[0],
)  # fmt: skip


@examples(300)
@given(DIALECTS, VALUES, st.integers(0, 4), st.booleans())
def test_what_is_written_is_read_or_asked(
    dialect: Dialect, values: list[tuple[date, int, int]], decimals: int, long: bool
) -> None:
    write = DAYS[dialect.day]
    wanted = {
        (TIME, "all"): {day.isoformat(): one / 10**decimals for day, one, _ in values},
        (USERS, "all"): {day.isoformat(): float(other) for day, _, other in values},
    }
    cells = [(write(day), dialect.number(one / 10**decimals, decimals), str(other)) for day, one, other in values]
    if long:
        rows = [["Date", "KPI", "Valeur"]]
        rows += [[day, kpi, value] for day, one, other in cells for kpi, value in ((TIME, one), (USERS, other))]
    else:
        rows = [["Date", "Response time", "Users"], *map(list, cells)]
    content = dialect.table(rows)

    reading = read(content, STATE)
    if reading.questions:
        assert {question.option for question in reading.questions} <= {"--dates", "--decimal"}
    else:
        assert is_what_was_written(reading, wanted)
    assert is_what_was_written(read(content, STATE, **dialect.answers), wanted)


def is_what_was_written(reading: Reading, wanted: dict[tuple[str, str], dict[str, float]]) -> bool:
    """Whether a reading is complete, and each of its values the one that was written."""
    assert all(validated_columns(*series.points.columns) == series.points for series in reading.series)
    return not reading.refused and taken(reading) == wanted


CELLS = st.text(st.sampled_from('ab;,\n" 1é'), max_size=5)


@examples(200)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=6))
def test_cells_are_those_that_pythons_own_writer_wrote(rows: list[tuple[str, str, str]]) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\n").writerows(rows)

    found = read_rows(text.getvalue(), ";", 1, 3)
    assert not found.malformed
    plain = [row for row in rows if any(row)]
    assert list(zip(*found.columns, strict=True)) == plain


@examples(100)
@given(st.lists(st.text(st.sampled_from("ab;1 "), max_size=8), min_size=1, max_size=8))
def test_lines_without_quotes_are_read_as_with_them(lines: list[str]) -> None:
    plain = read_rows("\n".join(lines), ";", 1, 3)
    # A quoted line at the end, alike in all else, has the other reader read the rest.
    quoted = read_rows("\n".join([*lines, '"x";"y";"z"']), ";", 1, 3)

    assert cells_by_line(plain) == {line: cells for line, cells in cells_by_line(quoted).items() if line <= len(lines)}
    assert [each.line for each in plain.malformed] == [each.line for each in quoted.malformed]


def cells_by_line(rows: Rows) -> dict[int, tuple[str, ...]]:
    """The rows by their lines, but for those without any text."""
    found = dict(zip(rows.lines, zip(*rows.columns, strict=True), strict=True))
    return {line: cells for line, cells in found.items() if any(cells)}


def test_days_of_a_whole_century_in_each_notation() -> None:
    days = [date(2000, 1, 1) + timedelta(days=11 * step) for step in range(3300)]
    for name, write in DAYS.items():
        content = "date\tK-1\n" + "".join(f"{write(day)}\t1\n" for day in days)
        given_order = {"dates": ORDER[name]} if name in ORDER else {}
        reading = read(content, STATE, keep_good=True, **given_order)
        # Two digits tell the century up to 2068 alone.
        kept = [day.isoformat() for day in days if day.year < 2069 or name not in ("05/01/26", "26-01-05")]
        assert list(taken(reading)[TIME, "all"]) == kept, name
        assert len(reading.refused) == len(days) - len(kept), name
