"""A snapshot written by hand needs names only; the rest is given."""

from uuid import UUID

import pytest

from cockpit.domain.action import Action
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.person import Person
from cockpit.domain.phase import Phase
from cockpit.domain.risk import Risk
from cockpit.exchange.snapshot import export_text, read_text

BY_HAND = """
# What we know so far.
[project]
title = "Café du Nord: commandes en ligne"
lead = "lea"

[[person]]
name = "Léa Martin"

[[person]]
name = "Léa Dupont"

[[person]]
name = "李"
email = "li@example.org"

[[phase]]
code = "pilot"
title = "Pilot"

[[risk]]
ref = "R-7"
title = "Peak load"
inherent_likelihood = 4
inherent_impact = 5
owner = "lea.dupont"

[[risk]]
title = "Resistance"
inherent_likelihood = 3
inherent_impact = 4

[[action]]
title = "  Add   servers "
risk = "R-7"
owner = "P-3"
blocked_by = ["A-2"]

[[action]]
title = "Order servers"
due_on = "2026-03-02"

[[kpi]]
title = "Response time"
phase = "pilot"

[measurements.K-1.pilot]
2026-01-12 = 3
2026-01-05 = 3.25
"2026-01-19T09:30:00+01:00" = -1e3
"""


def test_what_is_left_out_is_given() -> None:
    state = read_text(BY_HAND).state
    assert state.project.key == "CAFE-DU-NORD-COMMANDES-E"
    assert (state.project.ref, state.project.version, state.project.currency) == ("PR-1", 1, "EUR")
    assert [(person.ref, person.handle) for person in state.all(Person)] == [
        ("P-1", "lea"), ("P-2", "lea.dupont"), ("P-3", "person"),
    ]  # fmt: skip
    assert [risk.ref for risk in state.all(Risk)] == ["R-7", "R-8"]
    uids = [row.uid for rows in state.rows.values() for row in rows.values()]
    assert len({UUID(uid) for uid in uids}) == len(uids) == 10


def test_links_name_a_ref_a_handle_or_a_phase() -> None:
    state = read_text(BY_HAND).state
    lea, other, li = state.all(Person)
    risk = state.all(Risk)[0]
    action, before = state.all(Action)
    assert state.project.lead == lea.uid
    assert risk.owner == other.uid
    assert (action.title, action.risk, action.owner, action.blocked_by) == ("Add servers", risk.uid, li.uid, (before.uid,))
    assert state.all(Kpi)[0].phase == state.all(Phase)[0].uid


def test_measurements_are_put_in_order_of_their_time() -> None:
    state = read_text(BY_HAND).state
    series = state.measurements(state.all(Kpi)[0].uid, Group.PILOT)
    assert list(series) == [("2026-01-05", 3.25), ("2026-01-12", 3.0), ("2026-01-19T08:30:00+00:00", -1000.0)]


def test_what_was_given_is_written_and_stays() -> None:
    snapshot = read_text(BY_HAND)
    assert (snapshot.edited, snapshot.matches_history, snapshot.batches) == (True, False, ())
    text = export_text(snapshot.state)
    again = read_text(text)
    assert again.state == snapshot.state
    assert not again.edited
    assert export_text(again.state) == text


@pytest.mark.parametrize(
    ("title", "key"), [("Altura", "ALTURA"), ("été 2026 - l'essai", "ETE-2026-L-ESSAI"), ("日本語", "PROJECT")]
)
def test_the_key_of_a_project_is_made_of_its_title(title: str, key: str) -> None:
    assert read_text(f'[project]\ntitle = "{title}"\n').state.project.key == key


def test_people_of_one_name_get_handles_of_their_own() -> None:
    people = '[[person]]\nname = "Léa"\n' * 3 + '[[person]]\nname = "Marc"\nhandle = "lea2"\n'
    state = read_text('[project]\ntitle = "Altura"\n' + people).state
    assert [person.handle for person in state.all(Person)] == ["lea", "lea3", "lea4", "lea2"]


def test_a_change_by_hand_is_seen_whatever_it_changes() -> None:
    text = export_text(read_text(BY_HAND).state)
    assert not read_text(text).edited
    assert not read_text(text.replace("\n", "\r\n")).edited
    for edited in (text.replace('"Peak load"', '"Peak"'), text + "# a note\n", text.replace("digest = ", "digest =  ")):
        assert edited != text
        assert read_text(edited).edited
