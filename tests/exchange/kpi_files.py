"""Files of KPI data, written here, and what is read of them in a small project."""

import io
from typing import Any

from cockpit.domain.kpi import Cadence, Group, Kpi
from cockpit.domain.measurement import Series
from cockpit.domain.state import ProjectState
from cockpit.exchange.kpi_csv import Options, Reading, read_kpis, read_sheet
from cockpit.language import say
from tests.domain.projects import project, row

TIME, RATE, COST, USERS = "K-1", "K-2", "K-3", "K-4"


def four_kpis(series: dict[tuple[str, str], Series] | None = None) -> ProjectState:
    """A project in Paris with KPIs in ms, in %, in euros, and without a unit; their uids are their refs."""
    kpis = (
        row(Kpi, TIME, title="Response time", unit="ms"),
        row(Kpi, RATE, title="Régularité", unit="%", cadence=Cadence.MONTH),
        row(Kpi, COST, title="Cost per order", unit="€"),
        row(Kpi, USERS, title="Users"),
    )
    return project(*kpis, series=series, timezone="Europe/Paris")


def read(content: str | bytes, state: ProjectState | None = None, **options: Any) -> Reading:
    """What a file with this content comes to."""
    given = Options(**options)
    sheet = read_sheet(io.BytesIO(content.encode() if isinstance(content, str) else content), given)
    return read_kpis(sheet, state or four_kpis(), given)


def taken(reading: Reading) -> dict[tuple[str, str], dict[str, float]]:
    """The measurements by KPI and group of a reading that nothing keeps out."""
    assert not reading.is_blocked, [say(problem.message) for problem in reading.problems()]
    return {(each.kpi.ref, each.group.value): dict(each.points) for each in reading.series}


def of_everybody(reading: Reading, kpi: str = TIME) -> dict[str, float]:
    """The measurements of one KPI for everybody, where there are no others."""
    found = taken(reading)
    assert found.keys() == {(kpi, Group.ALL.value)}
    return found[kpi, Group.ALL.value]


def refused(reading: Reading) -> dict[int, str]:
    """The refused lines by number, with why."""
    return {line.line: say(line.reason) for line in reading.refused}


def asked(reading: Reading) -> dict[str, tuple[str, ...]]:
    """What has to be said, by option, with what can be."""
    return {question.option: tuple(answer.value for answer in question.answers) for question in reading.questions}
