"""Risks by likelihood and impact, five by five: how many stand where, and where the one under the cursor stands."""

from collections.abc import Mapping, Sequence

from textual.content import Content
from textual.widget import Widget

from cockpit.language import _
from cockpit.widgets.signs import STYLES, Tone
from cockpit.widgets.typed_text import cut

_INSIDE, _OUTSIDE = "·", "▫"
_SIZE = range(1, 6)
_CELL = 4

Place = tuple[int, int]
"""Likelihood and impact, 1 to 5 each."""


class RiskMatrix(Widget):
    """The matrix; levels above the tolerance differ by their sign, not by colour alone."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    RiskMatrix { height: 9; margin-bottom: 1; width: 1fr; padding: 0 1; color: $foreground; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._counts: Mapping[Place, int] = {}
        self._grid: Sequence[str] = ()
        self._tolerance = 5
        self._selected: Place | None = None
        self._after: Place | None = None

    def show(self, counts: Mapping[Place, int], grid: Sequence[str], tolerance: int) -> None:
        """Show how many risks stand at each place, with a policy's grid of levels and the highest level that is tolerated."""
        self._counts, self._grid, self._tolerance = counts, grid, tolerance
        self.refresh()

    def select(self, now: Place | None, after: Place | None) -> None:
        """Point out where one risk stands now, and where it is to stand once treated."""
        if (now, after) != (self._selected, self._after):
            self._selected, self._after = now, after
            self.refresh()

    def render(self) -> Content:
        """Likelihood from top to bottom, impact from left to right."""
        width = self.content_size.width
        lines = [
            Content.assemble((f"{likelihood} ", "dim"), *(self._cell(likelihood, impact) for impact in _SIZE))
            for likelihood in reversed(_SIZE)
        ]
        axis = Content.styled("  " + "".join(f"{impact:^3} " for impact in _SIZE).rstrip(), "dim")
        legend = (_("{sign} above tolerance").format(sign=_OUTSIDE), _("[] selected, () after"))
        shown = [Content.styled(cut(_("↑ likelihood, → impact"), width), "bold"), *lines, axis]
        shown += [Content.styled(cut(each, width), "dim") for each in legend]
        return Content("\n").join(line.truncate(width) for line in shown)

    def _cell(self, likelihood: int, impact: int) -> Content:
        place = (likelihood, impact)
        level = int(self._grid[likelihood - 1][impact - 1]) if self._grid else 0
        tone = Tone.BAD if level > self._tolerance else Tone.WARNING if level == self._tolerance else Tone.GOOD
        count = self._counts.get(place, 0)
        said = str(count) if count else _OUTSIDE if level > self._tolerance else _INSIDE
        before, after = ("[", "]") if place == self._selected else ("(", ")") if place == self._after else (" ", " ")
        style = STYLES[tone] + (" bold" if count else "")
        if place == self._selected:
            style += " reverse"
        return Content.assemble((f"{before}{said}{after}", style), " " * (_CELL - 2 - len(said)))
