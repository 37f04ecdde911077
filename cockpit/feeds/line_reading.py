"""What the lines of a feed hold: a time, a value, whom and what it is of; or what is wrong with a line.

Unlike a file that somebody takes in by hand, nobody is there to be asked: times are ISO 8601 or counted since 1970, numbers have no marks
between the thousands, and the feed says what its fields are called.
"""

import csv
import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from cockpit.domain.feed import DecimalMark, Feed, FeedFormat
from cockpit.domain.feed_progress import BadLine, FeedFault, LineFault
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.measurement import LARGEST_VALUE, time_key
from cockpit.domain.validation import echo
from cockpit.exchange.kpi_csv.kpi_names import KpiNames
from cockpit.exchange.kpi_csv.words import group_of
from cockpit.feeds.growing_file import RawLine

_SEPARATORS = ",;\t|"
_EMPTY = frozenset(("", "-", "n/a", "na", "nd", "null", "none"))
"""Cells that stand for no value, as in files that are taken in by hand."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_INSTANT = re.compile(r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?) ?([Zz]|[+-]\d\d(?::?\d\d)?)?", re.ASCII)
_COUNT = re.compile(r"\d{9,16}(?:\.\d{1,9})?", re.ASCII)
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a line holds: a value of a KPI (its uid) for a group, at a time as measurements are keyed."""

    kpi: str
    group: Group
    time: str
    value: float


