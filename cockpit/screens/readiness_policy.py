"""Editing what a gate asks: where nobody has written it yet, it is written down with the first edit, in one act.

Nothing is written before that: whoever leaves the form leaves the gate as it was.
"""

from typing import ClassVar

from textual.binding import Binding, BindingType

from cockpit.domain.edit import Act, Delete
from cockpit.domain.evidence import CriterionState
from cockpit.domain.gate import Criterion, GatePolicy, Waiver
from cockpit.domain.message import N_
from cockpit.domain.readiness import adopted, adopted_uid, criteria_of, is_default, policy_of
from cockpit.language import _, capitalised, say
from cockpit.screens.form_screen import Along
from cockpit.screens.readiness_criteria import judged_of
from cockpit.screens.sheet import NewRow
from cockpit.screens.table_screen import TableScreen


class PolicyScreen(TableScreen):
    """The criteria of the gate in view, the project's own or the default ones, and the other tables of gates."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("W", "waive", N_("Waive"), id="readiness.waive")]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A criterion is waived where it is seen."""
        if action == "waive":
            return not self.is_editing and self.lists(Criterion) and self.row is not None
        return super().check_action(action, parameters)

    @property
    def new_row(self) -> NewRow | None:
        """In the table of criteria, one more that the gate in view asks, the last of them."""
        if not self.lists(Criterion):
            return super().new_row
        state, gate = self.known.state, self.known.gate
        place = max((row.position for row in criteria_of(state, gate)), default=-1) + 1
        return NewRow(Criterion, {"policy": adopted_uid(policy_of(state, gate)), "position": place})

    async def action_new(self) -> None:
        """Open the form for a new row; a new policy where there is only the default one begins with what that asks."""
        along, new = self._adopting(), self.new_row
        if along is None or new is None or not (self.lists(Criterion) or self.lists(GatePolicy)):
            await super().action_new()
        elif self.may_edit(None):
            if self.lists(Criterion):
                await self.open_form(new.entity, values=new.values, along=along)
            else:
                policy = policy_of(self.known.state, self.known.gate)
                row = along.after(self.known.state).get(GatePolicy, adopted_uid(policy))
                await self.open_form(GatePolicy, row, along=along)

    async def action_edit(self) -> None:
        """Open the form for the row under the cursor; a default criterion becomes a row of the project when it is saved."""
        row, along = self.row, self._adopting()
        if not (isinstance(row, Criterion) and is_default(row)):
            await super().action_edit()
        elif self.may_edit(row) and along is not None:
            await self.open_form(Criterion, along.after(self.known.state).get(Criterion, adopted_uid(row)), along=along)

    def action_delete(self) -> None:
        """Delete the marked rows, or the one under the cursor; without a default criterion, the others become the project's own."""
        rows, along = self.chosen(), self._adopting()
        default = [row for row in rows if isinstance(row, Criterion) and is_default(row)]
        if not default:
            super().action_delete()
        elif all(map(self.may_edit, rows)) and along is not None:
            self._deleting = tuple(row.changed(title=_(row.title)) for row in default)
            written = along.after(self.known.state)
            gone = filter(None, (written.get(Criterion, adopted_uid(row)) for row in default))
            self.cockpit.carry_out(Act((*along.edits(self.known.state), *map(Delete, gone))), self)

    async def action_waive(self) -> None:
        """Open the form for a waiver of the criterion under the cursor, unless it is met."""
        row = self.row
        judged = judged_of(self.known, row) if isinstance(row, Criterion) else None
        if judged is not None and judged.finding.state is CriterionState.MET:
            self.say(_("{criterion}: met, so there is nothing to waive").format(criterion=say(judged.name)))
        elif judged is not None and self.may_edit(row):
            values = {"criterion": adopted_uid(judged.criterion), "granted_on": self.known.today}
            along = self._adopting() if is_default(judged.criterion) else None
            await self.open_form(Waiver, values=values, focus="approver", along=along)

    def may_edit(self, row: object) -> bool:
        """What the own gate of a wave asks is the same for each wave, and no row that could be edited."""
        if isinstance(row, Criterion) and is_default(row) and row.uid not in {each.uid for each in self._default_criteria}:
            self.say(_("What the gate of a wave asks is the same for every wave; it cannot be edited"), severity="warning")
            return False
        return super().may_edit(row)

    @property
    def _default_criteria(self) -> tuple[Criterion, ...]:
        return tuple(filter(is_default, criteria_of(self.known.state, self.known.gate)))

    def _adopting(self) -> Along | None:
        """What writes the default policy of the gate in view down; None where the project has one of its own."""
        gate = self.known.gate
        if not is_default(policy_of(self.known.state, gate)):
            return None
        return Along(
            lambda state: adopted(state, gate, lambda words: capitalised(_(words))),
            _("These are the method's own criteria; saving makes them the project's"),
        )
