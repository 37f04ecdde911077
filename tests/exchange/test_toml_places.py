"""Every value of a TOML text is found on the line where a person finds it."""

import tomllib
from typing import Any

import pytest
from hypothesis import given

from cockpit.exchange.snapshot import export_text
from cockpit.exchange.toml_places import TomlPlaces
from tests.strategies import projects

TEXT = '''# A note with a [table] and a key = 1
top = 1

[project] # and another
title = "a # no note ] = ["
"quoted key" = 1
'literal' = 2
dotted . inner = 3
summary = """
[[risk]]
key = "no key"
"""
after = \'\'\'
'' \'\'\'

[[risk]]
title = "first"
[[risk]]
title = "second"
steps = [
  "one", # [
  "two",
  [1,
   2],
]
settings = {share = 0.5, "a b" = [1, {deep = 1}]}
[risk.more]
note = "of the second"
[measurements.K-3.pilot]
2026-01-05 = 1
"2026-01-05T09:00:00+00:00" = 2
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("top",), 2),
        (("project",), 4),
        (("project", "title"), 5),
        (("project", "quoted key"), 6),
        (("project", "literal"), 7),
        (("project", "dotted"), 8),
        (("project", "dotted", "inner"), 8),
        (("project", "summary"), 9),
        (("project", "after"), 13),
        (("risk",), 16),
        (("risk", 0), 16),
        (("risk", 0, "title"), 17),
        (("risk", 1), 18),
        (("risk", 1, "title"), 19),
        (("risk", 1, "steps"), 20),
        (("risk", 1, "steps", 0), 21),
        (("risk", 1, "steps", 1), 22),
        (("risk", 1, "steps", 2), 23),
        (("risk", 1, "steps", 2, 1), 24),
        (("risk", 1, "settings"), 26),
        (("risk", 1, "settings", "share"), 26),
        (("risk", 1, "settings", "a b", 1, "deep"), 26),
        (("risk", 1, "more"), 27),
        (("risk", 1, "more", "note"), 28),
        (("measurements",), 29),
        (("measurements", "K-3"), 29),
        (("measurements", "K-3", "pilot", "2026-01-05"), 30),
        (("measurements", "K-3", "pilot", "2026-01-05T09:00:00+00:00"), 31),
    ],
)
def test_the_line_of_a_path(path: tuple[str | int, ...], line: int) -> None:
    tomllib.loads(TEXT)
    assert TomlPlaces(TEXT).line(path) == line


def test_what_is_not_there_has_the_line_of_what_should_hold_it() -> None:
    places = TomlPlaces(TEXT)
    assert places.line(("risk", 1, "owner")) == 18
    assert places.line(("galaxy",)) is None
    assert places.line(()) is None


@pytest.mark.parametrize(
    "broken", ["", "[", "[[", "]", "}", "=", "a", "a.", '"', "'''", "a = [[[", "a = {b", ",", "[a]]", "\\", "a = 'x"]
)
def test_a_broken_text_is_read_without_fail(broken: str) -> None:
    assert TomlPlaces(broken + "\nnext = 1\n").line(("galaxy",)) is None


def paths(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every path in a document."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(deeper for key, each in inner for deeper in paths(each, (*path, key)))]


@given(projects(most_acts=3))
def test_every_path_of_a_snapshot_has_its_own_line(project: Any) -> None:
    text = export_text(*project)
    lines = text.split("\n")
    places = TomlPlaces(text)
    for path in paths(tomllib.loads(text))[1:]:
        line = places.line(path)
        assert line
        name = str(path[-1] if isinstance(path[-1], str) else path[-2])
        if name.isidentifier():
            assert name in lines[line - 1] or isinstance(path[-1], int)
