"""Snapshots: one project, its measurements and its change log as one TOML file that people can read, compare and write.

``[snapshot]`` is the header; then come ``[project]``, a ``[[table]]`` for each row of any other kind, the measurements by
KPI and group (``[measurements.K-3.pilot]``) and the change log, oldest first (``[[history]]``).  Links are written as
refs, fields that hold their default are left out.  Equal projects give equal bytes.
"""

from pathlib import Path

from cockpit.exchange.atomic_file import write_file
from cockpit.exchange.snapshot_reading import Snapshot, read_text
from cockpit.exchange.snapshot_writing import export_text
from cockpit.exchange.toml_source import placed_in, read_source

__all__ = ["Snapshot", "export_text", "read_file", "read_text", "write_file"]


def read_file(path: Path) -> Snapshot:
    """The project in a snapshot's file; :class:`~cockpit.domain.problem.Refused` with every problem, placed."""
    text = read_source(path)
    with placed_in(path):
        return read_text(text)
