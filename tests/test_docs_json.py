"""``docs/json.md`` says what the program prints: every key that it prints, no other, and of each what it holds."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from cockpit.domain.action import ActionState
from cockpit.domain.change import Deed
from cockpit.domain.edit import Act, Create, Update
from cockpit.domain.evidence import CriterionState
from cockpit.domain.feed import Feed
from cockpit.domain.feed_progress import FeedState
from cockpit.domain.gate import Answer as GateAnswer
from cockpit.domain.gate import Decision
from cockpit.domain.gate_review import Seal
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.kpi_standing import Trend
from cockpit.domain.phase import Approach, PhaseCode
from cockpit.domain.process_chart import Assurance, Signal
from cockpit.domain.project import ProjectStatus
from cockpit.domain.readiness.rules import Rules
from cockpit.domain.standup_agenda import TopicName
from cockpit.domain.standup_item import Turn
from cockpit.domain.target_edit import WATCHED
from cockpit.exchange.kpi_csv import Role
from cockpit.store import open_store
from cockpit.terminal import Signs
from tests.command_line import COMMANDS, ROOT, CommandLine
from tests.commands.test_readiness_waves import rollout

SAMPLE = ROOT / "sample_projects" / "altura.toml"
PAGE = (ROOT / "docs" / "json.md").read_text("utf-8")

_SECTION = re.compile(r"^## `cockpit (?P<command>[a-z -]+) --json`\n(?P<body>.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_ROW = re.compile(r"^\| `(?P<path>[^`]+)` \| (?P<holds>[^|]+) \| (?P<meaning>[^|]+) \|$", re.MULTILINE)
_CODE = re.compile(r"`([^`]+)`")

SECTIONS = {
    section["command"]: {row["path"]: row["holds"] for row in _ROW.finditer(section["body"])}
    for section in _SECTION.finditer(PAGE)
}
"""What the page says that each path of each command's document holds."""

CHOICES: Mapping[str, Iterable[str]] = {
    "phase": PhaseCode,
    "gate": PhaseCode,
    "status": ProjectStatus,
    "approach": Approach,
    "answer": GateAnswer,
    "state": CriterionState,
    "before_waiver": CriterionState,
    "decision": Decision,
    "verdict": GateAnswer,
    "seal": Seal,
    "action_state": ActionState,
    "deed": Deed,
    "group": Group,
    "rule": Signal,
    "assurance": Assurance,
    "role": Role,
    "trend": Trend,
    "rules": Rules,
    "answer_before": GateAnswer,
    "answer_with_old": GateAnswer,
    "answer_with_new": GateAnswer,
    "state_before": CriterionState,
    "topic": TopicName,
    "turn": Turn,
    "field": WATCHED,
    "signs": [each.value for each in Signs],
}

HELD = """
[project]
title = "Held"
key = "HELD"
[[person]]
name = "Léa"
[[wave]]
ref = "V-1"
number = 1
title = "First"
[[gate_policy]]
ref = "GP-1"
gate = "pilot"
title = "Pilot"
[[criterion]]
ref = "CR-1"
title = "Signed"
policy = "GP-1"
rule = "manual_check"
[[gate_review]]
ref = "GR-1"
title = "First"
gate = "scale_up"
wave = "V-1"
held_on = 2026-03-02
deciders = ["lea"]
[[gate_review]]
ref = "GR-2"
title = "Second"
gate = "scale_up"
wave = "V-1"
held_on = 2026-03-09
supersedes = "GR-1"
[[waiver]]
criterion = "CR-1"
approver = "lea"
granted_on = 2026-03-02
expires_on = 2026-03-09
reason = "On its way"
review = "GR-1"
[[action]]
title = "Sign"
owner = "lea"
due_on = 2026-03-09
criterion = "CR-1"
review = "GR-1"
[[action]]
title = "Print"
review = "GR-1"
"""
"""A project with a review of everything that one may come with."""


def holds(value: Any, said: str) -> bool:
    """Whether a value is what the page says of it."""
    if said.endswith(" or null"):
        return value is None or holds(value, said.removesuffix(" or null"))
    if said.startswith("one of "):
        return value in _CODE.findall(said)
    match said:
        case "text" | "words":
            return isinstance(value, str)
        case "whole number":
            return isinstance(value, int) and not isinstance(value, bool)
        case "true or false":
            return isinstance(value, bool)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "list":
            return isinstance(value, list)
        case "date":
            return date.fromisoformat(value).isoformat() == str(value)
        case "instant":
            return datetime.fromisoformat(value).astimezone(UTC).isoformat(timespec="seconds") == str(value)
        case "object":
            return isinstance(value, dict)
        case "value":
            return True
    raise AssertionError(f"the page says “{said}”, and does not explain what that is")


