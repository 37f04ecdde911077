"""What each gate asks, who checked what by hand, the one exception that was granted, and the two reviews that were held."""

from collections.abc import Iterator
from typing import Any

from cockpit.domain.gate import Answer, Decision, GatePolicy, GateReview, ManualCheck, Waiver
from cockpit.domain.phase import PhaseCode
from tools.altura.kpis import ref_of
from tools.altura.weeks import on
from tools.storytelling.calendar import FRI, THU, TUE
from tools.storytelling.gates import Asked, Gate, policy
from tools.storytelling.story import Told, act, changed, new

_P = PhaseCode
_SPONSORS = ["sophie", "claire", "elise", "karim", "bruno"]


def _kpis(*keys: str) -> dict[str, Any]:
    return {"kpis": [ref_of(key) for key in keys], "group": "pilot"}


_GATES = (
    Gate("definition", _P.DEFINITION, "Passage de la définition au pilotage", on(7, FRI), (
        Asked("def-sponsors", "Trois sponsors sur cinq soutiennent le projet", "sponsor_support", {"share": 0.6}, "sophie"),
        Asked("def-charte", "Charte signée, périmètre arrêté", "manual_check", {}, "lea"),
    )),
    Gate("pilotage", _P.STEERING, "Passage du pilotage au pilote", on(20, FRI), (
        Asked("ste-ressources", "Ressources critiques promises", "resources_secured", {}, "elise"),
        Asked("ste-risques", "Risques critiques maîtrisés ou acceptés", "risks_under_control", {}, "lea"),
        Asked("ste-replis", "Replis répétés", "rollback_rehearsed", {}, "marc"),
        Asked("ste-jalons", "Quatre étapes sur cinq tenues à leur première date", "milestone_adherence", {"at_least": 0.8}, "lea", False,
         "On n'arrête pas le projet pour quelques jours, mais on le dit."),
        Asked("ste-sponsors", "Quatre sponsors sur cinq soutiennent le projet", "sponsor_support", {"share": 0.8}, "sophie", False),
    )),
    Gate("pilote", _P.PILOT, "Passage du pilote à la montée en charge", on(33, FRI), (
        Asked("pil-risques", "Risques critiques maîtrisés, replis répétés", "risks_under_control", {}, "lea",
              note="Un risque d'impact 5 exige un repli répété : le délestage en pic de charge en fait partie."),
        Asked("pil-technique", "Indicateurs techniques tenus sur le pilote", "kpis_met", _kpis("erreurs", "p95", "disponibilite"), "marc"),
        Asked("pil-operations", "Indicateurs opérationnels tenus sur le pilote", "kpis_met",
         _kpis("reprises", "appels", "dates", "incidents"), "nadia"),
        Asked("pil-utilisateurs", "Indicateurs utilisateurs tenus sur le pilote", "kpis_met",
         _kpis("conversion", "temps", "abandon", "satisfaits"), "hugo"),
        Asked("pil-finances", "Indicateurs financiers tenus sur le pilote", "kpis_met", _kpis("panier", "cout", "cpa"), "paul"),
        Asked("pil-formation", "Super-utilisateurs de la vague 1 formés", "training_coverage", {"share": 1.0}, "ines"),
        Asked("pil-satisfaction", "Les clients pilotes nous recommandent (NPS, borne basse)", "satisfaction",
         {"at_least": 0.0, "survey": "nps"}, "hugo", True, "La borne basse, pas la note : peu de réponses ne prouvent rien."),
        Asked("pil-ressources", "Ressources critiques de la vague 1 promises", "resources_secured", {}, "elise"),
        Asked("pil-sponsors", "Quatre sponsors sur cinq soutiennent la suite", "sponsor_support", {"share": 0.8}, "sophie"),
        Asked("pil-retour", "Retour à l'ancien parcours montré aux chefs d'agence de Lyon", "manual_check", {}, "karim"),
        Asked("pil-pointe", "Une matinée de pointe jouée avec le service clients", "manual_check", {"days": 60}, "nadia", False),
    )),
    Gate("montee", _P.SCALE_UP, "Passage de la montée en charge à la généralisation", on(58, FRI), (
        Asked("mon-kpi", "Incidents, erreurs et disponibilité tenus", "kpis_met", _kpis("incidents", "erreurs", "disponibilite"), "marc"),
        Asked("mon-risques", "Risques critiques maîtrisés", "risks_under_control", {}, "lea"),
        Asked("mon-equipes", "Les équipes nous recommandent (eNPS, borne basse)", "satisfaction", {"at_least": 0.0, "survey": "enps"}, "ines"),
        Asked("mon-jalons", "Vagues ouvertes à la date prévue", "milestone_adherence", {"at_least": 0.75}, "lea", False),
    )),
    Gate("generalisation", _P.GENERALISATION, "Clôture de la généralisation", on(74, FRI), (
        Asked("gen-usage", "Sept conseillers sur dix utilisent la vue commande", "kpis_met", _kpis("utilisation"), "ines"),
        Asked("gen-nps", "Les clients nous recommandent (NPS, borne basse)", "satisfaction", {"at_least": 10.0, "survey": "nps"}, "claire"),
        Asked("gen-gains", "Gains constatés par les finances", "manual_check", {}, "paul"),
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
    yield act(on(5, THU), "15:25", "lea", *policy(_GATES[0]), note="Ce que l'on demandera à la première revue")
    for number, gate in enumerate(_GATES[1:]):
        yield act(on(10, TUE), f"16:{10 + 5 * number}", "lea", *policy(gate))
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
