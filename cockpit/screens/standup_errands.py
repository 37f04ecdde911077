"""What a stand-up has done in a thread: its agenda is worked out, lines are taken down, and it ends with minutes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from textual.message import Message

from cockpit.domain.edit import Act, Create, Edit, Update
from cockpit.domain.message import N_, message
from cockpit.domain.person import Person
from cockpit.domain.problem import refuse
from cockpit.domain.standup import Standup
from cockpit.domain.standup_agenda import Agenda, TopicName, agenda
from cockpit.domain.standup_round import round_of
from cockpit.domain.standup_taking import Meeting, TakenDown, Taking, ending, standing
from cockpit.exchange.standup_markdown import Minutes, standup_markdown
from cockpit.language import _, day, moment, ngettext
from cockpit.screens.errand_answers import Done
from cockpit.screens.frame import Frame
from cockpit.screens.situation import Situation
from cockpit.screens.standup_page import taken_words
from cockpit.screens.standup_run import StandupRun

if TYPE_CHECKING:
    from cockpit.domain.state import ProjectState
    from cockpit.screens.backstage import Errand
    from cockpit.screens.desk import Desk

_A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Known:
    """What a stand-up is about and whom it goes round (uids), beside what is known, which may have moved on meanwhile."""

    situation: Situation
    agenda: Agenda
    people: tuple[str, ...]


class AgendaKnown(Message):
    """The agenda since an instant has been worked out."""

    def __init__(self, since: datetime, known: Known) -> None:
        super().__init__()
        self.since, self.known = since, known


class TakenDownNow(Message):
    """Something was taken down; None where it was so already."""

    def __init__(self, taken: TakenDown | None) -> None:
        super().__init__()
        self.taken = taken


class TakenBack(Message):
    """What was taken down last is taken back: what it was, in words."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words


class Ended(Message):
    """The stand-up is over: its minutes, in ``words`` where they are, and the ref under which it is stored, if it is."""

    def __init__(self, text: str, words: str, ref: str = "") -> None:
        super().__init__()
        self.text, self.words, self.ref = text, words, ref


class AgendaErrand:
    """Has the agenda worked out, after the screen is painted; the screen gets :class:`AgendaKnown`, for the last that was wanted."""

    def __init__(self, screen: Frame) -> None:
        self._screen = screen
        self._wanted: tuple[Situation, datetime] | None = None
        self._then: tuple[datetime, ProjectState] | None = None

    def see_to(self, situation: Situation, since: datetime) -> None:
        """Have it worked out for what is known now; what was wanted before, and was not begun, is wanted no more."""
        if self._wanted == (situation, since):
            return
        self._wanted = situation, since
        self._screen.call_after_refresh(self._run, situation, since)

    def _run(self, situation: Situation, since: datetime) -> None:
        def errand(desk: "Desk") -> tuple[Message, Situation]:
            if self._wanted != (situation, since):
                return Done(None), desk.situation()
            return AgendaKnown(since, self.known(desk, situation, since)), desk.situation()

        self._screen.cockpit.run_errand(errand, self._screen)

    def known(self, desk: "Desk", situation: Situation, since: datetime, *, whole: bool = False) -> Known:
        """The agenda, worked out now; the ``whole`` of it for a file."""
        past = desk.past()
        if self._then is None or self._then[0] != since:
            # What was known then does not change any more.
            self._then = since, past.known_before(since)
        then = self._then[1]
        found = agenda(then, past.state, past.batches, since, situation.today, whole=whole)
        spoken_of = {item.person for item in found.topic(TopicName.PEOPLE).items}
        return Known(situation, found, round_of(then, past.state, spoken_of))


