"""The pages of a stand-up: what is shown of the topic, whose turn it is, the clock, and the keys that go from one to the next."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path, PurePath
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from cockpit.domain.standup_agenda import TopicName
from cockpit.domain.standup_taking import standing
from cockpit.language import _
from cockpit.screens.frame import Frame
from cockpit.screens.standup_clock import face_of
from cockpit.screens.standup_errands import (
    Known,
)
from cockpit.screens.standup_minutes import MinutesPage
from cockpit.screens.standup_page import shown, speakers, steps, taken_line
from cockpit.screens.standup_run import TAKEN, Place, StandupRun, pages_of
from cockpit.widgets.clock_face import ClockFace
from cockpit.widgets.detail import Detail, Target
from cockpit.widgets.page_head import PageHead
from cockpit.widgets.signs import STYLES
from cockpit.widgets.speaker_list import SpeakerList
from cockpit.widgets.told_text import ToldText
from cockpit.widgets.topic_bar import TopicBar
from cockpit.widgets.topic_lines import TopicLines
from cockpit.widgets.typed_text import content_of

_TICK = 1.0


class StandupPages(Frame):
    """A stand-up under way, as long as there is one: a page at a time."""

    CSS_PATH: ClassVar[list[str | PurePath]] = [*Frame.CSS_PATH, Path(__file__).with_name("standup.tcss")]
    LAST_HINTS: ClassVar[tuple[str, ...]] = ("app.help",)

    def __init__(self, mode: str) -> None:
        super().__init__(mode)
        self._run: StandupRun | None = None
        self._known: Known | None = None
        self._shown_at: Place | None = None

    def compose_body(self) -> ComposeResult:
        """The clock and the topics, the page, and what was taken down last."""
        with Vertical(id="standup"):
            with Horizontal(id="standup-time"):
                yield ToldText(id="standup-title")
                # The words stand apart from the figures, so that these alone are painted again.
                yield ToldText(id="clock-words")
                yield ClockFace()
            yield TopicBar()
            with Horizontal(id="standup-page"):
                yield SpeakerList()
                with Vertical(id="topic"):
                    yield PageHead()
                    yield ToldText(id="note")
                    yield TopicLines()
                yield Detail()
            yield MinutesPage()
            yield ToldText(id="last-taken")

    # What is known

    @property
    def is_over(self) -> bool:
        """Whether the minutes are on the screen."""
        return self.has_class("-minutes")

    @property
    def lines(self) -> TopicLines:
        """The lines of the page."""
        return self.query_one(TopicLines)

    @property
    def people(self) -> Sequence[str]:
        """Whom the stand-up goes round (uids)."""
        return self._known.people if self._known else ()

    async def on_mount(self) -> None:
        """Let the clock go."""
        self.set_interval(_TICK, self.tick)

    # What is shown

    def show_page(self) -> None:
        """Show the page that it is at."""
        run, known = self._run, self._known
        if run is None or known is None:
            return
        taken = standing(known.situation.state, run.taken)
        run = self._run = run.within(pages_of(known.agenda, known.people, taken))
        page = shown(known.agenda, known.situation, run, known.people)
        anew, self._shown_at = run.place != self._shown_at, run.place
        self.set_class(run.place.topic == TopicName.PEOPLE, "-people")
        self.query_one(PageHead).say(page.heading, page.aside)
        self.query_one("#note", ToldText).say(content_of(page.note))
        self.lines.show(page.lines, page.empty, anew=anew)
        self.query_one(SpeakerList).show(speakers(known.agenda, known.situation, run, known.people))
        self.query_one(TopicBar).show(steps(known.agenda, run, known.people, taken))
        last = taken_line(known.situation, taken[-1]) if taken else None
        told = f"{last.sign.text} {last.said}" if last and run.place.topic != TAKEN else ""
        self.query_one("#last-taken", ToldText).say(content_of(told))
        self.tick()
        self.refresh_bindings()

    def tick(self) -> None:
        """Show the time; nothing is painted while it stands still."""
        if self._run is None or not self.is_current:
            return
        planned = timedelta(minutes=self.cockpit.settings.standup_minutes)
        face = face_of(self._run.clock, self.cockpit.now, planned)
        self.query_one("#clock-words", ToldText).say(content_of(face.words, STYLES[face.tone]))
        self.query_one(ClockFace).show(face.figures, STYLES[face.tone])

    # What keys do

    def allows(self, action: str) -> bool:
        """What is taken back here is what was taken down here."""
        return action != "undo"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What can be done depends on the page."""
        match action:
            case "end":
                return not self.is_over
            case "turn" | "pause":
                return self._known is not None and not self.is_over
            case "absent":
                return self._run is not None and not self.is_over and bool(self._run.place.speaker)
        return super().check_action(action, parameters)

    async def action_turn(self, by: int) -> None:
        """Go to the next page, or to the one before; out of a detail first.  Behind the last page is the end."""
        if self.has_class("-detail"):
            self._close_detail()
            if by < 0:
                return
        if self._run is not None and self._known is not None:
            taken = standing(self._known.situation.state, self._run.taken)
            pages = pages_of(self._known.agenda, self._known.people, taken)
            if by > 0 and self._run.place == pages[-1]:
                await self.action_end()
                return
            self._run = self._run.turned(pages, by, self.cockpit.now)
            self.show_page()

    async def action_absent(self) -> None:
        """Mark whose turn it is as absent, and go on; or as there after all."""
        if self._run is None:
            return
        self._run = self._run.with_absence_turned()
        if self._run.place.speaker in self._run.absent:
            await self.action_turn(1)
        else:
            self.show_page()

    async def action_end(self) -> None:
        """Ask how it ends."""
        raise NotImplementedError

    def action_pause(self) -> None:
        """Stop the clock, or let it go on."""
        if self._run is not None:
            now = self.cockpit.now
            clock = self._run.clock
            self._run = replace(self._run, clock=clock.stopped(now) if clock.runs else clock.started(now))
            self.tick()

    # A line about a row leads to it

    def on_topic_lines_opened(self, event: TopicLines.Opened) -> None:
        """Show all about the row of a line."""
        self._open(Target(event.line.kind, event.line.uid))

    def on_detail_opened(self, event: Detail.Opened) -> None:
        """Show all about a row that the detail names."""
        self._open(event.target)

    def _open(self, target: Target) -> None:
        from cockpit.screens.mode_screens import section_of

        if self._known is None:
            return
        row = self._known.situation.state.row(*target)
        if row is None:
            self.say(_("It is no row of the project, or no longer there"), severity="warning")
            return
        self.add_class("-detail")
        detail = self.query_one(Detail)
        detail.show(section_of(type(row)).page(self._known.situation, row))
        self.call_after_refresh(detail.focus, scroll_visible=False)

    def _close_detail(self) -> None:
        self.remove_class("-detail")
        self.lines.focus(scroll_visible=False)
