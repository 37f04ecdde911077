"""What went wrong in use, the comparison that was planned before it began, and what customers and colleagues answered."""

from collections.abc import Iterator

from cockpit.domain.experiment import Experiment, ExperimentStatus, Look, MetricKind
from cockpit.domain.incident import Severity
from cockpit.domain.kpi import Group
from cockpit.domain.survey import SurveyKind
from tools.altura.weeks import CALENDAR, closing_of, on
from tools.storytelling.calendar import FRI, MON, THU, TUE, WED
from tools.storytelling.evaluation import Poll, Trouble, polls, troubles
from tools.storytelling.story import Told, act, changed, new

_S = Severity
# Key, title, severity, day, from, until, reporter, description, cause, risk, KPI.
_INCIDENTS: tuple[Trouble, ...] = (
    ("doublons", "Deux accusés de réception pour la même commande", _S.MINOR, on(22, TUE), "10:12", "11:40", "sarah",
     "Quatre clients de Grenoble ont reçu deux courriels.", "Nouvel essai d'envoi après un délai dépassé.", None, "erreurs"),
    ("lenteur-1", "Écran de livraison figé une dizaine de secondes", _S.MAJOR, on(23, TUE), "08:05", "09:20", "nadia",
     "Toutes les commandes avec plus de huit articles.", "Une requête par article vers les dépôts.", "pic", "p95"),
    ("refus", "Comptes professionnels refusés au paiement en trois fois", _S.MAJOR, on(24, THU), "09:30", "17:10", "nadia",
     "Un compte sur six refusé à tort.", "Le prestataire note les artisans sur des comptes qu'ils ne publient pas.", "trois-fois", "conversion"),
    ("paiements", "Deux paiements sans commande", _S.MAJOR, on(24, FRI), "07:50", "08:45", "thomas",
     "Repérés au rapprochement du matin, commandes ressaisies dans l'heure.", "Coupure réseau entre paiement et enregistrement.", "perte", "erreurs"),
    ("creneaux", "Livraisons du matin arrivées l'après-midi à Annecy", _S.MINOR, on(26, TUE), "12:30", "18:00", "bruno",
     "Onze chantiers concernés.", "Créneaux inconnus du transporteur.", "transporteur", "dates"),
    ("adresses", "Service d'adresses muet pendant un quart d'heure", _S.MINOR, on(27, WED), "14:20", "14:36", "thomas",
     "La saisie libre a pris le relais.", "Maintenance du prestataire, non annoncée.", "quota", "temps"),
    ("lenteur-2", "Page de commande au-dessus de 2 secondes un matin d'affluence", _S.MAJOR, on(28, MON), "07:40", "08:25", "marc",
     "Retour à la normale une fois le rapport de nuit arrêté à la main.", "Lecture complète de la table des commandes.", "pic", "p95"),
    ("tri", "Vue commande triée à l'envers", _S.MINOR, on(29, THU), "15:10", "16:00", "sarah", "", "Régression de la livraison du jour.", None, "incidents"),
)  # fmt: skip

# Week, baskets and orders in the pilot arm, in the control arm, note.
_LOOKS = (
    (23, 1480, 470, 1502, 467, "Répartition conforme au tirage."),
    (24, 2991, 962, 2975, 939, ""),
    (25, 4466, 1441, 4489, 1413, "L'écart se creuse un peu ; aucune borne franchie, on continue."),
    (26, 5987, 1943, 5970, 1878, ""),
    (27, 7468, 2424, 7495, 2359, "Karim demande de conclure : la borne prévue pour ce regard est 2,64, on est à 1,3."),
    (28, 8996, 2931, 8974, 2826, ""),
    (29, 10489, 3423, 10502, 3292, "Au-dessus de 1,96 mais sous la borne de 2,2 : à ce regard, rien n'est démontré."),
)

