"""What people undertook: decided together, begun, stuck, finished or late."""

from collections.abc import Iterator

from cockpit.domain.action import Action, ActionState, Priority
from tools.altura.weeks import on
from tools.storytelling.calendar import FRI, MON, THU, TUE, WED
from tools.storytelling.story import Told, Undone, act, changed
from tools.storytelling.tasks import Task, ToldWith, undertaken

_S, _P = ActionState, Priority
_DOING, _DONE, _BLOCKED = _S.DOING, _S.DONE, _S.BLOCKED


_TASKS = (
    # Definition
    Task("charte", "Faire signer la charte par les cinq sponsors", "lea", on(1, THU), "lea", on(6, FRI),
          ((on(2, TUE), _DOING), (on(6, FRI), _DONE)), {"milestone": "charte"}),
    Task("perimetre", "Trancher ce qui reste hors périmètre", "lea", on(1, THU), "lea", on(4, FRI),
          ((on(3, MON), _DOING), (on(4, WED), _DONE)), {"milestone": "charte"}),
    Task("coalition", "Réunir la coalition directrice une première fois", "sophie", on(2, WED), "lea", on(5, THU), ((on(5, WED), _DONE),)),
    Task("depart", "Relever les valeurs de départ dans les quatre agences", "hugo", on(2, WED), "lea", on(7, TUE),
          ((on(4, MON), _DOING), (on(7, WED), _DONE)), {"milestone": "depart"}),
    Task("reserves", "Rencontrer un à un les sponsors réservés", "lea", on(2, WED), "lea", on(6, WED),
          ((on(4, TUE), _DOING), (on(8, TUE), _DONE))),
    # Steering
    Task("plan", "Faire relire le plan de projet par la coalition", "lea", on(8, TUE), "lea", on(10, WED),
          ((on(9, FRI), _DOING), (on(10, THU), _DONE)), {"milestone": "plan"}),
    Task("budget", "Faire arrêter le budget phase par phase", "paul", on(8, TUE), "lea", on(10, FRI),
          ((on(9, MON), _DOING), (on(11, THU), _DONE)), {"milestone": "budget"}),
    Task("super-users", "Formation des super-utilisateurs", "ines", on(9, MON), "lea", on(35, WED), ((on(17, MON), _DOING),),
          {"risk": "support"}, "Support insuffisant",
          "Un relais formé pour douze conseillers, avant chaque vague, jamais après."),
    Task("replis", "Scénarios de repli : les écrire, les répéter, les garder à jour", "marc", on(9, MON), "lea", on(34, FRI),
          ((on(18, MON), _DOING),), {"risk": "perte"}, "Incident critique",
          "Chaque scénario se répète avec ceux qui l'appliqueraient un jour de crise."),
    Task("campagne", "Campagne de communication auprès des agences et du service clients", "julien", on(9, MON), "lea", on(35, WED),
          ((on(12, WED), _DOING),), {"risk": "resistance"}, "Résistance au changement",
          "L'interne avant les clients ; chaque objection reçoit une réponse dans la FAQ sous cinq jours."),
    Task("faq", "Publier la première FAQ", "julien", on(12, MON), "marc", on(20, WED), ((on(18, WED), _DOING), (on(20, TUE), _DONE)),
          {"risk": "resistance"}),
    Task("agences", "Proposer deux agences pilotes et deux agences témoins comparables", "karim", on(10, MON), "lea", on(12, FRI),
          ((on(11, WED), _DOING), (on(12, THU), _DONE)), {"milestone": "agences"}),
    Task("tableau", "Ouvrir le tableau de bord aux sponsors, en lecture", "hugo", on(11, MON), "lea", on(14, WED),
          ((on(13, TUE), _DOING), (on(14, TUE), _DONE))),
    Task("repetition", "Répéter le délestage en pic de charge", "lea", on(19, FRI), "lea", on(27, WED),
          ((on(26, MON), _DOING), (on(28, WED), _BLOCKED)), {"risk": "pic", "milestone": "delestage", "criterion": "pil-risques"}, "Incident critique",
          "Trafic triple pendant trente minutes, étapes de RB-2 suivies à la lettre, chronomètre en main.", _P.HIGH),
    Task("protection", "Faire relire la collecte de données par la déléguée à la protection", "elise", on(13, THU), "lea", on(16, FRI),
          ((on(15, MON), _DOING), (on(16, TUE), _DONE)), {"risk": "donnees"}),
    Task("capacite", "Réserver la capacité d'hébergement du pilote", "thomas", on(15, MON), "marc", on(17, FRI),
          ((on(17, THU), _DONE),), {"risk": "pic"}),
    Task("tablettes", "Livrer et configurer les tablettes des agences pilotes", "karim", on(15, MON), "lea", on(19, WED),
          ((on(18, MON), _DOING), (on(19, TUE), _DONE)), {"risk": "tablettes", "milestone": "formes"}),
    Task("prix", "Former un second mainteneur du moteur de prix", "marc", on(16, MON), "marc", on(22, FRI),
          ((on(17, TUE), _DOING), (on(22, THU), _DONE)), {"risk": "depart"}),
    Task("permanence", "Monter la permanence d'assistance du pilote", "nadia", on(19, MON), "lea", on(21, WED),
          ((on(20, MON), _DOING), (on(21, TUE), _DONE)), {"risk": "support", "milestone": "assistance"}),
    # Pilot
    Task("rapprochement", "Rapprocher chaque matin paiements et commandes", "thomas", on(21, WED), "marc", on(31, FRI),
          ((on(22, TUE), _DOING),), {"risk": "perte"}, every=7),
    Task("index", "Mettre en service l'index sur la table des commandes", "marc", on(27, MON), "lea", on(30, THU),
          ((on(28, MON), _DOING),), {"kpi": "p95", "risk": "pic", "criterion": "pil-technique"}, "", "Gain attendu : 90 ms au 95e centile.", _P.HIGH),
    Task("alerte", "Poser une alerte au-delà de 1 000 ms", "thomas", on(23, MON), "marc", on(25, WED), ((on(25, TUE), _DONE),),
          {"kpi": "p95"}),
    Task("comptes", "Faire lever le refus des comptes professionnels", "thomas", on(24, FRI), "nadia", on(26, WED),
          ((on(25, MON), _DOING), (on(26, TUE), _DONE)), {"risk": "trois-fois"}, "", "", _P.HIGH),
    Task("images", "Diviser par deux le poids des images du parcours", "amel", on(25, MON), "lea", on(27, WED),
          ((on(26, MON), _DOING), (on(27, MON), _DONE)), {"kpi": "p95"}),
    Task("lyon-3", "Former les huit derniers super-utilisateurs de Lyon", "ines", on(29, THU), "ines", on(31, THU), (),
          {"wave": "lyon", "risk": "support", "milestone": "lyon-formes", "criterion": "pil-formation"}, "Support insuffisant",
          "Troisième session, avec les deux absents de la première et celui de la deuxième.", _P.HIGH),
    Task("creneaux", "Obtenir du transporteur ses créneaux par code postal", "bruno", on(25, FRI), "lea", on(27, FRI),
          ((on(26, TUE), _DOING),), {"risk": "transporteur"}),
    Task("escalade", "Réécrire la procédure d'escalade des incidents", "nadia", on(25, MON), "lea", on(27, FRI),
          ((on(26, TUE), _DOING), (on(27, THU), _DONE))),
    Task("environnement", "Monter un environnement de charge copie de la production", "thomas", on(26, MON), "marc", on(31, TUE),
          ((on(29, MON), _DOING),), {"milestone": "delestage"}, "", "", _P.HIGH),
    Task("cache", "Mettre en cache les disponibilités des dépôts", "thomas", on(28, MON), "marc", on(31, FRI), (), {"kpi": "p95"}),
    Task("delais", "Compléter les délais fournisseur des 400 articles les plus commandés", "bruno", on(24, MON), "lea", on(29, FRI),
          ((on(25, WED), _DOING),), {"risk": "fiches"}),
    Task("fourchette", "Annoncer une fourchette de livraison plutôt qu'un jour", "amel", on(28, MON), "lea", on(32, FRI), (),
          {"risk": "fiches"}, "", "Demandé par cinq personnes interrogées sur sept qui parlent des dates."),
    Task("journee-karim", "Emmener Karim une matinée au comptoir de Grenoble", "lea", on(27, MON), "lea", on(30, WED),
          ((on(30, TUE), _DONE),), {"risk": "resistance", "criterion": "pil-sponsors"}),
    Task("referents", "Libérer deux jours par semaine les référents de Lyon", "karim", on(27, TUE), "ines", on(29, FRI),
          ((on(28, TUE), _DOING), (on(28, FRI), _DONE)), {"risk": "referents", "wave": "lyon", "criterion": "pil-ressources"}),
    Task("quota", "Négocier le palier suivant du service d'adresses", "marc", on(26, FRI), "marc", on(29, FRI),
          ((on(27, TUE), _DOING), (on(29, FRI), _BLOCKED)), {"risk": "quota"}),
    Task("relance", "Relancer les clients pilotes par leur agence pour l'enquête", "hugo", on(29, MON), "lea", on(31, FRI),
          ((on(30, MON), _DOING),), {"risk": "lassitude", "criterion": "pil-satisfaction"}, "", "À parts égales, une quinzaine de réponses de plus suffirait à conclure.", _P.HIGH),
    Task("enps", "Restituer l'eNPS aux équipes et choisir deux gestes", "ines", on(28, MON), "lea", on(30, FRI), ((on(29, TUE), _DOING),)),
    Task("memo", "Écrire le mémo d'une page pour les agences de Lyon", "julien", on(28, MON), "nadia", on(32, WED),
          ((on(29, MON), _DOING),), {"wave": "lyon", "risk": "support"}),
    Task("faq-lyon", "Ajouter à la FAQ les questions posées à Lyon", "julien", on(29, MON), "lea", on(32, FRI), (), {"wave": "lyon"}),
    Task("demo", "Préparer la démonstration publique de fin de pilote", "amel", on(30, MON), "lea", on(32, WED), ((on(30, WED), _DOING),)),
    Task("bilan", "Rédiger le bilan du pilote", "lea", on(30, MON), "lea", on(32, TUE), (), {"milestone": "bilan"}),
    Task("revue-risques", "Revoir les risques critiques avec leurs responsables", "lea", on(12, MON), "marc", on(32, THU),
          ((on(13, MON), _DOING),), every=28),
    Task("certification", "Inscrire les chefs d'agence à la certification", "ines", on(28, MON), "ines", on(35, TUE), (), {"wave": "lyon"},
          priority=_P.LOW),
    Task("gains", "Constater les gains du pilote avec les finances", "paul", on(29, MON), "lea", on(32, TUE), ((on(30, MON), _DOING),),
          {"kpi": "cout"}),
)  # fmt: skip