def places(document: Any, path: str, wild: frozenset[str]) -> Iterator[tuple[str, Any]]:
    """Every value of a document with its path as the page writes it; ``wild`` are the paths below which keys are any."""
    if path in wild:
        for value in (document or {}).values():
            yield f"{path}.*", value
        return
    match document:
        case dict():
            for key, value in document.items():
                below = f"{path}.{key}" if path else key
                if not isinstance(value, list) and (not isinstance(value, dict) or below in wild):
                    yield below, value
                yield from places(value, below, wild)
        case list():
            for value in document:
                if not isinstance(value, dict | list):
                    yield f"{path}[]", value
                yield from places(value, f"{path}[]", wild)


_FILLED: dict[str, bytes] = {}
"""The stores that the calls are made on, once one test has filled them."""


@pytest.fixture
def calls(cockpit: CommandLine) -> Mapping[str, list[tuple[str | Path, ...]]]:
    """Calls of each command that between them print all that it can, on a store with the sample in it."""
    rolling_out = ("--db", cockpit.folder / "rollout.db")
    if not _FILLED:
        _fill(cockpit, *rolling_out)
        _FILLED.update((path.name, path.read_bytes()) for path in cockpit.folder.glob("*.db"))
    for name, content in _FILLED.items():
        cockpit.written(name, content)
    cockpit.monkeypatch.setenv(
        "COCKPIT_CONFIG", str(cockpit.written("config.toml", '[keys]\n"app.undo" = "U,f4"\n"app.redo" = 3\n'))
    )
    phases = [phase.value for phase in PhaseCode]
    return {
        "project list": [("project", "list")],
        "project show": [("project", "show")],
        "readiness": [
            *(("readiness", "--gate", phase, "--history") for phase in phases),
            (*rolling_out, "readiness", "--wave", "V-1"),
        ],
        "readiness review list": [("--project", project, "readiness", "review", "list") for project in ("ALTURA", "HELD")],
        "readiness review show": [
            ("--project", "ALTURA", "readiness", "review", "show", "GR-2"),
            *(("--project", "HELD", "readiness", "review", "show", ref) for ref in ("GR-1", "GR-2")),
        ],
        "standup": [("--project", "ALTURA", "standup", "--since", "2026-05-04")],
        "log": [("log",)],
        "settings": [("settings",), ("settings", "--keys")],
        "snapshot check": [("snapshot", "check", SAMPLE)],
        "kpi import": [("kpi", "import", path, *options, "--dry-run") for path, *options in kpi_files(cockpit)],
        "kpi list": [("kpi", "list")],
        "kpi watch": list(watched(cockpit)),
        **_calculations(cockpit.folder),
    }


def watched(cockpit: CommandLine) -> Iterator[tuple[str | Path, ...]]:
    """A look at a feed that has good lines and bad ones, and one at a feed that fails."""
    cockpit.monkeypatch.setenv("XDG_STATE_HOME", str(cockpit.folder / "state"))
    lines = cockpit.written("watched.csv", "time,value\n2026-05-04,5\nyesterday,5\n")
    for name, values in (("good", {"path": str(lines)}), ("failing", {"path": str(lines), "value_field": "p95"})):
        path = cockpit.folder / f"{name}.db"
        with closing(open_store(path, who="lea", create=True)) as store:
            project = store.create_project({"key": "FED", "title": "Fed"}).uid
            feed = Create(Feed, {"title": "Probe", "kpi": "kpi", **values}, "feed")
            store.apply(project, Act((Create(Kpi, {"title": "Response time"}, "kpi"), feed)))
        cockpit.done("--db", path, "kpi", "trust", "F-1", "--yes")
        yield "--db", path, "kpi", "watch", "--once"


def _fill(cockpit: CommandLine, *rolling_out: str | Path) -> None:
    cockpit.done("snapshot", "import", SAMPLE)
    cockpit.done("project", "archive")
    cockpit.done("undo")
    with closing(open_store(cockpit.store, who="marc")) as store:
        kpi = next(row for row in store.load(store.projects()[0].uid).all(Kpi) if row.ref == "K-3")
        store.apply(store.projects()[0].uid, Act((Update(kpi, {"target": 900.0, "target_set_on": date(2026, 9, 1)}),)))
    cockpit.done("snapshot", "import", cockpit.written("held.toml", HELD))
    cockpit.done("--project", "HELD", "project", "archive")
    cockpit.done(*rolling_out, "snapshot", "import", cockpit.written("rollout.toml", rollout()))


