"""From what a file comes to, to the act that takes it in."""

from cockpit.domain.change import Deed
from cockpit.domain.edit import Act, Record
from cockpit.domain.entity import LONGEST_LINE
from cockpit.domain.problem import Refused
from cockpit.domain.text import clean_line
from cockpit.exchange.kpi_csv.result import Reading


def kpi_act(reading: Reading) -> Act:
    """The act that takes in everything that was read, its note the name of the file.

    Raises :class:`~cockpit.domain.problem.Refused` with every problem where something has to be answered or mended first.
    """
    if reading.is_blocked:
        raise Refused(reading.problems())
    edits = tuple(Record(series.kpi.uid, series.group, series.points) for series in reading.series)
    return Act(edits, note=clean_line(reading.sheet.name)[:LONGEST_LINE], deed=Deed.IMPORT)
