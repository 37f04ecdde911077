"""Only what the user has trusted, to the letter and in this store, is read or run."""

import json
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cockpit.domain.problem import Refused
from cockpit.feeds.trust import Trust

WORDS = ("command", "/usr/bin/probe", "--host", "a b")


@pytest.fixture
def trust(tmp_path: Path) -> Trust:
    return Trust(tmp_path / "state" / "trusted.json", tmp_path / "cockpit.db")


def test_what_is_trusted_is_trusted_to_the_letter(trust: Trust) -> None:
    assert not trust.trusts(WORDS)
    trust.trust(WORDS)
    assert trust.trusts(WORDS)
    for other in (
        ("command", "/usr/bin/probe", "--host", "a  b"), ("command", "/usr/bin/probe", "--host", "A b"), ("command", "/usr/bin/probe", "--host a b"),
        (*WORDS, ""), WORDS[:-1], ("file", *WORDS[1:]), ("command", "--host", "/usr/bin/probe", "a b"),
    ):  # fmt: skip
        assert not trust.trusts(other)


def test_it_is_trusted_in_that_store_alone_and_seen_by_every_session(trust: Trust, tmp_path: Path) -> None:
    file = tmp_path / "state" / "trusted.json"
    other, same = Trust(file, tmp_path / "other.db"), Trust(file, tmp_path / "state" / ".." / "cockpit.db")
    assert not same.trusts(WORDS)
    trust.trust(WORDS)
    other.trust(("file", "/x.csv"))
    assert same.trusts(WORDS)
    assert not other.trusts(WORDS)
    assert same.distrust(WORDS)
    assert not trust.trusts(WORDS)
    assert not same.distrust(WORDS)
    assert other.trusts(("file", "/x.csv"))


def test_sessions_that_trust_at_once_forget_nothing_of_each_other(tmp_path: Path) -> None:
    file = tmp_path / "state" / "trusted.json"
    wanted = {(store, ("file", f"/{store}/{number}.csv")) for store in ("a.db", "b.db") for number in range(30)}

    def session(each: tuple[str, tuple[str, ...]]) -> None:
        Trust(file, tmp_path / each[0]).trust(each[1])

    with ThreadPoolExecutor(8) as sessions:
        list(sessions.map(session, wanted))

    assert all(Trust(file, tmp_path / store).trusts(words) for store, words in wanted)


def test_where_it_cannot_be_kept_it_is_told_and_nothing_is_trusted(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where a folder should be")
    trust = Trust(tmp_path / "state" / "trusted.json", tmp_path / "cockpit.db")
    with pytest.raises(Refused):
        trust.trust(WORDS)
    assert not trust.trusts(WORDS)


def test_it_is_for_the_user_alone(trust: Trust, tmp_path: Path) -> None:
    file = tmp_path / "state" / "trusted.json"
    trust.trust(WORDS)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    file.chmod(0o620)
    assert not Trust(file, tmp_path / "cockpit.db").trusts(WORDS), "another may have written it"
    assert not trust.trusts(WORDS), "though it was private when it was read last"
    other = Trust(file, tmp_path / "other.db")
    other.trust(("file", "/x.csv"))
    assert other.trusts(("file", "/x.csv"))
    assert not trust.trusts(WORDS), "what another may have written is not taken over"


@pytest.mark.parametrize("content", ["", "[]", "{", '{"PATH": 3}', '{"PATH": [3, "x", [3], {}]}', "[" * 100_000])
def test_a_file_of_something_else_trusts_nothing_and_stands_in_nobodys_way(trust: Trust, tmp_path: Path, content: str) -> None:
    file = tmp_path / "state" / "trusted.json"
    file.parent.mkdir()
    file.write_text(content.replace("PATH", str(tmp_path / "cockpit.db")), "utf-8")
    file.chmod(0o600)
    assert not trust.trusts(WORDS)
    trust.trust(WORDS)
    assert trust.trusts(WORDS)
    assert json.loads(file.read_text("utf-8"))[str(tmp_path / "cockpit.db")] == [list(WORDS)]
