"""What the panels of the evaluation say of a situation, and what a new row in each of them is."""

from collections.abc import Sequence
from datetime import date

from cockpit.domain.budget import BudgetLine
from cockpit.domain.experiment import Experiment
from cockpit.domain.experiment_analysis import Conclusion, ExperimentAnalysis
from cockpit.domain.experiment_words import concluded, difference_of, guarded, planned
from cockpit.domain.message import N_
from cockpit.domain.return_on_investment import Return, Spending
from cockpit.domain.survey import Score, Survey, response_rate
from cockpit.domain.voice import Remark
from cockpit.domain.voices import CLEAR, ThemeVoices, Tones, Trend
from cockpit.domain.workshop import Workshop
from cockpit.language import _, capitalised, day, distance, money, month_name, ngettext, number, percent, say
from cockpit.screens.evaluation_accounts import (
    ACCOUNT,
    BAR,
    DISAGREEMENT,
    EARNED,
    MONEY,
    bar,
    course,
    paid_back_words,
    part_name,
    roi_words,
    won_words,
)
from cockpit.screens.evaluation_findings import SurveyCourse
from cockpit.screens.panel_sheet import PagePanel
from cockpit.screens.sheet import NewRow
from cockpit.screens.situation import Situation
from cockpit.screens.told_panel import Told
from cockpit.widgets.column import Cell
from cockpit.widgets.interval_strip import Axis, axis_of, interval_strip
from cockpit.widgets.panel import Line, slot
from cockpit.widgets.signs import Tone

STRIP = 32
_BLOCKS = "▁▂▃▄▅▆▇█"

CONCLUSIONS = {
    Conclusion.NOT_BEGUN: Cell("○"),
    Conclusion.UNSOUND: Cell("✗", Tone.BAD),
    Conclusion.BETTER: Cell("✓", Tone.GOOD),
    Conclusion.WORSE: Cell("✗", Tone.BAD),
    Conclusion.OPEN: Cell("?", Tone.WARNING),
    Conclusion.NOT_SHOWN: Cell("=", Tone.QUIET),
}
"""The sign of each conclusion."""


# Experiments


def _experiments(situation: Situation) -> Told:
    lines = [line for each in situation.evaluation.experiments for line in _experiment(each, situation.today)]
    running = sum(each.conclusion is Conclusion.OPEN for each in situation.evaluation.experiments)
    aside = ngettext("{count} still open", "{count} still open", running).format(count=running) if running else ""
    return _("Experiments"), lines, aside, 0


def _experiment(analysis: ExperimentAnalysis, today: date) -> list[Line]:
    experiment, last = analysis.experiment, analysis.last
    cells = (
        CONCLUSIONS[analysis.conclusion],
        Cell(experiment.title),
        Cell(say(difference_of(analysis, last.difference)) if last else ""),
        Cell(strip_of(analysis, STRIP)),
        Cell(_looked(analysis, today), Tone.QUIET),
    )
    said = [concluded(analysis), *filter(None, [guarded(analysis)])]
    if analysis.conclusion in _UNDECIDED:
        said.append(planned(analysis))
    about = experiment.kind, experiment.uid
    told = [Line((Cell("  " + capitalised(say(each)), Tone.QUIET),), *about) for each in said]
    if analysis.conclusion in _UNDECIDED and analysis.plan.falls_short:
        told[-1] = Line((Cell(told[-1].cells[0].text, Tone.WARNING),), *about)
    return [Line(cells, *about), *told]


_UNDECIDED = (Conclusion.NOT_BEGUN, Conclusion.OPEN)
"""Where the plan still matters."""


def _looked(analysis: ExperimentAnalysis, today: date) -> str:
    if analysis.last is None:
        return ""
    words = _("look {count} of {planned}").format(count=len(analysis.looks), planned=analysis.experiment.looks)
    return f"{words}, {day(analysis.last.look.looked_on, today)}"


def strip_of(analysis: ExperimentAnalysis, cells: int, place: int = -1) -> str:
    """A look's estimate and interval against zero and the margin; all looks on one axis, which the first may go beyond."""
    look = analysis.looks[place] if analysis.looks else None
    if look is None or look.interval is None:
        return ""
    margin = _margin(analysis)
    return interval_strip(look.interval.low, look.difference, look.interval.high, _axis(analysis, margin), cells, margin)


def _axis(analysis: ExperimentAnalysis, margin: float | None) -> Axis:
    intervals = [each.interval for each in analysis.looks if each.interval]
    widest = _WIDEST * (intervals[-1].high - intervals[-1].low)
    shown = [each for each in intervals if each.high - each.low <= widest]
    ends = [end for each in shown for end in (each.low, each.high)]
    return axis_of(ends if margin is None else [*ends, margin])


_WIDEST = 2.5
"""Times the last interval; wider ones of early looks would leave no room to see it."""


