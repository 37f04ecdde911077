"""What is measured each week in the two pilot agencies and in the two control agencies, before and during the pilot."""

from collections.abc import Iterator
from dataclasses import dataclass

from cockpit.domain.feed import Feed
from cockpit.domain.kpi import Aggregate, Cadence, Direction, Group, Kpi, KpiKind
from tools.altura.weeks import PILOT_WEEK, WEEKS, closing_of, on
from tools.storytelling.calendar import FRI, MON, TUE
from tools.storytelling.chance import wobble
from tools.storytelling.story import Measured, New, Told, act, changed, new

_K, _D = KpiKind, Direction


@dataclass(frozen=True)
class _Measure:
    """A KPI; ``pilot`` are its values in the pilot agencies, week by week since they opened.

    Elsewhere, and before, values move around ``baseline`` by up to ``spread``.
    """

    key: str
    title: str
    kind: KpiKind
    unit: str
    direction: Direction
    baseline: float
    target: float
    owner: str
    definition: str
    source: str
    decimals: int
    spread: float
    pilot: tuple[float, ...]
    guardrail: float | None = None


_MEASURES = (
    _Measure(
        "conversion", "Taux de conversion du panier", _K.USER, "%", _D.HIGHER, 2.6, 3.2, "hugo",
        "Commandes validées / visites de clients connectés, sur sept jours jusqu'au relevé, devis exclus.", "Mesure d'audience du site", 2, 0.12,
        (3.14, 3.33, 3.28, 3.41, 3.30, 3.44, 3.35, 3.46, 3.38), guardrail=2.4,
    ),
    _Measure(
        "erreurs", "Taux d'erreur des commandes", _K.TECHNICAL, "%", _D.LOWER, 2.1, 1.0, "marc",
        "Commandes interrompues par une erreur du site / commandes commencées au paiement.", "Journaux du site", 2, 0.16,
        (1.06, 0.91, 0.95, 0.86, 0.97, 0.88, 0.94, 0.85, 0.90), guardrail=2.5,
    ),
    _Measure(
        "p95", "Temps de réponse, 95e centile", _K.TECHNICAL, "ms", _D.LOWER, 905, 800, "marc",
        "Temps que 95 % des pages du parcours ne dépassent pas, mesuré côté serveur.", "Sonde de performance", 0, 28,
        (774, 842, 803, 868, 829, 881, 851, 884, 870), guardrail=1200,
    ),
    _Measure(
        "disponibilite", "Disponibilité du parcours de commande", _K.TECHNICAL, "%", _D.HIGHER, 99.52, 99.7, "thomas",
        "Minutes où une commande de test aboutit / minutes de la semaine.", "Sonde de disponibilité", 2, 0.09,
        (99.66, 99.81, 99.75, 99.84, 99.77, 99.83, 99.76, 99.85, 99.80), guardrail=99.0,
    ),
    _Measure(
        "temps", "Temps de passage d'une commande", _K.USER, "min", _D.LOWER, 9.4, 6.0, "amel",
        "Médiane entre l'ouverture du panier et la confirmation.", "Mesure d'audience du site", 1, 0.4,
        (5.9, 5.5, 5.7, 5.3, 5.6, 5.4, 5.8, 5.3, 5.5),
    ),
    _Measure(
        "abandon", "Taux d'abandon du panier", _K.USER, "%", _D.LOWER, 68.4, 60.0, "amel",
        "Paniers d'au moins un article sans commande dans les sept jours / paniers ouverts.", "Mesure d'audience du site", 1, 1.3,
        (60.9, 58.3, 60.2, 57.7, 58.6, 57.4, 58.5, 57.2, 58.0),
    ),
    _Measure(
        "reprises", "Commandes reprises à la main", _K.OPERATIONAL, "%", _D.LOWER, 11.2, 6.0, "nadia",
        "Commandes en ligne modifiées ou ressaisies par le service clients / commandes en ligne.", "Outil du service clients", 1, 0.7,
        (6.3, 5.2, 5.6, 5.0, 5.5, 4.9, 5.4, 5.1, 5.3),
    ),
    _Measure(
        "appels", "Appels pour 100 commandes", _K.OPERATIONAL, "/ 100 cmd", _D.LOWER, 14.1, 9.0, "nadia",
        "Appels de clients au sujet d'une commande en ligne, pour cent commandes de la semaine.", "Standard téléphonique", 1, 0.8,
        (9.6, 8.3, 9.1, 8.0, 8.6, 7.9, 8.5, 8.1, 8.3), guardrail=16.0,
    ),
    _Measure(
        "dates", "Dates de livraison tenues", _K.OPERATIONAL, "%", _D.HIGHER, 88.3, 93.0, "bruno",
        "Commandes livrées au plus tard le jour annoncé lors du dernier message au client / commandes livrées.", "Logiciel des dépôts", 1, 1.0,
        (92.6, 94.2, 93.7, 94.6, 93.9, 94.8, 94.0, 94.9, 94.4),
    ),
    _Measure(
        "incidents", "Incidents pour 1 000 commandes", _K.OPERATIONAL, "/ 1 000", _D.LOWER, 3.4, 2.0, "nadia",
        "Incidents signalés par un client ou un conseiller, pour mille commandes.", "Registre des incidents", 1, 0.4,
        (2.2, 1.5, 1.8, 1.4, 1.7, 1.3, 1.6, 1.4, 1.5), guardrail=4.0,
    ),
    _Measure(
        "satisfaits", "Clients satisfaits en fin de commande", _K.USER, "%", _D.HIGHER, 71.5, 80.0, "hugo",
        "Réponses « facile » ou « très facile » à la question posée juste après la confirmation, donc avant la livraison.",
        "Question en ligne", 1, 1.4,
        (80.3, 83.2, 82.1, 84.0, 82.4, 83.9, 81.7, 84.2, 83.3),
    ),
    _Measure(
        "panier", "Panier moyen", _K.FINANCIAL, "€", _D.HIGHER, 142.3, 148.0, "paul",
        "Montant hors taxes des commandes en ligne / nombre de commandes.", "Comptabilité", 1, 2.6,
        (146.9, 151.8, 149.6, 152.4, 150.2, 153.1, 147.7, 152.7, 151.3),
    ),
    _Measure(
        "cout", "Coût de traitement d'une commande", _K.FINANCIAL, "€", _D.LOWER, 6.81, 5.2, "paul",
        "Temps de saisie, d'appel et de reprise valorisé / commandes en ligne.", "Contrôle de gestion", 2, 0.2,
        (5.17, 4.93, 5.06, 4.87, 5.02, 4.85, 4.99, 4.88, 4.94),
    ),
    _Measure(
        "cpa", "Coût par acquisition", _K.FINANCIAL, "€", _D.LOWER, 31.2, 26.0, "paul",
        "Dépenses d'acquisition de la semaine / nouveaux comptes qui ont commandé.", "Contrôle de gestion", 1, 1.1,
        (26.7, 24.4, 25.2, 24.1, 25.0, 24.3, 24.9, 24.0, 24.6),
    ),
)  # fmt: skip

