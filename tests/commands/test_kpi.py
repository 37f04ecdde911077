"""``cockpit kpi``: taking files in, recording a value, and the list of where the KPIs stand."""

import io
import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.command_line import ROOT, CommandLine, refused

PROJECT = """
[project]
key = "NORD"
title = "Nord"
timezone = "Europe/Paris"

[[kpi]]
ref = "K-1"
title = "Response time"
unit = "ms"
direction = "lower"
target = 800
cadence = "day"
rule = "last_in_a_row"

[[kpi]]
ref = "K-2"
title = "Satisfaction"
unit = "%"
"""
TODAY = datetime.now(UTC).astimezone(ZoneInfo("Europe/Paris")).date()


@pytest.fixture
def nord(cockpit: CommandLine) -> CommandLine:
    """A store with a small project."""
    cockpit.done("snapshot", "import", cockpit.written("nord.toml", PROJECT))
    return cockpit


def held(nord: CommandLine) -> str:
    """Everything that the store holds, its past included."""
    return nord.done("snapshot", "export").out


def measurements(nord: CommandLine) -> list[str]:
    """The lines of the export that are measurements."""
    return [line for line in held(nord).splitlines() if line[:2] == "20" or line.startswith("[measurements")]


# import


def test_a_file_is_taken_in_as_one_act_that_can_be_undone(nord: CommandLine) -> None:
    path = nord.written("may.csv", "date;Response time;Satisfaction\n2026-05-04;812,5;91\n2026-05-05;790;\n")

    answer = nord.done("kpi", "import", path)
    assert [line.split() for line in answer.lines[1:]] == [
        ["K-1", "Response", "time", "everybody", "2", "2", "0", "0", "Mon", "4", "May", "2026", "Tue", "5", "May", "2026"],
        ["K-2", "Satisfaction", "everybody", "1", "1", "0", "0", "Mon", "4", "May", "2026", "Mon", "4", "May", "2026"],
    ]
    assert "decimal comma" in answer.messages[0]
    assert "1 cell without a value" in answer.err
    assert "3 measurements are taken in" in answer.messages[-1]
    assert measurements(nord) == [
        "[measurements.K-1.all]", "2026-05-04 = 812.5", "2026-05-05 = 790.0", "[measurements.K-2.all]", "2026-05-04 = 91.0",
    ]  # fmt: skip
    assert nord.done("log", "--json").json[-1]["note"] == "may.csv"

    nord.done("undo")
    assert measurements(nord) == []


def test_taking_the_same_file_in_twice_changes_nothing(nord: CommandLine) -> None:
    path = nord.written("may.csv", "date;K-1\n2026-05-04;812\n")
    nord.done("kpi", "import", path)
    before = held(nord)

    answer = nord.done("kpi", "import", path)
    assert "already" in answer.messages[-1]
    assert held(nord) == before


def test_a_dry_run_tells_what_would_happen_and_changes_nothing(nord: CommandLine) -> None:
    before = held(nord)
    path = nord.written("may.csv", "date;K-1\n2026-05-04;812\n")

    answer = nord.done("kpi", "import", path, "--dry-run")
    assert "K-1 Response time" in answer.out
    assert "1 measurement would be taken in" in answer.messages[-1]
    assert held(nord) == before


BAD = "date;K-1\n2026-05-04;812\n2026-05-32;1\n2026-05-06;NaN\n2026-05-07;790\n2026-05-08\n"


def test_all_or_nothing_with_every_refused_line(nord: CommandLine) -> None:
    before = held(nord)

    answer = nord("kpi", "import", nord.written("bad.csv", BAD))
    assert answer.code == 1
    assert answer.out == ""
    assert [line.split(":")[1].strip() for line in answer.messages[:-1]] == ["line 3, date", "line 4, K-1", "line 6"]
    assert "3 lines are refused" in answer.messages[-1]
    assert "--keep-good" in answer.messages[-1]
    assert held(nord) == before


def test_the_good_lines_can_be_kept(nord: CommandLine) -> None:
    answer = nord.done("kpi", "import", nord.written("bad.csv", BAD), "--keep-good")

    assert sum(message.startswith("left out: line ") for message in answer.messages) == 3
    assert measurements(nord) == ["[measurements.K-1.all]", "2026-05-04 = 812.0", "2026-05-07 = 790.0"]


def test_what_is_ambiguous_is_asked_and_answered_by_options(nord: CommandLine) -> None:
    before = held(nord)
    path = nord.written("two.csv", "jour;mesure\n03/04/2026;1,234\n")

    answer = nord("kpi", "import", path)
    assert answer.code == 1
    assert all(option in answer.err for option in ("--dates dmy", "--dates mdy", "--kpi"))
    assert held(nord) == before
    nord.done("kpi", "import", path, "--kpi", "response TIME", "--dates", "dmy", "--decimal", "comma", "--group", "pilot")
    assert measurements(nord) == ["[measurements.K-1.pilot]", "2026-04-03 = 1.234"]


