"""What a stand-up says of risks: those whose level has changed, that are new, that have happened and that are closed."""

from collections.abc import Iterator
from itertools import takewhile

from cockpit.domain.message import N_, Message, message
from cockpit.domain.risk import Assessment, Risk, RiskStatus, is_live, levels
from cockpit.domain.standup_item import Item, Turn, first_line, most_of
from cockpit.domain.standup_span import Span

_ORDER = (Turn.WORSE, Turn.NEWS, Turn.BETTER)


def risk_items(span: Span) -> tuple[Item, ...]:
    """What got worse first, the highest level at the front."""
    found = sorted(_found(span), key=lambda pair: (_ORDER.index(pair[1].turn), -pair[0]))
    return most_of([item for _, item in found], span.now.project, whole=span.whole)


def level_of(span: Span, risk: Risk) -> int:
    """The level of a risk by the grid of today: with today's treatment or, where it was not assessed, before any."""
    rated = levels(risk, span.policy.risk_grid)
    return rated.inherent if rated.current is None else rated.current


def _found(span: Span) -> Iterator[tuple[int, Item]]:
    """Each line with the level of its risk."""
    for before, risk in span.rows(Risk):
        if before is risk:
            continue
        told = _new(span, risk) if before is None else _changed(span, before, risk)
        if told is not None:
            yield level_of(span, risk), told


def _new(span: Span, risk: Risk) -> Item | None:
    if not is_live(risk):
        return None
    return _item(risk, Turn.NEWS, message(N_("{risk}: new, level {level}"), risk=str(risk), level=level_of(span, risk)))


def _changed(span: Span, before: Risk, risk: Risk) -> Item | None:
    if before.status is not risk.status:
        match risk.status:
            case RiskStatus.CLOSED:
                return _item(risk, Turn.BETTER, message(N_("{risk}: closed"), risk=str(risk)), *_note(span, risk))
            case RiskStatus.OCCURRED:
                return _item(risk, Turn.WORSE, message(N_("{risk}: it has happened"), risk=str(risk)), *_note(span, risk))
            case RiskStatus.OPEN:
                said = message(N_("{risk}: open again, level {level}"), risk=str(risk), level=level_of(span, risk))
                return _item(risk, Turn.WORSE, said, *_note(span, risk))
    was, now = level_of(span, before), level_of(span, risk)
    if was == now or not is_live(risk):
        return None
    said = message(N_("{risk}: level {level}, was {before}"), risk=str(risk), level=now, before=was)
    return _item(risk, Turn.WORSE if now > was else Turn.BETTER, said, _rating(before, risk), *_note(span, risk))


def _rating(before: Risk, risk: Risk) -> Message:
    """From which likelihood and impact to which."""
    return message(
        "{old_likelihood}x{old_impact} → {likelihood}x{impact}",
        old_likelihood=before.current_likelihood or before.inherent_likelihood,
        old_impact=before.current_impact or before.inherent_impact,
        likelihood=risk.current_likelihood or risk.inherent_likelihood,
        impact=risk.current_impact or risk.inherent_impact,
    )


def _note(span: Span, risk: Risk) -> Iterator[Message]:
    """What was noted when it was first assessed as it stands now, where that is new."""
    noted = [each for each in span.now.of(Assessment, "risk", risk.uid) if span.then.get(Assessment, each.uid) is None]
    noted.sort(key=lambda each: (each.assessed_on, each.uid), reverse=True)
    rating = risk.current_likelihood, risk.current_impact
    as_now = list(takewhile(lambda each: (each.likelihood, each.impact) == rating, noted))
    if as_now and as_now[-1].note.strip():
        yield first_line(as_now[-1].note)


def _item(risk: Risk, turn: Turn, said: Message, *because: Message) -> Item:
    return Item(said, turn, risk.kind, risk.uid, risk.owner, because)
