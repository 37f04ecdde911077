"""Gate reviews written by hand: one that supersedes what it cannot is told with its path and line."""

from tests.exchange.told import PROJECT, refusals

REVIEWS = """
[[gate_review]]
ref = "GR-1"
title = "First"
gate = "pilot"
held_on = 2026-03-09

[[gate_review]]
ref = "GR-2"
title = "Second"
gate = "{gate}"
held_on = {held_on}
supersedes = "{supersedes}"
"""


def told(gate: str = "pilot", held_on: str = "2026-03-16", supersedes: str = "GR-1") -> list[str]:
    return refusals(PROJECT + REVIEWS.format(gate=gate, held_on=held_on, supersedes=supersedes))


def test_one_that_supersedes_itself() -> None:
    assert told(supersedes="GR-2") == [
        "line 15, gate_review[2] GR-2 .supersedes: GR-2 Second would supersede itself, and no review would stand; name one that was held"
        " before it"
    ]


def test_one_that_supersedes_that_of_another_gate() -> None:
    assert told(gate="scale_up") == [
        "line 15, gate_review[2] GR-2 .supersedes: GR-1 First was held at another gate; GR-2 Second can only supersede a review of its own"
        " gate, or of the same wave"
    ]


def test_one_that_supersedes_a_later_one() -> None:
    assert told(held_on="2026-03-02") == [
        "line 15, gate_review[2] GR-2 .supersedes: GR-1 First was held on 2026-03-09; GR-2 Second, held on 2026-03-02, cannot supersede what"
        " came later"
    ]
