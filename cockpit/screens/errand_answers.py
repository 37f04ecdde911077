"""What a screen hears of an errand that it has sent: that it is done, what came of it, or why it could not be."""

from typing import TYPE_CHECKING

from textual.message import Message

from cockpit.domain.message import Message as Sentence
from cockpit.domain.problem import Refused

if TYPE_CHECKING:
    from cockpit.domain.change import Batch


class Done(Message):
    """What a screen asked for is committed; ``batch`` is None where nothing had to be changed."""

    def __init__(self, batch: "Batch | None") -> None:
        super().__init__()
        self.batch = batch


class Denied(Message):
    """What a screen asked for was refused, and nothing of it was done."""

    def __init__(self, refused: Refused) -> None:
        super().__init__()
        self.refused = refused


class Told(Message):
    """What a screen asked for is done, and there is something to say about it."""

    def __init__(self, *sentences: Sentence) -> None:
        super().__init__()
        self.sentences = sentences
