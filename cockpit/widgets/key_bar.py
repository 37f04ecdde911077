"""A question on the last line that is answered with one key."""

from textual import events
from textual.binding import Binding
from textual.message import Message
from textual.widget import Widget

from cockpit.language import _


class KeyBar(Widget, can_focus=True):
    """Each binding of a subclass is an answer: the bar has the focus until one of them is pressed, and any other key gives up."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    KeyBar { height: 1; width: 1fr; color: $foreground; text-style: reverse; display: none; }
    KeyBar.-asking { display: block; }
    """

    class Left(Message):
        """The bar is done with; ``answer`` is None where there was none."""

        def __init__(self, answer: str | None) -> None:
            super().__init__()
            self.answer = answer

    def ask(self) -> None:
        """Show the answers, and wait for one."""
        self.add_class("-asking")
        self.focus(scroll_visible=False)

    @property
    def keys(self) -> dict[str, str]:
        """The keys of the answers as people read them, by the ids of their bindings."""
        active = (each for each in self.screen.active_bindings.values() if each.node is self)
        return {each.binding.id or "": self.app.get_key_display(each.binding) for each in active}

    @property
    def choices(self) -> str:
        """The keys of the answers, each with what it does."""
        labels = {binding.id: binding.description for binding in self.BINDINGS if isinstance(binding, Binding)}
        return "  ".join(f"{key} {_(labels.get(name, ''))}" for name, key in self.keys.items())

    def action_answer(self, answer: str) -> None:
        """Give an answer."""
        self._leave(answer)

    def action_stay(self) -> None:
        """Give none."""
        self._leave(None)

    def on_blur(self) -> None:
        """A click somewhere else gives up too."""
        self.remove_class("-asking")

    def on_key(self, event: events.Key) -> None:
        """A key that is no answer gives up, and does nothing else."""
        active = self.screen.active_bindings.get(event.key)
        if active is None or active.node is not self:
            event.stop()
            event.prevent_default()
            self._leave(None)

    def _leave(self, answer: str | None) -> None:
        self.remove_class("-asking")
        self.post_message(self.Left(answer))
