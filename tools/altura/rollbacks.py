"""The ways back: when they are taken, step by step, and the rehearsals that prove some of them."""

from collections.abc import Iterator

from cockpit.domain.rollback import Rollback
from tools.altura.weeks import on
from tools.storytelling.calendar import FRI, MON, THU, TUE, WED
from tools.storytelling.rollbacks import rehearsals
from tools.storytelling.story import Told, act, changed, new


def tell() -> Iterator[Told]:
    """Scenarios are written before the pilot and rehearsed; the one for a peak of load still waits for its rehearsal."""
    yield act(
        on(18, WED), "17:25", "marc",
        new(
            Rollback, "retour", title="Retour à l'ancien parcours, agence par agence", owner="marc", minutes_to_restore=30,
            trigger="Plus de 5 % de commandes en erreur pendant quinze minutes, ou des commandes perdues.",
            steps=(
                "Prévenir la permanence d'assistance et les chefs d'agence",
                "Basculer l'aiguillage de l'agence sur l'ancien parcours",
                "Rejouer les commandes restées en file",
                "Rapprocher les commandes des deux parcours",
                "Annoncer le retour sur la page d'état",
            ),
        ),
        note="Scénarios de repli, première version",
    )  # fmt: skip
    yield act(
        on(19, FRI), "10:05", "marc",
        new(
            Rollback, "delestage", title="Délestage du site en pic de charge", owner="lea", minutes_to_restore=15,
            trigger="p95 au-dessus de 2 000 ms pendant cinq minutes, ou file de commandes en hausse continue.",
            steps=(
                "Couper les suggestions et les dates à l'article",
                "Limiter à 60 % l'entrée dans le nouveau parcours",
                "Ouvrir la salle d'attente aux visiteurs non connectés",
                "Doubler les serveurs de commande",
                "Rouvrir par paliers de 10 % toutes les cinq minutes",
            ),
        ),
    )  # fmt: skip
    yield act(
        on(20, TUE), "14:10", "nadia",
        new(
            Rollback, "reprise", title="Reprise des commandes à la main par le service clients", owner="nadia", minutes_to_restore=60,
            trigger="Des commandes payées sans accusé de réception.",
            steps=(
                "Extraire les paiements sans commande",
                "Appeler le client et confirmer l'article, la quantité, la date",
                "Saisir la commande dans l'outil interne",
                "Envoyer l'accusé et le geste commercial",
            ),
        ),
    )  # fmt: skip
    yield act(
        on(23, TUE), "15:30", "thomas",
        new(
            Rollback, "trois-fois", title="Fermeture du paiement en trois fois", owner="thomas", minutes_to_restore=10,
            trigger="Plus d'un paiement en trois fois refusé sur dix, ou prestataire muet.",
            steps=("Masquer l'option sur l'écran de paiement", "Proposer la carte ou le compte professionnel", "Prévenir le prestataire"),
        ),
    )  # fmt: skip
    yield from rehearsals((
        ("retour", on(20, THU), "marc", False, 52, "Les commandes en file ont été rejouées deux fois ; étape 3 à réécrire."),
        ("retour", on(21, TUE), "marc", True, 26, "Étape 3 corrigée, aucune commande en double."),
        ("reprise", on(24, FRI), "nadia", True, 48, "Trente commandes reprises par deux téléconseillères."),
        ("trois-fois", on(25, TUE), "thomas", True, 6, ""),
        ("retour", on(27, FRI), "marc", True, 22, "Rejoué à Annecy, un matin d'affluence normale."),
    ))  # fmt: skip
    yield act(
        on(21, MON), "10:10", "marc",
        changed(Rollback, "retour", steps=(
            "Prévenir la permanence d'assistance et les chefs d'agence",
            "Basculer l'aiguillage de l'agence sur l'ancien parcours",
            "Figer la file, puis ne rejouer que les commandes sans numéro",
            "Rapprocher les commandes des deux parcours",
            "Annoncer le retour sur la page d'état",
        )),
        note="Étape 3 réécrite après la répétition manquée",
    )  # fmt: skip
    yield act(on(25, MON), "11:25", "lea", changed(Rollback, "delestage", trigger=(
        "p95 au-dessus de 1 500 ms pendant cinq minutes, ou file de commandes en hausse continue."
    )))  # fmt: skip
