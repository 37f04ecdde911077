"""Opening the cockpit on the screen; nothing heavy is imported before it has painted its frame."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from cockpit.commands.output import tell
from cockpit.commands.session import Session
from cockpit.domain.message import N_, message
from cockpit.domain.problem import refuse

if TYPE_CHECKING:
    from cockpit.door import Settled
    from cockpit.settings import Settings
    from cockpit.store import Store


def open_cockpit(session: Session) -> int:
    """Open the cockpit on the store of a session; return the exit code."""
    if _is_missing(session.path):
        raise refuse(
            message(
                N_(
                    "There is no store at {path} yet. Begin with “cockpit project new KEY TITLE” or "
                    "“cockpit snapshot import FILE”, or look around with “cockpit demo”"
                ),
                path=str(session.path),
            )
        )
    return _run(lambda: _found(session))


def _is_missing(path: Path) -> bool:
    """Whether there is nothing at ``path``; what cannot be looked at is told by whoever opens it."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def open_demo(session: Session, name: str, *, keep: bool) -> int:
    """Open a sample in a store of its own, which is thrown away afterwards unless ``keep``; return the exit code."""
    folder = Path(tempfile.mkdtemp(prefix="cockpit-"))
    path = folder / "cockpit.db"
    try:
        # What is typed into a sample goes with it.
        code = _run(lambda: _sample(session, path, name), folder / "drafts")
    finally:
        if not (keep and path.exists()):
            shutil.rmtree(folder, ignore_errors=True)
    if keep:
        tell(message(N_("The store is kept in {path}; open it with “cockpit --db {path}”"), path=str(path)))
    return code


def settled(settings: "Settings") -> "Settled":
    """What the screens take from the user's settings, without being opened."""
    from cockpit.door import settled

    return settled(settings)


def _run(source: "Callable[[], tuple[Store, str]]", drafts_folder: Path | None = None) -> int:
    from cockpit.door import run

    return run(source, drafts_folder=drafts_folder)


def _found(session: Session) -> "tuple[Store, str]":
    """The store of a session and the uid of its project: the one named, else the one edited, or turned to by the user, last."""
    from cockpit.store import open_store

    store = open_store(session.path, who=session.user, read_only=session.read_only)
    try:
        project = session.chosen(store).uid if session.project else _last(store)
        if project is None:
            raise refuse(
                message(N_("There is no project in {path} yet. Begin with “cockpit project new KEY TITLE”"), path=str(store.path))
            )
    except BaseException:
        store.close()
        raise
    return store, project


def _last(store: "Store") -> str | None:
    from cockpit.settings import last_turn, turned_to_file

    edited, edits = store.last_edited(), store.last_edits()
    turned = last_turn(turned_to_file(), store.path)
    if edited is None or turned is None or turned[0] not in edits:
        return edited
    return turned[0] if turned[1] > edits[edited][0] else edited


def _sample(session: Session, path: Path, name: str) -> "tuple[Store, str]":
    """A sample, its dates moved so that it ends today, in a store at ``path``; its lead is the user unless the environment says who."""
    from datetime import UTC, datetime

    from cockpit.domain.person import Person
    from cockpit.exchange.samples import load, shifted
    from cockpit.store import open_store

    snapshot = shifted(load(name), datetime.now(UTC))
    lead = snapshot.state.get(Person, snapshot.state.project.lead)
    named = session.environment.get("COCKPIT_USER")
    store = open_store(path, who=session.user if named or lead is None else lead.handle, create=True)
    try:
        store.bring_in(snapshot.state, snapshot.batches)
        if session.read_only:
            store.close()
            store = open_store(path, who=store.who, read_only=True)
    except BaseException:
        store.close()
        raise
    return store, snapshot.state.project.uid
