"""The work that leads to the milestones: planned in working days, linked, begun and finished as it came."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cockpit.domain.activity import Activity, ActivityLink, LinkType
from tools.altura.story import Changed, Edit, New, Told, act, changed, new
from tools.altura.weeks import FRI, LAST_DAY, MON, THU, TUE, WED, WEEKS, closing_of, on, worked_after


@dataclass(frozen=True)
class _Work:
    """An activity, planned to start in ``week`` on ``weekday`` and to take ``days``, or a best, likely and worst number of days.

    It began ``slip`` working days after its plan and took ``more`` days than planned.  ``done`` is its progress on the last day,
    where it is neither finished nor untouched.
    """

    key: str
    title: str
    owner: str
    milestone: str
    days: int | tuple[int, int, int]
    week: int
    weekday: int
    after: tuple[str, ...] = ()
    slip: int = 0
    more: int = 0
    done: int = 0
    resource: str | None = None
    wave: str | None = None

    @property
    def duration(self) -> int:
        return self.days if isinstance(self.days, int) else self.days[1]

    @property
    def planned(self) -> tuple[date, date]:
        start = worked_after(on(self.week, self.weekday), 0)
        return start, worked_after(start, self.duration - 1)

    @property
    def actual(self) -> tuple[date | None, date | None]:
        start = worked_after(self.planned[0], self.slip)
        end = worked_after(start, self.duration + self.more - 1)
        return (start if start <= LAST_DAY else None, end if end <= LAST_DAY and not self.done else None)


_DEFINITION = (
    _Work("entretiens-sponsors", "Entretiens avec les sponsors", "lea", "charte", 6, 1, TUE),
    _Work("redaction-charte", "Rédaction de la charte", "lea", "charte", 10, 2, WED, ("entretiens-sponsors",), more=1),
    _Work("ateliers-perimetre", "Ateliers de périmètre", "claire", "charte", 5, 3, MON, ("entretiens-sponsors",)),
    _Work("signature", "Circuit de signature", "lea", "charte", 5, 6, MON, ("redaction-charte", "ateliers-perimetre")),
    _Work("indicateurs", "Choix et définition des indicateurs", "hugo", "depart", 5, 2, TUE),
    _Work("releve", "Relevé des valeurs de départ, quatre agences", "hugo", "depart", 15, 4, MON, ("indicateurs",), more=2),
    _Work("dossier-1", "Dossier de la revue de définition", "lea", "passage-definition", 3, 7, WED, ("signature", "releve:0:finish_finish")),
)  # fmt: skip
_STEERING = (
    _Work("decoupage", "Découpage des travaux", "lea", "plan", 5, 8, MON, ("dossier-1",)),
    _Work("revue-risques", "Atelier risques et replis", "lea", "plan", 2, 8, THU),
    _Work("redaction-plan", "Rédaction du plan de projet", "lea", "plan", 6, 9, MON, ("decoupage", "revue-risques")),
    _Work("chiffrage", "Chiffrage et arbitrage par phase", "paul", "budget", 10, 9, MON, ("decoupage",), more=4),
    _Work("choix-agences", "Choix des agences pilotes et témoins", "karim", "agences", 6, 11, THU, ("decoupage",), more=-1),
    _Work("maquette", "Maquette du parcours en trois écrans", "amel", "maquette", 10, 10, WED, ("decoupage",)),
    _Work("tests-maquette", "Tests de la maquette avec huit clients", "amel", "maquette", 4, 13, MON, ("maquette",)),
    _Work("panier", "Développement du panier", "marc", "panier", (10, 12, 16), 13, MON, ("maquette",), resource="equipe"),
    _Work("livraison", "Développement de la livraison", "thomas", "panier", (8, 10, 15), 14, TUE, ("panier:6:start_start",), resource="equipe"),
    _Work("tests-panier", "Tests bout en bout du panier", "amel", "panier", 4, 17, MON, ("panier", "livraison")),
    _Work("protocole", "Rédaction du protocole d'évaluation", "hugo", "protocole", 10, 15, TUE, ("choix-agences",), more=3),
    _Work("script-reprise", "Script de reprise", "thomas", "reprise", (6, 9, 16), 16, MON, more=2),
    _Work("reprise-blanc", "Reprise à blanc", "thomas", "reprise", 3, 17, FRI, ("script-reprise",), slip=3),
    _Work("module-paiement", "Module de paiement en trois fois", "thomas", "trois-fois", (8, 10, 20), 18, TUE, ("livraison",), slip=2, more=6),
    _Work("recette-paiement", "Recette du paiement avec le service clients", "nadia", "trois-fois", 3, 23, FRI, ("module-paiement",), slip=1),
    _Work("vue-commande", "Vue commande des conseillers", "marc", "grenoble", (8, 10, 14), 19, MON, ("panier",), resource="equipe"),
    _Work("hebergement", "Hébergement du pilote", "thomas", "grenoble", 5, 20, MON, resource="hebergement"),
    _Work("annonce", "Annonce aux agences pilotes", "julien", "grenoble", 8, 19, WED, ("choix-agences",)),
    _Work("tablettes", "Équipement des agences pilotes en tablettes", "karim", "formes", 10, 17, MON, ("choix-agences",), more=2, resource="tablettes"),
    _Work("conception-formation", "Conception du parcours super-utilisateur", "ines", "formes", 12, 17, MON, ("tests-maquette",)),
    _Work("formation-grenoble", "Formation des conseillers de Grenoble", "ines", "formes", 2, 20, MON, ("conception-formation", "tablettes")),
    _Work("formation-annecy", "Formation des conseillers d'Annecy", "ines", "formes", 2, 20, THU, ("conception-formation",)),
    _Work("permanence", "Organisation de la permanence d'assistance", "nadia", "assistance", 6, 20, MON),
    _Work("ecriture-replis", "Écriture et répétition des scénarios de repli", "marc", "passage-pilotage", 12, 18, MON, ("revue-risques",), more=5),
    _Work("dossier-2", "Dossier de la revue de pilotage", "lea", "passage-pilotage", 3, 21, WED, ("ecriture-replis", "reprise-blanc", "formation-annecy")),
)  # fmt: skip
_PILOT = (
    _Work("ouverture-grenoble", "Ouverture à Grenoble", "marc", "grenoble", 1, 22, MON, ("vue-commande", "hebergement", "dossier-2", "annonce")),
    _Work("ouverture-annecy", "Ouverture à Annecy", "marc", "annecy", 2, 22, WED, ("ouverture-grenoble:1", "formation-annecy")),
    _Work("suivi-quotidien", "Suivi quotidien des deux agences", "hugo", "mi-parcours", 20, 22, TUE, ("ouverture-grenoble",)),
    _Work("entretiens", "Première série d'entretiens", "amel", "mi-parcours", 15, 23, MON, ("ouverture-annecy",)),
    _Work("comptes-pro", "Correction du refus des comptes professionnels", "marc", "mi-parcours", 4, 24, THU, ("recette-paiement",)),
    _Work("images", "Allègement des images", "amel", "performance", 5, 26, MON, more=1),
    _Work("index", "Index sur la table des commandes", "marc", "performance", (6, 8, 12), 28, WED, ("images",), done=70, resource="equipe"),
    _Work("cache", "Mise en cache des disponibilités", "thomas", "performance", 4, 31, MON, ("index",)),
    _Work("mesure-p95", "Deux semaines pleines de mesure sous 800 ms", "hugo", "performance", 10, 31, THU, ("index",)),
    _Work("environnement", "Montage de l'environnement de charge", "thomas", "delestage", (8, 10, 18), 29, MON, ("ecriture-replis",), more=4, done=55, resource="charge"),
    _Work("repetition-delestage", "Répétition du délestage", "lea", "delestage", 2, 32, MON, ("environnement",), resource="charge"),
    _Work("lyon-1", "Super-utilisateurs de Lyon, session 1", "ines", "lyon-formes", 1, 28, TUE, ("conception-formation",), resource="formatrice", wave="lyon"),
    _Work("lyon-2", "Super-utilisateurs de Lyon, session 2", "ines", "lyon-formes", 1, 29, THU, ("lyon-1",), resource="formatrice", wave="lyon"),
    _Work("lyon-3", "Super-utilisateurs de Lyon, session 3", "ines", "lyon-formes", 1, 31, THU, ("lyon-2",), resource="formatrice", wave="lyon"),
    _Work("memo-lyon", "Mémo d'une page pour les agences de Lyon", "julien", "lyon-formes", 8, 29, MON, more=4, done=60, wave="lyon"),
    _Work("enquete-finale", "Enquête de fin de pilote et relances", "hugo", "fin-pilote", 10, 30, MON, done=30),
    _Work("mesures", "Dix semaines de mesures comparées", "hugo", "fin-pilote", 49, 22, MON, ("ouverture-grenoble:0:start_start",), done=88),
    _Work("redaction-bilan", "Analyse comparée et rédaction du bilan", "lea", "bilan", 4, 31, THU, ("mesures:0:finish_finish", "enquete-finale")),
    _Work("tour-sponsors", "Tour des sponsors avant la revue", "lea", "passage-pilote", 4, 32, THU, ("redaction-bilan",)),
    _Work("dossier-3", "Dossier de la revue du pilote", "lea", "passage-pilote", 3, 33, WED, ("tour-sponsors", "mesure-p95:-3", "repetition-delestage", "lyon-3")),
)  # fmt: skip
_SCALE_UP = (
    _Work("exploitation", "Procédures d'exploitation et d'escalade", "nadia", "vague-1", 15, 29, TUE, done=45),
    _Work("capacite", "Doublement de la capacité d'hébergement", "thomas", "vague-1", 6, 34, MON, ("dossier-3",), resource="hebergement", wave="lyon"),
    _Work("preparation-lyon", "Préparation des cinq agences de Lyon", "nadia", "vague-1", 7, 34, MON, ("dossier-3", "memo-lyon"), wave="lyon"),
    _Work("bascule-lyon", "Bascule de Lyon", "marc", "vague-1", 1, 37, MON, ("capacite", "preparation-lyon", "exploitation"), wave="lyon"),
    _Work("suivi-lyon", "Suivi rapproché de la vague 1", "nadia", "vague-2", 20, 37, TUE, ("bascule-lyon",), wave="lyon"),
    _Work("formation-sud-est", "Super-utilisateurs du Sud-Est", "ines", "vague-2", (6, 8, 12), 39, MON, ("lyon-3",), resource="formatrice", wave="sud-est"),
    _Work("preparation-sud-est", "Préparation des agences du Sud-Est", "karim", "vague-2", 8, 40, MON, ("bascule-lyon:5",), wave="sud-est"),
    _Work("bascule-sud-est", "Bascule du Sud-Est", "marc", "vague-2", 1, 42, MON, ("suivi-lyon", "formation-sud-est", "preparation-sud-est"), wave="sud-est"),
    _Work("bascule-ouest", "Bascule de l'Ouest et du Nord", "marc", "ancien", (1, 2, 4), 47, MON, ("bascule-sud-est:20",), wave="ouest"),
    _Work("bascule-paris", "Bascule de l'Île-de-France et des grands comptes", "marc", "ancien", (2, 3, 6), 53, MON, ("bascule-ouest:25",), wave="ile-de-france"),
    _Work("transfert", "Transfert à l'exploitation", "elise", "ancien", (15, 20, 30), 60, MON, ("bascule-paris",)),
    _Work("arret-ancien", "Arrêt de l'ancien parcours", "marc", "ancien", (6, 10, 15), 68, MON, ("transfert",)),
)  # fmt: skip

_SHORT = 6
"""Work of this many days or fewer is noted once, when it is finished."""

_ALL = (*_DEFINITION, *_STEERING, *_PILOT, *_SCALE_UP)


def tell() -> Iterator[Told]:
    """The work is planned in two steps, then followed up at the end of each week."""
    yield act(on(1, WED), "15:10", "lea", *_plan(_DEFINITION), note="Travaux de la phase de définition")
    yield act(on(8, TUE), "16:45", "lea", *_plan(_STEERING), note="Travaux jusqu'à l'ouverture du pilote")
    yield act(on(10, TUE), "15:20", "lea", *_plan(_PILOT), note="Travaux du pilote")
    yield act(on(10, WED), "11:30", "lea", *_plan(_SCALE_UP), note="Travaux des vagues, à grosses mailles")
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
    moves = _moves()
    for week in range(2, WEEKS + 1):
        friday = closing_of(week)
        followed = [edit for day, edits in moves.items() if on(week, MON) <= day <= friday for edit in edits]
        if followed:
            yield act(friday, "15:05", "lea", *_merged(followed), note=f"Avancement, semaine {week}")


def _plan(works: tuple[_Work, ...]) -> Iterator[Edit]:
    for work in works:
        best, likely, worst = (None, None, None) if isinstance(work.days, int) else work.days
        starts_on, ends_on = work.planned
        yield new(
            Activity, work.key, title=work.title, owner=work.owner, milestone=work.milestone,
            duration=work.duration if likely is None else None, optimistic=best, likely=likely, pessimistic=worst,
            starts_on=starts_on, ends_on=ends_on,
        )  # fmt: skip
    for work in works:
        for told in work.after:
            yield _link(told, work.key)


def _link(told: str, successor: str) -> New:
    """A link told as ``predecessor:lag:type``; lag and type may be left out."""
    predecessor, lag, kind = [*told.split(":"), "", ""][:3]
    return new(
        ActivityLink, f"{predecessor}/{successor}",
        predecessor=predecessor, successor=successor, lag=int(lag or 0), type=LinkType(kind or "finish_start"),
    )  # fmt: skip


def _moves() -> dict[date, list[Changed]]:
    """What began and ended on which day."""
    moves: dict[date, list[Changed]] = defaultdict(list)
    for work in _ALL:
        begun, ended = work.actual
        if begun and not (ended and work.duration <= _SHORT):
            moves[begun].append(changed(Activity, work.key, actual_start_on=begun, progress=10))
        if ended:
            moves[ended].append(changed(Activity, work.key, actual_start_on=begun, actual_end_on=ended, progress=100))
        elif begun and work.done:
            moves[LAST_DAY].append(changed(Activity, work.key, progress=work.done))
    return dict(sorted(moves.items()))


def _merged(edits: list[Changed]) -> list[Changed]:
    """One edit a row: what began and ended in the same week is noted in one go."""
    values: dict[str, dict[str, object]] = defaultdict(dict)
    for edit in edits:
        values[edit.key] |= edit.values
    return [Changed(Activity, key, told) for key, told in values.items()]
