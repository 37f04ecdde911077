"""What if: changes are tried on every screen without being written, listed with what each does to the verdict, and kept or dropped."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from cockpit.domain.edit import Edit
from cockpit.domain.gate import Answer
from cockpit.domain.message import N_, message
from cockpit.domain.message import Message as Sentence
from cockpit.domain.readiness import CriterionState, Verdict, verdict
from cockpit.domain.step import Step
from cockpit.domain.trial import Tried
from cockpit.domain.trial_keeping import still_to_come
from cockpit.language import _, day, distance, say
from cockpit.screens.frame import Told
from cockpit.screens.sections import SheetSection
from cockpit.screens.sheet import NewRow, Sheet
from cockpit.screens.situation import Situation, capitalised
from cockpit.screens.table_screen import TableScreen
from cockpit.screens.trial_words import turn_words
from cockpit.widgets.column import Cell, Column
from cockpit.widgets.detail import Block, Detail, Fact, Page
from cockpit.widgets.entity_table import EntityTable
from cockpit.widgets.signs import TRIED, Tone, sign_of, words_of
from cockpit.widgets.typed_text import display_line

if TYPE_CHECKING:
    from cockpit.screens.backstage import Errand
    from cockpit.screens.desk import Desk

_ON_ROWS = ("edit", "delete", "next_state")
_MOST_TOLD = 100
"""How many changes of an act its page tells."""


# What is done at the desk


def begin(desk: "Desk") -> tuple[Message, Situation]:
    """Begin a trial."""
    situation = desk.begin_trial()
    return Told(message(N_("What if: whatever is edited from now on, on any screen, is tried and not written"))), situation


def keep(desk: "Desk") -> tuple[Message, Situation]:
    """Write what is tried; what is still to come is told, as it is not."""
    batch, left_out, situation = desk.keep_trial()
    first = message(N_("All that was tried is written, as one act")) if batch else message(N_("There was nothing to write"))
    if batch and left_out:
        first = message(N_("What was tried is written, as one act"))
    return Told(first, *(still_to_come(each).message for each in left_out)), situation


def drop(desk: "Desk") -> tuple[Message, Situation]:
    """Drop what is tried."""
    return Told(message(N_("The trial is over, and nothing of it was written."))), desk.drop_trial()


def trying(edits: Sequence[Edit], day: date | None = None, said: Sentence | None = None) -> "Errand":
    """An errand that tries ``edits``, in a trial that begins with them where there is none.

    They cannot be done, or do not count, before the ``day``; ``said`` tells them in words of their own.
    """

    return lambda desk: _try_out(desk, edits, day, said)


def trying_step(step: Step, on: date | None = None) -> "Errand":
    """An errand that tries a step as it would be done on a day: as soon as it can be, where none is given.

    What it comes to is worked out in the project as the trial has it by then.
    """

    def errand(desk: "Desk") -> tuple[Message, Situation]:
        known = desk.situation()
        today = (known.actual or known).today
        day = max(on or step.on or today, today)
        edits = tuple(step.make(known.state, day))
        return _try_out(desk, edits, day if day > today else None, step.said)

    return errand


def _try_out(desk: "Desk", edits: Sequence[Edit], day: date | None, said: Sentence | None) -> tuple[Message, Situation]:
    batch, situation = desk.try_out(edits, day, said)
    trial = situation.trial
    assert trial
    if batch is None:
        return Told(message(N_("That changes nothing"))), situation
    return Told(message(N_("Tried, not written: {change}"), change=trial.first_words(trial.tried[-1]))), situation


# What was tried, act by act


@dataclass(frozen=True)
class Moved:
    """A criterion whose state one act of a trial has moved; the state is None where the gate does not ask it there."""

    name: Sentence
    before: CriterionState | None
    after: CriterionState | None


@dataclass(frozen=True)
class Attempt:
    """One act of a trial: what it does, and the verdict before and after it."""

    place: int
    tried: Tried
    told: tuple[Sentence, ...]
    before: Answer
    after: Answer
    moved: tuple[Moved, ...]
    on: date

    @property
    def uid(self) -> str:
        """The uid of the act."""
        return self.tried.uid


def attempts(situation: Situation) -> tuple[Attempt, ...]:
    """The acts of a trial in order, each with what it does to the verdict of the gate that is looked at."""
    trial, actual = situation.trial, situation.actual
    if trial is None or actual is None:
        return ()
    found, on, listed = situation.verdict_before, actual.today, []
    for place, tried in enumerate(trial.tried, start=1):
        on = max(on, tried.day or on)
        last = place == len(trial.tried)
        after = situation.verdict if last else verdict(tried.after, situation.gate, on)
        told = tuple(trial.told(tried))
        listed.append(Attempt(place, tried, told, found.answer, after.answer, tuple(_moved(found, after)), on))
        found = after
    return tuple(listed)


def _moved(before: Verdict, after: Verdict) -> Iterator[Moved]:
    old = {judged.criterion.uid: judged for judged in before.judged}
    new = {judged.criterion.uid: judged for judged in after.judged}
    for uid in dict.fromkeys((*old, *new)):
        was, now = old.get(uid), new.get(uid)
        states = (was.state if was else None, now.state if now else None)
        if states[0] is not states[1]:
            told = now or was
            assert told
            yield Moved(told.name, *states)


@dataclass(frozen=True)
class Attempts:
    """What the list shows: the acts, and the situation that they lead to."""

    situation: Situation
    listed: tuple[Attempt, ...]

    @property
    def today(self) -> date:
        """The day that it is in truth."""
        return (self.situation.actual or self.situation).today


def _what(attempt: Attempt, _context: Attempts) -> Cell:
    if attempt.tried.obstacle is not None:
        return Cell(f"! {_first(attempt)}", Tone.WARNING)
    more = len(attempt.told) - 1
    return Cell(_first(attempt) + (f" · {_('and {count} more').format(count=more)}" if more > 0 else ""))


def _first(attempt: Attempt) -> str:
    return display_line(say(attempt.told[0])) if attempt.told else _("(nothing)")


def _verdict(attempt: Attempt, _context: Attempts) -> Cell:
    return Cell(words_of(attempt.after), sign_of(attempt.after).tone)


def _moves(attempt: Attempt, _context: Attempts) -> Cell:
    signs = (f"{_glyph(moved.before)}→{_glyph(moved.after)} {say(moved.name)}" for moved in attempt.moved)
    return Cell("; ".join(signs) or _("nothing"), Tone.PLAIN if attempt.moved else Tone.QUIET)


def _glyph(state: CriterionState | None) -> str:
    return "·" if state is None else sign_of(state).glyph


def _on(attempt: Attempt, context: Attempts) -> Cell:
    return Cell(day(attempt.on, context.today) if attempt.on > context.today else "", Tone.QUIET)


COLUMNS = (
    Column("place", N_("No."), lambda attempt, _context: str(attempt.place), right=True, minimum=3, maximum=4, priority=2),
    Column("what", N_("Tried"), _what, minimum=20, maximum=120, weight=2, priority=0),
    Column("verdict", N_("Verdict after"), _verdict, minimum=13, maximum=16, priority=0),
    Column("moved", N_("What it moved"), _moves, minimum=16, maximum=120, weight=2, priority=1),
    Column("on", N_("As of"), _on, minimum=10, maximum=16, priority=3),
)
"""What the list tells of an act."""


def page(attempt: Attempt, context: Attempts) -> Page:
    """All about an act: what it changes, the verdict before and after it, and whether it can be kept."""
    before, after = words_of(attempt.before), words_of(attempt.after)
    said = _("still {answer}").format(answer=after) if before == after else f"{before} → {after}"
    parts: list[Fact | Block] = [Fact(_("Verdict"), Cell(said, sign_of(attempt.after).tone))]
    if attempt.on > context.today:
        parts.append(Fact(_("As of"), Cell(f"{day(attempt.on, context.today)}, {distance(attempt.on, context.today)}")))
    if attempt.tried.obstacle is not None:
        reasons = "\n".join(say(problem.message) for problem in attempt.tried.obstacle.problems)
        parts.append(Fact(_("Does not fit"), Cell(reasons, Tone.WARNING)))
    elif attempt.tried.is_to_come(context.today):
        parts.append(Fact(_("When kept"), Cell(_("not written, as it is still to come"), Tone.WARNING)))
    if attempt.moved:
        lines = tuple(
            (Cell(say(moved.name)), Cell(_state(moved.before)), Cell("→"), _state_cell(moved)) for moved in attempt.moved
        )
        parts.append(Block(_("What it moved"), lines))
    if attempt.told:
        parts.append(Block(_("Changes"), tuple((Cell(capitalised(say(each))),) for each in attempt.told[:_MOST_TOLD])))
    return Page(f"{TRIED.glyph} {_first(attempt)}", tuple(parts))


def _state(state: CriterionState | None) -> str:
    return _("not asked") if state is None else words_of(state)


def _state_cell(moved: Moved) -> Cell:
    return Cell(_state(moved.after), Tone.PLAIN if moved.after is None else sign_of(moved.after).tone)


class WhatIfSheet(Sheet):
    """The list of what is tried, below what all of it does to the verdict.

    What each act does takes a verdict of its own: where the list has fallen behind it posts :class:`Behind`, and shows what
    :meth:`take` hands over.
    """

    DEFAULT_CSS = """
    WhatIfSheet { layout: vertical; width: 1fr; height: 1fr; }
    WhatIfSheet > #tried { height: auto; max-height: 2; width: 1fr; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("d", "drop", N_("Drop"), id="what_if.drop")]

    class Behind(Message):
        """The list has to be worked out."""

        def __init__(self, situation: Situation) -> None:
            super().__init__()
            self.situation = situation

    class Drop(Message):
        """The user wants an act dropped from the trial, by its uid."""

        def __init__(self, uid: str) -> None:
            super().__init__()
            self.uid = uid

    def __init__(self) -> None:
        super().__init__()
        self.attempts: Attempts | None = None

    def compose(self) -> ComposeResult:
        """The line above the table, and the table."""
        yield Static(id="tried", markup=False)
        yield EntityTable(
            COLUMNS, empty=N_("Nothing is tried: w begins a trial, and what is edited then, on any screen, is listed here")
        )

    def stand(self, situation: Situation) -> None:
        """What is known has changed, and with it what acts do."""
        self.post_message(self.Behind(situation))

    def take(self, found: Attempts) -> None:
        """Show what was worked out."""
        self.attempts = found
        self.query_one("#tried", Static).update(Content(_answer(found.situation)))
        self._table.show(found.listed, found)

    @property
    def _table(self) -> EntityTable:
        return self.query_one(EntityTable)

    @property
    def focal(self) -> Widget:
        """The table."""
        return self._table

    @property
    def row(self) -> Any:
        """The act under the cursor, or None."""
        return self._table.row

    @property
    def new_row(self) -> NewRow | None:
        """What is tried is edited where it stands, and not here."""
        return None

    def cursor_to(self, uid: str) -> bool:
        """Put the cursor on the act with ``uid``; whether it is shown at all."""
        return self._table.cursor_to(uid)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is something to drop where something is tried."""
        return self.row is not None if action == "drop" else True

    def action_drop(self) -> None:
        """Drop the act under the cursor."""
        if self.row is not None:
            self.post_message(self.Drop(self.row.uid))


def _answer(situation: Situation) -> str:
    if situation.trial is None:
        return _("Nothing is tried")
    return _("All of it: {turn}; nothing is written").format(turn=turn_words(situation))


SECTION = SheetSection(N_("What if"), WhatIfSheet, whole=False)
"""What is tried."""


class WhatIfScreen(TableScreen):
    """A mode from which trials begin, with the list of what is tried among its sections."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("w", "what_if", N_("What if"), id="readiness.what_if")]

    _behind: Situation | None = None
    """What the list does not show yet."""

    async def action_what_if(self) -> None:
        """Begin a trial; where there is one, ask what becomes of it."""
        if self.known.trial is None:
            self.cockpit.run_errand(begin, self)
        else:
            await self.ask_trial()

    async def show_trial(self) -> None:
        """Turn to the list of what is tried."""
        await self.action_section(self._sections.index(SECTION))

    # The list is worked out in a thread, as soon as somebody looks

    def on_what_if_sheet_behind(self, event: WhatIfSheet.Behind) -> None:
        """Work it out, as soon as somebody looks."""
        self._behind = event.situation
        self._catch_up_with_trial()

    async def on_screen_resume(self) -> None:
        """Somebody looks."""
        self._catch_up_with_trial()

    def _catch_up_with_trial(self) -> None:
        situation = self._behind
        if situation is not None and self.is_current:
            self._behind = None
            self.call_after_refresh(self.cockpit.run_errand, _listing(situation), self)

    def on_listed(self, event: "Listed") -> None:
        """Show what was worked out."""
        for sheet in self.query(WhatIfSheet):
            sheet.take(event.attempts)
        self.show_detail()
        self.refresh_bindings()

    def on_what_if_sheet_drop(self, event: WhatIfSheet.Drop) -> None:
        """Drop the act under the cursor."""

        def errand(desk: "Desk") -> tuple[Message, Situation]:
            situation = desk.drop_tried(event.uid)
            return Told(message(N_("Dropped from the trial"))), situation

        self.cockpit.run_errand(errand, self)

    def show_detail(self) -> None:
        """Show all about the act under the cursor, or about the row."""
        if not isinstance(self.row, Attempt):
            super().show_detail()
            return
        found = self.query_one(WhatIfSheet).attempts
        if self.side_in_view and found is not None:
            self.query_one(Detail).show(page(self.row, found))

    async def open_row(self, row: Any) -> None:
        """An act is read in the detail."""
        if isinstance(row, Attempt):
            self.action_to_side()
        else:
            await super().open_row(row)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is tried is dropped, and neither edited nor deleted; it is told beside the present alone."""
        if action in _ON_ROWS and self._place in self._views and isinstance(self.view, WhatIfSheet):
            return False
        if action == "ask_day" and self._stood is not None and self._stood.trial is not None:
            return False
        if action == "what_if" and (self._stood is None or self.is_editing or bool(self.known.as_of)):
            return False
        return super().check_action(action, parameters)

    def line_of(self, row: Any) -> str:
        """An act, or a row, as people paste it."""
        if not isinstance(row, Attempt):
            return super().line_of(row)
        found = self.query_one(WhatIfSheet).attempts
        assert found
        return "  ".join(filter(None, (column.told(row, found).text for column in COLUMNS)))


class Listed(Message):
    """What was tried has been looked at, act by act."""

    def __init__(self, found: Attempts) -> None:
        super().__init__()
        self.attempts = found


def _listing(situation: Situation) -> "Errand":
    def errand(desk: "Desk") -> tuple[Message, Situation]:
        return Listed(Attempts(situation, attempts(situation))), desk.situation()

    return errand
