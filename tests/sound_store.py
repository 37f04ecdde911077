"""A store as it should be, for tests that spoil it or keep it from being read."""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from cockpit.domain.edit import Act, Update
from cockpit.exchange.snapshot import read_text
from cockpit.store import open_store

SNAPSHOT = '[project]\nuid = "altura"\nkey = "ALTURA"\ntitle = "Altura"\n' + "".join(
    f'[[risk]]\ntitle = "Risk {number}"\ninherent_likelihood = 3\ninherent_impact = 4\n' for number in range(200)
)


@dataclass(frozen=True)
class Sound:
    """The files of a sound store: folded together, and with a write-ahead log that holds what was done last."""

    folded: bytes
    file: bytes
    log: bytes


def sound_store(folder: Path) -> Sound:
    """A store with a project, its risks and two acts of ``lea``."""
    path = folder / "cockpit.db"
    with closing(open_store(path, who="lea", create=True)) as store:
        store.bring_in(read_text(SNAPSHOT).state)
    folded = path.read_bytes()
    with closing(open_store(path, who="lea")) as store:
        project = store.projects()[0]
        store.apply(project.uid, Act((Update(project, {"title": "Altura, the project"}),)))
        return Sound(folded, path.read_bytes(), path.with_name(path.name + "-wal").read_bytes())
