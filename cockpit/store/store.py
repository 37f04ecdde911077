"""The store that screens and commands see: load a project, apply an act, hear of changes."""

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, Engine

from cockpit.domain.act import differences, plan, refuse_changed_reviews, take_back
from cockpit.domain.change import Batch, Change, Deed, RowChange, folded
from cockpit.domain.conflict import told_by_log
from cockpit.domain.consequence import with_consequences
from cockpit.domain.edit import Act, Create
from cockpit.domain.entity import Entity
from cockpit.domain.integrity import written_problems
from cockpit.domain.measurement import day_in
from cockpit.domain.message import N_, Message, message
from cockpit.domain.moved import PointMoved, RowMoved
from cockpit.domain.problem import Problem, Refused, refuse
from cockpit.domain.project import Project, ProjectStatus
from cockpit.domain.state import ProjectState
from cockpit.store import engine as sqlite
from cockpit.store.feeds import keep_progress, read_progress
from cockpit.store.log import (
    keep_counters,
    last_place,
    log_batch,
    read_acts_since,
    read_batches,
    read_counters,
    read_last_edits,
    write_batch,
)
from cockpit.store.open_file import OpenFile
from cockpit.store.past import Past
from cockpit.store.rows import read_projects, read_rows, write_changes
from cockpit.store.series import Key, Progress, last_recorder, listed_series, read_series
from cockpit.store.totals import keep_totals, moved_series, take_over_totals
from cockpit.store.undo import chosen, is_beginning, next_in_line

_WAY_ROUND = N_(
    "Any earlier act can be taken back by itself: from the history in the journal, or by “cockpit undo --act ID” (“cockpit log” tells ids)"
)


def utc_now() -> datetime:
    """The instant it is now."""
    return datetime.now(UTC)