_USAGE = (38.0, 47.0, 55.0, 53.0, 59.0, 61.0, 60.0, 63.0, 64.0)
"""Share of the pilot agencies' advisers who use the order view, week by week since they opened."""

_MONTHLY = (6, 10, 14, 18, 22, 26, 30)
_SPONSORS_BEHIND_IT = (60.0, 60.0, 60.0, 60.0, 80.0, 80.0, 80.0)
_MILESTONES_KEPT = (100.0, 60.0, 71.4, 60.0, 62.5, 64.7, 55.0)
"""The two KPIs of the project itself, and the weeks at the end of which they were noted."""

_READERS = {"marc": ("erreurs", "p95", "disponibilite"), "nadia": ("reprises", "appels", "dates", "incidents"),
            "hugo": ("conversion", "temps", "abandon", "satisfaits"), "paul": ("panier", "cout", "cpa")}  # fmt: skip
"""Who enters which measurements."""

_CLOCKS = {"marc": "16:45", "nadia": "16:20", "hugo": "17:30", "paul": "17:50"}


def tell() -> Iterator[Told]:
    """KPIs are defined before anything is measured, then read: every fourth week until the pilot opens, each week from then on."""
    yield act(on(2, MON), "11:05", "lea", *map(_kpi, _MEASURES), *_of_the_project(), note="Indicateurs et valeurs visées")
    yield act(on(12, MON), "10:55", "marc", changed(Kpi, "p95", definition=(
        "Temps que 95 % des pages du parcours ne dépassent pas, mesuré côté serveur, de 7 h à 20 h."
    )))  # fmt: skip
    yield act(on(25, TUE), "16:40", "marc", new(
        Feed, "sonde", title="Sonde de performance, pilote", kpi="p95", group=Group.PILOT, path="~/altura/sonde-pilote.csv",
        time_field="date", value_field="p95_ms", enabled=False,
    ), note="Prête, à activer quand l'export de la sonde sera quotidien")  # fmt: skip
    read_until = 0
    for week in range(1, WEEKS + 1):
        if week < PILOT_WEEK and week % 4:
            continue
        for reader, keys in _READERS.items():
            weeks = range(read_until + 1, week + 1)
            series = [_measured(measure, group, weeks) for measure in _MEASURES if measure.key in keys for group in _COMPARED]
            if reader == "hugo" and week >= PILOT_WEEK:
                series.append(Measured("utilisation", Group.PILOT, {closing_of(week): _USAGE[week - PILOT_WEEK]}))
            yield act(closing_of(week), _CLOCKS[reader], reader, *series, note=f"Relevé, semaine {week}")
        read_until = week
    for week, behind, kept in zip(_MONTHLY, _SPONSORS_BEHIND_IT, _MILESTONES_KEPT, strict=True):
        day = on(week, FRI)
        noted = (Measured("adhesion", Group.ALL, {day: behind}), Measured("jalons", Group.ALL, {day: kept}))
        yield act(day, "14:50", "lea", *noted, note="Adhésion des sponsors et respect des étapes")
    yield act(
        on(25, TUE), "09:35", "hugo", Measured("conversion", Group.PILOT, {closing_of(24): 3.22}),
        note="Visites de robots retirées de la semaine 24",
    )  # fmt: skip


