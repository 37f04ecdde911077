"""Adopting a default policy: what a gate asks by default becomes rows of the project, to be edited, waived and acted on.

An act that refers to a criterion begins with :func:`adopted` and names the criterion by :func:`adopted_uid`, whether it is a default
or not::

    Act((*adopted(state, gate), Create(Waiver, {"criterion": adopted_uid(criterion), ...})))
"""

from collections.abc import Callable

from cockpit.domain.edit import Create
from cockpit.domain.gate import Criterion, GatePolicy
from cockpit.domain.phase import PhaseCode
from cockpit.domain.readiness.policy import ADOPTED, DEFAULT, criteria_of, is_default, policy_of
from cockpit.domain.state import ProjectState


def adopted(state: ProjectState, gate: PhaseCode, say: Callable[[str], str] = str) -> tuple[Create, ...]:
    """The edits that write the default policy of a gate down, its criteria after it; none where the project has a policy of its own.

    ``say`` translates the titles, which are the project's own words from then on.
    """
    policy = policy_of(state, gate)
    if not is_default(policy):
        return ()
    belonging = {"policy": adopted_uid(policy)}
    criteria = (
        Create(Criterion, {**row.plain(), "title": say(row.title), **belonging}, adopted_uid(row))
        for row in criteria_of(state, gate)
    )
    return Create(GatePolicy, {**policy.plain(), "title": say(policy.title)}, adopted_uid(policy)), *criteria


def adopted_uid(row: GatePolicy | Criterion) -> str:
    """The uid of a default policy or criterion once it is a row of the project; of what is one already, its own.

    Two people who adopt a policy on copies of a project make the same rows.  What the own gate of a wave asks is never adopted.
    """
    return row.uid.replace(DEFAULT, ADOPTED, 1) if is_default(row) else row.uid