class Store:
    """One SQLite file with its projects and their change logs, opened for one user.

    Every method may be called from any thread, blocks until it is done, and raises :class:`~cockpit.domain.problem.Refused` with a
    clear sentence where it cannot; what it returns is committed.  States are frozen and shared.
    """

    def __init__(self, path: Path, engine: Engine, *, who: str, read_only: bool, clock: Callable[[], datetime]) -> None:
        self.path = path
        self.who = who
        self.read_only = read_only
        self.notices: tuple[Message, ...] = ()
        """What the user should know of this file, such as that it lies on a network folder."""
        self._file = OpenFile(path, engine, read_only=read_only, replaced=self._hear_anew)
        self._clock = clock
        self._states: dict[str, tuple[int, ProjectState]] = {}
        self._heard: dict[str, tuple[int, int]] = {}
        """For each project, the number that SQLite had and the place in the log when news were last asked for."""

    def close(self) -> None:
        """Let go of the file, once what is under way is done."""
        self._file.close()

    def keep_totals(self) -> None:
        """Work out the totals of periods where there are none, as a migration leaves them to be."""
        with self._writing() as connection:
            for project in read_projects(connection):
                state = self._caught_up(connection, project.uid)
                missing = [key for key, series in state.series.items() if series.kept is None]
                keep_totals(connection, self._states[project.uid][0], state, missing)
            connection.commit()
            self._states.clear()

    def projects(self) -> tuple[Project, ...]:
        """Every project, by key."""
        with self._file.connected() as connection:
            return read_projects(connection)

    def last_edits(self) -> dict[str, tuple[datetime, str]]:
        """When each project (its uid) was edited last, and by whom."""
        with self._file.connected() as connection:
            return read_last_edits(connection)

    def last_edited(self) -> str | None:
        """The uid of the project, not archived where there is another, that was edited last; None where there is none."""
        with self._file.connected() as connection:
            projects = read_projects(connection)
            current = [project for project in projects if project.status is not ProjectStatus.ARCHIVED] or list(projects)
            return max((project.uid for project in current), key=lambda uid: last_place(connection, uid), default=None)

    def load(self, project: str) -> ProjectState:
        """The state of a project (its uid) as last committed by anybody."""
        with self._file.connected() as connection:
            state = self._caught_up(connection, project)
            self._heard.setdefault(project, (-1, self._states[project][0]))
            return state

    def highest_refs(self, project: str) -> dict[str, int]:
        """The largest number that a ref of a project (its uid) ever had, by prefix."""
        with self._file.connected() as connection:
            return read_counters(connection, project)

    def apply(self, project: str, act: Act, progress: Progress | None = None) -> Batch | None:
        """Make an act with its consequences and log it, in one transaction; None where it changes nothing.

        Raises :class:`~cockpit.domain.act.MovedOn`, with who has edited it, where a row or a measurement is no longer as the user saw it.
        ``progress`` is told now and then how many measurements are written, and of how many; whatever it raises takes everything back.
        """
        try:
            with self._writing() as connection:
                state = self._caught_up(connection, project)
                highest = read_counters(connection, project)
                today = day_in(self._clock(), state.project.timezone)
                changes = plan(state, with_consequences(state, act, highest, today), highest)
                if not changes:
                    return None
                return self._commit(connection, state, self._batch(act.deed, changes, act.note), progress)
        except RowMoved as moved:
            # The log is read once others may write again.
            raise told_by_log(moved, self.load(project), self.acts_since(project, moved.seen)) from None
        except PointMoved as moved:
            with self._file.connected() as connection:
                who = last_recorder(connection, project, (moved.kpi.uid, moved.group.value), moved.time)
            raise moved.by(who) from None

    def acts_since(self, project: str, row: Entity) -> tuple[Batch, ...]:
        """The acts that have made another row of ``row`` since it was as it is given, oldest first, with nothing but what they did to it."""
        with self._file.connected() as connection:
            return read_acts_since(connection, project, row.kind, row.uid, row.version)

    def take_in(self, project: str, act: Act, progress: Mapping[str, str]) -> Batch | None:
        """Make the act that feeds have come to, and keep how far each of them (its uid) has come: both or neither.

        None where the act changes nothing; the progress is kept all the same.
        """
        with self._writing() as connection:
            state = self._caught_up(connection, project)
            changes = plan(state, act, {}) if act.edits else ()
            keep_progress(connection, project, progress)
            if changes:
                return self._commit(connection, state, self._batch(act.deed, changes, act.note))
            connection.commit()
            return None

    def feed_progress(self, project: str) -> dict[str, str]:
        """How far each feed (its uid) of a project has come, as whoever follows it keeps it."""
        with self._file.connected() as connection:
            return read_progress(connection, project)

    def create_project(self, values: dict[str, object]) -> Project:
        """Begin a project."""
        with self._writing() as connection:
            uid = str(uuid4())
            changes = plan(ProjectState(), Act((Create(Project, values, uid),)), {})
            project = ProjectState().applied(changes).project
            self._refuse_taken(connection, project)
            return self._commit_new(connection, project, self._batch(Deed.EDIT, changes)).project

    def bring_in(self, state: ProjectState, batches: tuple[Batch, ...] = (), note: str = "") -> None:
        """Take in a project that is not here yet, with its history; what the history does not account for is a batch of its own."""
        with self._writing() as connection:
            project = state.project
            self._refuse_taken(connection, project)
            batches = tuple(dataclasses.replace(batch, changes=folded(batch.changes)) for batch in batches)
            past = ProjectState().applied(change for batch in batches for change in batch.changes)
            rest = differences(past, state)
            if rest:
                batches = (*batches, self._batch(Deed.IMPORT, rest, note))
            self._write_whole(connection, past.applied(rest), batches)

    def replace(self, state: ProjectState, note: str = "") -> Batch | None:
        """Bring the project of this uid to ``state``, as one act that can be undone; None where nothing differs.

        Raises :class:`Refused` where a criterion would come to ask what cannot be judged, though one that asks it here already may go on,
        and where a gate review that was held here is not there, or is another.
        """
        with self._writing() as connection:
            now = self._caught_up(connection, state.project.uid)
            changes = differences(now, state)
            if problems := list(written_problems(state, changes)):
                raise Refused(problems)
            if not changes:
                return None
            refuse_changed_reviews(now, changes)
            return self._commit(connection, now, self._batch(Deed.IMPORT, changes, note))

    def undo(self, project: str, batch: str | None = None) -> Batch:
        """Take back this user's last act that still stands, or the act whose uid is ``batch``, whoever made it and when.

        To take back an undo is to redo what it took back.  :class:`Refused` where somebody has built on the act since, or it is
        taken back already.
        """
        with self._writing() as connection:
            if batch is not None:
                place, deed = chosen(connection, project, batch)
                return self._take_back(connection, project, place, deed)
            place = next_in_line(connection, project, self.who, Deed.UNDO)
            try:
                return self._take_back(connection, project, place, Deed.UNDO)
            except Refused as refused:
                if is_beginning(connection, project, place):
                    raise
                raise Refused([*refused.problems, Problem(message(_WAY_ROUND))]) from None

    def redo(self, project: str) -> Batch:
        """Make again what this user's last undo took back."""
        with self._writing() as connection:
            return self._take_back(connection, project, next_in_line(connection, project, self.who, Deed.REDO), Deed.REDO)

    def _take_back(self, connection: Connection, project: str, place: int, deed: Deed) -> Batch:
        state = self._caught_up(connection, project)
        batch = read_batches(connection, self._file.fetch, project, place - 1, place)[0]
        try:
            changes = take_back(state, batch)
        except Refused:
            # What came later is read where there is somebody to name.
            changes = take_back(state, batch, read_batches(connection, self._file.fetch, project, place))
        return self._commit(connection, state, self._batch(deed, changes, reverses=batch.uid))

    def history(
        self,
        project: str,
        since: datetime | None = None,
        limit: int | None = None,
        *,
        after: int = 0,
        kind: str | None = None,
    ) -> tuple[Batch, ...]:
        """The batches of a project, oldest first; those from ``since`` on, and the last ``limit`` of them, where given.

        Only those whose place in the log is beyond ``after`` are read, and with a ``kind`` of the rows that they changed only those of it.
        """
        with self._file.connected() as connection:
            self._caught_up(connection, project)
            batches = read_batches(connection, self._file.fetch, project, after, kind=kind)
        if since is not None:
            batches = tuple(batch for batch in batches if batch.at >= since)
        return batches if limit is None else batches[len(batches) - min(limit, len(batches)) :]

    def state_at(self, project: str, as_of: date) -> ProjectState:
        """The state of a project at the end of a day in its own time zone, as it was known then."""
        past = self.past(project)
        for _, state in past.states_on((as_of,)):
            return state
        sentence = N_("The project was not here yet on {day}; its log begins on {first}")
        raise refuse(message(sentence, day=as_of, first=past.began))

    def states_on(self, project: str, days: Iterable[date]) -> Iterator[tuple[date, ProjectState]]:
        """The states of a project on many days, each as :meth:`state_at` gives it, the last day first.

        The log is read and walked once for all of them; days before it began are left out.
        """
        return self.past(project).states_on(days)

    def past(self, project: str, known: tuple[Batch, ...] = ()) -> Past:
        """The log of a project with what was known on each of its days, for whoever looks at many of them more than once.

        Of the log, what is ``known`` already from an earlier look is not read again.
        """
        with self._file.connected() as connection:
            state = self._caught_up(connection, project)
            batches = known + read_batches(connection, self._file.fetch, project, known[-1].place if known else 0)
            if not batches:
                raise sqlite.damaged(self.path, message(N_("the change log of the project is gone")))
            return Past(state, batches, listed_series(connection, project), self._file.fetch)

    def news(self, project: str) -> tuple[Batch, ...]:
        """What was committed to a project, by this session or another, since this was last asked or the project first loaded.

        Cheap where nothing was: two microseconds for SQLite to say so.
        """
        with self._file.connected() as connection:
            version = sqlite.data_version(connection)
            if project in self._heard and self._heard[project] == (version, self._states[project][0]):
                return ()
            self._caught_up(connection, project)
            place = self._states[project][0]
            _, heard = self._heard.get(project, (version, place))
            self._heard[project] = version, place
            return read_batches(connection, self._file.fetch, project, heard) if heard < place else ()

    def _hear_anew(self) -> None:
        """Take nothing for known that another file may say otherwise."""
        self._heard = {project: (-1, place) for project, (_, place) in self._heard.items()}

    def _batch(self, deed: Deed, changes: tuple[Change, ...], note: str = "", reverses: str | None = None) -> Batch:
        at = self._clock().replace(microsecond=0)
        return Batch(uid=str(uuid4()), at=at, who=self.who, deed=deed, changes=changes, note=note, reverses=reverses)

    def _commit(self, connection: Connection, state: ProjectState, batch: Batch, progress: Progress | None = None) -> Batch:
        after = state.after(batch)
        if after.project.key != state.project.key:
            self._refuse_taken_key(connection, after.project)
        place = write_batch(connection, after.project.uid, batch, progress)
        moved = tuple(dict.fromkeys(moved_series(state, batch.changes)))
        keep_totals(connection, place, after, moved, batch.changes)
        settled = self._with_series(connection, after, state, place, moved)
        connection.commit()
        self._states[after.project.uid] = (place, settled)
        return dataclasses.replace(batch, place=place)

    def _commit_new(self, connection: Connection, project: Project, batch: Batch) -> ProjectState:
        place = write_batch(connection, project.uid, batch)
        connection.commit()
        state = ProjectState().after(batch)
        self._states[project.uid] = (place, state)
        return state

    def _write_whole(self, connection: Connection, state: ProjectState, batches: tuple[Batch, ...]) -> None:
        """A project with its log: the rows as they are in the end, not step by step."""
        project = state.project.uid
        write_changes(connection, project, [each for each in differences(ProjectState(), state) if isinstance(each, RowChange)])
        place = 0
        for batch in batches:
            place = log_batch(connection, project, batch)
        keep_counters(connection, project, batches)
        keep_totals(connection, place, state, state.series)
        connection.commit()

    def _refuse_taken(self, connection: Connection, project: Project) -> None:
        for other in read_projects(connection):
            if other.uid == project.uid:
                raise refuse(message(N_("The project {key} is here already"), key=other.key), "uid", project.ref)
        self._refuse_taken_key(connection, project)

    def _refuse_taken_key(self, connection: Connection, project: Project) -> None:
        for other in read_projects(connection):
            if other.key == project.key and other.uid != project.uid:
                raise refuse(
                    message(N_("Another project has the key {key}; choose another key"), key=other.key), "key", project.ref
                )

    def _caught_up(self, connection: Connection, project: str) -> ProjectState:
        """The state as this transaction sees it: the one known before, moved along the log."""
        known = self._states.get(project)
        if known is None:
            # First, as it begins the transaction: rows are read by the driver itself, which begins none.
            place = last_place(connection, project)
            rows = read_rows(connection, project)
            if Project.kind not in rows:
                raise refuse(message(N_("There is no such project in {path}"), path=str(self.path)))
            state = ProjectState(rows)
            state = dataclasses.replace(state, series=read_series(connection, self._file.fetch, state, place))
            self._states[project] = (place, state)
            return state
        place, state = known
        if batches := read_batches(connection, self._file.fetch, project, place):
            place, changes = batches[-1].place, [change for batch in batches for change in batch.changes]
            moved = tuple(dict.fromkeys(moved_series(state, changes)))
            after = state.applied(change for change in changes if isinstance(change, RowChange))
            state = self._with_series(connection, after, state, place, moved)
            self._states[project] = (place, state)
        return state

    def _with_series(
        self, connection: Connection, rows: ProjectState, before: ProjectState, place: int, moved: tuple[Key, ...]
    ) -> ProjectState:
        """The state with the rows of one and the series of that before it, those that have ``moved`` to a place of the log anew.

        Their measurements are read when they are looked at: a state does not hold them.
        """
        if not moved:
            return dataclasses.replace(rows, series=before.series)
        known = dataclasses.replace(rows, series=before.series)
        series = read_series(connection, self._file.fetch, known, place, moved=moved)
        for key in moved:
            take_over_totals(connection, rows.project.uid, key, rows.series.get(key), series.get(key))
        return dataclasses.replace(rows, series=series)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """A transaction that holds the write lock from its beginning; what is not committed in it never was."""
        if self.read_only:
            raise refuse(message(N_("{path} is open for reading only; nothing was written"), path=str(self.path)))
        with self._file.lock:
            states = dict(self._states)
            try:
                with self._file.connected("BEGIN IMMEDIATE") as connection:
                    connection.begin()
                    yield connection
            except BaseException:
                self._states = states
                raise
