"""A panel of a screen: its columns, and what it says of a situation."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from cockpit.screens.situation import Situation
from cockpit.widgets.column import Column
from cockpit.widgets.panel import Line, Panel

Told: TypeAlias = tuple[str, Sequence[Line], str, int]
"""Title, lines, what stands at the right end of the title's rule, and how many more lines there would be."""


@dataclass(frozen=True)
class ToldPanel:
    """One panel: its name, its columns, what it says, and what it says (marked for translation) where there is nothing."""

    name: str
    columns: tuple[Column, ...]
    told: Callable[[Situation], Told]
    empty: str = ""

    def made(self) -> Panel:
        """The widget."""
        return Panel(self.columns, empty=self.empty, id=self.name)
