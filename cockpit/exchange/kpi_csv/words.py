"""The words by which headers and cells tell what a column holds, in English and French, folded."""

import re

from cockpit.domain.kpi import Group
from cockpit.domain.text import folded

_DATES = frozenset(
    [
        "date",
        "dates",
        "day",
        "jour",
        "time",
        "times",
        "datetime",
        "timestamp",
        "instant",
        "moment",
        "horodatage",
        "period",
        "periode",
        "week",
        "semaine",
        "month",
        "mois",
        "when",
        "quand",
        "date/heure",
        "date/time",
        "ts",
    ]
)
_CLOCKS = frozenset(("time", "heure", "hour", "clock", "time of day", "horaire"))
_KPIS = frozenset(
    (
        "kpi",
        "kpis",
        "indicator",
        "indicateur",
        "indicateur cle",
        "metric",
        "metrique",
        "series",
        "serie",
        "measure",
        "name",
        "nom",
        "ref",
    )
)
_VALUES = frozenset(
    ("value", "values", "valeur", "valeurs", "measurement", "mesure", "result", "resultat", "val", "y", "amount", "montant")
)
_GROUPS = frozenset(("group", "groupe", "cohort", "cohorte", "population", "arm", "bras", "variant"))
_GROUP_WORDS = {
    Group.PILOT: ("pilot", "pilote", "pilot group", "groupe pilote", "pilotes", "pilots", "treatment"),
    Group.CONTROL: ("control", "controle", "temoin", "control group", "groupe temoin", "temoins"),
    Group.ALL: ("all", "everybody", "everyone", "tous", "tout le monde", "ensemble", "toutes"),
}
_GROUP_OF = {word: group for group, words in _GROUP_WORDS.items() for word in words}
_WITH_UNIT = re.compile(r"(?P<name>.*\S)\s*[\[(](?P<unit>[^\[\]()]*)[\])]", re.DOTALL)


def is_date_name(name: str) -> bool:
    """Whether a header says that its column holds dates."""
    return _spoken(name) in _DATES or any(word in ("date", "timestamp", "datetime", "jour") for word in _spoken(name).split())


def is_clock_name(name: str) -> bool:
    """Whether a header says that its column holds times of day."""
    return _spoken(name) in _CLOCKS


def is_kpi_name(name: str) -> bool:
    """Whether a header says that its column names KPIs."""
    return _spoken(name) in _KPIS


def is_value_name(name: str) -> bool:
    """Whether a header says that its column holds the values."""
    return _spoken(name) in _VALUES


def is_group_name(name: str) -> bool:
    """Whether a header says that its column holds groups."""
    return _spoken(name) in _GROUPS


def group_of(text: str) -> Group | None:
    """The group that a cell names, None where it names none."""
    return _GROUP_OF.get(_spoken(text))


def group_in_brackets(name: str) -> Group | None:
    """The group that a header such as ``Value (pilot)`` tells, or that it is; None where it tells none."""
    return group_of(name) or group_of(without_unit(name)[1] or "")


def without_group(name: str) -> tuple[str, Group | None]:
    """A header such as ``K-3 (pilot)`` as what it names and the group; the group is None where it tells none."""
    for begin in range(len(name) - 1, 0, -1):
        if not name[begin - 1].isalnum() and name[begin].isalnum():
            group = group_of(name[begin:].rstrip(" )]"))
            if group:
                return name[:begin].rstrip(" ([-–_:,"), group
    return name, None


def without_unit(name: str) -> tuple[str, str | None]:
    """A header such as ``Response time (ms)`` as what it names and the unit; the unit is None where it tells none."""
    found = _WITH_UNIT.fullmatch(name)
    return (found["name"], found["unit"].strip()) if found else (name, None)


def _spoken(text: str) -> str:
    return " ".join(folded(text).replace("_", " ").split())
