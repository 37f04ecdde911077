"""``cockpit standup``, read as a lead would read it on a Monday, on the sample and on a store that was written in front of everybody."""

import re
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from rich.cells import cell_len

from cockpit.domain.action import Action
from cockpit.domain.edit import Act, Create, Update
from cockpit.domain.person import Person
from cockpit.domain.phase import Deliverable
from cockpit.domain.standup import Standup
from cockpit.language import day
from cockpit.store import open_store
from tests.command_line import CommandLine
from tests.sample_stores import as_of_today, sample_store
from tests.samples.reading import LAST_DAY, day_of

HANDLE = re.compile(r"^  (\S+)$", re.MULTILINE)


def unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text).replace("&lt;", "<")


@pytest.fixture
def moved(cockpit: CommandLine) -> timedelta:
    """The sample, its dates moved so that it ends today; returns by how much."""
    sample_store(cockpit.store, until_today=True)
    return day_of(as_of_today("altura").batches[-1]) - LAST_DAY


def topic(cockpit: CommandLine, name: str, *options: str) -> list[dict[str, Any]]:
    document = cockpit.done("standup", "--json", *options).json
    return next(each["items"] for each in document["topics"] if each["topic"] == name)


def test_the_week_of_the_sample_is_told_since_the_last_stand_up(cockpit: CommandLine, moved: timedelta) -> None:
    document = cockpit.done("standup", "--json").json

    last = max(as_of_today("altura").state.all(Standup), key=lambda each: each.held_at)
    assert (last.title, document["since"]) == ("Point d'équipe, semaine 30", last.held_at.isoformat())
    assert (document["gate"], document["answer_before"], document["answer"]) == ("pilot", "no_go", "no_go")
    turned = topic(cockpit, "verdict")[1:]
    assert [(each["turn"], each["person"]) for each in turned] == [("better", "sophie")]
    assert turned[0]["said"] == "Quatre sponsors sur cinq soutiennent la suite: met, was not met"
    spoken = day(date(2026, 11, 17) + moved, date.fromisoformat(document["as_of"]))
    reason = "Après une matinée au comptoir de Grenoble : « ils ne reviendraient pas en arrière. »"
    assert turned[0]["because"] == ["4 of 5 sponsors (80\N{NO-BREAK SPACE}%)", f"karim, {spoken}: {reason}"]
    people = {each["ref"]: (each["turn"], each["person"]) for each in topic(cockpit, "people") if each["kind"] == "action"}
    expected = {"A-31": ("done", "lea"), "A-20": ("blocked", "lea"), "A-30": ("late", "marc"), "A-36": ("stuck", "julien")}
    assert expected.items() <= people.items()


def test_text_is_read_at_eighty_columns_and_people_come_once(cockpit: CommandLine, moved: timedelta) -> None:
    for options in ((), ("--lang", "fr")):
        answer = cockpit.done(*options, "standup", "--since", "-8w")

        assert max(map(cell_len, answer.lines)) <= 80
        assert not any(line != line.rstrip() for line in answer.lines)
        handles = HANDLE.findall(answer.out)
        assert len(handles) > 5
        assert len(set(handles)) == len(handles)


def test_a_stretch_in_which_things_turned_tells_risks_and_wins(cockpit: CommandLine, moved: timedelta) -> None:
    since = str(date(2026, 11, 2) + moved)

    risks = topic(cockpit, "risks", "--since", since)
    wins = cockpit.done("standup", "--json", "--since", since).json["proposals"]

    assert [(each["turn"], each["ref"], each["because"][0]) for each in risks] == [
        ("worse", "R-3", "3x5 → 4x5"),
        ("better", "R-16", "3x3 → 2x3"),
    ]
    happened = {each["ref"]: str(date.fromisoformat(each["happened_on"]) - moved) for each in wins}
    assert happened == {"R-16": "2026-11-06", "K-6": "2026-11-15", "K-8": "2026-11-15"}


def test_markdown_names_the_people_and_has_no_escape_of_a_terminal(cockpit: CommandLine, moved: timedelta) -> None:
    answer = cockpit.done("standup", "--markdown")

    assert answer.lines[0].startswith("# ")
    assert "### Léa " in answer.out
    assert "- A-31 Emmener Karim une matinée au comptoir de Grenoble: done" in answer.lines
    assert cockpit.done("standup", "--markdown").out == answer.out
    state = as_of_today("altura").state
    told = [each for name in ("people", "dates") for each in topic(cockpit, name) if each["day"]]
    assert {each["turn"] for each in told} >= {"late", "due"}
    for each in told:
        row = state.by_ref(each["ref"])
        if isinstance(row, Action | Deliverable):
            assert each["day"] == str(row.due_on)
        assert f"{each['said']} ({day(date.fromisoformat(each['day']))})" in unescaped(answer.out), "it is read on other days"


