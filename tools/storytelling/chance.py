"""What is left to chance in a story, the same on every run."""

from random import Random


def wobble(*seeds: object, spread: float) -> float:
    """A number from ``-spread`` to ``spread`` that follows from ``seeds``; those near zero are more likely."""
    chance = Random("/".join(map(str, seeds)))
    return (chance.random() + chance.random() - 1) * spread
