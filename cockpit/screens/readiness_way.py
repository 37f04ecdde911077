"""The shortest way to GO: its steps, what is stuck, and the actions that steps become."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from cockpit.domain.action import Action
from cockpit.domain.gate import Criterion
from cockpit.domain.message import N_
from cockpit.domain.readiness import Judged
from cockpit.domain.readiness.way import Stuck, Way
from cockpit.domain.readiness.way_actions import in_hand, step_mark
from cockpit.domain.step import Step
from cockpit.language import _, capitalised, day, headed, say
from cockpit.screens.sections import SheetSection
from cockpit.screens.situation import Situation
from cockpit.screens.table_sheet import TableSheet
from cockpit.screens.way_errand import WAY
from cockpit.widgets.column import Cell, Column
from cockpit.widgets.detail import Block, Fact, Page, Target
from cockpit.widgets.entity_table import EntityTable
from cockpit.widgets.panel import Line, Panel, slot
from cockpit.widgets.signs import Tone, sign_of, words_of
from cockpit.widgets.way_words import by_when, handle_of, in_hand_words, planned_for, short_names, way_outs, way_words

_STUCK = "stuck"


@dataclass(frozen=True, eq=False)
class WayLine:
    """A line of the way: a ``step`` with its number, or what is ``stuck``; the criteria it is about, and the action under way for it."""

    uid: str
    situation: Situation
    judged: tuple[Judged, ...]
    number: int = 0
    step: Step | None = None
    stuck: Stuck | None = None
    action: Action | None = None
    in_hand: tuple[Action, ...] = ()
    """The open actions about the same, whoever planned them."""

    @property
    def words(self) -> str:
        """What has to be done, or why it cannot be."""
        if self.step is not None:
            return capitalised(say(self.step.said))
        assert self.stuck
        return capitalised(say(self.stuck.reason))

    @property
    def target(self) -> Target | None:
        """The row that it is about, which may be yet to come; a criterion, where that is stuck."""
        if self.step is None:
            return Target(Criterion.kind, self.judged[0].criterion.uid)
        target = Target(self.step.kind, self.step.uid)
        # A default criterion is no row, and has its line in the table all the same.
        known = self.step.kind == Criterion.kind or self.situation.state.row(*target) is not None
        return target if known else None


def way_lines(situation: Situation, way: Way) -> tuple[WayLine, ...]:
    """The lines of a way: its steps in order, then what is stuck."""
    steps = (
        WayLine(
            step_mark(step), situation, way.serves[step.key], number, step,
            action=situation.way_actions.get(step.key), in_hand=in_hand(situation.state, way, step),
        )
        for number, step in enumerate(way.steps, start=1)
    )  # fmt: skip
    stuck = (
        WayLine(f"{_STUCK}:{place}:{each.judged.criterion.uid}", situation, (each.judged,), stuck=each)
        for place, each in enumerate(way.stuck)
    )
    return (*steps, *stuck)


def action_words(situation: Situation, action: Action, but: str | None = None) -> str:
    """An action that is under way for a step: its ref, its state, and who sees to it, ``but`` where that is said already."""
    who = handle_of(situation.state, action.owner) if action.owner != but else ""
    return ", ".join(filter(None, (f"→ {action.ref} {words_of(action.state)}", who)))


# The cells; a way of another day or gate comes with lines of its own, so that they need no context.


def _number(line: WayLine, _context: object) -> Cell:
    return Cell(str(line.number), Tone.QUIET) if line.step else Cell("✗", Tone.BAD)


def _who(line: WayLine, _context: object) -> Cell:
    return Cell(handle_of(line.situation.state, line.step.owner if line.step else line.judged[0].criterion.owner))


def _by_when(line: WayLine, _context: object) -> Cell:
    if line.step is None:
        return Cell(_("stuck"), Tone.BAD)
    if line.step.on is None and (planned := planned_for(line.in_hand)):
        return Cell(day(planned, line.situation.today))
    if line.step.on is None:
        return Cell(_("at once"), Tone.QUIET)
    return Cell(day(line.step.on, line.situation.today))


def _action(line: WayLine, _context: object) -> Cell:
    if line.action is None:
        return Cell("")
    said = line.step.owner if line.step else None
    return Cell(action_words(line.situation, line.action, said), sign_of(line.action.state).tone)


COLUMNS = (
    Column("number", "", _number, lambda line, _context: line.number or None, right=True, minimum=1, maximum=3, priority=0),
    Column("said", N_("What to do"), lambda line, _context: line.words, minimum=20, maximum=200, weight=2, priority=0),
    Column("who", N_("Who"), _who, minimum=4, maximum=11, priority=1),
    Column("on", N_("By when"), _by_when, lambda line, _context: line.step and line.step.on, minimum=7, maximum=17, priority=3),
    Column("action", N_("Action"), _action, minimum=6, maximum=28, priority=2),
    Column("serves", N_("Serves"), lambda line, _context: Cell(short_names(line.judged), Tone.QUIET), minimum=5, maximum=24, priority=4),
)  # fmt: skip
"""What a line of the way tells."""


class WaySheet(TableSheet):
    """How long the way is, and the table of its steps, with what is stuck below them."""

    DEFAULT_CSS = """
    WaySheet > #heading { height: auto; max-height: 2; width: 1fr; padding: 0 1; text-style: bold; text-overflow: ellipsis; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[object, ...] | None = None

    def compose(self) -> ComposeResult:
        """The heading above the table, and the table."""
        yield Static(id="heading", markup=False)
        yield EntityTable(COLUMNS, empty=N_("No step is known"))

    def stand(self, situation: Situation) -> None:
        """Show the way of what is known; until it is worked out, that of the same gate and day as it was before."""
        way, place = situation.known_way, (situation.gate, situation.chosen_wave, situation.today)
        self.query_one("#heading", Static).update(Content(heading(situation)))
        if way is not None:
            self.table.show(way_lines(situation, way))
        elif self._shown != place:
            self.table.show(())
        self._shown = place


