"""Of several sessions one follows each feed, and another does once it has left, or was killed."""

import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from cockpit.domain.problem import Refused
from cockpit.feeds.turn import Turns


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "cockpit.db"
    path.touch()
    path.chmod(0o660)
    return path


def test_one_follows_and_then_another(path: Path) -> None:
    first, second = Turns(path), Turns(path)
    assert first.take("one")
    assert first.take("one")
    assert not second.take("one")
    assert second.take("two")
    assert not first.take("two")
    first.give_up("one")
    assert second.take("one")
    second.close()
    assert first.take("one")
    assert first.take("two")
    first.close()


def test_the_file_is_for_those_who_may_write_the_store(path: Path) -> None:
    turns = Turns(path)
    turns.take("one")
    (file,) = path.parent.glob("cockpit.db-feeds")
    assert stat.S_IMODE(file.stat().st_mode) == 0o660
    assert file.stat().st_size == 0
    turns.close()


def test_the_turn_of_a_session_that_is_killed_passes_on(path: Path) -> None:
    program = "import sys, signal; from pathlib import Path; from cockpit.feeds.turn import Turns; print(Turns(Path(sys.argv[1])).take('one'), flush=True); signal.pause()"
    with subprocess.Popen((sys.executable, "-c", program, str(path)), stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        # The object is collected at once there, and what it holds stays.
        assert other.stdout.readline() == "True\n"
        turns = Turns(path)
        assert not turns.take("one")
        other.send_signal(signal.SIGKILL)
        other.wait()
        assert turns.take("one")
        turns.close()


@pytest.mark.parametrize("target", ["elsewhere", "cockpit.db"])
def test_where_whose_turn_it_is_cannot_be_found_out_that_is_told(path: Path, target: str) -> None:
    path.with_name("cockpit.db-feeds").symlink_to(path.with_name(target))
    with pytest.raises(Refused, match=r"cockpit\.db-feeds"):
        Turns(path).take("one")
    assert not path.with_name("elsewhere").exists()
