"""What the panels of the evaluation say of a situation, and what a new row in each of them is."""

from datetime import date

from cockpit.domain.budget import BudgetLine
from cockpit.domain.confidence import ConfidencePart
from cockpit.domain.experiment import Experiment
from cockpit.domain.experiment_analysis import Conclusion, ExperimentAnalysis
from cockpit.domain.experiment_words import concluded, difference_of, guarded, planned
from cockpit.domain.message import N_
from cockpit.domain.return_on_investment import Return
from cockpit.domain.survey import Survey, response_rate
from cockpit.domain.voice import Remark
from cockpit.domain.voices import ThemeVoices, Tones
from cockpit.domain.workshop import Workshop
from cockpit.language import _, day, distance, money, month_name, ngettext, number, percent, say
from cockpit.screens.evaluation_findings import SurveyCourse
from cockpit.screens.panel_sheet import PagePanel
from cockpit.screens.sheet import NewRow
from cockpit.screens.situation import Situation, capitalised
from cockpit.screens.told_panel import Told
from cockpit.widgets.column import Cell
from cockpit.widgets.interval_strip import axis_of, interval_strip
from cockpit.widgets.panel import Line, slot
from cockpit.widgets.signs import Tone

STRIP = 32
_BAR = 10
_FULL, _HOLLOW = "█", "░"
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
    lines = [line for each in situation.evaluation.experiments for line in _experiment(each)]
    running = sum(each.conclusion is Conclusion.OPEN for each in situation.evaluation.experiments)
    aside = ngettext("{count} still open", "{count} still open", running).format(count=running) if running else ""
    return _("Experiments"), lines, aside, 0


def _experiment(analysis: ExperimentAnalysis) -> list[Line]:
    experiment, last = analysis.experiment, analysis.last
    cells = (
        CONCLUSIONS[analysis.conclusion],
        Cell(experiment.title),
        Cell(say(difference_of(experiment, last.difference)) if last else ""),
        Cell(strip_of(analysis, STRIP)),
        Cell(_looked(analysis), Tone.QUIET),
    )
    said = [concluded(analysis), *filter(None, (guarded(analysis), planned(analysis)))]
    about = experiment.kind, experiment.uid
    return [Line(cells, *about), *(Line((Cell("  " + capitalised(say(each)), Tone.QUIET),), *about) for each in said)]


def _looked(analysis: ExperimentAnalysis) -> str:
    if analysis.last is None:
        return ""
    words = _("look {count} of {planned}").format(count=len(analysis.looks), planned=analysis.experiment.looks)
    return f"{words}, {day(analysis.last.look.looked_on)}"


def strip_of(analysis: ExperimentAnalysis, cells: int, place: int = -1) -> str:
    """A look's estimate and interval against zero and the margin, on the axis of the last look."""
    last = analysis.last
    look = analysis.looks[place] if last else None
    if last is None or look is None or look.interval is None or last.interval is None:
        return ""
    margin = _margin(analysis)
    axis = axis_of([last.interval.low, last.interval.high, *([] if margin is None else [margin])])
    return interval_strip(look.interval.low, look.difference, look.interval.high, axis, cells, margin)


def _margin(analysis: ExperimentAnalysis) -> float | None:
    """Where harm begins."""
    margin = analysis.experiment.margin
    return None if margin is None else -margin if analysis.direction.value == "higher" else margin


# Surveys


def _surveys(situation: Situation) -> Told:
    return _("Surveys"), [_survey(situation, course) for course in situation.evaluation.surveys], "", 0


def _survey(situation: Situation, course: SurveyCourse) -> Line:
    last, found = course.surveys[-1], course.scores[-1]
    answers = last.promoters + last.passives + last.detractors
    rate = response_rate(last)
    answered = _("{count} answers").format(count=number(answers))
    cells = (
        Cell(_(course.nature.label)),
        Cell("".join(_block(each.value) for each in course.scores if each)[-8:]),
        Cell(signed_number(found.value) if found else "–"),
        Cell(
            _("{low} to {high}").format(low=signed_number(found.low), high=signed_number(found.high))
            if found
            else _("too few answers")
        ),
        Cell(answered if rate is None else f"{answered} ({percent(rate)})"),
        Cell(distance(last.held_on, situation.today), Tone.QUIET),
    )
    return Line(cells, last.kind, last.uid)