def heading(situation: Situation) -> str:
    """The way in a line, or that it is being worked out."""
    way = situation.known_way
    return way_words(way, situation.today) if way else _("Working out the shortest way to GO…")


def page(line: WayLine) -> Page:
    """Which criteria a line of the way serves and why they stand where they do; what can still be decided where one is stuck."""
    parts: list[Fact | Block] = []
    situation = line.situation
    if line.step is not None:
        who = handle_of(situation.state, line.step.owner)
        parts.append(Fact(_("Who"), Cell(who or _("nobody yet"), Tone.PLAIN if who else Tone.WARNING)))
        parts.append(Fact(_("By when"), Cell(by_when(line.step, situation.today))))
    if line.action is not None:
        words = (Cell(action_words(situation, line.action), sign_of(line.action.state).tone), Cell(line.action.title))
        parts.append(Block(_("Action"), (words,), (Target(line.action.kind, line.action.uid),)))
    if others := [each for each in line.in_hand if each is not line.action]:
        told = [
            (Cell(each.ref, sign_of(each.state).tone), Cell(in_hand_words(situation.state, each, situation.today)))
            for each in others
        ]
        parts.append(Block(_("In hand"), tuple(told), tuple(Target(each.kind, each.uid) for each in others)))
    if line.stuck is not None:
        outs = tuple((Cell("→"), Cell(capitalised(out))) for out in way_outs(line.stuck))
        parts.append(Block(_("No step turns it. What can be decided"), outs))
    parts.append(_about(line.judged))
    row = situation.state.row(line.step.kind, line.step.uid) if line.step is not None else None
    if row is not None and not isinstance(row, Action):
        parts.append(Block(_("The row"), ((Cell(str(row)),),), (Target(row.kind, row.uid),)))
    return Page(f"{line.number} {line.words}" if line.number else f"✗ {line.words}", tuple(parts))


def _about(judged: Sequence[Judged]) -> Block:
    """Criteria and why they stand where they stand, each of which leads to its row."""
    lines = []
    for each in judged:
        sign = sign_of(each.state)
        lines.append((Cell(sign.glyph, sign.tone), Cell(headed(say(each.name), say(each.finding.summary)))))
    targets = tuple(Target(Criterion.kind, each.criterion.uid) for each in judged)
    return Block(_("Serves"), tuple(lines), targets)


PANEL_COLUMNS = (
    slot(0, right=True, minimum=1, maximum=3, priority=0),
    slot(1, minimum=20, maximum=200, weight=1, priority=0),
    slot(2, minimum=4, maximum=11, priority=2),
    slot(3, minimum=5, maximum=20, priority=1),
)


class WayPanel(Panel):
    """The way in short, beside a criterion."""

    def __init__(self) -> None:
        super().__init__(PANEL_COLUMNS, empty=N_("Nothing is left to do"), id="way")
        self._line_of: dict[str, WayLine] = {}
        self._shown: tuple[object, ...] | None = None

    def stand(self, situation: Situation) -> None:
        """Show the way of what is known; until it is worked out, that of the same gate and day as it was before."""
        way, place = situation.known_way, (situation.gate, situation.chosen_wave, situation.today)
        if way is not None:
            self._line_of = {line.uid: line for line in way_lines(situation, way)}
        elif self._shown != place:
            self._line_of = {}
        self._shown = place
        told = [Line(_cells(line), WAY, uid) for uid, line in self._line_of.items()]
        self.show(heading(situation), told or ([] if way else [Line((Cell("…", Tone.QUIET),))]))

    @property
    def way_line(self) -> WayLine | None:
        """The line of the way under the cursor."""
        return self._line_of.get(self.line.uid) if self.line else None


def _cells(line: WayLine) -> tuple[Cell, ...]:
    number = _number(line, None)
    when = _action(line, None) if line.action else _by_when(line, None)
    return number, Cell(line.words), _who(line, None), when


SECTION = SheetSection(N_("Shortest way"), WaySheet, whole=False)
"""The steps of the shortest way to GO."""
