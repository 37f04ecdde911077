"""The ratios of verdicts: what is run in turns, and when a bar is held."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bench import verdicts
from bench.report import Spread
from bench.verdicts import Found, Ratio, Work, measured, past_verdicts


def noted(calls: list[str], name: str) -> Work:
    @contextmanager
    def prepared() -> Iterator[Callable[[], object]]:
        calls.append(f"{name} prepared")
        yield lambda: calls.append(name)
        calls.append(f"{name} cleared")

    return prepared


def test_both_are_run_in_turns_each_prepared_anew() -> None:
    calls: list[str] = []

    found = measured(Ratio("claim", noted(calls, "subject"), noted(calls, "floor"), 1e9), rounds=2)

    turn = ["floor prepared", "floor", "floor cleared", "subject prepared", "subject", "subject cleared"]
    assert calls == turn * 3, "one turn that is not counted, and two rounds"
    assert found.held


@pytest.mark.parametrize(("ratio", "told"), [(9.9, "held"), (10.0, "held"), (10.1, "MISSED")])
def test_the_median_of_the_ratios_holds_the_bar(ratio: float, told: str) -> None:
    found = Found(Ratio("claim", noted([], ""), noted([], ""), 10), Spread(20, 1, 90), Spread(2, 1, 3), Spread(ratio, 1, 99))

    assert found.cells()[-2:] == ("<= 10", told)


def test_a_missed_bar_is_told_by_the_exit_code(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    bars: list[float] = [1e9]
    monkeypatch.setattr(verdicts, "claims", lambda _folder: [Ratio("one", noted([], ""), noted([], ""), bar) for bar in bars])
    assert verdicts.main(rounds=1) == 0
    bars.append(0)
    assert verdicts.main(rounds=1) == 1
    assert [line.split()[-1] for line in capsys.readouterr().out.splitlines()[3:]] == ["held", "MISSED"]


def test_the_year_of_altura_can_be_measured(tmp_path: Path) -> None:
    for claim in past_verdicts(tmp_path / "altura.db"):
        with claim.floor() as floor, claim.subject() as subject:
            floor()
            subject()
