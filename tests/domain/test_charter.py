"""How far the sponsors stand behind the project."""

from cockpit.domain.charter import Stakeholder, Support, buy_in, last_support
from cockpit.domain.entity import Entity
from cockpit.domain.person import Person
from tests.domain.projects import TODAY, days_ago, project, row


def sponsor(number: int, role: str = "sponsor") -> list[Entity]:
    person = row(Person, f"P-{number}", handle=f"p{number}", name=f"Person {number}")
    return [person, row(Stakeholder, f"ST-{number}", person=person.uid, role=role)]


def support(ref: str, number: int, level: str, days: int) -> Support:
    return row(Support, ref, stakeholder=f"ST-{number}", level=level, noted_on=days_ago(days))


PEOPLE = [row for number in range(1, 6) for row in sponsor(number)] + sponsor(6, "team")


def test_the_last_word_of_each_sponsor_counts() -> None:
    state = project(
        *PEOPLE,
        support("SU-1", 1, "opposed", 60), support("SU-2", 1, "champion", 6),
        support("SU-3", 2, "supportive", 60), support("SU-4", 2, "neutral", 6),
        support("SU-5", 3, "supportive", 90),
        support("SU-6", 4, "champion", 91),
        support("SU-7", 6, "champion", 1),
    )  # fmt: skip
    found = buy_in(state, TODAY, 90)
    assert [each.ref for each in found.supportive] == ["ST-1", "ST-3"]
    assert [each.ref for each in found.other] == ["ST-2"]
    assert [each.ref for each in found.unknown] == ["ST-4", "ST-5"], "stale, and never noted"
    assert (found.sponsors, found.share, found.best_share) == (5, 0.4, 0.8)


def test_a_past_day_knows_the_word_of_that_day() -> None:
    state = project(*sponsor(1), support("SU-1", 1, "opposed", 60), support("SU-2", 1, "champion", 6))
    found = state.get(Stakeholder, "ST-1")
    assert found is not None
    last = last_support(state, found, days_ago(7))
    assert last is not None
    assert last.ref == "SU-1"


def test_without_sponsors_there_is_no_rate() -> None:
    found = buy_in(project(*sponsor(1, "user")), TODAY, 90)
    assert (found.sponsors, found.share, found.best_share) == (0, None, None)
