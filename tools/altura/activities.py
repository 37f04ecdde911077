"""The work that leads to the milestones: planned in working days, linked, begun and finished as it came."""

from collections.abc import Iterator

from cockpit.domain.activity import Activity
from tools.altura.weeks import CALENDAR, on
from tools.storytelling.calendar import FRI, MON, THU, TUE, WED
from tools.storytelling.story import Told, act, changed
from tools.storytelling.work import Work, plan, progress

_DEFINITION = (
    Work("entretiens-sponsors", "Entretiens avec les sponsors", "lea", "charte", 6, 1, TUE),
    Work("redaction-charte", "Rédaction de la charte", "lea", "charte", 10, 2, WED, ("entretiens-sponsors",), more=1),
    Work("ateliers-perimetre", "Ateliers de périmètre", "claire", "charte", 5, 3, MON, ("entretiens-sponsors",)),
    Work("signature", "Circuit de signature", "lea", "charte", 5, 6, MON, ("redaction-charte", "ateliers-perimetre")),
    Work("indicateurs", "Choix et définition des indicateurs", "hugo", "depart", 5, 2, TUE),
    Work("releve", "Relevé des valeurs de départ, quatre agences", "hugo", "depart", 15, 4, MON, ("indicateurs",), more=2),
    Work("dossier-1", "Dossier de la revue de définition", "lea", "passage-definition", 3, 7, WED, ("signature", "releve:0:finish_finish")),
)  # fmt: skip
_STEERING = (
    Work("decoupage", "Découpage des travaux", "lea", "plan", 5, 8, MON, ("dossier-1",)),
    Work("revue-risques", "Atelier risques et replis", "lea", "plan", 2, 8, THU),
    Work("redaction-plan", "Rédaction du plan de projet", "lea", "plan", 6, 9, MON, ("decoupage", "revue-risques")),
    Work("chiffrage", "Chiffrage et arbitrage par phase", "paul", "budget", 10, 9, MON, ("decoupage",), more=4),
    Work("choix-agences", "Choix des agences pilotes et témoins", "karim", "agences", 6, 11, THU, ("decoupage",), more=-1),
    Work("maquette", "Maquette du parcours en trois écrans", "amel", "maquette", 10, 10, WED, ("decoupage",)),
    Work("tests-maquette", "Tests de la maquette avec huit clients", "amel", "maquette", 4, 13, MON, ("maquette",)),
    Work("panier", "Développement du panier", "marc", "panier", (10, 12, 16), 13, MON, ("maquette",), resource="equipe"),
    Work("livraison", "Développement de la livraison", "thomas", "panier", (8, 10, 15), 14, TUE, ("panier:6:start_start",), resource="equipe"),
    Work("tests-panier", "Tests bout en bout du panier", "amel", "panier", 4, 17, MON, ("panier", "livraison")),
    Work("protocole", "Rédaction du protocole d'évaluation", "hugo", "protocole", 10, 15, TUE, ("choix-agences",), more=3),
    Work("script-reprise", "Script de reprise", "thomas", "reprise", (6, 9, 16), 16, MON, more=2),
    Work("reprise-blanc", "Reprise à blanc", "thomas", "reprise", 3, 17, FRI, ("script-reprise",), slip=3),
    Work("module-paiement", "Module de paiement en trois fois", "thomas", "trois-fois", (8, 10, 20), 18, TUE, ("livraison",), slip=2, more=6),
    Work("recette-paiement", "Recette du paiement avec le service clients", "nadia", "trois-fois", 3, 23, FRI, ("module-paiement",), slip=1),
    Work("vue-commande", "Vue commande des conseillers", "marc", "grenoble", (8, 10, 14), 19, MON, ("panier",), resource="equipe"),
    Work("hebergement", "Hébergement du pilote", "thomas", "grenoble", 5, 20, MON, resource="hebergement"),
    Work("annonce", "Annonce aux agences pilotes", "julien", "grenoble", 8, 19, WED, ("choix-agences",)),
    Work("tablettes", "Équipement des agences pilotes en tablettes", "karim", "formes", 10, 17, MON, ("choix-agences",), more=2, resource="tablettes"),
    Work("conception-formation", "Conception du parcours super-utilisateur", "ines", "formes", 12, 17, MON, ("tests-maquette",)),
    Work("formation-grenoble", "Formation des conseillers de Grenoble", "ines", "formes", 2, 20, MON, ("conception-formation", "tablettes")),
    Work("formation-annecy", "Formation des conseillers d'Annecy", "ines", "formes", 2, 20, THU, ("conception-formation",)),
    Work("permanence", "Organisation de la permanence d'assistance", "nadia", "assistance", 6, 20, MON),
    Work("ecriture-replis", "Écriture et répétition des scénarios de repli", "marc", "passage-pilotage", 12, 18, MON, ("revue-risques",), more=5),
    Work("dossier-2", "Dossier de la revue de pilotage", "lea", "passage-pilotage", 3, 21, WED, ("ecriture-replis", "reprise-blanc", "formation-annecy")),
)  # fmt: skip
_PILOT = (
    Work("ouverture-grenoble", "Ouverture à Grenoble", "marc", "grenoble", 1, 22, MON, ("vue-commande", "hebergement", "dossier-2", "annonce")),
    Work("ouverture-annecy", "Ouverture à Annecy", "marc", "annecy", 2, 22, WED, ("ouverture-grenoble:1", "formation-annecy")),
    Work("suivi-quotidien", "Suivi quotidien des deux agences", "hugo", "mi-parcours", 20, 22, TUE, ("ouverture-grenoble",)),
    Work("entretiens", "Première série d'entretiens", "amel", "mi-parcours", 15, 23, MON, ("ouverture-annecy",)),
    Work("comptes-pro", "Correction du refus des comptes professionnels", "marc", "mi-parcours", 4, 24, THU, ("recette-paiement",)),
    Work("images", "Allègement des images", "amel", "performance", 5, 26, MON, more=1),
    Work("index", "Index sur la table des commandes", "marc", "performance", (6, 8, 12), 28, WED, ("images",), done=70, resource="equipe"),
    Work("cache", "Mise en cache des disponibilités", "thomas", "performance", 4, 31, MON, ("index",)),
    Work("mesure-p95", "Deux semaines pleines de mesure sous 800 ms", "hugo", "performance", 10, 31, THU, ("index",)),
    Work("environnement", "Montage de l'environnement de charge", "thomas", "delestage", (8, 10, 18), 29, MON, ("ecriture-replis",), more=4, done=55, resource="charge"),
    Work("repetition-delestage", "Répétition du délestage", "lea", "delestage", 2, 32, MON, ("environnement",), resource="charge"),
    Work("lyon-1", "Super-utilisateurs de Lyon, session 1", "ines", "lyon-formes", 1, 28, TUE, ("conception-formation",), resource="formatrice", wave="lyon"),
    Work("lyon-2", "Super-utilisateurs de Lyon, session 2", "ines", "lyon-formes", 1, 29, THU, ("lyon-1",), resource="formatrice", wave="lyon"),
    Work("lyon-3", "Super-utilisateurs de Lyon, session 3", "ines", "lyon-formes", 1, 31, THU, ("lyon-2",), resource="formatrice", wave="lyon"),
    Work("memo-lyon", "Mémo d'une page pour les agences de Lyon", "julien", "lyon-formes", 8, 29, MON, more=4, done=60, wave="lyon"),
    Work("enquete-finale", "Enquête de fin de pilote et relances", "hugo", "fin-pilote", 10, 30, MON, done=30),
    Work("mesures", "Dix semaines de mesures comparées", "hugo", "fin-pilote", 49, 22, MON, ("ouverture-grenoble:0:start_start",), done=88),
    Work("redaction-bilan", "Analyse comparée et rédaction du bilan", "lea", "bilan", 4, 31, THU, ("mesures:0:finish_finish", "enquete-finale")),
    Work("tour-sponsors", "Tour des sponsors avant la revue", "lea", "passage-pilote", 4, 32, THU, ("redaction-bilan",)),
    Work("dossier-3", "Dossier de la revue du pilote", "lea", "passage-pilote", 3, 33, WED, ("tour-sponsors", "mesure-p95:-3", "repetition-delestage", "lyon-3")),
)  # fmt: skip
_SCALE_UP = (
    Work("exploitation", "Procédures d'exploitation et d'escalade", "nadia", "vague-1", 15, 29, TUE, done=45),
    Work("capacite", "Doublement de la capacité d'hébergement", "thomas", "vague-1", 6, 34, MON, ("dossier-3",), resource="hebergement", wave="lyon"),
    Work("preparation-lyon", "Préparation des cinq agences de Lyon", "nadia", "vague-1", 7, 34, MON, ("dossier-3", "memo-lyon"), wave="lyon"),
    Work("bascule-lyon", "Bascule de Lyon", "marc", "vague-1", 1, 37, MON, ("capacite", "preparation-lyon", "exploitation"), wave="lyon"),
    Work("suivi-lyon", "Suivi rapproché de la vague 1", "nadia", "vague-2", 20, 37, TUE, ("bascule-lyon",), wave="lyon"),
    Work("formation-sud-est", "Super-utilisateurs du Sud-Est", "ines", "vague-2", (6, 8, 12), 39, MON, ("lyon-3",), resource="formatrice", wave="sud-est"),
    Work("preparation-sud-est", "Préparation des agences du Sud-Est", "karim", "vague-2", 8, 40, MON, ("bascule-lyon:5",), wave="sud-est"),
    Work("bascule-sud-est", "Bascule du Sud-Est", "marc", "vague-2", 1, 42, MON, ("suivi-lyon", "formation-sud-est", "preparation-sud-est"), wave="sud-est"),
    Work("bascule-ouest", "Bascule de l'Ouest et du Nord", "marc", "ancien", (1, 2, 4), 47, MON, ("bascule-sud-est:20",), wave="ouest"),
    Work("bascule-paris", "Bascule de l'Île-de-France et des grands comptes", "marc", "ancien", (2, 3, 6), 53, MON, ("bascule-ouest:25",), wave="ile-de-france"),
    Work("transfert", "Transfert à l'exploitation", "elise", "ancien", (15, 20, 30), 60, MON, ("bascule-paris",)),
    Work("arret-ancien", "Arrêt de l'ancien parcours", "marc", "ancien", (6, 10, 15), 68, MON, ("transfert",)),
)  # fmt: skip

