"""Choosing a file: a line for its path above what the folder holds.

The widget reads nothing itself: it asks its screen, which may let a thread do it, and shows what comes back.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from cockpit.domain.message import N_
from cockpit.domain.text import clean_line
from cockpit.exchange.folder import Completion, Entry, EntryKind, Folder, path_typed
from cockpit.language import _, distance, file_size, ngettext
from cockpit.widgets.column import Cell, Column
from cockpit.widgets.entity_table import EntityTable
from cockpit.widgets.field_input import LineInput
from cockpit.widgets.signs import STYLES, Tone
from cockpit.widgets.typed_text import cut, display_line

_NAMELESS = "\N{REPLACEMENT CHARACTER}"
"""Stands for a name of which nothing can be shown."""


def _name(entry: Entry, _today: date) -> Cell:
    shown = display_line(entry.name) or _NAMELESS
    if entry.is_folder:
        return Cell(f"{shown}/", Tone.BUSY)
    return Cell(shown, Tone.PLAIN if entry.kind is EntryKind.TABLE else Tone.QUIET)


def _size(entry: Entry, _today: date) -> Cell:
    return Cell("" if entry.size is None else file_size(entry.size), Tone.QUIET)


def _age(entry: Entry, today: date) -> Cell:
    if entry.modified is None:
        return Cell("")
    local = entry.modified.astimezone()
    return Cell(f"{local:%H:%M}" if local.date() == today else distance(local.date(), today), Tone.QUIET)


COLUMNS = (
    Column("name", N_("Name"), _name, lambda entry, _today: (entry.kind.value, entry.name.casefold()), minimum=16, maximum=70,
           weight=1, priority=0),
    Column("size", N_("File size"), _size, lambda entry, _today: entry.size, right=True, minimum=6, maximum=12, priority=1),
    Column("modified", N_("Modified"), _age, lambda entry, _today: entry.modified, right=True, minimum=8, maximum=16, priority=2),
)  # fmt: skip


class PathInput(LineInput):
    """The line for a path: tab completes it, enter goes there, down leads to the list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go", N_("Open"), id="path.go"),
        Binding("tab", "complete", N_("Complete"), id="path.complete"),
        Binding("down,escape", "leave", N_("To the list"), id="path.leave"),
    ]

    class Told(Message):
        """What is to be done with the path that stands in the line."""

        def __init__(self, typed: str) -> None:
            super().__init__()
            self.typed = typed

    class Go(Told):
        """The user wants to go there."""

    class Complete(Told):
        """The user wants the rest of it."""

    class Leave(Message):
        """The user wants to go back to the list."""

    def action_go(self) -> None:
        """Go where the path leads."""
        self.post_message(self.Go(self.value))

    def action_complete(self) -> None:
        """Write the rest of the path, as far as there is no choice."""
        self.post_message(self.Complete(self.value))

    def action_leave(self) -> None:
        """Go to the list."""
        self.post_message(self.Leave())


