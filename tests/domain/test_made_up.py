"""Rows that steps make up are written under uids of their own, wherever an act names them."""

from cockpit.domain.action import Action
from cockpit.domain.edit import Create, Delete, Record, Update
from cockpit.domain.gate import Criterion
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.made_up import NamedByStep, settled
from cockpit.domain.wave import Wave
from tests.domain.projects import row


def test_every_edit_of_an_act_names_a_row_as_it_is_written() -> None:
    action, wave = row(Action, "A-1"), row(Wave, "V-1", number=1)
    edits = (
        Create(Kpi, {"title": "Errors"}, "~kpi"),
        Update(action, {"kpi": "~kpi", "title": "Measure"}),
        Update(wave, {"guardrails": ["~kpi", "K-9", "~known"]}),
        Record("~kpi", Group.PILOT, {"2026-03-02": 1.0}),
        Record("K-9", Group.PILOT, {"2026-03-02": 2.0}),
        Delete(wave),
    )
    made, renamed, listed, recorded, other, deleted = settled(edits, {"~known": "K-7"})
    assert isinstance(made, NamedByStep)
    assert (made.made_up, made.values) == ("~kpi", {"title": "Errors"})
    assert made.uid
    assert not made.uid.startswith("~")
    assert isinstance(renamed, Update)
    assert dict(renamed.values) == {"kpi": made.uid, "title": "Measure"}
    assert isinstance(listed, Update)
    assert list(listed.values["guardrails"]) == [made.uid, "K-9", "K-7"]
    assert isinstance(recorded, Record)
    assert (recorded.kpi, recorded.group) == (made.uid, Group.PILOT)
    assert isinstance(other, Record)
    assert other.kpi == "K-9"
    assert deleted == edits[-1]


def test_settings_of_a_criterion_name_it_too() -> None:
    settings = {"kpis": ["~kpi", "K-9"], "by": "~kpi", "group": "any", "share": 0.75}
    (kpi, criterion) = settled(
        (
            Create(Kpi, {"title": "Errors"}, "~kpi"),
            Create(Criterion, {"title": "Met", "rule": "kpis_met", "settings": settings}, "CR-9"),
        ),
        {},
    )
    assert isinstance(kpi, Create)
    assert isinstance(criterion, Create)
    assert criterion.uid == "CR-9"
    assert criterion.values["settings"] == {"kpis": [kpi.uid, "K-9"], "by": kpi.uid, "group": "any", "share": 0.75}
