"""The questions of a stand-up that are answered with one key: how to end it, and whether to go on with one that was left."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from cockpit.domain.message import N_
from cockpit.language import _
from cockpit.widgets.key_bar import KeyBar
from cockpit.widgets.typed_text import cut

MINUTES, LEAVE, GO_ON, ANEW = "minutes", "leave", "go_on", "anew"


class StandupBar(KeyBar):
    """A question in front of its answers."""

    DEFAULT_CSS = """
    StandupBar { dock: bottom; }
    """

    def __init__(self, asked: str) -> None:
        """``asked`` is the question, already translated; it gives way where there is no room."""
        super().__init__()
        self.asked = asked

    def render(self) -> Content:
        """The question and the keys, each with what it does."""
        labels = {binding.id: _(binding.description) for binding in self.BINDINGS if isinstance(binding, Binding)}
        keys = "  ".join(f"{key} {labels.get(name, '')}" for name, key in self.keys.items())
        lengths = (f" {self.asked}  {keys}", f" {keys}")
        width = self.size.width
        return Content(next((each for each in lengths if len(each) <= width), cut(lengths[-1], width)))


class EndBar(StandupBar):
    """How a stand-up ends: the answer is :data:`MINUTES` or :data:`LEAVE`; without one it goes on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m,enter", f"answer('{MINUTES}')", N_("End with minutes"), show=False, id="standup.end_with_minutes"),
        Binding("l", f"answer('{LEAVE}')", N_("Leave without"), show=False, id="standup.leave"),
        Binding("escape", "stay", N_("Go on"), show=False, id="standup.go_on"),
    ]

    class Left(KeyBar.Left):
        """The bar is done with; ``answer`` is None where the stand-up goes on."""


class ResumeBar(StandupBar):
    """What becomes of a stand-up that was left: the answer is :data:`GO_ON` or :data:`ANEW`; without one it waits."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("g,enter,space", f"answer('{GO_ON}')", N_("Go on"), show=False, id="standup.resume"),
        Binding("n", f"answer('{ANEW}')", N_("Begin anew"), show=False, id="standup.anew"),
        Binding("escape", "stay", N_("Back"), show=False, id="standup.back"),
    ]

    class Left(KeyBar.Left):
        """The bar is done with; ``answer`` is None where the stand-up waits."""