def test_columns_are_mapped(nord: CommandLine) -> None:
    path = nord.written("wide.csv", "date,a=b,c,d\n2026-05-04,1,2,3\n")

    nord.done("kpi", "import", path, "--map", "a=b=K-1", "--map", "c=Satisfaction", "--map", "*=-")
    assert measurements(nord) == ["[measurements.K-1.all]", "2026-05-04 = 1.0", "[measurements.K-2.all]", "2026-05-04 = 2.0"]


def test_a_file_comes_from_stdin(nord: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"date,K-1\n2026-05-04,1\n")))

    nord.done("kpi", "import", "-")
    assert measurements(nord) == ["[measurements.K-1.all]", "2026-05-04 = 1.0"]


def test_json_tells_everything(nord: CommandLine) -> None:
    path = nord.written("bad.csv", BAD)
    answer = nord("kpi", "import", path, "--dry-run", "--json")

    assert answer.code == 1
    assert answer.json["taken"] is False
    assert [(each["line"], each["text"]) for each in answer.json["refused"]] == [(3, "2026-05-32"), (4, "NaN"), (6, "2026-05-08")]
    taken = nord.done("kpi", "import", path, "--keep-good", "--json").json
    assert taken["taken"] is True
    assert [(each["kpi"], each["group"], each["new"]) for each in taken["series"]] == [("K-1", "all", 2)]


@pytest.mark.parametrize(
    "content",
    [
        b"", b"date,K-1\n", bytes(range(256)) * 9, b"<html><body>log in</body></html>", b'date,K-1\n2026-05-04,"1\n',
        b"date" + b",c" * 5000 + b"\n2026-05-04" + b",1" * 5000, b"date,K-1\n2026-05-04," + b"x" * 200_000,
        b"date,K-1\n2026-05-04,\x001\n", b"date,K-1,K-1\n2026-05-04,1,2\n", b"date,K-1\n2026-05-04,1\n2026-05-04,2\n",
        b"date,K-1\n13/04/2026,1\n04/13/2026,2\n", b"date,K-1\n2026-03-29 02:30,1\n", b"date,K-1\n2026-10-25 02:30,1\n",
        b"date,K-1\n2026-05-04,NaN\n", b"date,K-1\n2026-05-04,1e308\n", b"date,K-1\n0001-01-01,1\n", b"date,K-1\n9999-12-31,1\n",
        "date,\x1b[2J\x1b]0;x\x07\u202eK\n2026-05-04,1\n".encode(),
    ],
)  # fmt: skip
def test_a_bad_file_is_told_in_lines_and_the_store_is_as_it_was(nord: CommandLine, content: bytes) -> None:
    before = held(nord)

    answer = nord("kpi", "import", nord.written("bad.csv", content))
    assert answer.code == 1
    assert answer.out == ""
    assert answer.messages
    assert all(message.startswith("cockpit: ") and len(message) < 600 for message in answer.messages)
    assert "went wrong in the cockpit itself" not in answer.err
    assert not {"\x1b", "\x07", "\u202e"} & set(answer.err)
    assert held(nord) == before


def test_wrong_options_are_wrong_usage(nord: CommandLine) -> None:
    path = nord.written("may.csv", "date,K-1\n2026-05-04,1\n")
    for options in (("--dates", "ydm"), ("--decimal", "dot"), ("--group", "some"), ("--duplicates", "any"), ("--map", "K-1")):
        answer = nord("kpi", "import", path, *options)
        assert (answer.code, answer.out) == (2, "")
        assert options[0] in answer.err


def test_what_is_open_for_reading_only_is_not_written(nord: CommandLine) -> None:
    path = nord.written("may.csv", "date,K-1\n2026-05-04,1\n")

    refused(nord("--read-only", "kpi", "import", path), "reading only")
    nord.done("--read-only", "kpi", "import", path, "--dry-run")


