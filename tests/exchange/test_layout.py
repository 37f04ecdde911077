"""How a snapshot looks: in a fixed order, a line for a value, so that a line diff shows what changed."""

import difflib
import tomllib
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.edit import Create, Record, Update
from cockpit.domain.gate import Criterion, GatePolicy
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.milestone import Milestone
from cockpit.domain.project import Project
from cockpit.domain.rollback import Rollback
from cockpit.domain.standup import Standup
from cockpit.exchange.snapshot import export_text
from cockpit.exchange.toml_text import toml_block, toml_inline, toml_line, toml_value
from tests.exchange.past import Past
from tests.strategies import HOSTILE_TEXTS


@pytest.fixture
def past() -> Past:
    past = Past()
    past.act(Create(Project, {"key": "ALTURA", "title": "Altura", "summary": 'One "line"\nand \\ another'}, "p"))
    past.act(
        Create(Kpi, {"title": "Response", "target": 800}, "k"),
        Create(Rollback, {"title": "Old form", "steps": ["Switch off", "Tell the team"]}, "b"),
        Create(GatePolicy, {"gate": "pilot", "title": "Pilot"}, "g"),
        Create(Criterion, {"title": "KPIs", "policy": "g", "rule": "kpis_met", "settings": {"share": 0.75, "group": "pilot"}}, "c"),
        Create(Milestone, {"title": "Ready", "planned_on": "2026-03-02"}, "m"),
        Create(Standup, {"title": "Monday", "held_at": "2026-01-05T09:30:00+01:00"}, "s"),
        Record("k", Group.CONTROL, {"2026-01-12": 910, "2026-01-05": 905.5, "2026-01-19T09:30:00+01:00": 1e15}),
    )  # fmt: skip
    return past


def test_the_state(past: Past) -> None:
    text = export_text(past.state, past.batches, history=False)
    assert text.partition("\n\n")[2] == (
        """[project]
ref = "PR-1"
uid = "p"
version = 1
key = "ALTURA"
title = "Altura"
summary = \"\"\"
One \\"line\\"
and \\\\ another\"\"\"

[[milestone]]
ref = "M-1"
uid = "m"
version = 1
title = "Ready"
planned_on = 2026-03-02

[[rollback]]
ref = "RB-1"
uid = "b"
version = 1
title = "Old form"
steps = [
  "Switch off",
  "Tell the team",
]

[[kpi]]
ref = "K-1"
uid = "k"
version = 1
title = "Response"
target = 800.0

[[gate_policy]]
ref = "GP-1"
uid = "g"
version = 1
gate = "pilot"
title = "Pilot"

[[criterion]]
ref = "CR-1"
uid = "c"
version = 1
title = "KPIs"
policy = "GP-1"
rule = "kpis_met"
settings = {group = "pilot", share = 0.75}

[[standup]]
ref = "SD-1"
uid = "s"
version = 1
title = "Monday"
held_at = 2026-01-05T08:30:00Z

[measurements.K-1.control]
2026-01-05 = 905.5
2026-01-12 = 910.0
"2026-01-19T08:30:00+00:00" = 1000000000000000.0
"""
    )


def test_a_diff_shows_the_edit_and_nothing_else(past: Past) -> None:
    before = export_text(past.state)
    past.act(Update(past.row("b"), {"steps": ["Switch off", "Call support", "Tell the team"]}))
    lines = difflib.unified_diff(before.split("\n"), export_text(past.state).split("\n"), n=0, lineterm="")
    changed = [line for line in lines if line[:2] not in ("--", "++", "@@") and "digest" not in line]
    assert changed == ["-version = 1", "+version = 2", '+  "Call support",']


@given(st.sampled_from([text for text in HOSTILE_TEXTS if text != "\ud800"]) | st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_read_as_it_was_written(text: str) -> None:
    assert tomllib.loads(toml_line(text, text)) == {text: text}
    assert tomllib.loads(toml_block("x", [toml_value(text)])) == {"x": [text]}
    assert tomllib.loads(f"x = {toml_inline({text: [text]})}") == {"x": {text: [text]}}


@given(
    st.floats(allow_nan=False) | st.integers() | st.booleans() | st.dates(date(1, 1, 1)) | st.datetimes(timezones=st.just(UTC))
)
def test_any_value_is_read_as_it_was_written(value: Any) -> None:
    read = tomllib.loads(f"x = {toml_value(value)}")["x"]
    assert (read, type(read)) == (value, type(value))


def test_an_instant_is_written_in_utc() -> None:
    assert toml_value(datetime.fromisoformat("2026-01-05T09:30:00+01:00")) == "2026-01-05T08:30:00Z"


def test_what_toml_cannot_hold_is_an_error_of_the_program() -> None:
    with pytest.raises(TypeError, match="NoneType"):
        toml_value(None)
