"""The gate reviews: their table, and all about one: what was decided by whom, on which evidence, and what has changed in it since."""

from collections.abc import Iterator

from cockpit.domain.action import Action
from cockpit.domain.evidence import CriterionState
from cockpit.domain.gate import GateReview, Waiver
from cockpit.domain.gate_review import Seal, is_superseded, seal_of
from cockpit.domain.message import N_
from cockpit.domain.person import Person
from cockpit.domain.readiness.review_evidence import Frozen, thawed
from cockpit.domain.state import ref_number
from cockpit.language import _, capitalised, day, headed, ngettext, number, say
from cockpit.screens.action_words import due_words
from cockpit.screens.gate_review_words import UNKNOWN, against_cell, seal_cell, since_cell
from cockpit.screens.sections import Section, SituationContext, facts, referring
from cockpit.screens.situation import Situation
from cockpit.widgets.column import Cell, Column
from cockpit.widgets.detail import Block, Fact, Page, Target
from cockpit.widgets.field_column import column_for
from cockpit.widgets.signs import Tone, sign_of, words_of

_MOST_CHANGES = 40
"""How many changes are listed one by one; a gate held long ago may have hundreds."""

_LEFT_OUT = {
    "periods": N_("the values of the KPIs"),
    "grounds": N_("what the rows behind the verdict rest on"),
    "rows": N_("the rows behind the verdict"),
}


def _gate(review: GateReview, context: SituationContext) -> Cell:
    wave = context.state.row("wave", review.wave)
    return Cell(f"{capitalised(_(review.gate.label))} {wave.ref if wave else ''}".rstrip())


def _decision(review: GateReview, context: SituationContext) -> Cell:
    tone = Tone.QUIET if is_superseded(context.state, review) else sign_of(review.decision).tone
    return Cell(words_of(review.decision), tone)


def _against(review: GateReview, context: SituationContext) -> Cell:
    """In short: the verdict stands beside it."""
    against = against_cell(review)
    return Cell(f"! {_('against')}", against.tone) if against.text else against


def _since(review: GateReview, context: SituationContext) -> Cell:
    return since_cell(context.situation, review)


def _reviews(situation: Situation) -> tuple[GateReview, ...]:
    """All of them, the last one first."""
    return tuple(sorted(situation.state.all(GateReview), key=lambda each: (each.held_on, ref_number(each.ref)), reverse=True))


def page(situation: Situation, review: GateReview) -> Page:
    """Everything about a review; what speaks against taking it at its word comes first."""
    return Page(str(review), (*_facts(situation, review), *_blocks(situation, review)))


def _facts(situation: Situation, review: GateReview) -> Iterator[Fact]:
    seal = seal_of(review)
    if seal is Seal.ALTERED:
        words = _("✗ ALTERED: what stands here is not what was decided that day. Compare it with a copy or a backup")
        yield Fact(_("Warning"), Cell(words, Tone.BAD))
    after = situation.state.of(GateReview, "supersedes", review.uid)
    if after:
        yield Fact(_("Superseded"), Cell(_("by {review}").format(review=str(after[-1])), Tone.WARNING))
    yield Fact(_("Decision"), Cell(words_of(review.decision), sign_of(review.decision).tone))
    yield Fact(_("Verdict then"), Cell(words_of(review.verdict), sign_of(review.verdict).tone))
    if (against := against_cell(review)).text:
        yield Fact(_("Beware"), against)
    yield from facts(situation, review, ("gate", "wave", "held_on"))
    people = (situation.state.get(Person, uid) for uid in review.deciders)
    if names := ", ".join(person.name for person in people if person):
        yield Fact(_("Deciders"), Cell(names))
    yield from facts(situation, review, ("reason", "dissent", "supersedes"))
    yield Fact(_("Evidence"), seal_cell(review))
    if seal is not Seal.NONE and review.digest:
        yield Fact(_("Digest"), Cell(review.digest[:23] + "…", Tone.QUIET))


