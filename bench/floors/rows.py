"""The floor of every list: Textual's own DataTable of a hundred rows, with a cursor on one of them."""

from textual.app import App, ComposeResult
from textual.widgets import DataTable, Footer, Header

COUNT = 100
SHOWS = "Check order point 00001"


class Rows(App[None]):
    """Header, a DataTable, Footer."""

    def compose(self) -> ComposeResult:
        """The three widgets."""
        yield Header()
        yield DataTable[str](cursor_type="row")
        yield Footer()

    def on_mount(self) -> None:
        """Fill the table with rows as wide as those of actions."""
        table = self.query_one(DataTable)
        table.add_columns("Ref", "State", "Action", "Owner", "Due")
        for number in range(1, COUNT + 1):
            table.add_row(f"A-{number}", "doing", f"Check order point {number:05}", "marc", "late 10 mo")


if __name__ == "__main__":
    Rows().run()
