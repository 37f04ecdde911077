"""The five phases with what each must reach and hand over, and the two-week iterations of the work in between."""

from collections.abc import Iterator

from cockpit.domain.phase import Approach, DeliverableState, Phase, PhaseCode, PhaseStatus
from tools.altura.weeks import CALENDAR, on
from tools.storytelling.calendar import FRI, MON, THU, TUE, WED
from tools.storytelling.phases import Output, deliverable, handed_over, iterated
from tools.storytelling.story import New, Told, act, changed, new

_PHASES = (
    ("definition", PhaseCode.DEFINITION, "Définition", Approach.HYBRID, on(1, MON), on(7, FRI), "adhesion",
     "Taux d'adhésion des sponsors",
     "Aligner la direction et les métiers sur une même stratégie : pourquoi changer la commande en ligne, pour qui, jusqu'où."),
    ("pilotage", PhaseCode.STEERING, "Pilotage", Approach.HYBRID, on(8, MON), on(21, FRI), "jalons",
     "Respect des étapes (%)",
     "Organiser l'exécution : qui fait quoi, dans quel ordre, avec quel argent, et que fait-on si cela tourne mal."),
    ("pilote", PhaseCode.PILOT, "Pilote", Approach.AGILE, on(22, MON), on(31, FRI), "satisfaits",
     "Satisfaction utilisateur",
     "Tester à petite échelle, à Grenoble et Annecy, et comparer à deux agences témoins restées sur l'ancien parcours."),
    ("montee", PhaseCode.SCALE_UP, "Montée en charge", Approach.HYBRID, on(34, MON), on(58, FRI), "incidents",
     "Taux d'incidents",
     "Industrialiser : ouvrir le réseau en quatre vagues, chacune avec ses formations, ses garde-fous et son repli."),
    ("generalisation", PhaseCode.GENERALISATION, "Généralisation", Approach.HYBRID, on(59, MON), on(74, FRI), "utilisation",
     "Taux d'utilisation",
     "Faire du nouveau parcours le seul : arrêt de l'ancien, exploitation courante, gains constatés."),
)  # fmt: skip

_D = DeliverableState
# Key, title, phase, owner, due; then the days on which it was started, delivered, accepted and by whom.
_DELIVERABLES: tuple[Output, ...] = (
    ("charte", "Charte de projet", "definition", "lea", on(6, FRI), "projet/charte.pdf",
     ((on(2, MON), "lea", _D.DOING, ""), (on(6, WED), "lea", _D.DELIVERED, ""), (on(6, FRI), "sophie", _D.ACCEPTED, "sophie"))),
    ("perimetre", "Périmètre arrêté", "definition", "lea", on(5, FRI), "projet/perimetre.md",
     ((on(4, WED), "lea", _D.DELIVERED, ""), (on(5, TUE), "claire", _D.ACCEPTED, "claire"))),
    ("depart", "Valeurs de départ des indicateurs", "definition", "hugo", on(7, TUE), "mesures/depart.xlsx",
     ((on(4, MON), "hugo", _D.DOING, ""), (on(7, WED), "hugo", _D.DELIVERED, ""), (on(7, THU), "paul", _D.ACCEPTED, "paul"))),
    ("plan", "Plan de projet", "pilotage", "lea", on(10, FRI), "projet/plan.md",
     ((on(8, TUE), "lea", _D.DOING, ""), (on(10, THU), "lea", _D.DELIVERED, ""), (on(10, FRI), "elise", _D.ACCEPTED, "elise"))),
    ("budgets", "Budgets par phase", "pilotage", "paul", on(10, FRI), "finances/budget.xlsx",
     ((on(9, MON), "paul", _D.DOING, ""), (on(11, WED), "paul", _D.DELIVERED, ""), (on(11, THU), "sophie", _D.ACCEPTED, "sophie"))),
    ("protocole", "Protocole d'évaluation du pilote", "pilotage", "hugo", on(17, FRI), "mesures/protocole.md",
     ((on(14, MON), "hugo", _D.DOING, ""), (on(17, THU), "hugo", _D.DELIVERED, ""), (on(18, TUE), "paul", _D.ACCEPTED, "paul"))),
    ("prototype", "Prototype en service dans deux agences", "pilote", "marc", on(23, FRI), "",
     ((on(13, MON), "marc", _D.DOING, ""), (on(22, MON), "marc", _D.DELIVERED, ""), (on(23, THU), "sarah", _D.ACCEPTED, "sarah"))),
    ("retours", "Retours des utilisateurs, classés par thème", "pilote", "amel", on(31, WED), "voix/retours.md",
     ((on(24, MON), "amel", _D.DOING, ""),)),
    ("bilan", "Bilan du pilote", "pilote", "lea", on(32, TUE), "",
     ((on(30, THU), "lea", _D.DOING, ""),)),
    ("procedures", "Procédures d'exploitation et d'escalade", "montee", "nadia", on(35, TUE), "procedures/",
     ((on(26, TUE), "nadia", _D.DOING, ""),)),
    ("parcours", "Parcours de formation des agences", "montee", "ines", on(35, MON), "formation/parcours.md",
     ((on(20, TUE), "ines", _D.DOING, ""), (on(27, FRI), "ines", _D.DELIVERED, ""))),
    ("kit", "Kit de démarrage d'une agence", "montee", "julien", on(35, WED), "",
     ((on(28, THU), "julien", _D.DOING, ""),)),
    ("arret", "Arrêt de l'ancien parcours", "generalisation", "marc", on(70, FRI), "", ()),
    ("transfert", "Transfert à l'exploitation", "generalisation", "elise", on(73, FRI), "", ()),
)  # fmt: skip

