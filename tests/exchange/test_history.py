"""The change log of a snapshot is made again step by step; one that cannot have happened is refused."""

import re

import pytest

from cockpit.domain.act import plan
from cockpit.domain.change import Batch, Deed
from cockpit.domain.edit import Act, Create, Delete, Record, Update
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.person import Person
from cockpit.domain.project import Project
from cockpit.domain.risk import Risk
from cockpit.domain.state import ProjectState
from cockpit.exchange.snapshot import export_text, read_text
from tests.exchange.past import Past
from tests.exchange.told import PROJECT, refusals

ADVICE = "take [[history]] out of the file to import it without its past"


@pytest.fixture
def past() -> Past:
    """A project with a person, a risk whose title was edited, and a KPI with two measurements, one of them put right."""
    past = Past()
    past.act(Create(Project, {"key": "ALTURA", "title": "Altura"}, "project"))
    past.act(Create(Person, {"handle": "lea", "name": "Léa"}, "lea"))
    past.act(Create(Risk, {"title": "Peak", "inherent_likelihood": 4, "inherent_impact": 5, "owner": "lea"}, "risk"))
    past.act(Update(past.row("risk"), {"title": "Peak load"}))
    past.act(Create(Kpi, {"title": "Response"}, "kpi"))
    past.act(Record("kpi", Group.PILOT, {"2026-01-05": 3.2, "2026-01-12": 3.0}))
    past.act(Record("kpi", Group.PILOT, {"2026-01-12": 2.9}))
    return past


def edited(text: str, old: str, new: str) -> str:
    """The text with one place of it changed by hand."""
    assert text.count(old) == 1, text
    return text.replace(old, new)


def test_history_stands_below_the_state_one_line_a_change(past: Past) -> None:
    text = export_text(past.state, past.batches)
    assert text.endswith(
        """
[[history]]
uid = "batch-4"
at = 2026-01-05T13:00:00Z
who = "lea"
deed = "edit"
changes = [
  {kind = "risk", uid = "risk", before = {version = 1, title = "Peak"}, after = {version = 2, title = "Peak load"}},
]

[[history]]
uid = "batch-5"
at = 2026-01-05T14:00:00Z
who = "lea"
deed = "edit"
changes = [
  {kind = "kpi", uid = "kpi", created = {ref = "K-1", version = 1, title = "Response"}},
]

[[history]]
uid = "batch-6"
at = 2026-01-05T15:00:00Z
who = "lea"
deed = "edit"
changes = [
  {kpi = "kpi", group = "pilot", before = {}, after = {2026-01-05 = 3.2, 2026-01-12 = 3.0}},
]

[[history]]
uid = "batch-7"
at = 2026-01-05T16:00:00Z
who = "lea"
deed = "edit"
changes = [
  {kpi = "kpi", group = "pilot", before = {2026-01-12 = 3.0}, after = {2026-01-12 = 2.9}},
]
"""
    )


def test_the_header_tells_when_and_by_whom_the_last_change_was_made(past: Past) -> None:
    for history in (True, False):
        text = export_text(past.state, past.batches, history=history)
        assert re.match(
            r'\[snapshot\]\nformat = 1\nprogram = "cockpit [^"]+"\nchanged_at = 2026-01-05T16:00:00Z\nchanged_by = "lea"\n'
            r'digest = "sha256:[0-9a-f]{64}"\n\n\[project\]\n', text,
        )  # fmt: skip
        assert ("[[history]]" in text) is history


def test_without_its_history_a_project_comes_back_as_it_stands(past: Past) -> None:
    snapshot = read_text(export_text(past.state, past.batches, history=False))
    assert (snapshot.state, snapshot.batches, snapshot.matches_history, snapshot.edited) == (past.state, (), False, False)


def test_a_state_edited_by_hand_no_longer_follows_from_the_history(past: Past) -> None:
    text = export_text(past.state, past.batches)
    snapshot = read_text(edited(text, '"Peak load"\nowner', '"Peak load at noon"\nowner'))
    assert (snapshot.edited, snapshot.matches_history) == (True, False)
    assert snapshot.batches == past.batches
    assert snapshot.state.all(Risk)[0].title == "Peak load at noon"


