"""The table of waves: who receives it when, how far it has come, and where the gate of each stands."""

from collections.abc import Callable

from cockpit.domain.breach import Breach
from cockpit.domain.guardrail import when
from cockpit.domain.message import N_
from cockpit.domain.phase import PhaseCode
from cockpit.domain.readiness import Judged, policy_of
from cockpit.domain.rollback import Rollback
from cockpit.domain.step import Step
from cockpit.domain.training import Coverage, coverage
from cockpit.domain.wave import Wave, WaveStatus, by_number, is_over
from cockpit.language import _, capitalised, number, say, short_day
from cockpit.screens.rollback_tables import way_back
from cockpit.screens.sections import Section, SituationContext, facts, referring
from cockpit.screens.situation import Situation
from cockpit.widgets.column import Cell, Column
from cockpit.widgets.detail import Block, Fact, Page, Target
from cockpit.widgets.field_column import column_for
from cockpit.widgets.signs import Tone, sign_of, words_of


def _crossed(situation: Situation, wave: Wave) -> list[Breach]:
    return [breach for breach in situation.breaches if breach.wave.uid == wave.uid]


def _sign(wave: Wave, context: SituationContext) -> Cell:
    """That a guardrail is crossed in it."""
    crossed = any(breach.stands for breach in _crossed(context.situation, wave))
    return Cell("✗", Tone.BAD) if crossed else Cell("")


def _when(wave: Wave, context: SituationContext) -> Cell:
    days = [short_day(each, context.today) if each else "…" for each in (wave.starts_on, wave.ends_on)]
    return Cell(" → ".join(days) if wave.starts_on or wave.ends_on else "")


def _people(wave: Wave, context: SituationContext) -> Cell:
    """Who uses it, of those who have it; before anybody has, of how many who will."""
    if wave.enabled:
        return Cell(_("{active} of {enabled}").format(active=number(wave.active), enabled=number(wave.enabled)))
    return Cell(_("0 of {size}").format(size=number(wave.size)) if wave.size else "", Tone.QUIET)


def _coverage(situation: Situation, wave: Wave) -> Coverage:
    policy = policy_of(situation.state, PhaseCode.SCALE_UP)
    return coverage(situation.state, wave, situation.today, policy.training_days)


def _trained(wave: Wave, context: SituationContext) -> Cell:
    found = _coverage(context.situation, wave)
    if not found.needed:
        return Cell("")
    words = f"{found.trained}/{found.needed}"
    if wave.status is not WaveStatus.PLANNED:
        return Cell(words, Tone.QUIET)
    return Cell(f"! {words}", Tone.WARNING) if found.missing else Cell(words)


def _gate(wave: Wave, context: SituationContext) -> Cell:
    if is_over(wave):
        return Cell("")
    answer = context.situation.verdict_of(wave).answer
    return Cell(words_of(answer), sign_of(answer).tone)


def page(situation: Situation, wave: Wave, key_of: Callable[[str], str] | None = None) -> Page:
    """All about a wave: its guardrails and the way back where one is crossed, its gate and why, and its people.

    ``key_of`` tells the key of a binding, where the way back can be taken.
    """
    parts: list[Fact | Block] = [Fact(_("Status"), Cell(words_of(wave.status), sign_of(wave.status).tone))]
    dates = _when(wave, SituationContext(situation.state, situation.today, situation))
    if dates.text:
        parts.append(Fact(_("Dates"), dates))
    crossed = _crossed(situation, wave)
    if crossed:
        parts += _way_back(situation, wave, crossed, key_of)
    if not is_over(wave):
        parts += _why(situation, wave)
    parts += facts(situation, wave, ("owner", "population", "size", "enabled", "active"))
    found = _coverage(situation, wave)
    if found.needed:
        words = _("{trained} of {needed} trained").format(trained=found.trained, needed=found.needed)
        parts.append(Fact(_("Super-users"), Cell(words, Tone.WARNING if found.missing else Tone.PLAIN)))
    parts += facts(situation, wave, ("guardrails", "courses_needed", "working_days_needed"))
    if not crossed:
        parts += facts(situation, wave, ("rollback",))
    return Page(str(wave), (*parts, *referring(situation.state, wave)))


