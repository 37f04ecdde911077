"""What all screens have in common: the two lines at the top, the line of keys at the bottom, and how they hear of changes.

Nothing here needs the method's entities, so that the frame is painted before they are imported.
"""

from datetime import datetime
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, ClassVar, Protocol, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from cockpit.domain.message import N_
from cockpit.domain.problem import Refused
from cockpit.language import _, say
from cockpit.screens import trial_bar
from cockpit.screens.errand_answers import Denied, Told
from cockpit.screens.jump_bar import JumpBar
from cockpit.screens.modes import BY_NAME, MODES, SHORT_NAMES
from cockpit.screens.own_keys import OwnKeys
from cockpit.screens.trial_bar import TrialBar
from cockpit.widgets.header import HeaderLine, ModeBar, Tab
from cockpit.widgets.key_hints import LAST, KeyHints
from cockpit.widgets.typed_text import display_text

if TYPE_CHECKING:
    from cockpit.domain.edit import Act
    from cockpit.screens.backstage import Errand
    from cockpit.screens.drafts import Drafts
    from cockpit.screens.saved_filters import SavedFilters
    from cockpit.screens.situation import Situation
    from cockpit.settings import Settings
    from cockpit.store.presence import Present
    from cockpit.widgets.prompt import AnswerTold, Prompt

NARROWEST, LOWEST = 60, 16
"""The smallest window, in columns and lines, in which a screen is shown."""


TAKING_BACK = frozenset({"undo", "redo"})
"""The actions of the app that change what a screen may not show: one that shows none of it does not allow them."""

_EXPORT = "export"


class Cockpit(Protocol):
    """What a screen may ask of the app."""

    @property
    def situation(self) -> "Situation | None":
        """What is known now; None until the store has been read."""

    @property
    def now(self) -> datetime:
        """The instant that it is."""

    @property
    def mode_before(self) -> str:
        """The mode from which the user came to one beside the ten."""

    @property
    def others(self) -> "tuple[Present, ...] | None":
        """The other sessions that have the store open; None where that cannot be known."""

    def has_open(self, screen: "Frame", row: str) -> None:
        """Have others know which row (``kind:uid``) is open in a form of ``screen``; none where it is empty."""

    @property
    def drafts(self) -> "Drafts":
        """What was typed and not saved."""

    @property
    def settings(self) -> "Settings":
        """What the user prefers."""

    @property
    def filters(self) -> "SavedFilters":
        """The user's own filters."""

    def key_of(self, name: str) -> str:
        """The key of a binding (its id), as people read it."""

    def joined(self, screen: "Frame") -> None:
        """Keep in mind that there is ``screen``, which may hold a draft when the cockpit ends."""

    @property
    def folder(self) -> Path | None:
        """The folder in which the user last chose a file, None before the first."""

    @folder.setter
    def folder(self, folder: Path) -> None: ...

    def run_errand(self, errand: "Errand", asker: "Frame") -> None:
        """Have something done at the desk, in the background; ``asker`` gets the answer, or :class:`Denied`."""

    def carry_out(self, act: "Act", asker: "Frame") -> None:
        """Commit ``act`` in the background; ``asker`` gets :class:`Done` or :class:`Denied`."""

    def take_back(self, act: str, asker: "Frame") -> None:
        """Take an act (its uid) back in the background; ``asker`` gets :class:`Told` or :class:`Denied`."""

    def export(self, path: Path, asker: "Frame") -> None:
        """Write a snapshot in the background; ``asker`` gets :class:`Told` or :class:`Denied`."""

    def turn_to(self, project: str) -> None:
        """Show another project of the store, by its uid."""

    async def action_mode(self, name: str) -> None:
        """Go to a mode."""

    async def show_row(self, kind: str, uid: str) -> None:
        """Go to the mode that lists rows of ``kind``, with the cursor on this one."""

    async def show_way(self) -> None:
        """Go to the shortest way to GO from where the next gate stands today."""

    async def show_trial(self) -> None:
        """Go to the list of what is tried."""


