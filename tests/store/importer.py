"""Puts very many measurements on record and says how far it is: killed by the test that runs it."""

import sys
from pathlib import Path

from cockpit.domain.edit import Act, Record
from cockpit.domain.kpi import Group
from cockpit.store import open_store
from tests.store.test_bulk import hours


def main() -> None:
    """One act, of which a line is written to stdout at each word of progress."""
    store = open_store(Path(sys.argv[1]), who="lea")
    (project,) = store.projects()

    def say(done: int, total: int) -> None:
        sys.stdout.write(f"{done} of {total}\n")
        sys.stdout.flush()

    store.apply(project.uid, Act((Record("load", Group.PILOT, hours(100_000)),)), say)


if __name__ == "__main__":
    main()
