"""The command palette: every command, and any row of the project by what people remember of it."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from textual.app import App
from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.widgets import Input
from textual.widgets.option_list import Option

from cockpit.domain.catalogue import ENTITIES
from cockpit.domain.concern import concerns_of
from cockpit.domain.entity import Entity, fields_of
from cockpit.domain.fuzzy import Found, Sought
from cockpit.domain.message import N_
from cockpit.domain.person import Person
from cockpit.domain.state import ProjectState
from cockpit.domain.text import folded, unfolded
from cockpit.language import _
from cockpit.screens.frame import Frame
from cockpit.screens.mode_screens import mode_of, sections_of
from cockpit.screens.modes import ALL, MODES
from cockpit.screens.saved_filters import SavedFilter, SavedFilters
from cockpit.screens.sections import Section
from cockpit.screens.situation import Situation
from cockpit.screens.table_screen import TableScreen
from cockpit.widgets.typed_text import content_of, display_line

_MOST_ROWS = 40
_BESIDE_COMMANDS = 0.9
"""What the score of a row or a filter counts beside that of a command: of the same score, the command comes first."""

_MORE = {
    "app.export": N_("Write a snapshot of the project into a file"),
    "row.copy_as": N_("Rows as text, Markdown or TSV to the clipboard"),
    "app.what_if": N_("Keep or drop what is tried"),
}
"""What else commands are looked for by, by the ids of their bindings."""

_IMPORT = "kpi.import"
"""The binding of one mode for a command that is found in all of them."""


class Palette(CommandPalette):
    """The palette of Textual, which says in the language chosen that nothing was found."""

    def _start_no_matches_countdown(self, search_value: str) -> None:
        self._stop_no_matches_countdown()
        self._no_matches_timer = self.set_timer(self._NO_MATCHES_COUNTDOWN, partial(self._say_nothing_found, search_value))

    def _say_nothing_found(self, typed: str) -> None:
        if typed:
            words = Content.styled(_("Nothing found; try fewer letters"), "italic")
            self.query_one(CommandList).add_option(Option(words, disabled=True, id=self._NO_MATCHES))
        self._list_visible = bool(typed)


def palette() -> Palette:
    """A palette over what the cockpit can do and what the project holds."""
    return Palette(
        providers=[CommandProvider, FilterProvider, RowProvider], placeholder=_("Type a command, a ref or a few words")
    )


def row_palette() -> Palette:
    """A palette over the rows of the project alone, in which the screen below points to the row that is chosen, if it shows it."""
    return Palette(providers=[RowOnScreenProvider], placeholder=_("Type a ref or a few words of a row"))


async def open_palette(app: App[Any], palette: Palette) -> None:
    """Open a palette; when this is done, it has the keys, so that none typed ahead goes past it."""
    await app.push_screen(palette)
    # Its providers begin now: one that a letter typed at once interrupts in that would never find anything.
    await asyncio.sleep(0)
    palette.set_focus(palette.query_one(Input), scroll_visible=False)


def _highlighted(name: str, found: Found) -> Content:
    """A name with the letters found in it underlined; never parsed as markup."""
    content = content_of(name)
    if len(content.plain) == len(name):
        for place in unfolded(name, found.places):
            content = content.stylize("underline", place, place + 1)
    return content


class CommandProvider(Provider):
    """What the keys of the screen do, and the modes."""

    def _commands(self) -> Iterator[tuple[str, str, Any]]:
        screen = self.screen
        assert isinstance(screen, Frame)
        for mode in ALL:
            key = screen.own_key(f"mode.{mode.name}", mode.key)
            yield f"{_(mode.label)} ({key})", _(mode.question), partial(self.app.run_action, f"mode('{mode.name}')")
        seen = set()
        for node, binding, _enabled, _tooltip in screen.active_bindings.values():
            if binding.id and binding.description and not binding.id.startswith("mode.") and binding.id not in seen:
                seen.add(binding.id)
                name = f"{_(binding.description)} ({self.app.get_key_display(binding)})"
                yield name, _(_MORE.get(binding.id, "")), partial(self.app.run_action, binding.action, node)
        if _IMPORT not in seen:
            yield _("Import KPI data from a file"), "", partial(self.app.run_action, "import_kpis")
        yield _("Theme"), _("Choose other colours"), self.app.action_change_theme

    async def discover(self) -> Hits:
        """Everything, in order."""
        for name, help, run in self._commands():
            yield DiscoveryHit(content_of(name), run, name, help or None)

    async def search(self, query: str) -> Hits:
        """The commands in whose name all words are found, then those in whose description they are."""
        sought = Sought.typed(query)
        for name, help, run in self._commands():
            if found := sought.found(folded(name)):
                yield Hit(found.score, _highlighted(name, found), run, name, help or None)
            elif help and (found := sought.found(folded(help))):
                yield Hit(found.score * _BESIDE_COMMANDS, content_of(name), run, name, help)


class FilterProvider(Provider):
    """The tables of the project narrowed down: to what is mine, overdue and so on, and by filters of one's own."""

    _own: SavedFilters | None = None

    def _filters(self) -> Iterator[tuple[str, str, SavedFilter]]:
        assert isinstance(self.screen, Frame)
        if self._own is None:
            self._own = self.screen.cockpit.filters
        for mode in MODES:
            for entity in (section.entity for section in sections_of(mode.name) if isinstance(section, Section)):
                for concern in concerns_of(entity):
                    label = _(concern.label)
                    yield f"{_(entity.plural)}: {label}", entity.kind, SavedFilter(label, concerns=(concern.value,))
                for saved in self._own.of(entity.kind):
                    yield f"{_(entity.plural)}: {display_line(saved.name)}", entity.kind, saved

    async def search(self, query: str) -> Hits:
        """The filters in whose name all words are found."""
        assert isinstance(self.screen, Frame)
        if self.screen.cockpit.situation is None:
            return
        sought = Sought.typed(query)
        for name, kind, saved in self._filters():
            if found := sought.found(folded(name)):
                show = partial(self._show, kind, saved)
                yield Hit(found.score * _BESIDE_COMMANDS, _highlighted(name, found), show, name, _("Filter"))

    async def _show(self, kind: str, saved: SavedFilter) -> None:
        assert isinstance(self.screen, Frame)
        await self.screen.cockpit.action_mode(mode_of(kind))
        if isinstance(self.app.screen, TableScreen):
            await self.app.screen.show_table(kind)
            self.app.screen.apply_filter(saved)


