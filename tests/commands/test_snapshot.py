"""A project goes out as one file and comes in again, whole or not at all."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command_line import CommandLine

ALTURA = """
[project]
title = "Altura"

[[person]]
name = "Léa Martin"

[[risk]]
title = "Peak load"
inherent_likelihood = 4
inherent_impact = 5
owner = "lea"

[[kpi]]
title = "Response"

[measurements.K-1.pilot]
2026-01-05 = 3.2
2026-01-12 = 3
"""


@pytest.fixture
def exported(cockpit: CommandLine, tmp_path: Path) -> Path:
    """The file of a project that is in the store."""
    cockpit.done("snapshot", "import", cockpit.written("altura.toml", ALTURA))
    path = tmp_path / "exported.toml"
    cockpit.done("snapshot", "export", "--output", path)
    return path


@pytest.fixture
def edited(exported: Path) -> Path:
    """The same with another title of its risk, edited by hand."""
    text = exported.read_text("utf-8")
    rows, history, log = text.partition("[[history]]")
    exported.write_text(rows.replace("Peak load", "Load at peak hours") + history + log, "utf-8")
    return exported


def test_a_project_is_taken_in_from_a_file(cockpit: CommandLine) -> None:
    file = cockpit.written("altura.toml", ALTURA)

    answer = cockpit.done("snapshot", "import", file)

    assert answer.out == ""
    assert answer.messages == [f"ALTURA is taken in from {file}"]
    assert cockpit.done("project", "show", "--json").json["rows"] == {"kpi": 1, "person": 1, "risk": 1}
    (batch,) = cockpit.done("log", "--json").json
    assert (batch["deed"], batch["note"], batch["who"]) == ("import", "altura.toml", "lea")


def test_stdout_and_a_file_get_the_same_bytes(cockpit: CommandLine, exported: Path) -> None:
    answer = cockpit.done("snapshot", "export")

    assert answer.err == ""
    assert answer.out.encode() == exported.read_bytes()
    assert exported.stat().st_mode & 0o777 == 0o600


def test_what_is_exported_comes_in_elsewhere_with_its_history(cockpit: CommandLine, exported: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"

    cockpit.done("--db", other, "snapshot", "import", exported)

    assert cockpit.done("--db", other, "snapshot", "export").out.encode() == exported.read_bytes()
    assert cockpit.done("--db", other, "log", "--json").json == cockpit.done("log", "--json").json


def test_the_history_can_be_left_out(cockpit: CommandLine, exported: Path, tmp_path: Path) -> None:
    answer = cockpit.done("snapshot", "export", "--no-history")

    assert "[[history]]" in exported.read_text("utf-8")
    assert "history" not in answer.out
    assert "changed_at" not in answer.out
    cockpit.done("--db", tmp_path / "other.db", "snapshot", "import", cockpit.written("short.toml", answer.out))
    assert [batch["deed"] for batch in cockpit.done("--db", tmp_path / "other.db", "log", "--json").json] == ["import"]


def test_a_project_that_is_here_is_not_replaced_unasked(cockpit: CommandLine, edited: Path) -> None:
    before = cockpit.done("snapshot", "export").out

    answer = cockpit("snapshot", "import", edited)

    assert (answer.code, answer.out, len(answer.messages)) == (1, "", 1)
    assert "--replace" in answer.err
    assert cockpit.done("snapshot", "export").out == before


def test_a_replacement_is_one_act_that_can_be_undone(cockpit: CommandLine, edited: Path) -> None:
    answer = cockpit.done("snapshot", "import", "--replace", edited)

    assert answer.messages == [f"ALTURA is brought to the state of {edited}; “cockpit undo” takes it back"]
    assert "Load at peak hours" in cockpit.done("snapshot", "export", "--no-history").out
    assert [batch["deed"] for batch in cockpit.done("log", "--json").json] == ["import", "import"]

    assert cockpit.done("undo").lines == ["R-1 Peak load: Risk Peak load → Load at peak hours"]
    assert "Load at peak hours" not in cockpit.done("snapshot", "export", "--no-history").out


def test_replacing_a_project_by_itself_changes_nothing(cockpit: CommandLine, exported: Path) -> None:
    answer = cockpit.done("snapshot", "import", "--replace", exported)

    assert answer.messages == ["ALTURA is as the file says already"]
    assert len(cockpit.done("log", "--json").json) == 1


def test_another_project_with_the_same_key_is_refused(cockpit: CommandLine, exported: Path) -> None:
    answer = cockpit("snapshot", "import", cockpit.written("altura.toml", ALTURA))

    assert (answer.code, len(answer.messages)) == (1, 1)
    assert "choose another key" in answer.err
    assert len(cockpit.done("project", "list", "--json").json) == 1


def test_a_checked_file_is_told_and_not_taken_in(cockpit: CommandLine) -> None:
    file = cockpit.written("altura.toml", ALTURA)

    answer = cockpit.done("snapshot", "check", file)

    assert answer.out == ""
    assert answer.messages[0] == f"{file} is fine: ALTURA, 4 rows, 2 measurements, 0 acts in its history"
    assert not cockpit.store.exists()


def test_a_check_tells_what_was_edited_by_hand(cockpit: CommandLine, edited: Path, tmp_path: Path) -> None:
    assert "not as the program wrote it" in cockpit.done("snapshot", "check", edited).messages[1]
    as_written = tmp_path / "again.toml"
    cockpit.done("snapshot", "export", "-o", as_written)
    assert len(cockpit.done("snapshot", "check", as_written).messages) == 1


def test_a_check_as_json_counts(cockpit: CommandLine, exported: Path) -> None:
    answer = cockpit.done("snapshot", "check", "--json", exported)

    assert answer.err == ""
    assert answer.json == {"project": "ALTURA", "rows": 4, "measurements": 2, "batches": 1, "edited": False}


@pytest.mark.parametrize("command", ["check", "import"])
def test_every_problem_of_a_file_has_its_line(cockpit: CommandLine, command: str) -> None:
    broken = ALTURA.replace("likelihood = 4", "likelihood = 6").replace('"lea"', '"karim"').replace("3.2", '"fast"')
    file = cockpit.written("broken.toml", broken)

    answer = cockpit("snapshot", command, file)

    assert (answer.code, answer.out) == (1, "")
    assert [message.split(":")[1].split(",")[0].strip() for message in answer.messages] == ["line 10", "line 12", "line 18"]
    assert not cockpit.store.exists()


UNWRITABLE: dict[str, tuple[Callable[[Path], Path], str]] = {
    "a folder": (lambda folder: folder, "is a folder"),
    "a place that is not there": (lambda folder: folder / "nowhere" / "a.toml", "make it first"),
    "a place below a file": (lambda folder: folder / "altura.toml" / "a.toml", "make it first"),
    "a device": (lambda folder: Path(os.devnull), "no ordinary file"),
    "a name too long": (lambda folder: folder / ("x" * 300), "cannot be written"),
}


@pytest.mark.parametrize(("place", "told"), UNWRITABLE.values(), ids=UNWRITABLE)
def test_where_a_file_cannot_be_written_is_told(
    cockpit: CommandLine, exported: Path, tmp_path: Path, place: Callable[[Path], Path], told: str
) -> None:
    before = {path.name for path in tmp_path.iterdir() if not path.name.startswith("cockpit.db")}

    answer = cockpit("snapshot", "export", "-o", place(tmp_path))

    assert (answer.code, answer.out, len(answer.messages)) == (1, "", 1)
    assert told in answer.err
    assert {path.name for path in tmp_path.iterdir() if not path.name.startswith("cockpit.db")} == before


def test_a_name_that_is_no_text_is_a_file_like_any_other(cockpit: CommandLine, tmp_path: Path) -> None:
    file = Path(str(tmp_path) + "/alt\udce9ra\n\x1b[31m.toml")
    file.write_text(ALTURA, "utf-8")

    taken = cockpit.process("snapshot", "import", str(file))

    assert (taken.code, len(taken.messages)) == (0, 1)
    assert "\x1b" not in taken.err
    assert cockpit.done("log", "--json").json[0]["note"] == "altra .toml"
    store = Path(str(tmp_path) + "/st\udce9re.db")
    assert cockpit.process("--db", str(store), "snapshot", "import", str(file)).code == 0
    assert store.exists()
