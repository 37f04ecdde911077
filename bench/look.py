"""``python -m bench.look``: drive a program through keys, and keep as text what its user sees after each.

python -m bench.look --size 80x24 --keys '4,down*3,enter' --out shots -- python -m cockpit demo
"""

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.ground import environment
from bench.keys import bytes_of, script
from bench.terminal import NotShownError, Size, Terminal

_AT_REST = 400.0
"""Silence in milliseconds after which the program is taken to have done what a key asks for."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code: 0, or 1 when the program does not start or paints nothing."""
    parser = argparse.ArgumentParser(prog="python -m bench.look", description=__doc__)
    parser.formatter_class = argparse.RawTextHelpFormatter
    parser.add_argument("--size", type=_size, default=Size(80, 24), help="columns and lines (80x24)")
    parser.add_argument("--keys", type=_script, default=[], help="keys between commas; down*3 repeats, text:Marc types")
    parser.add_argument("--out", type=Path, default=Path("shots"), help="the folder for the texts (shots)")
    parser.add_argument("--env", action="append", type=_variable, default=[], metavar="NAME=VALUE", help="more environment")
    parser.add_argument("command", nargs="+", metavar="COMMAND")
    asked = parser.parse_args(arguments)
    with TemporaryDirectory(prefix="look-") as home:
        try:
            _look(asked.command, environment(Path(home)) | dict(asked.env), asked.size, asked.keys, asked.out)
        except (OSError, NotShownError) as reason:
            sys.stderr.write(f"{reason}\n")
            return 1
    return 0


def _look(command: Sequence[str], surroundings: dict[str, str], size: Size, keys: Sequence[str], out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    with Terminal(command, surroundings, size) as terminal:
        terminal.first_paint()
        terminal.settle(_AT_REST)
        _keep(terminal, out / "00-start.txt")
        for number, key in enumerate(keys, start=1):
            terminal.send(key)
            terminal.settle(_AT_REST)
            name = key if re.fullmatch(r"[\w+]+", key) else "-".join(f"{byte:02x}" for byte in bytes_of(key))
            _keep(terminal, out / f"{number:02}-{name}.txt")


def _keep(terminal: Terminal, file: Path) -> None:
    file.write_text(terminal.screen.text, encoding="utf-8")
    sys.stdout.write(f"{file}\n")


def _size(text: str) -> Size:
    if not (found := re.fullmatch(r"([1-9]\d{0,3})x([1-9]\d{0,3})", text)):
        raise argparse.ArgumentTypeError(f"{text!r} is not a size such as 80x24")
    return Size(int(found[1]), int(found[2]))


def _script(text: str) -> list[str]:
    try:
        return script(text)
    except ValueError as reason:
        raise argparse.ArgumentTypeError(str(reason)) from None


def _variable(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name and equals):
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=VALUE")
    return name, value


if __name__ == "__main__":
    sys.exit(main())
