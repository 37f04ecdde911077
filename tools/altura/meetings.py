"""The weekly stand-ups with what was decided there, and the decisions that deserve to be kept on their own."""

from collections.abc import Iterator

from tools.altura.weeks import CALENDAR, on
from tools.storytelling.calendar import FRI, MON, THU, TUE, WED
from tools.storytelling.meetings import Decided, Weekly, decisions, standups
from tools.storytelling.story import Told

_TEAM = ("lea", "marc", "nadia", "ines", "julien", "amel", "thomas", "hugo")

# Week, who was missing, minutes, decisions, notes.
_STANDUPS: tuple[Weekly, ...] = (
    (2, (), 20, ("Quatorze indicateurs, pas un de plus", "Un point chaque lundi à 9 h 15, quinze minutes"), "L'équipe se présente."),
    (3, ("marc",), 15, (), "Semaine courte. Les entretiens avec les sponsors prennent plus de temps que prévu."),
    (4, (), 15, ("Les retours en ligne restent hors périmètre",), ""),
    (5, ("hugo",), 15, (), "Relevé de départ en cours dans les quatre agences."),
    (6, (), 15, ("Karim et Bruno sont vus une seconde fois par Léa",), "La charte part à la signature."),
    (7, (), 18, ("On va en revue vendredi, même sans les dernières valeurs de départ",), ""),
    (8, (), 15, ("Les risques sont cotés à deux, jamais seul",), "Phase de pilotage ouverte."),
    (9, ("nadia",), 15, ("La table des actions dit le risque atténué et le responsable",), ""),
    (10, (), 22, ("Plan de projet relu jeudi",), "Le budget glissera d'une semaine."),
    (11, ("julien",), 12, (), "Budget arrêté mercredi ou jeudi."),
    (12, ("lea", "thomas"), 14, (), "Mené par Marc. Formation Agile pratique toute la fin de semaine."),
    (13, (), 15, ("Trois écrans, pas deux : la livraison garde le sien",), ""),
    (14, ("ines",), 15, ("Tableau de bord ouvert aux sponsors en lecture",), ""),
    (15, ("hugo", "amel"), 12, (), "Petite semaine, beaucoup d'absents."),
    (16, ("marc", "julien"), 10, (), "Mené par Léa avec l'équipe réduite."),
    (17, ("marc",), 12, (), "Les tablettes sont annoncées pour la semaine 19."),
    (18, (), 16, ("Le paiement en trois fois n'empêche pas d'ouvrir",), "Prestataire en retard de deux semaines."),
    (19, (), 20, ("La revue passe en semaine 21",), "La reprise des adresses a coûté quatre jours."),
    (20, (), 15, ("Une répétition de repli se fait avec la permanence, pas entre techniciens",), ""),
    (21, (), 25, ("On ouvre lundi si la répétition de mardi réussit",), "Répétition manquée jeudi dernier : étape 3 à réécrire."),
    (22, (), 15, ("Point quotidien de cinq minutes la première semaine",), "Grenoble est ouverte depuis 7 h 30. Premier client à 7 h 41."),
    (23, ("ines",), 15, ("Une alerte à 1 000 ms", "Pas de nouvelle enquête NPS avant la semaine 28"), "Conversion basse la première semaine : effet de découverte ?"),
    (24, (), 15, ("Les délais fournisseur deviennent une action, pas un vœu",), ""),
    (25, ("thomas",), 17, ("Procédure d'escalade réécrite par Nadia",), "Deux paiements sans commande, repris dans l'heure."),
    (26, (), 20, ("Les images d'abord, l'index ensuite",), "Préparation du point à mi-parcours."),
    (27, ("amel",), 15, ("L'index devient prioritaire", "Karim vient voir une matinée à Grenoble"), "Le gain des images est mangé par la hausse du trafic."),
    (28, (), 22, ("Délestage bloqué tant que l'environnement n'est pas monté : on l'écrit", "Fourchette de livraison à étudier"),
     "Page à plus de 2 secondes ce matin entre 7 h 40 et 8 h 25."),
    (29, ("julien",), 15, ("Relance de l'enquête par les agences", "Une troisième session à Lyon si besoin"),
     "Semaine coupée par un jour férié. La dérogation sur le temps de réponse tombe vendredi."),
    (30, ("ines",), 19, ("L'index passe en production avant toute autre chose", "Bilan du pilote : plan rédigé d'ici vendredi"),
     "Délestage prévu ce jour, impossible : environnement à moitié monté. Inès est à Lyon."),
)  # fmt: skip

# Title, day, who, context, choice, stand-up's week or None, gate review or None.
_DECISIONS: tuple[Decided, ...] = (
    ("Retours et avoirs hors périmètre", on(4, WED), "claire", "Demande forte des agences ; six mois de travail au bas mot.",
     "Un projet à part, après celui-ci.", None, None),
    ("Passage en pilotage", on(7, FRI), "sophie", "Deux sponsors réservés, aucun opposé.", "On continue ; Léa les revoit avant le plan de projet.", None, "definition"),
    ("Comparer à deux agences témoins", on(12, THU), "karim", "Ouvrir quatre agences ferait plus vite, mais sans rien à quoi comparer.",
     "Grenoble et Annecy ouvrent, Clermont-Ferrand et Saint-Étienne restent sur l'ancien parcours.", None, None),
    ("Garder le moteur de prix actuel", on(13, TUE), "elise", "Le remplacer ajoutait quatre mois.", "On l'appelle tel quel, avec un second mainteneur formé.", None, None),
    ("Ouvrir sans le paiement en trois fois", on(18, MON), "lea", "Module livré avec deux semaines de retard.", "On ouvre, il suivra.", 18, None),
    ("Ouvrir le pilote sous condition", on(21, FRI), "sophie", "Délestage jamais répété, étapes tenues à 62 %.",
     "Deux agences, délestage répété avant la mi-parcours.", None, "pilotage"),
    ("Tenir le protocole du test A/B jusqu'au bout", on(27, FRI), "hugo",
     "À mi-chemin l'écart plaît ; conclure maintenant, c'est une chance sur cinq de se tromper.", "Huit regards étaient prévus, on en fait huit.", None, None),
    ("Images d'abord, index ensuite", on(26, MON), "marc", "Les images se changent en deux jours, l'index demande une fenêtre de nuit.",
     "Images cette semaine, index dans la foulée.", 26, None),
    ("Quatre vagues plutôt que deux", on(26, FRI), "karim", "Deux vagues finissent plus tôt ; quatre laissent le temps de réparer.",
     "Lyon, Sud-Est, Ouest et Nord, Île-de-France.", None, None),
    ("Trois semaines entre la revue et la vague 1", on(28, TUE), "sophie",
     "Ouvrir Lyon juste après la revue tomberait pendant le gel technique.", "On attend la fin du gel ; les formations y gagnent.", None, None),
    ("Priorité à l'index", on(30, MON), "lea", "p95 au-dessus de la cible sept semaines sur huit.", "Mise en production avant toute nouvelle fonction.", 30, None),
)  # fmt: skip


def tell() -> Iterator[Told]:
    """A stand-up opens each week; decisions are written down where they were made."""
    yield from standups(CALENDAR, "Point d'équipe, semaine {week}", _TEAM, _STANDUPS)
    yield from decisions(_DECISIONS)
