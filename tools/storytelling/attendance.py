"""Attendance as a story tells it: who came to a training session."""

from cockpit.domain.training import Attendance, AttendanceState
from tools.storytelling.story import New, new


def came(session: str, who: str, state: AttendanceState, *, relay: bool = False) -> New:
    """The row of somebody's invitation: ``who`` is the key of a person, in small letters, or the name of somebody else."""
    named = {"person": who} if who.islower() else {"name": who}
    return new(Attendance, f"{session}/{who}", session=session, state=state, super_user=relay, **named)
