"""The sponsors' support."""

from collections.abc import Iterator

from cockpit.domain.charter import BuyIn, Stakeholder, buy_in, last_support, name_of, naming_sponsors, winning_sponsors
from cockpit.domain.evidence import INSUFFICIENT, Finding, Observation, answer_of, fewest_of, oldest, signed_points
from cockpit.domain.message import N_, Message, Percent, message
from cockpit.domain.readiness.kind import Case, CriterionKind
from cockpit.domain.readiness.setting import Setting
from cockpit.domain.step import Remedy


class SponsorSupport(CriterionKind):
    """Enough of the sponsors are supportive, or champions.

    A sponsor whose support is not known, or no longer, keeps the answer open as long as it could change it.
    """

    code = "sponsor_support"
    label = N_("Sponsors' support")
    settings = (Setting("share", N_("Share of sponsors"), 0.8, least=0.01, most=1),)

    def judge(self, case: Case) -> Finding:
        needed = case.settings.number("share")
        rule = message(
            N_("{share} of the sponsors are supportive or champions, as noted at most {days} d ago"),
            share=Percent(needed), days=case.policy.survey_days,
        )  # fmt: skip
        found = buy_in(case.state, case.as_of, case.policy.survey_days)
        if found.share is None or found.best_share is None:
            return Finding(INSUFFICIENT, found.summary, rule)
        state = answer_of(found.share, found.best_share, needed)
        observations = tuple(_observations(case, found))
        return Finding(
            state,
            found.summary,
            rule,
            margin=signed_points(found.share - needed),
            observed_on=oldest(each.on for each in observations if each.good is not None),
            observations=observations,
        )

    def remedy(self, case: Case) -> Remedy:
        needed = case.settings.number("share")
        found = buy_in(case.state, case.as_of, case.policy.survey_days)
        if not found.sponsors:
            return Remedy((naming_sponsors(),))
        missing = max(0, fewest_of(found.sponsors, needed) - len(found.supportive))
        return Remedy(winning_sponsors(case.state, found, case.as_of)[:missing])


def _observations(case: Case, found: BuyIn) -> Iterator[Observation]:
    for stakeholders, good in ((found.unknown, None), (found.other, False), (found.supportive, True)):
        for each in stakeholders:
            yield observed_support(case, each, good)


def observed_support(case: Case, stakeholder: Stakeholder, good: bool | None) -> Observation:
    """What was last known of a stakeholder's support and, where that is too old to tell, how old it is."""
    last, name = last_support(case.state, stakeholder, case.as_of), name_of(case.state, stakeholder)
    if last is None:
        said = message(N_("{sponsor}: never noted"), sponsor=name)
    elif good is None:
        said = message(
            N_("{sponsor}: {level}, noted {count} day ago"), N_("{sponsor}: {level}, noted {count} days ago"),
            sponsor=name, level=Message(last.level.label), count=(case.as_of - last.noted_on).days,
        )  # fmt: skip
    else:
        said = message(N_("{sponsor}: {level}"), sponsor=name, level=Message(last.level.label))
    return Observation(stakeholder.kind, stakeholder.uid, stakeholder.ref, said, last.noted_on if last else None, good)
