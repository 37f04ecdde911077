"""How a KPI behaves as a process: its natural limits, and the signals that it has changed, each with the periods that give it.

The limits are those of all judged periods (Wheeler, *Understanding Variation*, 1993), the signals those of NHS England's
*Making Data Count*, on either side: for the better as for the worse.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from cockpit.domain.kpi import Direction
from cockpit.domain.kpi_rule import is_flat
from cockpit.domain.period import Period
from cockpit.domain.process_chart import ProcessChart, Signal, process_chart, signals

_FEWEST = 2


@dataclass(frozen=True, slots=True)
class SignalSpan:
    """A signal of one kind that the periods from ``first`` to ``last`` give one after the other.

    ``upward`` tells which side it lies on: the high one or, of a trend, rising.
    """

    signal: Signal
    upward: bool
    first: Period
    last: Period

    def better(self, direction: Direction) -> bool:
        """Whether it tells of a change for the better."""
        return self.upward == (direction is Direction.HIGHER)


@dataclass(frozen=True, slots=True)
class Behaviour:
    """The natural limits of the ``periods``, and the signals among them in order of time.

    ``marked`` are the periods that complete a signal.
    """

    periods: tuple[Period, ...]
    limits: ProcessChart
    signals: tuple[SignalSpan, ...]
    marked: tuple[Period, ...]


def behaviour_of(periods: Sequence[Period]) -> Behaviour | None:
    """How periods, in order of time, behave; None with fewer than two, and where they do not vary: those have no limits."""
    values = [period.value for period in periods]
    if len(values) < _FEWEST or is_flat(values):
        return None
    limits = process_chart(values)
    seen = [(place, signal, _is_upward(values, place, signal, limits)) for place, signal in signals(values, limits)]
    marked = sorted({place for place, _signal, _upward in seen})
    return Behaviour(tuple(periods), limits, _spans(periods, seen), tuple(periods[place] for place in marked))


def _is_upward(values: Sequence[float], place: int, signal: Signal, limits: ProcessChart) -> bool:
    return values[place] > (values[place - 1] if signal is Signal.TREND else limits.mean)


def _spans(periods: Sequence[Period], seen: Sequence[tuple[int, Signal, bool]]) -> tuple[SignalSpan, ...]:
    """The signals with those of neighbours that are the same brought together."""
    places: dict[tuple[Signal, bool], list[int]] = {}
    for place, signal, upward in seen:
        places.setdefault((signal, upward), []).append(place)
    found = []
    for (signal, upward), given in places.items():
        breaks = [0, *(at for at, (a, b) in enumerate(pairwise(given), start=1) if b > a + 1), len(given)]
        found += [
            (given[begin], SignalSpan(signal, upward, periods[given[begin]], periods[given[end - 1]]))
            for begin, end in pairwise(breaks)
        ]
    return tuple(span for _place, span in sorted(found, key=lambda pair: pair[0]))
