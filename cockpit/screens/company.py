"""Everybody who has the store open: whose sessions they are, since when, and what they have open."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from cockpit.language import _, moment
from cockpit.screens.among_others import STANDUP_UNDER_WAY
from cockpit.screens.frame import Frame
from cockpit.screens.help import Leaflet
from cockpit.widgets.typed_text import content_of, cut, display_line

if TYPE_CHECKING:
    from cockpit.screens.situation import Situation
    from cockpit.store.presence import Present


class CompanyScreen(Leaflet):
    """Everybody who has the store open."""

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
            if name == STANDUP_UNDER_WAY:
                yield "  " + _("holds a stand-up")
                continue
            row = situation.state.row(*_apart(name))
            if row is not None:
                yield "  " + _("has {row} open").format(row=cut(display_line(str(row)), 60))


def _apart(row: str) -> tuple[str, str]:
    kind, _colon, uid = row.partition(":")
    return kind, uid
