import sys
from pathlib import Path

import pytest

from bench import look

SCRIPTED = [sys.executable, str(Path(__file__).with_name("scripted.py"))]


def test_each_key_leaves_what_is_seen_after_it(tmp_path: Path) -> None:
    with_paint = ["sh", "-c", 'printf "a line of text"; exec "$@"', "sh", *SCRIPTED]
    assert look.main(["--size", "40x5", "--keys", "1,s", "--out", str(tmp_path), "--", *with_paint]) == 0
    assert sorted(file.name for file in tmp_path.iterdir()) == ["00-start.txt", "01-1.txt", "02-s.txt"]
    assert (tmp_path / "01-1.txt").read_text() == "a line of textfew\n12345\n\n\n\n"
    assert "40x5" in (tmp_path / "02-s.txt").read_text()


def test_a_program_that_does_not_start_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert look.main(["--out", str(tmp_path), "--", "no-such-command-anywhere"]) == 1
    assert "no-such-command-anywhere" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", [["--size", "80"], ["--keys", "dwon"], ["--env", "NAME"]])
def test_wrong_usage_is_told(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        look.main([*wrong, "--", "true"])
    assert wrong[1] in capsys.readouterr().err
