"""The app among other sessions of the same store: who is in is told in the header, by a key, and in a form whose row others have open."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar
from weakref import WeakKeyDictionary

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from cockpit.domain.message import N_
from cockpit.language import _, moment, ngettext
from cockpit.screens.backstage import Backstage
from cockpit.screens.frame import Frame
from cockpit.widgets.typed_text import content_of, cut, display_line

if TYPE_CHECKING:
    from cockpit.screens.situation import Situation
    from cockpit.store.presence import Present

_MOST_NAMED = 3
"""How many people the header names; of more it tells how many."""

_LONGEST_NAME = 14


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
        self.others = event.others
        for screen in self.screen_stack:
            if isinstance(screen, Frame | CompanyScreen):
                await screen.show_company()

    def action_company(self) -> None:
        """Tell who is in, since when, and what they have open."""
        if isinstance(self.screen, Frame):
            self.push_screen(CompanyScreen(self.screen))


class CompanyScreen(ModalScreen[None]):
    """Everybody who has the store open."""

    DEFAULT_CSS = """
    CompanyScreen { align: center middle; }
    CompanyScreen > VerticalScroll {
        width: 76; max-width: 100%; height: auto; max-height: 100%; padding: 0 1; background: $surface; border: round $foreground 40%;
        scrollbar-size-vertical: 1;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,at,q", "dismiss", N_("Close"), show=False, id="company.close"),
        Binding("down,j", "scroll(1)", N_("Down"), show=False, id="company.down"),
        Binding("up,k", "scroll(-1)", N_("Up"), show=False, id="company.up"),
    ]

    def __init__(self, about: Frame) -> None:
        super().__init__()
        self._cockpit = about.cockpit

    def compose(self) -> ComposeResult:
        """A line for each session, and below it what it has open."""
        with VerticalScroll():
            yield Static(Content.styled(_("Who is in"), "bold"))
            yield Static(id="sessions", markup=False)

    async def on_mount(self) -> None:
        """Tell who is in now."""
        await self.show_company()

    async def show_company(self) -> None:
        """Tell who is in by now."""
        situation = self._cockpit.situation
        if situation is not None:
            lines = _lines(situation, self._cockpit.others, self._cockpit.now)
            self.query_one("#sessions", Static).update(content_of("\n".join(lines)))

    def action_scroll(self, by: int) -> None:
        """Scroll by so many lines."""
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)


def _lines(situation: "Situation", others: "tuple[Present, ...] | None", now: datetime) -> Iterator[str]:
    yield _("{who} (you)").format(who=display_line(situation.who))
    if others is None:
        yield ""
        yield _("Who else is in cannot be known here: nothing can be kept beside the store, or it lies on a network folder")
        return
    if not others:
        yield _("Nobody else is in")
    here = situation.state.project.uid
    for each in others:
        since = each.since.astimezone()
        when = f"{since:%H:%M}" if since.date() == now.astimezone().date() else moment(each.since)
        told = [_("{who}, since {when}").format(who=display_line(each.who), when=when), each.terminal]
        if each.project and each.project != here:
            told.append(_("in another project"))
        yield " · ".join(filter(None, told))
        for name in each.rows if each.project == here else ():
            row = situation.state.row(*_apart(name))
            if row is not None:
                yield "  " + _("has {row} open").format(row=cut(display_line(str(row)), 60))


def _apart(row: str) -> tuple[str, str]:
    kind, _colon, uid = row.partition(":")
    return kind, uid


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
    names = list(dict.fromkeys(display_line(each.who) for each in others or () if row in each.rows))
    if not names:
        return ""
    words = ngettext("{who} has this row open too", "{who} have this row open too", len(names))
    return words.format(who=", ".join(names))
