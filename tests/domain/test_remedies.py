"""The laws of remedies find what breaks them."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest

from cockpit.domain.edit import Create, Edit
from cockpit.domain.evidence import MET, NOT_MET, Finding, Observation
from cockpit.domain.lesson import Lesson
from cockpit.domain.message import message
from cockpit.domain.readiness import KINDS, Case, CriterionKind
from cockpit.domain.state import ProjectState
from cockpit.domain.step import Remedy, Step, new_uid
from tests.domain.projects import TODAY, row
from tests.domain.remedies import proven

_LATER = TODAY + timedelta(days=3)


def learning(*titles: str, on: date | None = None, owner: str | None = None) -> Step:
    def make(state: ProjectState, on: date) -> Iterator[Edit]:
        for title in titles:
            yield Create(Lesson, {"title": title, "learned_on": on}, new_uid(Lesson.kind, *titles, title))

    return Step(titles or ("none",), message("learn"), make, owner=owner, on=on)


def titles(case: Case) -> list[str]:
    return [each.title for each in case.state.all(Lesson)]


@pytest.fixture
def learned() -> Iterator[Callable[..., None]]:
    """Makes the kind that asks for two lessons, ``one`` and ``two``, from a day on, with the remedy that it is given."""

    def begin(*steps: Step, always: bool = False, seen: str = "", earliest: date = TODAY) -> None:
        class Learned(CriterionKind):
            code = "learned"
            label = "Learned"

            def judge(self, case: Case) -> Finding:
                met = {"one", "two"} <= set(titles(case)) and case.as_of >= earliest
                where = (Observation(Lesson.kind, seen, seen, message("seen")),) if seen else ()
                return Finding(MET if met else NOT_MET, message("lessons"), message("two lessons"), observations=where)

            def remedy(self, case: Case) -> Remedy:
                return Remedy() if self.judge(case).state is MET and not always else Remedy(steps)

    yield begin
    del KINDS["learned"]


def test_a_remedy_that_keeps_the_laws_is_given_back(learned: Callable[..., None]) -> None:
    learned(learning("one"), learning("two"))
    assert [step.key for step in proven("learned").steps] == [("one",), ("two",)]
    assert proven("learned", row(Lesson, "L-1", title="one"), row(Lesson, "L-2", title="two")) == Remedy()


def test_a_step_that_takes_longer_is_done_on_its_day(learned: Callable[..., None]) -> None:
    learned(learning("one"), learning("two", on=_LATER), earliest=_LATER)
    assert len(proven("learned").steps) == 2


@pytest.mark.parametrize(
    ("steps", "reason"),
    [
        ([learning("one")], "all steps together turn it"),
        ([learning("one", "two"), learning("three")], "not needed: learn"),
        ([learning("one"), learning("two"), learning("one", "two")], "not needed: learn"),
        ([learning("one"), learning("one"), learning("two")], "no two steps do the same"),
        ([learning("one"), learning("two", owner="nobody")], "whoever does it is known"),
        ([], "what is met needs nothing, and what is not says what it needs"),
    ],
)
def test_a_remedy_that_breaks_them_is_found(learned: Callable[..., None], steps: list[Step], reason: str) -> None:
    learned(*steps)
    with pytest.raises(AssertionError, match=reason):
        proven("learned")


def test_what_is_met_needs_nothing(learned: Callable[..., None]) -> None:
    learned(learning("one"), learning("two"), always=True)
    with pytest.raises(AssertionError, match="what is met needs nothing"):
        proven("learned", row(Lesson, "L-1", title="one"), row(Lesson, "L-2", title="two"))


def test_an_observation_leads_to_a_row(learned: Callable[..., None]) -> None:
    learned(learning("one"), learning("two"), seen="L-9")
    with pytest.raises(AssertionError, match="an observation leads to its row"):
        proven("learned")
    proven("learned", row(Lesson, "L-9"))
