"""The project: the initiative that everything else belongs to."""

import re
from functools import lru_cache
from typing import ClassVar
from zoneinfo import available_timezones

from cockpit.domain.entity import Checks, Choice, Entity, choice, line, reference, text
from cockpit.domain.message import N_, Message, message
from cockpit.domain.phase import Approach, PhaseCode

_KEY = re.compile(r"[A-Z0-9_-]+")
_CURRENCY = re.compile(r"[A-Z]{3}")


def _key_problem(key: str) -> Message | None:
    if _KEY.fullmatch(key):
        return None
    return message(
        N_("{field}: “{value}” is not allowed; it must be capital letters, digits, - or _"),
        field=Message(N_("Key")), value=key,
    )  # fmt: skip


def _timezone_problem(timezone: str) -> Message | None:
    if timezone in _known_zones():
        return None
    return message(
        N_("{field}: “{value}” is not known; it must be the name of a time zone, such as Europe/Paris"),
        field=Message(N_("Time zone")), value=timezone,
    )  # fmt: skip


def _currency_problem(currency: str) -> Message | None:
    if _CURRENCY.fullmatch(currency):
        return None
    return message(
        N_("{field}: “{value}” is not allowed; it must be three capital letters, such as EUR"),
        field=Message(N_("Currency")), value=currency,
    )  # fmt: skip


@lru_cache(maxsize=1)
def _known_zones() -> frozenset[str]:
    # "localtime" is whatever the machine says, so that it would not mean the same on another one.
    return frozenset(available_timezones() - {"localtime"})


class ProjectStatus(Choice):
    """Whether a project is being worked on."""

    ACTIVE = "active", N_("active")
    PAUSED = "paused", N_("paused")
    CLOSED = "closed", N_("closed")
    ARCHIVED = "archived", N_("archived")


class Project(Entity):
    """An initiative taken from an idea to a deployment that everybody uses."""

    kind = "project"
    prefix = "PR"
    label = N_("Project")
    plural = N_("Projects")
    checks: ClassVar[Checks] = {
        "key": _key_problem,
        "timezone": _timezone_problem,
        "currency": _currency_problem,
    }

    key: str = line(
        N_("Key"), required=True, longest=24, help=N_("Short name in capital letters, used in commands, such as ALTURA")
    )
    title: str = line(N_("Project"), required=True)
    phase: PhaseCode = choice(N_("Current phase"), default=PhaseCode.DEFINITION, help=N_("The phase that the project is in"))
    status: ProjectStatus = choice(N_("Status"), default=ProjectStatus.ACTIVE)
    lead: str | None = reference(N_("Lead"), "person", help=N_("Who leads the project and decides at the gates"))
    approach: Approach = choice(N_("Approach"), default=Approach.HYBRID, help=N_("How the work is organised"))
    summary: str = text(N_("Summary"), help=N_("What the project changes, and for whom"))
    timezone: str = line(
        N_("Time zone"),
        default="Europe/Paris",
        help=N_("Decides where days, weeks and months begin, such as Europe/Paris"),
    )
    currency: str = line(N_("Currency"), longest=3, default="EUR", help=N_("Three capital letters, such as EUR"))
    language: str = line(N_("Language"), longest=5, help=N_("Language of its reports; empty for the reader's own"))
