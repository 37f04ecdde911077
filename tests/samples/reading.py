"""How the tests of the samples look at them: by day, by title."""

from datetime import date
from functools import cache
from zoneinfo import ZoneInfo

from cockpit.domain.change import Batch
from cockpit.domain.phase import PhaseCode
from cockpit.domain.readiness import Verdict, verdict
from cockpit.domain.state import AnyEntity, ProjectState
from cockpit.exchange.samples import sample_path
from cockpit.exchange.snapshot import Snapshot, read_text

PARIS = ZoneInfo("Europe/Paris")
LAST_DAY = date(2026, 11, 20)
PILOT_OPENS = date(2026, 9, 21)


@cache
def shipped_text(name: str) -> str:
    """A sample as it is shipped."""
    return sample_path(name).read_text(encoding="utf-8")


@cache
def shipped(name: str) -> Snapshot:
    """A sample as it is shipped, read once."""
    return read_text(shipped_text(name))


def day_of(batch: Batch, zone: ZoneInfo = PARIS) -> date:
    """The day of a batch by the clocks of a sample."""
    return batch.at.astimezone(zone).date()


def state_on(sample: Snapshot, day: date) -> ProjectState:
    """What was known at the end of a day."""
    zone = ZoneInfo(sample.state.project.timezone)
    known = ProjectState()
    for batch in sample.batches:
        if day_of(batch, zone) <= day:
            known = known.after(batch)
    return known


def verdict_on(sample: Snapshot, gate: PhaseCode, day: date) -> Verdict:
    """The verdict that was shown on a day."""
    return verdict(state_on(sample, day), gate, day)


def titled(state: ProjectState, entity: type[AnyEntity], title: str) -> AnyEntity:
    """The one row that people call ``title``."""
    found = [row for row in state.all(entity) if row.caption == title]
    assert len(found) == 1, title
    return found[0]
