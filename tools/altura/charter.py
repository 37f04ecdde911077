"""What the project is asked to do, what it leaves out, what it must reach, and how far its sponsors follow."""

from collections.abc import Iterator

from cockpit.domain.charter import (
    Charter,
    Objective,
    ScopeItem,
    Stakeholder,
    StakeholderRole,
    SupportLevel,
)  # fmt: skip
from cockpit.domain.kpi import Direction
from tools.altura.weeks import on
from tools.storytelling.calendar import FRI, MON, THU, TUE, WED
from tools.storytelling.charter import objective, scope_item, stakeholder, supports
from tools.storytelling.story import Told, act, changed, new

_SCOPE = (
    ("ecrans", True, "Parcours de commande : panier, livraison, paiement", "Site public et comptes professionnels."),
    ("dates", True, "Date de livraison annoncée avant le paiement", ""),
    ("agence", True, "Vue commande pour les conseillers d'agence et le service clients", "Même écran que le client, pour l'aider en ligne."),
    ("paiement", True, "Paiement en trois fois pour les comptes professionnels", ""),
    ("reprise", True, "Reprise des adresses et des paniers enregistrés", "Deux ans d'historique."),
    ("catalogue", False, "Refonte du catalogue et des fiches produit", "Traitée par la direction commerciale."),
    ("application", False, "Application mobile", "Le parcours doit rester confortable sur téléphone, sans application."),
    ("entrepots", False, "Logiciel de gestion des entrepôts", "On lit ses délais, on n'y touche pas."),
    ("location", False, "Location longue durée", "Contrats négociés, hors commande en ligne."),
)  # fmt: skip

_OBJECTIVES = (
    ("conversion", "Plus de paniers menés jusqu'à la commande", "conversion", 2.6, 3.2, "%", Direction.HIGHER, on(56, FRI), "claire"),
    ("temps", "Commander en moins de six minutes", "temps", 9.4, 6.0, "min", Direction.LOWER, on(33, FRI), "amel"),
    ("erreurs", "Deux fois moins de commandes en erreur", "erreurs", 2.1, 1.0, "%", Direction.LOWER, on(33, FRI), "marc"),
    ("appels", "Un tiers d'appels en moins au service clients", "appels", 14.0, 9.0, "/ 100 cmd", Direction.LOWER, on(56, FRI), "nadia"),
    ("cout", "Traiter une commande pour 5,20 € au plus", "cout", 6.8, 5.2, "€", Direction.LOWER, on(56, FRI), "paul"),
    ("utilisation", "Sept conseillers sur dix utilisent la vue commande chaque semaine", "utilisation", 0.0, 70.0, "%", Direction.HIGHER, on(74, FRI), "ines"),
    ("nps", "Des clients qui nous recommandent", None, -6.0, 10.0, "points NPS", Direction.HIGHER, on(74, FRI), "claire"),
)  # fmt: skip

_STAKEHOLDERS = (
    ("sophie", StakeholderRole.SPONSOR, "Sponsor principal", "Direction générale", 5, 4, "Un parcours que l'on cite en exemple, et pas de panne un jour de pic."),
    ("claire", StakeholderRole.SPONSOR, "Sponsor commercial", "Direction commerciale", 5, 5, "Plus de commandes en ligne, sans perdre le contact des agences."),
    ("elise", StakeholderRole.SPONSOR, "Sponsor informatique", "DSI", 4, 4, "Une architecture que l'équipe sait exploiter seule."),
    ("karim", StakeholderRole.SPONSOR, "Sponsor du réseau", "Réseau d'agences", 5, 4, "Que les agences y gagnent du temps avant qu'on leur en demande."),
    ("bruno", StakeholderRole.SPONSOR, "Sponsor logistique", "Logistique", 4, 3, "Des promesses de livraison que les dépôts peuvent tenir."),
    ("lea", StakeholderRole.COALITION, "Anime la coalition directrice", "Projet", 4, 5, ""),
    ("marc", StakeholderRole.COALITION, "Voix de la technique", "DSI", 3, 5, ""),
    ("nadia", StakeholderRole.COALITION, "Voix du service clients", "Service clients", 4, 5, "Des appels plus courts, une équipe prévenue avant les clients."),
    ("ines", StakeholderRole.COALITION, "Voix de la formation", "Ressources humaines", 3, 4, ""),
    ("julien", StakeholderRole.TEAM, "Communication", "Communication", 3, 4, ""),
    ("paul", StakeholderRole.OTHER, "Contrôle de gestion", "Finances", 3, 3, "Des gains constatés, pas seulement promis."),
)  # fmt: skip

