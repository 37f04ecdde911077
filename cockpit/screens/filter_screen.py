"""A screen whose tables are narrowed down with two keys: to what is mine, overdue, critical, of this phase, or by a filter of one's own."""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from cockpit.domain.concern import Concern, concerns_of
from cockpit.domain.entity import Entity
from cockpit.domain.message import N_, message
from cockpit.language import _
from cockpit.screens import filter_bar
from cockpit.screens.errand_answers import Told
from cockpit.screens.filter_bar import FilterBar, own_place
from cockpit.screens.row_screen import RowScreen
from cockpit.screens.saved_filters import SavedFilter
from cockpit.screens.sections import SituationContext
from cockpit.screens.situation import Situation
from cockpit.widgets.entity_table import EntityTable
from cockpit.widgets.filtering import Narrowing
from cockpit.widgets.prompt import Prompt

if TYPE_CHECKING:
    from cockpit.screens.desk import Desk

_NAME = "filter name"


@cache
def narrowing(concern: Concern) -> Narrowing:
    """What keeps the rows of a concern, in the tables of a situation."""

    def keeps(row: Any, context: SituationContext) -> bool:
        return context.situation.viewpoint.keeps(concern, row)

    return Narrowing(concern.value, concern.label, keeps)


def narrowings(codes: Sequence[str]) -> tuple[Narrowing, ...]:
    """Those of some concerns, by their codes; a code that is known no more is left out."""
    return tuple(narrowing(concern) for concern in Concern if concern.value in codes)


class FilterScreen(RowScreen):
    """Asks on the last line what the table in view is to be narrowed down to."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("F", "filters", N_("Filters"), show=False, id="table.filters")]

    def __init__(self, mode: str) -> None:
        super().__init__(mode)
        self._forgetting = False
        self._offered: tuple[SavedFilter, ...] = ()
        """The filters of one's own that the bar tells; another session may have forgotten them since."""

    @property
    def filtered_entity(self) -> type[Entity] | None:
        """The entity of the table in view; None where what is in view cannot be filtered."""
        raise NotImplementedError

    async def action_filters(self) -> None:
        """Ask what to narrow the table down to."""
        if not self.query(FilterBar):
            await self.mount(FilterBar())
        self._focus_before = self.focused
        self._offer_filters()

    def _offer_filters(self, *, forgetting: bool = False) -> None:
        entity, table = self.filtered_entity, self.view
        if entity is not None and isinstance(table, EntityTable):
            chosen = {each.code for each in table.narrowings}
            self._offered = self.cockpit.filters.of(entity.kind)
            names = [saved.name for saved in self._offered]
            self.query_one(FilterBar).offer(concerns_of(entity), chosen, names, forgetting=forgetting)
            self._forgetting = forgetting

    async def on_filter_bar_left(self, event: FilterBar.Left) -> None:
        """Narrow the table down, or save or forget a filter."""
        answer, entity, table = event.answer, self.filtered_entity, self.view
        if answer == filter_bar.FORGET:
            self._offer_filters(forgetting=True)
            return
        if answer == filter_bar.SAVE:
            # The line that asks gives the focus back to what had it before the bar.
            before = self._focus_before
            await self.ask(_NAME, _("Save this filter as"))
            self._focus_before = before
            return
        self.return_focus()
        if answer is None or entity is None or not isinstance(table, EntityTable):
            return
        if (place := own_place(answer)) is None:
            self._turn(table, Concern(answer))
        else:
            saved = self._offered[place]
            if self._forgetting:
                self._keep_filter(entity, saved, forget=True)
            else:
                self.apply_filter(saved)

    def _turn(self, table: EntityTable, concern: Concern) -> None:
        """Narrow the table down to a concern as well, or no longer."""
        codes = {each.code for each in table.narrowings} ^ {concern.value}
        if concern is Concern.MINE and concern.value in codes and self.known.viewpoint.me is None:
            words = _("Nobody here has the handle “{who}”, so that nothing is yours")
            self.say(words.format(who=self.known.who), severity="warning")
            return
        table.filter_by(table.typed_filter, narrowings(tuple(codes)))

    def apply_filter(self, saved: SavedFilter) -> None:
        """Narrow the table in view down to what a filter says, and sort it so."""
        if isinstance(self.view, EntityTable):
            self.view.filter_by(saved.typed, narrowings(saved.concerns))
            self.view.sort_by(saved.sorted_by, descending=saved.descending)

    def on_prompt_answered(self, event: Prompt.Answered) -> None:
        """Save the filter in force under the name that was given."""
        entity, table = self.filtered_entity, self.view
        if event.about == _NAME and entity is not None and isinstance(table, EntityTable):
            codes, (sorted_by, descending) = tuple(each.code for each in table.narrowings), table.sorting
            self._keep_filter(entity, SavedFilter(event.text, table.typed_filter, codes, sorted_by, descending))

    def _keep_filter(self, entity: type[Entity], saved: SavedFilter, *, forget: bool = False) -> None:
        filters = self.cockpit.filters

        def errand(desk: "Desk") -> tuple[Message, Situation]:
            if forget:
                filters.forget(entity.kind, saved.name)
                told = Told(message(N_("Filter “{name}” is forgotten"), name=saved.name))
            else:
                filters.keep(entity.kind, saved)
                told = Told(message(N_("Filter “{name}” is saved"), name=saved.name))
            return told, desk.situation()

        self.cockpit.run_errand(errand, self)