_K = SurveyKind
# Key, title, kind, day, group, invited, promoters, passives, detractors, who, note.
_SURVEYS: tuple[Poll, ...] = (
    ("nps-depart", "NPS des clients avant le projet, quatre agences", _K.NPS, on(6, TUE), Group.ALL, 620, 41, 52, 50, "hugo", "Valeur de départ."),
    ("enps-1", "eNPS des agences et du service clients, 1", _K.ENPS, on(5, THU), Group.ALL, 96, 26, 24, 13, "ines", ""),
    ("enps-2", "eNPS des agences et du service clients, 2", _K.ENPS, on(13, THU), Group.ALL, 96, 27, 27, 14, "ines", ""),
    ("enps-3", "eNPS des agences et du service clients, 3", _K.ENPS, on(20, THU), Group.ALL, 98, 24, 29, 14, "ines", "Beaucoup d'attente avant l'ouverture."),
    ("nps-temoin-1", "NPS des clients témoins, quinzaine 1", _K.NPS, on(23, THU), Group.CONTROL, 240, 17, 21, 20, "hugo", ""),
    ("nps-pilote-1", "NPS des clients pilotes, quinzaine 1", _K.NPS, on(23, THU), Group.PILOT, 80, 4, 3, 2, "hugo", "Neuf réponses : trop peu pour conclure."),
    ("facilite", "Facilité du parcours, questionnaire papier au comptoir", _K.SATISFACTION, on(25, THU), Group.PILOT, 60, 27, 8, 6, "amel", ""),
    ("enps-4", "eNPS des agences et du service clients, 4", _K.ENPS, on(26, THU), Group.ALL, 97, 23, 28, 15, "ines", ""),
    ("nps-temoin-2", "NPS des clients témoins, mi-pilote", _K.NPS, on(28, THU), Group.CONTROL, 240, 19, 23, 22, "hugo", ""),
    ("nps-pilote-2", "NPS des clients pilotes, mi-pilote", _K.NPS, on(28, THU), Group.PILOT, 80, 9, 5, 4, "hugo",
     "Dix-huit réponses seulement ; relance par les agences décidée."),
    ("enps-5", "eNPS des agences et du service clients, 5", _K.ENPS, on(29, THU), Group.ALL, 97, 22, 27, 14, "ines",
     "« On nous prévient mieux, mais les dates de livraison nous retombent dessus. »"),
)  # fmt: skip

_QUESTIONS = {
    _K.NPS: "De 0 à 10, recommanderiez-vous la commande en ligne d'Altura à un confrère ?",
    _K.ENPS: "De 0 à 10, recommanderiez-vous Altura à un ami qui cherche un emploi ?",
    _K.SATISFACTION: "Passer cette commande vous a paru… facile, ni facile ni difficile, difficile ?",
}


def tell() -> Iterator[Told]:
    """Incidents are reported and resolved, the experiment is looked at as often as planned, surveys come in."""
    yield from troubles(CALENDAR, _INCIDENTS)
    yield from _experiment()
    yield from polls(_SURVEYS, _QUESTIONS)


def _experiment() -> Iterator[Told]:
    yield act(
        on(18, WED), "11:50", "hugo",
        new(
            Experiment, "panier", title="Panier sur un écran contre panier en trois étapes", kpi="conversion", owner="hugo",
            hypothesis=(
                "À trafic tiré au sort parmi les visiteurs des agences pilotes, le panier sur un écran mène plus souvent à une commande ; "
                "un point et demi de plus vaut le passage à tout le réseau."
            ),
            metric=MetricKind.PROPORTION, starts_on=on(22, THU), ends_on=on(30, WED), planned_per_arm=12_000, looks=8,
            minimum_effect=0.015, margin=0.01,
        ),
        note="Protocole du test A/B, arrêté avant l'ouverture",
    )  # fmt: skip
    yield act(on(22, THU), "09:30", "hugo", changed(Experiment, "panier", status=ExperimentStatus.RUNNING))
    for number, (week, pilot_n, pilot, control_n, control, note) in enumerate(_LOOKS, 1):
        day = closing_of(week)
        yield act(
            day, "10:45", "hugo",
            new(
                Look, f"panier/{number}", experiment="panier", looked_on=day, pilot_n=pilot_n, pilot_successes=pilot,
                control_n=control_n, control_successes=control, note=note,
            ),
        )  # fmt: skip
    yield act(
        on(30, WED), "10:50", "hugo", changed(Experiment, "panier", ends_on=on(31, FRI)),
        note="Trafic un peu plus faible que prévu : huitième et dernier regard à 12 000 paniers, vendredi prochain",
    )  # fmt: skip
