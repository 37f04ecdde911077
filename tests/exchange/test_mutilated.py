"""A snapshot that something went wrong with becomes a whole project or a refusal, never an error."""

import re
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from cockpit.commands.output import said
from cockpit.domain.activity import Activity, ActivityLink
from cockpit.domain.change import Batch
from cockpit.domain.edit import Create, Delete, Record, Update
from cockpit.domain.gate import Criterion, GatePolicy
from cockpit.domain.incident import Incident
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.person import Person
from cockpit.domain.problem import Refused
from cockpit.domain.project import Project
from cockpit.domain.rollback import Rollback
from cockpit.domain.standup import Standup
from cockpit.domain.state import ProjectState
from cockpit.domain.text import clean_line
from cockpit.exchange.shifting import shifted
from cockpit.exchange.snapshot import export_text, read_text
from tests.exchange.past import Past
from tests.thoroughness import examples

_VALUES = (
    "1", "-1", "0.5", "1e400", "nan", "inf", "true", '""', '"x"', '"\\u001b[31m"', '"[/]"', "'''\n'''", "2026-01-05", "0001-01-01",
    "9999-12-31T23:59:59Z", "2026-01-05T00:00:00", "07:30:00", "[]", "{}", "[[]]", '["P-1"]', '"P-1"', '"A"', "[{}]", "{a = {b = 1}}",
    "0x" + "f" * 5000, "9" * 5000, "[" * 80 + "]" * 80,
)  # fmt: skip
_VALUE = re.compile(r'"[^"\n]*"|(?<== )[^,\n{}\[\]]+|\{[^{}\n]*\}')
_WORD = re.compile(r"\b[a-z_]+\b")


def whole_snapshot() -> str:
    """A small project with every shape of field, and a past with every kind of change."""
    past = Past()
    past.act(Create(Project, {"key": "A", "title": "Altura"}, "p"))
    past.act(
        Create(Person, {"handle": "lea", "name": "Léa"}, "lea"),
        Create(Kpi, {"title": "Response", "target": 800, "owner": "lea"}, "k"),
        Create(Rollback, {"title": "Old form", "steps": ["Switch off", "Tell"]}, "b"),
        Create(GatePolicy, {"gate": "pilot", "title": "Pilot"}, "g"),
        Create(Criterion, {"title": "KPIs", "policy": "g", "rule": "kpis_met", "settings": {"share": 0.75, "group": "pilot"}}, "c"),
        Create(Activity, {"title": "One", "optimistic": 1, "likely": 2.5, "starts_on": "2026-01-05"}, "one"),
        Create(Activity, {"title": "Two"}, "two"),
        Create(ActivityLink, {"predecessor": "one", "successor": "two", "lag": -2}, "link"),
        Create(Incident, {"title": "Down", "occurred_at": "2026-01-05T09:00:00Z", "description": "Two\nlines"}, "i"),
        Create(Standup, {"title": "Monday", "held_at": "2026-01-05T09:30:00Z", "present": ["lea"]}, "s"),
        Record("k", Group.PILOT, {"2026-01-05": 910, "2026-01-12T09:00:00Z": 905.5}),
    )  # fmt: skip
    past.act(Update(past.row("one"), {"likely": 3, "owner": "lea"}), Record("k", Group.PILOT, {"2026-01-05": None}))
    past.act(Delete(past.row("two")))
    return export_text(past.state, past.batches)


WHOLE = whole_snapshot()


@st.composite
def mutilated(draw: st.DrawFn) -> str:
    """The whole snapshot after one to three accidents."""
    text = WHOLE
    for _ in range(draw(st.integers(1, 3))):
        lines = text.split("\n")
        first, then = sorted(draw(st.lists(st.integers(0, len(lines) - 1), min_size=2, max_size=2)))
        match draw(st.sampled_from(("value", "value", "value", "word", "drop", "double", "swap", "cut", "character"))):
            case "value" if values := list(_VALUE.finditer(text)):
                value = draw(st.sampled_from(values))
                text = text[: value.start()] + draw(st.sampled_from(_VALUES)) + text[value.end() :]
            case "word" if words := list(_WORD.finditer(text)):
                word, other = draw(st.sampled_from(words)), draw(st.sampled_from(words))
                text = text[: word.start()] + other[0] + text[word.end() :]
            case "drop":
                text = "\n".join(lines[:first] + lines[then:])
            case "double":
                text = "\n".join(lines[:then] + lines[first:])
            case "swap":
                lines[first], lines[then] = lines[then], lines[first]
                text = "\n".join(lines)
            case "cut":
                text = text[: draw(st.integers(0, len(text)))]
            case _:
                place = draw(st.integers(0, len(text)))
                text = text[:place] + draw(st.characters(exclude_categories=["Cs"])) + text[place + 1 :]
    return text


def check_taken_or_refused(text: str) -> None:
    try:
        snapshot = read_text(text)
    except Refused as refused:
        told = [said(problem) for problem in refused.problems]
        assert told
        assert told == [clean_line(line) for line in told]
        return
    state = snapshot.state
    again = read_text(export_text(state, snapshot.batches))
    assert (again.state, again.batches, again.edited) == (state, snapshot.batches, False)
    check_walks(snapshot.batches)
    shifted(snapshot, datetime(2026, 7, 1, tzinfo=UTC))


def check_walks(batches: tuple[Batch, ...]) -> None:
    """A log that was taken can be walked to its end and back to nothing."""
    states = [ProjectState()]
    for batch in batches:
        states.append(states[-1].after(batch))
    for batch, before, after in zip(reversed(batches), reversed(states[:-1]), reversed(states[1:]), strict=True):
        assert after.before(batch) == before


def test_the_whole_snapshot_is_taken() -> None:
    assert read_text(WHOLE).matches_history
    check_taken_or_refused(WHOLE)


@given(mutilated())
@examples(150)
def test_an_accident(text: str) -> None:
    check_taken_or_refused(text)
