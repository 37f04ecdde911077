"""The command palette: every command, and any row of the project by its text."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from cockpit.domain.catalogue import ENTITIES
from cockpit.domain.entity import Entity
from cockpit.domain.text import folded
from cockpit.language import _
from cockpit.screens.frame import Frame
from cockpit.screens.modes import MODES
from cockpit.widgets.typed_text import content_of, display_line

_MOST_ROWS = 40
_IMPORT = "kpi.import"
"""The binding of one mode for a command that is found in all of them."""


def palette() -> CommandPalette:
    """A palette over what the cockpit can do and what the project holds."""
    return CommandPalette(providers=[CommandProvider, RowProvider], placeholder=_("Type a command, a ref or a few words"))


def _found(name: str, words: list[str]) -> float:
    """How well ``words`` match a name: all of them have to occur; 1 where it begins with the first."""
    text = folded(name)
    if not all(word in text for word in words):
        return 0.0
    return 1.0 if text.startswith(words[0]) else 0.6


def _highlighted(name: str, words: list[str]) -> Content:
    """A name with the words found in it underlined; never parsed as markup."""
    content, text = content_of(name), folded(name)
    if len(text) != len(content.plain):
        return content
    for word in words:
        start = text.find(word)
        content = content.stylize("underline", start, start + len(word))
    return content


class CommandProvider(Provider):
    """What the keys of the screen do, and the modes."""

    def _commands(self) -> Iterator[tuple[str, str, Any]]:
        screen = self.screen
        for mode in MODES:
            yield f"{_(mode.label)} ({mode.key})", _(mode.question), partial(self.app.run_action, f"mode('{mode.name}')")
        seen = set()
        for node, binding, _enabled, _tooltip in screen.active_bindings.values():
            if binding.id and binding.description and not binding.id.startswith("mode.") and binding.id not in seen:
                seen.add(binding.id)
                name = f"{_(binding.description)} ({self.app.get_key_display(binding)})"
                yield name, "", partial(self.app.run_action, binding.action, node)
        if _IMPORT not in seen:
            yield _("Import KPI data from a file"), "", partial(self.app.run_action, "import_kpis")
        yield _("Theme"), _("Choose other colours"), self.app.action_change_theme

    async def discover(self) -> Hits:
        """Everything, in order."""
        for name, help, run in self._commands():
            yield DiscoveryHit(content_of(name), run, name, help or None)

    async def search(self, query: str) -> Hits:
        """The commands in whose name all words occur."""
        words = folded(query).split()
        for name, help, run in self._commands():
            if words and (score := _found(name, words)):
                yield Hit(score, _highlighted(name, words), run, name, help or None)


class RowProvider(Provider):
    """The rows of the project, by ref and by what people call them."""

    def _rows(self, words: list[str]) -> Iterator[tuple[float, type[Entity], Entity]]:
        assert isinstance(self.screen, Frame)
        situation = self.screen.cockpit.situation
        if situation is None:
            return
        count = 0
        for entity in ENTITIES:
            for row in situation.state.all(entity):
                if score := _found(str(row), words):
                    yield score, entity, row
                    count += 1
                    if count >= _MOST_ROWS:
                        return

    async def search(self, query: str) -> Hits:
        """The rows in whose ref or title all words occur, the first few of them."""
        words = folded(query).split()
        if not words:
            return
        assert isinstance(self.screen, Frame)
        for score, entity, row in self._rows(words):
            name = display_line(str(row))
            show = partial(self.screen.cockpit.show_row, row.kind, row.uid)
            # A command of the same score comes first.
            yield Hit(score * 0.9, _highlighted(name, words), show, name, _(entity.label))
