"""A mode that shows its entities in tables, one at a time, with the row under the cursor beside or below, to be read and edited.

A section may also be a sheet, with rows of several entities; the same can be done to its rows.
"""

from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.timer import Timer
from textual.widget import Widget

from cockpit.domain.entity import Entity
from cockpit.domain.message import N_
from cockpit.domain.project import Project
from cockpit.language import _
from cockpit.screens.cell_screen import CellScreen
from cockpit.screens.filter_screen import FilterScreen
from cockpit.screens.frame import Frame
from cockpit.screens.next_state import next_values
from cockpit.screens.row_screen import EDITING, ON_ROWS
from cockpit.screens.sections import Section, SheetSection, context_of, section_for
from cockpit.screens.sheet import NewRow, Sheet
from cockpit.screens.situation import Situation
from cockpit.widgets.detail import Detail, Page, Target
from cockpit.widgets.entity_table import EntityTable
from cockpit.widgets.section_bar import SectionBar

_REST = 0.08
"""Seconds that the cursor stays on a row before its detail is shown: a held key repaints the table alone."""


class TableScreen(CellScreen, FilterScreen):
    """Tables of rows with their detail, and a form for them in the side panel."""

    CSS_PATH: ClassVar[list[str | PurePath]] = [*Frame.CSS_PATH, Path(__file__).with_suffix(".tcss")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right_square_bracket", "turn(1)", N_("Next table"), show=False, id="section.next"),
        Binding("left_square_bracket", "turn(-1)", N_("Table before"), show=False, id="section.previous"),
        Binding("right,l", "to_side", N_("To the detail"), show=False, id="screen.to_side"),
        Binding("left,h", "to_table", N_("To the table"), show=False, id="screen.to_table"),
        Binding("escape", "back", N_("Back"), show=False, id="screen.back"),
    ]

    def __init__(self, mode: str, sections: Sequence[Section | SheetSection]) -> None:
        super().__init__(mode)
        self._sections = tuple(sections)
        self._place = 0
        self._views: dict[int, EntityTable | Sheet] = {}
        self._shown: dict[int, Situation] = {}
        self._rowless = False
        self._resting: Timer | None = None

    def compose_top(self) -> ComposeResult:
        """The names of the tables, where there are several."""
        if len(self._sections) > 1:
            yield SectionBar([_(section.name) for section in self._sections])

    def compose_body(self) -> ComposeResult:
        """The side panel; the tables come before it, each when it is first turned to."""
        with Container(id="side"):
            yield from self.compose_side()

    def compose_side(self) -> ComposeResult:
        """What the side panel holds besides forms."""
        yield Detail()

    # Which section is shown

    @property
    def section(self) -> Section | SheetSection:
        """The section that is shown."""
        return self._sections[self._place]

    def lists(self, entity: type[Entity]) -> bool:
        """Whether the section shown is the table of ``entity``."""
        return isinstance(self.section, Section) and self.section.entity is entity

    @property
    def filtered_entity(self) -> type[Entity] | None:
        """The entity of the table shown."""
        return self.section.entity if isinstance(self.section, Section) else None

    def table_of(self, entity: type[Entity]) -> Section:
        """How rows of ``entity`` are told: as in the table shown, else as in the one that this mode has for them."""
        tables = (each for each in (self.section, *self._sections) if isinstance(each, Section) and each.entity is entity)
        return next(tables, None) or section_for(entity)

    @property
    def view(self) -> EntityTable | Sheet:
        """Its table or sheet."""
        return self._views[self._place]

    @property
    def table(self) -> EntityTable:
        """Its table; a sheet has none."""
        assert isinstance(self.view, EntityTable)
        return self.view

    @property
    def _focal(self) -> Widget:
        """What has the focus where neither form nor detail has it."""
        return self.view.focal if isinstance(self.view, Sheet) else self.view

    @property
    def row(self) -> Any:
        """The row under the cursor, or None."""
        return self.view.row if self._place in self._views else None

    async def stand(self, situation: Situation) -> None:
        """Show what is known in the table in view; the others catch up when they are turned to."""
        await self._turn_to(self._place)

    async def _turn_to(self, place: int) -> None:
        fresh = place not in self._views
        if fresh:
            self._views[place] = _view_of(self._sections[place])
            await self.mount(self._views[place], before="#side")
        moved = place != self._place
        self._place = place
        for other, view in self._views.items():
            view.set_class(other != place, "-away")
        self.set_class(self.section.whole, "-whole")
        self._show_rows()
        if (fresh or moved) and self._form is None:
            self.set_focus(self._focal, scroll_visible=False)
        for bar in self.query(SectionBar):
            bar.point_to(place)
        self.turned()
        self.show_detail()
        self._note_emptiness()

    def _note_emptiness(self) -> None:
        """Offer what can be done to rows only while there is one."""
        if self._rowless is not (self.row is None):
            self._rowless = not self._rowless
            self.refresh_bindings()

    def _show_rows(self) -> None:
        situation = self.known
        if self._shown.get(self._place) is situation:
            return
        self._shown[self._place] = situation
        if isinstance(self.view, Sheet):
            self.view.stand(situation)
        elif isinstance(self.section, Section):
            show = self.view.renew if self._cell is not None else self.view.show
            show(self.section.rows(situation), context_of(situation))
            self.call_after_refresh(self._place_cell)

    def show_in_order(self) -> None:
        """Rows that have changed while a cell was open come to their places, and those that are gone leave."""
        if self._cell is None and isinstance(self.section, Section) and isinstance(self.view, EntityTable):
            self._shown.pop(self._place, None)
            self._show_rows()

    def show_again(self, entity: type[Entity]) -> None:
        """Show the table of ``entity`` anew: something else is known of its rows; at once where it is in view."""
        for place, section in enumerate(self._sections):
            if isinstance(section, Section) and section.entity is entity:
                self._shown.pop(place, None)
        if self.lists(entity) and self._place in self._views:
            self._show_rows()

    def turned(self) -> None:
        """Hook for what a screen shows with one of its tables only."""

    async def go_to(self, kind: str, uid: str) -> None:
        """Turn to the table of a kind, with the cursor on a row; a filter that hides it is taken away."""
        for place, section in enumerate(self._sections):
            if isinstance(section, Section) and section.entity.kind == kind:
                await self._turn_to(place)
                if not self.table.cursor_to(uid):
                    self.table.filter_by("")
                    self.table.cursor_to(uid)
                if self.row is not None:
                    self.add_class("-detail")
                self.show_detail()
                return

    def point_to(self, uid: str) -> bool:
        """Put the cursor on a row of the table or sheet in view."""
        return self._place in self._views and self.view.cursor_to(uid)

    async def show_table(self, kind: str) -> None:
        """Turn to the table of a kind, as it was left."""
        for place, section in enumerate(self._sections):
            if isinstance(section, Section) and section.entity.kind == kind:
                await self._turn_to(place)

    async def action_turn(self, by: int) -> None:
        """Turn to the next table or the one before."""
        await self._turn_to((self._place + by) % len(self._sections))

    async def action_section(self, place: int) -> None:
        """Turn to a table."""
        await self._turn_to(place)

    # The detail

    @on(EntityTable.Highlighted)
    @on(Sheet.Highlighted)
    def rest_on_row(self, event: EntityTable.Highlighted | Sheet.Highlighted) -> None:
        """Show the detail once the cursor rests, where there is anything to show it in."""
        event.stop()  # it concerns nobody else, and a picture would wait for it to be passed on
        self._note_emptiness()
        if not self.side_in_view:
            return
        if self._resting is not None:
            self._resting.stop()
        self._resting = self.set_timer(_REST, self.show_detail)

    def show_detail(self) -> None:
        """Show all about the row under the cursor, where that is in view."""
        if not self.side_in_view:
            return
        row = self.row
        for detail in self.query(Detail):
            detail.show(Page("") if row is None else self.page_of(row))

    def page_of(self, row: Any) -> Page:
        """All about a row."""
        return self.table_of(type(row)).page(self.known, row)

    def on_resize(self, event: events.Resize) -> None:
        """Show the detail where there has come to be room for it, as when the screen gets its first size."""
        self.call_next(self._show_detail_of_view)
        self.call_after_refresh(self._place_cell)

    def _show_detail_of_view(self) -> None:
        if self._place in self._views:
            self.show_detail()

    @property
    def detail_in_view(self) -> bool:
        """Whether the detail is shown already: beside a table where there is room, and wherever it was opened."""
        return (self.has_class("-wide") and not self.has_class("-whole")) or self.has_class("-detail")

    @property
    def side_in_view(self) -> bool:
        """Whether something beside the table follows the cursor."""
        return self.detail_in_view

    @on(EntityTable.Opened)
    @on(Sheet.Opened)
    async def open_asked_row(self, event: EntityTable.Opened | Sheet.Opened) -> None:
        """Open the row."""
        await self.open_row(event.row)

    async def open_row(self, row: Any) -> None:
        """Open the detail, or edit the row where it is open."""
        if self.detail_in_view:
            await self.action_edit()
        else:
            self.add_class("-detail")
            self.show_detail()

    def action_to_side(self) -> None:
        """Go to the detail: to scroll in it, and to the rows that it names."""
        if not self.detail_in_view:
            self.add_class("-detail")
            self.show_detail()
        for detail in self.query(Detail):
            detail.focus(scroll_visible=False)

    async def on_detail_opened(self, event: Detail.Opened) -> None:
        """Open the row that a line of the detail tells of."""
        await self.open_source(event.target)

    async def open_source(self, target: Target) -> None:
        """Go to a row that the detail tells of."""
        await self.cockpit.show_row(target.kind, target.uid)

    def action_to_table(self) -> None:
        """Go back to the table."""
        self._focal.focus(scroll_visible=False)

    def action_back(self) -> None:
        """Close the detail, with the focus on the table."""
        self.remove_class("-detail")
        self.action_to_table()

    # What can be done to rows

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a form is open its keys are its own; what there is no row for cannot be done."""
        if self._place not in self._views or self.is_editing:
            return action not in ON_ROWS and action not in _BESIDE_FORM
        if action in EDITING and isinstance(self.view, Sheet) and not self.view.editable:
            return False
        if action == "filters":
            return self.filtered_entity is not None
        if action == "change_cell":
            return self.can_change_cell
        if action == "new":
            return self.new_row is not None
        if action == "delete" and isinstance(self.row, Project):
            return False
        if action == "next_state":
            return self.row is not None and next_values(self.row, self.known.today) is not None
        if action == "turn":
            return len(self._sections) > 1
        if action in ON_ROWS:
            return self.row is not None
        return super().check_action(action, parameters)

    @property
    def new_row(self) -> NewRow | None:
        """What ``n`` makes; None where it makes nothing."""
        if isinstance(self.view, Sheet):
            return self.view.new_row
        return None if self.lists(Project) or not isinstance(self.section, Section) else NewRow(self.section.entity)

    # What the form asks of the tables

    def first_fields(self, entity: type[Entity]) -> tuple[str, ...]:
        """Those of the table of its rows."""
        return self.table_of(entity).first

    def return_from_form(self) -> None:
        """Go back to the table, where there is one already."""
        if self._place in self._views:
            self.action_to_table()

    def show_saved(self, uid: str) -> None:
        """Put the cursor on the row, with its detail."""
        self.view.cursor_to(uid)
        self.show_detail()


def _view_of(section: Section | SheetSection) -> EntityTable | Sheet:
    if isinstance(section, SheetSection):
        return section.sheet()
    return EntityTable(section.columns, empty=section.empty or N_("Nothing here yet; {new} makes the first"))


_BESIDE_FORM = frozenset({"filters", "turn", "to_side", "to_table", "back"})
