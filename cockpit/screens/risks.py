"""What could go wrong, and is it under control?"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path, PurePath
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from cockpit.domain.action import Action
from cockpit.domain.edit import Create, Edit, Update
from cockpit.domain.entity import Entity
from cockpit.domain.evidence import CriterionState
from cockpit.domain.issue import issue_values, issues_of, open_issues
from cockpit.domain.message import N_
from cockpit.domain.risk import (
    LEVELS,
    Assessment,
    Levels,
    Risk,
    RiskStatus,
    acceptance_of,
    is_over,
    is_rated,
    last_review,
    level,
    levels,
)
from cockpit.domain.risk_control import control_of, register_checks
from cockpit.domain.rollback import Rollback
from cockpit.domain.state import ProjectState
from cockpit.language import _, day, distance, headed, money, percent, say
from cockpit.screens import actions
from cockpit.screens.action_cards import state_sign
from cockpit.screens.form_screen import Along
from cockpit.screens.sections import Section, SituationContext, facts, reference_line, references
from cockpit.screens.situation import Situation
from cockpit.screens.table_screen import TableScreen
from cockpit.widgets.column import Cell, Column
from cockpit.widgets.detail import Block, Detail, Fact, Page, Target
from cockpit.widgets.field_column import column_for
from cockpit.widgets.risk_matrix import Place, RiskMatrix
from cockpit.widgets.signs import Tone, sign_of, words_of


class RisksScreen(TableScreen):
    """The register with its matrix; the detail replaces the matrix where there is no room for both.

    A risk that occurs becomes an issue: an action in whose form it is said who deals with it and by when.
    """

    CSS_PATH: ClassVar[list[str | PurePath]] = [*TableScreen.CSS_PATH, Path(__file__).with_suffix(".tcss")]
    BINDINGS: ClassVar[list[BindingType]] = [Binding("i", "issue", N_("It occurred"), id="risk.issue")]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a risk can occur."""
        if action == "issue" and (self.is_editing or not isinstance(self.row, Risk)):
            return False
        return super().check_action(action, parameters)

    async def action_issue(self) -> None:
        """Open the form of the issue that the risk under the cursor becomes; go to it where there is one already."""
        risk = self.row
        if not isinstance(risk, Risk):
            return
        known = open_issues(self.known.state, risk)
        if known and risk.status is RiskStatus.OCCURRED:
            await self.cockpit.show_row(known[0].kind, known[0].uid)
        elif self.may_edit(risk):
            await self._open_issue(risk)

    async def _open_issue(self, risk: Risk) -> None:
        state, today = self.known.state, self.known.today
        rollback = state.get(Rollback, risk.rollback)
        said = _("Saving also says that {risk} has occurred.").format(risk=risk.ref)
        if risk.status is RiskStatus.OCCURRED:
            said = _("It deals with {risk}, which has occurred.").format(risk=risk.ref)
        if rollback is not None:
            said = " ".join((said, _("The way back is {rollback}.").format(rollback=rollback)))
        values = issue_values(state, risk, _title_of_issue(risk), today)
        await self.open_form(Action, values=values, focus="owner", along=Along(lambda state: _occurring(state, risk.uid), said))

    def accompanied(self, situation: Situation, edits: Sequence[Edit]) -> tuple[Edit, ...]:
        """Risks that are said to have occurred become issues in the same act, but those that are dealt with already."""
        occurring = (edit.row for edit in edits if isinstance(edit, Update) and _says_occurred(edit))
        issues = (
            Create(Action, issue_values(situation.state, risk, _title_of_issue(risk), situation.today))
            for risk in occurring
            if isinstance(risk, Risk) and not open_issues(situation.state, risk)
        )
        return (*super().accompanied(situation, edits), *issues)

    async def action_next_state(self) -> None:
        """One open risk is said to have occurred in the form of its issue; anything else goes on to its next state."""
        rows = self.chosen()
        if len(rows) == 1 and isinstance(rows[0], Risk) and rows[0].status is RiskStatus.OPEN:
            await self.action_issue()
        else:
            await super().action_next_state()

    def first_fields(self, entity: type[Entity]) -> tuple[str, ...]:
        """Those of an issue are those of any action."""
        return actions.SECTION.first if entity is Action else super().first_fields(entity)

    def compose_side(self) -> ComposeResult:
        """The matrix, and the detail below it or in its place."""
        yield RiskMatrix()
        yield Detail()

    async def stand(self, situation: Situation) -> None:
        """Count the risks anew."""
        places = [place for risk in situation.risks if not is_over(situation.state, risk) and (place := now_of(risk))]
        self.query_one(RiskMatrix).show(Counter(places), situation.policy.risk_grid, situation.policy.tolerance)
        await super().stand(situation)

    def turned(self) -> None:
        """Show the matrix with the register alone."""
        self.set_class(self.lists(Risk), "-matrix")

    @property
    def side_in_view(self) -> bool:
        """The matrix follows the cursor too."""
        return self.detail_in_view or (self.has_class("-matrix") and not self.has_class("-narrow"))

    def show_detail(self) -> None:
        """Point the risk out in the matrix too."""
        super().show_detail()
        risk = self.row if isinstance(self.row, Risk) else None
        self.query_one(RiskMatrix).select(now_of(risk) if risk else None, after_of(risk) if risk else None)


