"""The floor of every Textual app: a header, a footer and one Static, of which ``down`` changes the one line."""

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.widgets import Footer, Header, Static

SHOWS = "Down: 0"
"""What the Static says at first."""


class Bare(App[None]):
    """Header, one Static, Footer."""

    BINDINGS = [Binding("down", "step", show=False)]

    steps = 0

    def compose(self) -> ComposeResult:
        """The three widgets."""
        yield Header()
        yield Static(SHOWS)
        yield Footer()

    def action_step(self) -> None:
        """Change the line; its size stays the same, so that nothing is laid out anew."""
        self.steps += 1
        self.query_one(Static).update(f"Down: {self.steps}", layout=False)


if __name__ == "__main__":
    Bare().run()
