"""What the detail of a KPI says: where it stands and why, what it is, and its periods one by one."""

from collections.abc import Iterator, Sequence

from cockpit.domain.accepted_debt import AcceptedDebt
from cockpit.domain.evidence import CriterionState
from cockpit.domain.kpi import Cadence, Group, Kpi, clears
from cockpit.domain.kpi_rule import Demand
from cockpit.domain.kpi_standing import FEWEST_FOR_TREND, Standing, Trend
from cockpit.domain.message import N_
from cockpit.domain.period import Period
from cockpit.domain.readiness import KpiAnswer
from cockpit.language import _, capitalised, day, distance, headed, month, ngettext, number, say, short_day
from cockpit.screens.kpi_behaviour_words import behaviour_facts, signal_blocks
from cockpit.screens.kpi_debts import debt_blocks, target_facts
from cockpit.screens.kpi_rule_words import rule_blocks, rule_words
from cockpit.screens.sections import facts, referring
from cockpit.screens.situation import Situation
from cockpit.widgets.column import Cell
from cockpit.widgets.detail import Block, Fact, Page
from cockpit.widgets.feed_words import fault_words, measured_words
from cockpit.widgets.kpi_words import amount_words, figure
from cockpit.widgets.signs import Tone, sign_of, words_of
from cockpit.widgets.typed_text import cell_width, fit

_MOST_PERIODS = 104
"""Periods that the table tells one by one: two years of weeks."""

_READ = ("owner", "source", "definition", "aggregate", "cadence", "direction", "baseline", "target_set_on", "phase", "kind_of")


def page(situation: Situation, kpi: Kpi) -> Page:
    """All about a KPI: its state and why, what it is, its periods, and what refers to it."""
    answer = situation.answer_of(kpi)
    standing, demand = answer.standing, Demand(situation.policy.min_periods)
    behaviour = situation.behaviour_of(kpi)
    told = [Fact(_("State"), state_of(answer)), *_live(situation, kpi), *target_facts(situation, standing)]
    if kpi.target is not None:
        told.append(Fact(_("Because"), Cell(capitalised(say(answer.said)))))
    told += [Fact(_("Turns it"), Cell(capitalised(say(turn)))) for turn in situation.turns_of(kpi)]
    told += [Fact(_("Trend"), _trend(answer)), *behaviour_facts(standing, behaviour), *_guardrail(answer)]
    told.append(Fact(_("Measured"), _measured(situation, answer)))
    parts = rule_blocks(standing, demand)
    told.append(Fact(_("Rule"), Cell(capitalised(_(kpi.rule.label) if parts else rule_words(kpi, demand)))))
    told += facts(situation, kpi, _READ)
    blocks = [
        *parts,
        *signal_blocks(kpi, behaviour, situation.today),
        *debt_blocks(situation, kpi),
        *([_periods(situation, kpi, answer)] if standing.last else []),
    ]
    return Page(str(kpi), (*told, *blocks, *referring(situation.state, kpi, {AcceptedDebt})))


def state_of(answer: KpiAnswer) -> Cell:
    """The state of a KPI as its sign and word; quiet without a target."""
    if answer.standing.kpi.target is None:
        return Cell(_("no target"), Tone.QUIET)
    return Cell(words_of(answer.state), sign_of(answer.state).tone)


def trend_of(answer: KpiAnswer) -> Cell:
    """Which way a KPI goes; empty where it has too few periods to tell."""
    if len(answer.standing.periods) < FEWEST_FOR_TREND:
        return Cell("")
    return Cell(words_of(answer.standing.trend), sign_of(answer.standing.trend).tone)


def _trend(answer: KpiAnswer) -> Cell:
    told = trend_of(answer)
    if not told.text:
        return Cell(_("too few periods to tell"), Tone.QUIET)
    if answer.standing.trend is Trend.FLAT:
        return Cell(_("{trend}: no more ups or downs than chance alone gives").format(trend=told.text), told.tone)
    return told


def _guardrail(answer: KpiAnswer) -> list[Fact]:
    kpi, last = answer.standing.kpi, answer.standing.last
    if kpi.guardrail is None:
        return []
    if last is None:
        return [Fact(_("Guardrail"), Cell(amount_words(kpi, kpi.guardrail)))]
    kept = clears(last.value, kpi.guardrail, kpi.direction)
    words = _("✓ {value}, kept") if kept else _("✗ {value}, crossed by the last value")
    return [Fact(_("Guardrail"), Cell(words.format(value=amount_words(kpi, kpi.guardrail)), Tone.PLAIN if kept else Tone.BAD))]


