"""A program whose output and cost are known: it paints three cells, then does what each key says until ``q``."""

import json
import os
import sys
import time
import tty

GAP = 0.15
"""Seconds between the two parts of what ``2`` writes."""

QUESTIONS = "\x1b[c\x1b[6n\x1b[?2026$p\x1b[?2048$p\x1b[>q\x1b]11;?\x1b\\"
LAST_OF_ANSWERS = "\x1b\\"


def write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def answers() -> str:
    write(QUESTIONS)
    got = ""
    while got.count(LAST_OF_ANSWERS) < 2:
        got += sys.stdin.read(1)
    return got


def main() -> None:
    tty.setraw(0)
    write("few")
    while True:
        match sys.stdin.read(1):
            case "p":
                write("\r\npainted cells")
            case "1":
                write("\r\n12345")
            case "2":
                write("\r\none")
                time.sleep(GAP)
                write("\r\nother")
            case "?":
                write("\r\n" + json.dumps(answers()).replace("\\u001b", "^"))
            case "s":
                columns, lines = os.get_terminal_size()
                write(f"\r\n{columns}x{lines}")
            case "v":
                write("\r\n" + " ".join(sorted(os.environ)))
            case "i":
                write(f"\r\npid {os.getpid()}.")
            case "q":
                write("\r\nbye")
                return


main()
