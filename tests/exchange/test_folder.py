"""A folder is listed for somebody who looks for a table, and a path leads where its writer meant."""

import os
from pathlib import Path

import pytest

from cockpit.domain.problem import Refused
from cockpit.exchange.folder import EntryKind, completed, is_folder, list_folder, path_typed
from cockpit.language import say

_DAY = 86_400


def names(path: Path, *, usual: bool = False) -> list[str]:
    """What is listed, in order."""
    folder = list_folder(path)
    return [entry.name for entry in (folder.usual() if usual else folder.entries)]


def said(refused: pytest.ExceptionInfo[Refused]) -> str:
    """What the user is told."""
    return " ".join(say(problem.message) for problem in refused.value.problems)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own folder, with two folders and files of several ages."""
    home = tmp_path / "home"
    for folder in ("Reports", "archive", ".config"):
        (home / folder).mkdir(parents=True)
    for age, name in enumerate(("newest.csv", "older.TSV", "oldest.txt", "report.pdf", ".hidden.csv")):
        file = home / name
        file.write_bytes(b"x" * (age + 1))
        os.utime(file, (1_700_000_000 - age * _DAY,) * 2)
    monkeypatch.setenv("HOME", str(home))
    return home


def test_folders_come_first_by_name_then_tables_and_other_files_the_newest_first(home: Path) -> None:
    assert names(home) == [
        "..",
        ".config",
        "archive",
        "Reports",
        "newest.csv",
        "older.TSV",
        "oldest.txt",
        ".hidden.csv",
        "report.pdf",
    ]


def test_usually_only_folders_and_tables_are_shown(home: Path) -> None:
    assert names(home, usual=True) == ["..", "archive", "Reports", "newest.csv", "older.TSV", "oldest.txt"]


def test_each_file_has_its_size_and_age(home: Path) -> None:
    entry = next(entry for entry in list_folder(home).entries if entry.name == "older.TSV")
    assert entry.size == 2
    assert entry.modified is not None
    assert entry.modified.timestamp() == 1_700_000_000 - _DAY
    assert entry.path == home / "older.TSV"


def test_the_root_has_no_folder_above() -> None:
    assert ".." not in names(Path("/"))


def test_pipes_and_links_to_nothing_are_left_out(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "gone.csv").symlink_to(tmp_path / "nowhere")
    (tmp_path / "target").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "target")
    assert names(tmp_path) == ["..", "link", "target"]


def test_a_name_that_is_no_text_is_listed_with_its_real_path(tmp_path: Path) -> None:
    hostile = [b"\x1b[2Jevil.csv", b"caf\xe9.csv", b"new\nline.csv"]
    for name in hostile:
        (tmp_path / os.fsdecode(name)).write_text("x")
    found = [entry for entry in list_folder(tmp_path).entries if entry.kind is EntryKind.TABLE]
    assert sorted(os.fsencode(entry.name) for entry in found) == sorted(hostile)
    assert all(entry.path.read_text() == "x" for entry in found)


@pytest.mark.parametrize(
    ("path", "words"),
    [("nowhere", "There is no folder {}/nowhere"), ("file.csv", "{}/file.csv is no folder"), ("nul\0", "is no name of a file")],
)
def test_what_cannot_be_listed_is_told_in_a_sentence(tmp_path: Path, path: str, words: str) -> None:
    (tmp_path / "file.csv").write_text("")
    with pytest.raises(Refused) as refused:
        list_folder(tmp_path / path)
    assert words.format(tmp_path) in said(refused)


def test_a_folder_that_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "scandir", closed)
    with pytest.raises(Refused) as refused:
        list_folder(tmp_path)
    assert said(refused) == f"You may not read {tmp_path}; ask its owner"
    assert completed("x", tmp_path) == ("x", 0)


def test_a_typed_path_leads_where_its_writer_meant(home: Path) -> None:
    spaced = home / "my data.csv"
    spaced.write_text("")
    for typed in (
        "my data.csv", "~/my data.csv", str(spaced), f"  {spaced}\n", f"'{spaced}'", f'"{spaced}"',
        str(spaced).replace(" ", "\\ "), f"file://{spaced}".replace(" ", "%20"), "Reports/../my data.csv",
    ):  # fmt: skip
        assert path_typed(typed, home) == spaced, typed


def test_a_name_is_taken_as_it_is_written_where_that_exists(tmp_path: Path) -> None:
    for name in ("'quoted'", "back\\slash.csv"):
        (tmp_path / name).write_text("")
        assert path_typed(name, tmp_path) == tmp_path / name


def test_what_is_neither_file_nor_folder_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "file").write_text("")
    assert is_folder(tmp_path)
    assert not is_folder(tmp_path / "file")
    for name, words in (("pipe", "no ordinary file"), ("nothing", "There is no file"), ("file/below", "There is no file")):
        with pytest.raises(Refused) as refused:
            is_folder(tmp_path / name)
        assert words in said(refused)


@pytest.mark.parametrize(
    ("typed", "text", "matches"),
    [
        ("new", "newest.csv", 1),
        ("old", "olde", 2),
        ("OLDER", "older.TSV", 1),
        ("rep", "report.pdf", 1),
        ("Rep", "Reports/", 1),
        ("nothing", "nothing", 0),
        ("~/arch", "~/archive/", 1),
        ("~", "~/", 1),
        (".hid", ".hidden.csv", 1),
        ("archive/", "archive/", 0),
        ("gone/x", "gone/x", 0),
    ],
)
def test_a_path_is_completed_as_far_as_there_is_no_choice(home: Path, typed: str, text: str, matches: int) -> None:
    assert completed(typed, home) == (text, matches)


def test_a_name_that_cannot_be_typed_is_not_offered(tmp_path: Path) -> None:
    (tmp_path / "evil\x1b[2J.csv").write_text("")
    (tmp_path / "event.csv").write_text("")
    assert completed("ev", tmp_path) == ("event.csv", 1)
