"""The app among other sessions of the same store: who is in is told in the header, by a key, and in a form whose row others have open."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar
from weakref import WeakKeyDictionary

from textual.binding import Binding, BindingType

from cockpit.domain.message import N_
from cockpit.language import _, ngettext
from cockpit.screens.backstage import Backstage
from cockpit.screens.frame import Frame
from cockpit.widgets.typed_text import cut, display_line

if TYPE_CHECKING:
    from cockpit.screens.situation import Situation
    from cockpit.store.presence import Present

_MOST_NAMED = 3
"""How many people the header names; of more it tells how many."""

_LONGEST_NAME = 14

RUNNING = "running"
"""Stands for the uid of a stand-up before its end, when it becomes a row."""

STANDUP_UNDER_WAY = f"standup:{RUNNING}"
"""What a session has open while a stand-up is held there; it is written out, as this is imported before any entity is."""


class AmongOthers(Backstage):
    """What others are known to have open, and what they are told of this session."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("at", "company", N_("Who is in"), show=False, id="app.company")]

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]
        self.others: tuple[Present, ...] | None = ()
        self._open_in: WeakKeyDictionary[Frame, str] = WeakKeyDictionary()

    def has_open(self, screen: Frame, row: str) -> None:
        """Have others know which row (``kind:uid``) is open in a form of ``screen``; none where it is empty."""
        if row:
            self._open_in[screen] = row
        else:
            self._open_in.pop(screen, None)
        self.open_rows = tuple(sorted(set(self._open_in.values())))

    def close_all(self) -> None:
        """Nothing is open any more, as when another project is turned to."""
        self._open_in.clear()
        self.open_rows = ()

    async def on_backstage_company(self, event: Backstage.Company) -> None:
        """Show who is in by now."""
        from cockpit.screens.company import CompanyScreen

        self.others = event.others
        for screen in self.screen_stack:
            if isinstance(screen, Frame | CompanyScreen):
                await screen.show_company()

    def action_company(self) -> None:
        """Tell who is in, since when, and what they have open."""
        from cockpit.screens.company import CompanyScreen

        if isinstance(self.screen, Frame):
            self.push_screen(CompanyScreen(self.screen))


def header_words(situation: "Situation", others: "tuple[Present, ...] | None") -> tuple[str, ...]:
    """Who else is in the same project, for the header: by name where they are few, and how many sessions they have; nothing where nobody is."""
    here = [each for each in others or () if each.project == situation.state.project.uid]
    if not here:
        return ()
    names = list(dict.fromkeys(cut(display_line(each.who), _LONGEST_NAME) for each in here))
    counted = f"+{len(here)}"
    if len(names) > _MOST_NAMED or len(names) < len(here):
        return (counted,)
    return (f"+ {', '.join(names)}", counted)


def beside_words(others: "tuple[Present, ...] | None", row: str) -> str:
    """Who else has a row (``kind:uid``) open, for its form; nothing where nobody has."""
    names = _having_open(others or (), row)
    words = ngettext("{who} has this row open too", "{who} have this row open too", len(names))
    return words.format(who=", ".join(names)) if names else ""


def holding_words(situation: "Situation", others: "tuple[Present, ...] | None") -> str:
    """Who else holds a stand-up of the same project, for the one that is held here; nothing where nobody does."""
    here = (each for each in others or () if each.project == situation.state.project.uid)
    names = _having_open(here, STANDUP_UNDER_WAY)
    return _("{who} too").format(who=", ".join(cut(name, _LONGEST_NAME) for name in names)) if names else ""


def _having_open(others: Iterable["Present"], row: str) -> list[str]:
    return list(dict.fromkeys(display_line(each.who) for each in others if row in each.rows))
