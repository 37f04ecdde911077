"""Communication that takes place as planned."""

import math
from dataclasses import replace
from datetime import date

from cockpit.domain.communication import Channel, first_channel, holding, in_force, is_alive, last_held
from cockpit.domain.evidence import INSUFFICIENT, MET, NOT_MET, Finding, Observation, listed, oldest, signed
from cockpit.domain.message import N_, Message, message
from cockpit.domain.readiness.kind import Case, CriterionKind
from cockpit.domain.readiness.setting import Setting
from cockpit.domain.step import Remedy, Step


class CommunicationAlive(CriterionKind):
    """Every channel in force took place not much longer ago than it should.

    A channel that started too recently to have taken place does not count against it, but as long as none has taken place there is no
    answer.
    """

    code = "communication_alive"
    label = N_("Communication alive")
    settings = (
        Setting(
            "patience", N_("Patience, in intervals"), 1.5, least=1, most=10, help=N_("1.5: a weekly ritual is alive for 10 days")
        ),
    )

    def judge(self, case: Case) -> Finding:
        patience = case.settings.number("patience")
        rule = message(N_("every channel in force took place within the last {patience} of its intervals"), patience=patience)
        channels = _in_force(case)
        if not channels:
            return Finding(INSUFFICIENT, message(N_("no channel is planned")), rule)
        alive = {each.uid: _is_alive(case, each, case.as_of) for each in channels}
        silent = [each for each in channels if alive[each.uid] is False]
        held = [last.held_on for each in channels if (last := last_held(case.state, each, case.as_of))]
        if silent:
            state = NOT_MET
            reasons = [message("{row} {reason}", row=each.ref, reason=_silence(case, each, case.as_of)) for each in silent]
            summary = message(N_("{open} of {all}: {reasons}"), open=len(silent), all=len(channels), reasons=listed(reasons))
        elif any(alive.values()):
            state = MET
            count = sum(each is True for each in alive.values())
            summary = message(N_("{count} channel alive"), N_("{count} channels alive"), count=count)
        else:
            state = INSUFFICIENT
            summary = message(N_("no channel has had to take place yet"))
        return Finding(
            state,
            summary,
            rule,
            margin=_margin(case, [each for each in channels if alive[each.uid] is not None]),
            observed_on=oldest(held),
            observations=tuple(_observation(case, each, alive[each.uid]) for each in channels),
        )

    def remedy(self, case: Case) -> Remedy:
        channels = _in_force(case)
        if not channels:
            return Remedy((first_channel(),))
        alive = {each.uid: _is_alive(case, each, case.as_of) for each in channels}
        if not any(each is not None for each in alive.values()):
            return Remedy((_holding(case, channels[0]),))
        steps: list[Step] = []
        ageing: dict[str | None, list[Channel]] = {}
        for each in channels:
            if alive[each.uid] is not False:
                continue
            if in_force(each, case.today) and _is_alive(case, each, case.today) is False:
                steps.append(_holding(case, each))
            else:
                ageing.setdefault(each.owner, []).append(each)
        for due in ageing.values():
            said = message(N_("let {channels} take place by then"), channels=tuple(each.ref for each in due))
            steps.append(replace(holding(due, said), on=case.as_of))
        return Remedy(tuple(steps))


def _in_force(case: Case) -> tuple[Channel, ...]:
    return tuple(each for each in case.state.all(Channel) if in_force(each, case.as_of))


def _is_alive(case: Case, channel: Channel, day: date) -> bool | None:
    return is_alive(case.state, channel, day, case.settings.number("patience"))


def _silence(case: Case, channel: Channel, day: date) -> Message:
    """How long ago a channel last took place on a day, to go after its name."""
    last = last_held(case.state, channel, day)
    if last is None:
        return message(N_("never took place"))
    age = (day - last.held_on).days
    return message(N_("last took place {count} day ago"), N_("last took place {count} days ago"), count=age)


def _margin(case: Case, channels: list[Channel]) -> Message | None:
    """How many days the first channel to fall silent has left, or how many the one that is silent longest is late."""
    patience = case.settings.number("patience")
    held = [(each, last_held(case.state, each, case.as_of)) for each in channels]
    left = [math.floor(patience * each.every_days) - (case.as_of - last.held_on).days for each, last in held if last]
    if not left:
        return None
    return signed(min(left), message(N_("{count} day"), N_("{count} days"), count=abs(min(left))))


def _holding(case: Case, channel: Channel) -> Step:
    words = message(
        N_("let {channel} take place: it {silence}"), channel=str(channel), silence=_silence(case, channel, case.today)
    )
    return holding([channel], words)


def _observation(case: Case, channel: Channel, alive: bool | None) -> Observation:
    last = last_held(case.state, channel, case.as_of)
    if last is not None:
        said = message(
            N_("every {every} d, last {count} day ago"), N_("every {every} d, last {count} days ago"),
            every=channel.every_days, count=(case.as_of - last.held_on).days,
        )  # fmt: skip
    elif channel.starts_on is not None:
        said = message(N_("every {every} d since {day}, never took place"), every=channel.every_days, day=channel.starts_on)
    else:
        said = message(N_("every {every} d, never took place"), every=channel.every_days)
    return Observation(channel.kind, channel.uid, channel.ref, said, last.held_on if last else None, alive)
