"""However a cockpit at work ends, what it showed as saved is there, the next start is clean, and no process of it is left."""

import os
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

from cockpit.domain.action import Action
from cockpit.domain.state import ProjectState
from cockpit.store import open_store, utc_now
from cockpit.store.presence import Presence
from tests.command_line import CommandLine
from tests.terminal_session import PATIENCE, Session, session

ENDS = (signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, None)
"""The signals, and None for a terminal that is closed."""


def processes_of(leader: int) -> list[int]:
    """The processes that a process has started in its session, and their children, itself among them while it lives."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            _state, _parent, _group, of_session = stat.read_text().rpartition(")")[2].split()[:4]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(of_session) == leader:
            found.append(int(stat.parent.name))
    return found


def make_action(cockpit: Session, title: str) -> None:
    """Type an action into a new form, and save it."""
    cockpit.type("n")
    cockpit.until("New: Action")
    cockpit.type(f"\x0c{title}\x13")


def test_whatever_ends_it_what_was_saved_is_there_and_nothing_is_left_behind(cockpit: CommandLine) -> None:
    cockpit.done("project", "new", "SHOP", "One-page checkout")
    environment = {**cockpit.environment, "XDG_STATE_HOME": str(cockpit.folder / "state")}
    beside = cockpit.store.with_name("cockpit.db-present")
    watching = Presence(cockpit.store, "marc", clock=utc_now)
    watching.tell("", ())
    saved: list[str] = []
    for number, end in enumerate(ENDS):
        with session(environment, size=(120, 30)) as working:
            working.type("5")
            working.until("n New")
            title = f"Act {number}"
            make_action(working, title)
            working.until(lambda screen, title=title: title in screen and "New: Action" not in screen)  # type: ignore[misc]
            saved.append(title)
            working.until(lambda _screen: bool(watching.others()))
            assert [each.process for each in watching.others() or ()] == [working.process.pid]
            # In the middle of the next one.
            make_action(working, f"Cut off {number}")
            if end is None:
                working.close()
            else:
                os.kill(working.process.pid, end)
            working.process.wait(PATIENCE)
            assert processes_of(working.process.pid) == []
        assert watching.others() == ()
        assert len(list(beside.iterdir())) == 1, "what was left behind is cleared away"

    watching.leave()
    with session(environment, size=(120, 30)) as last:
        last.type("5")
        last.until(lambda screen: all(title in screen for title in saved))
        last.type("q")
        assert last.ended() == 0
    assert {each.name for each in cockpit.folder.iterdir() if each.name.startswith("cockpit.db")} == {"cockpit.db"}
    with closing(open_store(cockpit.store, who="marc")) as store:
        project = store.projects()[0].uid
        state = store.load(project)
        replayed = ProjectState()
        for batch in store.history(project):
            replayed = replayed.after(batch)
        assert replayed == state
        titles = {row.title for row in state.all(Action)}
    assert set(saved) <= titles <= {*saved, *(f"Cut off {number}" for number in range(len(ENDS)))}
    with closing(sqlite3.connect(cockpit.store)) as plain:
        assert plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