def _says_occurred(edit: Update) -> bool:
    occurred = RiskStatus.OCCURRED
    return isinstance(edit.row, Risk) and edit.values.get("status") == occurred and edit.row.status is not occurred


def _title_of_issue(risk: Risk) -> str:
    return _("Deal with: {risk}").format(risk=risk.title)


def _occurring(state: ProjectState, uid: str) -> tuple[Edit, ...]:
    """The edit by which a risk has occurred; none where it has already."""
    risk = state.get(Risk, uid)
    return () if risk is None or risk.status is RiskStatus.OCCURRED else (Update(risk, {"status": RiskStatus.OCCURRED}),)


def now_of(risk: Risk) -> Place:
    """Where a risk stands: as assessed now, else as it was before any treatment."""
    return risk.current_likelihood or risk.inherent_likelihood, risk.current_impact or risk.inherent_impact


def after_of(risk: Risk) -> Place | None:
    """Where it is to stand after all treatment; None where that was not assessed."""
    if risk.residual_likelihood is None or risk.residual_impact is None:
        return None
    return risk.residual_likelihood, risk.residual_impact


def _sign(risk: Risk, context: SituationContext) -> Cell:
    if is_over(context.state, risk):
        return Cell("")
    sign = sign_of(control_of(context.state, risk, context.situation.policy, context.today).state)
    return Cell(sign.glyph, sign.tone)


def _title(risk: Risk, context: SituationContext) -> Cell:
    occurred = sign_of(RiskStatus.OCCURRED)
    return Cell(f"{occurred.glyph} {risk.title}", occurred.tone) if risk.status is RiskStatus.OCCURRED else Cell(risk.title)


def _now(risk: Risk, context: SituationContext) -> Cell:
    likelihood, impact = now_of(risk)
    rated = level(likelihood, impact, context.situation.policy.risk_grid)
    policy = context.situation.policy
    tone = Tone.QUIET if is_over(context.state, risk) else Tone.BAD if rated > policy.tolerance else Tone.PLAIN
    said = f"{likelihood}×{impact} {rated}"
    return Cell(said if is_rated(risk) else _("{rating} inherent").format(rating=said), tone)


def _after(risk: Risk, context: SituationContext) -> Cell:
    place = after_of(risk)
    return Cell(f"{place[0]}×{place[1]}" if place else "", Tone.QUIET)


def _review(risk: Risk, context: SituationContext) -> Cell:
    """How long ago it was looked at; late where the next look is due, or evidence is stale."""
    if is_over(context.state, risk):
        return Cell(words_of(risk.status), Tone.QUIET)
    seen = last_review(context.state, risk, context.today)
    stale = seen is None or (context.today - seen).days > context.situation.policy.risk_review_days
    overdue = stale or (risk.review_on is not None and risk.review_on < context.today)
    said = distance(seen, context.today) if seen else _("never")
    return Cell(f"! {said}" if overdue else said, Tone.WARNING if overdue else Tone.PLAIN)


def _reviewed(risk: Risk, context: SituationContext) -> date | None:
    return None if is_over(context.state, risk) else last_review(context.state, risk, context.today)


def _level_of(risk: Risk, context: SituationContext) -> tuple[int, int]:
    likelihood, impact = now_of(risk)
    return level(likelihood, impact, context.situation.policy.risk_grid), likelihood * impact


def page(situation: Situation, risk: Risk) -> Page:
    """All about a risk: its three ratings, what speaks against its being under control, what is done, what it may cost.

    That it has occurred comes before all of that, with who deals with it, and the way back.
    """
    state, policy, today = situation.state, situation.policy, situation.today
    rated, occurred = levels(risk, policy.risk_grid), risk.status is RiskStatus.OCCURRED
    issues = [_actions(_("Issues"), found, situation)] if (found := issues_of(state, risk)) else []
    told: list[Fact | Block] = [*_happened(situation, risk), *issues, *_way_back(state, risk)] if occurred else []
    told += [
        Fact(_("Now"), _rated_now(risk, rated, policy.tolerance)),
        Fact(_("Inherent"), _rating((risk.inherent_likelihood, risk.inherent_impact), rated.inherent, 5)),
    ]
    after = after_of(risk)
    if after and rated.residual:
        told.append(Fact(_("After treatment"), _rating(after, rated.residual, policy.tolerance)))
    told += facts(situation, risk, ("owner", *(() if occurred else ("status",)), "treatment", "category", "rollback"))
    seen = last_review(state, risk, today)
    told.append(Fact(_("Reviewed"), Cell(f"{distance(seen, today)}, {day(seen, today)}" if seen else _("never"))))
    if not is_over(state, risk):
        told.append(_control(situation, risk))
    told += () if occurred else issues
    if planned := [action for action in state.of(Action, "risk", risk.uid) if not action.issue]:
        told.append(_actions(_("Actions"), planned, situation))
    told_later = ("cause", "event", "effect", "mitigation", "identified_on", *(() if occurred else ("occurred_on",)))
    return Page(str(risk), (*told, *facts(situation, risk, told_later), *_cost(situation, risk), *_history(situation, risk)))


