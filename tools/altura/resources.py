"""What and whom the work cannot do without, and when each was secured."""

from collections.abc import Iterator

from cockpit.domain.resource import Resource, ResourceNature
from tools.altura.weeks import on
from tools.storytelling.calendar import FRI, MON, THU, TUE, WED
from tools.storytelling.story import Told, act, changed, new

_N = ResourceNature


def tell() -> Iterator[Told]:
    """Resources are named with the plan and secured one after the other."""
    yield act(
        on(10, THU), "11:35", "lea",
        new(Resource, "equipe", title="Équipe de développement, trois personnes", nature=_N.TEAM, critical=True, capacity=3.0,
            needed_from=on(13, MON), needed_to=on(58, FRI)),
        new(Resource, "hebergement", title="Hébergement du site de commande", nature=_N.SUPPLIER, critical=True,
            needed_from=on(20, MON), needed_to=on(74, FRI)),
        new(Resource, "tablettes", title="Tablettes de comptoir", nature=_N.EQUIPMENT, capacity=22.0,
            needed_from=on(17, MON), needed_to=on(58, FRI)),
        new(Resource, "formatrice", title="Formatrice des super-utilisateurs", nature=_N.PERSON, person="ines", critical=True,
            capacity=0.6, needed_from=on(17, MON), needed_to=on(54, FRI)),
        new(Resource, "assistance", title="Permanence d'assistance du service clients", nature=_N.TEAM, critical=True, capacity=4.0,
            needed_from=on(21, TUE), needed_to=on(58, FRI)),
        new(Resource, "adresses", title="Service d'adresses postales", nature=_N.SUPPLIER, needed_from=on(22, MON), needed_to=on(74, FRI),
            note="Quota de 50 000 appels par jour dans le contrat actuel."),
        note="Ressources du plan de projet",
    )  # fmt: skip
    for key, day, who, note in (
        ("equipe", on(11, WED), "elise", "Trois développeurs à plein temps jusqu'à la dernière vague."),
        ("formatrice", on(14, TUE), "ines", "Trois jours par semaine."),
        ("hebergement", on(17, THU), "thomas", "Contrat étendu pour la durée du projet."),
        ("tablettes", on(19, TUE), "karim", "Vingt-deux tablettes livrées, dont deux de secours."),
        ("assistance", on(21, TUE), "nadia", "Quatre téléconseillers en roulement, de 7 h 30 à 19 h."),
    ):
        yield act(day, "16:35", who, changed(Resource, key, secured=True, secured_on=day, note=note))
    yield act(
        on(26, FRI), "10:15", "marc",
        new(Resource, "charge", title="Environnement de charge, copie de la production", nature=_N.EQUIPMENT, critical=True,
            needed_from=on(29, MON), needed_to=on(40, FRI), note="À obtenir de la DSI."),
    )  # fmt: skip
    yield act(
        on(28, WED), "17:30", "elise",
        changed(Resource, "charge", secured=True, secured_on=on(28, WED), note="Serveurs attribués pour douze semaines ; reste à les monter."),
    )  # fmt: skip
    yield act(
        on(27, MON), "14:40", "lea",
        new(Resource, "referents", title="Référents des cinq agences de Lyon", nature=_N.TEAM, critical=True, capacity=5.0,
            needed_from=on(34, MON), needed_to=on(41, FRI)),
        new(Resource, "renfort", title="Renfort d'un testeur", nature=_N.PERSON, capacity=0.5, needed_from=on(34, MON),
            needed_to=on(46, FRI), note="Souhaité ; l'équipe tient sans."),
        new(Resource, "budget-vagues", title="Budget de la montée en charge", nature=_N.BUDGET, critical=True,
            needed_from=on(34, MON), needed_to=on(58, FRI)),
    )  # fmt: skip
    yield act(
        on(28, FRI), "11:55", "karim",
        changed(Resource, "referents", secured=True, secured_on=on(28, FRI), note="Deux jours par semaine, confirmés par leurs chefs d'agence."),
    )  # fmt: skip
    yield act(
        on(29, THU), "15:40", "sophie",
        changed(Resource, "budget-vagues", secured=True, secured_on=on(29, THU), note="Enveloppe confirmée, libérée à la revue de passage."),
    )  # fmt: skip
