"""Draws the pictures of the documentation: `python -m tools.pictures` presses the keys and saves what the screen shows as SVG."""

import asyncio
import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from cockpit.app import CockpitApp
from cockpit.exchange.samples import load
from cockpit.language import choose
from cockpit.store import Store, open_store

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
SIZE = (120, 40)
NOW = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)
"""The evening of the sample's last day, so that the same pictures are drawn on any day."""

SCENES = {
    "overview": (),
    "risks": ("4",),
    "actions": ("5",),
    "action-form": ("5", "n"),
    "readiness": ("9",),
}
"""What each picture shows, as the keys that lead there."""


def opened(folder: Path) -> tuple[Store, str]:
    """Altura in a store in ``folder``, as its lead opens it."""
    snapshot = load("altura")
    store = open_store(folder / "cockpit.db", who="lea", create=True, clock=lambda: NOW)
    store.bring_in(snapshot.state, snapshot.batches)
    return store, snapshot.state.project.uid


async def draw(name: str, keys: tuple[str, ...]) -> Path:
    """Draw one scene; return where the picture is."""
    with tempfile.TemporaryDirectory() as folder:
        app = CockpitApp(lambda: opened(Path(folder)), clock=lambda: NOW, environment={}, drafts_file=Path(folder) / "drafts")
        async with app.run_test(size=SIZE) as pilot:
            while app.situation is None:
                await pilot.pause(0.05)
            for key in keys:
                await pilot.press(key)
                await pilot.pause(0.3)
            await pilot.pause(0.3)
            picture = PICTURES / f"{name}.svg"
            picture.write_text(offline(app.export_screenshot(title="Cockpit")), encoding="utf-8")
            return picture


def offline(picture: str) -> str:
    """A picture that fetches no font from anywhere: it takes the monospaced one of whoever looks at it."""
    return re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL).replace("Fira Code", "DejaVu Sans Mono")


def main() -> None:
    """Draw every scene."""
    choose("en")
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name, keys in SCENES.items():
        asyncio.run(draw(name, keys))


if __name__ == "__main__":
    main()
