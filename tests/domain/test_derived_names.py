"""Names that a snapshot may leave out are made of those that it gives."""

import pytest

from cockpit.domain.derived_names import person_handle, project_key
from cockpit.domain.person import Person
from tests.domain.projects import project, row


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("Café du Nord", "CAFE-DU-NORD"),
        ("  Altura: phase 2!  ", "ALTURA-PHASE-2"),
        ("The deployment of everything", "THE-DEPLOYMENT-OF-EVERYT"),
        ("Twenty-three letters do it", "TWENTY-THREE-LETTERS-DO"),
        ("日本語", "PROJECT"),
    ],
)
def test_the_key_of_a_project_is_made_of_its_title(title: str, key: str) -> None:
    assert project_key(title) == key


@pytest.mark.parametrize(
    ("name", "taken", "handle"),
    [
        ("Léa Martin", [], "lea"),
        ("Léa Martin", ["lea"], "lea.martin"),
        ("Léa Martin", ["lea", "lea.martin"], "lea2"),
        ("Léa Martin", ["lea", "lea.martin", "lea2", "lea3"], "lea4"),
        ("日本語", [], "person"),
        ("A" * 31, [], "a" * 30),
    ],
)
def test_a_handle_is_made_of_a_name_and_is_nobody_elses(name: str, taken: list[str], handle: str) -> None:
    assert person_handle(name, taken) == handle


def test_a_handle_is_suggested_for_somebody_who_has_a_name() -> None:
    state = project(row(Person, "P-1", handle="lea", name="Léa"))
    assert Person.suggested({"name": "Léa Petit"}, state) == {"handle": "lea.petit"}
    assert Person.suggested({"name": "Marc Petit"}, state) == {"handle": "marc"}
    assert Person.suggested({"name": "  "}, state) == Person.suggested({}, state) == {}
