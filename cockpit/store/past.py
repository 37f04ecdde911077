"""What was known of a project on days of the past: its log walked back from what is known now, once for however many days."""

import dataclasses
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from cockpit.domain.change import Batch, RowChange, SeriesChange
from cockpit.domain.history import known_from, known_since
from cockpit.domain.state import ProjectState
from cockpit.store.series import Fetch, Key, Listed, series_at


@dataclass(frozen=True)
class Past:
    """A project's log with the state that it has led to and the series that there are, all read in one transaction.

    Measurements are read by ``fetch`` when they are looked at.
    """

    state: ProjectState
    batches: tuple[Batch, ...]
    listed: Sequence[Listed]
    fetch: Fetch

    @cached_property
    def _known_since(self) -> tuple[date, ...]:
        return known_since(self.batches, self.state.project.timezone)

    @property
    def began(self) -> date:
        """The first day at the end of which the project was known."""
        return self._known_since[0]

    def known_on(self, day: date) -> tuple[Batch, ...]:
        """The acts that were known at the end of a day."""
        return self.batches[: bisect_right(self._known_since, day)]

    def states_on(self, days: Iterable[date]) -> Iterator[tuple[date, ProjectState]]:
        """The states at the end of days in the project's own time zone, as they were known then, the last day first.

        Days before the log began are left out; days between which nothing was done share a state.
        """
        state, place = self.state, len(self.batches)
        growth: Counter[Key] = Counter()
        for day in sorted(set(days), reverse=True):
            known = bisect_right(self._known_since, day)
            if not known:
                return
            if known < place:
                state, place = self._walked_back(state, place, known, growth), known
            yield day, state

    def known_before(self, instant: datetime) -> ProjectState:
        """What was known right before an instant; where the log begins later, what its first act led to.

        Made for one that is not long ago: what was measured since is taken out of the series, which keep the totals of all other periods.
        """
        since = self.batches[max(1, bisect_left(known_from(self.batches), instant)) :]
        return self.state.applied(change.reversed() for batch in reversed(since) for change in reversed(batch.changes))

    def _walked_back(self, state: ProjectState, place: int, known: int, growth: Counter[Key]) -> ProjectState:
        """The state when that many acts of the log were known, from a later one; ``growth`` is brought to what came since."""
        undone = [change for batch in self.batches[known:place] for change in batch.changes]
        rows = state.applied(change.reversed() for change in reversed(undone) if isinstance(change, RowChange))
        moved: set[Key] = set()
        for change in undone:
            if isinstance(change, SeriesChange):
                growth[change.kpi, change.group] += change.growth
                moved.add((change.kpi, change.group))
        series = series_at(self.listed, self.fetch, rows, self.batches[known - 1].place, growth=growth, moved=moved)
        return dataclasses.replace(rows, series=series)
