"""What people said in interviews and user groups: fond of the three screens, bitter about the dates that they are promised."""

from collections.abc import Iterator

from cockpit.domain.kpi import Group
from cockpit.domain.voice import Theme, Tone
from tools.altura.weeks import on
from tools.storytelling.calendar import FRI, THU, TUE, WED
from tools.storytelling.story import Told, act, new
from tools.storytelling.voices import gathered, interviewed

_THEMES = (
    ("dates", "Dates de livraison", "Ce qui est annoncé, ce qui change ensuite, ce qui arrive."),
    ("simplicite", "Simplicité du parcours", "Les trois écrans, la recherche, le panier."),
    ("vitesse", "Attente aux heures de pointe", "Le matin entre sept et neuf heures, surtout."),
    ("paiement", "Paiement", "Carte, compte professionnel, trois fois."),
    ("accompagnement", "Accompagnement des équipes", "Formation, mémo, permanence."),
    ("agence", "Lien avec l'agence", "Ce que le client veut encore dire à quelqu'un."),
)

_GOOD, _SO_SO, _BAD = Tone.POSITIVE, Tone.NEUTRAL, Tone.NEGATIVE
_PILOT, _CONTROL = Group.PILOT, Group.CONTROL

# Key, title, day, role, group, interviewer, summary; then remarks: theme, tone, quote.
_INTERVIEWS = (
    ("couvreur", "Artisan couvreur, Grenoble", on(23, TUE), "Client, 3 salariés", _PILOT, "amel",
     "Commande depuis son camion, le soir. Séduit, sauf par la date.",
     (("simplicite", _GOOD, "Trois écrans, je le fais entre deux chantiers."),
      ("dates", _BAD, "On m'a dit jeudi, puis vendredi, puis lundi. J'ai trois gars qui attendent."))),
    ("facadier", "Entreprise de façades, Annecy", on(24, FRI), "Client, 14 salariés", _PILOT, "amel",
     "Acheteuse qui passe dix commandes par semaine.",
     (("simplicite", _GOOD, "Je retrouve mes paniers types, c'est ce que je voulais."),
      ("dates", _BAD, "La date affichée au panier n'est pas celle du courriel. Laquelle est la bonne ?"),
      ("paiement", _BAD, "Refusée en trois fois alors que je suis cliente depuis neuf ans."))),
    ("comptoir", "Conseillère de comptoir, Grenoble", on(24, TUE), "Conseillère, 11 ans de maison", _PILOT, "ines",
     "À l'aise, mais se sent en première ligne.",
     (("accompagnement", _GOOD, "Une journée de formation et j'étais tranquille le lundi."),
      ("dates", _BAD, "Quand la date bouge, c'est moi qu'on vient voir, pas le site."))),
    ("telephone", "Téléconseiller, service clients", on(24, THU), "Téléconseiller", _PILOT, "ines",
     "Appels plus courts, mais plus tendus.",
     (("simplicite", _GOOD, "Je vois le même écran que le client, on ne se perd plus."),
      ("dates", _BAD, "Un appel sur deux commence par : où est ma livraison ?"))),
    ("chef-annecy", "Chef d'agence, Annecy", on(25, TUE), "Chef d'agence", _PILOT, "karim",
     "Favorable, attentif à ce que ses conseillers gardent le contact.",
     (("agence", _GOOD, "Mes gars passent moins de temps à saisir et plus à conseiller."),
      ("dates", _SO_SO, "Les dates tiennent mieux qu'avant, mais on en promet plus."))),
    ("collectivite", "Service technique d'une commune", on(25, THU), "Client, marché public", _PILOT, "amel",
     "Usage régulier, exigences de facturation.",
     (("paiement", _SO_SO, "Le bon de commande passe, il manque le numéro d'engagement."),
      ("simplicite", _GOOD, "Plus clair que notre propre intranet."))),
    ("depot", "Préparateur, dépôt de Chambéry", on(26, TUE), "Préparateur", Group.ALL, "amel",
     "Voit arriver les commandes autrement.",
     (("dates", _BAD, "Le site promet pour le lendemain des articles que je n'ai pas vus depuis un mois."),
      ("accompagnement", _SO_SO, "On nous a prévenus, mais après les agences."))),
    ("temoin", "Charpentier, Clermont-Ferrand", on(26, WED), "Client, 6 salariés", _CONTROL, "hugo",
     "Resté sur l'ancien parcours, à titre de comparaison.",
     (("simplicite", _BAD, "Sept écrans. Je commence, puis j'appelle."),
      ("agence", _GOOD, "Heureusement que je connais la dame du comptoir."))),
    ("cordiste", "Entreprise de travaux sur corde, Grenoble", on(27, TUE), "Client, 8 salariés", _PILOT, "amel",
     "Commande du matériel de sécurité, souvent en urgence.",
     (("vitesse", _BAD, "À sept heures et demie, ça rame. Et c'est là que j'en ai besoin."),
      ("simplicite", _GOOD, "J'ai montré une fois à mon chef d'équipe, il se débrouille."))),
    ("peintre", "Peintre en bâtiment, Annecy", on(28, TUE), "Client, seul", _PILOT, "hugo",
     "Nouveau client, venu par le site.",
     (("simplicite", _GOOD, "Cinq minutes, échafaudage compris."),
      ("dates", _GOOD, "Livré le jour dit, deux fois sur deux."))),
    ("soiree", "Conseiller de comptoir, Annecy", on(28, THU), "Conseiller, 2 ans de maison", _PILOT, "ines",
     "Utilise la vue commande toute la journée.",
     (("accompagnement", _GOOD, "La permanence décroche vite, et ils savent de quoi ils parlent."),
      ("vitesse", _BAD, "Le matin je vais chercher un café pendant que l'écran charge."))),
    ("lyon", "Cheffe d'agence, Lyon Gerland", on(29, TUE), "Cheffe d'agence, vague 1", Group.ALL, "ines",
     "Prête à ouvrir si ses relais sont formés.",
     (("accompagnement", _SO_SO, "Il me manque trois personnes formées. Sans elles, je préfère attendre."),
      ("dates", _SO_SO, "Grenoble m'a prévenue pour les dates. Réglez ça avant chez nous."))),
)  # fmt: skip