def _calculations(folder: Path) -> dict[str, list[tuple[str | Path, ...]]]:
    """Calls of each calculator, one of them of what cannot be computed wholly."""
    changing, steady = folder / "changing.csv", folder / "steady.csv"
    changing.write_text("week,value\n" + "".join(f"{week},{value}\n" for week, value in enumerate((1, 2, 3, 4, 5, 6, 7, 99))))
    steady.write_text("value\n5\n5\n")
    calls: dict[str, list[tuple[str | Path, ...]]] = {
        "proportions": [("--control", "1/9", "--pilot", "3/9"), ("--control", "0/9", "--pilot", "0/9")],
        "means": [("--control", "1,2,9", "--pilot", "3,2,9"), ("--control", "1,0,9", "--pilot", "3,0,9")],
        "nps": [
            ("--promoters", "3", "--passives", "2", "--detractors", "1"),
            ("--promoters", "0", "--passives", "0", "--detractors", "0"),
        ],
        "sample-size": [("--baseline", "0.1", "--effect", "0.1"), ("--sd", "1", "--effect", "0.000000001")],
        "sequential": [("--looks", "4"), ("--fractions", "0.0001,1")],
        "srm": [("--counts", "4,5", "--split", "1,1"), ("--counts", "0,0", "--split", "1,1")],
        "xmr": [(changing, "--value", "value", "--target", "50", "--better", "higher"), (steady, "--value", "value")],
        "evm": [
            ("--bac", "9", "--pv", "3", "--ev", "2", "--ac", "2.5"),
            ("--bac", "9", "--pv", "0", "--ev", "0", "--ac", "0"),
            ("--bac", "9", "--pv", "3", "--ev", "2", "--ac", "9"),
        ],
        "earned-schedule": [("--pv", "1,2", "--ev", "1.5", "--at", "2"), ("--pv", "1,2", "--ev", "0", "--at", "1")],
        "brier": [("0.7:1",)],
    }
    return {f"calc {name}": [("calc", name, *call) for call in some] for name, some in calls.items()}


def kpi_files(cockpit: CommandLine) -> Iterator[tuple[str | Path, ...]]:
    """Files that between them have everything that can be said of one, with options."""
    fine = "date,time,kpi,group,value,remark\n2026-05-04,09:30,K-1,pilot,1.5,\n2026-05-04,09:40,K-2,pilot,,x\n"
    yield cockpit.written("fine.csv", fine), "--keep-good"
    yield cockpit.written("refused.csv", "date;K-1\n2026-05-32;1\n"), "--group", "pilot"
    yield cockpit.written("asked.csv", "date;K-1;speed\n03/04/2026;1,234;1,5\n"), "--group", "pilot"
    yield (cockpit.written("hopeless.csv", "name;count\nx;1\n"),)


@pytest.mark.parametrize("command", SECTIONS)
def test_the_page_and_the_program_agree(
    cockpit: CommandLine, calls: Mapping[str, list[tuple[str | Path, ...]]], command: str
) -> None:
    told = SECTIONS[command]
    wild = frozenset(path.removesuffix(".*") for path in told if path.endswith(".*"))
    printed: dict[str, list[Any]] = {}
    for call in calls[command]:
        document = cockpit(*call, "--json").json  # Printed also where the exit code tells that a file would be refused.
        for path, value in places(document, "", wild):
            printed.setdefault(path, []).append(value)

    assert printed.keys() - told.keys() - wild == set(), "printed, and not on the page"
    assert told.keys() - printed.keys() == set(), "on the page, and not printed"
    wrong = {path: value for path, said in told.items() for value in printed[path] if not holds(value, said)}
    assert wrong == {}


def test_every_command_that_prints_json_has_its_section() -> None:
    printing = {
        " ".join(path) for path, command in COMMANDS.items() if any("--json" in parameter.opts for parameter in command.params)
    }

    assert set(SECTIONS) == printing


def test_every_code_of_a_choice_is_on_the_page() -> None:
    chosen = {
        (command, path): _CODE.findall(said)
        for command, told in SECTIONS.items()
        for path, said in told.items()
        if said.startswith("one of ")
    }

    assert chosen
    for (command, path), codes in chosen.items():
        assert codes == list(FeedState if command == "kpi watch" else CHOICES[path.rpartition(".")[2]])


def test_the_keys_come_in_the_order_of_the_page(cockpit: CommandLine, calls: Mapping[str, list[tuple[str | Path, ...]]]) -> None:
    criterion = cockpit.done("readiness", "--json").json["criteria"][0]

    in_order = [
        path.removeprefix("criteria[].").partition("[")[0] for path in SECTIONS["readiness"] if path.startswith("criteria[]")
    ]
    assert list(criterion) == list(dict.fromkeys(in_order))
