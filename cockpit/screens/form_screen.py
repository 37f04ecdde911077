"""A screen with a form in its side panel: what is typed is saved, kept as a draft, or set against what somebody else has made of the row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from cockpit.domain.act import highest_refs, logged, plan
from cockpit.domain.change import Batch
from cockpit.domain.consequence_words import consequences_told
from cockpit.domain.edit import Act, Create, Edit, Update
from cockpit.domain.entity import Entity
from cockpit.domain.message import N_, message
from cockpit.domain.moved import RowMoved
from cockpit.domain.problem import Refused
from cockpit.domain.state import ProjectState
from cockpit.domain.validation import validated
from cockpit.language import _, say
from cockpit.screens.among_others import beside_words
from cockpit.screens.errand_answers import Done
from cockpit.screens.frame import TAKING_BACK, Frame
from cockpit.screens.meanwhile import Meanwhile, deletion_of, looking, notice_of, version_of
from cockpit.screens.sections import context_of
from cockpit.screens.situation import Situation
from cockpit.widgets.conflict import Conflict, GoneRow
from cockpit.widgets.criterion_form import form_for
from cockpit.widgets.entity_form import EntityForm
from cockpit.widgets.reference_words import short_name

_MOST_TOLD = 3
"""Consequences of an act that are told one by one."""


@dataclass(frozen=True)
class Along:
    """What is written down along with what is typed into a form, before it: the edits, as of the state then, and what the form says of it."""

    edits: Callable[[ProjectState], Sequence[Edit]]
    said: str

    def after(self, state: ProjectState) -> ProjectState:
        """The state in which the form is filled in, as if all of it were written down already."""
        return state.applied(plan(state, Act(tuple(self.edits(state))), highest_refs(state)))


class FormScreen(Frame):
    """Opens one form at a time in the widget with the id ``side``, for a new row or one that is there."""

    def __init__(self, mode: str) -> None:
        super().__init__(mode)
        self._form: EntityForm | None = None
        self._draft_of = ""
        self._saving = ""
        self._along: Along | None = None
        self._moved_to: Entity | None = None
        """What the row of the form has become meanwhile, where others have edited it and the form says so; as it was, where it is gone."""
        self._meanwhile = ""
        """What the form says of that."""

    @property
    def known(self) -> Situation:
        """What is known now; a form is never opened before that."""
        situation = self.cockpit.situation
        assert situation
        return situation

    @property
    def is_editing(self) -> bool:
        """Whether a form has the keys, or a question in its place, such as whose version of a row is to stay."""
        return self.has_class("-editing")

    def allows(self, action: str) -> bool:
        """While versions of a row are compared, none of them is taken back from under it."""
        return super().allows(action) and not (action in TAKING_BACK and self.query("Conflict, GoneRow"))

    # What a screen adds

    def first_fields(self, entity: type[Entity]) -> tuple[str, ...]:
        """The fields that the form for a new row shows at once; all where it is empty."""
        raise NotImplementedError

    def return_from_form(self) -> None:
        """Give the keys back to what had them before the form."""
        raise NotImplementedError

    def show_saved(self, uid: str) -> None:
        """Show the row that was saved, with the cursor on it."""
        raise NotImplementedError

    # The form

    async def open_form(
        self,
        entity: type[Entity],
        row: Entity | None = None,
        *,
        values: Mapping[str, Any] | None = None,
        focus: str = "",
        along: Along | None = None,
    ) -> None:
        """Open the form for ``row``, or for a new row of ``entity`` with ``values`` given; it begins with the field ``focus``.

        What comes ``along`` is written down in the same act: ``row`` may be one that it makes.
        """
        await self._close_form()
        self.hush()
        self._along = along
        self._draft_of = row.uid if row else _what_for(values or {})
        draft = self.cockpit.drafts.of(
            entity.kind, self._draft_of, lambda uid: self.known.state.row(entity.kind, uid) is not None
        )
        if draft and row is not None and along is None:
            row = self._as_drafted(row)
        first = self.first_fields(entity) if row is None else ()
        context, said = context_of(self.known), ""
        if along is not None:
            context, said = replace(context, state=along.after(context.state)), along.said
        form = form_for(entity)
        self._form = form(
            entity, context, row, values=values, draft=draft, first=first, focus=focus, along=said,
            start_over=self.cockpit.key_of("form.start_over"),
        )  # fmt: skip
        self.add_class("-editing")
        await self.query_one("#side").mount(self._form)
        self.refresh_bindings()
        self.cockpit.has_open(self, _name_of(row) if row is not None and along is None else "")
        self._say_of_others()
        self._look_at_row()

    def _as_drafted(self, row: Entity) -> Entity:
        """The row as it was when its draft was typed: what others have made of it since is told and compared as if the form had stayed open."""
        try:
            seen = validated(type(row), {**self.cockpit.drafts.seen(row.kind, row.uid), "uid": row.uid})
        except Refused:
            return row
        return seen if seen.version < row.version else row

    async def _close_form(self) -> None:
        form, self._form, self._saving, self._along, self._moved_to = self._form, None, "", None, None
        self._meanwhile = ""
        self.cockpit.has_open(self, "")
        self.remove_class("-editing")
        if form is not None:
            await form.remove()
        await self.query("Conflict, GoneRow").remove()
        self.return_from_form()
        self.refresh_bindings()

    def keep_draft(self) -> None:
        """Keep what stands in an open form, as the cockpit is about to end."""
        form = self._form
        if form is not None and form.is_mounted:
            self._keep(form, form.draft)

    def on_entity_form_submitted(self, event: EntityForm.Submitted) -> None:
        """Save in the background; the form stays until that is done."""
        row = event.row
        self._saving = row.uid if row else str(uuid4())
        edit = Update(row, event.values) if row else Create(event.entity, event.values, self._saving)
        if row is None:
            # Where the cockpit ends before it hears that the row is there, the draft is none any more.
            self.cockpit.drafts.keep(event.entity.kind, self._draft_of, event.form.draft, becomes=self._saving)
        along = self._along.edits(self.known.state) if self._along else ()
        self.cockpit.carry_out(Act((*along, *self.accompanied(self.known, (edit,)))), self)

    def accompanied(self, situation: Situation, edits: Sequence[Edit]) -> tuple[Edit, ...]:
        """Edits with what this screen has written along with them; it may be asked in any thread."""
        return tuple(edits)

    def told_consequences(self, batch: Batch | None) -> list[str]:
        """What is to be told of what followed from what was done."""
        told = list(consequences_told(self.known.state, batch.changes if batch else (), self.known.today))
        more = [message(N_("and {count} more"), count=len(told) - _MOST_TOLD)] if len(told) > _MOST_TOLD else []
        return [say(each) for each in (*told[:_MOST_TOLD], *more)]

    def on_entity_form_draft_kept(self, event: EntityForm.DraftKept) -> None:
        """Keep what was typed for the next time; a form that is being taken away has nothing more to say."""
        if event.form is self._form:
            self._keep(event.form, event.draft)

    def _keep(self, form: EntityForm, draft: Mapping[str, str]) -> None:
        seen = logged(form.row) if form.row is not None and self._along is None else None
        self.cockpit.drafts.keep(form.entity.kind, self._draft_of, draft, seen=seen)

    async def on_entity_form_started_over(self, event: EntityForm.StartedOver) -> None:
        """Begin with the row as it is by now, where others have edited it."""
        form = self._form
        if form is event.form and form.row is not None and self._moved_to is not None:
            now = self.known.state.row(form.row.kind, form.row.uid)
            if now is not None:
                self.cockpit.drafts.drop(now.kind, self._draft_of)
                await self.open_form(type(now), now, focus=form.last_field)

    async def on_entity_form_cancelled(self, event: EntityForm.Cancelled) -> None:
        """Close the form; without anything typed there is no draft either."""
        if not event.form.draft:
            self.cockpit.drafts.drop(event.form.entity.kind, self._draft_of)
        await self._close_form()

    async def on_done(self, event: Done) -> None:
        """Close the form once it is saved, with the cursor on the row."""
        if not self._saving:
            return
        form, saved = self._form, self._saving
        if form is not None:
            self.cockpit.drafts.drop(form.entity.kind, self._draft_of)
        await self._close_form()
        self.show_saved(saved)
        row = form and self.known.state.row(form.entity.kind, saved)
        if row:
            words = _("{row} saved") if self.known.trial is None else _("{row} tried, not written")
            self.say("\n".join((words.format(row=short_name(row)), *self.told_consequences(event.batch))))

    async def deny(self, refused: Refused) -> None:
        """Say what is wrong beside the fields, or show both versions where somebody else was faster."""
        form = self._form
        if form is None or not self._saving:
            self._saving = ""
            await super().deny(refused)
            return
        self._saving = ""
        in_place = next(iter(self.query(Conflict)), None)
        if isinstance(refused, RowMoved) and form.row is not None and refused.seen.uid == form.row.uid:
            await self._show_moved(refused)
        elif in_place is not None and in_place.display:
            in_place.show_problems(refused.problems)
        else:
            await form.show_problems(refused.problems)
        self._look_at_row()

    # Others edit the same row

    async def update(self, situation: Situation) -> None:
        """Show what is known now, and say in an open form what others have made of its row."""
        await super().update(situation)
        self._look_at_row()

    def _look_at_row(self) -> None:
        """Where others have edited the row of the form, ask the log who and what; nothing that is typed is touched."""
        form = self._form
        if form is None or form.row is None or self._along is not None or self._saving:
            return
        seen = form.row
        now = self.known.state.row(seen.kind, seen.uid)
        if (now is None or now.version != seen.version) and (now or seen) is not self._moved_to:
            self._moved_to = now or seen
            self.cockpit.run_errand(looking(seen), self)

    async def on_meanwhile(self, event: Meanwhile) -> None:
        """Say what others have made of the row, in the form or among the versions."""
        form = self._form
        if form is None or form.row is not event.seen:
            return
        now = self.known.state.row(event.seen.kind, event.seen.uid)
        self._meanwhile = notice_of(event.seen, event.acts, gone=now is None)
        self._say_of_others()
        shown = next((each for each in self.query(Conflict) if each.display), None)
        if shown is not None and not self._saving and (now is None or now.version != shown.theirs.version):
            await self._show_moved(RowMoved(event.seen, now, shown.wanted, event.acts))

    async def show_company(self) -> None:
        """Show who else is in, and who has the row of the form open too."""
        await super().show_company()
        self._say_of_others()

    def _say_of_others(self) -> None:
        form = self._form
        if form is not None and form.is_mounted and form.row is not None:
            beside = beside_words(self.cockpit.others, _name_of(form.row))
            form.say_of_others("\n".join(filter(None, (beside, self._meanwhile))))

    async def _show_moved(self, moved: RowMoved) -> None:
        """Show the versions of the row in the place of the form, or that it is gone."""
        assert self._form
        self._form.go_on()
        self._form.display = False
        context, now = context_of(self.known), self.cockpit.now
        known = next(iter(self.query(Conflict)), None)
        shown: Conflict | GoneRow
        if moved.theirs is not None and known is not None:
            known.show(moved, context, version_of(moved.acts, now))
            known.display = True
            shown = known
        else:
            await self.query("Conflict, GoneRow").remove()
            if moved.theirs is None:
                shown = GoneRow(moved, context, deletion_of(moved.acts, now))
            else:
                shown = Conflict(moved, context, version_of(moved.acts, now))
            await self.query_one("#side").mount(shown)
        shown.take_focus()
        self.refresh_bindings()

    async def on_conflict_settled(self, event: Conflict.Settled) -> None:
        """Write what was chosen over theirs; where nothing of mine was, there is nothing to write."""
        if self._saving or self._form is None:
            return
        if event.values or self._along:
            self._saving = event.theirs.uid
            along = self._along.edits(self.known.state) if self._along else ()
            edits = self.accompanied(self.known, (Update(event.theirs, event.values),))
            self.cockpit.carry_out(Act((*along, *edits)), self)
        else:
            self.cockpit.drafts.drop(event.theirs.kind, event.theirs.uid)
            await self._close_form()
            self.say(_("{row} stays as it is; nothing of yours was saved").format(row=short_name(event.theirs)))

    def on_conflict_left(self, event: Conflict.Left) -> None:
        """Go back to the form, with all that was typed; what was chosen counts again when it is saved."""
        for conflict in self.query(Conflict):
            conflict.display = False
        if self._form is not None:
            self._form.display = True
            self._form.take_focus()
        self.refresh_bindings()

    async def on_gone_row_anew(self, event: GoneRow.Anew) -> None:
        """Make the row anew out of what it was and what was typed; what does not fit any more is said beside its field."""
        draft_of = self._draft_of
        await self.open_form(type(event.seen), values=event.values)
        self._draft_of = draft_of
        if self._form is not None:
            await self._form.action_submit()

    async def on_gone_row_left(self) -> None:
        """Leave it: what was typed waits in case the row comes back."""
        if self._form is not None:
            self._form.action_cancel()
            self.say(_("Nothing was saved; what you typed waits in case the row comes back"))


def _name_of(row: Entity) -> str:
    return f"{row.kind}:{row.uid}"


def _what_for(values: Mapping[str, Any]) -> str:
    """What tells the draft of a new row from those of others: whom or what it is about, not on which day."""
    return " ".join(f"{name}={value}" for name, value in sorted(values.items()) if isinstance(value, str | bool))
