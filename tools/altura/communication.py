"""How the project speaks: its rituals, public demonstrations, letters and FAQ, what took place of it, and its workshops."""

from collections.abc import Iterator
from datetime import date

from cockpit.domain.communication import ChannelKind
from tools.altura.weeks import WEEKS, is_worked, on
from tools.storytelling.calendar import FRI, MON, THU, TUE, WED
from tools.storytelling.communication import Question, answered, channels, held, worked_together
from tools.storytelling.story import New, Told, act

_N = ChannelKind

_CHANNELS = (
    ("rituel", "Quart d'heure Altura", _N.RITUAL, "Agences, service clients, dépôts", 7, "lea", on(8, THU),
     "Chaque jeudi, où en est-on, qu'est-ce qui change la semaine suivante."),
    ("demo", "Démonstration publique", _N.DEMO, "Toute l'entreprise", 14, "amel", on(14, THU),
     "Montrer ce qui marche, tel que c'est ; toute question reçoit une réponse sur place ou dans la FAQ."),
    ("lettre", "Lettre du projet", _N.EMAIL, "Agences et directions", 14, "julien", on(9, TUE),
     "Une page par courriel : fait, à venir, ce qu'on attend de vous."),
    ("faq", "Mise à jour de la FAQ", _N.FAQ, "Tous", 14, "julien", on(20, TUE), "Répondre par écrit, une fois, pour tout le monde."),
    ("sponsors", "Comité des sponsors", _N.MEETING, "Sponsors", 28, "sophie", on(6, TUE), "Décider, et dire tout haut les réserves."),
)  # fmt: skip

_DEMOS = (
    # Week, people, remarks, what was shown.
    (14, 22, 4, "la maquette du panier"), (16, 19, 3, "le panier sur téléphone"), (18, 31, 9, "la date de livraison avant paiement"),
    (20, 41, 12, "la vue commande des conseillers"), (22, 64, 15, "l'ouverture de Grenoble, en direct"),
    (24, 38, 8, "les premières mesures"), (26, 52, 11, "pilote et témoin côte à côte"), (28, 34, 7, "la correction du paiement en trois fois"),
    (30, 29, 10, "le calcul des dates de livraison"),
)  # fmt: skip
_LETTERS = (
    (9, 118, 6, "pourquoi trois écrans"), (11, 104, 2, "les agences pilotes"), (13, 97, 3, "ce que huit clients ont dit de la maquette"),
    (15, 81, 1, "à quoi servent les agences témoins"), (17, 76, 2, "vos tablettes arrivent"), (19, 121, 7, "qui appeler le premier jour"),
    (21, 164, 14, "Grenoble ouvre lundi"), (23, 152, 9, "la première semaine en chiffres"), (25, 139, 11, "le paiement en trois fois, suite"),
    (27, 133, 8, "à mi-parcours"), (29, 141, 16, "les dates de livraison, où nous en sommes"),
)  # fmt: skip
_COMMITTEES = ((6, 5, 4), (10, 4, 2), (14, 4, 1), (18, 5, 3), (22, 4, 2), (26, 5, 6), (30, 5, 5))
_FAQ_UPDATES = ((20, 12), (22, 5), (24, 4), (26, 3), (28, 3), (30, 2))

_FAQ: tuple[Question, ...] = (
    # Question, answer, day, owner, views.
    ("Pourquoi changer la commande en ligne ?", "Sept écrans et près de dix minutes : un client sur trois renonçait ou appelait.", on(20, TUE), "julien", 412),
    ("Mon agence va-t-elle perdre des clients au profit du site ?", "Non : la commande est rattachée à l'agence du client, où qu'elle soit passée.", on(20, TUE), "julien", 388),
    ("Qui j'appelle si je suis bloqué ?", "Le super-utilisateur de l'agence, puis la permanence, de 7 h 30 à 19 h.", on(20, TUE), "nadia", 351),
    ("Que devient l'ancien parcours ?", "Il reste ouvert jusqu'à la fin de la dernière vague. On peut y revenir agence par agence en une demi-heure.", on(20, TUE), "marc", 240),
    ("Mes paniers enregistrés sont-ils gardés ?", "Oui, sur deux ans, avec les adresses.", on(20, TUE), "thomas", 197),
    ("Pourquoi certaines agences sont-elles « témoins » ?", "Pour comparer : sans elles, on ne saurait pas si le progrès vient du projet.", on(22, TUE), "hugo", 126),
    ("Comment lire la date de livraison affichée ?", "C'est la date calculée par le dépôt ce jour-là. Elle peut bouger pour les articles sans délai fournisseur ; nous y travaillons.", on(24, TUE), "julien", 463),
    ("Pourquoi ma demande en trois fois a-t-elle été refusée ?", "Une règle du prestataire écartait à tort des comptes anciens. Elle est corrigée depuis la cinquième semaine du pilote.", on(26, TUE), "thomas", 174),
    ("Le site est lent le matin, est-ce connu ?", "Oui : une lecture de la table des commandes est en cause, la correction est en préparation.", on(28, TUE), "marc", 208),
    ("Quand mon agence ouvrira-t-elle ?", "Lyon en premier, puis le Sud-Est, l'Ouest et le Nord, l'Île-de-France. Chaque vague attend la précédente.", on(28, TUE), "julien", 296),
    ("Faut-il être formé pour utiliser la vue commande ?", "Une heure suffit avec un super-utilisateur à côté de soi.", on(30, TUE), "ines", 61),
    ("Que faire si un client refuse de commander en ligne ?", "Prendre sa commande comme avant. Personne n'est obligé.", None, "nadia", 0),
)  # fmt: skip

