"""The question whether a feed may read a file or run a command: every word of it to be seen, each on a line of its own."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from cockpit.domain.feed import Feed, FeedSource
from cockpit.domain.message import N_
from cockpit.language import _, number
from cockpit.screens.frame import Frame
from cockpit.widgets.column import Cell
from cockpit.widgets.detail import Block, DetailBody, Page
from cockpit.widgets.signs import Tone


class TrustQuestion(ModalScreen[bool]):
    """Shows exactly what a feed reads or runs, and asks whether it may, or no longer; True where the user says yes."""

    DEFAULT_CSS = """
    TrustQuestion { align: center middle; }
    TrustQuestion > VerticalScroll {
        width: 100%; max-width: 100; height: auto; max-height: 100%; padding: 0 1; background: $surface; border: round $foreground 40%;
        scrollbar-size-vertical: 1;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "dismiss(True)", N_("Yes"), id="trust.yes"),
        Binding("escape,n", "dismiss(False)", N_("No"), id="trust.no"),
        Binding("down,j", "scroll(1)", N_("Down"), show=False, id="trust.down"),
        Binding("up,k", "scroll(-1)", N_("Up"), show=False, id="trust.up"),
    ]

    def __init__(self, about: Frame, feed: Feed, *, trusted: bool) -> None:
        """``trusted`` is whether it is by now."""
        super().__init__()
        self._key_of, self._feed, self._trusted = about.cockpit.key_of, feed, trusted

    def compose(self) -> ComposeResult:
        """What it reads, and what comes of a yes."""
        body = DetailBody()
        words = tuple((Cell(str(place), Tone.QUIET), Cell(word, Tone.STRONG)) for place, word in enumerate(self._feed.words[1:]))
        body.show(
            Page(self._question(), (Block(self._heading(), words), Block(_("What comes of it"), ((Cell(self._outcome()),),))))
        )
        with VerticalScroll():
            yield body

    def _question(self) -> str:
        if self._trusted:
            return _("Trust {feed} no more?").format(feed=self._feed)
        return _("Trust {feed}?").format(feed=self._feed)

    def _heading(self) -> str:
        if self._feed.source is FeedSource.FILE:
            return _("It follows this file")
        words = _("It runs this every {seconds} s, an argument a line, without a shell")
        return words.format(seconds=number(self._feed.every, 0))

    def _outcome(self) -> str:
        keys = {"yes": self._key_of("trust.yes"), "no": self._key_of("trust.no")}
        if self._trusted:
            return _("{yes}: nothing is read or run for it any more in your sessions; {no}: it goes on").format(**keys)
        words = _("{yes}: this, and exactly this, is read or run by you in this store from now on; {no}: nothing is")
        return words.format(**keys)

    def action_scroll(self, by: int) -> None:
        """Scroll by so many lines."""
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)
