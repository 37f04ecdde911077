"""The criteria of a gate: their table, and why each stands where it stands."""

from collections.abc import Iterable
from datetime import date

from cockpit.domain.entity import Entity
from cockpit.domain.gate import Criterion
from cockpit.domain.message import N_
from cockpit.domain.person import Person
from cockpit.domain.readiness import Judged, Observation, criteria_naming
from cockpit.language import _, capitalised, day, distance, headed, say
from cockpit.screens.sections import Section, SituationContext, facts
from cockpit.screens.situation import Situation
from cockpit.widgets.column import Cell, Column
from cockpit.widgets.detail import Block, Fact, Page, Target
from cockpit.widgets.field_column import column_for
from cockpit.widgets.signs import Tone, sign_of, words_of
from cockpit.widgets.way_words import by_when, handle_of


def judged_of(situation: Situation, criterion: Criterion) -> Judged | None:
    """How a criterion was judged; None for one of another gate."""
    return next((judged for judged in situation.judged if judged.criterion.uid == criterion.uid), None)


def left_unanswered(situation: Situation, gone: Iterable[Entity]) -> tuple[str, ...]:
    """What is said of the criteria that name rows which were just deleted, a sentence each."""
    words = _("{criterion} names {row}, and has no answer without it")
    return tuple(
        words.format(criterion=criterion.ref, row=row.ref) for row in gone for criterion in criteria_naming(situation.state, row)
    )


def _criteria(situation: Situation) -> tuple[Criterion, ...]:
    """Those of the gate, the ones that keep it shut first."""
    return tuple(judged.criterion for judged in situation.judged)


def _name(criterion: Criterion, context: SituationContext) -> Cell:
    judged = judged_of(context.situation, criterion)
    return Cell(say(judged.name)) if judged else Cell(criterion.title, Tone.QUIET)


def _state(criterion: Criterion, context: SituationContext) -> Cell:
    judged = judged_of(context.situation, criterion)
    return Cell(words_of(judged.state), sign_of(judged.state).tone) if judged else Cell("")


def _evidence(criterion: Criterion, context: SituationContext) -> Cell:
    judged = judged_of(context.situation, criterion)
    return Cell(say(judged.finding.summary)) if judged else Cell("")


def _margin(criterion: Criterion, context: SituationContext) -> Cell:
    judged = judged_of(context.situation, criterion)
    return Cell(say(judged.finding.margin)) if judged and judged.finding.margin else Cell("")


def _observed_on(criterion: Criterion, context: SituationContext) -> date | None:
    judged = judged_of(context.situation, criterion)
    return judged.finding.observed_on if judged else None


def _age(criterion: Criterion, context: SituationContext) -> Cell:
    seen = _observed_on(criterion, context)
    return Cell(distance(seen, context.today)) if seen else Cell("")


def page(situation: Situation, criterion: Criterion) -> Page:
    """Why a criterion stands where it stands: its rule, what was seen, how far it is off, and what would turn it."""
    judged = judged_of(situation, criterion)
    if judged is None:
        return Page(
            str(criterion), tuple(facts(situation, criterion, ("policy", "rule", "settings", "blocking", "owner", "note")))
        )
    found, sign = judged.finding, sign_of(judged.state)
    parts: list[Fact | Block] = [
        Fact(_("State"), Cell(words_of(judged.state), sign.tone)),
        Fact(_("Because"), Cell(say(found.summary))),
        Fact(_("Rule"), Cell(capitalised(say(found.rule)))),
    ]
    if found.margin:
        parts.append(Fact(_("Margin"), Cell(say(found.margin))))
    if not judged.blocking:
        parts.append(Fact(_("Weight"), Cell(_("not blocking: unmet, it makes a GO conditional"))))
    if judged.waiver is not None:
        approver = situation.state.get(Person, judged.waiver.approver)
        words = _("until {day}, by {person}: {reason}").format(
            day=day(judged.waiver.expires_on, situation.today),
            person=approver.name if approver else "",
            reason=judged.waiver.reason,
        )
        parts.append(Fact(_("Waived"), Cell(words)))
    parts += facts(situation, criterion, ("owner", "note"))
    if judged.turns:
        parts.append(_turns(situation, judged))
    if found.observations:
        seen = found.observations
        targets = tuple(Target(each.kind, each.uid) for each in seen)
        parts.append(Block(_("Seen"), tuple(_seen(situation, each) for each in seen), targets))
    return Page(say(judged.name), tuple(parts))


def _turns(situation: Situation, judged: Judged) -> Block:
    """The steps that would turn a criterion, with who can do them and by when, each of which leads to its row; and what is stuck."""
    remedy, state = judged.question.remedy, situation.state
    lines: list[tuple[Cell, ...]] = []
    targets: list[Target | None] = []
    for step in remedy.steps:
        who = handle_of(state, step.owner) or _("nobody yet")
        lines.append(
            (Cell("→"), Cell(capitalised(say(step.said))), Cell(f"· {who}, {by_when(step, situation.today)}", Tone.QUIET))
        )
        targets.append(Target(step.kind, step.uid) if state.row(step.kind, step.uid) else None)
    for reason in remedy.stuck:
        lines.append((Cell("✗", Tone.BAD), Cell(capitalised(say(reason)))))
        targets.append(None)
    return Block(_("What would turn it"), tuple(lines), tuple(targets))


def _seen(situation: Situation, observation: Observation) -> tuple[Cell, ...]:
    glyph, tone = {True: ("✓", Tone.GOOD), False: ("✗", Tone.BAD), None: ("?", Tone.WARNING)}[observation.good]
    row = situation.state.row(observation.kind, observation.uid)
    when = f"{day(observation.on, situation.today)}" if observation.on else ""
    name = str(row) if row else observation.ref
    return Cell(glyph, tone), Cell(headed(name, "").rstrip() if name else ""), Cell(say(observation.said)), Cell(when, Tone.QUIET)


SECTION = Section(
    Criterion,
    (
        Column("title", N_("Criterion"), _name, minimum=20, maximum=44, weight=1, priority=0),
        Column("state", N_("State"), _state, minimum=12, maximum=18, priority=0),
        Column("evidence", N_("Evidence"), _evidence, minimum=22, maximum=200, weight=2, priority=3),
        Column("margin", N_("Margin"), _margin, right=True, minimum=8, maximum=14, priority=4),
        Column("age", N_("Evidence of"), _age, _observed_on, minimum=11, maximum=14, priority=5),
        column_for(Criterion, "owner", minimum=5, maximum=11, priority=6),
    ),
    _criteria,
    page,
    empty=N_("This gate asks nothing yet: give it a criterion"),
)
"""The criteria of the next gate."""