_WORKSHOPS = (
    # Title, day, invited, attended, facilitator, subject, outcome.
    ("Risques, première cotation", on(2, THU), 14, 12, "lea", "Ce qui peut faire échouer le projet.", "Quatre risques cotés, le pic de commandes en tête."),
    ("Périmètre", on(4, WED), 12, 11, "claire", "Ce qui entre, ce qui reste dehors.", "Retours et avoirs exclus."),
    ("Parcours du client professionnel", on(10, FRI), 16, 13, "amel", "De l'idée de commander à la livraison.", "Sept écrans ramenés à trois."),
    ("Risques et replis", on(8, THU), 15, 12, "lea", "Que fait-on si cela tourne mal ?", "Quatre risques de plus, trois replis à écrire."),
    ("Clarté des messages", on(18, FRI), 18, 13, "julien", "Réécrire nos annonces avec deux chefs d'agence.", "Une page, une date, un numéro à appeler."),
    ("Ouverture des agences pilotes", on(21, MON), 20, 18, "nadia", "Le déroulé du premier jour, heure par heure.", "Feuille de route affichée au comptoir."),
    ("Retour de quinzaine", on(24, FRI), 16, 14, "amel", "Ce que les clients nous disent.", "Deux sujets à traiter : le trois fois, les dates."),
    ("Dates de livraison", on(27, THU), 17, 13, "bruno", "D'où viennent les dates, qui les change.", "Fourchette proposée, délais fournisseur à compléter."),
    ("Préparer Lyon", on(29, FRI), 22, 17, "nadia", "Ce que Grenoble aurait voulu savoir avant.", "Mémo d'une page, relais formés avant l'ouverture, pas après."),
)  # fmt: skip


def tell() -> Iterator[Told]:
    """The plan is drawn up, then what took place is logged; remarks become FAQ entries."""
    yield act(
        on(6, TUE), "10:35", "lea",
        *channels(_CHANNELS),
        note="Plan de communication",
    )  # fmt: skip
    log = _log()
    for day in sorted(log):
        yield act(day, "18:25", "julien" if day > on(8, MON) else "lea", *log[day])
    yield from answered("julien", _FAQ, on(30, WED), (on(30, THU), "09:10", "Lectures de la FAQ"))
    yield from worked_together(_WORKSHOPS)


def _log() -> dict[date, list[New]]:
    """What took place, by the day on which it was logged: the Thursday or Tuesday itself."""
    log: dict[date, list[New]] = {}

    def took_place(channel: str, day: date, title: str, reached: int, remarks: int) -> None:
        log.setdefault(day, []).append(held(channel, day, title, reached, remarks))

    for number, week in enumerate(range(8, WEEKS + 1)):
        day = on(week, THU)
        if is_worked(day):
            busy = 30 if week >= 21 else 0
            took_place("rituel", day, f"Quart d'heure Altura, semaine {week}", 34 + busy + number * 7 % 13, number * 5 % 7)
    for number, (week, reached, remarks, shown) in enumerate(_DEMOS, 1):
        took_place("demo", on(week, THU), f"Démonstration n° {number} : {shown}", reached, remarks)
    for number, (week, reached, remarks, subject) in enumerate(_LETTERS, 1):
        took_place("lettre", on(week, TUE), f"Lettre n° {number} : {subject}", reached, remarks)
    for week, reached, remarks in _COMMITTEES:
        took_place("sponsors", on(week, TUE), f"Comité des sponsors, semaine {week}", reached, remarks)
    for week, remarks in _FAQ_UPDATES:
        took_place("faq", on(week, TUE), f"FAQ à jour, semaine {week}", 0, remarks)
    return log
