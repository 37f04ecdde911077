"""``docs/snapshot.md`` tells the truth: its examples are taken in, its messages are those of the program, its list is whole."""

import re
from pathlib import Path

import pytest

from cockpit.domain.catalogue import ENTITIES
from cockpit.domain.entity import fields_of
from tests.command_line import ROOT, CommandLine

PAGE = (ROOT / "docs" / "snapshot.md").read_text("utf-8")
MINIMAL, WHOLE, POLICY, BROKEN = re.findall(r"^```toml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
TOLD_OF_POLICY, TOLD = re.findall(r"^```\n(cockpit: .*?)^```$", PAGE, re.MULTILINE | re.DOTALL)

_COMMENT = re.compile(r" +# .*$", re.MULTILINE)
_KIND = re.compile(
    r"^\| `\[+(?P<kind>\w+)\]+` \| `(?P<prefix>\w+)-1` \| (?P<label>[^|]+) \| (?P<required>[^|]*) \|$", re.MULTILINE
)


def test_the_least_example_is_taken_in_and_given_the_rest(cockpit: CommandLine) -> None:
    cockpit.done("snapshot", "import", cockpit.written("least.toml", MINIMAL))

    shown = cockpit.done("project", "show").lines
    assert {"Key: CAFE-DU-NORD", "Lead: P-1 Léa Martin"} <= set(shown)
    assert cockpit.done("project", "show", "--json").json["rows"] == {"action": 1, "kpi": 1, "person": 1}
    written = cockpit.done("snapshot", "export").out
    assert 'handle = "lea"' in written
    assert "[measurements.K-1.pilot]\n2026-01-05 = 12.0\n2026-01-12 = 15.5\n" in written


def test_the_whole_example_is_what_the_program_writes(cockpit: CommandLine) -> None:
    cockpit.done("snapshot", "import", cockpit.written("whole.toml", WHOLE))

    assert len(cockpit.done("log", "--json").json) == 2
    assert cockpit.done("snapshot", "export").out == _COMMENT.sub("", WHOLE)


def test_the_digest_of_the_whole_example_is_that_of_its_content(cockpit: CommandLine, tmp_path: Path) -> None:
    file = cockpit.written("whole.toml", _COMMENT.sub("", WHOLE))
    assert cockpit.done("snapshot", "check", "--json", file).json["edited"] is False

    file.write_text(file.read_text("utf-8").replace("at noon", "at one"), "utf-8")
    assert cockpit.done("snapshot", "check", "--json", file).json["edited"] is True


def test_the_policy_is_taken_in_and_asked(cockpit: CommandLine) -> None:
    cockpit.done("snapshot", "import", cockpit.written("policy.toml", POLICY))

    found = cockpit.done("readiness", "--gate", "pilot", "--json").json
    assert [(each["title"], each["rule"], each["blocking"]) for each in found["criteria"]] == [
        ("Orders hold over the pilot", "kpis_met", True),
        ("The kitchens can live with it", "manual_check", False),
    ]


def test_a_share_that_cannot_be_is_refused_as_the_page_says(cockpit: CommandLine) -> None:
    wrong = POLICY.replace("share = 0.9", "share = 90")
    assert cockpit("snapshot", "import", cockpit.written("policy.toml", wrong)).err == TOLD_OF_POLICY


def test_the_broken_example_is_told_as_the_page_says(cockpit: CommandLine) -> None:
    answer = cockpit("snapshot", "import", cockpit.written("broken.toml", BROKEN))

    assert (answer.code, answer.err) == (1, TOLD)
    assert not cockpit.store.exists()


def test_every_kind_of_row_is_listed_with_what_it_requires() -> None:
    listed = [
        (row["kind"], row["prefix"], row["label"], tuple(re.findall(r"`(\w+)`", row["required"]))) for row in _KIND.finditer(PAGE)
    ]

    assert listed == [
        (entity.kind, entity.prefix, entity.label, tuple(spec.name for spec in fields_of(entity) if spec.required))
        for entity in ENTITIES
    ]


@pytest.mark.parametrize("limit", ["64 MB", "2^53", "10^15", "1900 to 2199", "200 characters", "20,000", "1,000 entries"])
def test_the_limits_are_those_of_the_program(limit: str) -> None:
    from cockpit.domain import entity
    from cockpit.exchange.toml_source import LARGEST_FILE

    limits = {
        f"{LARGEST_FILE // 2**20} MB",
        f"2^{entity.LARGEST_WHOLE.bit_length() - 1}",
        f"10^{len(str(int(entity.LARGEST_NUMBER))) - 1}",
        f"{entity.FIRST_YEAR} to {entity.LAST_YEAR}",
        f"{entity.LONGEST_LINE} characters",
        f"{entity.LONGEST_TEXT:,}",
        f"{entity.MOST_ITEMS:,} entries",
    }
    assert limit in limits
    assert limit in PAGE
