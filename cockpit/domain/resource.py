"""Resources: the people, teams, equipment, money and suppliers that the work cannot do without."""

from datetime import date
from typing import TYPE_CHECKING

from cockpit.domain.entity import Choice, Entity, choice, day, flag, line, number, reference, text
from cockpit.domain.message import N_

if TYPE_CHECKING:
    from cockpit.domain.state import ProjectState


class ResourceNature(Choice):
    """What a resource is."""

    PERSON = "person", N_("person")
    TEAM = "team", N_("team")
    EQUIPMENT = "equipment", N_("equipment")
    BUDGET = "budget", N_("budget")
    SUPPLIER = "supplier", N_("supplier")


class Resource(Entity):
    """Something or somebody that activities need, secured or not yet."""

    kind = "resource"
    prefix = "RE"
    label = N_("Resource")
    plural = N_("Resources")
    ordered = (("needed_from", "needed_to"),)

    title: str = line(N_("Resource"), required=True)
    nature: ResourceNature = choice(N_("Nature"), default=ResourceNature.PERSON)
    critical: bool = flag(N_("Critical"), help=N_("The project cannot go on without it"))
    secured: bool = flag(N_("Secured"), help=N_("Promised by whoever can give it"))
    secured_on: date | None = day(N_("Secured on"))
    needed_from: date | None = day(N_("Needed from"))
    needed_to: date | None = day(N_("Needed until"))
    person: str | None = reference(N_("Person"), "person", help=N_("Who it is, where it is a person"))
    capacity: float = number(N_("Capacity"), 0, default=1.0, help=N_("How much of it there is: 0.5 for a half-time"))
    note: str = text(N_("Note"))


def critical_resources(state: "ProjectState", as_of: date) -> tuple[Resource, ...]:
    """The resources that the project cannot go on without, those no longer needed left out."""
    return tuple(each for each in state.all(Resource) if each.critical and not (each.needed_to and each.needed_to < as_of))


def is_secured(resource: Resource, as_of: date) -> bool:
    """Whether a resource is promised, and was by ``as_of``."""
    return resource.secured and (resource.secured_on is None or resource.secured_on <= as_of)
