"""A section of a mode that is a page of panels, under a line that answers the mode's question."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.events import DescendantFocus
from textual.widget import Widget
from textual.widgets import Static

from cockpit.domain.entity import Entity
from cockpit.screens.sheet import NewRow, Sheet
from cockpit.screens.situation import Situation
from cockpit.screens.told_panel import ToldPanel
from cockpit.widgets.panel import Panel
from cockpit.widgets.statement import Statement


@dataclass(frozen=True)
class PagePanel(ToldPanel):
    """A panel of a page; ``new`` is what ``n`` makes in it, nothing where that is None; in one of ``prose``, sentences are wrapped."""

    new: Callable[[Situation], NewRow | None] = lambda _situation: None
    prose: bool = False

    def made(self) -> Panel:
        """The widget."""
        return Statement(self.columns, empty=self.empty, id=self.name) if self.prose else super().made()


class PanelSheet(Sheet):
    """The answer in a line, then the panels; the row under the cursor is that of the panel with the focus."""

    PANELS: ClassVar[Sequence[PagePanel]] = ()

    def __init__(self) -> None:
        super().__init__()
        self._situation: Situation | None = None
        self._told: dict[Panel, PagePanel] = {}
        self._panel: Panel | None = None

    def answer(self, situation: Situation) -> Content:
        """The page in a line."""
        raise NotImplementedError

    def laid_out(self, panels: Sequence[Panel]) -> Iterable[Widget]:
        """The panels, in order, in the containers that they stand in."""
        return panels

    def compose(self) -> ComposeResult:
        """The page in a line, then its panels."""
        yield Static(classes="answer", markup=False)
        self._told = {told.made(): told for told in self.PANELS}
        self._panel = next(iter(self._told))
        yield from self.laid_out(tuple(self._told))

    def stand(self, situation: Situation) -> None:
        """Tell every panel anew."""
        self._situation = situation
        self.query_one(".answer", Static).update(self.answer(situation))
        for panel, told in self._told.items():
            panel.show(*told.told(situation))

    @property
    def focal(self) -> Panel:
        """The panel that had the focus last."""
        assert self._panel
        return self._panel

    @property
    def row(self) -> Entity | None:
        """The row that the line under the cursor is about."""
        line = self.focal.line
        return self._situation.state.row(line.kind, line.uid) if self._situation and line else None

    @property
    def new_row(self) -> NewRow | None:
        """What ``n`` makes in the panel."""
        return self._told[self.focal].new(self._situation) if self._situation else None

    def cursor_to(self, uid: str) -> bool:
        """Put the cursor on the line about a row, and the focus on its panel."""
        for panel in self._told:
            if panel.cursor_to(uid):
                panel.focus()
                return True
        return False

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """The row under the cursor is that of the panel with the focus."""
        if isinstance(event.widget, Panel):
            self._panel = event.widget
            self.post_message(self.Highlighted(self, self.row))

    @on(Panel.Highlighted)
    def follow(self, event: Panel.Highlighted) -> None:
        """Tell which row the cursor came to."""
        event.stop()
        self.post_message(self.Highlighted(self, self.row))

    @on(Panel.Opened)
    def open(self, event: Panel.Opened) -> None:
        """Tell which row the user asked for."""
        event.stop()
        self.post_message(self.Opened(self, self.row))
