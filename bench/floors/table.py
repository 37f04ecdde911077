"""The floor of an import: a CSV read with pandas and written into a bare SQLite table.

Usage: ``python -m bench.floors.table CSV DATABASE``, where the CSV has the columns ``time`` and ``value``.
"""

import sqlite3
import sys

import pandas

DONE = "rows are in"


def main(file: str, database: str) -> None:
    """Read the file, write the table anew."""
    table = pandas.read_csv(file)
    with sqlite3.connect(database) as connection:
        connection.execute("DROP TABLE IF EXISTS measurement")
        connection.execute("CREATE TABLE measurement (time TEXT, value REAL)")
        pairs = zip(table["time"].tolist(), table["value"].tolist(), strict=True)
        connection.executemany("INSERT INTO measurement VALUES (?, ?)", pairs)
    connection.close()
    print(f"{len(table)} {DONE}")  # noqa: T201 - it is a program of its own


if __name__ == "__main__":
    main(*sys.argv[1:])
