"""What was tried, act by act: what each changes, the verdict before and after it, and the criteria that it moved."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cockpit.domain.evidence import listed
from cockpit.domain.gate import Answer
from cockpit.domain.message import N_, message
from cockpit.domain.message import Message as Sentence
from cockpit.domain.readiness import CriterionState, Verdict, verdict
from cockpit.domain.trial import Tried
from cockpit.language import _, capitalised, day, distance, say
from cockpit.screens.situation import Situation
from cockpit.screens.trial_words import action_of
from cockpit.widgets.column import Cell, Column
from cockpit.widgets.detail import Block, Fact, Page
from cockpit.widgets.signs import TRIED, Tone, sign_of, words_of
from cockpit.widgets.typed_text import display_line
from cockpit.widgets.verdict_words import state_words

_MOST_TOLD = 100
"""How many changes of an act its page tells."""


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
        after = situation.verdict if last else verdict(tried.after, situation.gate, on, situation.chosen_wave)
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
    if not attempt.moved:
        return Cell(_("nothing"), Tone.QUIET)
    turns = [
        message(N_("{before}→{after} {criterion}"), before=_glyph(moved.before), after=_glyph(moved.after), criterion=moved.name)
        for moved in attempt.moved
    ]
    return Cell(say(listed(turns, len(turns))))


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
    elif attempt.tried.task is not None:
        action = action_of(context.situation, attempt.tried.task)
        said = (
            _("becomes an action, as it has not been done") if action is None else _("not written, as there is an action already")
        )
        parts.append(Fact(_("When kept"), Cell(said if action is None else f"{said}: {display_line(str(action))}")))
    elif attempt.tried.is_to_come(context.today):
        parts.append(Fact(_("When kept"), Cell(_("not written, as it is still to come"), Tone.WARNING)))
    if attempt.moved:
        lines = tuple(
            (Cell(say(moved.name)), Cell(state_words(moved.before)), Cell("→"), _state_cell(moved)) for moved in attempt.moved
        )
        parts.append(Block(_("What it moved"), lines))
    if attempt.told:
        parts.append(Block(_("Changes"), tuple((Cell(capitalised(say(each))),) for each in attempt.told[:_MOST_TOLD])))
    return Page(f"{TRIED.glyph} {_first(attempt)}", tuple(parts))


def _state_cell(moved: Moved) -> Cell:
    return Cell(state_words(moved.after), Tone.PLAIN if moved.after is None else sign_of(moved.after).tone)
