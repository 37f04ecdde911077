"""The money: what each phase was given, what was spent, what came back."""

from collections.abc import Iterator
from datetime import date

from cockpit.domain.budget import BudgetLine
from tools.altura.weeks import on
from tools.storytelling.calendar import FRI, MON, THU, TUE, WED
from tools.storytelling.evaluation import gained, spent
from tools.storytelling.story import Told, act, cents, changed, new

_LINES = (
    ("etudes", "Études et ateliers", 24_000, "Personnel", "definition"),
    ("developpement", "Développement du parcours", 168_000, "Personnel", "pilotage"),
    ("hebergement", "Hébergement et environnements", 46_000, "Hébergement", "pilote"),
    ("tablettes", "Tablettes de comptoir", 18_500, "Matériel", "pilotage"),
    ("formation", "Formations et super-utilisateurs", 42_000, "Formation", "montee"),
    ("communication", "Communication et démonstrations", 16_000, "Communication", "pilote"),
    ("acquisition", "Acquisition de clients en ligne", 36_000, "Communication", "pilote"),
    ("assistance", "Permanence d'assistance", 38_000, "Personnel", "pilote"),
    ("vagues", "Bascule des quatre vagues", 72_000, "Personnel", "montee"),
    ("reserve", "Réserve pour aléas", 30_000, "Réserve", None),
)

# Day of entry, then the costs: title, amount, line, whether it is for acquisition.
_COSTS: tuple[tuple[date, tuple[tuple[str, float, str, bool], ...]], ...] = (
    (on(12, WED), (("Ateliers et entretiens de définition", 21_400, "etudes", False), ("Maquettes et tests clients", 9_800, "developpement", False))),
    (on(16, MON), (("Développement, itération 1", 31_200, "developpement", False), ("Formation Agile pratique", 7_200, "formation", False))),
    (on(20, MON), (
        ("Développement, itérations 2 et 3", 54_600, "developpement", False),
        ("Vingt-deux tablettes", 17_930, "tablettes", False),
        ("Formation Gestion des risques", 3_900, "formation", False),
    )),
    (on(23, WED), (
        ("Développement, itération 4", 27_300, "developpement", False),
        ("Hébergement, ouverture du pilote", 4_150, "hebergement", False),
        ("Affiches, mémo et démonstrations", 3_640, "communication", False),
    )),
    (on(24, MON), (("Campagne en ligne, deux premières semaines", 3_870, "acquisition", True),)),
    (on(26, THU), (
        ("Développement, itérations 5 et 6", 29_900, "developpement", False),
        ("Permanence d'assistance, premier mois", 8_600, "assistance", False),
        ("Campagne en ligne, deuxième quinzaine", 4_010, "acquisition", True),
    )),
    (on(28, MON), (("Hébergement, premier mois plein", 5_320, "hebergement", False), ("Campagne en ligne, troisième quinzaine", 3_950, "acquisition", True))),
    (on(29, TUE), (
        ("Super-utilisateurs de Lyon, session 1", 2_450, "formation", False),
        ("Formation Communication projet", 1_850, "formation", False),
        ("Montage de l'environnement de charge", 6_100, "hebergement", False),
    )),
    (on(30, THU), (
        ("Permanence d'assistance, deuxième mois", 8_600, "assistance", False),
        ("Super-utilisateurs de Lyon, session 2", 2_450, "formation", False),
        ("Campagne en ligne, quatrième quinzaine", 3_890, "acquisition", True),
    )),
)  # fmt: skip

# Day, then the benefits: title, amount, objective, new customers.
_BENEFITS: tuple[tuple[date, tuple[tuple[str, float, str, int], ...]], ...] = (
    (on(24, MON), (("Marge sur commandes en plus, semaines 22 et 23", 6_900, "conversion", 152),)),
    (on(26, THU), (("Marge sur commandes en plus, semaines 24 et 25", 9_400, "conversion", 162), ("Appels évités, premier mois", 4_300, "appels", 0))),
    (on(28, MON), (("Marge sur commandes en plus, semaines 26 et 27", 9_900, "conversion", 160),)),
    (on(30, THU), (
        ("Marge sur commandes en plus, semaines 28 et 29", 10_300, "conversion", 158),
        ("Appels évités, deuxième mois", 5_100, "appels", 0),
        ("Reprises évitées, deux mois", 5_600, "cout", 0),
    )),
)  # fmt: skip


def tell() -> Iterator[Told]:
    """The budget is settled, costs are booked as they come, gains once the pilot runs."""
    yield act(
        on(11, WED), "15:35", "paul",
        *(
            new(BudgetLine, key, title=title, planned=cents(planned), category=category, phase=phase)
            for key, title, planned, category, phase in _LINES
        ),
        note="Budget du projet, par phase",
    )  # fmt: skip
    yield act(
        on(19, FRI), "11:35", "paul",
        changed(BudgetLine, "reserve", planned=cents(24_000), note="6 000 € passés à l'hébergement."),
        changed(BudgetLine, "hebergement", planned=cents(52_000)),
    )  # fmt: skip
    yield from spent("paul", _COSTS)
    yield from gained("paul", _BENEFITS)
