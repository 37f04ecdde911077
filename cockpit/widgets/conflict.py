"""The versions of one row, field by field, and the choice between them; and what can be done where the row is gone."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from cockpit.domain.conflict import FieldVersions, Side, differing, settled, still_chosen
from cockpit.domain.entity import Entity, FieldSpec, fields_of
from cockpit.domain.message import N_
from cockpit.domain.moved import RowMoved
from cockpit.domain.problem import Problem
from cockpit.language import _, headed, ngettext, say
from cockpit.widgets.column import Cell, Context
from cockpit.widgets.detail import Block, Page, PointedPage, Target
from cockpit.widgets.field_column import field_cell
from cockpit.widgets.signs import Tone
from cockpit.widgets.typed_text import content_of


class FieldsPage(PointedPage):
    """Fields one below the other: a field is brought into view with its heading and all its versions, as far as they fit."""

    def around(self, place: int) -> range:
        """From the heading to the next field that can be chosen."""
        places = self._body.places
        first = places[place][1].start - 1
        last = places[place + 1][1].start - 2 if place + 1 < len(places) else self.virtual_size.height
        return range(first, min(last, first + self.size.height))


class _InPlaceOfForm(Widget):
    """A page that stands in the place of a form whose row has moved: the row, who it was, what is wrong, and the fields."""

    DEFAULT_CSS = """
    _InPlaceOfForm {
        width: 1fr; height: 1fr; background: transparent;
        & > Static { height: auto; padding: 0 1; }
        & > .conflict--title { text-style: bold; }
        & > .conflict--notice { color: $warning; display: none; }
        & > .conflict--notice.-said { display: block; }
    }
    """

    def __init__(self, title: str, told: str) -> None:
        super().__init__()
        self._title, self._told = title, told

    def compose(self) -> ComposeResult:
        """What it is about, above the page that scrolls."""
        yield Static(content_of(self._title), classes="conflict--title", markup=False)
        yield Static(content_of(self._told), classes="conflict--told", markup=False)
        yield Static(classes="conflict--notice", markup=False)
        yield FieldsPage()

    def on_mount(self) -> None:
        """Show the fields."""
        self._page.show(self._told_fields())

    @property
    def _page(self) -> FieldsPage:
        return self.query_one(FieldsPage)

    def _told_fields(self) -> Page:
        raise NotImplementedError

    def take_focus(self) -> None:
        """Have the keys."""
        self._page.focus(scroll_visible=False)

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Say what is wrong with what was asked for."""
        self._notice(" ".join(f"✗ {say(problem.message)}" for problem in problems))

    def _notice(self, sentence: str) -> None:
        notice = self.query_one(".conflict--notice", Static)
        notice.update(content_of(sentence))
        notice.set_class(bool(sentence), "-said")


