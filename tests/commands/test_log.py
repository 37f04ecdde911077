"""What was done is told, taken back and made again."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cockpit.domain.edit import Act, Create, Record, Update
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.risk import Risk
from cockpit.store import open_store
from tests.command_line import CommandLine


def edit(store: Path, *acts: Act, who: str = "lea") -> None:
    """Make acts in the only project of a store, as the screens do."""
    opened = open_store(store, who=who)
    project = opened.projects()[0].uid
    for act in acts:
        opened.apply(project, act)
    opened.close()


def risk(title: str) -> Act:
    return Act((Create(Risk, {"title": title, "inherent_likelihood": 3, "inherent_impact": 4}),))


@pytest.fixture(autouse=True)
def project(cockpit: CommandLine) -> None:
    """A project to work on."""
    cockpit.done("project", "new", "ALTURA", "Altura")


def test_the_log_tells_each_act_with_who_did_it_and_its_changes(cockpit: CommandLine) -> None:
    edit(cockpit.store, risk("Peak load"), who="karim")
    edit(
        cockpit.store, Act((Create(Kpi, {"title": "Response"}, "k"), Record("k", Group.PILOT, {"2026-01-05": 3.5})), "First week")
    )

    lines = cockpit.done("log").lines

    assert [line.split("  ")[2:] for line in lines[::2]][:2] == [["lea", "edit"], ["karim", "edit"]]
    assert lines[1] == "    Project created: PR-1 Altura"
    assert lines[3] == "    Risk created: R-1 Peak load"
    assert lines[4].endswith("  lea  edit  First week")
    assert lines[5:] == ["    KPI created: K-1 Response", "    K-1 Response (pilot group): 3.5 on Mon 5 Jan 2026"]


def test_the_log_as_json_holds_every_value_before_and_after(cockpit: CommandLine) -> None:
    edit(cockpit.store, risk("Peak load"))

    first, second = cockpit.done("log", "--json").json

    assert (first["who"], first["deed"], first["note"], first["reverses"]) == ("lea", "edit", "", None)
    (change,) = second["changes"]
    assert (change["kind"], change["before"]) == ("risk", None)
    assert change["after"]["inherent_impact"] == 4
    assert change["after"]["ref"] == "R-1"


def test_only_the_last_acts_are_told_where_that_is_asked(cockpit: CommandLine) -> None:
    edit(cockpit.store, risk("One"), risk("Two"))

    assert [batch["changes"][0]["after"]["title"] for batch in cockpit.done("log", "--json", "--limit", "2").json] == [
        "One",
        "Two",
    ]
    assert len(cockpit.done("log", "--json", "--limit", "99").json) == 3


@pytest.mark.parametrize("limit", ["0", "-1", "x", "1.5", "", "9" * 5000])
def test_a_number_of_acts_that_is_none_is_wrong_usage(cockpit: CommandLine, limit: str) -> None:
    answer = cockpit("log", f"--limit={limit}")

    assert (answer.code, answer.out, len(answer.messages)) == (2, "", 1)
    assert "must be a whole number from 1 up" in answer.err


def test_the_log_can_begin_on_a_day(cockpit: CommandLine) -> None:
    day = timedelta(days=1)
    today = datetime.now(UTC).date()

    assert len(cockpit.done("log", "--json", "--since", str(today - day)).json) == 1
    assert cockpit.done("log", "--json", "--since", str(today + 2 * day)).json == []
    assert len(cockpit.done("log", "--json", "--since", "0001-01-01").json) == 1
    assert cockpit.done("log", "--since", "9999-12-31").out == ""


def test_a_day_begins_at_midnight_in_the_projects_time_zone(cockpit: CommandLine) -> None:
    file = cockpit.written(
        "tokyo.toml",
        """
        [project]
        uid = "tokyo"
        ref = "PR-1"
        key = "TOKYO"
        title = "Tokyo"
        timezone = "Asia/Tokyo"

        [[history]]
        uid = "one"
        at = 2026-03-01T14:59:59Z
        who = "lea"
        deed = "edit"
        changes = [
          {kind = "project", uid = "tokyo", created = {ref = "PR-1", version = 1, key = "TOKYO", title = "T", timezone = "Asia/Tokyo"}},
        ]

        [[history]]
        uid = "two"
        at = 2026-03-01T15:00:00Z
        who = "lea"
        deed = "edit"
        changes = [
          {kind = "project", uid = "tokyo", before = {title = "T", version = 1}, after = {title = "Tokyo", version = 2}},
        ]
        """,
    )
    cockpit.done("snapshot", "import", file)

    since = cockpit.done("--project", "TOKYO", "log", "--json", "--since", "2026-03-02").json

    assert "two" in [batch["uid"] for batch in since]
    assert "one" not in [batch["uid"] for batch in since]


def test_the_log_can_begin_on_a_day_as_people_say_it(cockpit: CommandLine) -> None:
    assert len(cockpit.done("log", "--json", "--since", "yesterday").json) == 1
    assert len(cockpit.done("log", "--json", "--since", "-2w").json) == 1
    assert cockpit.done("log", "--json", "--since", "+2d").json == []
    assert len(cockpit.done("--lang", "fr", "log", "--json", "--since", "hier").json) == 1


@pytest.mark.parametrize("day", ["some week", "2026-02-30", "03/04/2026", "", "\x1b[31m"])
def test_a_day_that_is_none_is_wrong_usage(cockpit: CommandLine, day: str) -> None:
    answer = cockpit("log", f"--since={day}")

    assert (answer.code, answer.out, len(answer.messages)) == (2, "", 1)
    assert "write it as 2026-12-31" in answer.err
    assert "\x1b" not in answer.err


def test_an_act_is_undone_and_made_again(cockpit: CommandLine) -> None:
    edit(cockpit.store, risk("Peak load"))

    undone = cockpit.done("undo")
    assert undone.messages == ["Taken back:"]
    assert undone.lines == ["Risk created: R-1 Peak load"]
    assert cockpit.done("project", "show", "--json").json["rows"] == {}

    redone = cockpit.done("redo")
    assert redone.messages == ["Done again:"]
    assert redone.lines == ["Risk created: R-1 Peak load"]
    assert cockpit.done("project", "show", "--json").json["rows"] == {"risk": 1}


def test_what_is_not_ones_own_is_not_undone(cockpit: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    edit(cockpit.store, risk("Peak load"), who="karim")
    monkeypatch.setenv("COCKPIT_USER", "marc")

    answer = cockpit("undo")

    assert (answer.code, answer.out) == (1, "")
    assert answer.messages == ["cockpit: There is nothing of yours to undo"]
    assert cockpit("redo").messages == ["cockpit: There is nothing of yours to redo"]
    assert len(cockpit.done("log", "--json").json) == 2


def test_what_others_have_built_on_is_not_undone(cockpit: CommandLine) -> None:
    edit(cockpit.store, risk("Peak load"))
    store = open_store(cockpit.store, who="karim")
    state = store.load(store.projects()[0].uid)
    store.apply(state.project.uid, Act((Update(state.all(Risk)[0], {"title": "Load"}),)))
    store.close()

    answer = cockpit("undo")

    assert (answer.code, answer.out) == (1, "")
    assert "R-1 Load" in answer.err
    assert "cockpit undo --act ID" in answer.err
    assert len(cockpit.done("log", "--json").json) == 3


def test_an_act_is_taken_back_by_the_id_that_the_log_tells(cockpit: CommandLine) -> None:
    edit(cockpit.store, risk("Peak load"), risk("Slow pages"))
    edit(cockpit.store, risk("Typing errors"), who="karim")
    ids = [line.split()[0] for line in cockpit.done("log").lines[::2]]

    assert cockpit.done("undo", "--act", ids[1]).lines == ["Risk created: R-1 Peak load"]
    assert cockpit.done("undo", "--act", ids[3]).lines == ["Risk created: R-3 Typing errors"]

    heads = cockpit.done("log").lines[::2]
    assert [line.split()[0] for line in heads][:4] == ids
    assert ["taken back by lea" in line for line in heads] == [False, True, False, True, False, False]
    log = cockpit.done("log", "--json").json
    assert [batch["reversed_by"] for batch in log] == [None, log[4]["uid"], None, log[5]["uid"], None, None]
    assert cockpit("undo", "--act", ids[1]).messages == ["cockpit: lea has taken this back already"]
    assert cockpit.done("redo").lines == ["Risk created: R-3 Typing errors"]
    assert cockpit.done("undo").messages == ["Taken back:"]


@pytest.mark.parametrize("act", ["nothing", "", "\x1b[31m", "x" * 5000])
def test_an_act_that_is_none_is_told(cockpit: CommandLine, act: str) -> None:
    answer = cockpit("undo", f"--act={act}")

    assert (answer.code, answer.out, len(answer.messages)) == (1, "", 1)
    assert "there is no act" in answer.err
    assert "\x1b" not in answer.err


def test_an_id_that_several_acts_begin_with_is_told(cockpit: CommandLine) -> None:
    for title in "abcdefghijklmnopq":
        edit(cockpit.store, risk(title))
    first = [batch["uid"][0] for batch in cockpit.done("log", "--json").json]
    shared = next(letter for letter in first if first.count(letter) > 1)

    answer = cockpit("undo", "--act", shared)

    assert answer.code == 1
    assert f"“{shared}” is the beginning of {first.count(shared)} ids" in answer.err


def test_the_user_is_cleaned_and_not_longer_than_a_line(cockpit: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COCKPIT_USER", "\x1b[31mRed\x1b[0m\nKarim " + "x" * 500)
    cockpit.done("project", "archive")

    who = cockpit.done("log", "--json", "--limit", "1").json[0]["who"]

    assert who.startswith("Red Karim x")
    assert len(who) == 200


def test_without_a_user_in_the_environment_the_login_edits(cockpit: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COCKPIT_USER")
    monkeypatch.setenv("LOGNAME", "karim\x1b[2J")
    cockpit.done("project", "archive")

    assert cockpit.done("log", "--json", "--limit", "1").json[0]["who"] == "karim"