# Key, title, phase, first week, goal, outcome (empty while it runs or is still to come).
_ITERATIONS = (
    ("p1", "Itération 1 : le panier", "pilotage", 13,
     "Un panier qui se lit d'un coup d'œil.", "Tient sur un écran de téléphone ; testé avec huit clients."),
    ("p2", "Itération 2 : la livraison", "pilotage", 15,
     "Annoncer une date avant le paiement.", "Date lue dans le logiciel des dépôts ; six articles sur dix seulement en ont une."),
    ("p3", "Itération 3 : le paiement", "pilotage", 17,
     "Payer sans quitter l'écran.", "Carte et compte professionnel en service ; trois fois reporté de deux semaines."),
    ("p4", "Itération 4 : la vue commande", "pilotage", 19,
     "Le conseiller voit ce que voit le client.", "Essayée par les conseillers de Grenoble en formation ; recherche par chantier demandée."),
    ("t1", "Itération 5 : ouvrir", "pilote", 22,
     "Deux agences ouvertes sans incident critique.", "Ouvert le jour dit ; conversion un peu basse la première semaine, puis au-dessus de la cible."),
    ("t2", "Itération 6 : réparer", "pilote", 24,
     "Ce que les clients nous signalent est corrigé dans la quinzaine.", "Refus des comptes professionnels corrigé ; p95 non tenu."),
    ("t3", "Itération 7 : alléger", "pilote", 26,
     "Ramener le temps de réponse sous 800 ms.", "Images allégées : 40 ms gagnées, aussitôt reprises par la hausse du trafic."),
    ("t4", "Itération 8 : tenir la charge", "pilote", 28,
     "Indexer la table des commandes, monter l'environnement de charge.", "Index écrit, pas en production ; environnement à moitié prêt."),
    ("t5", "Itération 9 : conclure", "pilote", 30,
     "Mettre l'index en service, rejouer le délestage, rassembler les preuves pour la revue.", ""),
)  # fmt: skip


def tell() -> Iterator[Told]:
    """Phases open and close, deliverables are handed over and accepted, iterations end with what they brought."""
    yield act(on(1, TUE), "11:15", "lea", *map(_phase, _PHASES), note="Les cinq phases")
    # The indicators are defined a week after the phases.
    yield act(on(2, WED), "10:45", "lea", *(changed(Phase, str(told[0]), kpi=told[6]) for told in _PHASES))
    yield act(on(1, WED), "10:20", "lea", *(deliverable(each) for each in _DELIVERABLES if each[2] == "definition"))
    yield act(on(8, MON), "11:10", "lea", *(deliverable(each) for each in _DELIVERABLES if each[2] != "definition"))
    for key, opened, closed in (
        ("definition", on(1, THU), on(7, FRI)), ("pilotage", on(8, MON), on(21, FRI)), ("pilote", on(22, MON), None),
    ):  # fmt: skip
        yield act(opened, "09:05", "lea", changed(Phase, key, status=PhaseStatus.RUNNING))
        if closed:
            yield act(closed, "17:40", "lea", changed(Phase, key, status=PhaseStatus.DONE))
    yield from handed_over(_DELIVERABLES)
    yield from iterated(CALENDAR, "amel", _ITERATIONS)


def _phase(told: tuple[object, ...]) -> New:
    key, code, title, approach, starts_on, ends_on, _kpi, indicator, objective = told
    return new(
        Phase, str(key), code=code, title=title, approach=approach, starts_on=starts_on, ends_on=ends_on,
        key_indicator=indicator, objective=objective,
    )  # fmt: skip
