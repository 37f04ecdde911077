"""What a gate review takes its time for: the verdict under the waivers that are typed, to hold it, and what has changed since.

All of it is done in a thread.
"""

from typing import TYPE_CHECKING, TypeAlias

from textual.message import Message

from cockpit.domain.gate import GateReview
from cockpit.domain.problem import Problem, Refused
from cockpit.domain.readiness.review import Ruling, held, verdict_under
from cockpit.exchange.verdict_json import verdict_plain
from cockpit.language import _
from cockpit.screens.errand_answers import Done
from cockpit.screens.frame import Frame
from cockpit.screens.situation import Situation

if TYPE_CHECKING:
    from datetime import date

    from cockpit.domain.readiness import Verdict
    from cockpit.screens.backstage import Errand
    from cockpit.screens.desk import Desk

Weight: TypeAlias = "tuple[tuple[str, date], ...]"
"""What of the waivers counts for the verdict: the criterion (its uid) of each, and until when it may wait."""


def weight_of(ruling: Ruling) -> Weight:
    """What of the waivers of a ruling counts for the verdict; why they are granted does not."""
    return tuple((each.criterion.uid, each.expires_on) for each in ruling.waivers)


class Weighed(Message):
    """What the verdict of ``known`` is under waivers of some ``weight``, or why there is none."""

    def __init__(self, known: Situation, weight: Weight, found: "Verdict | None", problems: tuple[Problem, ...] = ()) -> None:
        super().__init__()
        self.known, self.weight, self.found, self.problems = known, weight, found, problems


class WeighingErrand:
    """Has the verdict under waivers worked out; the screen gets :class:`Weighed`, for the last that was asked for at least."""

    def __init__(self, screen: Frame) -> None:
        self._screen = screen
        self._wanted: Ruling | None = None

    def see_to(self, known: Situation, ruling: Ruling) -> None:
        """Have it worked out; one that was wanted before, and was not begun, is wanted no more."""
        self._wanted = ruling

        def errand(desk: "Desk") -> "tuple[Message, Situation]":
            return self._weighed(known, ruling), desk.situation()

        self._screen.cockpit.run_errand(errand, self._screen)

    def _weighed(self, known: Situation, ruling: Ruling) -> Weighed:
        weight = weight_of(ruling)
        if self._wanted is not ruling:
            return Weighed(known, weight, None)
        try:
            return Weighed(known, weight, verdict_under(known.state, ruling, known.today))
        except Refused as refused:
            return Weighed(known, weight, None, tuple(refused.problems))


class ChangesKnown(Message):
    """What has changed since each gate review was held has been worked out."""


class ChangesErrand:
    """Has worked out what has changed since the gate reviews were held, after the screen is painted; the screen gets :class:`ChangesKnown`."""

    def __init__(self, screen: Frame) -> None:
        self._screen = screen
        self._wanted: Situation | None = None

    def see_to(self, known: Situation) -> None:
        """Have it worked out, where it is not known; what was wanted before is wanted no more."""
        if self._wanted is known or not self._screen.is_current:
            return
        self._wanted = known
        if any(known.known_changes(review) is None for review in known.state.all(GateReview)):
            self._screen.call_after_refresh(self._run, known)

    def _run(self, known: Situation) -> None:
        def errand(desk: "Desk") -> "tuple[Message, Situation]":
            for review in known.state.all(GateReview):
                if self._wanted is known:
                    known.changes_since(review)
            return ChangesKnown(), desk.situation()

        self._screen.cockpit.run_errand(errand, self._screen)


def holding(known: Situation, ruling: Ruling, uid: str) -> "Errand":
    """Hold a review, which gets this uid, on what is known; who asks gets :class:`Done`."""

    def errand(desk: "Desk") -> "tuple[Message, Situation]":
        act = held(known.state, ruling, known.today, verdict_plain, _, uid)
        batch, situation = desk.apply(act)
        return Done(batch), situation

    return errand
