"""The stand-up, as a room looks at it: begun, gone on with, and ended with minutes; one line takes down what is agreed."""

from dataclasses import replace
from typing import ClassVar
from uuid import uuid4

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content

from cockpit.domain.message import N_
from cockpit.domain.problem import Refused
from cockpit.domain.standup import Standup
from cockpit.domain.standup_agenda import TopicName, since_last
from cockpit.domain.standup_taking import Taking, celebrating, standing
from cockpit.domain.win import Win
from cockpit.language import _, day, moment, say
from cockpit.screens import standup_bars
from cockpit.screens.among_others import RUNNING, STANDUP_UNDER_WAY, holding_words
from cockpit.screens.situation import Situation
from cockpit.screens.standup_bars import EndBar, ResumeBar, StandupBar
from cockpit.screens.standup_errands import (
    AgendaErrand,
    AgendaKnown,
    Ended,
    Known,
    TakenBack,
    TakenDownNow,
    finishing,
    taking,
    taking_back,
)
from cockpit.screens.standup_line import StandupLine, is_line
from cockpit.screens.standup_minutes import MINUTES, MinutesPage, ask_where, copy_minutes, write_minutes
from cockpit.screens.standup_page import win_at
from cockpit.screens.standup_pages import StandupPages
from cockpit.screens.standup_run import StandupRun
from cockpit.widgets.clock_face import ClockFace
from cockpit.widgets.prompt import Prompt
from cockpit.widgets.signs import STYLES, Tone
from cockpit.widgets.taken_line import Bearings
from cockpit.widgets.told_text import ToldText
from cockpit.widgets.typed_text import content_of

_UNDER_WAY = frozenset({"turn", "take", "take_back", "celebrate", "absent", "pause", "end"})
"""What is done at a stand-up until it is being stored."""

DRAFT = (Standup.kind, RUNNING)
"""What a stand-up that was left is kept under."""


