"""A trial: changes made on top of a project to see what they would come to, none of which is written until they are kept.

What is tried is held as what the user asked for, edit by edit.  Whatever somebody else commits meanwhile, the trial can so be made
again on top of it: their work stands, and what no longer fits to it is told, not lost.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from uuid import uuid4

from cockpit.domain.act import plan
from cockpit.domain.action import Action
from cockpit.domain.catalogue import entity_of
from cockpit.domain.change import Batch, Change, RowChange, folded
from cockpit.domain.consequence import with_consequences
from cockpit.domain.edit import Act, Create, Delete, Edit, Record, Update
from cockpit.domain.made_up import NamedByStep, settled
from cockpit.domain.message import N_, Message, message
from cockpit.domain.narration import Narrator
from cockpit.domain.problem import Refused, refuse
from cockpit.domain.readiness.way import Key
from cockpit.domain.readiness.way_actions import Say, Task, planned, under_way
from cockpit.domain.state import ProjectState, ref_number
from cockpit.domain.trial_keeping import Seen, as_edits, done_by, is_to_come, moved, nameless, still_to_come

NOTE = "what if"
"""The note of the act that a trial becomes, as the log holds it."""


@dataclass(frozen=True)
class Tried:
    """One act of a trial: its ``edits``, the ``changes`` that they come to, and the state ``after`` it.

    It cannot be done, or does not count, before the ``day``, where it has one.  One that tries a step has the ``task``
    that the step is: it is told in the words of the step, and never written.  With an ``obstacle`` it no longer fits to what others have
    done meanwhile, and changes nothing.
    """

    uid: str
    edits: tuple[Edit, ...]
    changes: tuple[Change, ...]
    after: ProjectState
    highest: Mapping[str, int]
    seen: Seen
    day: date | None = None
    task: Task | None = None
    obstacle: Refused | None = None

    @property
    def batch(self) -> Batch:
        """It as the log would hold it, but for who did it and when."""
        return nameless(self.changes)

    def is_to_come(self, today: date) -> bool:
        """Whether it tells of something as done that, seen from ``today``, cannot have been done yet."""
        return (self.day is not None and self.day > today) or any(
            is_to_come(change, self.after, today) for change in self.changes
        )


@dataclass(frozen=True)
class Kept:
    """What keeping a trial comes to: an ``act``, and what is left out of it because it is still to come.

    ``written`` is how many of what the user has edited it holds, ``actions`` are the uids of the actions that steps become by it, and
    ``under_way`` those that are there already for steps.
    """

    act: Act
    left_out: tuple[Tried, ...] = ()
    written: int = 0
    actions: tuple[str, ...] = ()
    under_way: tuple[str, ...] = ()


@dataclass(frozen=True)
class Trial:
    """Acts tried one after the other on top of ``base``; what was taken back last can be made again.

    ``highest`` is the largest number that a ref ever had, by prefix, as :func:`~cockpit.domain.act.plan` takes it.
    """

    base: ProjectState
    highest: Mapping[str, int]
    tried: tuple[Tried, ...] = ()
    undone: tuple[Tried, ...] = ()

    @property
    def state(self) -> ProjectState:
        """The project as it would be."""
        return self.tried[-1].after if self.tried else self.base

    @property
    def day(self) -> date | None:
        """The day on which all of it can be done; None where nothing has to wait."""
        return max((each.day for each in self.tried if each.day is not None), default=None)

    @property
    def changes(self) -> tuple[Change, ...]:
        """All that was changed, act by act."""
        return tuple(chain.from_iterable(each.changes for each in self.tried if each.obstacle is None))

    @property
    def narrator(self) -> Narrator:
        """Tells its changes; it knows the names of rows that are there in the trial only, or no longer."""
        acts = (*self.tried, *self.undone)
        return Narrator(self.state, [each.seen.batch for each in acts] + [each.batch for each in acts])

    def told(self, tried: Tried) -> Iterator[Message]:
        """An act of it in words: a sentence, or one for each change."""
        if tried.task is not None:
            yield tried.task.step.said
        else:
            yield from self.narrator.tell(tried.batch)

    def first_words(self, tried: Tried) -> Message:
        """An act of it in one sentence."""
        return next(self.told(tried), message(N_("(nothing)")))

    def made(
        self, edits: Sequence[Edit], day: date | None = None, task: Task | None = None, today: date | None = None
    ) -> "Trial":
        """This trial with one more act, of the step that a ``task`` is where there is one; itself where that changes nothing, nor the day.

        Where ``today`` is given, what follows from the edits on that day is a part of the act.  Raises like
        :func:`~cockpit.domain.act.plan`.
        """
        named = tuple(settled(edits, self._names))
        if today is not None:
            named = with_consequences(self.state, Act(named), self._counted, today).edits
        tried = _planned(self, Tried(str(uuid4()), named, (), self.state, {}, Seen(), day, task))
        if not tried.changes and (day is None or (self.day is not None and day <= self.day)):
            return self
        return replace(self, tried=(*self.tried, tried), undone=())

    @property
    def _counted(self) -> Mapping[str, int]:
        """The largest numbers of refs, with those of what is tried."""
        return self.tried[-1].highest if self.tried else self.highest

    @property
    def _names(self) -> Mapping[str, str]:
        """What rows are called that steps have made up, by the uid that the step gave them."""
        return {edit.made_up: edit.uid for each in self.tried for edit in each.edits if isinstance(edit, NamedByStep)}

    def taken_back(self) -> "Trial":
        """This trial without its last act; :class:`Refused` where there is none."""
        if not self.tried:
            raise refuse(message(N_("Nothing is tried that could be taken back")))
        return replace(self, tried=self.tried[:-1], undone=(*self.undone, self.tried[-1]))

    def made_again(self) -> "Trial":
        """This trial with what was taken back last; :class:`Refused` where that was nothing, or it no longer fits."""
        if not self.undone:
            raise refuse(message(N_("Nothing was taken back that could be tried again")))
        tried = _again(self, self.undone[-1])
        if tried.obstacle is not None:
            raise tried.obstacle
        return replace(self, tried=(*self.tried, tried), undone=self.undone[:-1])

    def without(self, *uids: str) -> "Trial":
        """This trial without some of its acts (their uids); :class:`Refused` where a later one that stays builds on them."""
        rest = [each for each in self.tried if each.uid not in uids]
        again = _tried_again(replace(self, tried=(), undone=()), rest)
        for before, after in zip(rest, again.tried, strict=True):
            if after.obstacle is not None and before.obstacle is None:
                what = self.first_words(before)
                raise refuse(message(N_("Something tried later builds on it: {change}; drop that first"), change=what))
        return again

    def carried_to(self, base: ProjectState, highest: Mapping[str, int]) -> "Trial":
        """This trial on top of another state of the project, as somebody has edited it meanwhile."""
        return replace(_tried_again(Trial(base, highest), self.tried), undone=self.undone)

    def tasks(self, today: date) -> tuple[Task, ...]:
        """The steps that are tried, each once; one that others have done meanwhile is none of them."""
        return tuple(task for task in self._to_do(today) if task is not None)

    def _to_do(self, today: date) -> Iterator[Task | None]:
        """What is to be done of each step that was tried; None where nothing is, or it is the same once more."""
        made_up = {uid: name for name, uid in self._names.items()}
        known: set[Key] = set()
        for each in self.tried:
            if each.task is not None:
                task = _known_again(each.task, made_up)
                is_wanted = task.step.key not in known and (bool(each.changes) or each.is_to_come(today))
                known.add(task.step.key)
                yield task if is_wanted else None

    def kept(self, today: date, say: Say, translated: Callable[[str], str] = str) -> Kept:
        """The act that the trial becomes when it is kept: every row that the user has edited once, as the trial leaves it.

        What is still to come on that day is left out, and what builds on it too.  A step has not been done by being tried: instead of what
        it was made up of, an action to do it is written, in the words of ``say``, unless there is one under way.  Raises
        :class:`Refused` with every reason why it cannot be kept: somebody has edited the same meanwhile, or nothing of it is to be
        written yet.
        """
        problems = [problem for each in self.tried if each.obstacle is not None for problem in each.obstacle.problems]
        if problems:
            raise Refused(problems)
        keeping = _Keeping(Trial(self.base, self.highest), today, say, translated)
        steps = iter(self._to_do(today))
        for each in self.tried:
            if each.task is None:
                keeping.take_edit(each)
            elif (task := next(steps)) is not None:
                keeping.take_step(task)
        seen, net = keeping.rest._seen, folded(keeping.rest.changes)
        if problems := list(moved(self.base, seen, net)):
            raise Refused(problems)
        if not net and (keeping.left_out or keeping.under_way):
            still = (still_to_come(self.first_words(each)) for each in keeping.left_out)
            raise Refused([*still, *map(done_by, keeping.under_way.values())])
        return keeping.kept(Act(tuple(as_edits(seen, net)), NOTE))

    @property
    def _seen(self) -> Seen:
        seen = Seen()
        for each in self.tried:
            seen = seen.then(each.seen)
        return seen


def _known_again(task: Task, made_up: Mapping[str, str]) -> Task:
    """A task by the key that it has without the trial, where its step is about rows that steps of the trial have made up."""
    key = tuple(made_up.get(part, part) for part in task.step.key)
    return task if key == task.step.key else replace(task, step=replace(task.step, key=key))


@dataclass
class _Keeping:
    """A trial while it is made again for keeping: the ``rest`` is what is written of it."""

    rest: Trial
    today: date
    say: Say
    translated: Callable[[str], str]
    left_out: list[Tried] = field(default_factory=list)
    written: int = 0
    actions: list[str] = field(default_factory=list)
    under_way: dict[str, Action] = field(default_factory=dict)

    def take_edit(self, tried: Tried) -> None:
        """Take over what the user has edited, unless it is still to come or builds on what is not written."""
        again = None if tried.is_to_come(self.today) else _again(self.rest, tried)
        if again is None or again.obstacle is not None:
            self.left_out.append(tried)
        else:
            self.rest = replace(self.rest, tried=(*self.rest.tried, again))
            self.written += bool(again.changes)

    def take_step(self, task: Task) -> None:
        """Make an action of a step, at its place, so that what was edited later finds the policy that the action has written down."""
        action = under_way(self.rest.state, (task,), self.say).get(task.step.key)
        if action is not None:
            self.under_way[action.uid] = action
            return
        edits = planned(self.rest.state, (task,), self.today, self.say, self.translated)
        self.rest = self.rest.made(edits)
        self.actions.append(edits[-1].uid)

    def kept(self, act: Act) -> Kept:
        """All of it, as the act that it comes to."""
        return Kept(act, tuple(self.left_out), self.written, tuple(self.actions), tuple(self.under_way))


# Acts on top of each other


def _planned(trial: Trial, tried: Tried) -> Tried:
    """An act on top of a trial; :class:`Refused` where it does not fit."""
    highest = trial._counted
    changes = plan(trial.state, Act(tried.edits), highest)
    seen = tried.seen.then(Seen.of(trial.base, changes))
    return replace(
        tried,
        changes=changes,
        after=trial.state.applied(changes),
        highest=_counted(highest, changes),
        seen=seen,
        obstacle=None,
    )


def _again(trial: Trial, tried: Tried) -> Tried:
    """An act once more, on top of another state: its values are put over those that the rows have there."""
    edits = tuple(_as_it_is(trial.state, tried.edits))
    try:
        return replace(_planned(trial, replace(tried, edits=edits)), edits=tried.edits)
    except Refused as refused:
        return replace(tried, after=trial.state, highest=trial._counted, obstacle=refused)


def _tried_again(trial: Trial, acts: Iterable[Tried]) -> Trial:
    for each in acts:
        trial = replace(trial, tried=(*trial.tried, _again(trial, each)))
    return trial


def _as_it_is(state: ProjectState, edits: Iterable[Edit]) -> Iterator[Edit]:
    """Edits of rows as ``state`` has them; what is gone does not have to be deleted any more."""
    made = {(edit.entity.kind, edit.uid) for edit in edits if isinstance(edit, Create)}
    for edit in edits:
        if isinstance(edit, Update):
            yield replace(edit, row=state.row(edit.row.kind, edit.row.uid) or edit.row)
        elif isinstance(edit, Delete):
            row = state.row(edit.row.kind, edit.row.uid)
            if row is not None:
                yield Delete(row)
            elif (edit.row.kind, edit.row.uid) in made:
                yield edit
        elif isinstance(edit, Record):
            yield replace(edit, seen=None)
        else:
            yield edit


def _counted(highest: Mapping[str, int], changes: Iterable[Change]) -> Mapping[str, int]:
    """The largest numbers of refs once ``changes`` are made."""
    numbers = dict(highest)
    for change in changes:
        if isinstance(change, RowChange) and change.before is None and change.after is not None:
            prefix = entity_of(change.kind).prefix
            numbers[prefix] = max(numbers.get(prefix, 0), ref_number(str(change.after["ref"])))
    return numbers