def test_a_row_added_by_hand_never_gets_a_ref_that_was_used_before(past: Past) -> None:
    past.act(Create(Risk, {"title": "Gone", "inherent_likelihood": 1, "inherent_impact": 1}, "gone"))
    past.act(Delete(past.row("gone")))
    added = '\n[[risk]]\ntitle = "Late"\ninherent_likelihood = 1\ninherent_impact = 1\n'
    snapshot = read_text(export_text(past.state, past.batches) + added)
    assert [risk.ref for risk in snapshot.state.all(Risk)] == ["R-1", "R-3"]


def test_controls_in_the_history_are_taken_out(past: Past) -> None:
    text = export_text(past.state, past.batches)
    hostile = edited(
        text,
        'created = {ref = "R-1", version = 1, title = "Peak"',
        'created = {ref = "R-1", version = 1, title = "\\u001b[31mPeak\\u001b[0m"',
    )
    assert read_text(hostile).batches == past.batches


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            'before = {version = 1, title = "Peak"}', 'before = {version = 1, title = "Heap"}',
            f"history[4].changes[1].title: The history does not fit together: "
            f"Risk of R-1 Peak is “Peak” at this time, not “Heap”; {ADVICE}",
        ),
        (
            'before = {version = 1, title', 'before = {version = 7, title',
            f"history[4].changes[1].version: The history does not fit together: "
            f"version of R-1 Peak is “1” at this time, not “7”; {ADVICE}",
        ),
        (
            '{kind = "risk", uid = "risk", before', '{kind = "risk", uid = "risque", before',
            f"history[4].changes[1]: The history does not fit together: risk risque is not there at this time; {ADVICE}",
        ),
        (
            '{kind = "kpi", uid = "kpi", created', '{kind = "kpi", uid = "kpi-2", created',
            f"history[6].changes[1]: The history does not fit together: kpi kpi is not there at this time; {ADVICE}",
        ),
        (
            'after = {version = 2, title = "Peak load"}', 'after = {version = 2, title = "", inherent_impact = 9}',
            "history[4].changes[1].inherent_impact: The history does not fit together: "
            f"Inherent impact of R-1 Peak is “5” at this time, not “empty”; {ADVICE}",
        ),
        (
            'after = {version = 2, title = "Peak load"}', 'after = {version = 2, title = ""}',
            "history[4].changes[1].title: Risk is missing; it must be a text of 1 to 200 characters",
        ),
        (
            'after = {version = 2, title = "Peak load"}', "after = {version = 2, title = 7}",
            "history[4].changes[1].title: Risk: “7” is not allowed; it must be a text of 1 to 200 characters",
        ),
        (
            'after = {version = 2, title = "Peak load"}', 'after = {title = "Peak load"}',
            "history[4].changes[1].version: version is missing; it must be a whole number from 1 up",
        ),
        (
            'title = "Response"}}', 'title = "Response", unti = "ms"}}',
            "history[5].changes[1].unti: There is no field “unti” in KPI",
        ),
        (
            'inherent_likelihood = 4, inherent_impact = 5}', 'inherent_likelihood = 4}',
            "history[3].changes[1].inherent_impact: Inherent impact is missing; it must be a whole number from 1 to 5",
        ),
        (
            'owner = "lea", inherent', 'owner = "leo", inherent',
            "history[3]: Owner: “leo” refers to nothing; it must be the ref of an existing row",
        ),
        (
            'title = "Altura"}}', 'title = "Altura", timezone = "Mars/Olympus"}}',
            "history[1].changes[1].timezone: Time zone: “Mars/Olympus” is not known",
        ),
        (
            '{kind = "person", uid', '{kind = "planet", uid',
            "history[2].changes[1].kind: kind: “planet” is not allowed; it must be one of project, person,",
        ),
        (
            'before = {}, after = {2026-01-05 = 3.2', 'before = {2026-01-05 = 3.1}, after = {2026-01-05 = 3.2',
            "history[6].changes[1]: The history does not fit together: "
            f"2026-01-05 of K-1 Response is “empty” at this time, not “3.1”; {ADVICE}",
        ),
        (
            'after = {2026-01-12 = 2.9}', 'after = {2026-01-12 = inf}',
            "history[7].changes[1]: Measurement of 2026-01-12: “inf” is not allowed; it must be a finite number from",
        ),
        (
            'group = "pilot", before = {2026-01-12', 'group = "pilots", before = {2026-01-12',
            "history[7].changes[1].group: group: “pilots” is not allowed; it must be one of pilot, control, all",
        ),
        (
            'uid = "batch-7"', 'uid = "batch-6"',
            "history[7].uid: uid: “batch-6” is not allowed; it must be a text of up to 64 characters that no other entry has",
        ),
        (
            'at = 2026-01-05T16:00:00Z\nwho', 'at = 2026-01-05T16:00:00\nwho',
            "history[7].at: at: “2026-01-05 16:00:00” is not allowed; it must be an instant with its zone",
        ),
        (
            'uid = "batch-7"\n', 'uid = "batch-7"\nreverses = "batch-8"\n',
            "history[7].reverses: reverses: “batch-8” is not allowed; it must be the uid of an earlier entry",
        ),
        (
            'uid = "batch-7"\n', 'uid = "batch-7"\nplace = 1\n',
            "history[7].place: There is no field “place” in an entry of the history; there are uid, at, who, deed, note,",
        ),
        (
            ', after = {2026-01-12 = 2.9}', "",
            "history[7].changes[1]: This is no change; it holds kind and uid, or kpi and group,",
        ),
    ],
)  # fmt: skip
def test_a_step_that_cannot_have_happened(past: Past, old: str, new: str, told: str) -> None:
    text = edited(export_text(past.state, past.batches), old, new)
    (said,) = refusals(text)
    line, _, rest = said.partition(", ")
    assert rest.startswith(told)
    # The line told is in the very batch that is wrong.
    number = int(line.removeprefix("line "))
    batch = int(re.match(r"history\[(\d+)\]", told)[1])  # type: ignore[index]
    assert text.split("\n")[:number].count("[[history]]") == batch


