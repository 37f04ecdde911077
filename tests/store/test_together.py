"""Threads of one session, and several sessions, at one store at once."""

import itertools
import os
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from cockpit.domain.action import Action
from cockpit.domain.edit import Act, Create, Update
from cockpit.domain.moved import RowMoved
from cockpit.domain.problem import Refused
from cockpit.domain.state import ProjectState
from cockpit.store import Store, engine
from cockpit.store.rows import read_rows

SESSIONS = 4
ACTS = 50


def create(title: str) -> Act:
    return Act((Create(Action, {"title": title}),))


def replayed(store: Store, project: str) -> ProjectState:
    state = ProjectState()
    for batch in store.history(project):
        state = state.after(batch)
    return state


def test_a_project_is_read_as_of_one_moment_whatever_others_commit_meanwhile(
    opened: Callable[..., Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = opened("lea")
    project = first.create_project({"key": "ALTURA", "title": "Altura"})
    second = opened("marc")

    def read_slowly(*arguments: Any) -> Any:
        found = read_rows(*arguments)
        first.apply(project.uid, Act((Update(first.load(project.uid).project, {"title": "Altura 2"}),)))
        return found

    with monkeypatch.context() as patched:
        patched.setattr("cockpit.store.store.read_rows", read_slowly)
        assert second.load(project.uid).project.title == "Altura"
    assert second.load(project.uid).project.title == "Altura 2"
    assert second.apply(project.uid, Act((Update(second.load(project.uid).project, {"title": "Altura 3"}),)))


def test_four_sessions_of_fifty_acts_each_lose_nothing(opened: Callable[..., Store], path: Path) -> None:
    project = opened("lea").create_project({"key": "ALTURA", "title": "Altura"}).uid
    root = Path(__file__).parents[2]
    colleague = [sys.executable, str(Path(__file__).with_name("colleague.py")), str(path), str(ACTS)]
    sessions = [
        subprocess.Popen(
            [*colleague, f"u{number}"], cwd=root, env={**os.environ, "PYTHONPATH": str(root)}, stderr=subprocess.PIPE
        )
        for number in range(SESSIONS)
    ]
    said = [session.communicate(timeout=100)[1] for session in sessions]

    assert said == [b""] * SESSIONS
    store = opened("karim")
    state = store.load(project)
    assert Counter(state.project.summary) == {str(number): ACTS for number in range(SESSIONS)}
    assert {action.title for action in state.all(Action)} == {f"u{n}-{act}" for n in range(SESSIONS) for act in range(ACTS)}
    assert len({action.ref for action in state.all(Action)}) == SESSIONS * ACTS
    assert replayed(store, project) == state


def test_threads_share_a_store(store: Store, project: str, opened: Callable[..., Store]) -> None:
    """Some write, some read, look things up and ask for news, all at once, switched as often as can be."""
    done = threading.Event()

    def write(name: str) -> None:
        for count in range(15):
            batch = store.apply(project, create(f"{name}-{count}"))
            assert batch

    def read() -> int:
        heard = 0
        while not done.is_set():
            state = store.load(project)
            for action in state.all(Action):
                assert state.by_ref(action.ref) is action
                state.of(Action, "owner", action.uid)
                state.of(Action, "risk", action.uid)
            heard += len(store.news(project))
        return heard + len(store.news(project))

    store.load(project)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(6) as pool:
            readers = [pool.submit(read) for _ in range(2)]
            try:
                for writer in [pool.submit(write, f"w{number}") for number in range(4)]:
                    writer.result()
            finally:
                done.set()
            assert sum(reader.result() for reader in readers) == 60
    finally:
        sys.setswitchinterval(interval)
    assert len(store.load(project).all(Action)) == 60
    assert opened("marc").load(project) == store.load(project) == replayed(store, project)


def test_a_state_can_be_moved_on_while_another_thread_looks_things_up_in_it(store: Store, project: str) -> None:
    """As an index is added to it between one step of a copy and the next."""
    store.apply(project, create("One"))

    class Growing(dict):  # type: ignore[type-arg]
        def items(self):  # type: ignore[no-untyped-def]
            for item in list(super().items()):
                self["kind", str(len(self))] = ()
                yield item

    state = store.load(project)
    state.all(Action)
    grown = ProjectState(state.rows, state.series, Growing(state._indexes))

    assert grown.applied([]) == state


def test_news_of_one_project_are_not_lost_to_another(store: Store, project: str, opened: Callable[..., Store]) -> None:
    other = store.create_project({"key": "OTHER", "title": "Other"}).uid
    for each in (project, other):
        store.load(each)
        store.news(each)
    opened("marc").apply(other, create("Heard"))

    assert store.news(project) == ()
    (heard,) = store.news(other)

    assert heard.who == "marc"


def test_news_come_once_whoever_has_read_them_before(store: Store, project: str, opened: Callable[..., Store]) -> None:
    store.load(project)
    own = store.apply(project, create("Own"))
    theirs = opened("marc").apply(project, create("Theirs"))
    store.load(project)

    assert [batch.uid for batch in store.news(project)] == [batch.uid for batch in (own, theirs) if batch]
    assert store.news(project) == ()


def test_a_store_that_was_closed_says_so_and_stays_closed(store: Store, project: str, path: Path) -> None:
    store.close()

    for use in (
        store.projects,
        lambda: store.load(project),
        lambda: store.news(project),
        lambda: store.apply(project, create("x")),
    ):
        with pytest.raises(Refused, match="closed"):
            use()
    store.close()
    assert sorted(file.name for file in path.parent.iterdir()) == [path.name]


def test_closing_waits_for_what_is_under_way(store: Store, project: str, opened: Callable[..., Store]) -> None:
    def use() -> tuple[int, str]:
        for count in itertools.count():
            try:
                store.apply(project, create(f"{threading.get_ident()}-{count}"))
            except Refused as refused:
                return count, str(refused)
        raise AssertionError("it goes on until the store is closed")

    with ThreadPoolExecutor(3) as pool:
        threads = [pool.submit(use) for _ in range(3)]
        while len(opened("marc").load(project).all(Action)) < 6:
            pass
        store.close()
        answers = [thread.result() for thread in threads]

    assert all("was closed" in reason for _, reason in answers)
    assert len(opened("karim").load(project).all(Action)) == sum(acknowledged for acknowledged, _ in answers)


def test_what_recurs_comes_once_where_two_people_have_done_it(store: Store, project: str, opened: Callable[..., Store]) -> None:
    store.apply(project, Act((Create(Action, {"title": "Walk the wards", "recurs_every_days": 7}),)))
    marc = opened("marc")
    (seen,) = marc.load(project).all(Action)

    assert store.apply(project, Act((Update(seen, {"state": "done"}),))) is not None
    assert marc.apply(project, Act((Update(seen, {"state": "done"}),))) is None

    rows = marc.load(project).all(Action)
    assert [(row.state.value, row.recurs_every_days) for row in rows] == [("done", 0), ("to_do", 7)]
    store.undo(project)
    assert [(row.state.value, row.recurs_every_days) for row in marc.load(project).all(Action)] == [("to_do", 7)]
    store.redo(project)
    assert marc.load(project).all(Action)[1].uid == rows[1].uid


def test_the_loser_of_a_race_for_a_row_is_shown_the_winner(store: Store, project: str, opened: Callable[..., Store]) -> None:
    seen = store.load(project).project
    stores = [store, opened("marc"), opened("karim")]
    barrier = threading.Barrier(len(stores))

    def edit(each: Store) -> str:
        barrier.wait()
        try:
            each.apply(project, Act((Update(seen, {"summary": each.who}),)))
        except RowMoved as moved:
            return str(moved.theirs.plain()["summary"] if moved.theirs else "")
        return each.who

    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(edit, stores))

    assert set(answers) == {store.load(project).project.summary}


def test_a_session_waits_for_another_that_writes_and_gives_up_in_words(
    store: Store, project: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        monkeypatch.setattr(engine, "BUSY_SECONDS", 0.05)
        with pytest.raises(Refused, match="is busy"):
            store.apply(project, create("Too early"))

        monkeypatch.setattr(engine, "BUSY_SECONDS", 30)
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(store.apply, project, create("In time"))
            assert not waiting.done()
            other.execute("ROLLBACK")
            assert waiting.result(10)
    assert [row.title for row in store.load(project).all(Action)] == ["In time"]
