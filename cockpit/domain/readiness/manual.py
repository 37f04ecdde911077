"""A manual check: somebody's word on what nothing can compute."""

from collections.abc import Iterator
from datetime import date

from cockpit.domain.edit import Create, Edit
from cockpit.domain.evidence import INSUFFICIENT, MET, NOT_MET, Finding, Observation
from cockpit.domain.gate import ManualCheck
from cockpit.domain.message import N_, message
from cockpit.domain.person import Person
from cockpit.domain.readiness.kind import Case, CriterionKind
from cockpit.domain.readiness.setting import Setting
from cockpit.domain.state import ProjectState
from cockpit.domain.step import Remedy, Step, new_uid, somebody


class ManuallyChecked(CriterionKind):
    """The last check by a named person passed, and is not too old."""

    code = "manual_check"
    label = N_("Manual check")
    settings = (Setting("days", N_("Age in days"), 90, least=1, most=3650, help=N_("an older check is no evidence")),)

    def judge(self, case: Case) -> Finding:
        days = case.settings.whole("days")
        rule = message(N_("somebody checked it at most {days} d ago, and it passed"), days=days)
        last = _last_check(case)
        if last is None:
            return Finding(INSUFFICIENT, message(N_("never checked")), rule)
        person = case.state.get(Person, last.checked_by)
        told = N_("passed, checked by {person}") if last.passed else N_("failed, checked by {person}")
        said = message(told, person=person.name if person else "")
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

        def make(state: ProjectState, on: date) -> Iterator[Edit]:
            checker, edits = somebody(state, case.criterion.owner)
            yield from edits
            values = {"criterion": case.criterion.uid, "checked_on": on, "checked_by": checker, "passed": True}
            yield Create(ManualCheck, values, new_uid(ManualCheck.kind, case.criterion.uid))

        last = _last_check(case)
        words = N_("check “{criterion}”") if last is None else N_("check “{criterion}” again")
        owner = case.criterion.owner or (last.checked_by if last else None)
        said = message(words, criterion=case.criterion.title)
        return Remedy((Step(("check", case.criterion.uid), said, make, case.criterion.kind, case.criterion.uid, owner),))


def _last_check(case: Case) -> ManualCheck | None:
    checks = [each for each in case.state.of(ManualCheck, "criterion", case.criterion.uid) if each.checked_on <= case.as_of]
    return max(checks, key=lambda each: (each.checked_on, each.uid), default=None)