class StandupScreen(StandupPages):
    """One stand-up after the other: under way, waiting to be gone on with, or over, with its minutes on the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,right,l", "turn(1)", N_("Next"), id="standup.next"),
        Binding("backspace,left,h", "turn(-1)", N_("Before"), show=False, id="standup.before"),
        Binding("a", f"take('{Taking.ACTION}')", N_("Action"), id="standup.action"),
        Binding("d", f"take('{Taking.DECISION}')", N_("Decision"), id="standup.decision"),
        Binding("b", f"take('{Taking.BLOCKER}')", N_("Blocker"), id="standup.blocker"),
        Binding("minus", "absent", N_("Absent"), id="standup.absent"),
        Binding("c", "celebrate", N_("Celebrate"), id="standup.celebrate"),
        Binding("u", "take_back", N_("Undo"), show=False, id="standup.undo"),
        Binding("p", "pause", N_("Pause"), id="standup.pause"),
        Binding("y", "copy", N_("Copy"), id="standup.copy"),
        Binding("x", "export_minutes", N_("Export"), id="standup.export"),
        Binding("escape", "end", N_("End"), id="standup.end"),
        Binding("escape,enter", "close", N_("Close"), id="standup.close"),
    ]

    def __init__(self, mode: str) -> None:
        super().__init__(mode)
        self._agenda = AgendaErrand(self)
        self._line = StandupLine(self)
        self._ending = ""
        """The uid of the stand-up that is being stored."""
        self._held = ""
        """The ref of the stand-up whose minutes are on the screen."""
        self._typed: dict[str, str] = {}

    # How it begins

    async def stand(self, situation: Situation) -> None:
        """Begin, or look again what there is to tell where somebody has changed something; what was taken down is shown at once."""
        if self._known is not None:
            self._know(replace(self._known, situation=situation.actual or situation))
        if not self.is_over:
            self._look(situation)

    async def on_screen_resume(self) -> None:
        """Begin another one where the one before is over."""
        if self.cockpit.situation is not None and self._run is None and not self.is_over and self._composed:
            self._look(self.cockpit.situation)
        self.tick()

    def _look(self, situation: Situation) -> None:
        if self._run is None:
            self._begin(situation)
        if self._run is not None:
            self._agenda.see_to(situation.actual or situation, self._run.since)

    def _begin(self, situation: Situation) -> None:
        state = situation.state
        left = StandupRun.kept(self.cockpit.drafts.of(*DRAFT, lambda uid: state.get(Standup, uid) is not None))
        now = self.cockpit.now
        self._run = left or StandupRun.beginning(now, since_last(state, now))
        words = _("Looking at what has moved since {day}…").format(day=day(situation.day_of(self._run.since), situation.today))
        self._known = self._shown_at = None
        self._agenda = AgendaErrand(self)
        self.lines.show((), words, anew=True)
        self._say_title(situation)
        self.lines.focus(scroll_visible=False)
        if left is None:
            self._tell_others()
        else:
            asked = _("Begun {moment}, not ended:").format(moment=moment(left.began, situation.today))
            self.call_after_refresh(self._ask_with_keys, ResumeBar(asked))
        self.tick()

    def _say_title(self, situation: Situation) -> None:
        if self._run is not None:
            title = _("Stand-up of {day}").format(day=day(situation.day_of(self._run.began), situation.today))
            beside = holding_words(situation, self.cockpit.others)
            said = content_of(title, "bold")
            told = said + Content(" · ") + content_of(beside, STYLES[Tone.WARNING]) if beside else said
            self.query_one("#standup-title", ToldText).say(told)

    async def show_company(self) -> None:
        """Show who else holds a stand-up, as each would have minutes of its own."""
        await super().show_company()
        if self._composed and self.cockpit.situation is not None:
            self._say_title(self.cockpit.situation)

    def _tell_others(self) -> None:
        self.cockpit.has_open(self, STANDUP_UNDER_WAY if self._run is not None else "")

    def show_page(self) -> None:
        """Whatever is shown is kept too."""
        super().show_page()
        self.keep_draft()

    def tick(self) -> None:
        """What is typed is kept as time goes on."""
        super().tick()
        if self._run is not None and self._line.typed != self._typed:
            self._typed = self._line.typed
            self.keep_draft()

    def on_agenda_known(self, event: AgendaKnown) -> None:
        """Show what there is to tell, if it is about this stand-up."""
        if self._run is not None and event.since == self._run.since and not self.is_over:
            latest = self._known.situation if self._known else event.known.situation
            later = latest if latest.serial > event.known.situation.serial else event.known.situation
            self._know(replace(event.known, situation=later))

    def _know(self, known: Known) -> None:
        self._known = known
        self._line.know(known.situation)
        self.show_page()

    # One line is taken down

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Lines are taken down until it is over; then there are minutes."""
        if self._ending and action in _UNDER_WAY:
            return False
        match action:
            case "copy" | "export_minutes" | "close":
                return self.is_over
            case "take" | "take_back":
                return self._known is not None and not self.is_over
            case "celebrate":
                return self._run is not None and not self.is_over and self._run.place.topic == TopicName.WINS
        return super().check_action(action, parameters)

    @property
    def _bearings(self) -> Bearings:
        run, known, line = self._run, self._known, self.lines.line
        if run is None or known is None:
            return Bearings()
        speaker = run.place.speaker if run.place.speaker not in run.absent else ""
        return Bearings(speaker or None, known.situation.state.row(line.kind, line.uid) if line else None)

    def _may_take_down(self) -> bool:
        if self._known is not None and self._known.situation.read_only:
            self.say(_("This store is open for reading only; nothing can be taken down"), severity="warning")
            return False
        return self._known is not None

    async def action_take(self, taking: str) -> None:
        """Begin a line."""
        if self._may_take_down():
            await self._line.ask(Taking(taking), self._bearings)

    def on_prompt_answered(self, event: Prompt.Answered) -> None:
        """Take a line down, or write the minutes into a file."""
        if is_line(event.about):
            self._line.take(event.about, event.text)
        elif event.about == MINUTES:
            write_minutes(self.query_one(MinutesPage).text, event.text, self)

    @on(Prompt.Dismissed)
    def leave_line(self, event: Prompt.Dismissed) -> None:
        """Keep what was typed, as a form does."""
        if is_line(event.about) and event.text:
            self._line.leave(event.about, event.text)

    def action_celebrate(self) -> None:
        """Celebrate the small win under the cursor, or the first."""
        if not self._may_take_down() or self._known is None:
            return
        known, line = self._known, self.lines.line
        win = win_at(known.agenda, known.situation, line)
        if win is None:
            self.say(_("There is no small win here that waits to be celebrated"), severity="warning")
            return
        on = known.situation.today
        title = "" if isinstance(win, Win) else say(win.title)
        how = _("The team, at the stand-up of {day}").format(day=day(on))
        self.cockpit.run_errand(taking(celebrating(win, title, on, how), Taking.WIN), self)

    def on_taken_down_now(self, event: TakenDownNow) -> None:
        """Keep in mind what was taken down."""
        self._line.taken()
        if self._run is not None and event.taken is not None:
            self._run = replace(self._run, taken=(*self._run.taken, event.taken))
            self.show_page()

    def action_take_back(self) -> None:
        """Take back what was taken down last."""
        if self._run is None or self._known is None:
            return
        taken = standing(self._known.situation.state, self._run.taken)
        if taken:
            self.cockpit.run_errand(taking_back(taken[-1]), self)
        else:
            self.say(_("Nothing was taken down at this stand-up that could be taken back"), severity="warning")

    def on_taken_back(self, event: TakenBack) -> None:
        """Say what is gone."""
        self.say(_("Taken back: {what}").format(what=event.words))

    async def deny(self, refused: Refused) -> None:
        """Say why not; a line that was refused is there again."""
        await super().deny(refused)
        if self._ending and self._run is not None:
            self._run = replace(self._run, clock=self._run.clock.started(self.cockpit.now))
        self._ending = ""
        self.refresh_bindings()
        await self._line.ask_again()

    # How it ends

    async def _ask_with_keys(self, bar: StandupBar) -> None:
        await self.query(StandupBar).remove()
        self._focus_before = self.focused
        await self.mount(bar)
        bar.ask()

    async def action_end(self) -> None:
        """Ask how to end; out of a detail, go back to the page."""
        if self.has_class("-detail"):
            self._close_detail()
        elif self._known is None:
            self._leave()
        else:
            await self._ask_with_keys(EndBar(_("The stand-up:")))

    def action_close(self) -> None:
        """The minutes have been seen."""
        self._leave()

    def on_end_bar_left(self, event: EndBar.Left) -> None:
        """End it as asked, or go on."""
        self.return_focus()
        run, now = self._run, self.cockpit.now
        if run is None or self._known is None:
            return
        match event.answer:
            case standup_bars.MINUTES:
                self._run = replace(run, clock=run.clock.stopped(now))
                self._ending = str(uuid4())
                self.refresh_bindings()
                self.keep_draft()
                stored = not self._known.situation.read_only
                self.cockpit.run_errand(finishing(self._run, self._agenda, now, self._ending, stored=stored), self)
            case standup_bars.LEAVE:
                self._forget()
                self._leave()

    def on_ended(self, event: Ended) -> None:
        """Show the minutes."""
        self._forget()
        self.add_class("-minutes")
        self.remove_class("-detail")
        page = self.query_one(MinutesPage)
        self._held = event.ref
        page.show(event.text)
        page.focus(scroll_visible=False)
        self.query_one("#standup-title", ToldText).say(content_of(event.words, "bold"))
        for told in ("#last-taken", "#clock-words"):
            self.query_one(told, ToldText).say(Content(""))
        self.query_one(ClockFace).show("")
        self.refresh_bindings()

    def _forget(self) -> None:
        self.cockpit.drafts.drop(*DRAFT)
        self._line.forget()
        self._run = self._known = self._shown_at = None
        self._ending = ""
        self._tell_others()

    def _leave(self) -> None:
        """Go back to where the user came from."""
        self.remove_class("-minutes")
        self.app.call_later(self.cockpit.action_mode, self.cockpit.mode_before)

    async def on_resume_bar_left(self, event: ResumeBar.Left) -> None:
        """Go on with the stand-up that was left, or begin another one."""
        # At once: a line that is asked for right away gives the focus back to where it is now.
        self.set_focus(self.lines, scroll_visible=False)
        run, situation = self._run, self.cockpit.situation
        if run is None or situation is None:
            return
        match event.answer:
            case standup_bars.GO_ON:
                self._run = replace(run, clock=run.clock.started(self.cockpit.now), typed={})
                self._tell_others()
                self.show_page()
                for about, typed in run.typed.items():
                    if is_line(about) and self._known is not None:
                        await self._line.ask(Taking(about), self._bearings, typed)
            case standup_bars.ANEW:
                self._forget()
                self._look(situation)
            case _:
                self._run = None
                self._leave()

    def keep_draft(self) -> None:
        """Keep the stand-up, whatever becomes of the cockpit."""
        if self._run is not None:
            run = replace(self._run, typed=self._line.typed or self._run.typed)
            self.cockpit.drafts.keep(*DRAFT, run.draft(self.cockpit.now), becomes=self._ending)

    def farewell(self) -> str:
        """That it did not end."""
        words = _("The stand-up has not ended: the next time, {key} goes on with it.")
        return words.format(key=self.cockpit.key_of("mode.standup")) if self._run is not None else ""

    # The minutes go elsewhere

    def action_copy(self) -> None:
        """Copy the minutes by way of the terminal."""
        copy_minutes(self.query_one(MinutesPage).text, self, "standup.export")

    async def action_export_minutes(self) -> None:
        """Ask where to write them."""
        if self.cockpit.situation is not None:
            await ask_where(self, self.cockpit.situation.today, self._held)
