"""Rollback scenarios: the way back when something goes wrong, and the rehearsals that prove it."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from cockpit.domain.edit import Create, Edit, Update
from cockpit.domain.entity import LONGEST_LINE, Entity, day, flag, line, lines, reference, text, whole
from cockpit.domain.evidence import INSUFFICIENT, NOT_MET, Reason
from cockpit.domain.message import N_, message
from cockpit.domain.step import Step, new_uid

if TYPE_CHECKING:
    from cockpit.domain.state import ProjectState


class Rollback(Entity):
    """A way back to a state known to work: when to take it, and its steps."""

    kind = "rollback"
    prefix = "RB"
    label = N_("Rollback scenario")
    plural = N_("Rollback scenarios")

    title: str = line(N_("Rollback scenario"), required=True)
    owner: str | None = reference(N_("Owner"), "person", help=N_("Who decides to go back, and leads it"))
    trigger: str = text(N_("Trigger"), help=N_("What has to happen for it to be used"))
    steps: tuple[str, ...] = lines(N_("Steps"), help=N_("What is done, in order, one step a line"))
    minutes_to_restore: int | None = whole(
        N_("Time to restore"),
        0,
        100_000,
        default=None,
        unit=N_("minutes"),
        help=N_("The time within which service is back"),
    )


class Rehearsal(Entity):
    """A test of a rollback scenario: whether it worked, and how long it took."""

    kind = "rehearsal"
    prefix = "RH"
    label = N_("Rehearsal")
    plural = N_("Rehearsals")
    title_field = "rehearsed_on"

    rollback: str = reference(N_("Rollback scenario"), "rollback", required=True)
    rehearsed_on: date = day(N_("Rehearsed on"), default=...)
    succeeded: bool = flag(N_("Succeeded"), help=N_("Service was restored by the steps as written"))
    minutes_to_restore: int | None = whole(
        N_("Time to restore"), 0, 100_000, default=None, unit=N_("minutes"), help=N_("The time that it took")
    )
    led_by: str | None = reference(N_("Led by"), "person")
    note: str = text(N_("Note"), help=N_("What was learned"))


def last_rehearsal(state: "ProjectState", rollback: Rollback, as_of: date) -> Rehearsal | None:
    """The rehearsal of a scenario that was held last, by the day ``as_of``."""
    held = [each for each in state.of(Rehearsal, "rollback", rollback.uid) if each.rehearsed_on <= as_of]
    return max(held, key=lambda each: (each.rehearsed_on, each.uid), default=None)


def doubts(state: "ProjectState", rollback: Rollback, shelf_life: int, as_of: date) -> Reason | None:
    """Why a scenario does not count as rehearsed; None where its last rehearsal succeeded at most ``shelf_life`` days ago.

    A scenario that was never tried, or failed the last time, is not proven; one that worked too long ago has no answer any more.
    """
    last = last_rehearsal(state, rollback, as_of)
    if last is None:
        return Reason(NOT_MET, message(N_("never rehearsed")), (_rehearsing(rollback, N_("rehearse {rollback}")),))
    if not last.succeeded:
        said = message(N_("failed its rehearsal of {day}"), day=last.rehearsed_on)
        return Reason(NOT_MET, said, (_rehearsing(rollback, N_("repair {rollback} and rehearse it")),))
    age = (as_of - last.rehearsed_on).days
    if age <= shelf_life:
        return None
    said = message(N_("rehearsed {count} day ago"), N_("rehearsed {count} days ago"), count=age)
    return Reason(INSUFFICIENT, said, (_rehearsing(rollback, N_("rehearse {rollback} again")),))


def _rehearsing(rollback: Rollback, words: str) -> Step:
    def make(state: "ProjectState", on: date) -> Iterator[Edit]:
        yield rehearsed(rollback.uid, on)

    said = message(words, rollback=rollback.ref)
    return Step(("rehearse", rollback.uid), said, make, rollback.kind, rollback.uid, rollback.owner)


def without_scenario(row: Entity) -> Reason:
    """Why a row that needs a way back, a risk or a wave, is not safe without one."""
    uid = new_uid(Rollback.kind, row.uid)

    def make(state: "ProjectState", on: date) -> Iterator[Edit]:
        yield Create(Rollback, {"title": f"{row.ref} {row.caption}".strip()[:LONGEST_LINE]}, uid)
        now = state.row(row.kind, row.uid)
        assert now
        yield Update(now, {"rollback": uid})
        yield rehearsed(uid, on)

    said = message(N_("write a rollback scenario for {row} and rehearse it"), row=row.ref)
    step = Step(("scenario", row.uid), said, make, row.kind, row.uid, getattr(row, "owner", None))
    return Reason(NOT_MET, message(N_("no rollback scenario")), (step,))


def rehearsed(rollback: str, on: date) -> Create:
    """A rehearsal of a scenario (its uid) that works."""
    values = {"rollback": rollback, "rehearsed_on": on, "succeeded": True}
    return Create(Rehearsal, values, new_uid(Rehearsal.kind, rollback))
