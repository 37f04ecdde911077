"""The KPIs of a project by the names that people give them in files."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.message import N_, Message, message
from cockpit.domain.text import folded
from cockpit.exchange.kpi_csv.options import Answer
from cockpit.exchange.kpi_csv.words import without_group, without_unit

_NEAR = 3
_LIKENESS = 0.6
_MILLIONS = re.compile(r"M(?:\w|[€$£¥]|[Ww][Hh]|[Hh][Zz])")
_SAME_UNIT = {"€": "eur", "$": "usd", "£": "gbp", "¥": "jpy", "pct": "%", "percent": "%", "pourcent": "%"}


class KpiNames:
    """Finds KPIs by ref, title, or both, whatever the case and the accents."""

    def __init__(self, kpis: Iterable[Kpi]) -> None:
        self.kpis = tuple(kpis)
        self._named: dict[str, Kpi | None] = {}
        for kpi in self.kpis:
            for name in {_key(kpi.title), _key(f"{kpi.ref} {kpi.title}")}:
                # A title that two KPIs have names neither of them.
                self._named[name] = None if name in self._named else kpi
        self._named.update({_key(kpi.ref): kpi for kpi in self.kpis})

    def __bool__(self) -> bool:
        return bool(self.kpis)

    def named(self, name: str) -> Kpi | None:
        """The one KPI that is called so, or None."""
        return self._named.get(_key(name))

    def in_header(self, header: str) -> tuple[Kpi | None, Group | None]:
        """The KPI that a header names, and the group where it tells one: ``K-3``, ``Response time (ms)``, ``K-3 pilot``.

        A header with another unit than the KPI's names it not.
        """
        if kpi := self.named(header):
            return kpi, None
        rest, group = without_group(header)
        for name, of in ((header, None), (rest, group)):
            stripped, unit = without_unit(name)
            kpi = self.named(stripped if unit is not None else name)
            if kpi and (unit is None or same_unit(unit, kpi.unit)):
                return kpi, of
        return None, None

    def answers(self, name: str, column: str = "") -> tuple[Answer, ...]:
        """Every KPI as an answer, those first whose names are like ``name``; ``column=`` goes before each where it is given."""
        near = self.near(name)
        ordered = (*near, *(kpi for kpi in self.kpis if kpi not in near))
        prefix = f"{column}=" if column else ""
        return tuple(Answer(f"{prefix}{kpi.ref}", message("{kpi}", kpi=str(kpi))) for kpi in ordered)

    def near(self, name: str) -> tuple[Kpi, ...]:
        """The KPIs whose titles are most like ``name``, at most three."""
        titles = {_key(kpi.title): kpi for kpi in self.kpis}
        stripped = _key(without_unit(without_group(name)[0])[0])
        found = get_close_matches(stripped, titles, _NEAR, _LIKENESS)
        words = set(stripped.split())
        sharing = [title for title in titles if words & {word for word in title.split() if len(word) > 3}]
        return tuple(titles[title] for title in dict.fromkeys([*found, *sharing]))[:_NEAR]

    def suggested(self, name: str) -> Message:
        """The nearest KPIs in words, or how many there are."""
        near = self.near(name)
        if near:
            return message(N_("perhaps {kpis}"), kpis=tuple(str(kpi) for kpi in near))
        return message(N_("there are: {kpis}"), kpis=tuple(kpi.ref for kpi in self.kpis))


def same_unit(unit: str, own: str) -> bool:
    """Whether a unit that stands in a file is that of a KPI; ``%`` also of one measured in ``% of users``."""
    written, kept = _unit_key(unit), _unit_key(own)
    return written == kept or (written == "%" and kept.startswith("% "))


def _unit_key(unit: str) -> str:
    key = _key(unit)
    # Whatever the case, but for what tells a million from a thousandth.
    return f"M{key[1:]}" if _MILLIONS.fullmatch(unit.strip()) else _SAME_UNIT.get(key, key)


def _key(name: str) -> str:
    return " ".join(folded(name).replace("_", " ").split())
