"""The floor of every Textual app with a store: the bare one, which reads 100 rows of a SQLite file before it paints.

Usage: ``python -m bench.floors.stored FILE``, where :func:`bench.stores.hundred_rows` wrote the file.
"""

import sys
from datetime import date

from sqlmodel import Field, Session, SQLModel, create_engine, select
from textual.app import App, ComposeResult
from textual.widgets import Footer, Header, Static


class Row(SQLModel, table=True):
    """A row as wide as an action's line in a table."""

    id: int | None = Field(default=None, primary_key=True)
    title: str
    owner: str
    state: str
    due_on: date


class Stored(App[None]):
    """Header, one Static that tells how many rows the file has, Footer."""

    def __init__(self, file: str) -> None:
        super().__init__()
        self._file = file

    def compose(self) -> ComposeResult:
        """The three widgets, after the rows have been read."""
        with Session(create_engine(f"sqlite:///{self._file}")) as session:
            rows = session.exec(select(Row)).all()
        yield Header()
        yield Static(f"{len(rows)} rows")
        yield Footer()


if __name__ == "__main__":
    Stored(sys.argv[1]).run()
