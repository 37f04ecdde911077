"""Edits a project as another session would, so many times a second: what the others on a host do while somebody looks.

    python -m bench.editing STORE [--edits 10] [--seconds 60]

Each edit is an act of its own, on an action of its own choice: its state, its title or its due date.  At the end it tells on stdout, as
JSON, how many acts were committed.
"""

import argparse
import json
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from cockpit.domain.action import Action, ActionState
from cockpit.domain.edit import Act, Update
from cockpit.store import open_store

WHO = "marc"
_SEED = 20_262
_STATES = (ActionState.TO_DO, ActionState.DOING, ActionState.BLOCKED)


def edit(path: Path, a_second: int, seconds: float) -> int:
    """Edit for so many seconds; return how many acts were committed."""
    chance = Random(_SEED)
    committed = 0
    with closing(open_store(path, who=WHO)) as store:
        project = store.projects()[0].uid
        uids = [action.uid for action in store.load(project).all(Action)]
        begun = time.monotonic()
        for number in range(int(a_second * seconds)):
            time.sleep(max(0.0, begun + number / a_second - time.monotonic()))
            action = store.load(project).row(Action.kind, chance.choice(uids))
            assert isinstance(action, Action)
            committed += store.apply(project, Act((Update(action, _values(action, number, chance)),))) is not None
    return committed


def _values(action: Action, number: int, chance: Random) -> dict[str, Any]:
    if number % 3 == 0:
        return {"state": chance.choice([state for state in _STATES if state is not action.state])}
    if number % 3 == 1:
        return {"title": f"{action.title.partition(' #')[0]} #{number}"}
    assert action.due_on
    return {"due_on": action.due_on + timedelta(days=chance.randint(1, 9))}


def main() -> None:
    """Edit as the arguments say."""
    parser = argparse.ArgumentParser(description="Edit a project, so many times a second.")
    parser.add_argument("store", type=Path)
    parser.add_argument("--edits", type=int, default=10, help="edits a second")
    parser.add_argument("--seconds", type=float, default=60)
    given = parser.parse_args()
    print(json.dumps({"committed": edit(given.store, given.edits, given.seconds)}))  # noqa: T201 - what it has to tell


if __name__ == "__main__":
    main()