class FolderTable(EntityTable):
    """What a folder holds."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l", "open", N_("Open"), show=False, id="folder.open"),
        Binding("backspace,left,h", "above", N_("Folder above"), id="folder.above"),
        Binding("full_stop", "all", N_("All files"), id="folder.all"),
        Binding("tab", "path", N_("Path"), id="folder.path"),
    ]

    class Above(Message):
        """The user wants to see the folder above."""

    class All(Message):
        """The user wants to see all files, or only the usual ones again."""

    class ToPath(Message):
        """The user wants to write a path."""

    def action_above(self) -> None:
        """Go to the folder above."""
        self.post_message(self.Above())

    def action_all(self) -> None:
        """Show all files, or only the usual ones again."""
        self.post_message(self.All())

    def action_path(self) -> None:
        """Write a path."""
        self.post_message(self.ToPath())


class FileChooser(Container):
    """A folder with a cursor, and a line for a path.

    It posts :class:`Entered` for a folder to be read, whose content comes by :meth:`show`, :class:`Typed` for a path that may lead to
    either, :class:`Completing` for the beginning of one, and :class:`Chosen` for a file.
    """

    DEFAULT_CSS = """
    FileChooser { layout: vertical; width: 1fr; height: 1fr; }
    FileChooser > Horizontal { height: 1; width: 1fr; padding: 0 1; }
    FileChooser > Horizontal > Static { width: auto; padding: 0 1 0 0; text-style: bold; }
    FileChooser > Horizontal > PathInput { width: 1fr; }
    FileChooser > #folder-told { height: auto; max-height: 3; width: 1fr; padding: 0 1; }
    """

    class Asked(Message):
        """Something is asked about a path."""

        def __init__(self, path: Path) -> None:
            super().__init__()
            self.path = path

    class Entered(Asked):
        """The user goes to a folder."""

    class Typed(Asked):
        """The user goes to what may be a folder or a file."""

    class Chosen(Asked):
        """The user has chosen a file."""

    class Completing(Message):
        """The user wants the rest of a path that is written from ``base``."""

        def __init__(self, typed: str, base: Path) -> None:
            super().__init__()
            self.typed, self.base = typed, base

    def __init__(self, today: date, key_of: Callable[[str], str]) -> None:
        """``today`` is the day from which ages are told; ``key_of`` tells the key of a binding as people read it."""
        super().__init__()
        self._today = today
        self._key_of = key_of
        self._folder: Folder | None = None
        self._all = False
        self._written = self._kept = ""

    def compose(self) -> ComposeResult:
        """The line for the path, the folder, and what there is to say about it."""
        with Horizontal():
            yield Static(_("File"), markup=False)
            yield PathInput()
        yield FolderTable(COLUMNS, empty=N_("Nothing here"))
        yield Static(id="folder-told", markup=False)

    @property
    def table(self) -> FolderTable:
        """The list."""
        return self.query_one(FolderTable)

    @property
    def line(self) -> PathInput:
        """The line for the path."""
        return self.query_one(PathInput)

    def show(self, folder: Folder) -> None:
        """Show a folder: with the cursor on where the user came from, else on the newest table."""
        before, self._folder = self._folder, folder
        moved = before is None or before.path != folder.path
        if moved:
            self.table.filter_by("")
            self._write(folder.path)
        self._fill()
        if moved:
            came_from = before.path.name if before is not None and before.path.parent == folder.path else ""
            if not came_from or not self.table.cursor_to(came_from):
                self._point_to_first()

    def _point_to_first(self) -> None:
        kinds = {entry.kind: entry for entry in reversed(self.table.shown)}
        for kind in (EntryKind.TABLE, EntryKind.FOLDER, EntryKind.ABOVE):
            if kind in kinds:
                self.table.cursor_to(kinds[kind].name)
                return

    def _write(self, path: Path) -> None:
        self._written = display_line(str(path)).rstrip("/") + "/"
        self.line.value = self._written
        self.line.cursor_position = len(self._written)

    def _fill(self) -> None:
        assert self._folder
        entries = self._folder.entries if self._all else self._folder.usual()
        self.table.show(entries, self._today)
        tables = sum(entry.kind is EntryKind.TABLE for entry in entries)
        words = ngettext("{count} table", "{count} tables", tables).format(count=tables)
        if hidden := len(self._folder.entries) - len(entries):
            more = ngettext("{count} more entry ({key} shows it)", "{count} more entries ({key} shows them)", hidden)
            words = f"{words} · {more.format(count=hidden, key=self._key_of('folder.all'))}"
        self.tell(words)

    def complete(self, completion: Completion) -> None:
        """Write the rest of a path."""
        self.line.value = self._kept + completion.text
        self.line.cursor_position = len(self.line.value)
        if completion.matches == 0:
            self.tell(_("Nothing there begins like this"), Tone.WARNING)
        elif completion.matches > 1:
            words = ngettext("{count} name begins like this", "{count} names begin like this", completion.matches)
            self.tell(words.format(count=completion.matches))

    def tell(self, words: str, tone: Tone = Tone.QUIET) -> None:
        """Say something about the folder or the path, below the list."""
        told = display_line(words)
        self.query_one("#folder-told", Static).update(Content.styled(cut(told, 400), STYLES[tone]))

    def focus_list(self) -> None:
        """Give the list the keys."""
        self.table.focus(scroll_visible=False)

    # What the line and the list tell

    def on_entity_table_opened(self, event: EntityTable.Opened) -> None:
        """Go into the folder, or take the file."""
        event.stop()
        entry: Entry = event.row
        self.post_message(self.Entered(entry.path) if entry.is_folder else self.Chosen(entry.path))

    def on_folder_table_above(self) -> None:
        """Go to the folder above."""
        if self._folder is not None and self._folder.path != self._folder.path.parent:
            self.post_message(self.Entered(self._folder.path.parent))

    def on_folder_table_all(self) -> None:
        """Show all files, or only the usual ones again."""
        self._all = not self._all
        if self._folder is not None:
            self._fill()

    def on_folder_table_to_path(self) -> None:
        """Write a path."""
        self.line.focus(scroll_visible=False)

    def on_path_input_leave(self) -> None:
        """Go to the list."""
        self.focus_list()

    def on_path_input_go(self, event: PathInput.Go) -> None:
        """Go where the path leads."""
        if self._folder is None:
            return
        rest = self._rest_of(event.typed)
        if rest:
            self.post_message(self.Typed(path_typed(rest, self._folder.path)))
        else:
            self.focus_list()

    def on_path_input_complete(self, event: PathInput.Complete) -> None:
        """Write the rest of the path."""
        if self._folder is not None:
            self.post_message(self.Completing(self._rest_of(event.typed), self._folder.path))

    def _rest_of(self, typed: str) -> str:
        """What was written after the folder shown, the name of which may be one that cannot be written."""
        self._kept = self._written if typed.startswith(self._written) else ""
        return typed.removeprefix(self._written)

    def on_paste(self, event: events.Paste) -> None:
        """Take a pasted path, wherever the keys go."""
        event.stop()
        self.line.value = clean_line(event.text)
        self.line.cursor_position = len(self.line.value)
        self.line.focus(scroll_visible=False)