def _way_back(situation: Situation, wave: Wave, crossed: list[Breach], key_of: Callable[[str], str] | None) -> list[Fact | Block]:
    """What was crossed, and the scenario that is proposed for it."""
    lines = tuple(_crossing(breach) for breach in crossed)
    parts: list[Fact | Block] = [
        Block(_("Guardrails crossed"), lines, tuple(Target(each.kpi.kind, each.kpi.uid) for each in crossed))
    ]
    rollback = situation.state.get(Rollback, wave.rollback)
    if rollback is None:
        said = _("write one in the table of scenarios, and choose it in the form of the wave")
        return [*parts, Block(_("No way back"), ((Cell("→"), Cell(capitalised(said))),))]
    heading = _("The way back, which {key} takes").format(key=key_of("rollout.roll_back")) if key_of else _("The way back")
    return [
        *parts,
        Block(heading, ((Cell(str(rollback)),),), (Target(rollback.kind, rollback.uid),)),
        *way_back(situation, rollback),
    ]


def _crossing(breach: Breach) -> tuple[Cell, ...]:
    sign = Cell("✗", Tone.BAD) if breach.stands else Cell("!", Tone.WARNING)
    return sign, Cell(say(breach.said)), Cell(say(when(breach.kpi, breach.period)), Tone.QUIET)


def _why(situation: Situation, wave: Wave) -> list[Block]:
    """Its gate, criterion by criterion, and what would turn those that are not met; each line leads to its row."""
    found = situation.verdict_of(wave)
    lines: list[tuple[Cell, ...]] = []
    targets: list[Target | None] = []
    for judged in found.judged:
        sign = sign_of(judged.state)
        lines.append((Cell(sign.glyph, sign.tone), Cell(say(judged.name)), Cell(say(judged.finding.summary), Tone.QUIET)))
        targets.append(_source(judged))
        remedy = judged.question.remedy
        lines += [(Cell("  →"), Cell(capitalised(say(each)))) for each in remedy.turns]
        targets += [*map(_subject, remedy.steps), *(None for _stuck in remedy.stuck)]
    heading = _("Its gate: {answer}").format(answer=words_of(found.answer))
    return [Block(heading, tuple(lines), tuple(targets))]


def _source(judged: Judged) -> Target | None:
    """The row that speaks against a criterion, else the first that was looked at."""
    source = judged.finding.source
    return Target(source.kind, source.uid) if source else None


def _subject(step: Step) -> Target | None:
    return Target(step.kind, step.uid) if step.uid else None


WAVES = Section(
    Wave,
    (
        Column("crossed", "", _sign, minimum=1, maximum=1, priority=0),
        column_for(Wave, "ref"),
        column_for(Wave, "number", priority=8),
        column_for(Wave, "title", minimum=14),
        Column("gate", N_("Gate"), _gate, minimum=9, maximum=14, priority=0),
        column_for(Wave, "status", minimum=9, maximum=14, priority=2),
        Column("when", N_("Dates"), _when, lambda wave, context: wave.starts_on, minimum=14, maximum=30, priority=3),
        Column("people", N_("Active"), _people, lambda wave, context: wave.active, right=True, minimum=8, maximum=16, priority=4),
        Column("trained", N_("Super-users"), _trained, minimum=7, maximum=11, priority=1),
        column_for(Wave, "owner", minimum=4, maximum=11, priority=6),
    ),
    lambda situation: by_number(situation.state),
    page,
    first=(
        "number", "title", "starts_on", "ends_on", "population", "size", "owner", "rollback", "guardrails", "courses_needed",
        "super_users_needed", "working_days_needed",
    ),
    empty=N_(
        "Here will stand who receives it when: waves and, in tables of their own, ways back, rehearsals, courses, sessions and what is told to whom. "
        "{new} plans the first wave"
    ),
    whole=True,
)  # fmt: skip
"""The table of waves."""
