"""The bench of several people at once: it holds on a sound store, and notices what must not be."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bench import together
from bench.colleague import Account


def test_three_people_at_once_lose_nothing_and_whatever_would_be_wrong_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "cockpit.db"
    begun = together.prepared(path)

    accounts = together.edited(path, 3, 1.5)

    assert all(account.acts and account.milliseconds for account in accounts)
    assert sum(account.heard for account in accounts) > 0
    assert list(together.what_is_wrong(path, begun, accounts)) == []

    first, *rest = accounts
    forged = Account(acts=["never written"], errors=["cockpit.db is busy: another session is writing. Try again"])
    assert list(together.what_is_wrong(path, begun, [*accounts, forged])) == [
        "a session was told: cockpit.db is busy: another session is writing. Try again",
        "1 acts that were acknowledged are not in the log",
    ]
    assert list(together.what_is_wrong(path, begun, [replace(first, raised=first.raised + 1), *rest])) == [
        f"the shared numbers were raised by {sum(account.raised for account in accounts) + 1} and are "
        f"{sum(account.raised for account in accounts)}"
    ]
    (sentence,) = together.what_is_wrong(path, begun, [replace(first, acts=first.acts[1:]), *rest])
    assert sentence == "1 acts are in the log that nobody was told of"
    with closing(sqlite3.connect(path)) as plain:
        plain.execute("UPDATE ref_counter SET highest = highest + 1 WHERE prefix = 'A'")
        plain.execute("UPDATE action SET title = 'Something else' WHERE ref = 'A-1'")
        plain.commit()
    wrong = list(together.what_is_wrong(path, begun, accounts))
    assert "the log does not lead to the tables" in wrong
    assert any(sentence.startswith("the counter of refs is at ") for sentence in wrong)


def test_it_tells_how_quick_that_is_beside_the_floor(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    told = Account(acts=["a", "b"], milliseconds=[1.0, 3.0], again=4, refused=2)
    monkeypatch.setattr(together, "edited", lambda path, sessions, seconds: [told] * sessions)
    monkeypatch.setattr(together, "what_is_wrong", lambda path, begun, accounts: iter(["something was lost"]))
    monkeypatch.setattr(together, "floor_rate", lambda path, sessions, seconds: together.Rate(90, seconds, [2.0]))

    assert together.main(["--seconds", "2", "--sessions", "3"]) == 1

    said = capsys.readouterr().out
    assert "cockpit        6     3.0       3               3" in said
    assert "the floor makes 15.0 times as many" in said
    assert "looked at anew: 12; undos and redos refused: 6" in said
    assert "WRONG: something was lost" in said
