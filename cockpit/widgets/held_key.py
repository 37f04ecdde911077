"""A key that is held down, on a machine or a line that does not keep up: what waits is done at once, and painted once."""

from typing import Protocol, runtime_checkable

from textual.dom import DOMNode
from textual.widget import Widget


@runtime_checkable
class HandsOutKeys(Protocol):
    """An app that hands out keys one after the other, and knows which of them wait."""

    def take_same_keys(self, doer: DOMNode, action: str) -> int:
        """Take off the keys that wait right behind the one under way and would have ``doer`` do the same; how many they are."""


def times(widget: Widget, action: str) -> int:
    """How often to do what a key asks for, ``action`` as its binding says it: once, and once more for each that waits behind it."""
    app = widget.app
    return 1 + (app.take_same_keys(widget, action) if isinstance(app, HandsOutKeys) else 0)
