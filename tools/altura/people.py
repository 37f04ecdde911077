"""Who takes part, the project itself, and the days on which people work."""

from collections.abc import Iterator

from cockpit.domain.calendar import WorkingCalendar
from cockpit.domain.person import Person
from cockpit.domain.phase import Approach, PhaseCode
from cockpit.domain.project import Project
from tools.altura.weeks import CALENDAR, on
from tools.storytelling.calendar import FRI, MON, WED
from tools.storytelling.people import holidays, people
from tools.storytelling.story import Told, act, changed, new

_DOMAIN = "altura.example"
_AT_THE_START = (
    ("lea", "Léa Fontaine", "Cheffe de projet"),
    ("sophie", "Sophie Arnaud", "Directrice générale adjointe, sponsor principal"),
    ("claire", "Claire Vasseur", "Directrice commerciale"),
    ("elise", "Élise Caron", "Directrice des systèmes d'information"),
    ("karim", "Karim Haddad", "Directeur du réseau d'agences"),
    ("bruno", "Bruno Teixeira", "Directeur logistique"),
    ("marc", "Marc Delcourt", "Responsable de l'équipe technique"),
    ("nadia", "Nadia Roussel", "Responsable du service clients"),
    ("hugo", "Hugo Lambert", "Analyste de données"),
)
_WITH_THE_PLAN = (
    ("ines", "Inès Benali", "Responsable formation"),
    ("julien", "Julien Moreau", "Chargé de communication"),
    ("amel", "Amel Cherif", "Conceptrice du parcours"),
    ("thomas", "Thomas Le Goff", "Développeur"),
    ("paul", "Paul Mercier", "Contrôleur de gestion"),
)


def tell() -> Iterator[Told]:
    """The project is opened, its team joins."""
    project = new(
        Project, "altura",
        key="ALTURA", title="Altura : la commande en ligne en trois écrans", lead="lea",
        phase=PhaseCode.DEFINITION, approach=Approach.HYBRID, language="fr",
        summary=(
            "Altura loue et vend du matériel d'accès en hauteur aux artisans et aux entreprises du bâtiment. Passer commande sur le "
            "site demande sept écrans et près de dix minutes ; un client sur trois finit par appeler l'agence. Le projet ramène le "
            "parcours à trois écrans, le met à l'épreuve dans deux agences, puis l'étend par vagues à tout le réseau."
        ),
    )  # fmt: skip
    yield act(on(1, MON), "09:10", "lea", *people(_AT_THE_START, _DOMAIN), project, note="Ouverture du projet")
    yield act(
        on(1, MON), "09:50", "lea",
        new(WorkingCalendar, "france", title="Jours ouvrés, France", hours_per_day=7.0),
        *holidays(CALENDAR, "france"),
    )  # fmt: skip
    yield act(on(2, MON), "08:50", "lea", *people(_WITH_THE_PLAN, _DOMAIN), note="L'équipe est au complet")
    yield act(
        on(12, WED), "11:05", "karim",
        *people((("sarah", "Sarah Nguyen", "Cheffe de l'agence de Grenoble, agence pilote"),), _DOMAIN),
    )  # fmt: skip
    yield act(on(20, FRI), "17:12", "ines", changed(Person, "sarah", super_user=True))
    yield act(on(8, MON), "08:50", "lea", changed(Project, "altura", phase=PhaseCode.STEERING))
    yield act(on(22, MON), "08:45", "lea", changed(Project, "altura", phase=PhaseCode.PILOT))
