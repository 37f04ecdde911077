"""People: every owner, approver and attendee is one."""

import re
from collections.abc import Iterator

from cockpit.domain.entity import Entity, flag, line
from cockpit.domain.message import N_, Message, message

_HANDLE = re.compile(r"[a-z0-9._-]+")


class Person(Entity):
    """Somebody who takes part, known to the others by a short handle (``lea``)."""

    kind = "person"
    prefix = "P"
    label = N_("Person")
    plural = N_("People")
    title_field = "name"
    unique = (("handle",),)

    handle: str = line(N_("Handle"), required=True, longest=40, help=N_("Short name used in tables and after @, such as lea"))
    name: str = line(N_("Name"), required=True)
    role: str = line(N_("Role"), help=N_("What this person does in the project"))
    email: str = line(N_("E-mail"))
    super_user: bool = flag(N_("Super-user"), help=N_("A trained relay whom colleagues turn to"))
    active: bool = flag(N_("Active"), default=True, help=N_("Still takes part"))

    def own_problems(self) -> Iterator[tuple[str, Message]]:
        if not _HANDLE.fullmatch(self.handle):
            yield "handle", message(
                N_("{field}: “{value}” is not allowed; it must be lower-case letters, digits, . _ or -"),
                field=Message(N_("Handle")), value=self.handle,
            )  # fmt: skip