_USER_GROUPS = (
    ("clients-grenoble", "Groupe d'utilisateurs : clients de Grenoble", on(24, WED), 9, "amel",
     "Le parcours fait l'unanimité, les dates non. Trois clients vérifient par téléphone chaque date affichée.",
     (("simplicite", _GOOD, "Je commande du chantier, avec des gants presque."),
      ("dates", _BAD, "Donnez-moi deux jours de marge, mais tenez-les."),
      ("agence", _SO_SO, "J'espère que le comptoir ne va pas fermer pour autant."))),
    ("conseillers", "Groupe d'utilisateurs : conseillers des deux agences", on(26, FRI), 12, "ines",
     "La vue commande est adoptée. Demande forte : voir d'où vient la date et qui l'a changée.",
     (("accompagnement", _GOOD, "Le mémo plié dans la poche, ça sauve."),
      ("dates", _BAD, "On découvre le changement de date en même temps que le client."),
      ("vitesse", _BAD, "Le matin, on ouvre deux onglets pour gagner du temps."))),
    ("telephone", "Groupe d'utilisateurs : service clients", on(29, THU), 8, "nadia",
     "Moins d'appels, mais ceux qui restent parlent de livraison.",
     (("simplicite", _GOOD, "Les questions sur le panier ont presque disparu."),
      ("dates", _BAD, "Le tableau dit que les dates sont tenues. Venez écouter les appels."),
      ("accompagnement", _SO_SO, "Prévenez-nous la veille d'une annonce, pas le matin même."))),
)  # fmt: skip


def tell() -> Iterator[Told]:
    """Themes first, then each conversation with what was said in it."""
    yield act(on(22, FRI), "10:55", "amel", *(new(Theme, key, title=title, description=about) for key, title, about in _THEMES))
    yield from interviewed(_INTERVIEWS)
    yield from gathered(_USER_GROUPS)
