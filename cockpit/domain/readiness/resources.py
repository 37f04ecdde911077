"""Critical resources secured."""

from cockpit.domain.evidence import INSUFFICIENT, MET, NOT_MET, Finding, Observation, oldest, signed
from cockpit.domain.message import N_, message
from cockpit.domain.readiness.kind import Case, CriterionKind
from cockpit.domain.resource import Resource, critical_resources, is_secured


class ResourcesSecured(CriterionKind):
    """Every critical resource that is still needed is promised.  Without a critical resource on record nobody has looked."""

    code = "resources_secured"
    label = N_("Critical resources secured")

    def judge(self, case: Case) -> Finding:
        rule = message(N_("every critical resource that is still needed is secured"))
        critical = critical_resources(case.state, case.as_of)
        if not critical:
            turn = message(N_("mark the resources that are critical"))
            return Finding(INSUFFICIENT, message(N_("no resource is marked as critical")), rule, turns=(turn,))
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
            turns=tuple(message(N_("secure {resource}"), resource=str(each)) for each in missing),
        )


def _observation(case: Case, resource: Resource) -> Observation:
    secured = is_secured(resource, case.as_of)
    if not secured:
        said = message(N_("not secured"))
    elif resource.secured_on is None:
        said = message(N_("secured"))
    else:
        said = message(N_("secured on {day}"), day=resource.secured_on)
    return Observation(resource.kind, resource.uid, resource.ref, said, resource.secured_on if secured else None, secured)
