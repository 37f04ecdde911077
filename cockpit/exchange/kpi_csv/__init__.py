"""KPI data as people have it: CSV of any dialect, read into measurements, and a question wherever the file does not tell.

A file passes four layers: bytes to text (:mod:`.file_text`), text to a sheet of columns (:mod:`.sheet`), columns to what they are
(:mod:`.layout`), cells to times and numbers (:mod:`.times`, :mod:`.numbers`).  :func:`read_sheet` does the first two,
:func:`read_kpis` the others, again and again as questions are answered, and :func:`kpi_act` makes an act of the result.
"""

from cockpit.domain.state import ProjectState
from cockpit.exchange.kpi_csv.options import Answer, Dates, Decimal, Duplicates, Options, Progress, Question, Role
from cockpit.exchange.kpi_csv.recording import kpi_act
from cockpit.exchange.kpi_csv.refusal import RefusedLine
from cockpit.exchange.kpi_csv.result import ColumnRead, Measurement, Reading, SeriesRead
from cockpit.exchange.kpi_csv.sheet import Sheet, read_sheet

__all__ = [
    "Answer", "ColumnRead", "Dates", "Decimal", "Duplicates", "Measurement", "Options", "Progress", "Question", "Reading",
    "RefusedLine", "Role", "SeriesRead", "Sheet", "kpi_act", "read_kpis", "read_sheet",
]  # fmt: skip


def read_kpis(sheet: Sheet, state: ProjectState, options: Options | None = None, progress: Progress | None = None) -> Reading:
    """What ``sheet`` comes to in a project; whatever is wrong with it, or has to be asked, is in the result."""
    # What reads columns imports numpy, which takes longer than a first paint may.
    from cockpit.exchange.kpi_csv.reading import read_kpis as read

    return read(sheet, state, options, progress)
