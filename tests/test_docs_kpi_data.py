"""``docs/kpi-data.md`` shows what the program does: each of its examples is run, and prints what the page says."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from cockpit.exchange.kpi_csv import Dates
from cockpit.exchange.kpi_csv.file_text import LARGEST_FILE
from cockpit.exchange.kpi_csv.sheet import MOST_COLUMNS
from tests.command_line import COMMANDS, ROOT, CommandLine
from tests.exchange.kpi_files import read, taken

PAGE = (ROOT / "docs" / "kpi-data.md").read_text("utf-8")

_BLOCK = re.compile(r"(?:`(?P<name>[\w.]+)`:\n\n)?```(?P<kind>csv|console)\n(?P<text>.*?)```", re.DOTALL)
_CALL = re.compile(r"^\$ cockpit (?P<words>.*)\n(?P<printed>(?:(?!\$ ).*\n)*)", re.MULTILINE)

PROJECT = """
[project]
key = "NORD"
title = "Nord"
timezone = "Europe/Paris"

[[kpi]]
title = "Response time"
unit = "ms"

[[kpi]]
title = "Satisfaction"
unit = "%"

[[kpi]]
title = "Cost per order"
unit = "€"
"""


class Example(NamedTuple):
    """A call, the file that it reads, and what the page says that it prints."""

    name: str
    content: str
    words: tuple[str, ...]
    printed: str


def examples() -> Iterator[Example]:
    """The calls of the page, each with the file that stands before it."""
    name = content = ""
    for block in _BLOCK.finditer(PAGE):
        if block["kind"] == "csv":
            name, content = block["name"], block["text"]
            continue
        for call in _CALL.finditer(block["text"]):
            words = tuple(word.strip('"') for word in re.findall(r'"[^"]*"|\S+', call["words"]))
            yield Example(name, content, words, call["printed"])


@pytest.mark.parametrize("example", list(examples()), ids=lambda example: " ".join(example.words))
def test_an_example_prints_what_the_page_says(cockpit: CommandLine, example: Example) -> None:
    cockpit.done("snapshot", "import", cockpit.written("nord.toml", PROJECT))
    path = cockpit.written(example.name, example.content)

    answer = cockpit(*(path if word == example.name else word for word in example.words))
    assert answer.out + answer.err == example.printed


def dates() -> Iterator[tuple[str, str]]:
    """Each way of writing a date that the page says is read as it stands, and what it is read as."""
    wanted = {
        "that day": "2026-05-04",
        "4 May: with points the day comes first": "2026-05-04",
        "that day, in English or French": "2026-05-04",
        "the first day of the month": "2026-05-01",
        "the Monday of the ISO week": "2026-05-04",
        "that instant in the project's time zone": "2026-05-04T07:30:00+00:00",
        "that instant": "",
        "seconds or milliseconds since 1970 (Unix)": "2026-05-04T09:20:00+00:00",
    }
    for row in re.finditer(r"^\| (?P<written>`.*`) \| (?P<read>.*) \|$", PAGE, re.MULTILINE):
        if row["read"] in wanted:
            for written in re.findall(r"`([^`]+)`", row["written"]):
                instant = wanted[row["read"]] or datetime.fromisoformat(written).astimezone(ZoneInfo("UTC")).isoformat()
                yield written, instant


@pytest.mark.parametrize(("written", "meant"), list(dates()))
def test_a_date_is_read_as_the_page_says(written: str, meant: str) -> None:
    reading = read(f"date\tK-1\n{written}\t1\n", dates=Dates.DAY_FIRST)

    assert list(taken(reading)["K-1", "all"]) == [meant]


def test_every_option_is_on_the_page_and_the_limits_are_those_of_the_program() -> None:
    options = {option for parameter in COMMANDS["kpi", "import"].params for option in parameter.opts if option.startswith("--")}

    assert {option for option in options - {"--help"} if f"{option}" not in PAGE} == set()
    assert f"{LARGEST_FILE // 2**20} MB" in PAGE
    assert f"{MOST_COLUMNS:,} columns" in PAGE
