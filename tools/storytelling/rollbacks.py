"""Rehearsals of ways back, as a story tells them."""

from collections.abc import Iterable, Iterator
from datetime import date

from cockpit.domain.rollback import Rehearsal
from tools.storytelling.story import Told, act, new


def rehearsals(told: Iterable[tuple[str, date, str, bool, int, str]]) -> Iterator[Told]:
    """Rehearsals, told as scenario, day, who led it, whether it worked, minutes and note."""
    for key, day, who, succeeded, minutes, note in told:
        yield act(
            day, "17:35", who,
            new(
                Rehearsal, f"{key}/{day}", rollback=key, rehearsed_on=day, succeeded=succeeded, minutes_to_restore=minutes,
                led_by=who, note=note,
            ),
        )  # fmt: skip
