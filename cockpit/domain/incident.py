"""Incidents: what went wrong, how badly, and when it was put right."""

from datetime import datetime

from cockpit.domain.entity import Choice, Entity, choice, instant, line, reference, text
from cockpit.domain.message import N_


class Severity(Choice):
    """How bad an incident is, from the least to the most."""

    MINOR = "minor", N_("minor")
    MAJOR = "major", N_("major")
    CRITICAL = "critical", N_("critical")


class Incident(Entity):
    """Something that went wrong in use."""

    kind = "incident"
    prefix = "IN"
    label = N_("Incident")
    plural = N_("Incidents")
    ordered = (("occurred_at", "resolved_at"),)

    title: str = line(N_("Incident"), required=True)
    severity: Severity = choice(N_("Severity"), default=Severity.MINOR)
    occurred_at: datetime = instant(N_("Occurred"), default=...)
    resolved_at: datetime | None = instant(N_("Resolved"), help=N_("Empty as long as it lasts"))
    description: str = text(N_("Description"))
    cause: str = text(N_("Cause"))
    risk: str | None = reference(N_("Risk"), "risk", help=N_("The risk that came true"))
    wave: str | None = reference(N_("Wave"), "wave", help=N_("The wave that it struck"))
    kpi: str | None = reference(N_("KPI"), "kpi", help=N_("The KPI that shows it"))
    reported_by: str | None = reference(N_("Reported by"), "person")
