"""``python -m bench.simulation``: how often the rules are wrong, over many made-up pilots, and which bars they miss.

Seeded, so that each run gives the same figures.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy

from bench.report import table
from cockpit.domain.evidence import MET
from cockpit.domain.kpi import Direction
from cockpit.domain.kpi_rule import judge
from cockpit.domain.proportion import Share, cases_per_group, pooled_z
from cockpit.domain.sequential import bounds_at, equal_fractions

_SEED = 20_260
_PILOTS = 10_000
_WEEKS = 8
_WEEKLY = 200
"""Cases in each group a week."""
_BASELINE = 0.3
_SINGLE_LOOK = 1.959963984540054
_LENGTHS = range(6, 27)
_SERIES = 2_000
"""Made-up KPIs of each length."""


@dataclass(frozen=True)
class Rate:
    """How often something happened, against the most (or, where ``at_least``, the least) that is allowed; None: only told."""

    name: str
    share: float
    bar: float | None = None
    at_least: bool = False

    @property
    def held(self) -> bool:
        """Whether the bar is held."""
        return self.bar is None or (self.share >= self.bar if self.at_least else self.share <= self.bar)

    def cells(self) -> tuple[str, str, str, str]:
        """The row of the table."""
        bar = "" if self.bar is None else f"{'at least' if self.at_least else 'at most'} {100 * self.bar:.1f} %"
        return self.name, f"{100 * self.share:.2f} %", bar, "" if self.bar is None else "held" if self.held else "MISSED"


def main() -> int:
    """Exit code: 0 when every bar is held."""
    rates = [*experiments(numpy.random.default_rng(_SEED)), *kpis(numpy.random.default_rng(_SEED))]
    sys.stdout.write(table([rate.cells() for rate in rates], ("what", "how often", "bar", "")))
    return 0 if all(rate.held for rate in rates) else 1


def experiments(chance: numpy.random.Generator) -> Iterator[Rate]:
    """Pilots of 8 weeks with a look each week, without an effect, and with one that a single look at the end finds 3 times of 4."""
    bounds = [bound or float("inf") for bound in bounds_at(equal_fractions(_WEEKS)).bounds]
    pilots = [_pilot(chance, 0) for _ in range(_PILOTS)]
    yield Rate("weekly looks, no effect: a difference is shown", _crossing(pilots, bounds), 0.055)
    yield Rate("the same without bounds, |z| > 1.96 at any look", _crossing(pilots, [_SINGLE_LOOK] * _WEEKS))
    pilots = [_pilot(chance, _effect_found(0.75)) for _ in range(_PILOTS)]
    yield Rate("an effect, one look at the end: it is shown", _crossing([pilot[-1:] for pilot in pilots], [_SINGLE_LOOK]))
    yield Rate("the same effect, weekly looks: it is shown", _crossing(pilots, bounds), 0.70, at_least=True)


def _pilot(chance: numpy.random.Generator, effect: float) -> list[float]:
    """The z of each look at a pilot."""
    control = pilot = cases = 0
    found = []
    for _ in range(_WEEKS):
        cases += _WEEKLY
        control += int(chance.binomial(_WEEKLY, _BASELINE))
        pilot += int(chance.binomial(_WEEKLY, _BASELINE + effect))
        found.append(pooled_z(Share(control, cases), Share(pilot, cases)) or 0.0)
    return found


def _effect_found(power: float) -> float:
    """The effect that one look at the end finds with this chance."""
    low, high = 0.001, 0.3
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if cases_per_group(_BASELINE, middle, power, 0.05) > _WEEKS * _WEEKLY else (low, middle)
    return high


def _crossing(pilots: list[list[float]], bounds: list[float]) -> float:
    crossed = sum(any(abs(z) >= bound for z, bound in zip(pilot, bounds, strict=True)) for pilot in pilots)
    return crossed / len(pilots)


def kpis(chance: numpy.random.Generator) -> Iterator[Rate]:
    """KPIs whose true value is exactly their target, week after week."""
    kinds: dict[str, Callable[[float], float]] = {"each week by itself": lambda _before: chance.standard_normal()}
    kinds["each week like the one before (r = 0.3)"] = lambda before: 0.3 * before + chance.standard_normal()
    for kind, following in kinds.items():
        shares = {weeks: _met(weeks, following) for weeks in _LENGTHS}
        worst = max(shares, key=lambda weeks: shares[weeks])
        bar = 0.05 if "itself" in kind else None
        yield Rate(f"a KPI exactly at its target is met, {kind}, worst length ({worst} weeks)", shares[worst], bar)


def _met(weeks: int, following: Callable[[float], float]) -> float:
    met = 0
    for _ in range(_SERIES):
        values, value = [], following(0.0)
        for _week in range(weeks):
            values.append(value)
            value = following(value)
        met += judge(values, 0.0, Direction.HIGHER).state is MET
    return met / _SERIES


if __name__ == "__main__":
    sys.exit(main())
