"""How a KPI behaves as a process, in words: its limits, its signals with their days, and what it can be trusted to do."""

from datetime import date

from cockpit.domain.kpi import Cadence, Kpi
from cockpit.domain.kpi_behaviour import Behaviour, SignalSpan
from cockpit.domain.kpi_standing import Standing, Trend
from cockpit.domain.message import N_
from cockpit.domain.process_chart import Assurance, ProcessChart, Signal
from cockpit.domain.readiness.kpi_answer import spans
from cockpit.language import _, month, ngettext, number, say, short_day
from cockpit.widgets.column import Cell
from cockpit.widgets.detail import Block, Fact
from cockpit.widgets.kpi_words import amount_words, figure
from cockpit.widgets.signs import Tone, sign_of, words_of

_MOST_SIGNALS = 24

PERCENT = "%"
BOUNDS_OF_PERCENT = (0.0, 100.0)
"""What a KPI in % cannot leave."""

_SIGNALS = {
    (Signal.OUTSIDE, True): N_("above the upper limit"),
    (Signal.OUTSIDE, False): N_("below the lower limit"),
    (Signal.RUN, True): N_("7 in a row above the mean"),
    (Signal.RUN, False): N_("7 in a row below the mean"),
    (Signal.TREND, True): N_("7 in a row rising"),
    (Signal.TREND, False): N_("7 in a row falling"),
    (Signal.NEAR_LIMIT, True): N_("2 of 3 near the upper limit"),
    (Signal.NEAR_LIMIT, False): N_("2 of 3 near the lower limit"),
}
_MEANING = {
    Assurance.PASSES: N_("even an unlucky period reaches {target}, as long as nothing changes"),
    Assurance.HIT_OR_MISS: N_("{target} lies between the limits, so chance decides whether a period reaches it"),
    Assurance.FAILS: N_("even a lucky period misses {target}; only a change of how things are done can help"),
}


def possible_limits(kpi: Kpi, limits: ProcessChart) -> tuple[float | None, float | None]:
    """The lower and the upper limit; None for one that no value can reach, as a share below nothing."""
    lower, upper = limits.lower, limits.upper
    if kpi.unit != PERCENT:
        return lower, upper
    least, most = BOUNDS_OF_PERCENT
    return (lower if lower >= least else None), (upper if upper <= most else None)


def behaviour_facts(standing: Standing, behaviour: Behaviour | None) -> list[Fact]:
    """The limits, and what they tell of the target; nothing before the first period is over."""
    if behaviour is None:
        return [Fact(_("Limits"), Cell(_none(standing), Tone.QUIET))] if standing.periods else []
    told = [Fact(_("Limits"), Cell(_limits(standing, behaviour)))]
    if standing.target is not None:
        told.append(Fact(_("Assurance"), _assurance(standing, standing.target, behaviour)))
    if not behaviour.signals:
        told.append(Fact(_("Signals"), Cell(_("none: no more than the usual ups and downs"), Tone.QUIET)))
    return told


def signal_blocks(kpi: Kpi, behaviour: Behaviour | None, today: date) -> list[Block]:
    """The signals with their days, the newest first; no block without one."""
    if behaviour is None or not behaviour.signals:
        return []
    newest_first = sorted(behaviour.signals, key=lambda each: each.last.starts_on, reverse=True)
    lines = [_line(kpi, each, today) for each in newest_first[:_MOST_SIGNALS]]
    if more := len(newest_first) - len(lines):
        lines.append((Cell(ngettext("and {count} earlier", "and {count} earlier", more).format(count=number(more)), Tone.QUIET),))
    return [Block(_("Signals of a change"), tuple(lines))]


def signal_words(kpi: Kpi, span: SignalSpan, today: date) -> str:
    """A signal and when it was given."""
    return _("{signal}, {when}").format(signal=_(_SIGNALS[span.signal, span.upward]), when=_when(kpi.cadence, span, today))


def newest_words(kpi: Kpi, behaviour: Behaviour, today: date) -> str:
    """The signal given last, and how many there are beside it; empty without one."""
    if not behaviour.signals:
        return ""
    newest = max(behaviour.signals, key=lambda each: each.last.starts_on)
    words = signal_words(kpi, newest, today)
    more = len(behaviour.signals) - 1
    return (
        ngettext("{signal}, and {count} more", "{signal}, and {count} more", more).format(signal=words, count=more)
        if more
        else words
    )


def _none(standing: Standing) -> str:
    if len(standing.periods) > 1:
        return _("none: all periods have the same value")
    return _("none: one period alone has no ups and downs")


def _limits(standing: Standing, behaviour: Behaviour) -> str:
    kpi, limits = standing.kpi, behaviour.limits
    lower, upper = possible_limits(kpi, limits)
    told = {
        "lower": "" if lower is None else figure(lower, kpi.decimals),
        "upper": "" if upper is None else amount_words(kpi, upper),
        "mean": amount_words(kpi, limits.mean),
        "periods": say(spans(kpi.cadence, len(behaviour.periods))),
    }
    if lower is None and upper is None:
        return _("none that a share can cross, mean {mean}; from all {periods} judged").format(**told)
    if lower is None:
        return _("up to {upper}, mean {mean}; from all {periods} judged").format(**told)
    if upper is None:
        told["lower"] = amount_words(kpi, lower)
        return _("from {lower} up, mean {mean}; from all {periods} judged").format(**told)
    return _("{lower} to {upper}, mean {mean}; from all {periods} judged").format(**told)


def _assurance(standing: Standing, target: float, behaviour: Behaviour) -> Cell:
    kpi, limits = standing.kpi, behaviour.limits
    found = limits.assurance(target, kpi.direction)
    told = _("{assurance}: {meaning}").format(
        assurance=words_of(found), meaning=_(_MEANING[found]).format(target=amount_words(kpi, target))
    )
    if standing.debt is not None and kpi.target is not None:
        own = words_of(limits.assurance(kpi.target, kpi.direction))
        told = _("{assurance}; its own target, {target}: {own}").format(
            assurance=told, target=amount_words(kpi, kpi.target), own=own
        )
    if behaviour.signals:
        told = _("{assurance}. It has changed meanwhile (signals), so this tells less of what comes").format(assurance=told)
    return Cell(told, sign_of(found).tone)


def _line(kpi: Kpi, span: SignalSpan, today: date) -> tuple[Cell, ...]:
    way = Trend.BETTER if span.better(kpi.direction) else Trend.WORSE
    return Cell(words_of(way), sign_of(way).tone), Cell(signal_words(kpi, span, today))


def _when(cadence: Cadence, span: SignalSpan, today: date) -> str:
    if cadence is Cadence.MONTH:
        first, last = month(span.first.starts_on), month(span.last.starts_on)
    else:
        first, last = short_day(span.first.starts_on, today), short_day(span.last.starts_on, today)
    if first == last:
        return _("week of {day}").format(day=first) if cadence is Cadence.WEEK else first
    if cadence is Cadence.WEEK:
        return _("weeks of {first} to {last}").format(first=first, last=last)
    return _("{first} to {last}").format(first=first, last=last)
