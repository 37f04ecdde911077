"""Manual checks: somebody's word on what nothing can compute."""

from collections.abc import Iterator, Sequence
from datetime import date

from cockpit.domain.edit import Create, Edit
from cockpit.domain.evidence import INSUFFICIENT, MET, NOT_MET, Finding, Observation
from cockpit.domain.gate import ManualCheck
from cockpit.domain.lesson import Lesson
from cockpit.domain.message import N_, Message, message
from cockpit.domain.person import Person
from cockpit.domain.readiness.adoption import adopted, adopted_uid
from cockpit.domain.readiness.kind import Case, CriterionKind
from cockpit.domain.readiness.setting import Setting
from cockpit.domain.state import ProjectState
from cockpit.domain.step import Remedy, Step, new_uid, somebody


class ManuallyChecked(CriterionKind):
    """The last check passed, and is not too old; where people are named, the last one by any of them."""

    code = "manual_check"
    label = N_("Manual check")
    settings = (
        Setting("days", N_("Age in days"), 90, least=1, most=3650, help=N_("an older check is no evidence")),
        Setting("by", N_("Checked by"), (), refers_to=Person.kind, help=N_("without any, anybody")),
    )

    def judge(self, case: Case) -> Finding:
        days = case.settings.whole("days")
        named = _named(case)
        if named:
            rule = message(N_("{people} checked it at most {days} d ago, and it passed"), people=_either(named), days=days)
        else:
            rule = message(N_("somebody checked it at most {days} d ago, and it passed"), days=days)
        last = last_check(case, by=named)
        if last is None:
            return _unchecked(case, named, rule)
        said = message(
            N_("passed, checked by {person}") if last.passed else N_("failed, checked by {person}"), person=checker(case, last)
        )
        fresh = (case.as_of - last.checked_on).days <= days
        state = (MET if last.passed else NOT_MET) if fresh else INSUFFICIENT
        seen = Observation(last.kind, last.uid, last.ref, said, last.checked_on, last.passed if fresh else None)
        if not fresh:
            age = (case.as_of - last.checked_on).days
            stale = message(N_("last checked {count} day ago"), N_("last checked {count} days ago"), count=age)
            said = message("{facts}", facts=(stale, said))
        return Finding(state, said, rule, None, last.checked_on, (seen,))

    def remedy(self, case: Case) -> Remedy:
        if self.judge(case).state is MET:
            return Remedy()
        named = _named(case)
        last = last_check(case, by=named)
        owner = _owner(case, named) or (last.checked_by if last else None)

        def make(state: ProjectState, on: date) -> Iterator[Edit]:
            yield from passed(case, state, on, owner if named else case.criterion.owner)

        if named:
            words = N_("have {people} check “{criterion}”") if last is None else N_("have {people} check “{criterion}” again")
            said = message(words, people=_either(named), criterion=case.criterion.title)
        else:
            words = N_("check “{criterion}”") if last is None else N_("check “{criterion}” again")
            said = message(words, criterion=case.criterion.title)
        return Remedy((Step(("check", adopted_uid(case.criterion)), said, make, case.criterion.kind, case.criterion.uid, owner),))


def _unchecked(case: Case, named: Sequence[Person], rule: Message) -> Finding:
    """What is found where nobody who counts has checked it: a check by somebody else is shown, and proves nothing."""
    other = last_check(case)
    if other is None:
        return Finding(INSUFFICIENT, message(N_("never checked")), rule)
    said = message(
        N_("never checked by {people}; last by {person}, whose check does not count"),
        people=_either(named), person=checker(case, other),
    )  # fmt: skip
    return Finding(INSUFFICIENT, said, rule, None, None, (Observation(other.kind, other.uid, other.ref, said, other.checked_on),))


def _named(case: Case) -> tuple[Person, ...]:
    """The people whose check counts, each once; none where anybody's does."""
    found = (case.state.by_ref(ref) for ref in dict.fromkeys(case.settings.refs("by")))
    return tuple(each for each in found if isinstance(each, Person))


def _either(people: Sequence[Person]) -> Message:
    """People of whom one is enough: ``Léa or Max``."""
    *others, last = (message("{person}", person=each.name) for each in people)
    return message(N_("{people} or {person}"), people=tuple(others), person=last) if others else last


def _owner(case: Case, named: Sequence[Person]) -> str | None:
    """Who should check it: who owns the criterion, where it is for them, else the first who is named."""
    owner = case.criterion.owner
    return owner if not named or owner in {each.uid for each in named} else named[0].uid


def last_check(case: Case, lesson: Lesson | None = None, by: Sequence[Person] = ()) -> ManualCheck | None:
    """The last check of a criterion: one that answers a ``lesson``, one by some people, where they are given."""
    people = {each.uid for each in by}
    checks = [
        each
        for each in case.state.of(ManualCheck, "criterion", adopted_uid(case.criterion))
        if each.checked_on <= case.as_of
        and (lesson is None or each.lesson == lesson.uid)
        and (not people or each.checked_by in people)
    ]
    return max(checks, key=lambda each: (each.checked_on, each.uid), default=None)


def checker(case: Case, check: ManualCheck) -> str:
    """The name of whoever checked."""
    person = case.state.get(Person, check.checked_by)
    return person.name if person else ""


def passed(case: Case, state: ProjectState, on: date, by: str | None, lesson: Lesson | None = None) -> Iterator[Edit]:
    """The edits of a check that passes, signed ``by`` a person (their uid) where there is one; of the question of a ``lesson``.

    A criterion that is asked by default becomes one of the project by it.
    """
    signed_by, edits = somebody(state, by)
    yield from edits
    yield from adopted(state, case.policy.gate)
    criterion = adopted_uid(case.criterion)
    values = {"criterion": criterion, "checked_on": on, "checked_by": signed_by, "passed": True, "lesson": lesson and lesson.uid}
    yield Create(ManualCheck, values, new_uid(ManualCheck.kind, criterion, lesson.uid if lesson else ""))
