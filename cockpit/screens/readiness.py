"""Are we ready, why not, and what turns it?"""

from pathlib import Path, PurePath
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from cockpit.domain.gate import Criterion
from cockpit.domain.message import N_
from cockpit.domain.person import Person
from cockpit.domain.readiness import Judged, Observation, is_default
from cockpit.language import _, day, distance, headed, say
from cockpit.screens.sections import Section, SituationContext, facts
from cockpit.screens.situation import Situation, capitalised
from cockpit.screens.table_screen import TableScreen
from cockpit.widgets.column import Cell, Column
from cockpit.widgets.detail import Block, Fact, Page, Target
from cockpit.widgets.field_column import column_for
from cockpit.widgets.signs import STYLES, Tone, sign_of, words_of


class ReadinessScreen(TableScreen):
    """Every criterion of the next gate: where it stands, on which evidence, and what would turn it."""

    CSS_PATH: ClassVar[list[str | PurePath]] = [*TableScreen.CSS_PATH, Path(__file__).with_suffix(".tcss")]

    def compose_top(self) -> ComposeResult:
        """The answer above the names of the tables."""
        yield Static(id="answer", markup=False)
        yield from super().compose_top()

    async def stand(self, situation: Situation) -> None:
        """Say the answer, and show the criteria."""
        gate = capitalised(_("{gate} gate").format(gate=_(situation.gate.label)))
        planned = situation.gate_day
        when = f", {day(planned, situation.today)}, {distance(planned, situation.today)}" if planned else ""
        answer = f"{situation.answer_sign.glyph} {_(situation.verdict.answer.label)}"
        self.query_one("#answer", Static).update(
            Content.assemble(
                f"{gate}{when}   ", (answer, STYLES[situation.answer_sign.tone]), f"   {say(situation.verdict.summary)}"
            )
        )
        await super().stand(situation)

    async def on_mount(self) -> None:
        """The detail says why, so that it is open from the start."""
        self.add_class("-detail")

    async def open_row(self, row: Any) -> None:
        """Open the source: the row that speaks against the criterion."""
        judged = judged_of(self.known, row) if isinstance(row, Criterion) else None
        if judged is None or not judged.finding.observations:
            await super().open_row(row)
            return
        seen = judged.finding.observations
        against = next((each for each in seen if not each.good), seen[0])
        await self.cockpit.show_row(against.kind, against.uid)

    def may_edit(self, row: Any) -> bool:
        """A criterion that nobody wrote is no row that could be edited."""
        if isinstance(row, Criterion) and is_default(row):
            words = _("These are the method's own criteria. A gate policy of this gate, with criteria of its own, replaces them")
            self.say(words, severity="warning")
            return False
        return super().may_edit(row)


def judged_of(situation: Situation, criterion: Criterion) -> Judged | None:
    """How a criterion was judged; None for one of another gate."""
    return next((judged for judged in situation.judged if judged.criterion.uid == criterion.uid), None)


def _criteria(situation: Situation) -> tuple[Criterion, ...]:
    """Those of the next gate, the ones that keep it shut first, then those of other gates."""
    here = tuple(judged.criterion for judged in situation.judged)
    known = {criterion.uid for criterion in here}
    return (*here, *(criterion for criterion in situation.state.all(Criterion) if criterion.uid not in known))


def _name(criterion: Criterion, context: SituationContext) -> Cell:
    judged = judged_of(context.situation, criterion)
    return Cell(say(judged.name)) if judged else Cell(criterion.title, Tone.QUIET)


def _state(criterion: Criterion, context: SituationContext) -> Cell:
    judged = judged_of(context.situation, criterion)
    return Cell(words_of(judged.state), sign_of(judged.state).tone) if judged else Cell(_("another gate"), Tone.QUIET)


def _evidence(criterion: Criterion, context: SituationContext) -> Cell:
    judged = judged_of(context.situation, criterion)
    return Cell(say(judged.finding.summary)) if judged else Cell("")


def _margin(criterion: Criterion, context: SituationContext) -> Cell:
    judged = judged_of(context.situation, criterion)
    return Cell(say(judged.finding.margin)) if judged and judged.finding.margin else Cell("")


def _age(criterion: Criterion, context: SituationContext) -> Cell:
    judged = judged_of(context.situation, criterion)
    seen = judged.finding.observed_on if judged else None
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
    if found.turns:
        parts.append(Block(_("What would turn it"), tuple((Cell("→"), Cell(capitalised(say(turn)))) for turn in found.turns)))
    if found.observations:
        seen = found.observations
        targets = tuple(Target(each.kind, each.uid) for each in seen)
        parts.append(Block(_("Seen"), tuple(_seen(situation, each) for each in seen), targets))
    return Page(say(judged.name), tuple(parts))


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
        Column("age", N_("Evidence of"), _age, minimum=11, maximum=14, priority=5),
        column_for(Criterion, "owner", minimum=5, maximum=11, priority=6),
    ),
    _criteria,
    page,
    empty=N_("This gate asks nothing yet; n gives it a criterion, once there is a gate policy (])"),
)
"""The criteria of the next gate."""
