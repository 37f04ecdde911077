"""``cockpit kpi watch`` takes in what feeds bring, and ``cockpit kpi trust`` says what may be read and run for them."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command_line import ROOT, CommandLine, refused

PROJECT = """
[project]
title = "Café du Nord"
uid = "nord"
key = "NORD"
[[kpi]]
title = "Response time"
unit = "ms"
[[feed]]
title = "Probe"
kpi = "K-1"
path = "{path}"
[[feed]]
title = "Load"
kpi = "K-1"
group = "pilot"
source = "command"
command = ["/bin/echo", "5; rm -rf /", "*"]
format = "value"
enabled = {enabled}
"""


FOLLOWING = """
import sys
from pathlib import Path
from cockpit.feeds.turn import Turns
from cockpit.store import open_store
store = open_store(Path(sys.argv[1]), who="marc")
turns = Turns(store.path)
assert all(turns.take(feed) for feed in store.load(store.projects()[0].uid).rows["feed"])
print("following", flush=True)
sys.stdin.read()
"""
"""Another session, which follows every feed until its input ends."""


@pytest.fixture
def nord(cockpit: CommandLine) -> CommandLine:
    """A store with a project that has two feeds, the command off, in whose folder nothing of the user's own lies."""
    cockpit.monkeypatch.setenv("XDG_STATE_HOME", str(cockpit.folder / "state"))
    imported(cockpit)
    return cockpit


def imported(cockpit: CommandLine, *options: str, enabled: bool = False) -> None:
    text = PROJECT.format(path=cockpit.folder / "probe.csv", enabled=str(enabled).lower())
    cockpit.done("snapshot", "import", cockpit.written("nord.toml", text), *options)


def measurements(nord: CommandLine) -> list[str]:
    lines = nord.done("snapshot", "export", "--no-history").lines
    return [line for line in lines if line[:2] in ("20", '"2') or line.startswith("[measurements")]


def test_nothing_is_read_before_it_is_trusted(nord: CommandLine) -> None:
    nord.written("probe.csv", "time,value\n2026-05-04,812\n")
    answer = nord("kpi", "watch", "--once")
    assert (answer.code, answer.out) == (1, "")
    assert answer.messages == [
        "F-1 Probe is left alone: it is not trusted here; “cockpit kpi trust F-1” shows what it reads",
        "cockpit: No feed of this project is trusted here",
    ]
    assert measurements(nord) == []


def test_trust_shows_every_word_and_asks(nord: CommandLine) -> None:
    answer = nord("kpi", "trust", "load")
    assert answer.lines == [
        "F-2 Load runs this every 60 s, an argument a line, without a shell:", "    /bin/echo", "    5; rm -rf /", "    *",
    ]  # fmt: skip
    assert (answer.code, "--yes" in answer.err) == (2, True)
    assert nord.done("kpi", "trust", "F-2", "--yes").messages == [
        "F-2 Load is trusted in this store, as long as it is exactly this"
    ]
    assert nord.done("kpi", "trust", "F-2").messages == ["F-2 Load is trusted here already"]
    assert nord.done("kpi", "trust", "F-2", "--untrust").messages == [
        "F-2 Load is not trusted here; nothing is read or run for it"
    ]
    assert nord("kpi", "trust", "F-2").code == 2
    assert nord.done("kpi", "trust", "F-1", "--yes").lines == ["F-1 Probe follows this file:", f"    {nord.folder / 'probe.csv'}"]
    refused(nord("kpi", "trust", "F-9"), "F-9", "F-1, F-2")
    assert [line.split() for line in nord.done("kpi", "trust").lines] == [
        ["Ref", "Feed", "Trusted", "here", "Reads"], ["F-1", "Probe", "yes", str(nord.folder / "probe.csv")],
        ["F-2", "Load", "no", "/bin/echo", "“5;", "rm", "-rf", "/”", "*"],
    ]  # fmt: skip


def test_a_look_takes_what_is_there_and_tells_what_it_could_not(nord: CommandLine) -> None:
    nord.done("kpi", "trust", "F-1", "--yes")
    nord.written("probe.csv", "time,value\n2026-05-04,812\nyesterday,5\n2026-05-05T09:30:00.250Z,790.5\n")
    answer = nord.done("kpi", "watch", "--once")
    (line,) = answer.lines
    assert line[10:].startswith("F-1 Probe: 2 values, the last 790.5\N{NO-BREAK SPACE}ms (Tue 5 May 2026 ")
    assert answer.messages == ["F-1 Probe: line 3: no time that is understood: yesterday"]
    assert measurements(nord) == ["[measurements.K-1.all]", "2026-05-04 = 812.0", '"2026-05-05T09:30:00.250+00:00" = 790.5']
    (act, *_) = reversed(nord.done("log", "--json").json)
    assert (act["deed"], act["note"], act["who"]) == ("feed", "F-1", "lea")

    again = nord.done("kpi", "watch", "--once")
    assert (again.out, again.err) == ("", "")
    assert len(nord.done("log", "--json").json) == 2
    assert "can be archived, not undone" in nord("undo").messages[0], "what feeds bring is no act to be undone in passing"