_COMPARED = (Group.PILOT, Group.CONTROL)


def ref_of(key: str) -> str:
    """The ref that a KPI of the story is given: those compared come first."""
    keys = (*(measure.key for measure in _MEASURES), "adhesion", "jalons", "utilisation")
    return f"{Kpi.prefix}-{keys.index(key) + 1}"


def _kpi(measure: _Measure) -> New:
    return new(
        Kpi, measure.key, title=measure.title, kind_of=measure.kind, unit=measure.unit, direction=measure.direction,
        baseline=measure.baseline, target=measure.target, guardrail=measure.guardrail, owner=measure.owner,
        definition=measure.definition, source=measure.source, phase="pilote", decimals=measure.decimals,
        aggregate=Aggregate.MEAN, target_set_on=on(2, MON),
    )  # fmt: skip


def _of_the_project() -> tuple[New, New, New]:
    """The key indicators of the two phases that come before the pilot, and of the last one: none compares two groups."""
    return (
        new(
            Kpi, "adhesion", title="Taux d'adhésion des sponsors", kind_of=_K.OPERATIONAL, unit="%", direction=_D.HIGHER, target=80.0,
            owner="lea", cadence=Cadence.MONTH, aggregate=Aggregate.LAST, decimals=0, phase="definition", target_set_on=on(2, MON),
            definition="Sponsors favorables ou ambassadeurs / sponsors.", source="Comité des sponsors",
        ),
        new(
            Kpi, "jalons", title="Respect des étapes", kind_of=_K.OPERATIONAL, unit="%", direction=_D.HIGHER, target=80.0,
            owner="lea", cadence=Cadence.MONTH, aggregate=Aggregate.LAST, decimals=1, phase="pilotage", target_set_on=on(2, MON),
            definition="Jalons échus atteints au plus tard à leur première date / jalons échus.", source="Plan de projet",
        ),
        new(
            Kpi, "utilisation", title="Taux d'utilisation de la vue commande", kind_of=_K.USER, unit="%", direction=_D.HIGHER,
            target=70.0, owner="ines", decimals=0, phase="generalisation", target_set_on=on(2, MON), source="Journal des connexions",
            definition="Conseillers équipés qui ouvrent la vue commande au moins trois jours dans la semaine / conseillers équipés.",
        ),
    )  # fmt: skip


def _measured(measure: _Measure, group: Group, weeks: range) -> Measured:
    return Measured(measure.key, group, {closing_of(week): _value(measure, group, week) for week in weeks})


def _value(measure: _Measure, group: Group, week: int) -> float:
    if group is Group.PILOT and week >= PILOT_WEEK:
        return measure.pilot[week - PILOT_WEEK]
    noise = wobble("altura", measure.key, group.value, week, spread=measure.spread)
    return round(measure.baseline + noise, measure.decimals)
