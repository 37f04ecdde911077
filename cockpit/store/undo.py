"""Which act an undo or a redo takes back, read off the log: the same after a restart, and never another user's."""

from sqlalchemy import Connection, text

from cockpit.domain.change import Deed


def next_undo(connection: Connection, project: str, who: str) -> int | None:
    """The place of the batch that the next undo of ``who`` takes back."""
    return _stacks(connection, project, who)[0]


def next_redo(connection: Connection, project: str, who: str) -> int | None:
    """The place of the undo that the next redo of ``who`` takes back."""
    return _stacks(connection, project, who)[1]


def _stacks(connection: Connection, project: str, who: str) -> tuple[int | None, int | None]:
    """The tops of the two stacks that this user's batches, in order, have left behind."""
    done: list[int] = []
    undone: list[int] = []
    found = connection.execute(
        text("SELECT place, deed FROM batch WHERE project = :project AND who = :who ORDER BY place"),
        {"project": project, "who": who},
    )
    for place, deed in found:
        if deed == Deed.UNDO:
            if done:
                done.pop()
            undone.append(place)
        elif deed == Deed.REDO:
            if undone:
                undone.pop()
            done.append(place)
        else:
            done.append(place)
            undone.clear()
    return done[-1] if done else None, undone[-1] if undone else None
