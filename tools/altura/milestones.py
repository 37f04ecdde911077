"""The dated checkpoints: their first plan, the revisions with their reasons, the forecasts, and when they were reached."""

from collections.abc import Iterator

from tools.altura.weeks import on
from tools.storytelling.calendar import FRI, MON, THU, TUE, WED
from tools.storytelling.checkpoints import Checkpoint, followed, planned
from tools.storytelling.story import Told, act

_DEFINITION = (
    Checkpoint("charte", "Charte signée par les sponsors", "definition", "lea", on(6, FRI), on(6, FRI), "charte"),
    Checkpoint("depart", "Valeurs de départ relevées dans les quatre agences", "definition", "hugo", on(7, TUE), on(7, THU), "depart"),
    Checkpoint("passage-definition", "Revue de passage : définition", "definition", "lea", on(7, FRI), on(7, FRI)),
)  # fmt: skip
_PLANNED = (
    Checkpoint("plan", "Plan de projet accepté", "pilotage", "lea", on(10, FRI), on(10, FRI), "plan"),
    Checkpoint("budget", "Budgets par phase arrêtés", "pilotage", "paul", on(10, FRI), on(11, THU), "budgets"),
    Checkpoint("agences", "Agences pilotes et témoins choisies", "pilotage", "karim", on(12, FRI), on(12, THU)),
    Checkpoint("maquette", "Maquette validée par huit clients", "pilotage", "amel", on(13, THU), on(13, THU)),
    Checkpoint("protocole", "Protocole d'évaluation accepté", "pilotage", "hugo", on(17, FRI), on(18, TUE), "protocole"),
    Checkpoint("panier", "Panier et livraison bout en bout", "pilotage", "marc", on(17, FRI), on(17, THU)),
    Checkpoint("reprise", "Adresses et paniers repris sans perte", "pilotage", "thomas", on(18, WED), on(19, MON)),
    Checkpoint("formes", "Conseillers de Grenoble et Annecy formés", "pilotage", "ines", on(20, FRI), on(20, FRI)),
    Checkpoint("assistance", "Permanence d'assistance en place", "pilotage", "nadia", on(21, WED), on(21, TUE)),
    Checkpoint("passage-pilotage", "Revue de passage : pilotage", "pilotage", "lea", on(20, FRI), on(21, FRI)),
    Checkpoint("grenoble", "Ouverture de Grenoble", "pilote", "marc", on(22, MON), on(22, MON), "prototype"),
    Checkpoint("annecy", "Ouverture d'Annecy", "pilote", "marc", on(22, THU), on(22, THU)),
    Checkpoint("mi-parcours", "Point à mi-parcours devant les sponsors", "pilote", "lea", on(26, THU), on(26, THU)),
    Checkpoint("trois-fois", "Paiement en trois fois ouvert aux comptes professionnels", "pilote", "thomas", on(22, MON), on(24, WED)),
    Checkpoint("delestage", "Délestage répété en charge", "pilote", "lea", on(27, WED),
                description="Rejouer le repli RB-2 avec un trafic triple de la moyenne."),
    Checkpoint("performance", "Temps de réponse tenu deux semaines de suite", "pilote", "marc", on(28, FRI)),
    Checkpoint("lyon-formes", "Super-utilisateurs de Lyon formés", "pilote", "ines", on(30, FRI)),
    Checkpoint("fin-pilote", "Dernier jour de mesure du pilote", "pilote", "hugo", on(31, FRI)),
    Checkpoint("bilan", "Bilan du pilote remis aux sponsors", "pilote", "lea", on(32, TUE), None, "bilan"),
    Checkpoint("passage-pilote", "Revue de passage : pilote", "pilote", "lea", on(33, FRI)),
    Checkpoint("vague-1", "Vague 1 ouverte : Lyon", "montee", "nadia", on(37, MON)),
    Checkpoint("vague-2", "Vague 2 ouverte : Sud-Est", "montee", "karim", on(42, MON)),
    Checkpoint("ancien", "Ancien parcours arrêté", "generalisation", "marc", on(70, FRI), None, "arret"),
)  # fmt: skip

_REVISIONS = (
    ("passage-pilotage", on(19, TUE), "sophie", on(21, FRI),
     "La reprise des adresses a pris quatre jours de plus ; on préfère une revue complète à une revue à l'heure."),
    ("trois-fois", on(18, THU), "lea", on(24, WED),
     "Le prestataire livre son module avec deux semaines de retard ; le pilote peut ouvrir sans."),
    ("delestage", on(26, THU), "lea", on(30, MON), "Pas d'environnement capable de tripler le trafic avant la semaine 29."),
    ("performance", on(28, THU), "marc", on(31, FRI), "L'allègement des images n'a pas suffi, il faut l'index sur les commandes."),
    ("lyon-formes", on(29, TUE), "ines", on(32, FRI), "Deux chefs d'équipe retenus par l'inventaire : troisième session ajoutée."),
)  # fmt: skip

_FORECASTS = (
    ("budget", on(10, TUE), "paul", on(11, THU)),
    ("protocole", on(17, TUE), "hugo", on(18, TUE)),
    ("reprise", on(17, WED), "thomas", on(19, MON)),
    ("delestage", on(30, TUE), "lea", on(32, WED)),
    ("performance", on(30, WED), "marc", on(33, WED)),
    ("bilan", on(30, THU), "lea", on(32, TUE)),
)  # fmt: skip


def tell() -> Iterator[Told]:
    """Milestones are planned, forecast, moved and reached."""
    yield act(on(1, WED), "14:05", "lea", *map(planned, _DEFINITION))
    yield act(on(8, MON), "14:30", "lea", *map(planned, _PLANNED), note="Jalons du plan de projet, première version")
    yield from followed((*_DEFINITION, *_PLANNED), _REVISIONS, _FORECASTS)
