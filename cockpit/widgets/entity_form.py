"""The form of any entity, built from the declaration of its fields: it validates, says what is wrong beside each field, and loses nothing."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.events import DescendantBlur
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Static

from cockpit.domain.entity import Entity, fields_of
from cockpit.domain.message import N_
from cockpit.domain.problem import Problem
from cockpit.language import _, ngettext, say
from cockpit.widgets.column import Context
from cockpit.widgets.field_input import FIELDS_CSS, Edited, ReferenceInput
from cockpit.widgets.field_row import FieldRow, MoreFields
from cockpit.widgets.form_fields import FormFields, say_problems
from cockpit.widgets.typed_text import content_of

_KEEPING = 1.0
"""Seconds of typing after which a draft is kept: what is lost at most where the power fails."""


class FormPage(VerticalScroll, inherit_bindings=False):
    """The fields, which scroll; the keys are those of the form, also where there is more than fits."""


class EntityForm(FormFields):
    """A form for a new row of an entity, or for the row given.

    It posts :class:`Submitted` when what was typed is valid, and :class:`Cancelled` when the user leaves; meanwhile :class:`DraftKept`
    whenever a field is left that was typed into, and every now and then while one is.  A draft given to a later form is brought back.  It does not disappear by itself: the screen takes it away once
    the edit has been made, or calls :meth:`show_problems` when it was refused.
    """

    DEFAULT_CSS = Path(__file__).with_suffix(".tcss").read_text("utf-8") + FIELDS_CSS
    SCOPED_CSS = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "submit", N_("Save"), id="form.save"),
        Binding("escape", "cancel", N_("Cancel"), id="form.cancel"),
        Binding("tab", "go(1, True)", N_("Next field"), show=False, id="form.next"),
        Binding("shift+tab", "go(-1, True)", N_("Previous field"), show=False, id="form.previous"),
        Binding("down", "go(1)", N_("Next field"), show=False, id="form.down"),
        Binding("up", "go(-1)", N_("Previous field"), show=False, id="form.up"),
        Binding("enter", "enter", N_("Next field, save at the last"), show=False, id="form.enter"),
        Binding("ctrl+l", "start_over", N_("Start over"), id="form.start_over"),
        Binding("pageup", "page(-1)", N_("Page up"), show=False, id="form.page_up"),
        Binding("pagedown", "page(1)", N_("Page down"), show=False, id="form.page_down"),
    ]

    class Submitted(Message):
        """What was typed is valid: the values to create a row with, or those of ``row`` that are to change."""

        def __init__(self, form: "EntityForm", row: Entity | None, values: dict[str, Any]) -> None:
            super().__init__()
            self.form, self.entity, self.row, self.values = form, form.entity, row, values

        @property
        def control(self) -> "EntityForm":
            """The form that was submitted."""
            return self.form

    class Cancelled(Message):
        """The user leaves the form."""

        def __init__(self, form: "EntityForm") -> None:
            super().__init__()
            self.form = form

        @property
        def control(self) -> "EntityForm":
            """The form that is left."""
            return self.form

    class StartedOver(Message):
        """The user has taken back everything that was typed."""

        def __init__(self, form: "EntityForm") -> None:
            super().__init__()
            self.form = form

    class DraftKept(Message):
        """What is typed by now, by the name of its field, to be given to the next form for this row or entity; nothing typed, no draft."""

        def __init__(self, form: "EntityForm", row: Entity | None, draft: dict[str, str]) -> None:
            super().__init__()
            self.form, self.entity, self.row, self.draft = form, form.entity, row, draft

        @property
        def control(self) -> "EntityForm":
            """The form that is typed into."""
            return self.form

    def __init__(
        self,
        entity: type[Entity],
        context: Context,
        row: Entity | None = None,
        *,
        values: Mapping[str, Any] | None = None,
        draft: Mapping[str, str] | None = None,
        first: Sequence[str] = (),
        focus: str = "",
        along: str = "",
        start_over: str = "",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """``values`` are set from the start in a new row; ``first`` names the fields that come first, in order; of the others, those that say
        nothing in ``row`` or ``draft`` are folded away.  ``focus`` names the field to begin with.  ``along`` says what is written down
        along with what is typed: there is something to save then even where nothing was changed.  ``start_over`` is the key of that
        name, as people read it.
        """
        super().__init__(entity, context, row, values=values, draft=draft, first=first, id=id, classes=classes)
        self._kept = self._draft
        """What was told last of what is typed."""
        self._keeping: Timer | None = None
        self._focus_first = focus
        self._along = along
        self._start_over = start_over
        self._handed_over = False
        self._refusal = ""
        self._refused_fields: set[str] | None = None
        """Of the fields with which saving was refused last, those that were not typed into since; None where it was not refused."""
        self._left: set[str] = set()
        """The fields that were left, and not typed into since."""

    def compose(self) -> ComposeResult:
        """The title, the fields, and the help for the field that has the focus."""
        new = _("New: {entity}").format(entity=_(self.entity.label))
        yield Static(content_of(str(self.row) if self.row else new), classes="form--title", markup=False)
        yield Static(classes="form--notice", markup=False)
        yield Static(classes="form--others", markup=False)
        with FormPage(can_focus=False):
            yield from self._rows_for(self._now)
            if self._later:
                yield MoreFields(len(self._later))
        yield Static(classes="form--help", markup=False)

    def on_mount(self) -> None:
        """Bring the draft back, and begin at the first field."""
        rows = {row.spec.name: row for row in self.rows}
        for name, typed in self._draft.items():
            if name in rows:
                rows[name].typed = typed
        self._notice(" ".join(filter(None, (self._told_draft() if self.draft else "", self._along))))
        self._suggest()
        begin = rows.get(self._focus_first) or next(iter(self.rows), None)
        if begin:
            begin.input.focus()

    def _told_draft(self) -> str:
        if not self._start_over:
            return _("Your draft is back.")
        return _("Your draft is back; {key} starts over.").format(key=self._start_over)

    # What a screen says

    async def show_problems(self, problems: Iterable[Problem]) -> None:
        """Say each problem beside its field, those of no field at the top, and go to the first field that is wrong."""
        problems = tuple(problems)
        self._handed_over, self._refused_fields = False, {problem.field for problem in problems} if problems else None
        if {problem.field for problem in problems} & {spec.name for spec in self._later}:
            await self._unfold()
        for row in self.rows:
            say_problems(row, problems)
        names = {row.spec.name for row in self.rows}
        self._refusal = " ".join(f"✗ {say(problem.message)}" for problem in problems if problem.field not in names)
        self._tell_refusal()
        if not problems:
            self._notice(self._along)
        for row in self.rows:
            if row.has_class("-wrong"):
                row.input.focus()
                self.call_after_refresh(row.scroll_visible, animate=False)
                return

    def _tell_refusal(self) -> None:
        """Say at the top what is wrong with no field, and how many fields still have to be corrected, where saving was refused."""
        if self._refused_fields is None:
            return
        wrong = len(self.query("FieldRow.-wrong"))
        counted = ngettext("✗ Not saved: {count} field to correct", "✗ Not saved: {count} fields to correct", wrong)
        told = " ".join(filter(None, (self._refusal, counted.format(count=wrong) if wrong else "")))
        self._notice(told or self._along)

    def _notice(self, sentence: str) -> None:
        notice = self.query_one(".form--notice", Static)
        notice.update(content_of(sentence))
        notice.set_class(bool(sentence), "-said")

    def say_of_others(self, sentence: str) -> None:
        """Say what others do to the row while it is open here; nothing that is typed is touched, and what has the focus stays in view."""
        told = self.query_one(".form--others", Static)
        told.update(content_of(sentence))
        told.set_class(bool(sentence), "-said")
        row = next((row for row in self.rows if row.input.has_focus), None)
        if row is not None:
            self.call_after_refresh(row.scroll_visible, animate=False)

    def go_on(self) -> None:
        """Go on with what is typed: it was not taken."""
        self._handed_over = False

    def take_focus(self) -> None:
        """Have the keys, at the field that had them last."""
        self._last_input.focus()

    # What keys do

    async def action_submit(self) -> None:
        """Validate what was typed, and hand it over or say what is wrong."""
        if self._handed_over:
            return
        valid, problems = self._checked()
        await self.show_problems(problems)
        if valid is None:
            return
        wanted = {spec.name: getattr(valid, spec.name) for spec in fields_of(self.entity)}
        if self.row:
            wanted = {name: value for name, value in wanted.items() if value != getattr(self.row, name)}
            if not wanted and not self._along:
                self.post_message(self.Cancelled(self))
                return
        self._handed_over = True
        self.post_message(self.Submitted(self, self.row, wanted))

    def action_cancel(self) -> None:
        """Leave; what was typed is kept as a draft."""
        self.keep_draft()
        self.post_message(self.Cancelled(self))

    def action_start_over(self) -> None:
        """Take back everything that was typed."""
        for row in self.rows:
            row.typed = row.initial
            row.say_problem("")
        self._refusal, self._refused_fields = "", None
        self._left.clear()
        self._notice(self._along)
        self.keep_draft()
        self.post_message(self.StartedOver(self))

    def action_page(self, by: int) -> None:
        """Scroll by a page: there may be more than fits."""
        page = self.query_one(FormPage)
        page.scroll_relative(y=by * max(1, page.size.height - 2), animate=False)

    def action_go(self, by: int, around: bool = False) -> None:
        """Go to the next field or the one before; a row that is offered is taken on the way."""
        stops = self._stops()
        for stop in stops:
            if around and by > 0 and isinstance(stop, ReferenceInput):
                stop.action_take()
        place = next((place for place, stop in enumerate(stops) if stop.has_focus), 0) + by
        if around:
            place %= len(stops)
        if 0 <= place < len(stops):
            left = [row for row in self.rows if row.input.has_focus]
            self._left |= {row.spec.name for row in left}
            stops[place].focus()
            self._say_what_is_left()
            for row in left:
                if row.has_class("-wrong"):
                    # Once what is wrong has its place: it is seen, as far as there is room for it beside where the user goes on.
                    self.call_after_refresh(self.call_after_refresh, self._bring_into_view, row, stops[place])

    def _bring_into_view(self, *widgets: Widget) -> None:
        for widget in widgets:
            if widget.is_attached:
                widget.scroll_visible(animate=False)

    def _say_what_is_left(self) -> None:
        """Say what is wrong with the fields that were left; what the store has refused stands until it is typed into.

        This comes with a key: at a click, the fields would move away from below the mouse.
        """
        wrong_way_round = {high for low, high in self.entity.ordered if low in self._left}
        problems, wrong = self._checked()[1], len(self.query("FieldRow.-wrong"))
        for row in self.rows:
            name = row.spec.name
            was_left = (name in self._left and row.dirty) or (name in wrong_way_round and row.typed)
            if was_left and name not in (self._refused_fields or ()):
                say_problems(row, problems)
        if len(self.query("FieldRow.-wrong")) != wrong:
            self._tell_refusal()

    def _stops(self) -> list[Widget]:
        return [*(row.input for row in self.rows), *self.query(MoreFields)]

    async def action_enter(self) -> None:
        """Go to the next field; save after the last."""
        stops = self._stops()
        if stops[-1].has_focus or (self._later and len(stops) > 1 and stops[-2].has_focus):
            await self.action_submit()
        else:
            self.action_go(1)

    @on(Input.Submitted)
    async def enter_in_line(self, event: Input.Submitted) -> None:
        """Go on from a line of text."""
        event.stop()
        await self.action_enter()

    @on(Edited)
    def forget_problem(self, event: Edited) -> None:
        """What was said about a field no longer holds once it is typed in."""
        event.stop()
        row = event.input.parent
        if isinstance(row, FieldRow):
            self._left.discard(row.spec.name)
            if self._refused_fields is not None:
                self._refused_fields.discard(row.spec.name)
            if row.has_class("-wrong"):
                row.say_problem("")
                self._tell_refusal()
        self._suggest()

    @on(Edited)
    def keep_soon(self) -> None:
        """Keep what is typed, though not at every letter."""
        if self._keeping is None:
            self._keeping = self.set_timer(_KEEPING, self.keep_draft)

    def on_descendant_blur(self, event: DescendantBlur) -> None:
        """Keep what was typed into the field that is left; another window does not count as leaving it."""
        self.keep_draft()
        if isinstance(row := event.widget.parent, FieldRow) and self.app.app_focus:
            self._left.add(row.spec.name)

    def keep_draft(self) -> None:
        """Tell what is typed by now, unless that is known or on its way into the store."""
        if self._keeping is not None:
            self._keeping.stop()
            self._keeping = None
        if not self._handed_over and (draft := self.draft) != self._kept:
            self._kept = draft
            self.post_message(self.DraftKept(self, self.row, draft))

    @on(MoreFields.Unfolded)
    async def unfold(self, event: MoreFields.Unfolded) -> None:
        """Show the fields that were left out, and go to the first of them."""
        event.stop()
        count = len(self.rows)
        await self._unfold()
        self.rows[count].input.focus()

    async def _unfold(self) -> None:
        specs, self._later = self._later, []
        more = self.query_one(MoreFields)
        await self.query_one(FormPage).mount_all(self._rows_for(specs), before=more)
        await more.remove()

    @property
    def last_field(self) -> str:
        """The name of the field that had the keys last."""
        return self._focus_first

    @property
    def _last_input(self) -> Widget:
        known = (row for row in self.rows if row.spec.name == self._focus_first)
        return next(known, self.rows[0]).input

    def on_descendant_focus(self) -> None:
        """Tell what the field is for."""
        row = next((row for row in self.rows if row.input.has_focus), None)
        if row is not None:
            self._focus_first = row.spec.name
        self.query_one(".form--help", Static).update(content_of(row.help if row else ""), layout=False)
