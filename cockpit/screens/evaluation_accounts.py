"""What the evaluation tells of no row in particular: parts of confidence, where voices and numbers part, and the project's money."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from cockpit.domain.confidence import SCALES, WINDOW, ConfidencePart, ConfidenceRating
from cockpit.domain.earned_by_activity import Earned
from cockpit.domain.message import N_
from cockpit.domain.milestone import adherence
from cockpit.domain.return_on_investment import Return
from cockpit.domain.survey import Survey, SurveyKind
from cockpit.domain.wave import Wave
from cockpit.domain.workshop import Workshop
from cockpit.language import _, capitalised, day, money, month, number, percent, say
from cockpit.screens.sections import references
from cockpit.screens.situation import Situation
from cockpit.widgets.column import Cell
from cockpit.widgets.detail import Block, Fact, Page, Target
from cockpit.widgets.signs import Tone

ACCOUNT = "account"
"""The kind of the lines that are about no row."""

BAR = 10
_FULL, _HOLLOW = "█", "░"
_BLOCKS = "▁▂▃▄▅▆▇█"
_UNKNOWN = "·"


@dataclass(frozen=True)
class Account:
    """A line of the page that is about no row, and what its detail says."""

    name: str
    page: Callable[[Situation], Page]


def account(name: str) -> Account:
    """The account that the line with the uid ``name`` is about."""
    if name in _OTHERS:
        return Account(name, _OTHERS[name])
    part = ConfidencePart(name)
    return Account(name, lambda situation: _confidence_page(situation, part))


# Confidence


def part_name(part: ConfidencePart) -> str:
    """A part as it begins a line; what is written with capitals of its own keeps them."""
    label = _(part.label)
    return capitalised(label) if label.islower() else label


def bar(points: float | None) -> str:
    """Points from 0 to 100 as a bar; empty where they are not known."""
    if points is None:
        return ""
    full = round(points / 100 * BAR)
    return _FULL * full + _HOLLOW * (BAR - full)


def course(points: tuple[float | None, ...]) -> str:
    """Points over time as blocks, a dot where nothing was known."""
    return "".join(_UNKNOWN if each is None else _BLOCKS[min(7, int(each / 100 * 8))] for each in points)


_MEANING = {
    ConfidencePart.WORKSHOPS: N_("how many of those invited come to workshops"),
    ConfidencePart.ENPS: N_("whether the people who work with it would recommend it"),
    ConfidencePart.USAGE: N_("how many use it of those who have it"),
    ConfidencePart.DELAYS: N_("how many milestones were reached by the day first planned"),
}


def _confidence_page(situation: Situation, part: ConfidencePart) -> Page:
    found = situation.evaluation
    rating = next(each for each in found.confidence.ratings if each.part is part)
    parts: list[Fact | Block] = [
        Fact(_("Points"), _points(rating)),
        Fact(_("From"), Cell(capitalised(say(rating.said)))),
        Fact(_("What it tells"), Cell(capitalised(_(_MEANING[part])))),
        Fact(_("Scale"), Cell(_scale(part))),
    ]
    lines = tuple(
        (
            Cell(_ended(when, situation.today), Tone.QUIET),
            Cell(bar(points)),
            Cell(_UNKNOWN if points is None else number(round(points))),
        )
        for when, points in zip(found.past.days, found.past.points[part], strict=True)
    )
    parts.append(Block(_("At the ends of the months"), lines, aligned=True))
    return Page(_("Confidence: {part}").format(part=_(part.label)), (*parts, *_rests_on(situation, part)))


def _points(rating: ConfidenceRating) -> Cell:
    if rating.points is None:
        return Cell(_("not known"), Tone.WARNING)
    return Cell(_("{points} of 100").format(points=number(round(rating.points))), Tone.STRONG)


def _scale(part: ConfidencePart) -> str:
    scale = SCALES[part]
    floor, target = (number(end) if part is ConfidencePart.ENPS else percent(end) for end in (scale.floor, scale.target))
    return _("from {floor}, 0 points, to {target}, 100 points").format(floor=floor, target=target)


def _ended(when: date, today: date) -> str:
    return _("today") if when == today else month(when)


def _rests_on(situation: Situation, part: ConfidencePart) -> list[Block]:
    """The rows that a part is worked out from."""
    state, today = situation.state, situation.today
    match part:
        case ConfidencePart.WORKSHOPS:
            recent = [each for each in state.all(Workshop) if 0 <= (today - each.held_on).days <= WINDOW]
            recent.sort(key=lambda each: each.held_on, reverse=True)
            return [references(_("Workshops"), recent)] if recent else []
        case ConfidencePart.ENPS:
            held = [each for each in state.all(Survey) if each.nature is SurveyKind.ENPS and each.held_on <= today]
            held.sort(key=lambda each: each.held_on, reverse=True)
            return [references(_("Surveys"), held)] if held else []
        case ConfidencePart.USAGE:
            waves = [each for each in state.all(Wave) if each.enabled]
            return [references(_("Waves"), waves)] if waves else []
        case ConfidencePart.DELAYS:
            missed = adherence(state, today).missed
            return [references(_("Missed the day first planned"), missed)] if missed else []


# Voices against numbers


def disagreement_page(situation: Situation) -> Page:
    """Which KPIs say one thing, and which themes the other."""
    found = situation.evaluation.disagreement
    if found is None:
        return Page("")
    themes = tuple(
        (
            Cell(f"“{each.theme.title}”"),
            Cell(f"✓ {each.total.positive}"), Cell(f"= {each.total.neutral}", Tone.QUIET), Cell(f"✗ {each.total.negative}"),
        )
        for each in found.themes
    )  # fmt: skip
    targets = tuple(Target(each.theme.kind, each.theme.uid) for each in found.themes)
    said = _(
        "What is measured and what is said part: either the KPIs do not count what matters to people, or one of both is not true."
    )
    return Page(
        capitalised(_(found.disagreement.label)),
        (
            Fact(_("What it tells"), Cell(said)),
            references(_("KPIs"), found.kpis),
            Block(_("Themes"), themes, targets, aligned=True),
        ),
    )


# Money


def money_page(situation: Situation) -> Page:
    """The project's money: what it cost and brought, when it pays for itself, and its budget."""
    found = next(its for wave, its in situation.evaluation.returns if wave is None)
    currency = situation.state.project.currency
    parts: list[Fact | Block] = [
        Fact(_("Costs"), Cell(money(found.cost, currency))),
        Fact(_("Benefits"), Cell(money(found.benefit, currency))),
    ]
    if found.roi is not None:
        parts.append(
            Fact(
                "ROI",
                Cell(
                    _("{roi}: benefits less costs, for each {currency} spent").format(roi=roi_words(found.roi), currency=currency)
                ),
            )
        )
    parts += [Fact(_("Won"), Cell(won)) for won in filter(None, [won_words(found, currency)])]
    parts.append(Fact(_("Payback"), Cell(capitalised(paid_back_words(found.paid_back_on, situation.today)))))
    return Page(_("Money of the project"), tuple(parts))


