"""The four waves of the scale-up: whom each reaches, when, and what keeps it safe."""

from collections.abc import Iterator

from cockpit.domain.wave import Wave
from tools.altura.weeks import on
from tools.storytelling.calendar import FRI, MON, TUE
from tools.storytelling.story import Told, act, changed, new

_GUARDRAILS = ["erreurs", "p95", "disponibilite", "appels", "incidents"]


def tell() -> Iterator[Told]:
    """Waves are drawn up at mid-pilot; the first one is sized once the agencies of Lyon have counted their people."""
    yield act(
        on(26, FRI), "15:50", "karim",
        new(Wave, "lyon", number=1, title="Vague 1 : Lyon", population="Conseillers des cinq agences de Lyon et de l'Ain", size=210,
            starts_on=on(37, MON), ends_on=on(40, FRI), owner="nadia", rollback="retour", guardrails=_GUARDRAILS,
            courses_needed=["super-user"], super_users_needed=20, working_days_needed=10),
        new(Wave, "sud-est", number=2, title="Vague 2 : Sud-Est", population="Conseillers de Marseille, Nice, Montpellier et Avignon",
            size=260, starts_on=on(42, MON), ends_on=on(45, FRI), owner="karim", rollback="retour", guardrails=_GUARDRAILS,
            courses_needed=["super-user"], super_users_needed=24),
        new(Wave, "ouest", number=3, title="Vague 3 : Ouest et Nord", population="Conseillers de Nantes, Rennes, Rouen et Lille",
            size=240, starts_on=on(47, MON), ends_on=on(50, FRI), owner="karim", rollback="retour", guardrails=_GUARDRAILS,
            courses_needed=["super-user"], super_users_needed=22),
        new(Wave, "ile-de-france", number=4, title="Vague 4 : Île-de-France et grands comptes",
            population="Conseillers des huit agences d'Île-de-France, équipe grands comptes", size=380,
            starts_on=on(53, MON), ends_on=on(58, FRI), owner="claire", rollback="retour", guardrails=_GUARDRAILS,
            courses_needed=["super-user", "clarte"], super_users_needed=34),
        note="Quatre vagues, de la plus proche à la plus lourde",
    )  # fmt: skip
    yield act(on(28, TUE), "10:25", "nadia", changed(Wave, "lyon", size=236), note="Effectif compté avec les chefs d'agence")
    yield act(
        on(30, TUE), "17:30", "nadia", changed(Wave, "lyon", enabled=12, active=8),
        note="Accès ouvert aux relais formés ; huit s'en servent déjà",
    )  # fmt: skip