def _margin(analysis: ExperimentAnalysis) -> float | None:
    """Where harm begins."""
    margin = analysis.experiment.margin
    return None if margin is None else -margin if analysis.direction.value == "higher" else margin


# Surveys


def _surveys(situation: Situation) -> Told:
    return _("Surveys"), [_survey(situation, course) for course in situation.evaluation.surveys], "", 0


def _survey(situation: Situation, course: SurveyCourse) -> Line:
    last, found = course.surveys[-1], course.scores[-1]
    cells = (
        Cell(label if not (label := _(course.nature.label)).islower() else capitalised(label)),
        Cell("".join(_block(each.value) for each in course.scores if each)[-8:]),
        Cell(signed_number(found.value) if found else "–"),
        Cell(between(found) if found else _("too few answers")),
        Cell(answered(last)),
        Cell(distance(last.held_on, situation.today), Tone.QUIET),
    )
    return Line(cells, last.kind, last.uid)


def answered(survey: Survey) -> str:
    """How many answered, and their share of those who were asked where that is known."""
    rate = response_rate(survey)
    count = _("n {count}").format(count=number(survey.promoters + survey.passives + survey.detractors))
    return count if rate is None else f"{count} ({percent(rate)})"


def _block(score: float) -> str:
    """A score from -100 to 100 as a block."""
    return _BLOCKS[min(7, int((score + 100) / 200 * 8))]


def between(found: Score) -> str:
    """The interval of a score."""
    return _("{low} to {high}").format(low=signed_number(found.low), high=signed_number(found.high))


def signed_number(value: float) -> str:
    """A score with its sign, rounded."""
    rounded = round(value)
    return f"{'+' if rounded > 0 else '−' if rounded < 0 else ''}{number(abs(rounded))}"


# Confidence


def _confidence(situation: Situation) -> Told:
    found = situation.evaluation
    lines = [
        Line(
            (
                Cell(part_name(rating.part)),
                Cell(bar(rating.points)),
                Cell("–" if rating.points is None else number(round(rating.points))),
                Cell(course(found.past.points[rating.part]), Tone.QUIET),
                Cell(capitalised(say(rating.said)), Tone.QUIET),
            ),
            ACCOUNT,
            rating.part.value,
        )
        for rating in found.confidence.ratings
    ]
    parted = found.disagreement
    if parted is not None:
        words = _("{sort}: {kpis} against “{themes}”").format(
            sort=_(parted.disagreement.label),
            kpis=_named([each.ref for each in parted.kpis]),
            themes="”, “".join(each.theme.title for each in parted.themes),
        )
        lines.append(Line((Cell(f"! {capitalised(words)}", Tone.WARNING),), ACCOUNT, DISAGREEMENT))
    single = found.confidence.single
    aside = _("as one figure {points}").format(points=number(round(single))) if single is not None else ""
    return _("Confidence"), lines, aside, 0


def _named(refs: Sequence[str]) -> str:
    """Some refs, and how many more there are: all of them stand in the detail."""
    shown, more = refs[:_MOST_NAMED], len(refs) - _MOST_NAMED
    named = ", ".join(shown)
    return (
        named
        if more <= 0
        else ngettext("{named} and {count} more", "{named} and {count} more", more).format(named=named, count=more)
    )


_MOST_NAMED = 4


# Voices


def _voices(situation: Situation) -> Told:
    matrix = situation.evaluation.voices
    if not matrix.themes:
        return _("Voices"), [], "", 0
    head = Line((Cell(""), Cell(""), *(Cell(month_name(start), Tone.QUIET) for start in matrix.starts), Cell(""), Cell("")))
    return _("Voices"), [head, *(_theme(each) for each in matrix.themes)], _("remarks a month"), 0


def _theme(voices: ThemeVoices) -> Line:
    cells = (
        tone_of(voices.total),
        Cell(voices.theme.title),
        *(
            Cell(
                f"{number(each.count)}{tone_of(each).text}" if each.count else "· ",
                tone_of(each).tone if each.count else Tone.QUIET,
            )
            for each in voices.periods
        ),
        Cell(f"{_TRENDS[voices.trend]} {_(voices.trend.label)}" if voices.trend in _TRENDS else "", Tone.QUIET),
        Cell(_balance(voices.total), Tone.QUIET),
    )
    return Line(cells, voices.theme.kind, voices.theme.uid)


def tone_of(tones: Tones) -> Cell:
    """The sign of what was said."""
    balance = tones.balance
    if balance is None or abs(balance) < CLEAR:
        return Cell("=", Tone.PLAIN)
    return Cell("✓", Tone.GOOD) if balance > 0 else Cell("✗", Tone.BAD)


_TRENDS = {Trend.MORE: "▲", Trend.LESS: "▼"}


def _balance(tones: Tones) -> str:
    return f"+{tones.positive} ={tones.neutral} −{tones.negative}"


# Money


