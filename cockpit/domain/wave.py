"""Waves: the batches of people who receive it, one after the other."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cockpit.domain.entity import Choice, Entity, choice, day, line, reference, references, whole
from cockpit.domain.message import N_

if TYPE_CHECKING:
    from cockpit.domain.state import ProjectState

_MOST_PEOPLE = 10**9


class WaveStatus(Choice):
    """Where a wave stands."""

    PLANNED = "planned", N_("planned")
    RUNNING = "running", N_("running")
    DONE = "done", N_("done")
    ROLLED_BACK = "rolled_back", N_("rolled back")


class Wave(Entity):
    """A batch of the scale-up: its people, its dates, and what keeps it safe."""

    kind = "wave"
    prefix = "V"
    label = N_("Wave")
    plural = N_("Waves")
    ordered = (("starts_on", "ends_on"),)

    number: int = whole(N_("Number"), 1, 999, help=N_("Its place in the order of waves"))
    title: str = line(N_("Wave"), required=True)
    status: WaveStatus = choice(N_("Status"), default=WaveStatus.PLANNED)
    starts_on: date | None = day(N_("Starts"))
    ends_on: date | None = day(N_("Ends"))
    population: str = line(N_("Population"), help=N_("Who receives it in this wave"))
    size: int = whole(N_("Size"), 0, _MOST_PEOPLE, default=0, help=N_("People in the population"))
    enabled: int = whole(N_("Enabled"), 0, _MOST_PEOPLE, default=0, help=N_("People who have it"))
    active: int = whole(N_("Active users"), 0, _MOST_PEOPLE, default=0, help=N_("People who use it"))
    owner: str | None = reference(N_("Owner"), "person", help=N_("Who leads the wave"))
    rollback: str | None = reference(N_("Rollback scenario"), "rollback", help=N_("The way back if the wave goes wrong"))
    guardrails: tuple[str, ...] = references(
        N_("Guardrails"), "kpi", help=N_("KPIs whose guardrail may not be crossed during the wave")
    )
    courses_needed: tuple[str, ...] = references(
        N_("Courses needed"), "course", help=N_("Courses that its people attend before it starts")
    )
    super_users_needed: int = whole(
        N_("Super-users needed"), 0, 100_000, default=0, help=N_("Trained relays that the wave counts on")
    )
    working_days_needed: int = whole(
        N_("Working days needed"),
        0,
        365,
        default=5,
        unit=N_("days"),
        help=N_("How long the guardrails of the wave before have to hold"),
    )


@dataclass(frozen=True, slots=True)
class Usage:
    """How many of the people who have it use it: ``active`` of those ``enabled``, in the ``waves`` that :func:`usage` looks at."""

    waves: tuple[Wave, ...]

    @property
    def enabled(self) -> int:
        """People who have it."""
        return sum(wave.enabled for wave in self.waves)

    @property
    def active(self) -> int:
        """People who use it; where a wave says more of them than have it, no more than have it, as they would make up for another wave."""
        return sum(min(wave.active, wave.enabled) for wave in self.waves)

    @property
    def share(self) -> float | None:
        """Active over enabled; None where nobody has it."""
        return self.active / self.enabled if self.enabled else None


def usage(state: "ProjectState", as_of: date) -> Usage:
    """Usage in the waves whose day has come by ``as_of`` and in which anybody has it, as they are known: how many is not dated.

    A wave that was rolled back is over: nobody is to be won there.
    """
    counted = (wave for wave in state.all(Wave) if wave.status is not WaveStatus.ROLLED_BACK and is_due(wave, as_of))
    return Usage(tuple(wave for wave in counted if wave.enabled))


def is_due(wave: Wave, as_of: date) -> bool:
    """Whether the first day of a wave has come, though it may still be planned; one without a date may begin at any time."""
    return wave.starts_on is None or wave.starts_on <= as_of


def next_wave(state: "ProjectState") -> Wave | None:
    """The first wave, by number, that is still to come; None where none is planned."""
    planned = [wave for wave in state.all(Wave) if wave.status is WaveStatus.PLANNED]
    return min(planned, key=lambda wave: (wave.number, wave.uid), default=None)


def by_number(state: "ProjectState") -> tuple[Wave, ...]:
    """The waves in the order in which they come."""
    return tuple(sorted(state.all(Wave), key=lambda wave: (wave.number, wave.uid)))


def wave_before(state: "ProjectState", wave: Wave) -> Wave | None:
    """The wave that comes before ``wave``, wherever it stands; None for the first."""
    earlier = [each for each in by_number(state) if (each.number, each.uid) < (wave.number, wave.uid)]
    return earlier[-1] if earlier else None


def is_over(wave: Wave) -> bool:
    """Whether a wave is done or was rolled back: its gate says nothing any more."""
    return wave.status in (WaveStatus.DONE, WaveStatus.ROLLED_BACK)


def has_begun(wave: Wave, as_of: date) -> bool:
    """Whether a wave has begun by a day: its day alone is a plan, somebody has to have set it running."""
    return wave.status is not WaveStatus.PLANNED and (wave.starts_on is None or wave.starts_on <= as_of)
