"""The question what becomes of a trial, on the last line of any screen."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from cockpit.domain.message import N_
from cockpit.language import _
from cockpit.widgets.key_bar import KeyBar
from cockpit.widgets.typed_text import cell_width, cut

KEEP, DROP, LIST = "keep", "drop", "list"


class TrialBar(KeyBar):
    """What can become of a trial: the answer is :data:`KEEP`, :data:`DROP` or :data:`LIST`; without one it goes on."""

    DEFAULT_CSS = """
    TrialBar { dock: bottom; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("k", f"answer('{KEEP}')", N_("Keep"), show=False, id="trial.keep"),
        Binding("d", f"answer('{DROP}')", N_("Drop"), show=False, id="trial.drop"),
        Binding("l", f"answer('{LIST}')", N_("List"), show=False, id="trial.list"),
        Binding("escape", "stay", N_("Go on"), show=False, id="trial.go_on"),
    ]

    class Left(KeyBar.Left):
        """The bar is done with; ``answer`` is None where the trial goes on."""

    keeping: tuple[str, ...] = ()
    """What keeping would do, from long to short, where that is more than to write what is tried."""

    def render(self) -> Content:
        """The keys, each with what becomes of the trial, and what keeping would do; why it is asked, where there is room."""
        long, *shorter = (self._choices(words) for words in (*self.keeping, ""))
        lengths = [
            " " + _("Nothing of this trial is written: {choices}").format(choices=long),
            *(f" {each}" for each in (long, *shorter)),
        ]
        fitting = (each for each in lengths if cell_width(each) <= self.size.width)
        return Content(next(fitting, cut(lengths[-1], self.size.width)))

    def _choices(self, keeping: str) -> str:
        labels = {binding.id: _(binding.description) for binding in self.BINDINGS if isinstance(binding, Binding)}
        if keeping:
            labels["trial.keep"] = f"{labels['trial.keep']} ({keeping})"
        return "  ".join(f"{key} {labels.get(name, '')}" for name, key in self.keys.items())
