"""Edits a store without end and writes each acknowledged title to stdout: killed by the test that runs it."""

import itertools
import sys
from pathlib import Path

from cockpit.domain.action import Action
from cockpit.domain.edit import Act, Create, Update
from cockpit.domain.risk import Risk
from cockpit.store import open_store


def main() -> None:
    """Each act makes a risk and an action that refers to it, and edits the action made before."""
    store = open_store(Path(sys.argv[1]), who="lea")
    (project,) = store.projects()
    mark = sys.argv[2]
    for count in itertools.count():
        title = f"{mark}-{count}"
        risk = {"title": title, "inherent_likelihood": 1, "inherent_impact": 1}
        last = store.load(project.uid).all(Action)[-1:]
        store.apply(
            project.uid,
            Act(
                (
                    Create(Risk, risk, uid=title),
                    Create(Action, {"title": title, "risk": title}),
                    *(Update(row, {"description": f"followed by {title}"}) for row in last),
                )
            ),
        )
        sys.stdout.write(title + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
