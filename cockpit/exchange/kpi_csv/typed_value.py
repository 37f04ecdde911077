"""One value as a person types it."""

from cockpit.domain.kpi import Kpi
from cockpit.domain.message import N_, message
from cockpit.domain.problem import refuse
from cockpit.domain.validation import echo
from cockpit.exchange.kpi_csv.kpi_names import same_unit
from cockpit.exchange.kpi_csv.numbers import NumberColumn
from cockpit.exchange.kpi_csv.options import Decimal

_MARKS = {Decimal.COMMA: ",", Decimal.POINT: "."}


def typed_value(typed: str, kpi: Kpi, own: Decimal) -> float:
    """The value of a KPI that somebody types whose language has ``own`` as its decimal mark.

    Raises :class:`~cockpit.domain.problem.Refused` where it is no number, has another unit, or can be read in two ways: with the
    mark of another language.
    """
    text = typed.strip()
    read = NumberColumn([text], [1], None).read()
    if read.questions and _MARKS[own] in text:  # Three digits after the mark of one's own language are decimals.
        read = NumberColumn([text], [1], own).read()
    if read.questions:
        point, comma = (answer.meaning for answer in read.questions[0].answers)
        sentence = N_("“{value}” can be read as {point} or as {comma}; write one of these")
        raise refuse(message(sentence, value=echo(text), point=point, comma=comma))
    for _rows, reason in read.refused:
        raise refuse(message(N_("“{value}”: {reason}"), value=echo(text), reason=reason))
    if read.empty[0] or not read.known[0]:
        raise refuse(message(N_("“{value}” is no value; write a number such as 12.5"), value=echo(text)))
    if len(read.units) > 1 and not same_unit(read.units[1], kpi.unit):
        sentence = (
            N_("“{value}” is in {unit}, and {kpi} in {own}") if kpi.unit else N_("“{value}” is in {unit}, and {kpi} has no unit")
        )
        raise refuse(message(sentence, value=echo(text), unit=echo(read.units[1]), kpi=str(kpi), own=kpi.unit))
    return float(read.values[0])
