"""Recording a value of a KPI: what the line that was typed comes to, before and after it is on record."""

from cockpit.domain.kpi import Kpi
from cockpit.language import _, day
from cockpit.screens.situation import Situation
from cockpit.widgets.kpi_words import exact_words
from cockpit.widgets.measurement_words import Measurement, measurement_from


def reading(situation: Situation, kpi: Kpi, typed: str) -> Measurement:
    """The measurement that ``typed`` means; :class:`Refused` where it means none."""
    return measurement_from(typed, kpi, situation.today, situation.answer_of(kpi).standing.group)


def recorded_words(situation: Situation, kpi: Kpi, read: Measurement) -> str:
    """What recording a measurement comes to, with the value of that day that it replaces."""
    said = _("{ref}: {value} on {day}, {group}").format(
        ref=kpi.ref, value=exact_words(kpi, read.value), day=day(read.on, situation.today), group=_(read.group.label)
    )
    held = situation.state.measurements(kpi.uid, read.group).at(read.on.isoformat())
    if held is None:
        return said
    if held == read.value:
        return _("{measurement}, as it is on record").format(measurement=said)
    return _("{measurement}, instead of {value}").format(measurement=said, value=exact_words(kpi, held))