@pytest.fixture
def begun(cockpit: CommandLine) -> date:
    """A project with an action that was done after the stand-up of a week ago; returns the day on which it began."""
    now = datetime.now(UTC).replace(microsecond=0)
    clock = [now - timedelta(days=21)]
    with closing(open_store(cockpit.store, who="lea", create=True, clock=lambda: clock[0])) as store:
        project = store.create_project({"key": "DEMO", "title": "Demo", "timezone": "UTC"}).uid
        lea = Create(Person, {"handle": "lea", "name": "Lea"}, "lea")
        store.apply(project, Act((lea, Create(Action, {"title": "[red]Print[/] <b>it</b>", "owner": "lea"}, "print"))))
        clock[0] = now - timedelta(days=7)
        store.apply(project, Act((Create(Standup, {"title": "Weekly", "held_at": clock[0]}),)))
        clock[0] = now - timedelta(days=1)
        store.apply(project, Act((Update(store.load(project).all(Action)[0], {"state": "done"}),)))
    return (now - timedelta(days=21)).date()


def test_what_people_typed_is_told_as_they_typed_it(cockpit: CommandLine, begun: date) -> None:
    assert "    ● A-1 [red]Print[/] <b>it</b>: done" in cockpit.done("standup").lines
    assert "- A-1 \\[red\\]Print\\[/\\] &lt;b>it&lt;/b>: done" in cockpit.done("standup", "--markdown").lines


def test_a_day_before_the_log_says_so_and_is_told_from_its_beginning(cockpit: CommandLine, begun: date) -> None:
    early = begun - timedelta(days=30)

    answer = cockpit.done("standup", "--json", "--since", str(early))

    assert answer.messages == [f"The project was not here yet on {day(early)}; its log begins on {day(begun)}"]
    assert date.fromisoformat(answer.json["since"][:10]) == begun
    assert cockpit.done("standup", "--since", str(begun)).err == ""


def test_days_that_cannot_be_told_from_are_refused(cockpit: CommandLine, begun: date) -> None:
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)

    future = cockpit("standup", "--since", str(tomorrow))
    unreadable = cockpit("standup", "--since", "the day after")
    both = cockpit("standup", "--markdown", "--json")

    assert (future.code, future.out, future.messages) == (1, "", [f"cockpit: --since: {day(tomorrow)} is still to come"])
    assert (unreadable.code, unreadable.out) == (2, "")
    assert "--since: “the day after” is no date" in unreadable.err
    assert (both.code, both.out, both.messages) == (2, "", ["cockpit: --markdown and --json cannot be given together"])


def test_since_today_and_yesterday_are_days_of_the_project(cockpit: CommandLine, begun: date) -> None:
    done = "    ● A-1 [red]Print[/] <b>it</b>: done"

    assert done not in cockpit.done("standup", "--since", "today").lines
    assert done in cockpit.done("standup", "--since", "-2d").lines


def test_minutes_that_were_stored_are_written_again(cockpit: CommandLine, begun: date) -> None:
    none = cockpit("standup", "--minutes", "last")
    with closing(open_store(cockpit.store, who="lea")) as store:
        project = store.projects()[0].uid
        held = [datetime(2026, 11, day, 9, tzinfo=UTC) for day in (9, 16)]
        texts = ["# Demo: stand-up\n\nPresent: Léa \\[x\\]", "# Demo: the next one"]
        for at, text in zip(reversed(held), reversed(texts), strict=True):
            store.apply(project, Act((Create(Standup, {"title": "Weekly", "held_at": at, "minutes_text": text}),)))

    assert (none.code, none.out) == (1, "")
    assert none.messages == ["cockpit: No stand-up has minutes yet: one that is held on the screen ends with them"]
    assert cockpit.done("standup", "--minutes", "last").out == "# Demo: the next one\n"
    assert cockpit.done("standup", "--minutes", "sd-3").out == "# Demo: stand-up\n\nPresent: Léa \\[x\\]\n"
    unknown = cockpit("standup", "--minutes", "SD-1")
    assert (unknown.code, unknown.out) == (1, "")
    assert unknown.messages == ["cockpit: There are no minutes of “SD-1”; there are those of SD-3, SD-2"]
    for other in (("--json",), ("--since", "-1w")):
        both = cockpit("standup", "--minutes", "last", *other)
        assert (both.code, both.out) == (2, "")
        assert "--minutes takes neither --since nor --json" in both.err
