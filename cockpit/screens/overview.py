"""Where do we stand, and what needs me today?

The first screen: its frame is painted before anything is known, so that nothing heavy is imported here.
"""

from pathlib import Path, PurePath
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Container
from textual.widgets import Static

from cockpit.language import _
from cockpit.screens.frame import Frame
from cockpit.screens.way_errand import WAY, WayErrand, WayKnown

if TYPE_CHECKING:
    from cockpit.screens.situation import Situation
    from cockpit.widgets.panel import Panel


class OverviewScreen(Frame):
    """The verdict and why, what needs somebody today, KPIs, the worst risks, the next milestones."""

    CSS_PATH: ClassVar[list[str | PurePath]] = [*Frame.CSS_PATH, Path(__file__).with_suffix(".tcss")]

    def __init__(self, mode: str) -> None:
        super().__init__(mode)
        self._errand = WayErrand(self)

    def compose_body(self) -> ComposeResult:
        """Say that the project is being read."""
        yield Static(_("Opening the project…"), id="opening", markup=False)

    async def stand(self, situation: "Situation") -> None:
        """Fill the panels; the first time, put them there."""
        from cockpit.screens.overview_panels import PANELS

        if not self.query("#panels"):
            panels = [panel.made() for panel in PANELS]
            await self.query_one("#opening").remove()
            await self.mount(Container(*panels, id="panels"))
        else:
            panels = [self.query_one(f"#{panel.name}") for panel in PANELS]  # type: ignore[misc]
        for panel, widget in zip(PANELS, panels, strict=True):
            widget.show(*panel.told(situation))
        start, gate, *_others = panels
        self.set_class(start.line is not None, "-starting")
        if self.focused is None or (self.focused is start and start.line is None):
            self.set_focus(gate if start.line is None else start)
        self._see_to_way(situation)

    def _see_to_way(self, situation: "Situation") -> None:
        """Have the shortest way worked out, where there is still one to go."""
        from cockpit.screens.overview_panels import has_way

        if has_way(situation):
            self._errand.see_to(situation)

    async def on_screen_resume(self) -> None:
        """Somebody looks."""
        if self.cockpit.situation is not None:
            self._see_to_way(self.cockpit.situation)

    def on_way_known(self, event: WayKnown) -> None:
        """Tell the way in the panel of the gate."""
        from cockpit.screens.overview_panels import GATE

        if event.situation is self.cockpit.situation:
            for panel in self.query(f"#{GATE.name}"):
                panel.show(*GATE.told(event.situation))  # type: ignore[attr-defined]

    def point_to(self, uid: str) -> bool:
        """Put the cursor on a line about a row."""
        panel = next((panel for panel in self.query("Panel") if panel.cursor_to(uid)), None)  # type: ignore[attr-defined]
        if panel is not None:
            panel.focus()
        return panel is not None

    async def on_panel_opened(self, event: "Panel.Opened") -> None:
        """Go to the row that the line is about, or to the shortest way."""
        if event.line.kind == WAY:
            await self.cockpit.show_way()
        else:
            await self.cockpit.show_row(event.line.kind, event.line.uid)