def _blocks(situation: Situation, review: GateReview) -> Iterator[Block]:
    if since := _changed(situation, review):
        yield since
    if conditions := situation.state.of(Action, "review", review.uid):
        targets = tuple(Target(each.kind, each.uid) for each in conditions)
        yield Block(_("Conditions"), tuple(_condition(situation, each) for each in conditions), targets)
    if waivers := situation.state.of(Waiver, "review", review.uid):
        targets = tuple(Target(each.kind, each.uid) for each in waivers)
        yield Block(_("Waivers granted"), tuple(_waiver(situation, each) for each in waivers), targets)
    frozen = thawed(review)
    if frozen is not None:
        yield _criteria(situation, frozen)
    elif review.evidence:
        yield Block(_("The evidence that day"), ((Cell(_("it cannot be read"), Tone.BAD),),))
    yield from referring(situation.state, review, told=(Action, Waiver, GateReview))


def _changed(situation: Situation, review: GateReview) -> Block | None:
    since = situation.known_changes(review) if seal_of(review) is Seal.INTACT else ()
    if since is None:
        return Block(ngettext("Changed since: {count}", "Changed since: {count}", 0).format(count=UNKNOWN), ())
    if not since:
        return None
    shown = since[:_MOST_CHANGES]
    lines = [(Cell("!", Tone.WARNING), Cell(capitalised(say(each.said)))) for each in shown]
    known = [situation.state.row(each.kind, each.uid) is not None for each in shown]
    targets = [Target(each.kind, each.uid) if there else None for each, there in zip(shown, known, strict=True)]
    if more := len(since) - len(shown):
        lines.append((Cell(""), Cell(_("and {count} more").format(count=number(more)), Tone.QUIET)))
        targets.append(None)
    heading = ngettext("Changed since: {count}", "Changed since: {count}", len(since)).format(count=number(len(since)))
    return Block(heading, tuple(lines), tuple(targets))


def _condition(situation: Situation, action: Action) -> tuple[Cell, ...]:
    owner = situation.state.get(Person, action.owner)
    due = day(action.due_on, situation.today) if action.due_on else ""
    late = due_words(action, situation.today) if action.state.value != "done" else ""
    return (
        Cell(words_of(action.state), sign_of(action.state).tone),
        Cell(str(action)),
        Cell(" · ".join(filter(None, (owner.handle if owner else "", due, late))), Tone.QUIET),
    )


def _waiver(situation: Situation, waiver: Waiver) -> tuple[Cell, ...]:
    approver, criterion = situation.state.get(Person, waiver.approver), situation.state.row("criterion", waiver.criterion)
    over = waiver.expires_on < situation.today
    until = (_("expired on {day}") if over else _("until {day}")).format(day=day(waiver.expires_on, situation.today))
    told = headed(str(criterion or ""), waiver.reason)
    return (
        Cell("~", Tone.QUIET if over else Tone.WARNING),
        Cell(told),
        Cell(f"{approver.handle if approver else ''} · {until}", Tone.QUIET),
    )


def _criteria(situation: Situation, frozen: Frozen) -> Block:
    lines: list[tuple[Cell, ...]] = []
    targets: list[Target | None] = []
    known = {state.value: state for state in CriterionState}
    for told in frozen.criteria:
        state = known.get(str(told.get("state")))
        sign = Cell(words_of(state), sign_of(state).tone) if state else Cell("?")
        said = headed(str(told.get("title", "")), str(told.get("summary", "")))
        lines.append((sign, Cell(said)))
        uid = str(told.get("uid", ""))
        targets.append(Target("criterion", uid) if situation.state.row("criterion", uid) else None)
    for name in frozen.left_out:
        left_out = _("too much to be frozen: {what}").format(what=_(_LEFT_OUT.get(name, "")) or name)
        lines.append((Cell("!", Tone.WARNING), Cell(left_out)))
        targets.append(None)
    return Block(_("The evidence that day"), tuple(lines), tuple(targets))


SECTION = Section(
    GateReview,
    (
        column_for(GateReview, "ref", priority=7),
        Column("gate", N_("Gate"), _gate, minimum=10, maximum=20, priority=0),
        column_for(GateReview, "held_on", minimum=10, maximum=16, priority=1),
        Column("decision", N_("Decision"), _decision, minimum=10, maximum=18, priority=0),
        column_for(GateReview, "verdict", minimum=9, maximum=18, priority=2),
        Column("against", N_("Against"), _against, minimum=8, maximum=14, priority=3),
        Column("since", N_("Since"), _since, minimum=9, maximum=14, priority=4),
        column_for(GateReview, "title", minimum=12, maximum=44, weight=1, priority=8),
    ),
    _reviews,
    page,
    empty=N_("No gate was reviewed yet; {new} holds the review of the gate that is looked at"),
)
"""The reviews of all gates."""