def taking(edit: Edit, what: Taking, text: str = "") -> "Errand":
    """Take something down, at once; who asks gets :class:`TakenDownNow`.  ``text`` is what stands in the way of an action that is there."""

    def errand(desk: "Desk") -> tuple[Message, Situation]:
        _refuse_trial(desk)
        batch, situation = desk.apply(Act((edit,)))
        if batch is None:
            return TakenDownNow(None), situation
        uid = edit.uid if isinstance(edit, Create) else edit.row.uid if isinstance(edit, Update) else ""
        kind = edit.entity.kind if isinstance(edit, Create) else edit.row.kind if isinstance(edit, Update) else ""
        return TakenDownNow(TakenDown(what, batch.uid, kind, uid, text)), situation

    return errand


def _refuse_trial(desk: "Desk") -> None:
    if desk.situation().trial is not None:
        raise refuse(message(N_("A trial goes on, and nothing is taken down meanwhile; keep or drop it first")))


def taking_back(taken: TakenDown) -> "Errand":
    """Take back what was taken down last; who asks gets :class:`TakenBack`."""

    def errand(desk: "Desk") -> tuple[Message, Situation]:
        _refuse_trial(desk)
        words = taken_words(desk.situation(), taken)
        _told, situation = desk.undo(taken.act)
        return TakenBack(words), situation

    return errand


def finishing(run: StandupRun, agenda_errand: AgendaErrand, now: datetime, uid: str, *, stored: bool) -> "Errand":
    """End a stand-up: write its minutes and, unless the store is for reading only, store it under ``uid``; who asks gets :class:`Ended`."""

    def errand(desk: "Desk") -> tuple[Message, Situation]:
        situation = desk.situation()
        known = agenda_errand.known(desk, situation, run.since, whole=True)
        state = situation.state
        meeting = _meeting(run, known, now)
        minutes = replace(
            minutes_of(situation, run.taken, meeting),
            absent=_names(state, (uid for uid in known.people if uid in run.absent)),
            not_heard=_names(state, (uid for uid in known.people if uid not in {*run.absent, *meeting.present})),
        )
        text = standup_markdown(known.agenda, state, minutes)
        if stored:
            _refuse_trial(desk)
            _batch, situation = desk.apply(ending(state, meeting, run.taken, text, uid))
        row = situation.state.row(Standup.kind, uid)
        words = _("The minutes, stored as {row}").format(row=row) if row else _("The minutes, which are not stored: reading only")
        return Ended(text, words, row.ref if row else ""), situation

    return errand


def _meeting(run: StandupRun, known: Known, now: datetime) -> Meeting:
    situation = known.situation
    leads = next((each.uid for each in situation.state.all(Person) if each.handle == situation.who), None)
    took = max(1, round(run.clock.in_all(now) / _A_MINUTE))
    title = _("Stand-up of {day}").format(day=day(situation.day_of(run.began)))
    present = tuple(uid for uid in known.people if uid in run.heard or uid == leads)
    return Meeting(title, run.began, leads, present, min(took, 600))


def _names(state: "ProjectState", people: Iterable[str]) -> tuple[str, ...]:
    return tuple(person.name for uid in people if (person := state.get(Person, uid)) is not None)


def minutes_of(situation: Situation, taken: Sequence[TakenDown], meeting: Meeting) -> Minutes:
    """What was taken down and still stands, in words, who was there, and when and for how long it was held."""

    def told(*kinds: Taking) -> tuple[str, ...]:
        return tuple(
            taken_words(situation, each, lasting=True) for each in standing(situation.state, taken) if each.taking in kinds
        )

    names = _names(situation.state, meeting.present)
    leads = situation.state.get(Person, meeting.led_by)
    length = ngettext("{count} minute", "{count} minutes", meeting.minutes).format(count=meeting.minutes)
    led = _("led by {name}").format(name=leads.name) if leads else ""
    held = ", ".join(filter(None, (moment(meeting.held_at), length, led)))
    return Minutes(told(Taking.DECISION), told(Taking.ACTION), told(Taking.BLOCKER), names, wins=told(Taking.WIN), held=held)
