"""What is taken down at a stand-up, as people type it in one line: ``fix the rollback script @lea 12/12 !R-3``."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from cockpit.domain.action import Action, ActionState
from cockpit.domain.catalogue import entity_of
from cockpit.domain.decision import Decision
from cockpit.domain.entity import Entity, field_of
from cockpit.domain.message import N_, Message
from cockpit.domain.person import Person
from cockpit.domain.problem import Problem, Refused
from cockpit.domain.standup_taking import SERVED, Said, Taking
from cockpit.domain.state import ProjectState
from cockpit.domain.text import clean_line, folded
from cockpit.domain.validation import echo
from cockpit.language import _, day, distance
from cockpit.widgets.column import Context
from cockpit.widgets.date_words import is_no_day
from cockpit.widgets.line_words import (
    WHAT,
    WHO,
    LineWords,
    Offer,
    check_text,
    named,
    nobody_named,
    parted,
    person_among,
    problem_of,
)
from cockpit.widgets.reference_words import full_name, rows_like, short_name

NAMED = (*SERVED, "action")
"""The kinds of rows that a line can name."""

_MOST_OFFERED = 6

_LONGEST_DAY = 3
"""Words of a day with its month and its year."""


@dataclass(frozen=True)
class Bearings:
    """Where the room is when a line is begun: whose turn it is (uid), and the row under the cursor."""

    speaker: str | None = None
    row: Entity | None = None


def help_of(taking: Taking) -> str:
    """What can be written, before anything is."""
    match taking:
        case Taking.DECISION:
            return _("What was decided; @ who decided and ! what it is about may stand anywhere: go on with Lyon @lea !R-3")
        case Taking.BLOCKER:
            return _("What stands in the way, and ! which action waits for it: no answer from the supplier !A-14")
        case _:
            return _("What, @ who, by when, and ! what it serves: fix the rollback script @lea 12/12 !R-3")


def read_taken(taking: Taking, typed: str, context: Context, bearings: Bearings) -> Said:
    """What a line comes to; :class:`Refused` with all that is wrong with it."""
    line = LineWords.of(clean_line(typed))
    problems: list[Problem] = []
    rows = tuple(_rows(line.marks, context, problems))
    person = person_among(line.people, context, problems)
    match taking:
        case Taking.DECISION:
            said = Said(
                taking, _text(line, field_of(Decision, "title").longest, problems), person.uid if person else None, rows=rows
            )
        case Taking.BLOCKER:
            said = _blocker(line, rows, person, context, bearings, problems)
        case _:
            said = _action(line, rows, person, context, bearings, problems)
    if problems:
        raise Refused(problems)
    return said


def _text(line: LineWords, longest: int | None, problems: list[Problem]) -> str:
    text = " ".join(line.words)
    check_text(text, longest or 0, problems)
    return text


def _action(
    line: LineWords, rows: Sequence[Entity], person: Person | None, context: Context, bearings: Bearings, problems: list[Problem]
) -> Said:
    text, due = parted(line.words, field_of(Action, "title").longest or 0, context, problems)
    if not line.marks and bearings.row is not None and bearings.row.kind in SERVED:
        rows = (bearings.row,)
    for kind in SERVED:
        of_kind = [row for row in rows if row.kind == kind]
        if len(of_kind) > 1:
            sentence = N_("{names} are several of a kind, {kind}; an action serves one")
            problems.append(problem_of(sentence, names=tuple(row.ref for row in of_kind), kind=Message(entity_of(kind).label)))
    owner = person.uid if person else None if line.people else bearings.speaker
    if owner is None and not line.people and not problems and any(each.active for each in context.state.all(Person)):
        problems.append(nobody_named(context))
    return Said(Taking.ACTION, text, owner, due, tuple(rows))


def _blocker(
    line: LineWords, rows: Sequence[Entity], person: Person | None, context: Context, bearings: Bearings, problems: list[Problem]
) -> Said:
    actions = [row for row in rows if isinstance(row, Action)]
    if not line.marks and not line.people and isinstance(bearings.row, Action):
        actions = [bearings.row]
    if not actions:
        made = _action(line, rows, person, context, Bearings(bearings.speaker), problems)
        return Said(Taking.BLOCKER, made.text, made.person, made.day, made.rows)
    if len(actions) > 1 or len(rows) > len(actions) or person is not None:
        sentence = N_("it is {action} that is blocked; say what stands in the way in words, without other names")
        problems.append(problem_of(sentence, action=str(actions[0])))
    elif actions[0].state is ActionState.DONE:
        problems.append(problem_of(N_("{action} is done, and nothing stands in its way"), action=str(actions[0])))
    return Said(Taking.BLOCKER, _text(line, field_of(Action, "blocker").longest, problems), blocks=actions[0])


def _rows(marks: Sequence[str], context: Context, problems: list[Problem]) -> Iterator[Entity]:
    """The rows that are named, each once."""
    known = {folded(row.ref): row for kind in NAMED for row in context.state.rows.get(kind, {}).values()}
    written: dict[str, str] = {}
    for mark in marks:
        written.setdefault(named(mark), mark)
    for name, mark in written.items():
        if (row := known.get(name)) is not None:
            yield row
            continue
        sentence = N_(
            "nothing is called {name}; after {mark} stands the ref of a risk, KPI, milestone, wave, criterion or action"
        )
        problems.append(problem_of(sentence, name=echo(mark.rstrip(".,;:")), mark=WHAT))


# What it comes to, in words


def said_words(said: Said, context: Context) -> str:
    """What taking a line down comes to."""
    if said.blocks is not None:
        words = _("{action} is blocked: {text}").format(action=said.blocks, text=said.text)
        if held := said.blocks.blocker:
            return _("{said}, instead of “{held}”").format(said=words, held=clean_line(held))
        return words
    who = context.named(Person.kind, said.person)
    told = [said.text, who and WHO + who]
    if said.taking is Taking.DECISION:
        return " · ".join(filter(None, (*told, about_words(said.rows))))
    if said.taking is Taking.BLOCKER:
        told.append(_("a new action, blocked"))
        told += [_no_day(said.text, context.today)] if said.day is None and _impossible_day(said.text, context.today) else []
    if said.day is not None:
        told.append(f"{day(said.day, context.today)}, {distance(said.day, context.today)}")
    elif said.taking is Taking.ACTION:
        told.append(_no_day(said.text, context.today))
    served = [full_name(row) for row in said.rows if row.kind in SERVED]
    waits = [full_name(row) for row in said.rows if isinstance(row, Action)]
    told += [_("serves {rows}").format(rows=", ".join(served))] if served else []
    told += [_("waits for {rows}").format(rows=", ".join(waits))] if waits else []
    return " · ".join(filter(None, told))


def _no_day(text: str, today: date) -> str:
    """That there is no due date; and why, where the last words name a day that there is not."""
    if words := _impossible_day(text, today):
        return _("no due date, as “{word}” is no day").format(word=words)
    return _("no due date")


def _impossible_day(text: str, today: date) -> str:
    """The last words, where somebody may have meant them as a day that there is not; else nothing."""
    words = text.split()
    last = (" ".join(words[-count:]) for count in range(min(_LONGEST_DAY, len(words)), 0, -1))
    return next((each for each in last if is_no_day(each, today)), "")


def about_words(rows: Sequence[Entity]) -> str:
    """What a decision is about; empty where it names nothing."""
    return _("about {rows}").format(rows=", ".join(map(full_name, rows))) if rows else ""


# What can be completed


def offers(typed: str, at: int, state: ProjectState, first: Entity | None = None) -> tuple[int, tuple[Offer, ...]]:
    """Where the word that ends at a place begins, and what it can be completed to: ``@`` to people, ``!`` to rows that are not done.

    ``first`` is offered first where nothing follows ``!`` yet.
    """
    begin = typed.rfind(" ", 0, at) + 1
    word = typed[begin:at]
    if word.startswith(WHO):
        people = [row for row in rows_like(state, Person.kind, word[1:], _MOST_OFFERED * 3) if isinstance(row, Person)]
        found: list[Entity] = [person for person in people if person.active]
    elif word.startswith(WHAT):
        each = [rows_like(state, kind, word[1:], _MOST_OFFERED * 3) for kind in NAMED]
        found = [row for rows in each for row in rows if not (isinstance(row, Action) and row.state is ActionState.DONE)]
        found.sort(key=lambda row: not folded(row.ref).startswith(folded(word[1:])))
        if first is not None and first.kind in NAMED and word == WHAT:
            found = [first, *(row for row in found if row.uid != first.uid)]
    else:
        return begin, ()
    return begin, tuple(Offer(word[0] + short_name(row), row.caption) for row in found[:_MOST_OFFERED])
