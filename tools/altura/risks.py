"""The risk register: what was feared, how each rating moved, what was accepted, what happened."""

from collections.abc import Iterator

from cockpit.domain.risk import Acceptance, Risk, RiskCategory, RiskStatus, Treatment
from tools.altura.weeks import on
from tools.storytelling.calendar import FRI, MON, THU, TUE, WED
from tools.storytelling.fears import Fear, register
from tools.storytelling.story import Dropped, Told, act, changed, new

_C, _T = RiskCategory, Treatment


_FEARS = (
    Fear(
        "resistance", "Le service clients freine le changement", "karim", _C.HUMAN, on(2, THU), "lea",
        "Deux outils abandonnés en trois ans ; l'équipe apprend les nouveautés par les clients.",
        "Les conseillers continuent de passer les commandes eux-mêmes, par téléphone.",
        "L'utilisation plafonne, les gains attendus n'arrivent pas.",
        "Campagne de communication, téléconseillers associés aux tests, annonce interne avant chaque annonce aux clients.",
        (4, 4), (2, 3), 0.3, (20_000, 60_000, 150_000),
        reviews=(
            (on(2, THU), "lea", 4, 4, "Première cotation, en atelier."),
            (on(9, THU), "karim", 4, 4, ""),
            (on(16, WED), "nadia", 3, 4, "Deux téléconseillères font partie des testeurs."),
            (on(20, WED), "karim", 2, 4, "Toute l'équipe a essayé la vue commande ; deux abstentions, aucun refus."),
            (on(24, WED), "karim", 2, 4, "Ouverture sans heurt, trois appels hostiles en quinze jours."),
            (on(29, TUE), "karim", 2, 4, "Stable."),
        ),
    ),
    Fear(
        "perimetre", "Le périmètre s'étend en cours de route", "lea", _C.OPERATIONAL, on(2, THU), "lea",
        "Chaque direction voit dans le projet l'occasion de régler un vieux problème.",
        "Les retours, la location ou le catalogue entrent dans le projet.",
        "Le pilote ouvre en retard et mesure trop de choses à la fois.",
        "Liste de ce qui reste dehors, signée ; toute demande passe par Léa.",
        (3, 3), (1, 2), 0.15, (10_000, 25_000, 60_000),
        reviews=(
            (on(2, THU), "lea", 3, 3, ""),
            (on(8, TUE), "lea", 2, 3, "Périmètre tranché, retours exclus."),
            (on(19, THU), "lea", 2, 2, "Plus de demande nouvelle depuis six semaines."),
            (on(28, THU), "lea", 2, 2, "Une demande sur les retours, renvoyée au projet suivant."),
        ),
    ),
    Fear(
        "pic", "Un pic de commandes met la page de commande à terre", "lea", _C.TECHNICAL, on(2, THU), "marc",
        "Le nouveau parcours interroge les dépôts à chaque article ; personne ne l'a vu sous un trafic triple.",
        "Un jour d'affluence, les pages ralentissent puis ne répondent plus.",
        "Commandes perdues dans tout le réseau, agences débordées, confiance entamée.",
        "Index sur les commandes, disponibilités en cache, délestage répété dans un environnement de charge.",
        (4, 5), (2, 5), 0.25, (80_000, 220_000, 600_000),
        reviews=(
            (on(2, THU), "marc", 4, 5, "Risque le plus redouté de l'atelier."),
            (on(10, WED), "marc", 4, 5, ""),
            (on(18, TUE), "marc", 3, 5, "Capacité doublée pour le pilote, scénario de délestage en cours d'écriture."),
            (on(23, WED), "lea", 3, 5, "Deux agences seulement : le trafic du pilote ne prouve rien."),
            (on(28, TUE), "marc", 4, 5, "p95 au-dessus de 800 ms pour un trafic normal, délestage jamais répété."),
            (on(29, FRI), "lea", 4, 5, "Inchangé : l'environnement de charge n'est pas prêt."),
        ),
    ),
    Fear(
        "fiches", "Des délais fournisseur absents faussent les dates annoncées", "bruno", _C.OPERATIONAL, on(2, THU), "nadia",
        "Quatre articles sur dix n'ont pas de délai fournisseur dans le logiciel des dépôts.",
        "Le site annonce une date optimiste, sans le dire.",
        "Le client prévoit son chantier sur une date qui glisse ; il appelle.",
        "Compléter les 400 articles les plus commandés, annoncer une fourchette pour les autres.",
        (3, 3), (2, 2), 0.5, (8_000, 20_000, 45_000),
        reviews=(
            (on(2, THU), "nadia", 3, 3, ""),
            (on(16, FRI), "bruno", 3, 3, "Extraction faite : 41 % des articles sans délai."),
            (on(27, WED), "bruno", 3, 3, "180 articles complétés sur 400 ; c'est le premier sujet de mécontentement."),
        ),
    ),
    Fear(
        "perte", "Des commandes se perdent à la bascule", "marc", _C.TECHNICAL, on(8, THU), "thomas",
        "Deux parcours écrivent dans la même file pendant la transition.",
        "Une commande payée n'arrive pas au dépôt.",
        "Incident critique : client livré en retard ou pas du tout, remboursement, presse locale.",
        "Scénarios de repli écrits et répétés, rapprochement des paiements chaque matin.",
        (3, 5), (1, 5), 0.1, (30_000, 90_000, 250_000),
        reviews=(
            (on(8, THU), "thomas", 3, 5, ""),
            (on(20, THU), "marc", 3, 5, "Première répétition manquée : des commandes rejouées deux fois."),
            (on(21, TUE), "marc", 2, 5, "Répétition réussie en 26 minutes."),
            (on(25, WED), "marc", 2, 5, "Deux paiements sans commande en trois semaines, repris dans l'heure."),
            (on(28, FRI), "marc", 2, 5, "Répété de nouveau à Annecy : 22 minutes."),
        ),
    ),
    Fear(
        "depart", "Une seule personne connaît le moteur de prix", "marc", _C.HUMAN, on(8, THU), "marc",
        "Le moteur de prix a douze ans et un seul mainteneur.",
        "Thomas est absent au mauvais moment.",
        "Une erreur de prix reste en ligne plusieurs jours.",
        "Travail en binôme une demi-journée par semaine, fiche de secours.",
        (2, 4), (1, 3), 0.1, (5_000, 15_000, 40_000),
        reviews=(
            (on(8, THU), "marc", 2, 4, ""),
            (on(19, MON), "marc", 2, 3, "Binôme en place, fiche de secours relue."),
            (on(29, MON), "marc", 2, 3, ""),
        ),
    ),
    Fear(
        "support", "Le support est débordé à la vague 1", "ines", _C.OPERATIONAL, on(8, THU), "nadia",
        "Lyon pèse quatre fois Grenoble et compte peu de conseillers à l'aise avec le site.",
        "Les appels dépassent ce que la permanence peut prendre.",
        "Support insuffisant : attente longue, conseillers qui reviennent à l'ancien écran.",
        "Formation des super-utilisateurs, mémo d'une page, renfort de la permanence la première quinzaine.",
        (4, 4), (2, 3), 0.35, (12_000, 35_000, 80_000),
        reviews=(
            (on(8, THU), "nadia", 4, 4, ""),
            (on(21, THU), "ines", 3, 4, "La permanence a tenu l'essai à blanc."),
            (on(26, THU), "ines", 3, 4, "Deux agences tiennent ; Lyon reste à former."),
            (on(29, TUE), "ines", 3, 4, "Douze super-utilisateurs formés sur vingt."),
        ),
    ),
    Fear(
        "trois-fois", "Le paiement en trois fois refuse des clients professionnels", "thomas", _C.EXTERNAL, on(8, THU), "thomas",
        "Le prestataire note les entreprises sur des comptes publiés, que les artisans n'ont pas.",
        "Un client solvable est refusé à l'écran.",
        "Il abandonne son panier, ou appelle.",
        "Règle de repli négociée : au-dessous de 1 500 €, accord sur l'ancienneté du compte.",
        (3, 3), (1, 2), 0.4, (4_000, 12_000, 30_000),
        reviews=(
            (on(8, THU), "thomas", 3, 3, ""),
            (on(24, THU), "thomas", 3, 3, "Survenu : un compte professionnel sur six refusé."),
            (on(26, THU), "thomas", 2, 2, "Règle de repli en service : un sur quarante."),
        ),
    ),
    Fear(
        "quota", "Le quota du service d'adresses est dépassé", "marc", _C.EXTERNAL, on(9, MON), "thomas",
        "50 000 appels par jour au contrat, trois par commande commencée.",
        "Le service d'adresses ne répond plus en fin de journée.",
        "L'adresse se saisit à la main : plus lent, plus d'erreurs.",
        "Saisie libre en secours, nouveau palier à négocier avant la vague 2.",
        (2, 4), (1, 2), 0.2, (3_000, 8_000, 20_000),
        reviews=(
            (on(9, MON), "thomas", 2, 4, ""),
            (on(22, FRI), "marc", 2, 3, "Saisie libre en service : l'effet est moindre."),
            (on(28, TUE), "marc", 2, 3, "6 % du quota consommé par le pilote ; la vague 2 le dépasserait."),
        ),
    ),
    Fear(
        "hebergement", "La facture d'hébergement dérape", "paul", _C.FINANCIAL, on(9, TUE), "paul",
        "Tarif à l'usage, deux parcours en parallèle.",
        "La consommation double pendant la transition.",
        "Le budget d'exploitation est dépassé avant la vague 3.",
        "Alerte à 80 % du budget mensuel, extinction des environnements la nuit.",
        (3, 2), (2, 2), 0.3, (6_000, 14_000, 30_000), _T.ACCEPT,
        reviews=(
            (on(9, TUE), "paul", 3, 2, ""),
            (on(21, WED), "paul", 3, 2, ""),
            (on(28, MON), "paul", 2, 2, "Environnements éteints la nuit : 1 100 € de moins par mois."),
        ),
    ),
    Fear(
        "tablettes", "Les tablettes de comptoir arrivent en retard", "karim", _C.OPERATIONAL, on(11, MON), "karim",
        "Un seul fournisseur, six semaines de délai.",
        "Les agences ouvrent sans tablette.",
        "Les conseillers partagent un poste et reviennent au papier.",
        "Commande passée avant le choix définitif des agences, deux tablettes de secours.",
        (3, 2), (1, 2), 0.1, (1_000, 3_000, 8_000),
        reviews=((on(11, MON), "karim", 3, 2, ""), (on(19, TUE), "karim", 1, 2, "Livrées, configurées.")),
    ),
    Fear(
        "donnees", "Des données personnelles sortent pendant la reprise", "elise", _C.TECHNICAL, on(13, TUE), "elise",
        "Deux ans d'adresses passent par un poste de travail.",
        "Un fichier reste où il ne devrait pas.",
        "Déclaration obligatoire, clients prévenus, image abîmée.",
        "Reprise sur un serveur fermé, fichiers détruits le jour même, relecture par la déléguée à la protection des données.",
        (2, 4), (1, 4), 0.03, (20_000, 80_000, 300_000), _T.AVOID,
        reviews=(
            (on(13, TUE), "elise", 2, 4, ""),
            (on(19, MON), "elise", 1, 4, "Reprise faite sur serveur fermé, destruction constatée."),
            (on(27, THU), "elise", 1, 4, "Rien de neuf ; à revoir avant la vague 1."),
        ),
    ),
    Fear(
        "lassitude", "Les clients pilotes se lassent des enquêtes", "hugo", _C.HUMAN, on(23, THU), "hugo",
        "Trois questionnaires en quatre semaines sur les mêmes adresses.",
        "Trop peu de réponses pour conclure.",
        "La satisfaction ne peut pas être démontrée à la revue.",
        "Une seule enquête d'ici la fin du pilote, relance par l'agence, question posée au comptoir.",
        (4, 2), (2, 2), 0.6, (1_000, 4_000, 10_000),
        reviews=(
            (on(23, THU), "hugo", 4, 2, "Neuf réponses sur quatre-vingts."),
            (on(29, FRI), "hugo", 4, 2, "Dix-huit réponses : l'intervalle reste trop large."),
        ),
    ),
    Fear(
        "transporteur", "Le transporteur ne suit pas les créneaux promis", "bruno", _C.EXTERNAL, on(25, THU), "bruno",
        "Les créneaux par code postal ne sont pas dans son système.",
        "Le site promet le matin, le camion passe le soir.",
        "Le chantier attend ; le client ne croit plus la date suivante.",
        "Obtenir les créneaux par code postal, sinon n'annoncer que le jour.",
        (3, 3), (2, 2), 0.45, (5_000, 15_000, 35_000), _T.TRANSFER,
        reviews=(
            (on(25, THU), "bruno", 3, 3, ""),
            (on(26, TUE), "bruno", 3, 3, "Survenu à Annecy : onze livraisons l'après-midi au lieu du matin."),
        ),
    ),
    Fear(
        "referents", "Deux projets se disputent les référents de Lyon", "ines", _C.HUMAN, on(27, MON), "ines",
        "Le nouveau logiciel de caisse démarre à Lyon le même mois.",
        "Les référents ne viennent pas aux formations.",
        "La vague 1 part avec des relais qui n'ont rien pratiqué.",
        "Calendrier commun avec le projet caisse, deux jours par semaine réservés.",
        (3, 3), (2, 2), 0.35, (4_000, 10_000, 25_000),
        reviews=(
            (on(27, MON), "ines", 3, 3, ""),
            (on(28, FRI), "karim", 2, 3, "Deux jours par semaine confirmés par les chefs d'agence."),
        ),
    ),
)  # fmt: skip

