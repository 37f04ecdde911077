"""Freezing the evidence of a review that was held on a state: for stories, and for samples that are moved in time."""

from cockpit.domain.gate import GateReview
from cockpit.domain.readiness import verdict
from cockpit.domain.readiness.review_evidence import sealed
from cockpit.domain.state import ProjectState
from cockpit.exchange.verdict_json import verdict_plain


def with_evidence(state: ProjectState, review: GateReview) -> GateReview:
    """A review with what the state in which it was held says on its day, in the words of the language chosen."""
    found = verdict(state, review.gate, review.held_on, review.wave)
    return sealed(review, found, verdict_plain(found))
