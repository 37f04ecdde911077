"""People: every owner, approver and attendee is one."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from cockpit.domain.derived_names import person_handle
from cockpit.domain.entity import Checks, Entity, flag, line
from cockpit.domain.message import N_, Message, message

if TYPE_CHECKING:
    from cockpit.domain.state import ProjectState

_HANDLE = re.compile(r"[a-z0-9._-]+")


def _handle_problem(handle: str) -> Message | None:
    if _HANDLE.fullmatch(handle):
        return None
    return message(
        N_("{field}: “{value}” is not allowed; it must be lower-case letters, digits, . _ or -"),
        field=Message(N_("Handle")), value=handle,
    )  # fmt: skip


class Person(Entity):
    """Somebody who takes part, known to the others by a short handle (``lea``)."""

    kind = "person"
    prefix = "P"
    label = N_("Person")
    plural = N_("People")
    title_field = "name"
    unique = (("handle",),)
    checks: ClassVar[Checks] = {"handle": _handle_problem}

    handle: str = line(N_("Handle"), required=True, longest=40, help=N_("Short name used in tables and after @, such as lea"))
    name: str = line(N_("Name"), required=True)
    role: str = line(N_("Role"), help=N_("What this person does in the project"))
    email: str = line(N_("E-mail"))
    super_user: bool = flag(N_("Super-user"), help=N_("A trained relay whom colleagues turn to"))
    active: bool = flag(N_("Active"), default=True, help=N_("Still takes part"))

    @classmethod
    def suggested(cls, values: Mapping[str, Any], state: "ProjectState") -> Mapping[str, Any]:
        name = values.get("name")
        if not isinstance(name, str) or not name.strip():
            return {}
        return {"handle": person_handle(name, {person.handle for person in state.all(cls)})}