class RowsByName:
    """Rows with what they are found by: ref and title first, then what they are and who has to do with them."""

    def __init__(self, state: ProjectState) -> None:
        self.rows: list[Entity] = []
        self._texts: list[str] = []
        handles = {person.uid: folded(person.handle) for person in state.all(Person)}
        for entity in ENTITIES:
            people = [spec.name for spec in fields_of(entity) if spec.refers_to == Person.kind]
            label = folded(_(entity.label))
            rows = state.all(entity)
            self.rows += rows
            self._texts += [_text(row, label, [handles.get(uid, "") for uid in _uids(row, people)]) for row in rows]

    def like(self, typed: str) -> list[tuple[Entity, Found]]:
        """The rows that ``typed`` may mean, the best first."""
        ranked = Sought.typed(typed).ranked(self._texts, _MOST_ROWS)
        return [(self.rows[place], found) for place, found in ranked]


def _uids(row: Entity, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        target = getattr(row, name)
        yield from target if isinstance(target, tuple) else (target,)


def _text(row: Entity, label: str, handles: Sequence[str]) -> str:
    return f"{folded(display_line(str(row)))}\n{label}\n{' '.join(handles)}"


class RowProvider(Provider):
    """The rows of the project: found in a thread, since there may be tens of thousands."""

    _gathering: "asyncio.Task[RowsByName] | None" = None

    async def _gathered(self, situation: Situation) -> RowsByName:
        """What rows are found by, gathered once: a search that is given up as another letter is typed does not give that up."""
        if self._gathering is None:
            self._gathering = asyncio.create_task(asyncio.to_thread(RowsByName, situation.state))
        return await asyncio.shield(self._gathering)

    async def search(self, query: str) -> Hits:
        """The rows in which all words are found, the best of them."""
        assert isinstance(self.screen, Frame)
        if (situation := self.screen.cockpit.situation) is None:
            return
        rows = await self._gathered(situation)
        for row, found in await asyncio.to_thread(rows.like, query):
            name = display_line(str(row))
            yield Hit(found.score * _BESIDE_COMMANDS, _highlighted(name, found), self.showing(row), name, _(row.label))

    def showing(self, row: Entity) -> Any:
        """What shows a row that was chosen: its own screen."""
        assert isinstance(self.screen, Frame)
        return partial(self.screen.cockpit.show_row, row.kind, row.uid)


class RowOnScreenProvider(RowProvider):
    """The same, shown where the user is, where the row is there too."""

    def showing(self, row: Entity) -> Any:
        """The screen itself points to the row; if it does not show it, its own does."""
        assert isinstance(self.screen, Frame)
        return partial(_point_to, self.screen, row)


async def _point_to(screen: Frame, row: Entity) -> None:
    if not screen.point_to(row.uid):
        await screen.cockpit.show_row(row.kind, row.uid)
