"""The verdict over time: a sign for each week above the criteria, and a table of the days on which something turned."""

from dataclasses import dataclass
from datetime import date

from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from cockpit.domain.message import N_
from cockpit.domain.readiness.past_verdicts import Turn, VerdictHistory
from cockpit.language import _, day, distance, say
from cockpit.screens.sections import SheetSection
from cockpit.screens.situation import Situation
from cockpit.screens.table_sheet import TableSheet
from cockpit.widgets.column import Cell, Column
from cockpit.widgets.detail import Block, Fact, Page
from cockpit.widgets.entity_table import EntityTable
from cockpit.widgets.signs import STYLES, Tone, sign_of
from cockpit.widgets.typed_text import cell_width
from cockpit.widgets.verdict_words import act_words, answer_words, since_words, turned_signs, turned_words, who_words, why_words

_FEWEST_WEEKS = 4
"""Weeks below which a strip tells nothing, and gives way to the words."""


@dataclass(frozen=True)
class LookingBack:
    """What the cells of the table look at beside their turn."""

    today: date


def _day(turn: Turn, context: LookingBack) -> Cell:
    return Cell(f"{day(turn.day, context.today)}, {distance(turn.day, context.today)}")


def _answer(turn: Turn, _context: LookingBack) -> Cell:
    return Cell(answer_words(turn), sign_of(turn.after).tone if turn.before is not turn.after else Tone.QUIET)


def _turned(turn: Turn, _context: LookingBack) -> Cell:
    told = (f"{turned_signs(each)} {say(each.name)}" for each in turn.criteria)
    return Cell(" · ".join(told))


def _who(turn: Turn, _context: LookingBack) -> Cell:
    return Cell(who_words(turn), Tone.PLAIN if turn.acts else Tone.QUIET)


COLUMNS = (
    Column("day", N_("Day"), _day, lambda turn, _context: turn.day, minimum=10, maximum=24, priority=0),
    Column("answer", N_("Verdict"), _answer, minimum=10, maximum=27, priority=1),
    Column("turned", N_("What turned"), _turned, minimum=20, maximum=400, weight=3, priority=0),
    Column("who", N_("Who"), _who, minimum=4, maximum=16, priority=2),
)
"""What a line tells of a day on which something turned."""


def page(turn: Turn, today: date) -> Page:
    """All about a day on which something turned: each criterion that did, why, and the acts that had part in it."""
    parts: list[Fact | Block] = [
        Fact(_("Day"), Cell(f"{day(turn.day, today)}, {distance(turn.day, today)}")),
        Fact(_("Verdict"), _answer(turn, LookingBack(today))),
    ]
    for each in turn.criteria:
        turned = Cell(turned_words(each), sign_of(each.after).tone if each.after else Tone.QUIET)
        parts.append(Block(say(each.name), ((turned,), (Cell(why_words(each)),))))
    if turn.acts:
        parts.append(Block(_("What was done"), tuple((Cell(act_words(act)),) for act in turn.acts)))
    return Page(_("What turned on {day}").format(day=day(turn.day, today)), tuple(parts))


class HistoryLine(Static):
    """The verdict of each week as a sign, as many as fit, and since when it is what it is."""

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._told: VerdictHistory | None = None

    def tell(self, history: VerdictHistory | None) -> None:
        """Show another history, or none yet."""
        if history is not self._told:
            self._told = history
            self.refresh()

    def render(self) -> Content:
        """The line for the width that there is."""
        if self._told is None:
            return Content.styled(f"{_('History')}  {_('the log is being read…')}", STYLES[Tone.QUIET])
        history = self._told
        head, since = _("History"), since_words(history, history.last)
        room = self.content_size.width - cell_width(f"{head}    {since}")
        weeks = history.weeks[-max(room, 0) :] if room >= _FEWEST_WEEKS else ()
        signs = [sign_of(each.answer) for each in weeks]
        strip = [(sign.glyph, STYLES[sign.tone]) for sign in signs]
        gap = "  " if strip else ""
        return Content.assemble((f"{head}  ", STYLES[Tone.QUIET]), *strip, f"{gap}{since}")


class VerdictHistorySheet(TableSheet):
    """The days on which something turned, the last one first."""

    class Behind(Message):
        """The sheet is shown, and does not know the history yet."""

    def compose(self) -> ComposeResult:
        """The table."""
        yield EntityTable(COLUMNS, empty=N_("Nothing has turned so far, or the log is still being read"))

    def stand(self, situation: Situation) -> None:
        """Ask for what the log tells."""
        self.post_message(self.Behind())

    def take(self, history: VerdictHistory | None) -> None:
        """Show what the log told; nothing yet, where it is still being read."""
        if history is None:
            self.table.show((), None)
        else:
            self.table.show(history.turns, LookingBack(history.last))


SECTION = SheetSection(N_("History of the verdict"), VerdictHistorySheet, whole=False)
"""When the verdict turned, and what turned it."""
