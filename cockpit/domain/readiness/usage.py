"""The usage rate: of the people who have it, how many use it."""

from collections.abc import Iterator
from datetime import date

from cockpit.domain.edit import Edit, Update
from cockpit.domain.evidence import INSUFFICIENT, MET, NOT_MET, Finding, Observation, fewest_of, signed_points
from cockpit.domain.message import N_, Percent, message
from cockpit.domain.readiness.kind import Case, CriterionKind
from cockpit.domain.readiness.setting import Setting
from cockpit.domain.state import ProjectState
from cockpit.domain.step import Remedy, Step
from cockpit.domain.wave import Usage, Wave, WaveStatus, is_due, usage


class UsageRate(CriterionKind):
    """Enough of the people who have it use it, in the waves whose day has come and that were not rolled back."""

    code = "usage_rate"
    label = N_("Usage rate")
    settings = (Setting("at_least", N_("Share of those who have it"), 0.7, least=0.01, most=1),)

    def judge(self, case: Case) -> Finding:
        needed = case.settings.number("at_least")
        rule = message(
            N_("{share} of those who have it, in the waves whose day has come and that were not rolled back, use it"),
            share=Percent(needed),
        )
        found = usage(case.state, case.as_of)
        if found.share is None:
            return Finding(INSUFFICIENT, message(N_("nobody has it yet")), rule)
        summary = message(
            N_("{active} of {enabled} who have it use it ({share})"),
            active=found.active, enabled=found.enabled, share=Percent(found.share),
        )  # fmt: skip
        return Finding(
            MET if found.share >= needed else NOT_MET,
            summary,
            rule,
            margin=signed_points(found.share - needed),
            observations=tuple(usage_seen(found, needed)),
        )

    def remedy(self, case: Case) -> Remedy:
        return users_to_win(case, case.settings.number("at_least"))


def users_to_win(case: Case, needed: float) -> Remedy:
    """How many more people have to use it until so large a share of those who have it does: in the waves with the most room first."""
    found = usage(case.state, case.as_of)
    if not found.enabled:
        return _first_users(case, needed)
    steps: list[Step] = []
    missing = fewest_of(found.enabled, needed) - found.active
    for wave in sorted(found.waves, key=lambda each: (each.active - each.enabled, each.number, each.uid)):
        more = min(missing, wave.enabled - wave.active)
        if more <= 0:
            break
        steps.append(_winning(case, wave, more))
        missing -= more
    return Remedy(tuple(steps))


def usage_seen(found: Usage, needed: float) -> Iterator[Observation]:
    """Each wave in which anybody has it."""
    for wave in found.waves:
        share = wave.active / wave.enabled
        said = message(
            N_("{active} of {enabled} use it ({share})"), active=wave.active, enabled=wave.enabled, share=Percent(share)
        )
        yield Observation(wave.kind, wave.uid, wave.ref, said, good=share >= needed)


def _winning(case: Case, wave: Wave, more: int) -> Step:
    wanted = wave.active + more

    def make(state: ProjectState, on: date) -> Iterator[Edit]:
        now = state.get(Wave, wave.uid)
        assert now
        if now.active < wanted:
            yield Update(now, {"active": wanted})

    said = message(
        N_("{count} more active user in {wave}"), N_("{count} more active users in {wave}"), count=more, wave=str(wave)
    )
    return Step(("use", wave.uid), said, make, wave.kind, wave.uid, wave.owner or case.criterion.owner)


def _first_users(case: Case, needed: float) -> Remedy:
    """Where nobody has it yet: give it to the wave whose day has come, or comes first, or wait for that where somebody will have it then."""
    open_waves = [each for each in case.state.all(Wave) if each.status is not WaveStatus.ROLLED_BACK]
    wave = min(
        open_waves,
        key=lambda each: (not is_due(each, case.as_of), each.starts_on or date.min, each.number, each.uid),
        default=None,
    )
    if wave is None:
        return Remedy(stuck=(message(N_("plan a wave: nobody has it yet")),))
    on = wave.starts_on if not is_due(wave, case.today) else None
    if on is not None and wave.enabled:
        return Remedy((_waiting(case, wave, on), *users_to_win(case.on(on), needed).steps))
    enabled = max(wave.enabled, wave.size, 1)
    active = fewest_of(enabled, needed)

    def make(state: ProjectState, on: date) -> Iterator[Edit]:
        now = state.get(Wave, wave.uid)
        assert now
        yield Update(now, {"enabled": max(now.enabled, enabled), "active": max(now.active, active)})

    said = message(
        N_("give it to {enabled} in {wave}, of whom {count} uses it"),
        N_("give it to {enabled} in {wave}, of whom {count} use it"),
        enabled=enabled, wave=str(wave), count=active,
    )  # fmt: skip
    owner = wave.owner or case.criterion.owner
    return Remedy((Step(("use", wave.uid), said, make, wave.kind, wave.uid, owner, on),))


def _waiting(case: Case, wave: Wave, on: date) -> Step:
    """Nothing to do but to let the day of a wave come."""

    def make(state: ProjectState, on: date) -> Iterator[Edit]:
        yield from ()

    said = message(N_("wait until {day}, when {wave} starts"), wave=str(wave), day=on)
    return Step(("await", wave.uid), said, make, wave.kind, wave.uid, wave.owner or case.criterion.owner, on)