class Frame(OwnKeys, inherit_bindings=False):
    """One mode: :meth:`compose_body` fills it, :meth:`stand` shows what is known."""

    CSS_PATH: ClassVar[list[str | PurePath]] = [Path(__file__).with_suffix(".tcss")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", N_("Next part"), show=False, id="screen.next_part"),
        Binding("shift+tab", "app.focus_previous", N_("Part before"), show=False, id="screen.previous_part"),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-medium"), (116, "-wide")]
    AUTO_FOCUS = ""
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-high")]

    LAST_HINTS: ClassVar[tuple[str, ...]] = LAST
    """The ids of the bindings that the line of keys tells at the right end."""

    def __init__(self, mode: str) -> None:
        super().__init__(name=mode)
        self.mode = BY_NAME[mode]
        self._composed = False
        self._stood: Situation | None = None
        self._focus_before: Widget | None = None
        self._keys_now: tuple[Widget | None, dict[str, ActiveBinding]] | None = None
        """What the keys did when last somebody asked, and which widget had the focus then."""

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """What the keys do now; several widgets show it, but it takes a look at every action, so it is worked out once until it changes."""
        if self._keys_now is None or self._keys_now[0] is not self.focused:
            self._keys_now = self.focused, super().active_bindings
        return self._keys_now[1]

    def refresh_bindings(self) -> None:
        """What the keys do has changed, or may have."""
        self._keys_now = None
        super().refresh_bindings()

    @property
    def cockpit(self) -> Cockpit:
        """The app, as far as a screen may use it."""
        return cast(Cockpit, self.app)

    def compose(self) -> ComposeResult:
        """The frame around the body."""
        with Container(id="top"):
            yield HeaderLine()
            yield ModeBar(self._tabs(), MODES.index(self.mode) if self.mode in MODES else len(MODES))
            yield from self.compose_top()
        yield from self.compose_body()
        yield KeyHints(self.LAST_HINTS)
        yield JumpBar()
        yield Static(id="too-small", markup=False)

    def _tabs(self) -> tuple[Tab, ...]:
        names = [*zip(MODES, _(SHORT_NAMES).split(), strict=True)]
        if self.mode not in MODES:
            names.append((self.mode, _(self.mode.label)))
        return tuple(
            Tab(self.own_key(f"mode.{mode.name}", mode.key), _(mode.label), short, f"app.mode('{mode.name}')")
            for mode, short in names
        )

    def compose_top(self) -> ComposeResult:
        """What stands below the two lines of the frame, a line high."""
        yield from ()

    def compose_body(self) -> ComposeResult:
        """What stands between the lines at the top and the bottom.

        The fewer containers lie around a table, the quicker a row of it is repainted.
        """
        yield from ()

    async def stand(self, situation: "Situation") -> None:
        """Show ``situation`` in the body."""
        raise NotImplementedError

    async def update(self, situation: "Situation") -> None:
        """Show what is known now, if it is not shown already."""
        if situation is self._stood or not self._composed:
            return
        before, self._stood = self._stood, situation
        if before is None:
            # The user's own keys are known once a situation is, and the frame is painted before.
            self.query_one(ModeBar).show(self._tabs())
        self.query_one(HeaderLine).heading = situation.heading
        await self.stand(situation)
        if (before is not None and before.trial is not None) is not (situation.trial is not None):
            self.refresh_bindings()

    async def on_screen_resume(self) -> None:
        """Catch up with what has happened while another mode was shown."""
        await self._catch_up_with_all()

    async def on_mount(self) -> None:
        """Show what is known before any further key is heeded."""
        self._composed = True
        self.cockpit.joined(self)
        await self._catch_up_with_all()

    async def _catch_up_with_all(self) -> None:
        if self.cockpit.situation is not None:
            await self.update(self.cockpit.situation)
            await self.show_company()

    async def show_company(self) -> None:
        """Show who else is in."""
        from cockpit.screens.among_others import header_words

        if self._composed and self.cockpit.situation is not None:
            self.query_one(HeaderLine).others = header_words(self.cockpit.situation, self.cockpit.others)

    def allows(self, action: str) -> bool:
        """Whether the app may do ``action`` now, such as going elsewhere: a screen may be in the middle of something."""
        return True

    def _on_timer_update(self) -> None:
        """Take what was painted as part of the whole screen as painted.

        Textual keeps it noted as unpainted, and would paint it all again at the first key.
        """
        whole = self._repaint_required and self.is_current and not self.app._batch_count
        super()._on_timer_update()
        if whole:
            for widget in self._compositor.visible_widgets:
                widget._exchange_repaint_regions()

    def point_to(self, uid: str) -> bool:
        """Put the cursor on the row with ``uid``, if this screen shows it now; whether it does."""
        return False

    def keep_draft(self) -> None:
        """Hook for a screen that holds something typed, as the cockpit is about to end."""

    def farewell(self) -> str:
        """Hook for a screen that has something to say, already translated, as the cockpit ends by the user's wish."""
        return ""

    def on_resize(self, event: events.Resize) -> None:
        """Say so where the window is too small, instead of showing pieces."""
        width, height = event.size
        too_small = width < NARROWEST or height < LOWEST
        if too_small:
            self.query_one("#too-small", Static).update(_too_small(width, height))
        self.set_class(too_small, "-too-small")

    def say(self, words: str, *, severity: str = "information") -> None:
        """Tell the user something in passing; ``words`` may hold what people typed.

        What was just done takes the place of what was done before it; a warning or an error stays for its time.
        """
        if severity == "information":
            self.hush(refresh=False)
        self.notify(display_text(words), severity=severity, markup=False)  # type: ignore[arg-type]

    def hush(self, *, refresh: bool = True) -> None:
        """Tell no longer what was just done, as where it stands something else is about to be read or typed."""
        for told in [each for each in self.app._notifications if each.severity == "information"]:
            self.app._unnotify(told, refresh=refresh)

    async def on_denied(self, event: Denied) -> None:
        """Tell why nothing was done."""
        await self.deny(event.refused)

    async def deny(self, refused: Refused) -> None:
        """Tell why nothing was done; a screen with a form says it there."""
        self.say("\n".join(say(problem.message) for problem in refused.problems), severity="error")

    def on_told(self, event: Told) -> None:
        """Pass on what there is to say."""
        self.say("\n".join(say(sentence) for sentence in event.sentences))

    # g and a letter

    def ask_jump(self) -> None:
        """Wait for the letter after ``g``."""
        self._focus_before = self.focused
        self.query_one(JumpBar).ask()

    def on_jump_bar_left(self, event: JumpBar.Left) -> None:
        """Go where the letter leads, with the focus where it was before."""
        self.return_focus()
        if event.answer is not None:
            # The app does it when this is over: a screen that goes with the jump cannot wait for its own end.
            self.app.call_later(self.cockpit.action_mode, event.answer)

    # What becomes of a trial

    async def ask_trial(self) -> None:
        """Ask whether to keep what is tried, to drop it, or to go on."""
        from cockpit.screens.trial_words import keeping_words

        if not self.query(TrialBar):
            await self.mount(TrialBar())
        self._focus_before = self.focused
        bar = self.query_one(TrialBar)
        bar.keeping = keeping_words(self.cockpit.situation) if self.cockpit.situation is not None else ()
        bar.ask()

    def on_trial_bar_left(self, event: TrialBar.Left) -> None:
        """Do what was answered, with the focus where it was before."""
        from cockpit.screens.trial_errands import drop, keep

        self.return_focus()
        match event.answer:
            case trial_bar.KEEP:
                self.cockpit.run_errand(keep, self)
            case trial_bar.DROP:
                self.cockpit.run_errand(drop, self)
            case trial_bar.LIST:
                self.app.call_later(self.cockpit.show_trial)

    # One question on the last line

    async def ask(self, about: str, question: str, answer: str = "", told: "AnswerTold | None" = None) -> None:
        """Ask ``question`` on the last line; the answer comes as :class:`Prompt.Answered` with the same ``about``.

        When this is done, the line has the focus, so that no key goes past it.
        """
        from cockpit.widgets.prompt import Prompt

        await self.ask_with(Prompt(about, question, answer, told))

    async def ask_with(self, prompt: "Prompt") -> None:
        """Ask by ``prompt`` in the same way."""
        from cockpit.widgets.prompt import Prompt

        await self.query(Prompt).remove()
        self.hush()
        self._focus_before = self.focused
        await self.mount(prompt)
        self.set_focus(prompt.field, scroll_visible=False)

    async def ask_export(self) -> None:
        """Ask where to write a snapshot."""
        situation = self.cockpit.situation
        if situation is not None:
            await self.ask(_EXPORT, _("Write a snapshot to"), f"{situation.state.project.key.lower()}-{situation.today}.toml")

    def on_prompt_answered(self, event: "Prompt.Answered") -> None:
        """Do what the question was about."""
        self.return_focus()
        if event.about == _EXPORT:
            from cockpit.exchange.folder import path_of

            self.cockpit.export(path_of(event.text), self)

    def on_prompt_dismissed(self) -> None:
        """Go on where the user was."""
        self.return_focus()

    def return_focus(self) -> None:
        """Give the focus back to what had it before the last line asked for it."""
        before, self._focus_before = self._focus_before, None
        if before is not None and before.is_attached:
            before.focus(scroll_visible=False)


def _too_small(width: int, height: int) -> Content:
    """How large the window has to be, in the longest words that fit into it."""
    lengths = (
        _("The cockpit needs {columns} columns and {lines} lines; this window has {width} and {height}. Please enlarge it."),
        _("Too small: {width}×{height}. {columns}×{lines} at least."),
        _("at least {columns}×{lines}"),
    )
    told = [Content(words.format(columns=NARROWEST, lines=LOWEST, width=width, height=height)) for words in lengths]
    for words in told:
        wrapped = words.wrap(width)
        if len(wrapped) <= height and all(line.cell_length <= width for line in wrapped):
            return words
    return told[-1]
