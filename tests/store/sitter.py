"""Somebody who has a store open until killed: says so on stdout once others can see it."""

import sys
from pathlib import Path

from cockpit.store import utc_now
from cockpit.store.presence import Presence


def main() -> None:
    """Come in, and wait for the end of stdin."""
    presence = Presence(Path(sys.argv[1]), sys.argv[2], clock=utc_now)
    presence.tell("altura", ())
    sys.stdout.write("in\n")
    sys.stdout.flush()
    sys.stdin.read()
    presence.leave()


if __name__ == "__main__":
    main()