def _block(score: float) -> str:
    """A score from -100 to 100 as a block."""
    return _BLOCKS[min(7, int((score + 100) / 200 * 8))]


def signed_number(value: float) -> str:
    """A score with its sign, rounded."""
    rounded = round(value)
    return f"{'+' if rounded > 0 else '−' if rounded < 0 else ''}{number(abs(rounded))}"


# Confidence

_MADE_OF = {ConfidencePart.WORKSHOPS: Workshop.kind, ConfidencePart.ENPS: Survey.kind}


def _confidence(situation: Situation) -> Told:
    profile = situation.evaluation.confidence
    lines = [
        Line(
            (
                Cell(capitalised(_(rating.part.label))),
                Cell(_bar(rating.points)),
                Cell("–" if rating.points is None else number(round(rating.points))),
                Cell(say(rating.said), Tone.QUIET),
            )
        )
        for rating in profile.ratings
    ]
    parted = situation.evaluation.disagreement
    if parted is not None:
        words = _("{sort}: {kpis} against “{themes}”").format(
            sort=_(parted.disagreement.label),
            kpis=_counted_kpis(len(parted.kpis)),
            themes=", ".join(each.theme.title for each in parted.themes),
        )
        lines.append(Line((Cell(f"! {capitalised(words)}", Tone.WARNING),)))
    aside = _("as one figure {points}").format(points=number(round(profile.single))) if profile.single is not None else ""
    return _("Confidence"), lines, aside, 0


def _counted_kpis(count: int) -> str:
    return ngettext("{count} KPI", "{count} KPIs", count).format(count=count)


def _bar(points: float | None) -> str:
    if points is None:
        return ""
    full = round(points / 100 * _BAR)
    return _FULL * full + _HOLLOW * (_BAR - full)


# Voices


def _voices(situation: Situation) -> Told:
    matrix = situation.evaluation.voices
    if not matrix.themes:
        return _("Voices"), [], "", 0
    head = Line((Cell(""), Cell(""), *(Cell(month_name(start), Tone.QUIET) for start in matrix.starts), Cell(""), Cell("")))
    return _("Voices"), [head, *(_theme(each) for each in matrix.themes)], _("remarks a month, by theme"), 0


def _theme(voices: ThemeVoices) -> Line:
    cells = (
        tone_of(voices.total),
        Cell(voices.theme.title),
        *(
            Cell(number(each.count) if each.count else "·", tone_of(each).tone if each.count else Tone.QUIET)
            for each in voices.periods
        ),
        Cell(_change(voices.change), Tone.QUIET),
        Cell(_balance(voices.total), Tone.QUIET),
    )
    return Line(cells, voices.theme.kind, voices.theme.uid)


def tone_of(tones: Tones) -> Cell:
    """The sign of what was said."""
    balance = tones.balance
    if balance is None or abs(balance) < 1 / 3:
        return Cell("=", Tone.PLAIN)
    return Cell("✓", Tone.GOOD) if balance > 0 else Cell("✗", Tone.BAD)


def _change(change: int) -> str:
    return f"▲ {_('more')}" if change > 0 else f"▼ {_('less')}" if change < 0 else ""


def _balance(tones: Tones) -> str:
    return f"+{tones.positive} ={tones.neutral} −{tones.negative}"


# Money