class Conflict(_InPlaceOfForm):
    """Somebody else has edited the row in the meantime: each field before, theirs and mine.

    It posts :class:`Settled` once every field that both have changed is decided, and :class:`Left` where the user goes back.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "take('theirs')", N_("Theirs"), id="conflict.theirs"),
        Binding("p", "take('mine')", N_("Mine"), id="conflict.mine"),
        Binding("space", "take_other", N_("The other one"), show=False, id="conflict.other"),
        Binding("T", "take_all('theirs')", N_("All theirs"), id="conflict.all_theirs"),
        Binding("P", "take_all('mine')", N_("All mine"), id="conflict.all_mine"),
        Binding("ctrl+s,enter", "save", N_("Save"), id="conflict.save"),
        Binding("escape", "leave", N_("Back"), id="conflict.leave"),
    ]

    class Settled(Message):
        """The user has decided: ``values`` are to be put over ``theirs``; there may be none."""

        def __init__(self, theirs: Entity, values: Mapping[str, Any]) -> None:
            super().__init__()
            self.theirs, self.values = theirs, values

    class Left(Message):
        """The user goes back to what was typed."""

    def __init__(self, moved: RowMoved, context: Context, told: str) -> None:
        """``told`` says who has made the other version, and when; the row is there."""
        assert moved.theirs
        super().__init__(str(moved.theirs), told)
        self._theirs, self._told_in = moved.theirs, context
        self.wanted = moved.wanted
        """The values that were typed, by the name of the field."""
        self._fields = self._in_order(moved)
        self._chosen: dict[str, Side] = {}

    def show(self, moved: RowMoved, context: Context, told: str) -> None:
        """Show the versions anew, as the row has moved again or something else was typed; what was chosen between the same values stays."""
        assert moved.theirs
        fields = self._in_order(moved)
        self._chosen = still_chosen(self._fields, fields, self._chosen)
        self._theirs, self._told_in, self._fields, self.wanted = moved.theirs, context, fields, moved.wanted
        self.query_one(".conflict--title", Static).update(content_of(str(moved.theirs)))
        self.query_one(".conflict--told", Static).update(content_of(told))
        self._notice("")
        self._page.show(self._told_fields())

    @property
    def theirs(self) -> Entity:
        """The row as it is shown to be by now."""
        return self._theirs

    def on_mount(self) -> None:
        """Begin at the first field that is to be decided."""
        super().on_mount()
        self.call_after_refresh(self._go_to_undecided)

    def _go_to_undecided(self) -> None:
        mine = [each for each in self._fields if each.is_mine_to_choose]
        undecided = [each for each in mine if self._side(each) is None]
        if mine:
            self._page.point(mine.index((undecided or mine)[0]))

    def _side(self, field: FieldVersions) -> Side | None:
        return self._chosen.get(field.spec.name, field.side)

    # What is shown

    def _told_fields(self) -> Page:
        return Page("", tuple(map(self._block, self._fields)))

    def _in_order(self, moved: RowMoved) -> tuple[FieldVersions, ...]:
        """What is to be decided first, then what only the user has changed, then the rest."""
        assert moved.theirs
        fields = differing(moved.seen, moved.theirs, moved.wanted)
        return tuple(sorted(fields, key=lambda field: (not field.is_clash, not field.is_mine_to_choose)))

    def _block(self, field: FieldVersions) -> Block:
        lines = [self._decision(field), _line(_("before"), field.spec, field.before, self._told_in, Tone.QUIET)]
        if field.theirs != field.before:
            lines.append(_line(_("theirs"), field.spec, field.theirs, self._told_in))
        if field.mine != field.before:
            lines.append(_line(_("yours"), field.spec, field.mine, self._told_in))
        target = Target("field", field.spec.name) if field.is_mine_to_choose else None
        return Block(_(field.spec.label), tuple(lines), (target, *(None for _each in lines[1:])))

    def _decision(self, field: FieldVersions) -> tuple[Cell, ...]:
        if not field.is_mine_to_choose:
            same = field.mine == field.theirs
            return (Cell(f"= {_('both have changed it to the same') if same else _('not changed by you: taken as it is now')}"),)
        match self._side(field):
            case None:
                return (Cell(f"? {_('changed by both: still to choose')}", Tone.WARNING),)
            case Side.MINE:
                words = _("yours replaces theirs") if field.is_clash else _("changed by you alone: yours is taken")
                return (Cell(f"✓ {words}", Tone.GOOD),)
            case Side.THEIRS:
                words = _("theirs stays") if field.is_clash else _("yours is left out")
                return (Cell(f"✓ {words}", Tone.GOOD),)

    # What keys do

    def _take(self, fields: Sequence[FieldVersions], side: Side) -> None:
        self._chosen |= {each.spec.name: side for each in fields if each.is_mine_to_choose}
        self._notice("")
        self._page.show(self._told_fields())

    @property
    def _pointed(self) -> FieldVersions | None:
        target = self._page.pointed
        return next((each for each in self._fields if target is not None and each.spec.name == target.uid), None)

    def action_take(self, side: str) -> None:
        """Take the value of one of the two for the field under the cursor, and go on to the next that is undecided."""
        if (field := self._pointed) is not None:
            self._take([field], Side(side))
            if any(self._side(each) is None for each in self._fields):
                self._go_to_undecided()

    def action_take_other(self) -> None:
        """Take the other value for the field under the cursor."""
        if (field := self._pointed) is not None:
            self._take([field], Side.THEIRS if self._side(field) is Side.MINE else Side.MINE)

    def action_take_all(self, side: str) -> None:
        """Take the values of one of the two for all fields that the user has changed."""
        self._take(self._fields, Side(side))

    def action_save(self) -> None:
        """Hand over what was chosen, or say what is still to be."""
        undecided = [_(each.spec.label) for each in self._fields if self._side(each) is None]
        if undecided:
            words = ngettext("Still to choose: {fields}", "Still to choose: {fields}", len(undecided))
            self._notice(f"? {words.format(fields=', '.join(undecided))}")
            self._go_to_undecided()
        else:
            self.post_message(self.Settled(self._theirs, settled(self._fields, self._chosen)))

    def action_leave(self) -> None:
        """Go back to the form."""
        self.post_message(self.Left())


class GoneRow(_InPlaceOfForm):
    """Somebody else has deleted the row in the meantime: what was typed for it can become a row anew, or wait.

    It posts :class:`Anew` or :class:`Left`.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "anew", N_("Make it anew"), id="gone.anew"),
        Binding("escape", "leave", N_("Leave it"), id="gone.leave"),
    ]

    class Anew(Message):
        """The user wants the row made anew with ``values``."""

        def __init__(self, seen: Entity, values: Mapping[str, Any]) -> None:
            super().__init__()
            self.seen, self.values = seen, values

    class Left(Message):
        """The user leaves it at that."""

    def __init__(self, moved: RowMoved, context: Context, told: str) -> None:
        """``told`` says who has deleted it, and when."""
        super().__init__(str(moved.seen), told)
        self._seen, self._wanted, self._told_in = moved.seen, moved.wanted, context

    def on_mount(self) -> None:
        """Say what can be done."""
        super().on_mount()
        self._notice(_("What you typed can become a new row, with a ref of its own, or wait in case this one comes back."))

    def _told_fields(self) -> Page:
        fields = differing(self._seen, self._seen, self._wanted)
        return Page("", tuple(map(self._block, fields)))

    def _block(self, field: FieldVersions) -> Block:
        before = _line(_("before"), field.spec, field.before, self._told_in, Tone.QUIET)
        return Block(_(field.spec.label), (before, _line(_("yours"), field.spec, field.mine, self._told_in)))

    def action_anew(self) -> None:
        """Ask for a new row: all that it was, and what was typed over it."""
        self.post_message(self.Anew(self._seen, {**self._was, **self._wanted}))

    @property
    def _was(self) -> dict[str, Any]:
        return {spec.name: getattr(self._seen, spec.name) for spec in fields_of(type(self._seen))}

    def action_leave(self) -> None:
        """Leave it."""
        self.post_message(self.Left())


def _line(whose: str, spec: FieldSpec, value: Any, context: Context, tone: Tone = Tone.PLAIN) -> tuple[Cell, ...]:
    told = field_cell(spec, value, context).text
    return Cell(headed(whose, "").rstrip(), Tone.QUIET), Cell(told or _("(empty)"), tone)
