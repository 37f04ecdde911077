"""What a page of a stand-up shows: its heading, whose turn it is, and its lines."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace

from cockpit.domain.action import Action, waits_for
from cockpit.domain.decision import Decision
from cockpit.domain.person import Person
from cockpit.domain.project import Project
from cockpit.domain.standup_agenda import Agenda, TopicName
from cockpit.domain.standup_item import Item, Turn
from cockpit.domain.standup_taking import TakenDown, Taking, standing
from cockpit.domain.standup_wins import WinProposal
from cockpit.domain.state import ProjectState
from cockpit.domain.win import Win
from cockpit.language import _, capitalised, day, headed, ngettext, say
from cockpit.screens.action_words import due_words, served
from cockpit.screens.situation import Situation
from cockpit.screens.standup_run import TAKEN, Place, StandupRun, has_page
from cockpit.widgets.column import Cell
from cockpit.widgets.signs import Sign, Tone, sign_of
from cockpit.widgets.speaker_list import Speaker
from cockpit.widgets.topic_bar import Step
from cockpit.widgets.topic_lines import TopicLine

SPOKEN, SPEAKING, ABSENT = Sign("✓", Tone.GOOD), Sign("▸", Tone.STRONG), Sign("–", Tone.QUIET)


_NEEDING = (Turn.BLOCKED, Turn.LATE, Turn.STUCK)
"""What somebody needs the room for, the worst first."""


@dataclass(frozen=True)
class Shown:
    """A page as it is shown; all of it is already translated."""

    heading: str
    aside: str
    note: str
    lines: tuple[TopicLine, ...]
    empty: str


def shown(agenda: Agenda, situation: Situation, run: StandupRun, people: Sequence[str]) -> Shown:
    """The page that a stand-up is at; ``people`` are those whom it goes round."""
    place = run.place
    note = _skipped(agenda, place, standing(situation.state, run.taken))
    if place.topic == TAKEN:
        return _taken(situation, run, note)
    items = agenda.topic(TopicName(place.topic)).items
    since = _("since {day}").format(day=day(situation.day_of(agenda.since), situation.today))
    if place.topic == TopicName.VERDICT:
        return Shown(_(TopicName.VERDICT.label), since, note, (_answer(agenda, items[0]), *map(_line, items[1:])), "")
    if place.topic == TopicName.WINS:
        celebrated = [each for each in standing(situation.state, run.taken) if each.taking is Taking.WIN]
        waiting = [item for item in items if item.uid not in {each.uid for each in celebrated}]
        lines = (*(_celebrated(situation, each) for each in celebrated), *map(_line, waiting))
        return Shown(_(TopicName.WINS.label), since, note, lines, "")
    if place.topic != TopicName.PEOPLE:
        return Shown(_(TopicName(place.topic).label), since, note, tuple(map(_line, items)), "")
    if not place.speaker:
        others = [item for item in items if item.person not in people]
        return Shown(_("Nobody answers for it"), "", note, tuple(map(_line, others)), "")
    own = [item for item in items if item.person == place.speaker]
    return _of_person(situation, run, people, note, own)


def _of_person(situation: Situation, run: StandupRun, people: Sequence[str], note: str, items: Sequence[Item]) -> Shown:
    speaker = run.place.speaker
    person = situation.state.get(Person, speaker)
    name = person.name if person else ""
    aside = _("{place} of {count}").format(place=people.index(speaker) + 1, count=len(people))
    if speaker in run.absent:
        note = _("absent; what stands here was not told")
    empty = _("Nothing stands here for {name}: over to you").format(name=name)
    return Shown(" · ".join(filter(None, (name, person.role if person else ""))), aside, note, tuple(map(_line, items)), empty)


def _skipped(agenda: Agenda, place: Place, taken: Sequence[TakenDown]) -> str:
    """That there is nothing new in the topics right before a page, which have none."""
    before: list[TopicName] = []
    for topic in agenda.topics:
        if topic.name == place.topic:
            break
        before = [] if has_page(topic, taken) else [*before, topic.name]
    if place.topic == TopicName.PEOPLE or not before:
        return ""
    return headed(_("nothing to tell"), ", ".join(_(name.label) for name in before))


def _line(item: Item) -> TopicLine:
    sign = sign_of(item.turn)
    opens = item.kind not in (Project.kind, "")
    return TopicLine(
        Cell(sign.glyph, sign.tone),
        capitalised(say(item.said)),
        tuple(map(say, item.because)),
        item.kind if opens else "",
        item.uid if opens else "",
    )


def _answer(agenda: Agenda, item: Item) -> TopicLine:
    """The verdict, with the sign of where it stands: that it is as before is said."""
    sign = sign_of(agenda.now)
    return replace(_line(item), sign=Cell(sign.glyph, sign.tone), strong=True)


def _celebrated(situation: Situation, taken: TakenDown) -> TopicLine:
    sign = sign_of(Turn.WIN)
    said = _("{win}: celebrated today").format(win=taken_words(situation, taken))
    return TopicLine(Cell(sign.glyph, sign.tone), said, (), taken.kind, taken.uid, strong=True)


def win_at(agenda: Agenda, situation: Situation, line: TopicLine | None) -> Win | WinProposal | None:
    """The small win of a line or, without one, the first, that waits to be celebrated; None where there is none."""
    for item in agenda.topic(TopicName.WINS).items:
        if line is None or (item.kind, item.uid) == (line.kind, line.uid):
            proposed = (each for each in agenda.proposals if (each.kind, each.uid) == (item.kind, item.uid))
            win = next(proposed, None) or situation.state.get(Win, item.uid)
            if win is not None:
                return win
    return None


def _taken(situation: Situation, run: StandupRun, note: str) -> Shown:
    taken = standing(situation.state, run.taken)
    lines = tuple(taken_line(situation, each) for each in taken)
    empty = _("Nothing was taken down")
    return Shown(_("Taken down"), counted(situation.state, run.taken), note, lines, empty)


def taken_line(situation: Situation, taken: TakenDown) -> TopicLine:
    """Something that was taken down, as a line."""
    said = taken_words(situation, taken)
    return TopicLine(_sign_of(taken), headed(_(taken.taking.label), said), (), taken.kind, taken.uid)


def taken_words(situation: Situation, taken: TakenDown, *, lasting: bool = False) -> str:
    """What was taken down: the row, and of an action who does it by when, for what; ``lasting`` words are as true in a year."""
    row = situation.state.row(taken.kind, taken.uid)
    if isinstance(row, Action):
        owner = situation.state.get(Person, row.owner)
        serving = served(situation.state, row)
        due = ""
        if row.due_on and not taken.text:
            due = day(row.due_on) if lasting else f"{day(row.due_on, situation.today)}, {due_words(row, situation.today)}"
        before = ", ".join(each.ref for each in waits_for(situation.state, row))
        waits = _("waits for {rows}").format(rows=before) if before else ""
        return " · ".join(filter(None, (str(row), taken.text, owner.handle if owner else "", due, serving, waits)))
    if isinstance(row, Decision):
        by = situation.state.get(Person, row.decided_by)
        return " · ".join(filter(None, (str(row), by.handle if by else "", row.context)))
    return str(row or "")


def _sign_of(taken: TakenDown) -> Cell:
    signs = {Taking.ACTION: ("○", Tone.PLAIN), Taking.DECISION: ("●", Tone.STRONG)}
    signs |= {Taking.BLOCKER: ("■", Tone.BAD), Taking.WIN: ("★", Tone.GOOD)}
    return Cell(*signs[taken.taking])


def counted(state: ProjectState, taken: Sequence[TakenDown]) -> str:
    """How much was taken down, by its kind; empty where nothing was."""
    there = [each.taking for each in standing(state, taken)]
    words = (
        (Taking.ACTION, ngettext("{count} action", "{count} actions", there.count(Taking.ACTION))),
        (Taking.DECISION, ngettext("{count} decision", "{count} decisions", there.count(Taking.DECISION))),
        (Taking.BLOCKER, ngettext("{count} blocker", "{count} blockers", there.count(Taking.BLOCKER))),
        (Taking.WIN, ngettext("{count} small win", "{count} small wins", there.count(Taking.WIN))),
    )
    return " · ".join(said.format(count=there.count(taking)) for taking, said in words if taking in there)


def speakers(agenda: Agenda, situation: Situation, run: StandupRun, people: Sequence[str]) -> tuple[Speaker, ...]:
    """The people whom it goes round, each with whether they have had their turn and with what they need help."""
    turns: dict[str | None, set[Turn]] = {}
    for item in agenda.topic(TopicName.PEOPLE).items:
        turns.setdefault(item.person, set()).add(item.turn)
    return tuple(_speaker(situation, run, uid, turns.get(uid, set())) for uid in people)


def _speaker(situation: Situation, run: StandupRun, uid: str, turns: Container[Turn]) -> Speaker:
    person = situation.state.get(Person, uid)
    here = uid == run.place.speaker
    sign = ABSENT if uid in run.absent else SPEAKING if here else SPOKEN if uid in run.spoken else Sign(" ", Tone.PLAIN)
    need = next((Cell(*sign_of(turn)) for turn in _NEEDING if turn in turns), Cell(""))
    return Speaker(Cell(*sign), person.handle if person else "", person.name if person else "", need, at=here)


def steps(agenda: Agenda, run: StandupRun, people: Sequence[str], taken: Sequence[TakenDown]) -> Iterator[Step]:
    """The topics, for the bar above the page."""
    order = [*TopicName, TAKEN]
    at = order.index(run.place.topic)
    for place, topic in enumerate(agenda.topics):
        name = _(topic.name.label)
        nothing = not has_page(topic, taken)
        if topic.name is TopicName.PEOPLE and run.place.speaker and people:
            name = f"{name} {people.index(run.place.speaker) + 1}/{len(people)}"
        yield Step(name, "–" if nothing else "✓" if place < at else "", here=place == at)
    yield Step(f"{_('Taken down')} {len(taken)}" if taken else _("Taken down"), "", here=run.place.topic == TAKEN)
