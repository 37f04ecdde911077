"""Who is taught what, with which benefit, and how many of the relays of the first wave are trained."""

from collections.abc import Iterator
from datetime import date

from cockpit.domain.action import Action
from cockpit.domain.activity import Activity
from cockpit.domain.training import Attendance, AttendanceState, CourseLevel, TrainingSession
from tools.altura.weeks import on
from tools.storytelling.calendar import FRI, MON, THU, TUE, WED
from tools.storytelling.story import New, Told, act, changed, new
from tools.storytelling.training import Held, People, Taught, came, courses, given

_L, _A = CourseLevel, AttendanceState

_COURSES: tuple[Taught, ...] = (
    ("agile", "Agile pratique", 3.0, _L.OPERATIONAL, False, "Équipe de développement, analystes", "Cabinet Hélice",
     "Livrer plus tôt et par petits lots : un time-to-market réduit de plusieurs semaines."),
    ("risques", "Gestion des risques", 2.0, _L.STEERING, False, "Responsables d'action, coalition directrice", "Cabinet Hélice",
     "Voir venir, préparer le repli : moins d'incidents critiques."),
    ("communication", "Communication projet", 1.0, _L.STEERING, False, "Chefs d'agence, sponsors", "Formation interne",
     "Dire clair et dire tôt, y compris en temps de crise : les parties prenantes adhèrent mieux."),
    ("scrum", "Module Scrum", 1.0, _L.OPERATIONAL, False, "Équipe de développement", "Cabinet Hélice",
     "Itérer toutes les deux semaines avec un but par itération."),
    ("kanban", "Module Kanban", 0.5, _L.OPERATIONAL, False, "Service clients, assistance", "Cabinet Hélice",
     "Limiter ce qui est en cours, rendre visible ce qui attend."),
    ("clarte", "Atelier : des messages clairs", 0.5, _L.OPERATIONAL, False, "Conseillers, chefs d'agence", "Formation interne",
     "Annoncer un changement en une page, sans jargon."),
    ("super-user", "Parcours super-utilisateur", 1.0, _L.OPERATIONAL, False, "Relais d'agence", "Formation interne",
     "Aider douze collègues au comptoir sans appeler la permanence."),
    ("scenarios", "Décider avec des scénarios", 1.0, _L.STRATEGIC, False, "Sponsors", "Cabinet Hélice",
     "Choisir avant la crise ce que l'on fera pendant."),
    ("certification", "Certification chef d'agence déployeur", 2.0, _L.STRATEGIC, True, "Chefs d'agence", "Cabinet Hélice",
     "Un titre reconnu, pour ceux qui mènent une vague."),
)  # fmt: skip

_COME, _AWAY = _A.ATTENDED, _A.ABSENT

_SESSIONS: tuple[Held, ...] = (
    ("agile-1", "Agile pratique, équipe projet", "agile", on(12, WED), on(12, FRI), "Siège, salle Belledonne", "Cabinet Hélice",
     (("marc", _COME), ("thomas", _COME), ("amel", _COME), ("hugo", _COME), ("nadia", _AWAY))),
    ("scrum-1", "Scrum, rappel avant les itérations", "scrum", on(13, FRI), None, "Siège", "Cabinet Hélice",
     (("marc", _COME), ("thomas", _COME), ("amel", _COME))),
    ("risques-1", "Gestion des risques, responsables d'action", "risques", on(18, THU), on(18, FRI), "Siège", "Cabinet Hélice",
     (("lea", _COME), ("marc", _COME), ("nadia", _COME), ("ines", _COME), ("bruno", _AWAY), ("karim", _COME))),
    ("grenoble", "Super-utilisateurs de Grenoble", "super-user", on(20, MON), on(20, TUE), "Agence de Grenoble", "Inès Benali",
     (("sarah", _COME), ("Damien Roche", _COME), ("Leïla Marchand", _COME), ("Olivier Simon", _COME), ("Chantal Vidal", _COME))),
    ("annecy", "Super-utilisateurs d'Annecy", "super-user", on(20, THU), on(20, FRI), "Agence d'Annecy", "Inès Benali",
     (("Romain Faure", _COME), ("Maud Perret", _COME), ("Jean-Luc Bozon", _COME))),
    ("kanban-1", "Kanban pour la permanence", "kanban", on(21, THU), None, "Service clients", "Cabinet Hélice",
     (("nadia", _COME), ("Fatou Diallo", _COME), ("Éric Lemoine", _COME), ("Paula Ferreira", _COME))),
    ("clarte-1", "Des messages clairs, agences pilotes", "clarte", on(21, TUE), None, "Agence de Grenoble", "Julien Moreau",
     (("sarah", _COME), ("julien", _COME), ("Romain Faure", _COME))),
    ("communication-1", "Communication projet, chefs d'agence", "communication", on(27, TUE), None, "Siège", "Julien Moreau",
     (("karim", _COME), ("sarah", _COME), ("Valérie Blanc", _COME), ("Yann Kervella", _COME), ("claire", _AWAY))),
)  # fmt: skip

