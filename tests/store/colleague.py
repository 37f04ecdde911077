"""Somebody at a store that others write too: makes acts, each with an edit of a row that everybody edits."""

import sys
from pathlib import Path

from cockpit.domain.action import Action
from cockpit.domain.edit import Act, Create, Update
from cockpit.domain.moved import RowMoved
from cockpit.store import open_store


def main() -> None:
    """Each act adds an action and a sign of one's own to the project's summary, and is tried again where another was quicker."""
    path, acts, name = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    store = open_store(path, who=name)
    (project,) = store.projects()
    for count in range(acts):
        while True:
            seen = store.load(project.uid).project
            edits = (Create(Action, {"title": f"{name}-{count}"}), Update(seen, {"summary": seen.summary + name[-1]}))
            try:
                store.apply(project.uid, Act(edits))
                break
            except RowMoved:
                continue
    store.close()


if __name__ == "__main__":
    main()