def test_ctrl_c_leaves_no_trace(nord: CommandLine) -> None:
    """A file that goes on and on: the program is reading it when it is stopped."""
    before = held(nord)
    process = subprocess.Popen(
        [sys.executable, "-m", "cockpit", "kpi", "import", "-"],
        cwd=ROOT,
        env={**os.environ, **nord.environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin
    process.stdin.write(b"date,K-1\n" + b"2026-05-04,1\n" * 500_000)  # Once it has read the first of it, it is at work.
    process.send_signal(signal.SIGINT)
    _out, err = process.communicate(timeout=30)

    assert process.returncode == 130
    assert b"stopped" in err
    assert held(nord) == before


# record


def test_a_value_is_recorded_for_today_for_a_day_and_for_a_group(nord: CommandLine) -> None:
    nord.done("kpi", "record", "K-1", "812.5")
    nord.done("kpi", "record", "satisfaction", "91 %", "--on", "2026-05-04", "--group", "pilot")
    answer = nord.done("kpi", "record", "K-1", "-7", "--on", "yesterday")

    assert "K-1 Response time" in answer.messages[-1]
    assert sorted(measurements(nord)) == sorted(
        [
            "[measurements.K-1.all]", f"{TODAY - timedelta(days=1)} = -7.0", f"{TODAY} = 812.5",
            "[measurements.K-2.pilot]", "2026-05-04 = 91.0",
        ]
    )  # fmt: skip


def test_a_value_that_takes_the_place_of_another_says_so(nord: CommandLine) -> None:
    nord.done("kpi", "record", "K-1", "1")

    assert "instead of 1" in nord.done("kpi", "record", "K-1", "2").messages[-1]
    assert "already" in nord.done("kpi", "record", "K-1", "2").messages[-1]
    nord.done("undo")
    assert measurements(nord) == ["[measurements.K-1.all]", f"{TODAY} = 1.0"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("K-9", "1"), "no KPI “K-9”"),
        (("Respons time", "1"), "K-1 Response time"),
        (("K-1", "abc"), "no number"),
        (("K-1", ""), "no value"),
        (("K-1", "nan"), "no number"),
        (("K-1", "1e308"), "too large"),
        (("K-1", "1,234"), "1234 or as 1.234"),
        (("K-1", "12 s"), "is in s"),
    ],
)
def test_a_value_that_cannot_be_recorded_is_told(nord: CommandLine, arguments: tuple[str, str], told: str) -> None:
    before = held(nord)

    refused(nord("kpi", "record", *arguments), told)
    assert held(nord) == before


def test_numbers_are_those_of_the_language_spoken(nord: CommandLine) -> None:
    nord.done("--lang", "fr", "kpi", "record", "K-1", "1,234", "--on", "2026-05-04")
    nord.done("kpi", "record", "K-1", "1.234", "--on", "2026-05-05")

    assert measurements(nord)[1:] == ["2026-05-04 = 1.234", "2026-05-05 = 1.234"]


def test_a_kpi_measured_for_several_groups_asks_for_one(nord: CommandLine) -> None:
    nord.done("kpi", "record", "K-1", "1", "--group", "pilot")
    nord.done("kpi", "record", "K-1", "2")
    assert measurements(nord) == ["[measurements.K-1.pilot]", f"{TODAY} = 2.0"]

    nord.done("kpi", "record", "K-1", "3", "--group", "control")
    refused(nord("kpi", "record", "K-1", "4"), "--group pilot|control")


# list


def test_the_list_tells_where_each_kpi_stands(nord: CommandLine) -> None:
    days = [TODAY - timedelta(days=back) for back in range(1, 9)]
    content = "date,K-1\n" + "".join(f"{day},{700 + place}\n" for place, day in enumerate(days))
    nord.done("kpi", "import", nord.written("week.csv", content))

    answer = nord.done("kpi", "list")
    first, second = answer.lines[1:]
    assert first.split() == ["K-1", "Response", "time", "700.0", "ms", "800.0", "ms", "✓", "met", "8/8", "▲", "better", "1", "d"]
    assert second.split() == ["K-2", "Satisfaction", "–", "no", "target", "never"]

    listed = nord.done("kpi", "list", "--json").json
    assert listed[0] | {"uid": ""} == {
        "uid": "", "ref": "K-1", "title": "Response time", "unit": "ms", "group": "all", "last_value": 700.0,
        "last_from": str(days[0]), "last_to": str(days[0]), "target": 800.0, "target_in_force": 800.0,
        "debt": None, "debt_owner": None, "debt_accepted_on": None, "debt_expires_on": None, "debt_reason": None, "state": "met", "said": listed[0]["said"],
        "periods": 8, "periods_met": 8, "trend": "better", "measured_on": str(days[0]), "age": 1, "fresh": True,
    }  # fmt: skip
    assert json.loads(json.dumps(listed[1]))["last_value"] is None


def test_the_list_tells_both_targets_where_a_debt_was_accepted(nord: CommandLine) -> None:
    source = nord.done("snapshot", "export").out
    accepted = f"""
[[accepted_debt]]
uid = "debt"
ref = "AD-1"
kpi = "K-1"
target = 900
owner = "P-1"
accepted_on = {TODAY}
expires_on = {TODAY + timedelta(days=9)}
reason = "Until the cache works"

[[person]]
uid = "lea"
ref = "P-1"
handle = "lea"
name = "Léa Martin"
"""
    nord.done("snapshot", "import", nord.written("debt.toml", source + accepted), "--replace")

    assert "900.0 ms ~800.0" in " ".join(nord.done("kpi", "list").lines[1].split())
    listed = nord.done("kpi", "list", "--json").json[0]
    assert (listed["target"], listed["target_in_force"], listed["debt"], listed["debt_owner"]) == (800.0, 900.0, "AD-1", "lea")
    assert (listed["debt_accepted_on"], listed["debt_expires_on"]) == (str(TODAY), str(TODAY + timedelta(days=9)))
    assert listed["debt_reason"] == "Until the cache works"