_TOLD_WITH: ToldWith = {
    ("repetition", _BLOCKED): {"blocked_by": ["environnement"], "blocker": "Attend l'environnement de charge."},
    ("quota", _BLOCKED): {"blocker": "Devis du prestataire attendu depuis dix jours."},
}

_PUT_OFF = (
    ("repetition", on(26, THU), "lea", on(30, MON), "Pas d'environnement de charge avant la semaine 29"),
    ("delais", on(28, FRI), "bruno", on(31, FRI), "180 articles sur 400, deux semaines de plus"),
    ("creneaux", on(27, THU), "bruno", on(29, FRI), ""),
)
"""Action, day, who, the new due date, and why."""


def tell() -> Iterator[Told]:
    """Actions are decided in small batches, moved by their owners, put off, and one given to somebody else."""
    yield from undertaken(_TASKS, _TOLD_WITH)
    yield act(on(28, MON), "15:05", "marc", changed(Action, "cache", blocked_by=["index"]))
    yield act(
        on(26, TUE), "09:20", "nadia", changed(Action, "delais", priority=_P.HIGH), note="Premier sujet d'appel de la semaine"
    )
    for key, day, who, due_on, why in _PUT_OFF:
        yield act(day, "16:50", who, changed(Action, key, due_on=due_on), note=why)
    yield from _taken_back()


def _taken_back() -> Iterator[Told]:
    """One ticks the wrong line and takes it back; another takes an edit back and, the next morning, makes it again."""
    yield act(on(26, MON), "10:31", "nadia", changed(Action, "escalade", state=_DONE, done_on=on(26, MON)))
    yield Undone(on(26, MON), "10:33", "nadia")
    yield act(on(29, THU), "10:05", "paul", changed(Action, "gains", due_on=on(32, THU)), note="Clôture comptable le mercredi")
    yield Undone(on(29, THU), "11:40", "paul")
    yield Undone(on(29, FRI), "09:05", "paul", again=True)