def _money(situation: Situation) -> Told:
    lines = []
    currency = situation.state.project.currency
    for wave, found in situation.evaluation.returns:
        if found.cost or found.benefit:
            name, about = (f"{wave.ref} {wave.title}", (wave.kind, wave.uid)) if wave else (_("Project"), (ACCOUNT, MONEY))
            roi = "" if found.roi is None else f"ROI {roi_words(found.roi)}"
            lines.append(Line((Cell(name), Cell(_spent(found, currency)), Cell(roi)), *about))
            said = "; ".join(filter(None, (won_words(found, currency), paid_back_words(found.paid_back_on, situation.today))))
            lines.append(Line((Cell(f"  {capitalised(said)}", Tone.QUIET),), *about))
    lines += [_phase_spent(each, currency) for each in situation.evaluation.spending]
    if said := _earned(situation):
        lines.append(Line((Cell(said),), ACCOUNT, EARNED))
    return _("Money"), lines, "", 0


def _phase_spent(found: Spending, currency: str) -> Line:
    share = percent(found.spent / found.planned) if found.planned else ""
    over = found.spent > found.planned
    cells = (
        Cell(capitalised(_(found.phase.code.label)) if found.phase else _("No phase"), Tone.QUIET),
        Cell(_("{spent} of {planned}").format(spent=money(found.spent, currency), planned=money(found.planned, currency))),
        Cell(f"! {share}".rstrip() if over else share, Tone.WARNING if over else Tone.PLAIN),
    )
    return Line(cells, *((found.phase.kind, found.phase.uid) if found.phase else (ACCOUNT, MONEY)))


def _spent(found: Return, currency: str) -> str:
    return _("{benefit} for {cost}").format(benefit=money(found.benefit, currency), cost=money(found.cost, currency))


def _earned(situation: Situation) -> str:
    found = situation.evaluation.earned
    if found is None or found.value.schedule_performance is None:
        return ""
    parts = [f"SPI {number(found.value.schedule_performance, 2)}"]
    if found.value.cost_performance is not None:
        parts.append(f"CPI {number(found.value.cost_performance, 2)}")
    if found.schedule.performance is not None:
        parts.append(f"SPI(t) {number(found.schedule.performance, 2)}")
    if found.estimated_end is not None:
        parts.append(_("end {day}").format(day=day(found.estimated_end, situation.today)))
    return " · ".join(parts)


_SIGN = slot(0, priority=0)

PANELS = (
    PagePanel(
        "experiments",
        (
            _SIGN,
            slot(1, minimum=20, maximum=200, weight=1, priority=0),
            slot(2, right=True, minimum=6, maximum=14, priority=1),
            slot(3, minimum=12, maximum=STRIP, priority=3),
            slot(4, minimum=8, maximum=32, priority=4),
        ),
        _experiments,
        N_("No experiment yet; {new} plans one: a KPI, the effect worth finding, how many cases and how many looks"),
        lambda _situation: NewRow(Experiment),
        prose=True,
    ),
    PagePanel(
        "surveys",
        (
            slot(0, minimum=4, maximum=14, priority=0),
            slot(1, minimum=1, maximum=8, priority=2),
            slot(2, right=True, minimum=3, priority=0),
            slot(3, minimum=8, maximum=18, priority=1),
            slot(4, minimum=6, maximum=20, priority=0),
            slot(5, minimum=5, maximum=12, priority=3),
        ),
        _surveys,
        N_("No survey yet; {new} notes the first: how many would recommend it, and how many would not"),
        lambda _situation: NewRow(Survey),
    ),
    PagePanel(
        "confidence",
        (
            slot(0, minimum=5, maximum=12, priority=0),
            slot(1, minimum=4, maximum=BAR, priority=3),
            slot(2, right=True, minimum=2, priority=0),
            slot(3, minimum=7, maximum=7, priority=1),
            slot(4, minimum=26, maximum=200, weight=1, priority=2),
        ),
        _confidence,
        new=lambda _situation: NewRow(Workshop),
        prose=True,
    ),
    PagePanel(
        "voices",
        (
            _SIGN,
            slot(1, minimum=20, maximum=60, weight=1, priority=0),
            *(slot(place, right=True, minimum=3, maximum=5, priority=8 - place) for place in range(2, 8)),
            slot(8, minimum=1, maximum=9, priority=1),
            slot(9, minimum=8, maximum=14, priority=9),
        ),
        _voices,
        N_("Nobody was heard yet; {new} writes down a remark from an interview or a user group"),
        lambda _situation: NewRow(Remark),
    ),
    PagePanel(
        "money",
        (
            slot(0, minimum=8, maximum=40, weight=1, priority=0),
            slot(1, right=True, minimum=12, maximum=40, priority=0),
            slot(2, right=True, minimum=4, maximum=14, priority=1),
        ),
        _money,
        N_("No money yet; {new} sets an amount aside for something"),
        lambda _situation: NewRow(BudgetLine),
        prose=True,
    ),
)
"""The panels in the order in which they stand."""