@pytest.mark.parametrize(
    ("name", "value"),
    [("uid", "1"), ("uid", "0x" + "f" * 5000), ("at", '"now"'), ("at", "2199-12-31T23:59:59-01:00"), ("at", "9999-12-31T23:59:59-01:00"), ("who", "[]"), ("deed", '"sabotage"'),
     ("note", "1"), ("reverses", "{}"), ("changes", "{}"), ("changes", "[1]"), ("changes", "[{kind = 1, uid = 1, created = 1}]")],
)  # fmt: skip
def test_an_entry_that_is_malformed(name: str, value: str) -> None:
    good = {"uid": '"b"', "at": "2026-01-05T09:00:00Z", "who": '"lea"', "deed": '"edit"', "changes": "[]"}
    entry = "".join(f"{key} = {given}\n" for key, given in (good | {name: value}).items())
    told = refusals(f"{PROJECT}[[history]]\n{entry}")
    assert len(told) == 1
    assert f"history[1].{name}" in told[0]


def test_every_malformed_entry_is_told(past: Past) -> None:
    text = export_text(past.state, past.batches).replace('deed = "edit"', 'deed = "?"')
    assert len(refusals(text)) == len(past.batches)


def test_history_that_is_no_list_of_tables() -> None:
    (told,) = refusals(PROJECT + '[history]\nuid = "x"\n')
    assert told == "line 3, history: An entry of the history begins with [[history]], in double brackets"


def test_history_without_its_project(past: Past) -> None:
    empty = Batch("first", past.batches[0].at, "lea", Deed.EDIT, ())
    (told,) = refusals(export_text(past.state, (empty,)))
    assert told.endswith("history[1]: The history must begin with the project, and keep it")


def test_history_of_another_project(past: Past) -> None:
    other = ProjectState().applied(plan(ProjectState(), Act((Create(Project, {"key": "B", "title": "B"}, "other"),)), {}))
    (told,) = refusals(export_text(other, past.batches))
    assert told.endswith("history: This is the history of another project; take [[history]] out")


def test_activities_in_a_circle_at_an_earlier_time(past: Past) -> None:
    link = '{{kind = "activity_link", uid = "{uid}", created = {{ref = "AL-{number}", version = 1, predecessor = "{first}", successor = "{then}"}}}},\n'
    changes = "".join(
        f'{{kind = "activity", uid = "{uid}", created = {{ref = "AC-{number}", version = 1, title = "{uid}"}}}},\n'
        for number, uid in enumerate("ab", start=1)
    )
    changes += link.format(uid="ab", number=1, first="a", then="b") + link.format(uid="ba", number=2, first="b", then="a")
    entry = f'[[history]]\nuid = "x"\nat = 2026-01-06T09:00:00Z\nwho = "lea"\ndeed = "edit"\nchanges = [\n{changes}]\n'
    told = refusals(f"{export_text(past.state, past.batches)}\n{entry}")
    assert "These activities wait for each other in a circle: AC-1 a → AC-2 b → AC-1 a" in told[0]
