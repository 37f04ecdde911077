"""The sponsors' support."""

from collections.abc import Iterator
from datetime import date

from cockpit.domain.charter import BuyIn, Stakeholder, StakeholderRole, Support, SupportLevel, buy_in, last_support
from cockpit.domain.edit import Create, Edit
from cockpit.domain.evidence import INSUFFICIENT, Finding, Observation, answer_of, oldest, signed_points
from cockpit.domain.message import N_, Message, Percent, message
from cockpit.domain.person import Person
from cockpit.domain.readiness.kind import Case, CriterionKind
from cockpit.domain.readiness.setting import Setting
from cockpit.domain.state import ProjectState
from cockpit.domain.step import Remedy, Step, new_uid, somebody


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
            return Remedy((_naming(),))
        missing = 0
        while (len(found.supportive) + missing) / found.sponsors < needed:
            missing += 1
        # Those who are not known are asked first, then those who are the least far from supporting it.
        levels = list(SupportLevel)
        known = [(last.level, each) for each in found.other if (last := last_support(case.state, each, case.as_of))]
        known.sort(key=lambda pair: -levels.index(pair[0]))
        asked = [_winning(case, each, N_("ask {sponsor} where they stand")) for each in found.unknown]
        won = [_winning(case, each, N_("win the support of {sponsor}")) for _, each in known]
        return Remedy(tuple([*asked, *won][:missing]))


def _winning(case: Case, stakeholder: Stakeholder, words: str) -> Step:
    def make(state: ProjectState, on: date) -> Iterator[Edit]:
        values = {"stakeholder": stakeholder.uid, "noted_on": on, "level": SupportLevel.SUPPORTIVE}
        yield Create(Support, values, new_uid(Support.kind, stakeholder.uid))

    said = message(words, sponsor=_name(case, stakeholder))
    return Step(("win", stakeholder.uid), said, make, stakeholder.kind, stakeholder.uid, case.state.project.lead)


def _naming() -> Step:
    def make(state: ProjectState, on: date) -> Iterator[Edit]:
        person, edits = somebody(state)
        stakeholder = new_uid(Stakeholder.kind)
        yield from edits
        yield Create(Stakeholder, {"person": person, "role": StakeholderRole.SPONSOR}, stakeholder)
        values = {"stakeholder": stakeholder, "noted_on": on, "level": SupportLevel.SUPPORTIVE}
        yield Create(Support, values, new_uid(Support.kind, stakeholder))

    said = message(N_("name the sponsors, among the stakeholders of the charter, and note where they stand"))
    return Step(("first", StakeholderRole.SPONSOR), said, make)


def _name(case: Case, stakeholder: Stakeholder) -> str:
    person = case.state.get(Person, stakeholder.person)
    return person.name if person else stakeholder.ref


def _observations(case: Case, found: BuyIn) -> Iterator[Observation]:
    for stakeholders, good in ((found.unknown, None), (found.other, False), (found.supportive, True)):
        for each in stakeholders:
            last = last_support(case.state, each, case.as_of)
            if last is None:
                said = message(N_("{sponsor}: never noted"), sponsor=_name(case, each))
            elif good is None:
                said = message(
                    N_("{sponsor}: {level}, noted {count} day ago"), N_("{sponsor}: {level}, noted {count} days ago"),
                    sponsor=_name(case, each), level=Message(last.level.label), count=(case.as_of - last.noted_on).days,
                )  # fmt: skip
            else:
                said = message(N_("{sponsor}: {level}"), sponsor=_name(case, each), level=Message(last.level.label))
            yield Observation(each.kind, each.uid, each.ref, said, last.noted_on if last else None, good)