class NoField(Exception):
    """The lines lack a field that the feed names; no line of them can be read."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.why, self.detail = FeedFault.NO_FIELD, echo(name)


class _Wrong(Exception):
    def __init__(self, why: LineFault, detail: object = "") -> None:
        super().__init__(why, detail)
        self.why, self.detail = why, echo(detail)


class LineReader:
    """Reads the lines of one feed; ``header`` is the first line of a CSV that was read before."""

    def __init__(self, feed: Feed, kpis: Iterable[Kpi], zone: str, header: Sequence[str] = ()) -> None:
        self._feed = feed
        self._names = KpiNames(kpis)
        self._uids = {kpi.uid for kpi in self._names.kpis}
        self._zone = ZoneInfo(zone)
        self._wanted = tuple(filter(None, (feed.time_field, feed.value_field, feed.kpi_field, feed.group_field)))
        self._separator = ","
        self.header: tuple[str, ...] = ()
        if header:
            self._take_header(tuple(header[1:]), header[0])

    @property
    def kept_header(self) -> list[str]:
        """The separator and the names of the columns, for a reader that goes on later; empty where there are none."""
        return [self._separator, *self.header] if self.header else []

    def read(self, lines: Iterable[RawLine], now: datetime) -> tuple[list[Reading], list[BadLine]]:
        """What lines hold, and which of them are bad.  Lines without a time of their own count for ``now``, a microsecond apart.

        Raises :class:`NoField` where they have not the fields that the feed names.
        """
        readings: list[Reading] = []
        bad: list[BadLine] = []
        for line in lines:
            try:
                found = self._reading(line, now, len(readings))
            except _Wrong as wrong:
                bad.append(BadLine(line.number, wrong.why, wrong.detail))
            else:
                if found is not None:
                    readings.append(found)
        return readings, bad

    def _reading(self, line: RawLine, now: datetime, place: int) -> Reading | None:
        """What a line holds; None for one that holds nothing: a header, a blank line, a cell that stands for no value."""
        if line.fault is not None:
            raise _Wrong(line.fault, line.detail)
        try:
            text = line.content.decode()
        except UnicodeDecodeError:
            raise _Wrong(LineFault.NO_TEXT) from None
        if not text.strip():
            return None
        if self._feed.format is FeedFormat.VALUE:
            self._refuse_unended(line, text)
            value = self._value(text)
            return None if value is None else Reading(self._feed.kpi, self._feed.group, _key(now, place), value)
        if self._feed.format is FeedFormat.JSON:
            cells = _object(text)
        else:
            row = self._row(line, text)
            if row is None:
                return None
            self._refuse_unended(line, text)
            cells = row
        return self._put_together(cells, now, place)

    def _put_together(self, cells: Mapping[str, Any], now: datetime, place: int) -> Reading | None:
        feed = self._feed
        given = _field(cells, feed.value_field)
        if given is _ABSENT:
            raise _Wrong(LineFault.NO_VALUE)
        value = self._value(given)
        if value is None:
            return None
        return Reading(
            self._kpi(_field(cells, feed.kpi_field)) if feed.kpi_field else feed.kpi,
            self._group(_field(cells, feed.group_field)) if feed.group_field else feed.group,
            self._time(_field(cells, feed.time_field)) if feed.time_field else _key(now, place),
            value,
        )

    @staticmethod
    def _refuse_unended(line: RawLine, text: str) -> None:
        """What stands on a line that never ended may lack its last digits."""
        if not line.ended:
            raise _Wrong(LineFault.UNENDED, text)

    # CSV

    def _row(self, line: RawLine, text: str) -> Mapping[str, str] | None:
        """The cells by the names of their columns; None for a header."""
        if not self.header or line.first:
            names, separator = self._names_in(text)
            if names:
                self._take_header(names, separator)
                return None
            if not self.header:
                raise NoField(self._missing_in(text))
        cells = _cells(text, self._separator)
        if tuple(cells) == self.header:
            return None
        if len(cells) != len(self.header):
            raise _Wrong(LineFault.CELLS, text)
        return dict(zip(self.header, cells, strict=True))

    def _names_in(self, text: str) -> tuple[tuple[str, ...], str]:
        """The names of the columns where a line is a header with all that are wanted, and what parts them."""
        for separator in _SEPARATORS:
            try:
                names = tuple(_cells(text, separator))
            except _Wrong:
                continue
            if all(name in names for name in self._wanted):
                return names, separator
        return (), ""

    def _missing_in(self, text: str) -> str:
        """The first name that a header does not have."""
        return next((name for name in self._wanted if name not in text), self._wanted[0] if self._wanted else "")

    def _take_header(self, names: tuple[str, ...], separator: str) -> None:
        self.header, self._separator = names, separator

    # Cells

    def _value(self, given: object) -> float | None:
        if given is None:
            return None
        if isinstance(given, str):
            text = given.strip()
            if text.lower() in _EMPTY:
                return None
            if self._feed.decimal is DecimalMark.COMMA:
                text = text.replace(",", ".") if "." not in text else ""
            if not _NUMBER.fullmatch(text):
                raise _Wrong(LineFault.NO_NUMBER, given)
            value = float(text)
        elif isinstance(given, int | float) and not isinstance(given, bool):
            try:
                value = float(given)
            except OverflowError:
                raise _Wrong(LineFault.TOO_LARGE, given) from None
        else:
            raise _Wrong(LineFault.NO_NUMBER, given)
        if not math.isfinite(value) or abs(value) > LARGEST_VALUE:
            raise _Wrong(LineFault.TOO_LARGE, given)
        return 0.0 + value

    def _kpi(self, given: object) -> str:
        name = given.strip() if isinstance(given, str) else "" if given is None or given is _ABSENT else str(given)
        if not name:
            return self._feed.kpi
        if name in self._uids:
            return name
        found = self._names.named(name)
        if found is None:
            raise _Wrong(LineFault.NO_KPI, name)
        return found.uid

    def _group(self, given: object) -> Group:
        name = given.strip() if isinstance(given, str) else "" if given is None or given is _ABSENT else str(given)
        if not name:
            return self._feed.group
        found = group_of(name)
        if found is None:
            raise _Wrong(LineFault.NO_GROUP, name)
        return found

    def _time(self, given: object) -> str:
        moment: datetime | str | None = None
        if isinstance(given, int | float) and not isinstance(given, bool):
            moment = _since_1970(given)
        elif isinstance(given, str):
            text = given.strip()
            if _DAY.fullmatch(text):
                moment = text
            elif _COUNT.fullmatch(text):
                moment = _since_1970(float(text) if "." in text else int(text))
            elif found := _INSTANT.fullmatch(text):
                moment = self._instant(*found.groups())
        key = time_key(moment)
        if key is None:
            raise _Wrong(LineFault.NO_TIME, "" if given is _ABSENT else given)
        return key

    def _instant(self, day: str, clock: str, zone: str | None) -> datetime | None:
        """An instant; None where there is none, or two, as clocks were changed."""
        try:
            told = datetime.fromisoformat(f"{day}T{clock.replace(',', '.')}{zone.upper() if zone else ''}")
        except ValueError:
            return None
        if told.tzinfo is not None:
            return told
        local = told.replace(tzinfo=self._zone)
        return local if local.utcoffset() == local.replace(fold=1).utcoffset() else None


def header_from(plain: object) -> tuple[str, ...]:
    """What :attr:`LineReader.kept_header` gave, as it was kept; nothing where it is something else."""
    if not isinstance(plain, list) or not all(isinstance(each, str) for each in plain):
        return ()
    return tuple(plain) if plain and plain[0] in tuple(_SEPARATORS) else ()


class _Absent:
    """Marks a field that a line has not."""


_ABSENT = _Absent()


def _field(cells: Mapping[str, Any], name: str) -> Any:
    """The field of a name; one with points in it is looked for within objects too."""
    if name in cells:
        return cells[name]
    inner: Any = cells
    for part in name.split("."):
        if not isinstance(inner, Mapping) or part not in inner:
            return _ABSENT
        inner = inner[part]
    return inner


def _cells(text: str, separator: str) -> list[str]:
    if '"' not in text:
        return [cell.strip() for cell in text.split(separator)]
    try:
        rows = list(csv.reader([text], delimiter=separator, strict=True, skipinitialspace=True))
    except csv.Error:
        raise _Wrong(LineFault.QUOTE, text) from None
    return [cell.strip() for cell in rows[0]] if rows else []


def _object(text: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise _Wrong(LineFault.NO_JSON, text) from None
    if not isinstance(found, dict):
        raise _Wrong(LineFault.NO_JSON, text)
    return found


def _since_1970(count: float) -> datetime | None:
    """Seconds, milliseconds or microseconds since 1970, whichever gives a year of ours."""
    if not 1e8 <= count < 1e17:
        return None
    unit = 1 if count < 1e11 else 10**3 if count < 1e14 else 10**6
    return _EPOCH + timedelta(microseconds=round(count * (10**6 // unit)))


def _key(now: datetime, place: int) -> str:
    """The time of a line that has none of its own."""
    return time_key(now + timedelta(microseconds=place)) or ""
