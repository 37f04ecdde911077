import sqlite3
from contextlib import closing
from pathlib import Path

from bench.editing import WHO, edit
from bench.floors.rows import SHOWS
from bench.ground import Ground, floor
from bench.pace import Pace
from bench.terminal import Size, Terminal


def test_another_session_commits_as_many_acts_as_it_says(tmp_path: Path) -> None:
    store = Ground(tmp_path).hundred_actions
    assert edit(store, a_second=100, seconds=0.12) == 12
    with closing(sqlite3.connect(store)) as connection:
        assert connection.execute("SELECT count(*) FROM batch WHERE who = ?", (WHO,)).fetchone() == (12,)


def test_of_twenty_keys_one_may_take_longer() -> None:
    assert 5 < Pace.p95([5.0] * 19 + [1000.0]) < 1000
    assert Pace.p95([5.0] * 99 + [1000.0]) == 5


def test_the_list_of_the_floor_moves_its_cursor(tmp_path: Path) -> None:
    with Terminal(floor("rows"), Ground(tmp_path).environment, Size(80, 24)) as terminal:
        terminal.text(SHOWS)
        terminal.settle(300)
        assert terminal.press("down").bytes > 100
