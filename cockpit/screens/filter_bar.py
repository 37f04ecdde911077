"""``F`` and a letter: what a table is narrowed down to, or a filter of one's own."""

from collections.abc import Container, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content

from cockpit.domain.concern import Concern
from cockpit.domain.message import N_
from cockpit.language import _
from cockpit.widgets.key_bar import KeyBar
from cockpit.widgets.typed_text import cell_width, cut, display_line

SAVE, FORGET = "save", "forget"
_OWN = "own"
_CHOSEN = "✓"
_LONGEST_NAME = 16


def own_place(answer: str) -> int | None:
    """The place of the filter of one's own that an answer means; None where it means none."""
    name, _blank, place = answer.partition(" ")
    return int(place) if name == _OWN else None


class FilterBar(KeyBar):
    """What can be filtered by: the answer is the code of a concern, :data:`SAVE`, :data:`FORGET`, or tells an own filter."""

    DEFAULT_CSS = """
    FilterBar { dock: bottom; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", f"answer('{Concern.MINE.value}')", N_("My own"), show=False, id="filter.mine"),
        Binding("o", f"answer('{Concern.OVERDUE.value}')", N_("Overdue"), show=False, id="filter.overdue"),
        Binding("c", f"answer('{Concern.CRITICAL.value}')", N_("Critical"), show=False, id="filter.critical"),
        Binding("p", f"answer('{Concern.PHASE.value}')", N_("This phase"), show=False, id="filter.phase"),
        Binding("s", f"answer('{SAVE}')", N_("Save as"), show=False, id="filter.save"),
        Binding("d", f"answer('{FORGET}')", N_("Forget"), show=False, id="filter.forget"),
        Binding("escape", "stay", N_("Cancel"), show=False, id="filter.cancel"),
    ]

    class Left(KeyBar.Left):
        """The bar is done with; ``answer`` is None where nothing is to change."""

    def offer(self, concerns: Sequence[Concern], chosen: Container[str], own: Sequence[str], *, forgetting: bool = False) -> None:
        """Ask, with the ``concerns`` that tell rows apart here, the codes ``chosen`` already, and the names of ``own`` filters."""
        self._concerns, self._chosen, self._names, self._forgetting = tuple(concerns), chosen, tuple(own), forgetting
        self.refresh_bindings()
        self.ask()

    _concerns: tuple[Concern, ...] = ()
    _chosen: Container[str] = ()
    _names: tuple[str, ...] = ()
    _forgetting = False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What would not tell rows apart is not offered."""
        if action != "answer":
            return True
        answer = str(parameters[0])
        if self._forgetting:
            return False
        return bool(self._names) if answer == FORGET else answer == SAVE or answer in self._concerns

    def on_key(self, event: events.Key) -> None:
        """A digit is the answer for an own filter."""
        if event.character in [str(place) for place in range(1, len(self._names) + 1)]:
            event.stop()
            event.prevent_default()
            self._leave(f"{_OWN} {int(event.character or 0) - 1}")

    def render(self) -> Content:
        """The keys, each with what it filters by; those in force are ticked."""
        own = [f"{place} {cut(display_line(name), _LONGEST_NAME)}" for place, name in enumerate(self._names, 1)]
        if self._forgetting:
            asked = " " + _("Forget which filter? {choices}").format(choices="  ".join(own))
        else:
            keys = self.keys
            known = [each for each in self.BINDINGS if isinstance(each, Binding) and each.id in keys and each.action != "stay"]
            told = [f"{keys[each.id or '']} {_(each.description)}{self._tick(each.action)}" for each in known]
            concerns = len(self._concerns)
            asked = " " + "  ".join([*told[:concerns], *own, *told[concerns:]])
            if cell_width(asked) < self.size.width - cell_width(_("Filter:")) - 1:
                asked = f" {_('Filter:')}{asked}"
        return Content(cut(asked, self.size.width))

    def _tick(self, action: str) -> str:
        return f" {_CHOSEN}" if any(f"'{concern}'" in action and concern in self._chosen for concern in self._concerns) else ""