def _money(situation: Situation) -> Told:
    lines = []
    currency = situation.state.project.currency
    for wave, found in situation.evaluation.returns:
        if not found.cost and not found.benefit:
            continue
        about = (wave.kind, wave.uid) if wave else ("", "")
        name = f"{wave.ref} {wave.title}" if wave else _("Project")
        lines.append(Line((Cell(name), Cell(_spent(found, currency)), *_return(situation, found, currency)), *about))
    for each in situation.evaluation.spending:
        name = capitalised(_(each.phase.code.label)) if each.phase else _("No phase")
        share = percent(each.spent / each.planned) if each.planned else ""
        said = _("{spent} of {planned}").format(spent=money(each.spent, currency), planned=money(each.planned, currency))
        over = each.spent > each.planned
        lines.append(
            Line(
                (
                    Cell(name, Tone.QUIET),
                    Cell(said),
                    Cell(f"! {share}" if over else share, Tone.WARNING if over else Tone.PLAIN),
                    Cell(""),
                    Cell(""),
                ),
                *((each.phase.kind, each.phase.uid) if each.phase else ("", "")),
            )
        )
    return _("Money"), lines, _earned(situation), 0


def _spent(found: Return, currency: str) -> str:
    return _("{benefit} for {cost}").format(benefit=money(found.benefit, currency), cost=money(found.cost, currency))


def _return(situation: Situation, found: Return, currency: str) -> tuple[Cell, Cell, Cell]:
    roi, acquisition = found.roi, found.cost_per_acquisition
    return (
        Cell("" if roi is None else f"ROI {'+' if roi > 0 else '−' if roi < 0 else ''}{percent(abs(roi))}"),
        Cell("" if acquisition is None else _("{money} each won").format(money=money(round(acquisition), currency))),
        Cell(_paid_back(found.paid_back_on, situation.today), Tone.QUIET),
    )


def _paid_back(when: date | None, today: date) -> str:
    return _("paid back {day}").format(day=day(when, today)) if when else _("not paid back yet")


def _earned(situation: Situation) -> str:
    found = situation.evaluation.earned
    if found is None or found.value.schedule_performance is None:
        return ""
    parts = [f"SPI {number(found.value.schedule_performance, 2)}"]
    if found.value.cost_performance is not None:
        parts.append(f"CPI {number(found.value.cost_performance, 2)}")
    if found.schedule.performance is not None:
        parts.append(f"SPI(t) {number(found.schedule.performance, 2)}")
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
        N_("No experiment yet; n plans one: a KPI, the effect worth finding, how many cases and how many looks"),
        lambda _situation: NewRow(Experiment),
    ),
    PagePanel(
        "surveys",
        (
            slot(0, minimum=4, maximum=14, priority=0),
            slot(1, minimum=1, maximum=8, priority=4),
            slot(2, right=True, minimum=3, priority=0),
            slot(3, minimum=8, maximum=18, priority=1),
            slot(4, minimum=8, maximum=26, priority=2),
            slot(5, minimum=5, maximum=12, priority=3),
        ),
        _surveys,
        N_("No survey yet; n notes the first: how many would recommend it, and how many would not"),
        lambda _situation: NewRow(Survey),
    ),
    PagePanel(
        "confidence",
        (
            slot(0, minimum=5, maximum=12, priority=0),
            slot(1, minimum=4, maximum=_BAR, priority=3),
            slot(2, right=True, minimum=2, priority=0),
            slot(3, minimum=12, maximum=200, weight=1, priority=2),
        ),
        _confidence,
        new=lambda _situation: NewRow(Workshop),
    ),
    PagePanel(
        "voices",
        (
            _SIGN,
            slot(1, minimum=14, maximum=60, weight=1, priority=0),
            *(slot(place, right=True, minimum=3, maximum=5, priority=8 - place) for place in range(2, 8)),
            slot(8, minimum=1, maximum=9, priority=7),
            slot(9, minimum=8, maximum=14, priority=9),
        ),
        _voices,
        N_("Nobody was heard yet; n writes down a remark from an interview or a user group"),
        lambda _situation: NewRow(Remark),
    ),
    PagePanel(
        "money",
        (
            slot(0, minimum=8, maximum=40, weight=1, priority=0),
            slot(1, minimum=12, maximum=34, priority=0),
            slot(2, right=True, minimum=4, maximum=12, priority=1),
            slot(3, minimum=8, maximum=20, priority=3),
            slot(4, minimum=8, maximum=28, priority=4),
        ),
        _money,
        N_("No money yet; n sets an amount aside for something"),
        lambda _situation: NewRow(BudgetLine),
    ),
)
"""The panels in the order in which they stand."""
