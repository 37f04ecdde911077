"""A complete guiding coalition."""

from collections.abc import Iterator

from cockpit.domain.charter import last_support
from cockpit.domain.coalition import FEWEST_IN_COALITION, Coalition, coalition, is_against
from cockpit.domain.evidence import Finding, Observation, listed, signed
from cockpit.domain.message import N_, message
from cockpit.domain.readiness.kind import Case, CriterionKind
from cockpit.domain.readiness.sponsors import observed_support
from cockpit.domain.step import Remedy


class CoalitionComplete(CriterionKind):
    """The guiding coalition is complete: a sponsor behind it, whoever leads the project in it, three people or more, nobody against it.

    One sponsor is enough; whether there is one has no answer while a sponsor is left whose support is not known.
    """

    code = "coalition_complete"
    label = N_("Guiding coalition complete")

    def judge(self, case: Case) -> Finding:
        rule = message(
            N_(
                "a sponsor stands behind the project, as noted at most {days} d ago; whoever leads it is in the guiding coalition, with"
                " {needed} people or more, none of them opposed or sceptical"
            ),
            days=case.policy.survey_days, needed=FEWEST_IN_COALITION,
        )  # fmt: skip
        found = _coalition(case)
        if found.complete:
            summary = message(N_("{count} person in it"), N_("{count} people in it"), count=found.people)
        else:
            summary = listed([reason.said for reason in found.missing if reason.state is found.state])
        over = found.people - FEWEST_IN_COALITION
        behind = (last_support(case.state, each, case.as_of) for each in found.sponsors.supportive)
        return Finding(
            found.state,
            summary,
            rule,
            margin=signed(over, message(N_("{count} person"), N_("{count} people"), count=abs(over))),
            observed_on=max((last.noted_on for last in behind if last), default=None),
            observations=tuple(_observations(case, found)),
        )

    def remedy(self, case: Case) -> Remedy:
        found = _coalition(case)
        steps = {step.key: step for reason in found.missing for step in reason.steps}
        return Remedy(tuple(steps.values()))


def _coalition(case: Case) -> Coalition:
    return coalition(case.state, case.as_of, case.policy.survey_days)


def _observations(case: Case, found: Coalition) -> Iterator[Observation]:
    for each in found.members:
        known = last_support(case.state, each, case.as_of) is not None
        against = is_against(case.state, each, case.as_of)
        yield observed_support(case, each, (not against) if known else None)
    sponsors = found.sponsors
    for each in sponsors.supportive:
        yield observed_support(case, each, good=True)
    if not sponsors.supportive:  # Where one is enough, the others make no difference.
        for each in sponsors.other:
            yield observed_support(case, each, good=False)
        for each in sponsors.unknown:
            yield observed_support(case, each, good=None)
