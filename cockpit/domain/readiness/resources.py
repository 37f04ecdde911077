"""Critical resources secured."""

from collections.abc import Iterator
from datetime import date

from cockpit.domain.edit import Create, Edit, Update
from cockpit.domain.evidence import INSUFFICIENT, MET, NOT_MET, Finding, Observation, oldest, signed
from cockpit.domain.message import N_, message
from cockpit.domain.readiness.kind import Case, CriterionKind
from cockpit.domain.resource import Resource, critical_resources, is_secured
from cockpit.domain.state import ProjectState
from cockpit.domain.step import Remedy, Step, new_uid


class ResourcesSecured(CriterionKind):
    """Every critical resource that is still needed is promised.  Without a critical resource on record nobody has looked."""

    code = "resources_secured"
    label = N_("Critical resources secured")

    def judge(self, case: Case) -> Finding:
        rule = message(N_("every critical resource that is still needed is secured"))
        critical = critical_resources(case.state, case.as_of)
        if not critical:
            return Finding(INSUFFICIENT, message(N_("no resource is marked as critical")), rule)
        missing = [each for each in critical if not is_secured(each, case.as_of)]
        if missing:
            summary = message(
                N_("{secured} of {all} secured; missing {missing}"),
                secured=len(critical) - len(missing), all=len(critical), missing=tuple(str(each) for each in missing),
            )  # fmt: skip
        else:
            summary = message(N_("{count} critical resource, secured"), N_("{count} critical resources, all secured"),
                              count=len(critical))  # fmt: skip
        return Finding(
            NOT_MET if missing else MET,
            summary,
            rule,
            margin=signed(-len(missing)) if missing else None,
            observed_on=oldest(each.secured_on for each in critical if each not in missing),
            observations=tuple(_observation(case, each) for each in critical),
        )

    def remedy(self, case: Case) -> Remedy:
        critical = critical_resources(case.state, case.as_of)
        if not critical:
            return Remedy((_naming(),))
        return Remedy(tuple(_securing(each) for each in critical if not is_secured(each, case.as_of)))


def _securing(resource: Resource) -> Step:
    def make(state: ProjectState, on: date) -> Iterator[Edit]:
        now = state.get(Resource, resource.uid)
        assert now
        yield Update(now, {"secured": True, "secured_on": on})

    said = message(N_("secure {resource}"), resource=str(resource))
    return Step(("secure", resource.uid), said, make, resource.kind, resource.uid, resource.person)


def _naming() -> Step:
    def make(state: ProjectState, on: date) -> Iterator[Edit]:
        values = {"title": "Resource", "critical": True, "secured": True, "secured_on": on}
        yield Create(Resource, values, new_uid(Resource.kind))

    return Step(("first", Resource.kind), message(N_("mark the resources that are critical, and secure them")), make)


def _observation(case: Case, resource: Resource) -> Observation:
    secured = is_secured(resource, case.as_of)
    if not secured:
        said = message(N_("not secured"))
    elif resource.secured_on is None:
        said = message(N_("secured"))
    else:
        said = message(N_("secured on {day}"), day=resource.secured_on)
    return Observation(resource.kind, resource.uid, resource.ref, said, resource.secured_on if secured else None, secured)
