"""Training coverage of the next wave."""

from collections.abc import Iterator
from datetime import date

from cockpit.domain.edit import Edit, Update
from cockpit.domain.evidence import INSUFFICIENT, MET, NOT_MET, Finding, Observation, fewest_of, signed
from cockpit.domain.message import N_, Percent, message
from cockpit.domain.readiness.kind import Case, CriterionKind
from cockpit.domain.readiness.next_wave import planning, trained
from cockpit.domain.readiness.setting import Setting
from cockpit.domain.state import ProjectState
from cockpit.domain.step import Remedy, Step, new_uid
from cockpit.domain.training import Course, Coverage, Relay, coverage, relays_to_train
from cockpit.domain.wave import Wave


class TrainingCoverage(CriterionKind):
    """The super-users of the next wave are trained: as many as it needs have attended every course that it needs."""

    code = "training_coverage"
    label = N_("Training coverage of the next wave")
    settings = (Setting("share", N_("Share of super-users"), 1.0, least=0.01, most=1),)

    def judge(self, case: Case) -> Finding:
        share = case.settings.number("share")
        rule = message(
            N_("{share} of the super-users that the next wave needs have attended its courses, at most {days} d ago"),
            share=Percent(share), days=case.policy.training_days,
        )  # fmt: skip
        wave = case.wave_in_question
        if wave is None:
            return Finding(INSUFFICIENT, message(N_("no wave is planned")), rule)
        if not wave.super_users_needed:
            said = message(N_("{wave} does not say how many super-users it needs"), wave=wave.ref)
            return Finding(INSUFFICIENT, said, rule)
        found = coverage(case.state, wave, case.as_of, case.policy.training_days)
        missing = _missing(found, share)
        summary = message(
            N_("{wave}: {trained} of {needed} super-users trained ({share})"),
            wave=wave.ref, trained=found.trained, needed=found.needed, share=Percent(found.trained / found.needed),
        )  # fmt: skip
        return Finding(
            NOT_MET if missing else MET,
            summary,
            rule,
            margin=signed(found.trained - fewest_of(found.needed, share)),
            observed_on=found.oldest_on,
            observations=tuple(_observations(case, wave, found, share)),
        )

    def remedy(self, case: Case) -> Remedy:
        wave = case.wave_in_question
        if wave is None:
            return Remedy((planning(),))
        if not wave.super_users_needed:
            return Remedy((_counting(wave),))
        found = coverage(case.state, wave, case.as_of, case.policy.training_days)
        missing = _missing(found, case.settings.number("share"))
        return Remedy((_training(case, wave, missing),) if missing else ())


def _training(case: Case, wave: Wave, count: int) -> Step:
    begun = relays_to_train(case.state, wave, case.as_of, case.policy.training_days)[:count]
    others = (Relay(None, new_uid(wave.uid, str(number))) for number in range(count - len(begun)))
    relays = [*begun, *others]

    def make(state: ProjectState, on: date) -> Iterator[Edit]:
        yield from trained(wave.uid, wave.courses_needed, relays, on)

    said = message(
        N_("train {count} more super-user for {wave}"),
        N_("train {count} more super-users for {wave}"),
        count=count,
        wave=str(wave),
    )
    return Step(("train", wave.uid), said, make, wave.kind, wave.uid, wave.owner)


def _counting(wave: Wave) -> Step:
    def make(state: ProjectState, on: date) -> Iterator[Edit]:
        now = state.get(Wave, wave.uid)
        assert now
        yield Update(now, {"super_users_needed": 1})
        yield from trained(wave.uid, wave.courses_needed, [Relay(None, "1")], on)

    said = message(N_("say how many super-users {wave} needs, and train them"), wave=wave.ref)
    return Step(("count", wave.uid), said, make, wave.kind, wave.uid, wave.owner)


def _missing(found: Coverage, share: float) -> int:
    """The fewest super-users to train until their share is reached."""
    return max(0, fewest_of(found.needed, share) - found.trained)


def _observations(case: Case, wave: Wave, found: Coverage, share: float) -> Iterator[Observation]:
    said = message(N_("{trained} of {needed} super-users trained"), trained=found.trained, needed=found.needed)
    yield Observation(wave.kind, wave.uid, wave.ref, said, found.oldest_on, not _missing(found, share))
    for uid, count in found.by_course.items():
        course = case.state.get(Course, uid)
        if course is not None:
            attended = message(N_("attended by {count} of {needed}"), count=count, needed=found.needed)
            yield Observation(course.kind, uid, course.ref, attended, None, count / found.needed >= share)
