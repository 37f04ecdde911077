"""The columns of a table that the calculators read."""

import csv
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cockpit.domain.mean import Sample


def values(file: str, column: str) -> list[float]:
    """The numbers in a column, in order; a cell without one is refused with its line."""
    with Path(file).open(newline="") as source:
        return [float(row[column]) for row in csv.DictReader(source)]


def samples(file: str, group: str, value: str) -> "tuple[Sample, Sample]":
    """The control group and the pilot group of a table that names them in a column."""
    raise NotImplementedError