def roi_words(roi: float) -> str:
    """A return on investment with its sign."""
    return f"{'+' if roi > 0 else '−' if roi < 0 else ''}{percent(abs(roi))}"


def won_words(found: Return, currency: str) -> str:
    """What each user or customer cost to win; empty where none was won."""
    cost = found.cost_per_acquisition
    return "" if cost is None else _("{money} for each one won").format(money=money(round(cost), currency))


def paid_back_words(when: date | None, today: date) -> str:
    """When costs were made up for."""
    return _("paid back {day}").format(day=day(when, today)) if when else _("not paid back yet")


def earned_page(situation: Situation) -> Page:
    """Earned value and earned schedule, each figure in words."""
    found = situation.evaluation.earned
    if found is None:
        return Page("")
    return Page(_("Earned value"), tuple(_earned(found, situation)))


def _earned(found: Earned, situation: Situation) -> list[Fact]:
    value, schedule = found.value, found.schedule
    currency, today = situation.state.project.currency, situation.today

    def amount(units: float) -> str:
        return money(round(units), currency)

    facts = []
    if value.schedule_performance is not None:
        words = _("the work done is worth {earned}, {share} of the {planned} that was planned by today")
        facts.append(("SPI", value.schedule_performance, words.format(
            earned=amount(value.earned), share=percent(value.schedule_performance), planned=amount(value.planned))))  # fmt: skip
    if value.cost_performance is not None:
        words = _("it cost {cost}: each {currency} spent brought {worth} {currency} of planned work")
        facts.append(("CPI", value.cost_performance, words.format(
            cost=amount(value.cost), currency=currency, worth=number(value.cost_performance, 2))))  # fmt: skip
    if schedule.performance is not None:
        words = _("as much should have been done after {reached} weeks; {gone} have gone")
        gone = schedule.schedule / schedule.performance if schedule.performance else ((today - found.begins_on).days + 1) / 7
        facts.append(("SPI(t)", schedule.performance, words.format(reached=number(schedule.schedule, 1), gone=number(gone, 1))))
    told = [
        Fact(name, Cell(f"{number(figure, 2)}: {words}", Tone.WARNING if figure < _POOR else Tone.PLAIN))
        for name, figure, words in facts
    ]
    if value.estimate_at_completion is not None:
        words = _("{total} in the end, if it goes on as it went; {budget} are set aside")
        told.append(Fact("EAC", Cell(words.format(total=amount(value.estimate_at_completion), budget=amount(value.budget)))))
    if found.estimated_end is not None:
        words = _("{end} at this pace; planned {planned}")
        told.append(
            Fact(
                _("End"),
                Cell(capitalised(words.format(end=day(found.estimated_end, today), planned=day(found.planned_end, today)))),
            )
        )
    words = _("each phase's budget is spread over its activities by their planned days, and earned as they progress")
    return [*told, Fact(_("How"), Cell(capitalised(words)))]


_POOR = 0.9
"""An index below this is worth a warning."""

DISAGREEMENT, MONEY, EARNED = "disagreement", "money", "earned"
_OTHERS = {DISAGREEMENT: disagreement_page, MONEY: money_page, EARNED: earned_page}
