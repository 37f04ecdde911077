"""Projects are begun, listed, shown and put aside."""

from pathlib import Path

from tests.command_line import CommandLine


def test_the_first_project_makes_the_store(cockpit: CommandLine) -> None:
    answer = cockpit.done("project", "new", "altura", "Altura")

    assert answer.out == ""
    assert answer.messages == [f"ALTURA is ready in {cockpit.store}. Open it with “cockpit”"]
    assert cockpit.store.stat().st_mode & 0o777 == 0o600


def test_projects_are_listed_by_key_in_aligned_columns(cockpit: CommandLine) -> None:
    cockpit.done("project", "new", "NORD", "Café du Nord")
    cockpit.done("project", "new", "ALTURA", "Altura")

    answer = cockpit.done("project", "list")

    assert answer.err == ""
    assert answer.lines == [
        "Key     Title         Phase       Status",
        "ALTURA  Altura        definition  active",
        "NORD    Café du Nord  definition  active",
    ]


def test_a_list_as_json_holds_the_same(cockpit: CommandLine) -> None:
    cockpit.done("project", "new", "ALTURA", "Altura")

    (project,) = cockpit.done("project", "list", "--json").json

    assert project.pop("uid")
    assert project == {"key": "ALTURA", "title": "Altura", "phase": "definition", "status": "active"}


def test_a_project_is_shown_with_what_it_holds(cockpit: CommandLine) -> None:
    file = cockpit.written(
        "altura.toml",
        '[project]\ntitle = "Altura"\nlead = "lea"\nphase = "scale_up"\n[[person]]\nname = "Léa"\n[[person]]\nname = "Karim"\n',
    )
    cockpit.done("snapshot", "import", file)

    shown = cockpit.done("project", "show")

    assert shown.err == ""
    assert shown.lines == [
        "Key: ALTURA",
        "Project: Altura",
        "Current phase: scale-up",
        "Status: active",
        "Lead: P-1 Léa",
        "Approach: hybrid",
        "Time zone: Europe/Paris",
        "Currency: EUR",
        "People: 2",
    ]


def test_a_project_as_json_holds_its_fields_and_counts(cockpit: CommandLine) -> None:
    cockpit.done("project", "new", "ALTURA", "Altura", "--currency", "chf", "--timezone", "Europe/Zurich")

    shown = cockpit.done("project", "show", "--json").json

    assert shown["project"]["currency"] == "CHF"
    assert shown["project"]["timezone"] == "Europe/Zurich"
    assert shown["project"]["lead"] is None
    assert shown["rows"] == {}


def test_what_a_project_cannot_be_is_told_field_by_field_and_makes_no_store(cockpit: CommandLine) -> None:
    answer = cockpit("project", "new", "pas ça", "", "--currency", "euros", "--timezone", "Mars/Olympus")

    assert answer.code == 1
    assert answer.out == ""
    told = [message.split(":")[1].split(" is ")[0].strip() for message in answer.messages]
    assert told == ["Project", "Currency", "Key", "Time zone"]
    assert not cockpit.store.exists()
    assert cockpit("project", "new", "pas ça", "Altura").messages == [
        "cockpit: Key: “PAS ÇA” is not allowed; it must be capital letters, digits, - or _"
    ]


def test_a_key_is_given_once(cockpit: CommandLine) -> None:
    cockpit.done("project", "new", "ALTURA", "Altura")

    answer = cockpit("project", "new", "Altura", "Another")

    assert (answer.code, len(answer.messages)) == (1, 1)
    assert "ALTURA" in answer.err
    assert "choose another key" in answer.err


def test_of_several_projects_one_has_to_be_named(cockpit: CommandLine) -> None:
    cockpit.done("project", "new", "ALTURA", "Altura")
    cockpit.done("project", "new", "NORD", "Nord")

    answer = cockpit("project", "show")
    assert (answer.code, answer.out) == (1, "")
    assert answer.messages == ["cockpit: There are several projects; name one with --project: ALTURA, NORD"]

    assert "Key: NORD" in cockpit.done("--project", "nord", "project", "show").lines
    unknown = cockpit("--project", "SUD", "project", "show")
    assert unknown.messages == [f"cockpit: There is no project SUD in {cockpit.store}; there are: ALTURA, NORD"]


def test_an_archived_project_is_out_of_the_way_until_that_is_undone(cockpit: CommandLine) -> None:
    cockpit.done("project", "new", "ALTURA", "Altura")
    cockpit.done("project", "new", "NORD", "Nord")

    assert cockpit.done("--project", "NORD", "project", "archive").messages == ["NORD is archived; “cockpit undo” brings it back"]

    assert "Key: ALTURA" in cockpit.done("project", "show").lines
    cockpit.done("--project", "NORD", "undo")
    assert cockpit("project", "show").code == 1


def test_an_only_project_is_chosen_even_when_it_is_archived(cockpit: CommandLine) -> None:
    cockpit.done("project", "new", "ALTURA", "Altura")
    cockpit.done("project", "archive")

    assert "Status: archived" in cockpit.done("project", "show").lines


def test_another_store_is_named_before_the_command(cockpit: CommandLine, tmp_path: Path) -> None:
    other = tmp_path / "away" / "other.db"

    cockpit.done("--db", other, "project", "new", "NORD", "Nord")

    assert other.exists()
    assert not cockpit.store.exists()
    assert len(cockpit.done("--db", other, "project", "list").lines) == 2


def test_the_store_lies_in_the_users_data_folder_where_nothing_else_is_said(cockpit: CommandLine, tmp_path: Path) -> None:
    cockpit.monkeypatch.delenv("COCKPIT_DB")

    cockpit.done("project", "new", "ALTURA", "Altura")

    assert (tmp_path / "cockpit" / "cockpit.db").exists()


def test_a_read_only_call_changes_nothing(cockpit: CommandLine) -> None:
    assert cockpit("--read-only", "project", "new", "ALTURA", "Altura").code == 1
    assert not cockpit.store.exists()

    cockpit.done("project", "new", "ALTURA", "Altura")
    answer = cockpit("--read-only", "project", "archive")

    assert answer.code == 1
    assert "open for reading only" in answer.err
    assert "Status: active" in cockpit.done("project", "show").lines
