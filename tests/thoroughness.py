"""How often properties are tried: usually a share of what their tests say, all of it where somebody has the time, and a few times where
every mutant of the rules meets them all.

`pytest --hypothesis-profile=thorough` asks for all examples, `--hypothesis-profile=few` for few, always the same ones, and does not look for the
smallest that fails.
"""

from hypothesis import HealthCheck, Phase, settings

USUAL = "usual"
"""The profile of the tests where none is asked for."""

_USUALLY = 100
"""Examples of a property that does not say otherwise, where it is tried as often as it says."""

_AT_LEAST = 4
"""So often a property is tried however few examples are asked for, unless it says fewer itself."""

settings.register_profile(USUAL, max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("thorough", max_examples=_USUALLY, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile(
    "few",
    max_examples=10,
    deadline=None,
    database=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


def examples(count: int) -> settings:
    """A property that is tried ``count`` times where all examples are asked for, and in proportion where fewer are."""
    return settings(max_examples=max(min(count, _AT_LEAST), count * settings().max_examples // _USUALLY))
