"""Risks as a story tells them: what was feared, and how each rating moved."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from cockpit.domain.risk import Assessment, Risk, RiskCategory, Treatment
from tools.storytelling.story import New, Told, act, cents, changed, new

_UNTIL_REVIEW = timedelta(weeks=4)


@dataclass(frozen=True)
class Fear:
    """A risk as it was written down: its ratings are likelihood and impact, and its losses low, likely and high, in whole money."""

    key: str
    title: str
    owner: str
    category: RiskCategory
    found: date
    finder: str
    cause: str
    event: str
    effect: str
    mitigation: str
    inherent: tuple[int, int]
    residual: tuple[int, int]
    probability: float
    losses: tuple[int, int, int]
    treatment: Treatment = Treatment.REDUCE
    reviews: tuple[tuple[date, str, int, int, str], ...] = field(default=())
    """Day, reviewer, likelihood, impact, what changed; the first rates the risk at the time it is found."""


def register(fears: Iterable[Fear]) -> Iterator[Told]:
    """Risks are found, those of one day and finder together, and rated again and again."""
    fears = tuple(fears)
    found: dict[tuple[date, str], list[New]] = {}
    for fear in fears:
        day, who, *_rating = fear.reviews[0]
        found.setdefault((day, fear.finder), []).append(_written_down(fear))
        found[day, fear.finder].append(_assessment(fear.key, fear.reviews[0]))
    for number, ((day, finder), rows) in enumerate(found.items()):
        yield act(day, f"11:{10 + number:02}", finder, *rows)
    for fear in fears:
        for review in fear.reviews[1:]:
            day, who, likelihood, impact, _note = review
            rating = {"current_likelihood": likelihood, "current_impact": impact}
            yield act(
                day, "15:30", who,
                changed(Risk, fear.key, **rating, reviewed_on=day, review_on=day + _UNTIL_REVIEW),
                _assessment(fear.key, review),
            )  # fmt: skip


def _written_down(fear: Fear) -> New:
    low, likely, high = fear.losses
    return new(
        Risk, fear.key, title=fear.title, owner=fear.owner, category=fear.category, treatment=fear.treatment,
        cause=fear.cause, event=fear.event, effect=fear.effect, mitigation=fear.mitigation, identified_on=fear.found,
        inherent_likelihood=fear.inherent[0], inherent_impact=fear.inherent[1],
        current_likelihood=fear.reviews[0][2], current_impact=fear.reviews[0][3],
        residual_likelihood=fear.residual[0], residual_impact=fear.residual[1],
        probability=fear.probability, loss_low=cents(low), loss_likely=cents(likely), loss_high=cents(high),
        reviewed_on=fear.found, review_on=fear.found + _UNTIL_REVIEW,
    )  # fmt: skip


def _assessment(risk: str, review: tuple[date, str, int, int, str]) -> New:
    day, who, likelihood, impact, note = review
    return new(
        Assessment, f"{risk}/{day}", risk=risk, assessed_on=day, likelihood=likelihood, impact=impact, assessed_by=who, note=note
    )
