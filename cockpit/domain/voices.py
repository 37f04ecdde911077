"""Voices: what people say more and less of, theme by theme, and where it does not go with the numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cockpit.domain.entity import Choice
from cockpit.domain.kpi import Cadence, Kpi
from cockpit.domain.message import N_
from cockpit.domain.period import next_period, period_start
from cockpit.domain.voice import Interview, Remark, Theme, Tone, UserGroup

if TYPE_CHECKING:
    from cockpit.domain.state import ProjectState


@dataclass(frozen=True, slots=True)
class Tones:
    """How many remarks were positive, neutral and negative."""

    positive: int = 0
    neutral: int = 0
    negative: int = 0

    @property
    def count(self) -> int:
        """All of them."""
        return self.positive + self.neutral + self.negative

    @property
    def balance(self) -> float | None:
        """From -1, all negative, to 1, all positive; None without a remark."""
        return (self.positive - self.negative) / self.count if self.count else None


class Trend(Choice):
    """How much is said of a theme, against the period before."""

    MORE = "more", N_("more")
    LESS = "less", N_("less")
    AS_MUCH = "as_much", N_("as much")


FEWEST_REMARKS = 5
"""Remarks below which nobody can say what people think of a theme, or of what they speak."""

_CLEAR_CHANGE = 0.1
"""A share of what is said that moves by a tenth of all is a clear change."""


@dataclass(frozen=True, slots=True)
class ThemeVoices:
    """What was said of a theme: in each period of the matrix, and in all of them.

    ``change`` is its share of all that was said in the last period, less its share in the one before: people are not heard equally
    often, and the last period is not over.  None where either period has fewer remarks, on whatever theme, than can be compared.
    """

    theme: Theme
    periods: tuple[Tones, ...]
    total: Tones
    change: float | None

    @property
    def trend(self) -> Trend | None:
        """Whether people say more or less of it than the period before; None where that cannot be told."""
        if self.change is None:
            return None
        return Trend.MORE if self.change >= _CLEAR_CHANGE else Trend.LESS if self.change <= -_CLEAR_CHANGE else Trend.AS_MUCH


@dataclass(frozen=True, slots=True)
class VoiceMatrix:
    """Themes by period, the theme with most remarks first; ``starts`` are the first days of the periods, in order."""

    starts: tuple[date, ...]
    themes: tuple[ThemeVoices, ...]


def said_on(state: "ProjectState", remark: Remark) -> date:
    """The day of the interview or the user group in which a remark was made."""
    source = state.get(Interview, remark.interview) or state.get(UserGroup, remark.user_group)
    assert source
    return source.held_on


def voice_matrix(state: "ProjectState", as_of: date, periods: int = 6, cadence: Cadence = Cadence.MONTH) -> VoiceMatrix:
    """The remarks of the last ``periods`` months (or weeks) by theme, the running one included; later ones are not known yet."""
    starts = _starts(as_of, periods, cadence)
    counts: dict[str, dict[date, list[Tone]]] = {}
    for remark in state.all(Remark):
        day = said_on(state, remark)
        if starts[0] <= day <= as_of:
            counts.setdefault(remark.theme, {}).setdefault(period_start(day, cadence), []).append(remark.tone)
    heard = [sum(len(found.get(start, ())) for found in counts.values()) for start in starts]
    themes = [_theme(state, uid, starts, found, heard) for uid, found in counts.items()]
    return VoiceMatrix(starts, tuple(sorted(themes, key=lambda each: (-each.total.count, each.theme.title))))


def _starts(as_of: date, periods: int, cadence: Cadence) -> tuple[date, ...]:
    last = period_start(as_of, cadence)
    starts = [last]
    while len(starts) < periods:
        before = date.fromordinal(starts[0].toordinal() - 1)
        starts.insert(0, period_start(before, cadence))
    assert next_period(starts[-1], cadence) > as_of
    return tuple(starts)


def _theme(
    state: "ProjectState", uid: str, starts: Sequence[date], found: dict[date, list[Tone]], heard: Sequence[int]
) -> ThemeVoices:
    theme = state.get(Theme, uid)
    assert theme
    periods = tuple(_tones(found.get(start, ())) for start in starts)
    change = None
    if len(periods) > 1 and min(heard[-2:]) >= FEWEST_REMARKS:
        change = periods[-1].count / heard[-1] - periods[-2].count / heard[-2]
    return ThemeVoices(theme, periods, _tones([tone for tones in found.values() for tone in tones]), change)


def _tones(tones: Sequence[Tone]) -> Tones:
    return Tones(tones.count(Tone.POSITIVE), tones.count(Tone.NEUTRAL), tones.count(Tone.NEGATIVE))


class Disagreement(Choice):
    """How numbers and voices can part."""

    GREEN_OUTSIDE = "green_outside", N_("numbers met, voices negative")
    RED_OUTSIDE = "red_outside", N_("numbers not met, voices positive")


@dataclass(frozen=True, slots=True)
class VoicesAndNumbers:
    """Where both part, naming both: the KPIs that say one thing and the themes that say the other."""

    disagreement: Disagreement
    kpis: tuple[Kpi, ...]
    themes: tuple[ThemeVoices, ...]


CLEAR = 1 / 3
"""A balance at least this far from 0 is clear: two of three that take a side are on one."""


def disagreement(matrix: VoiceMatrix, met: Sequence[Kpi], unmet: Sequence[Kpi]) -> VoicesAndNumbers | None:
    """Whether what people say contradicts the KPIs; None where it does not, or where too little is said.

    Of the KPIs that have an answer at least two of three are met while a theme is clearly negative; or at least two of three are not
    met while all themes that enough was said of are clearly positive.
    """
    numbers = (len(met) - len(unmet)) / (len(met) + len(unmet)) if met or unmet else 0
    told = [each for each in matrix.themes if each.total.count >= FEWEST_REMARKS]
    negative = tuple(each for each in told if (each.total.balance or 0) <= -CLEAR)
    if numbers >= CLEAR and negative:
        return VoicesAndNumbers(Disagreement.GREEN_OUTSIDE, tuple(met), negative)
    positive = tuple(each for each in told if (each.total.balance or 0) >= CLEAR)
    if numbers <= -CLEAR and positive and len(positive) == len(told):
        return VoicesAndNumbers(Disagreement.RED_OUTSIDE, tuple(unmet), positive)
    return None
