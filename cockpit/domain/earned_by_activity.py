"""The earned value of a project whose phases have budgets: each phase's budget is spread over its activities by their planned days."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from cockpit.domain.activity import Activity
from cockpit.domain.earned_value import EarnedSchedule, EarnedValue, earned_schedule
from cockpit.domain.milestone import Milestone
from cockpit.domain.return_on_investment import spending

if TYPE_CHECKING:
    from cockpit.domain.state import ProjectState

_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class _Share:
    """An activity's part of a budget, its planned days, and how much of it is done, from 0 to 1."""

    budget: float
    starts_on: date
    ends_on: date
    done: float

    def planned(self, by: date) -> float:
        """What was to be done by the end of a day, evenly over its planned days."""
        days = (self.ends_on - self.starts_on).days + 1
        return self.budget * min(1.0, max(0.0, ((by - self.starts_on).days + 1) / days))


@dataclass(frozen=True, slots=True)
class Earned:
    """Earned value in minor units, and earned schedule in weeks of the plan, which began on ``begins_on``."""

    value: EarnedValue
    schedule: EarnedSchedule
    begins_on: date
    weeks: int

    @property
    def planned_end(self) -> date:
        """The last day of the week by which everything was to be earned."""
        return self.begins_on + self.weeks * _WEEK - timedelta(days=1)

    @property
    def estimated_end(self) -> date | None:
        """The last day of the estimated duration, IEAC(t); None where nothing is earned yet, or it lies beyond all calendars."""
        if self.schedule.duration is None:
            return None
        days = math.ceil(self.schedule.duration * 7) - 1
        return self.begins_on + timedelta(days=days) if days <= (date.max - self.begins_on).days else None


def earned(state: "ProjectState", as_of: date) -> Earned | None:
    """What is earned on a day; None where no phase has both a budget and activities with planned days, or none has begun."""
    shares = list(_shares(state, as_of))
    if not shares or min(share.starts_on for share in shares) > as_of:
        return None
    begin, end = min(share.starts_on for share in shares), max(share.ends_on for share in shares)
    weeks = ((end - begin).days // 7) + 1
    plan = [sum(share.planned(begin + week * _WEEK - timedelta(days=1)) for share in shares) for week in range(1, weeks + 1)]
    done = sum(share.budget * share.done for share in shares)
    value = EarnedValue(plan[-1], sum(share.planned(as_of) for share in shares), done, _cost(state, as_of))
    return Earned(value, earned_schedule(plan, done, ((as_of - begin).days + 1) / 7), begin, weeks)


def _shares(state: "ProjectState", as_of: date) -> Iterator[_Share]:
    for each in spending(state, as_of):
        if each.phase is None or not each.planned:
            continue
        activities = [
            (activity, activity.starts_on, activity.ends_on)
            for activity in state.all(Activity)
            if activity.starts_on is not None and activity.ends_on is not None and _phase(state, activity) == each.phase.uid
        ]
        days = sum((ends_on - starts_on).days + 1 for _, starts_on, ends_on in activities)
        for activity, starts_on, ends_on in activities:
            part = ((ends_on - starts_on).days + 1) / days
            yield _Share(each.planned * part, starts_on, ends_on, activity.progress / 100)


def _cost(state: "ProjectState", as_of: date) -> float:
    """What the phases cost that have shares."""
    counted = {_phase(state, activity) for activity in state.all(Activity) if activity.starts_on and activity.ends_on}
    return float(sum(each.spent for each in spending(state, as_of) if each.phase and each.planned and each.phase.uid in counted))


def _phase(state: "ProjectState", activity: Activity) -> str | None:
    """The uid of the phase that an activity belongs to, by itself or by its milestone."""
    milestone = state.get(Milestone, activity.milestone)
    return activity.phase or (milestone.phase if milestone else None)