def test_a_feed_that_fails_is_told_and_counts(nord: CommandLine) -> None:
    imported(nord, "--replace", enabled=True)
    nord.done("kpi", "trust", "F-2", "--yes")
    answer = nord("kpi", "watch", "--once")
    assert (answer.code, answer.out) == (1, "")
    assert answer.messages[1] == "F-2 Load: line 1: no number: 5; rm -rf / *"
    assert answer.messages[2].startswith("F-2 Load fails since ")
    assert answer.messages[2].endswith(": the command printed no value")

    again = nord("kpi", "watch", "--once")
    assert again.code == 1
    assert [line for line in again.messages if "F-2" in line] == [answer.messages[2]], "it is told though it is known"
    documents = [json.loads(line) for line in nord("kpi", "watch", "--once", "--json").lines]
    assert [(each["feed"], each["taken"], each["reason"]) for each in documents] == [("F-2", 0, "the command printed no value")]


def test_feeds_that_another_session_follows_are_told(nord: CommandLine) -> None:
    nord.done("kpi", "trust", "F-1", "--yes")
    nord.written("probe.csv", "time,value\n2026-05-04,812\n")
    watching = subprocess.Popen(
        [sys.executable, "-c", FOLLOWING, str(nord.store)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert watching.stdout
        assert watching.stdout.readline() == "following\n"
        answer = nord.done("kpi", "watch", "--once")
        assert answer.messages == ["F-1 Probe is followed by another session, which writes what it brings"]
        assert answer.out == ""
    finally:
        watching.communicate("")


def test_a_file_that_is_not_there_yet_is_no_failure(nord: CommandLine) -> None:
    nord.done("kpi", "trust", "F-1", "--yes")
    answer = nord.done("kpi", "watch", "--for", "0.01")
    assert "F-1 Probe waits since" in answer.err
    assert "there is no file" in answer.err


@pytest.mark.parametrize("span", ["0", "-1", "soon", "nan", "1e12"])
def test_a_span_that_is_none_is_wrong_usage(nord: CommandLine, span: str) -> None:
    answer = nord("kpi", "watch", f"--for={span}")
    assert (answer.code, "--for" in answer.err) == (2, True)


def test_where_there_is_nothing_to_watch_it_is_said_so(nord: CommandLine) -> None:
    refused(nord("--read-only", "kpi", "watch"), "reading only")
    nord.done("project", "new", "EMPTY", "Empty")
    refused(nord("--project", "EMPTY", "kpi", "watch"), "No feed of this project is on")


def test_what_is_watched_is_told_as_json(nord: CommandLine) -> None:
    nord.done("kpi", "trust", "F-1", "--yes")
    nord.written("probe.csv", "time,value\n2026-05-04,812\n2026-05-05,x\n")
    told = nord.done("kpi", "watch", "--once", "--json").json
    assert (told["feed"], told["kpi"], told["taken"], told["value"], told["measured_at"]) == (
        "F-1",
        "K-1",
        1,
        812.0,
        "2026-05-04",
    )
    assert told["bad_lines"] == [{"line": 3, "why": "no_number", "said": "no number: x"}]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_ends_when_asked_to_with_everything_written(nord: CommandLine, number: signal.Signals) -> None:
    nord.done("kpi", "trust", "F-1", "--yes")
    path: Path = nord.written("probe.csv", "time,value\n2026-05-04,812\n")
    environment = {**os.environ, **nord.environment, "XDG_STATE_HOME": str(nord.folder / "state")}
    command = (sys.executable, "-m", "cockpit", "kpi", "watch", "--json")
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as watching:
        assert watching.stdout is not None
        assert watching.stderr is not None
        assert json.loads(watching.stdout.readline())["taken"] == 1
        with path.open("a", encoding="utf-8") as file:
            file.write("2026-05-05,790\n")
        assert json.loads(watching.stdout.readline())["value"] == 790.0
        watching.send_signal(number)
        out, err = watching.communicate(timeout=30)
    assert (watching.returncode, out, err) == (0, "", "")
    assert measurements(nord)[1:] == ["2026-05-04 = 812.0", "2026-05-05 = 790.0"]