_ALL = (*_DEFINITION, *_STEERING, *_PILOT, *_SCALE_UP)


def tell() -> Iterator[Told]:
    """The work is planned in two steps, then followed up at the end of each week."""
    yield act(on(1, WED), "15:10", "lea", *plan(CALENDAR, _DEFINITION), note="Travaux de la phase de définition")
    yield act(on(8, TUE), "16:45", "lea", *plan(CALENDAR, _STEERING), note="Travaux jusqu'à l'ouverture du pilote")
    yield act(on(10, TUE), "15:20", "lea", *plan(CALENDAR, _PILOT), note="Travaux du pilote")
    yield act(on(10, WED), "11:30", "lea", *plan(CALENDAR, _SCALE_UP), note="Travaux des vagues, à grosses mailles")
    yield act(
        on(11, TUE), "10:20", "lea",
        *(changed(Activity, work.key, resource=work.resource) for work in _ALL if work.resource not in (None, "charge")),
        note="Lignes de dépendance : qui a besoin de quoi",
    )  # fmt: skip
    yield act(
        on(27, TUE), "14:35", "nadia",
        *(changed(Activity, work.key, wave=work.wave) for work in _ALL if work.wave),
        note="Travaux rattachés aux vagues",
    )  # fmt: skip
    yield act(
        on(27, TUE), "16:20", "marc",
        *(changed(Activity, work.key, resource="charge") for work in _ALL if work.resource == "charge"),
    )  # fmt: skip
    for week, day, edits in progress(CALENDAR, _ALL):
        yield act(day, "15:05", "lea", *edits, note=f"Avancement, semaine {week}")
