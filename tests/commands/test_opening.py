"""What the cockpit opens on the screen, and where it opens at all.  The screens themselves have their own tests."""

import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import cockpit.door
from cockpit.domain.message import message
from cockpit.domain.problem import Refused, refuse
from cockpit.exchange.samples import sample_names
from cockpit.settings import remember_turn, turned_to_file
from cockpit.store import Store, open_store
from tests.command_line import CommandLine

Source = Callable[[], tuple[Store, str]]


class Opened:
    """Stands in for the app: opens what it is given, notes what that is, and ends."""

    def __init__(self) -> None:
        self.key = ""
        self.who = ""
        self.read_only = False
        self.path = Path()
        self.last = datetime.min.replace(tzinfo=UTC)
        self.refused: Refused | None = None

    def __call__(self, source: Source, drafts_folder: Path | None = None) -> int:
        if self.refused:
            raise self.refused
        store, project = source()
        self.key = store.load(project).project.key
        self.who, self.read_only, self.path = store.who, store.read_only, store.path
        self.last = store.history(project)[-1].at
        store.close()
        return 0


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    app = Opened()
    monkeypatch.setattr(cockpit.door, "run", app)
    return app


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where stores that are thrown away are made."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_without_a_command_the_project_edited_last_opens(cockpit: CommandLine, opened: Opened) -> None:
    cockpit.done("project", "new", "NORD", "Nord")
    cockpit.done("project", "new", "ALTURA", "Altura")
    cockpit.done()
    assert (opened.key, opened.who, opened.read_only) == ("ALTURA", "lea", False)

    cockpit.done("--project", "NORD", "project", "archive")
    cockpit.done("--project", "NORD", "undo")
    cockpit.done()
    assert opened.key == "NORD"

    cockpit.done("--project=altura", "--read-only")
    assert (opened.key, opened.read_only) == ("ALTURA", True)


def test_a_project_turned_to_opens_until_another_is_edited(cockpit: CommandLine, opened: Opened) -> None:
    cockpit.done("project", "new", "ALTURA", "Altura")
    cockpit.done("project", "new", "NORD", "Nord")
    with closing(open_store(cockpit.store, who="lea")) as store:
        altura = store.projects()[0].uid
    cockpit.monkeypatch.setenv("XDG_STATE_HOME", str(cockpit.folder / "state"))
    remember_turn(turned_to_file(), cockpit.store, altura, datetime.now(UTC) + timedelta(seconds=5))
    cockpit.done()
    assert opened.key == "ALTURA"

    remember_turn(turned_to_file(), cockpit.store, altura, datetime(2020, 1, 1, tzinfo=UTC))
    cockpit.done()
    assert opened.key == "NORD"

    for garbled in ("{", "[]", '{"x": 3}', f'{{"{cockpit.store}": {{"project": "gone", "at": "2199-01-01"}}}}'):
        turned_to_file().write_text(garbled, "utf-8")
        cockpit.done()
        assert opened.key == "NORD"


def test_a_store_without_a_project_or_with_another_says_how_to_begin(cockpit: CommandLine, opened: Opened) -> None:
    answer = cockpit()
    assert answer.code == 1
    assert "cockpit project new KEY TITLE" in answer.err

    cockpit.done("project", "new", "NORD", "Nord")
    assert cockpit("--project", "SUD").messages == [f"cockpit: There is no project SUD in {cockpit.store}; there are: NORD"]


@pytest.mark.parametrize("arguments", [("demo",), ("demo", "altura"), ("demo", "ALTURA"), ("--lang", "fr", "demo")])
def test_the_demo_is_a_store_that_is_thrown_away(
    cockpit: CommandLine, opened: Opened, scratch: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.delenv("COCKPIT_USER")

    cockpit.done(*arguments)

    assert (opened.key, opened.who) == ("ALTURA", "lea")
    assert timedelta(0) <= datetime.now(UTC) - opened.last <= timedelta(days=7)
    assert opened.path.is_relative_to(scratch)
    assert not list(scratch.iterdir())
    assert not cockpit.store.exists()


def test_the_demo_of_another_sample_is_played_as_its_lead(
    cockpit: CommandLine, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COCKPIT_USER")

    cockpit.done("demo", "bedside")

    assert (opened.key, opened.who) == ("BEDSIDE", "priya")
    assert timedelta(0) <= datetime.now(UTC) - opened.last <= timedelta(days=7)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_help_of_the_demo_names_every_sample(cockpit: CommandLine, language: str) -> None:
    told = cockpit.done("--lang", language, "demo", "--help").out
    assert [name for name in sample_names() if name not in told] == []


def test_the_demo_can_be_kept_and_opened_again(cockpit: CommandLine, opened: Opened, scratch: Path) -> None:
    answer = cockpit.done("demo", "--keep")

    (kept,) = scratch.glob("*/cockpit.db")
    assert answer.messages == [f"The store is kept in {kept}; open it with “cockpit --db {kept}”"]
    cockpit.done("--db", kept)
    assert opened.path == kept


def test_the_demo_is_played_as_oneself_where_that_is_said(
    cockpit: CommandLine, opened: Opened, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COCKPIT_USER", "sophie")
    cockpit.done("--read-only", "demo")

    assert (opened.who, opened.read_only) == ("sophie", True)


def test_a_sample_that_does_not_exist_is_told_with_those_that_do(cockpit: CommandLine, opened: Opened, scratch: Path) -> None:
    answer = cockpit("demo", "atlantis", "--keep")

    assert (answer.code, answer.out) == (1, "")
    assert answer.messages == ["cockpit: There is no sample “atlantis”; there are altura, bedside"]
    assert not list(scratch.iterdir())


def test_nothing_is_left_where_the_screen_cannot_be_opened(cockpit: CommandLine, opened: Opened, scratch: Path) -> None:
    opened.refused = refuse(message("No terminal"))

    for arguments in (("demo",), ("demo", "--keep")):
        answer = cockpit(*arguments)
        assert (answer.code, answer.messages) == (1, ["cockpit: No terminal"])
    assert not list(scratch.iterdir())