def _happened(situation: Situation, risk: Risk) -> list[Fact]:
    when = day(risk.occurred_on, situation.today) if risk.occurred_on else ""
    return [Fact(_("Status"), Cell(", ".join(filter(None, (words_of(risk.status), when))), sign_of(risk.status).tone))]


def _way_back(state: ProjectState, risk: Risk) -> list[Block]:
    """The scenario that comes next, where there is one."""
    rollback = state.get(Rollback, risk.rollback)
    return [] if rollback is None else [references(_("Next: take the way back?"), (rollback,))]


def _actions(heading: str, found: Sequence[Action], situation: Situation) -> Block:
    lines = tuple((state_sign(situation, action), *reference_line(action)) for action in found)
    return Block(heading, lines, tuple(Target(action.kind, action.uid) for action in found))


def _rated_now(risk: Risk, rated: Levels, tolerance: int) -> Cell:
    told = _rating(now_of(risk), rated.inherent if rated.current is None else rated.current, tolerance)
    return told if is_rated(risk) else Cell(_("not rated yet; as inherent, {rating}").format(rating=told.text), told.tone)


def _rating(place: Place, rated: int, tolerance: int) -> Cell:
    words = _("{likelihood}×{impact}, level {level}, {name}")
    said = words.format(likelihood=place[0], impact=place[1], level=rated, name=_(LEVELS[rated - 1]))
    return Cell(said, Tone.BAD if rated > tolerance else Tone.PLAIN)


def _control(situation: Situation, risk: Risk) -> Block:
    found = control_of(situation.state, risk, situation.policy, situation.today)
    accepted = acceptance_of(situation.state, risk, situation.today)
    lines: list[tuple[Cell, ...]] = []
    if accepted is not None:
        until = _("accepted until {day}").format(day=day(accepted.expires_on, situation.today))
        lines.append((Cell("✓", Tone.GOOD), Cell(headed(until, accepted.reason))))
    lines += [(Cell(sign_of(reason.state).glyph, sign_of(reason.state).tone), Cell(say(reason.said))) for reason in found.reasons]
    said = [say(reason.said) for reason in found.reasons]
    checks = (say(check) for check in register_checks(situation.state, risk, situation.policy, situation.today))
    lines += [(Cell("!", Tone.WARNING), Cell(check)) for check in checks if check not in said]
    heading = _("Under control") if found.state is CriterionState.MET else _("Not under control")
    return Block(heading, tuple(lines))


def _cost(situation: Situation, risk: Risk) -> list[Fact]:
    currency = situation.state.project.currency
    found = []
    if risk.probability is not None:
        found.append(Fact(_("Probability"), Cell(percent(risk.probability))))
    losses = [loss for loss in (risk.loss_low, risk.loss_likely, risk.loss_high) if loss is not None]
    if losses:
        found.append(Fact(_("Loss"), Cell(" · ".join(money(loss, currency) for loss in losses))))
    return found


def _history(situation: Situation, risk: Risk) -> list[Block]:
    rated = sorted(situation.state.of(Assessment, "risk", risk.uid), key=lambda each: each.assessed_on, reverse=True)
    if not rated:
        return []
    lines = [
        (Cell(f"{day(each.assessed_on, situation.today)}", Tone.QUIET), Cell(f"{each.likelihood}×{each.impact}  {each.note}"))
        for each in rated
    ]
    return [Block(_("Assessments"), tuple(lines))]


SECTION = Section(
    Risk,
    (
        Column("control", "", _sign, minimum=1, maximum=1, priority=0),
        column_for(Risk, "ref"),
        column_for(Risk, "title", cell=_title, minimum=20),
        Column("now", N_("Now"), _now, _level_of, minimum=5, maximum=16, priority=0),
        Column("after", N_("After"), _after, minimum=3, maximum=7, priority=4),
        column_for(Risk, "owner", minimum=4, maximum=11, priority=2),
        Column("review", N_("Review"), _review, _reviewed, minimum=6, maximum=16, priority=3),
    ),
    lambda situation: situation.risks,
    page,
    first=(
        "title",
        "owner",
        "inherent_likelihood",
        "inherent_impact",
        "current_likelihood",
        "current_impact",
        "treatment",
        "review_on",
        "cause",
        "event",
        "effect",
    ),
    empty=N_("No risk yet; {new} writes down the first"),
)
"""The risk register."""
