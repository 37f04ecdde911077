"""The sponsors' support."""

from collections.abc import Iterator

from cockpit.domain.charter import BuyIn, Stakeholder, buy_in, last_support
from cockpit.domain.evidence import INSUFFICIENT, MET, NOT_MET, Finding, Observation, answer_of, oldest, signed_points
from cockpit.domain.message import N_, Message, Percent, message
from cockpit.domain.person import Person
from cockpit.domain.readiness.kind import Case, CriterionKind
from cockpit.domain.readiness.setting import Setting


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
            turn = message(N_("name the sponsors, among the stakeholders of the charter"))
            return Finding(INSUFFICIENT, found.summary, rule, turns=(turn,))
        state = answer_of(found.share, found.best_share, needed)
        observations = tuple(_observations(case, found))
        return Finding(
            state,
            found.summary,
            rule,
            margin=signed_points(found.share - needed),
            observed_on=oldest(each.on for each in observations if each.good is not None),
            observations=observations,
            turns=() if state is MET else tuple(_turns(case, found, ask_others=state is NOT_MET)),
        )


def _turns(case: Case, found: BuyIn, *, ask_others: bool) -> Iterator[Message]:
    for each in found.unknown:
        yield message(N_("ask {sponsor} where they stand"), sponsor=_name(case, each))
    if ask_others:
        for each in found.other:
            yield message(N_("win the support of {sponsor}"), sponsor=_name(case, each))


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
