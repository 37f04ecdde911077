"""Text that is there as long as there is anything to say."""

from textual.content import Content
from textual.widgets import Static


class ToldText(Static):
    """Something that is said as long as there is anything to say; the same again paints nothing."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(markup=False, id=id, classes=classes)
        self._said: Content | None = None

    def say(self, said: Content) -> None:
        """Say something else."""
        if said == self._said:
            return
        self._said = said
        self.update(said)
        self.display = bool(said.plain)
