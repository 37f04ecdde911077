"""``Y`` and a letter: the marked rows, or all that are shown, as text, Markdown or TSV."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from cockpit.domain.message import N_
from cockpit.language import ngettext
from cockpit.widgets.key_bar import KeyBar
from cockpit.widgets.typed_text import cut

TEXT, MARKDOWN, TSV = "text", "markdown", "tsv"


class CopyBar(KeyBar):
    """What rows can be copied as: the answer is :data:`TEXT`, :data:`MARKDOWN` or :data:`TSV`."""

    DEFAULT_CSS = """
    CopyBar { dock: bottom; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", f"answer('{TEXT}')", N_("Text"), show=False, id="copy.text"),
        Binding("m", f"answer('{MARKDOWN}')", N_("Markdown"), show=False, id="copy.markdown"),
        Binding("v", f"answer('{TSV}')", N_("TSV for a spreadsheet"), show=False, id="copy.tsv"),
        Binding("escape", "stay", N_("Cancel"), show=False, id="copy.cancel"),
    ]

    class Left(KeyBar.Left):
        """The bar is done with; ``answer`` is None where nothing is to be copied."""

    count = 0
    """How many rows there are to copy."""

    def render(self) -> Content:
        """How many rows there are, and the keys, each with what it copies them as."""
        asked = ngettext("Copy {count} row as: {choices}", "Copy {count} rows as: {choices}", self.count)
        return Content(cut(" " + asked.format(count=self.count, choices=self.choices), self.size.width))
