"""How the values of a KPI are written: with its decimals and its unit."""

from decimal import Decimal

from cockpit.domain.kpi import Kpi
from cockpit.domain.kpi_standing import Standing
from cockpit.language import number
from cockpit.widgets.signs import EXCEPTED

_LONGEST = 11
"""Characters of a figure: a longer one is told by three figures and a power of ten, as part of it would say something else."""


def figure(value: float, decimals: int) -> str:
    """A value with so many decimals, or in short where that would be long."""
    told = number(value, decimals)
    return told if len(told) <= _LONGEST else number(float(f"{value:.3g}")) if abs(value) < 1 else _scientific(value)


def _scientific(value: float) -> str:
    mantissa, exponent = f"{value:.2e}".split("e")
    return f"{number(float(mantissa), 2)}e{int(exponent)}"


def amount_words(kpi: Kpi, value: float) -> str:
    """A value with its unit."""
    return _with_unit(kpi, figure(value, kpi.decimals))


def targets_words(standing: Standing, *, unit: bool = False) -> str:
    """The target that a KPI is judged by and, where that is an accepted debt's, its own behind the sign of an exception.

    Empty without a target; the ``unit`` stands once.
    """
    kpi = standing.kpi
    if kpi.target is None or standing.target is None:
        return ""
    in_force = amount_words(kpi, standing.target) if unit else figure(standing.target, kpi.decimals)
    return in_force if standing.debt is None else f"{in_force} {EXCEPTED.glyph}{figure(kpi.target, kpi.decimals)}"


def exact_words(kpi: Kpi, value: float) -> str:
    """A value with its unit, and with all its decimals where it has more than the KPI shows."""
    exponent = Decimal(repr(value)).normalize().as_tuple().exponent
    return _with_unit(kpi, number(value, max(kpi.decimals, -int(exponent))))


def _with_unit(kpi: Kpi, told: str) -> str:
    return f"{told}\N{NO-BREAK SPACE}{kpi.unit}" if kpi.unit else told
