"""From a sheet to measurements: its columns read, its lines checked one against the other, and compared with the project."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy

from cockpit.domain.kpi import Cadence, Group, Kpi
from cockpit.domain.kpi_standing import groups_measured
from cockpit.domain.measurement import Points
from cockpit.domain.message import N_, Message, Part, message
from cockpit.domain.state import ProjectState
from cockpit.domain.text import folded
from cockpit.domain.validation import echo
from cockpit.exchange.kpi_csv.columns_of_text import factorised
from cockpit.exchange.kpi_csv.kpi_names import KpiNames, same_unit
from cockpit.exchange.kpi_csv.layout import layout_of
from cockpit.exchange.kpi_csv.numbers import NumberColumn, NumbersRead
from cockpit.exchange.kpi_csv.options import EVERY_OTHER, LEFT_OUT, Answer, Options, Progress, Question
from cockpit.exchange.kpi_csv.refusal import RefusedLine
from cockpit.exchange.kpi_csv.result import Measurement, Reading, SeriesRead
from cockpit.exchange.kpi_csv.same_time import once_per_time
from cockpit.exchange.kpi_csv.sheet import Sheet
from cockpit.exchange.kpi_csv.time_shape import Kind
from cockpit.exchange.kpi_csv.times import DAY_SECONDS, TimeColumn, TimesRead, day_at, key_texts
from cockpit.exchange.kpi_csv.words import group_of

if TYPE_CHECKING:
    from cockpit.exchange.kpi_csv.columns_of_text import Real, Whole

_PREVIEW = 12
_MOST_ASKED = 20
_GROUPS = tuple(Group)
_NONE = -1
"""Of a row: of no KPI, or of no group."""

_SEVERAL_LINES = N_("its quote is closed on line {line} alone, so that all of it is one cell: {reason}")
_NO_DATE = message(N_("the date is missing"))
_NO_KPI = message(N_("the KPI is missing"))
_NO_GROUP = message(N_("no group; groups are pilot, control and all"))
_NO_GROUP_TOLD = message(N_("the group is missing; it is pilot, control or all"))


def read_kpis(sheet: Sheet, state: ProjectState, options: Options | None = None, progress: Progress | None = None) -> Reading:
    """What ``sheet`` comes to in a project; whatever is wrong with it, or has to be asked, is in the result."""
    return _Reader(sheet, state, options or Options(), progress or (lambda done, total: None)).reading()


class _Reader:
    def __init__(self, sheet: Sheet, state: ProjectState, options: Options, progress: Progress) -> None:
        self._sheet, self._state, self._options, self._progress = sheet, state, options, progress
        self._names = KpiNames(state.all(Kpi))
        self._layout = layout_of(sheet, self._names, options)
        self._kpis = self._names.kpis
        self._place = {kpi.uid: place for place, kpi in enumerate(self._kpis)}
        self._refused: list[RefusedLine] = list(sheet.malformed)
        self._how: list[Message] = []
        self._notes = self._layout.notes
        self._words: Counter[str] = Counter()
        self._empty = 0
        self._found: dict[tuple[int, int], list[tuple[Whole, Real]]] = defaultdict(list)
        """By the places of KPI and group, the rows and values of each column."""

    def reading(self) -> Reading:
        layout = self._layout
        zone = self._zone()
        series: list[SeriesRead] = []
        preview: list[Measurement] = []
        if layout.date is not None and not layout.obstacles:
            steps = len(layout.values) + 3
            self._tell_form()
            kpis = self._kpis_of_rows()
            times = self._times(zone, kpis)
            self._progress(1, steps)
            groups = self._groups_of_rows()
            for done, column in enumerate(layout.values, start=2):
                self._take_values(column, times, kpis, groups)
                self._progress(done, steps)
            for (kpi, group), parts in sorted(self._found.items()):
                self._put_together(self._kpis[kpi], _GROUPS[group], parts, times, series, preview)
            self._tell_notes(times, [each.kpi for each in series])
            self._progress(steps, steps)
        return Reading(
            sheet=self._sheet,
            options=self._options,
            columns=layout.told(self._sheet),
            obstacles=tuple(layout.obstacles),
            questions=tuple(layout.questions),
            refused=tuple(sorted(self._refused, key=lambda refused: refused.line)),
            series=tuple(series),
            preview=tuple(sorted(preview, key=lambda each: each.line)[:_PREVIEW]),
            how=(*self._sheet.how, *self._how),
            notes=tuple(self._notes),
            empty=self._empty,
        )

    def _zone(self) -> str:
        zone = self._options.zone or self._state.project.timezone
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError):
            self._layout.obstruct(
                message(N_("--zone: there is no time zone “{zone}”; Europe/Paris and UTC are some"), zone=echo(zone))
            )
        return zone

    def _tell_form(self) -> None:
        form = N_("each line names its KPI") if self._layout.is_long else N_("each column of values is one KPI")
        self._how.append(message(form))
        left = [*self._layout.free(self._sheet), *self._layout.left_out]
        if named := tuple(filter(None, (echo(self._sheet.header[number]) for number in sorted(left)))):
            self._notes.append(message(N_("columns that are not read: {columns}"), columns=named[:_MOST_ASKED]))

    def _cells(self, column: int) -> list[str]:
        return list(map(str.strip, self._sheet.columns[column]))

    def _refuse(self, rows: "Whole", column: int, reason: Message) -> None:
        name, lines, cells = echo(self._sheet.header[column]), self._sheet.lines, self._sheet.columns[column]
        for row in rows.tolist():
            cell = cells[row].strip()
            told = reason
            if "\n" in cell:
                told = message(_SEVERAL_LINES, line=lines[row] + cell.count("\n"), reason=reason)
            self._refused.append(RefusedLine(lines[row], name, echo(cell), told))

    # Which KPI and which group a row is of

    def _kpis_of_rows(self) -> "Whole | None":
        """For each row the place of its KPI; None where the columns tell."""
        column = self._layout.kpi
        if column is None:
            return None
        codes, names = factorised(self._cells(column))
        self._refuse_unused([folded(name) for name in names])
        places, unknown = [], []
        for name in names:
            told = self._told(name)
            kpi = self._names.named(told or name) if name else None
            places.append(_NONE if kpi is None else self._place[kpi.uid])
            if kpi is None and name and told != LEFT_OUT:
                unknown.append(name)
        if "" in names:
            self._refuse(numpy.flatnonzero(codes == names.index("")), column, _NO_KPI)
        self._ask_names(unknown)
        return numpy.array(places, numpy.int64)[codes]

    def _told(self, name: str) -> str | None:
        """What --map says of a name in the column of KPIs."""
        for key, what in self._options.columns.items():
            if folded(key.strip()) == folded(name):
                return what
        return LEFT_OUT if self._options.columns.get(EVERY_OTHER) == LEFT_OUT and self._names.named(name) is None else None

    def _refuse_unused(self, names: list[str]) -> None:
        for key in sorted(self._layout.names):
            if folded(key.strip()) not in names:
                sentence = N_("--map: neither a column nor a KPI is called “{name}” in the file")
                self._layout.obstruct(message(sentence, name=echo(key)))

    def _ask_names(self, names: list[str]) -> None:
        for name in names[:_MOST_ASKED]:
            sentence = message(
                N_("“{name}” is no KPI of the project: say --map “{name}=KPI”, or --map “{name}=-” to leave it out; {suggested}"),
                name=echo(name), suggested=self._names.suggested(name),
            )  # fmt: skip
            leave = Answer(f"{name}={LEFT_OUT}", message(N_("leave it out")))
            self._layout.questions.append(Question("--map", sentence, (*self._names.answers(name, name), leave), echo(name)))
        if len(names) > _MOST_ASKED:
            sentence = message(
                N_("{count} further name is no KPI: --map “*=-” leaves out every name that is none"),
                N_("{count} further names are no KPIs: --map “*=-” leaves out every name that is none"),
                count=len(names) - _MOST_ASKED,
            )
            answer = Answer(f"{EVERY_OTHER}={LEFT_OUT}", message(N_("leave out every name that is no KPI")))
            self._layout.questions.append(Question("--map", sentence, (answer,)))

    def _groups_of_rows(self) -> "Whole | None":
        """For each row the place of its group; None where the file has no column of groups."""
        column = self._layout.group
        if column is None:
            return None
        if self._options.group is not None:
            sentence = N_(
                "--group: each line names its group in the column “{column}”; leave --group out, or say --map “{column}=-”"
            )
            self._layout.obstruct(message(sentence, column=echo(self._sheet.header[column])))
        codes, words = factorised(self._cells(column))
        places = []
        for code, word in enumerate(words):
            group = group_of(word)
            places.append(_NONE if group is None else _GROUPS.index(group))
            if group is None:
                self._refuse(numpy.flatnonzero(codes == code), column, _NO_GROUP if word else _NO_GROUP_TOLD)
        return numpy.array(places, numpy.int64)[codes]

    def _group_of_kpi(self, kpi: Kpi) -> int:
        """The group of a KPI of which the file does not tell one: the one told, or the one that it is measured for."""
        if self._options.group is not None:
            return _GROUPS.index(self._options.group)
        measured = groups_measured(self._state, kpi)
        if not measured:
            return _GROUPS.index(Group.ALL)
        if len(measured) == 1:
            if measured[0] is not Group.ALL:
                as_held = N_("{kpi}: measurements of the {group}, as those that it has")
                self._how.append(message(as_held, kpi=kpi.ref, group=Message(measured[0].label)))
            return _GROUPS.index(measured[0])
        if not any(question.option == "--group" for question in self._layout.questions):
            sentence = message(
                N_("{kpi} is measured for {groups}: say --group {options}"),
                kpi=str(kpi),
                groups=tuple(Message(group.label) for group in measured),
                options="|".join(group.value for group in Group),
            )
            answers = tuple(Answer(group.value, Message(group.label)) for group in Group)
            self._layout.questions.append(Question("--group", sentence, answers))
        return _NONE

    # Times and values

    def _times(self, zone: str, kpis: "Whole | None") -> TimesRead:
        column, clock = self._layout.date, self._layout.clock
        assert column is not None
        cells = self._cells(column)
        if clock is not None:
            cells = [f"{day} {time}".strip() if day else "" for day, time in zip(cells, self._cells(clock), strict=True)]
        meant = self._kpis_meant(kpis)
        times = TimeColumn(cells, self._sheet.lines, self._options.dates, zone, as_days=not self._has_instants(meant)).read()
        for rows, reason in times.refused:
            self._refuse(rows, column, reason)
        for row in times.missing:
            if any(cells[row].strip() for cells in self._sheet.columns):
                self._refused.append(RefusedLine(self._sheet.lines[row], echo(self._sheet.header[column]), "", _NO_DATE))
        self._layout.questions += times.questions
        self._how += times.how
        return times

    def _kpis_meant(self, kpis: "Whole | None") -> list[Kpi]:
        if kpis is not None:
            return [self._kpis[place] for place in numpy.unique(kpis).tolist() if place != _NONE]
        return [kpi for kpi, _ in self._layout.values.values() if kpi is not None]

    def _has_instants(self, kpis: Iterable[Kpi]) -> bool:
        """Whether a KPI is measured by the instant: its midnights are no days then."""
        measured = (self._state.measurements(kpi.uid, group) for kpi in kpis for group in groups_measured(self._state, kpi))
        return any(len(series.times[0]) > len("2026-01-05") for series in measured)

    def _take_values(self, column: int, times: TimesRead, kpis: "Whole | None", groups: "Whole | None") -> None:
        kpi, told = self._layout.values[column]
        if kpi is None and kpis is None:
            return
        numbers = NumberColumn(
            self._cells(column), self._sheet.lines, self._options.decimal, echo(self._sheet.header[column])
        ).read()
        self._layout.questions += [
            question for question in numbers.questions if question.option not in {each.option for each in self._layout.questions}
        ]
        for rows, reason in numbers.refused:
            self._refuse(rows, column, reason)
        self._empty += int((numbers.empty & times.known).sum())
        self._words += numbers.words
        if numbers.decimal:
            sentence = message(N_("decimal {mark}"), mark=Message(numbers.decimal.label))
            self._how += [sentence] if sentence not in self._how else []
        everything = numpy.full(len(times.known), self._place[kpi.uid] if kpi else _NONE)
        places = kpis if kpi is None and kpis is not None else everything
        self._check_units(column, numbers, places)
        good = times.known & numbers.known & (places != _NONE)
        for place in numpy.unique(places[good]).tolist():
            rows = numpy.flatnonzero(good & (places == place)) if kpi is None else numpy.flatnonzero(good)
            self._share_out(place, rows, numbers.values[rows], told, groups)

    def _check_units(self, column: int, numbers: NumbersRead, places: "Whole") -> None:
        """Refuse the rows whose unit is not that of their KPI."""
        for number, unit in enumerate(numbers.units[1:], start=1):
            rows = numpy.flatnonzero((numbers.unit == number) & numbers.known & (places != _NONE))
            for place in numpy.unique(places[rows]).tolist():
                kpi = self._kpis[place]
                if same_unit(unit, kpi.unit):
                    continue
                wrong = rows[places[rows] == place]
                parts: dict[str, Part] = {"unit": echo(unit), "kpi": kpi.ref, "own": kpi.unit}
                sentence = N_("in {unit}, and {kpi} in {own}") if kpi.unit else N_("in {unit}, and {kpi} has no unit")
                self._refuse(wrong, column, Message(sentence, parts))
                numbers.known[wrong] = False

    def _share_out(self, place: int, rows: "Whole", values: "Real", told: Group | None, groups: "Whole | None") -> None:
        """Put the values of one KPI to their groups."""
        if told is not None or groups is None:
            group = _GROUPS.index(told) if told is not None else self._group_of_kpi(self._kpis[place])
            if group != _NONE:
                self._found[place, group].append((rows, values))
            return
        for group in numpy.unique(groups[rows]).tolist():
            if group != _NONE:
                of_group = groups[rows] == group
                self._found[place, group].append((rows[of_group], values[of_group]))

    def _put_together(
        self,
        kpi: Kpi,
        group: Group,
        parts: "list[tuple[Whole, Real]]",
        times: TimesRead,
        series: list[SeriesRead],
        preview: list[Measurement],
    ) -> None:
        """The measurements of one KPI and group from all columns that hold some."""
        rows, values = (numpy.concatenate(each) if len(parts) > 1 else each[0] for each in zip(*parts, strict=True))
        once = once_per_time(rows, times.keys[rows], values, self._options.duplicates)
        self._refuse_contrary(once.contrary, kpi)
        self._tell_repeated(once.repeated, once.chosen, kpi)
        if not len(once.rows):
            return
        seconds, instants = times.seconds[once.rows], times.instant[once.rows]
        # Each time is one that was counted from whole numbers, in order, and each value within the bounds: to look again takes as long.
        points = Points(key_texts(seconds, instants), once.values.tolist())
        held = self._state.measurements(kpi.uid, group).points.among(points.columns[0])
        wanted = dict(points.items()) if held else {}
        changed = sum(wanted[time] != value for time, value in held.items())
        first, last = (day_at(int(each) // DAY_SECONDS) for each in (seconds[0], seconds[-1]))
        series.append(SeriesRead(kpi, group, points, len(points) - len(held), changed, first, last))
        early = numpy.argsort(once.rows, kind="stable")[:_PREVIEW].tolist()
        texts, figures = points.columns
        preview += [Measurement(self._sheet.lines[once.rows[at]], kpi, group, texts[at], figures[at]) for at in early]

    def _refuse_contrary(self, contrary: Iterable[tuple[int, int]], kpi: Kpi) -> None:
        for row, other in contrary:
            reason = message(
                N_("line {other} has another value of {kpi} for the same time; keep one, or say --duplicates first, last or mean"),
                other=self._sheet.lines[other], kpi=kpi.ref,
            )  # fmt: skip
            assert self._layout.date is not None
            self._refuse(numpy.array([row]), self._layout.date, reason)

    def _tell_repeated(self, repeated: int, chosen: int, kpi: Kpi) -> None:
        if repeated:
            self._notes.append(
                message(
                    N_("{kpi}: {count} line says the same again"),
                    N_("{kpi}: {count} lines say the same again"),
                    kpi=kpi.ref,
                    count=repeated,
                )
            )
        if chosen and self._options.duplicates:
            choice = Message(self._options.duplicates.label)
            self._notes.append(
                message(
                    N_("{kpi}: {count} value gave way to another of the same time; {choice} is taken"),
                    N_("{kpi}: {count} values gave way to others of the same time; {choice} is taken"),
                    kpi=kpi.ref,
                    count=chosen,
                    choice=choice,
                )
            )

    def _tell_notes(self, times: TimesRead, kpis: Iterable[Kpi]) -> None:
        if self._empty:
            self._notes.append(
                message(
                    N_("{count} cell without a value is passed over"),
                    N_("{count} cells without a value are passed over"),
                    count=self._empty,
                )
            )
        for word, count in sorted(self._words.items()):
            self._notes.append(
                message(
                    N_("“{word}” stands for no value in {count} cell"),
                    N_("“{word}” stands for no value in {count} cells"),
                    word=echo(word),
                    count=count,
                )
            )
        self._notes += self._told_of_lengths(times.kinds, dict.fromkeys(kpis))

    def _told_of_lengths(self, kinds: set[Kind], kpis: Iterable[Kpi]) -> Iterator[Message]:
        """Where the file has a value a month, or a week, of a KPI that has shorter periods."""
        for kpi in kpis:
            if Kind.MONTH in kinds and kpi.cadence is not Cadence.MONTH:
                yield message(
                    N_("{kpi} has a value each {period}: a month's is put on its first day; make its period the month if that is meant"),
                    kpi=kpi.ref, period=Message(kpi.cadence.label),
                )  # fmt: skip
            elif Kind.WEEK in kinds and kpi.cadence is Cadence.DAY:
                yield message(
                    N_("{kpi} has a value each day: a week's is put on its Monday; make its period the week if that is meant"),
                    kpi=kpi.ref,
                )
