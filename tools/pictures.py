"""Draws the pictures of the documentation: `python -m tools.pictures` presses the keys and saves what the screen shows as SVG.

Names after it draw only those: `python -m tools.pictures overview kpis`.  The clock stands still and nothing depends on the machine, so
that a picture changes only where the screen has.
"""

import asyncio
import re
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from textual.pilot import Pilot

from cockpit.app import CockpitApp
from cockpit.domain.person import Person
from cockpit.exchange.samples import load
from cockpit.language import choose
from cockpit.store import Store, open_store

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
NOW = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)
"""The evening of the last day of both samples, so that the same pictures are drawn on any day."""

_PATIENCE = 100
"""How often a screen is looked at again before a picture is given up."""


@dataclass(frozen=True)
class Scene:
    """A picture: its name, the sample and the language that it shows, the keys that lead there, and its size in cells."""

    name: str
    sample: str
    keys: tuple[str, ...] = ()
    size: tuple[int, int] = (100, 30)
    language: str = "en"


SCENES = (
    Scene("overview", "bedside"),
    Scene("charter", "bedside", ("2",)),
    Scene("phases", "bedside", ("3",)),
    Scene("risks", "bedside", ("4",)),
    Scene("actions", "bedside", ("5",)),
    Scene("board", "altura", ("5", "right_square_bracket")),
    Scene("standup", "altura", ("s", "space", "space", "space"), (80, 24)),
    Scene("action-form", "bedside", ("5", "n")),
    Scene("kpis", "bedside", ("6", "j", "j", "j", "j")),
    Scene("readiness", "bedside", ("9",)),
    Scene("shortest-way", "altura", ("9", "right_square_bracket")),
    Scene("journal", "bedside", ("0",)),
    Scene("not-ready", "altura", ("9",), language="fr"),
)


def opened(scene: Scene, folder: Path) -> tuple[Store, str]:
    """The sample of a scene in a store in ``folder``, as its lead opens it."""
    snapshot = load(scene.sample)
    lead = snapshot.state.get(Person, snapshot.state.project.lead)
    assert lead, f"nobody leads {scene.sample}"
    store = open_store(folder / "cockpit.db", who=lead.handle, create=True, clock=lambda: NOW)
    store.bring_in(snapshot.state, snapshot.batches)
    return store, snapshot.state.project.uid


async def drawn(scene: Scene) -> str:
    """A scene as SVG."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        app = CockpitApp(lambda: opened(scene, folder), clock=lambda: NOW, environment={}, drafts_folder=folder / "drafts")
        async with app.run_test(size=scene.size) as pilot:
            for _ in range(_PATIENCE):
                if app.situation is not None:
                    break
                await pilot.pause(0.05)
            for key in scene.keys:
                await pilot.press(key)
                await _settled(app, pilot)
            await _settled(app, pilot)
            return offline(app.export_screenshot(title="Cockpit"), scene.name)


async def _settled(app: CockpitApp, pilot: Pilot[None]) -> None:
    """Wait until the screen shows the same twice in a row: what workers bring comes a little later."""
    before = ""
    for _ in range(_PATIENCE):
        await pilot.pause(0.1)
        now = _named(app.export_screenshot(title=""), "")
        if now == before:
            return
        before = now


def offline(picture: str, name: str) -> str:
    """A picture that fetches no font from anywhere, and whose inner names follow from its own."""
    alone = re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL).replace("Fira Code", "DejaVu Sans Mono")
    return _named(alone, name)


def _named(picture: str, name: str) -> str:
    """A picture without the number that stands for all that is in it."""
    return re.sub(r"terminal-\d+", f"terminal-{name}", picture)


def main(names: Sequence[str]) -> int:
    """Draw the scenes named, or all; return the exit code."""
    known = {scene.name: scene for scene in SCENES}
    strange = [name for name in names if name not in known]
    if strange:
        sys.stderr.write(f"There is no picture {', '.join(strange)}; there are {', '.join(known)}\n")
        return 2
    PICTURES.mkdir(parents=True, exist_ok=True)
    for scene in (known[name] for name in names or known):
        choose(scene.language)
        (PICTURES / f"{scene.name}.svg").write_text(asyncio.run(drawn(scene)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
