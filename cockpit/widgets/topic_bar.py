"""The topics of a stand-up in one line: which are done, which is talked about, and which have nothing to tell."""

from collections.abc import Iterable
from dataclasses import dataclass

from textual.content import Content
from textual.widget import Widget

from cockpit.widgets.typed_text import cell_width


@dataclass(frozen=True)
class Step:
    """A topic: its name, already translated, and the sign of what became of it."""

    name: str
    sign: str
    here: bool = False


class TopicBar(Widget):
    """All topics; where there is no room for all of them, those around the current one."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    TopicBar { height: 1; width: 1fr; background: $surface; color: $foreground; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._steps: tuple[Step, ...] = ()

    def show(self, steps: Iterable[Step]) -> None:
        """Show the topics as they stand now."""
        shown = tuple(steps)
        if shown != self._steps:
            self._steps = shown
            self.refresh()

    def render(self) -> Content:
        """As many as fit, with the gaps that fit."""
        width = self.content_size.width
        steps = list(self._steps)
        while steps and not steps[0].here and self._taken(steps, 1) > width:
            del steps[0]
        gap = 2 if self._taken(steps, 2) <= width else 1
        pieces: list[tuple[str, str]] = []
        for step in steps:
            said = f"{step.sign} {step.name}".strip()
            if step.here:
                pieces.append((f" {said} ", "bold reverse"))
            else:
                pieces.append((f" {said} ", "dim" if step.sign else ""))
            pieces.append((" " * (gap - 1), ""))
        return Content.assemble(*pieces).truncate(width)

    def _taken(self, steps: list[Step], gap: int) -> int:
        return sum(cell_width(f"{step.sign} {step.name}".strip()) + 1 + gap for step in steps)
