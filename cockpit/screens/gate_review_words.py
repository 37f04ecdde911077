"""What the screens say of gate reviews: whether one was against the verdict, is as it was held, and what has changed since."""

from collections.abc import Iterator

from cockpit.domain.gate import GateReview
from cockpit.domain.gate_review import Seal, is_against, is_superseded, seal_of, standing_review
from cockpit.language import _, day, ngettext
from cockpit.screens.situation import Situation
from cockpit.widgets.column import Cell
from cockpit.widgets.signs import STYLES, Tone, words_of

WARNING = "!"
UNKNOWN = "…"
"""What stands for the changes since a review as long as they are worked out."""


def against_cell(review: GateReview) -> Cell:
    """That a decision was another than the verdict's; empty where it was not."""
    if not is_against(review.decision, review.verdict):
        return Cell("")
    return Cell(f"{WARNING} {_('against the verdict')}", Tone.WARNING)


def seal_cell(review: GateReview) -> Cell:
    """Whether a review is as it was held."""
    seal = seal_of(review)
    glyph, tone = {
        Seal.INTACT: ("✓", Tone.GOOD),
        Seal.ALTERED: ("✗", Tone.BAD),
        Seal.NONE: ("?", Tone.QUIET),
    }[seal]
    return Cell(f"{glyph} {_(seal.label)}", tone)


def since_cell(situation: Situation, review: GateReview) -> Cell:
    """How much has changed in the evidence of a review, or that it is not as it was held."""
    seal = seal_of(review)
    if seal is Seal.ALTERED:
        return Cell(f"✗ {_('ALTERED')}", Tone.BAD)
    if seal is Seal.NONE:
        return Cell(_("no evidence"), Tone.QUIET)
    since = situation.known_changes(review)
    if not since:
        return Cell(UNKNOWN if since is None else _("none"), Tone.QUIET)
    count = len(since)
    tone = Tone.QUIET if is_superseded(situation.state, review) else Tone.WARNING
    return Cell(f"{WARNING} " + ngettext("{count} change", "{count} changes", count).format(count=count), tone)


def decided(situation: Situation) -> Iterator[tuple[str, str]]:
    """What was decided at the gate that is looked at, and what has to be known beside it: pieces of text with their styles."""
    found = situation.verdict
    review = standing_review(situation.state, situation.gate, situation.today, found.wave.uid if found.wave else None)
    if review is None:
        return
    words = _("decided {decision} on {day}").format(decision=words_of(review.decision), day=day(review.held_on, situation.today))
    yield f"  {words}", STYLES[Tone.QUIET]
    if is_against(review.decision, review.verdict):
        against = _("against the verdict {verdict}").format(verdict=_(review.verdict.label))
        yield f"  {WARNING} {against}", STYLES[Tone.WARNING]
    if seal_of(review) is Seal.ALTERED:
        yield f"  ✗ {_('ALTERED since')}", STYLES[Tone.BAD]
    elif (changes := situation.known_changes(review)) is None:
        yield f"  {UNKNOWN}", STYLES[Tone.QUIET]
    elif count := len(changes):
        since = ngettext("{count} change of its evidence since", "{count} changes of its evidence since", count)
        yield f"  {WARNING} {since.format(count=count)}", STYLES[Tone.WARNING]