# Risk, approver, day, expiry, reason.
_ACCEPTANCES = (
    ("quota", "elise", on(9, WED), on(21, FRI), "Sans effet tant que deux agences seulement sont ouvertes ; à revoir avant le pilote."),
    ("hebergement", "sophie", on(21, WED), on(40, FRI), "Deux parcours en parallèle coûtent plus cher, c'est voulu ; plafond de 30 000 €."),
    ("pic", "elise", on(21, WED), on(28, MON),
     "Deux agences ne font pas un pic. Accepté le temps que le délestage soit répété, pas un jour de plus."),
    ("support", "sophie", on(21, WED), on(38, FRI),
     "Renfort de permanence payé pour la première quinzaine de chaque ouverture ; une attente un peu plus longue est admise."),
)  # fmt: skip


def tell() -> Iterator[Told]:
    """Risks are found in workshops and on the way, rated again and again; one was written down twice and deleted."""
    yield from register(_FEARS)
    for key, approver, day, expires_on, reason in _ACCEPTANCES:
        row = new(Acceptance, f"{key}/{day}", risk=key, approver=approver, accepted_on=day, expires_on=expires_on, reason=reason)
        yield act(day, "18:05", approver, row)
    yield from _twice_the_same()
    for key, rollback, day, who in (
        ("pic", "delestage", on(19, FRI), "lea"), ("perte", "retour", on(18, THU), "marc"),
        ("trois-fois", "trois-fois", on(23, WED), "thomas"),
    ):  # fmt: skip
        yield act(day, "18:10", who, changed(Risk, key, rollback=rollback))
    for key, status, day, who in (
        ("tablettes", RiskStatus.CLOSED, on(20, WED), "karim"),
        ("trois-fois", RiskStatus.OCCURRED, on(24, THU), "thomas"),
        ("transporteur", RiskStatus.OCCURRED, on(26, TUE), "bruno"),
    ):  # fmt: skip
        yield act(day, "18:15", who, changed(Risk, key, status=status))


def _twice_the_same() -> Iterator[Told]:
    yield act(
        on(9, WED), "09:45", "amel",
        new(
            Risk, "affluence", title="Site trop lent un jour d'affluence", owner="amel", category=_C.TECHNICAL, identified_on=on(9, WED),
            inherent_likelihood=3, inherent_impact=4, current_likelihood=3, current_impact=4,
            event="Les clients attendent plus de trois secondes par écran.",
        ),
    )  # fmt: skip
    yield act(on(9, WED), "16:55", "lea", Dropped(Risk, "affluence"), note="Même risque que R-3, les deux sont réunis")