_LYON: tuple[tuple[str, str, date, People], ...] = (
    ("lyon-1", "Super-utilisateurs de Lyon, session 1", on(28, TUE), (
        ("Valérie Blanc", _COME), ("Yann Kervella", _COME), ("Samia Kaci", _COME), ("Grégory Petit", _COME), ("Aline Joubert", _COME),
        ("Mehdi Saïd", _COME), ("Corinne Masson", _AWAY), ("Lucas Girard", _AWAY),
    )),
    ("lyon-2", "Super-utilisateurs de Lyon, session 2", on(29, THU), (
        ("Pierre-Yves Colin", _COME), ("Naïma Brahimi", _COME), ("Stéphane Rey", _COME), ("Julie Pons", _COME), ("Bastien Leroy", _COME),
        ("Marie-Ange Costa", _COME), ("Franck Olivier", _AWAY),
    )),
)  # fmt: skip
_STILL_TO_TRAIN = (
    "Corinne Masson", "Lucas Girard", "Franck Olivier", "Hélène Tessier", "Abdel Mansouri", "Sylvie Guérin", "Théo Barbier", "Nora Lefèvre",
)  # fmt: skip


def tell() -> Iterator[Told]:
    """Courses are chosen with the plan, sessions are held; the third one for Lyon is moved on the last evening."""
    yield act(
        on(9, FRI), "11:40", "ines",
        *courses(_COURSES),
        note="Offre de formation du projet",
    )  # fmt: skip
    yield from given("ines", _SESSIONS, relays="super-user")
    yield act(
        on(27, WED), "10:10", "ines",
        *(_lyon(key, title, day) for key, title, day, _people in _LYON),
        *(came(key, who, _A.INVITED, relay=True) for key, _title, _day, people in _LYON for who, _state in people),
        note="Vingt relais à former avant la vague 1",
    )  # fmt: skip
    for key, _title, day, people in _LYON:
        yield act(
            day,
            "17:45",
            "ines",
            *(changed(Attendance, f"{key}/{who}", state=state) for who, state in people),
            note="Feuille de présence",
        )
    yield act(
        on(29, THU), "18:12", "ines",
        _lyon("lyon-3", "Super-utilisateurs de Lyon, session 3", on(31, THU)),
        *(came("lyon-3", who, _A.INVITED, relay=True) for who in _STILL_TO_TRAIN),
        note="Troisième session : les trois absents et cinq nouveaux",
    )  # fmt: skip
    moved_to = on(32, TUE)
    yield act(
        on(30, FRI), "18:04", "lea",
        changed(TrainingSession, "lyon-3", starts_on=moved_to),
        changed(Activity, "lyon-3", starts_on=moved_to, ends_on=moved_to),
        changed(Action, "lyon-3", due_on=moved_to),
        note="Session de Lyon décalée de jeudi à mardi, à la demande d'une agence",
    )  # fmt: skip


def _lyon(key: str, title: str, day: date) -> New:
    return new(
        TrainingSession, key, title=title, course="super-user", starts_on=day, wave="lyon", place="Agence de Lyon Gerland",
        trainer="Inès Benali", seats=8,
    )  # fmt: skip
