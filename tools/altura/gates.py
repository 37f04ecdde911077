"""What each gate asks, who checked what by hand, the one exception that was granted, and the two reviews that were held."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from cockpit.domain.gate import Answer, Criterion, Decision, GatePolicy, GateReview, ManualCheck, Waiver
from cockpit.domain.phase import PhaseCode
from tools.altura.kpis import ref_of
from tools.altura.story import Edit, Told, act, changed, new
from tools.altura.weeks import FRI, THU, TUE, on

_P = PhaseCode
_SPONSORS = ["sophie", "claire", "elise", "karim", "bruno"]


def _kpis(*keys: str) -> dict[str, Any]:
    return {"kpis": [ref_of(key) for key in keys], "group": "pilot"}


# Gate: key, code, title, planned; then the criteria: key, title, rule, settings, owner, blocking, note.
_GATES: tuple[tuple[str, PhaseCode, str, date, tuple[tuple[str, str, str, dict[str, Any], str, bool, str], ...]], ...] = (
    ("definition", _P.DEFINITION, "Passage de la définition au pilotage", on(7, FRI), (
        ("def-sponsors", "Trois sponsors sur cinq soutiennent le projet", "sponsor_support", {"share": 0.6}, "sophie", True, ""),
        ("def-charte", "Charte signée, périmètre arrêté", "manual_check", {}, "lea", True, ""),
    )),
    ("pilotage", _P.STEERING, "Passage du pilotage au pilote", on(20, FRI), (
        ("ste-ressources", "Ressources critiques promises", "resources_secured", {}, "elise", True, ""),
        ("ste-risques", "Risques critiques maîtrisés ou acceptés", "risks_under_control", {}, "lea", True, ""),
        ("ste-replis", "Replis répétés", "rollback_rehearsed", {}, "marc", True, ""),
        ("ste-jalons", "Quatre étapes sur cinq tenues à leur première date", "milestone_adherence", {"at_least": 0.8}, "lea", False,
         "On n'arrête pas le projet pour quelques jours, mais on le dit."),
        ("ste-sponsors", "Quatre sponsors sur cinq soutiennent le projet", "sponsor_support", {"share": 0.8}, "sophie", False, ""),
    )),
    ("pilote", _P.PILOT, "Passage du pilote à la montée en charge", on(33, FRI), (
        ("pil-risques", "Risques critiques maîtrisés, replis répétés", "risks_under_control", {}, "lea", True,
         "Un risque d'impact 5 exige un repli répété : le délestage en pic de charge en fait partie."),
        ("pil-technique", "Indicateurs techniques tenus sur le pilote", "kpis_met", _kpis("erreurs", "p95", "disponibilite"), "marc", True, ""),
        ("pil-operations", "Indicateurs opérationnels tenus sur le pilote", "kpis_met",
         _kpis("reprises", "appels", "dates", "incidents"), "nadia", True, ""),
        ("pil-utilisateurs", "Indicateurs utilisateurs tenus sur le pilote", "kpis_met",
         _kpis("conversion", "temps", "abandon", "satisfaits"), "hugo", True, ""),
        ("pil-finances", "Indicateurs financiers tenus sur le pilote", "kpis_met", _kpis("panier", "cout", "cpa"), "paul", True, ""),
        ("pil-formation", "Super-utilisateurs de la vague 1 formés", "training_coverage", {"share": 1.0}, "ines", True, ""),
        ("pil-satisfaction", "Les clients pilotes nous recommandent (NPS, borne basse)", "satisfaction",
         {"at_least": 0.0, "survey": "nps"}, "hugo", True, "La borne basse, pas la note : peu de réponses ne prouvent rien."),
        ("pil-ressources", "Ressources critiques de la vague 1 promises", "resources_secured", {}, "elise", True, ""),
        ("pil-sponsors", "Quatre sponsors sur cinq soutiennent la suite", "sponsor_support", {"share": 0.8}, "sophie", True, ""),
        ("pil-retour", "Retour à l'ancien parcours montré aux chefs d'agence de Lyon", "manual_check", {}, "karim", True, ""),
        ("pil-pointe", "Une matinée de pointe jouée avec le service clients", "manual_check", {"days": 60}, "nadia", False, ""),
    )),
    ("montee", _P.SCALE_UP, "Passage de la montée en charge à la généralisation", on(58, FRI), (
        ("mon-kpi", "Incidents, erreurs et disponibilité tenus", "kpis_met", _kpis("incidents", "erreurs", "disponibilite"), "marc", True, ""),
        ("mon-risques", "Risques critiques maîtrisés", "risks_under_control", {}, "lea", True, ""),
        ("mon-equipes", "Les équipes nous recommandent (eNPS, borne basse)", "satisfaction", {"at_least": 0.0, "survey": "enps"}, "ines", True, ""),
        ("mon-jalons", "Vagues ouvertes à la date prévue", "milestone_adherence", {"at_least": 0.75}, "lea", False, ""),
    )),
    ("generalisation", _P.GENERALISATION, "Clôture de la généralisation", on(74, FRI), (
        ("gen-usage", "Sept conseillers sur dix utilisent la vue commande", "kpis_met", _kpis("utilisation"), "ines", True, ""),
        ("gen-nps", "Les clients nous recommandent (NPS, borne basse)", "satisfaction", {"at_least": 10.0, "survey": "nps"}, "claire", True, ""),
        ("gen-gains", "Gains constatés par les finances", "manual_check", {}, "paul", True, ""),
    )),
)  # fmt: skip

_CHECKS = (
    ("def-charte", on(6, FRI), "sophie", True, "Cinq signatures, périmètre en annexe."),
    ("pil-pointe", on(26, FRI), "nadia", False, "Deux téléconseillers absents, essai interrompu à 8 h 40."),
    ("pil-retour", on(27, FRI), "karim", True, "Montré à Annecy, trois chefs d'agence de Lyon présents."),
    ("pil-pointe", on(28, FRI), "nadia", True, "Quarante appels en une heure, aucun perdu."),
)


def tell() -> Iterator[Told]:
    """Policies are written well before their gates; two gates are passed, one of them with conditions."""
    yield act(on(5, THU), "15:25", "lea", *_policy(_GATES[0]), note="Ce que l'on demandera à la première revue")
    for number, gate in enumerate(_GATES[1:]):
        yield act(on(10, TUE), f"16:{10 + 5 * number}", "lea", *_policy(gate))
    yield act(on(19, TUE), "16:30", "sophie", changed(GatePolicy, "pilotage", planned_on=on(21, FRI)))
    for key, day, who, passed, note in _CHECKS:
        yield act(
            day, "16:15", who,
            new(ManualCheck, f"{key}/{day}", criterion=key, checked_on=day, passed=passed, checked_by=who, note=note),
        )  # fmt: skip
    yield act(
        on(7, FRI), "17:15", "sophie",
        new(
            GateReview, "definition", title="Revue de passage : définition", gate=_P.DEFINITION, held_on=on(7, FRI),
            decision=Decision.GO, verdict=Answer.GO, deciders=_SPONSORS,
            reason="Charte signée, périmètre arrêté, trois sponsors sur cinq derrière le projet ; les deux autres ne s'opposent pas.",
        ),
    )  # fmt: skip
    yield act(
        on(21, FRI), "17:25", "sophie",
        new(
            GateReview, "pilotage", title="Revue de passage : pilotage", gate=_P.STEERING, held_on=on(21, FRI),
            decision=Decision.CONDITIONAL, verdict=Answer.CONDITIONAL, deciders=_SPONSORS,
            reason=(
                "Le pilote ouvre lundi dans deux agences. Condition : le délestage en pic de charge est répété avant le point à "
                "mi-parcours, faute de quoi le risque R-3 redevient bloquant."
            ),
            dissent="Bruno Teixeira aurait attendu que tous les articles aient un délai fournisseur.",
        ),
    )  # fmt: skip
    yield act(
        on(26, THU), "17:35", "elise",
        new(
            Waiver, "technique", criterion="pil-technique", approver="elise", granted_on=on(26, THU), expires_on=on(29, FRI),
            reason="Temps de réponse dérogé trois semaines, le temps que les images allégées et l'index fassent leur effet.",
        ),
    )  # fmt: skip


def _policy(gate: tuple[str, PhaseCode, str, date, tuple[Any, ...]]) -> Iterator[Edit]:
    key, code, title, planned_on, criteria = gate
    yield new(GatePolicy, key, gate=code, title=title, planned_on=planned_on)
    for position, (criterion, asked, rule, settings, owner, blocking, note) in enumerate(criteria, 1):
        yield new(
            Criterion, criterion, policy=key, title=asked, rule=rule, settings=settings, owner=owner, blocking=blocking,
            position=position, note=note,
        )  # fmt: skip