def _measured(situation: Situation, answer: KpiAnswer) -> Cell:
    seen = answer.standing.measured_on
    if seen is None:
        return Cell(_("never; {key} records the first value").format(key="r"), Tone.WARNING)
    words = f"{distance(seen, situation.today)}, {day(seen, situation.today)}"
    return Cell(words) if answer.standing.fresh else Cell(f"! {words}", Tone.WARNING)


def _live(situation: Situation, kpi: Kpi) -> Iterator[Fact]:
    """Each feed of the KPI that is on: what becomes of it, since when and why, and what it brought last."""
    for each in situation.feeds_of(kpi):
        fault = each.progress.fault
        told = [words_of(each.state)]
        if fault is not None:
            told.append(fault_words(fault))
        elif each.progress.value is not None:
            told.append(f"{amount_words(kpi, each.progress.value)}, {measured_words(each.progress, situation.today)}")
        yield Fact(each.feed.ref, Cell(headed(told[0], told[1]) if len(told) > 1 else told[0], sign_of(each.state).tone))


# The table of periods


def _periods(situation: Situation, kpi: Kpi, answer: KpiAnswer) -> Block:
    """The periods, the newest first: their values by group, whether each clears the target, and how many measurements it has."""
    group, running = answer.standing.group, answer.standing.running
    others = [each for each in Group if each is not group and situation.course_of(kpi, each)]
    own = {period.starts_on: period for period in situation.course_of(kpi, group)}
    if running is not None:
        own[running.starts_on] = running
    beside = [{period.starts_on: period for period in situation.course_of(kpi, each)} for each in others]
    starts = sorted({start for periods in (own, *beside) for start in periods}, reverse=True)
    shown = starts[:_MOST_PERIODS]
    rows = [
        (
            month(start) if kpi.cadence is Cadence.MONTH else short_day(start, situation.today),
            *(_value(kpi, periods.get(start)) for periods in (own, *beside)),
            str(own[start].measurements) if start in own else "",
        )
        for start in shown
    ]
    heading = (_HEADINGS[kpi.cadence], *(_SHORT[each] for each in (group, *others)), N_("Count"))
    labels = tuple(map(_, heading))
    widths = [max(map(cell_width, column)) for column in zip(labels, *rows, strict=True)]
    lines: list[tuple[Cell, ...]] = [(Cell(_padded(labels, widths), Tone.QUIET),)]
    for start, row in zip(shown, rows, strict=True):
        so_far = Cell(_("so far"), Tone.QUIET)
        verdict = so_far if running is not None and start == running.starts_on else _verdict(answer.standing, own.get(start))
        lines.append((Cell(_padded(row, widths)), verdict))
    if more := len(starts) - len(shown):
        lines.append((Cell(ngettext("and {count} earlier", "and {count} earlier", more).format(count=number(more)), Tone.QUIET),))
    return Block(_("Periods"), tuple(lines))


_HEADINGS = {Cadence.DAY: N_("Day"), Cadence.WEEK: N_("Week of"), Cadence.MONTH: N_("Month")}
_SHORT = {Group.PILOT: N_("Pilot"), Group.CONTROL: N_("Control"), Group.ALL: N_("All")}


def _value(kpi: Kpi, period: Period | None) -> str:
    return "" if period is None else figure(period.value, kpi.decimals)


def _verdict(standing: Standing, period: Period | None) -> Cell:
    """Whether a period clears the target that is in force."""
    if period is None or standing.target is None:
        return Cell("")
    met = clears(period.value, standing.target, standing.kpi.direction)
    state = CriterionState.MET if met else CriterionState.NOT_MET
    return Cell(words_of(state), sign_of(state).tone)


def _padded(cells: Sequence[str], widths: Sequence[int]) -> str:
    """The cells of a line below those of the others: the first from the left, figures from the right."""
    told = [fit(cell, width, right=place > 0) for place, (cell, width) in enumerate(zip(cells, widths, strict=True))]
    return "  ".join(told).replace(" ", "\N{NO-BREAK SPACE}")
