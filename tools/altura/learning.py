"""Small wins celebrated, lessons drawn, and the procedures that changed because of them."""

from collections.abc import Iterator

from cockpit.domain.phase import PhaseCode
from tools.altura.weeks import on
from tools.storytelling.calendar import FRI, MON, THU, TUE, WED
from tools.storytelling.learning import Celebrated, lessons, procedures, wins
from tools.storytelling.story import Told

# Title, happened, celebrated (None: not yet), with whom, milestone, KPI, description, who.
_WINS: tuple[Celebrated, ...] = (
    ("Cinq signatures au bas de la charte", on(6, FRI), on(6, FRI), "Café avec les sponsors", "charte", None, "Y compris ceux qui doutaient.", "lea"),
    ("Huit clients sur huit finissent leur commande sur la maquette", on(13, THU), on(14, THU), "Démonstration publique, merci à Amel", "maquette", None, "", "amel"),
    ("Aucune adresse perdue sur 41 000", on(19, MON), on(19, THU), "Croissants pour Thomas et la permanence", "reprise", None, "", "thomas"),
    ("Retour à l'ancien parcours en 26 minutes", on(21, TUE), on(21, THU), "Quart d'heure Altura", "passage-pilotage", None, "Cinq jours après une répétition manquée.", "marc"),
    ("Première commande à 7 h 41, sans aide", on(22, MON), on(22, THU), "Agence de Grenoble, en direct à la démonstration", "grenoble", None, "Un couvreur de Voreppe, depuis son camion.", "sarah"),
    ("Conversion au-dessus de la cible cinq semaines de suite", on(27, FRI), on(28, THU), "Démonstration publique", None, "conversion", "", "hugo"),
    ("Appels passés de quatorze à huit pour cent commandes", on(27, FRI), on(29, THU), "Gâteau au service clients", None, "appels", "", "nadia"),
    ("Karim convaincu par une matinée au comptoir", on(30, TUE), None, "", None, None, "À raconter à la démonstration de fin de pilote.", "lea"),
)  # fmt: skip

# Key, title, day, situation, lesson, question for a later gate, gate, owner.
_LESSONS = (
    ("deux-visites", "Un sponsor réservé se voit deux fois", on(8, WED), "Karim et Bruno avaient dit oui du bout des lèvres.",
     "Revenir avec ce qu'ils ont demandé, pas avec un argumentaire.", "Chaque sponsor a-t-il vu ce qu'il demandait ?", PhaseCode.PILOT, "lea"),
    ("reprise", "Une reprise à blanc se fait sur toutes les données", on(19, TUE), "L'échantillon n'avait pas d'adresses à l'étranger.",
     "Rejouer la reprise complète au moins une fois avant la date.", "La reprise a-t-elle été jouée en entier ?", PhaseCode.SCALE_UP, "thomas"),
    ("repli", "Un repli non répété n'est pas un repli", on(20, FRI), "Le retour à l'ancien parcours rejouait les commandes deux fois.",
     "Répéter avec ceux qui l'appliqueront, chronomètre en main.", "Quel repli n'a pas encore été répété ?", PhaseCode.PILOT, "marc"),
    ("prestataire", "Un prestataire se teste avec de vrais clients", on(24, FRI), "Les cas d'essai du paiement étaient tous solvables.",
     "Prendre vingt dossiers réels avant de signer la recette.", "La recette a-t-elle porté sur des dossiers réels ?", PhaseCode.SCALE_UP, "thomas"),
    ("question", "La note de fin de commande ignore la livraison", on(27, THU), "83 % de satisfaits, et des appels mécontents sur les dates.",
     "Poser une seconde question après la livraison.", "Que disent les clients une fois livrés ?", PhaseCode.PILOT, "hugo"),
    ("enquetes", "Trois questionnaires tuent le quatrième", on(28, FRI), "Dix-huit réponses sur quatre-vingts.",
     "Une seule enquête par client et par trimestre, portée par l'agence.", "", None, "hugo"),
    ("relais", "On forme les relais avant d'annoncer la date", on(29, FRI), "Lyon connaissait sa date avant d'avoir ses formateurs.",
     "La date d'une vague se publie quand ses relais sont inscrits.", "Les relais sont-ils inscrits nommément ?", PhaseCode.SCALE_UP, "ines"),
)  # fmt: skip

# Key, title, purpose, owner, link, day of its first draft.
_PROCEDURES = (
    ("escalade", "Escalade des incidents", "Qui appelle qui, et en combien de minutes.", "nadia", "procedures/escalade.md", on(20, WED)),
    ("repli", "Décider et conduire un repli", "Reconnaître le seuil, décider en dix minutes, revenir en trente.", "marc", "procedures/repli.md", on(21, TUE)),
    ("mise-en-service", "Mise en service d'une version", "Une version le mardi ou le jeudi, jamais le vendredi.", "marc", "procedures/mise-en-service.md", on(19, WED)),
    ("ouverture", "Ouverture d'une agence", "Du premier mail au premier client.", "nadia", "procedures/ouverture.md", on(22, WED)),
    ("annonce", "Annoncer un changement", "L'interne la veille, les clients le matin.", "julien", "procedures/annonce.md", on(29, FRI)),
)  # fmt: skip

# Procedure, number, day, change, lesson, who.
_REVISIONS = (
    ("mise-en-service", 1, on(19, FRI), "Fenêtre du matin supprimée, trop de clients à 7 h", None, "marc"),
    ("escalade", 1, on(21, MON), "La permanence appelle directement l'astreinte", None, "nadia"),
    ("repli", 1, on(21, TUE), "La file est figée avant d'être rejouée", "repli", "marc"),
    ("ouverture", 1, on(23, FRI), "Un super-utilisateur au comptoir les trois premiers jours", None, "nadia"),
    ("escalade", 2, on(27, THU), "Un paiement sans commande est un incident majeur d'emblée", "prestataire", "nadia"),
    ("ouverture", 2, on(29, FRI), "La date n'est publiée que relais inscrits", "relais", "ines"),
)  # fmt: skip


def tell() -> Iterator[Told]:
    """Wins are told while they are fresh; lessons become questions and better procedures."""
    yield from wins(_WINS)
    yield from lessons(_LESSONS)
    yield from procedures(_PROCEDURES, _REVISIONS)