_S = SupportLevel
_SUPPORT = (
    # When, who noted it: what each said.
    (on(2, WED), "lea", (
        ("sophie", _S.CHAMPION, "A porté le sujet au comité de direction."),
        ("claire", _S.SUPPORTIVE, ""),
        ("elise", _S.NEUTRAL, "Attend de voir la charge pour l'exploitation."),
        ("karim", _S.SCEPTICAL, "« On nous a déjà promis un outil qui fait gagner du temps. »"),
        ("bruno", _S.SCEPTICAL, "Craint des dates que les dépôts ne tiendront pas."),
    )),
    (on(6, TUE), "lea", (("elise", _S.SUPPORTIVE, "Rassurée : rien de neuf à exploiter avant le pilote."),)),
    (on(12, THU), "lea", (
        ("claire", _S.CHAMPION, "Prête deux commerciaux pour les tests de maquette."),
        ("karim", _S.NEUTRAL, "A choisi lui-même les agences pilotes."),
        ("bruno", _S.NEUTRAL, "Demande à relire la règle de calcul des dates."),
    )),
    (on(21, TUE), "lea", (
        ("sophie", _S.CHAMPION, ""),
        ("elise", _S.SUPPORTIVE, ""),
        ("bruno", _S.SUPPORTIVE, "Les dates viendront de son logiciel, sans double saisie : il suit."),
        ("karim", _S.NEUTRAL, "Veut voir une agence travailler avec avant de se prononcer."),
    )),
    (on(27, THU), "lea", (
        ("sophie", _S.CHAMPION, ""),
        ("claire", _S.CHAMPION, "Cite les chiffres de Grenoble en réunion commerciale."),
        ("elise", _S.SUPPORTIVE, "Soutient, mais demande le temps de réponse chaque semaine."),
        ("bruno", _S.SCEPTICAL, "Reçoit les plaintes sur les dates ; demande une fourchette plutôt qu'un jour."),
    )),
    (on(28, TUE), "karim", (("karim", _S.NEUTRAL, "Toujours réservé : « montrez-moi une matinée chargée. »"),)),
    (on(30, TUE), "karim", (
        ("karim", _S.SUPPORTIVE, "Après une matinée au comptoir de Grenoble : « ils ne reviendraient pas en arrière. »"),
    )),
)  # fmt: skip


def tell() -> Iterator[Told]:
    """The charter is written, discussed and signed; sponsors come closer or step back."""
    yield act(
        on(1, TUE), "14:20", "lea",
        new(
            Charter, "charte", title="Charte du projet Altura",
            vision=(
                "Un client professionnel commande sur le site aussi vite qu'au comptoir, sait quand il sera livré avant de payer, et "
                "n'appelle que s'il en a envie."
            ),
            mandate=(
                "Concevoir, éprouver et déployer le nouveau parcours de commande. L'équipe choisit ses méthodes et arrête le pilote si "
                "un garde-fou est franchi ; elle ne touche ni aux tarifs ni à l'organisation des dépôts."
            ),
        ),
        note="Premier jet de la charte",
    )  # fmt: skip
    yield act(on(1, THU), "10:05", "lea", *map(scope_item, _SCOPE), note="Périmètre, version de travail")
    yield act(on(2, TUE), "15:30", "lea", *map(objective, _OBJECTIVES), note="Sept objectifs mesurables")
    yield act(on(2, WED), "09:35", "lea", *map(stakeholder, _STAKEHOLDERS), note="Sponsors, coalition directrice et relais")
    yield act(
        on(3, TUE), "16:40", "claire",
        changed(ScopeItem, "paiement", note="Demandé par la moitié des grands comptes ; plafonné à 5 000 €."),
        changed(Objective, "conversion", description="Mesurée sur les visiteurs connectés, hors devis."),
    )  # fmt: skip
    yield act(
        on(4, WED), "11:20", "lea",
        new(ScopeItem, "retours", title="Retours et avoirs en ligne", inside=False, note="Demande forte, mais un projet à part entière."),
        changed(ScopeItem, "location", note="Contrats négociés, hors commande en ligne. Confirmé par Claire."),
        note="Périmètre tranché en atelier",
    )  # fmt: skip
    yield act(
        on(6, FRI), "11:45", "sophie",
        changed(Charter, "charte", approved_on=on(6, FRI), approved_by="sophie"),
        note="Charte signée par les cinq sponsors",
    )  # fmt: skip
    yield act(
        on(13, MON), "14:15", "lea",
        new(Stakeholder, "sarah", person="sarah", role=StakeholderRole.USER, title="Relais de l'agence pilote",
            organisation="Agence de Grenoble", influence=3, interest=5, expectation="Être prévenue avant le client, pas après."),
    )  # fmt: skip
    yield from supports(_SUPPORT)
    yield act(
        on(26, MON), "10:50", "lea",
        changed(Objective, "utilisation", description="Conseillers qui ouvrent la vue commande au moins trois jours dans la semaine."),
    )  # fmt: skip
