"""The form of a criterion: the rule is chosen, its settings are told, and rows may be named as anywhere else."""

from typing import Any

import pytest
from textual.pilot import Pilot

from cockpit.domain.gate import Criterion, GatePolicy
from cockpit.domain.kpi import Kpi
from cockpit.domain.message import message
from cockpit.domain.person import Person
from cockpit.domain.problem import Problem
from cockpit.domain.readiness import KINDS
from cockpit.domain.readiness.setting import Setting
from cockpit.widgets.criterion_form import CriterionForm, form_for, named
from cockpit.widgets.field_input import OptionInput
from cockpit.widgets.field_row import WholeLines
from tests.domain.projects import row
from tests.widgets.seen import assert_unsteered, context, lines_of, text_of_screen
from tests.widgets.test_entity_form import Forms, field, filled, submitted

SEEN = context(
    gate_policy={"GP-1": row(GatePolicy, "GP-1", gate="pilot")},
    kpi={"K-3": row(Kpi, "K-3", title="Response p95"), "K-4": row(Kpi, "K-4", title="Conversion")},
    person={"P-1": row(Person, "P-1", handle="lea", name="Léa Martin")},
)
SPEED = row(Criterion, "CR-1", policy="GP-1", rule="kpis_met", settings={"share": 0.9})


def told(app: Forms) -> list[str]:
    """The lines below the settings, as they are before they are wrapped."""
    return str(app.form.query_one(".field--told", WholeLines).content).splitlines()


def new(**values: Any) -> CriterionForm:
    return CriterionForm(Criterion, SEEN, values={"policy": "GP-1", **values})


async def choose(pilot: Pilot[None], app: Forms, rule: str) -> None:
    """Choose a rule with the keys."""
    field(app, "rule").input.focus()
    for _ in KINDS:
        if field(app, "rule").typed == rule:
            return
        await pilot.press("right")


async def test_the_rule_is_chosen_by_its_name() -> None:
    async with filled(new()) as (pilot, app):
        await pilot.press(*"Trained", "tab", "tab", "T")
        assert isinstance(field(app, "rule").input, OptionInput)
        assert any("‹ Training coverage" in line for line in lines_of(app))
        await pilot.press("ctrl+s")
        assert submitted(app) == {
            "title": "Trained", "policy": "GP-1", "rule": "training_coverage", "settings": {}, "blocking": True, "owner": None,
            "position": 0, "note": "",
        }  # fmt: skip


async def test_without_a_rule_it_is_not_saved() -> None:
    async with filled(new()) as (pilot, app):
        await pilot.press(*"Trained", "ctrl+s")
        assert app.told == []
        assert field(app, "rule").has_class("-wrong")


async def test_the_settings_of_the_rule_are_told_and_follow_it() -> None:
    async with filled(new()) as (pilot, app):
        assert told(app) == ["What the rule can be set to stands here once it is chosen"]
        await choose(pilot, app, "satisfaction")
        assert told(app) == [
            "Settings of satisfaction, with their defaults",
            "at_least = 0.0  Lower bound at least: a number from -100 to 100",
            "survey = nps  Survey: one of nps, enps, satisfaction",
        ]
        await choose(pilot, app, "rollback_rehearsed")
        assert told(app) == ["rollback_rehearsed has no settings"]
        await choose(pilot, app, "kpis_met")
        assert told(app)[1] == "kpis = []  KPIs: a list of refs; without any, all that have a target"


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
async def test_every_rule_tells_all_its_settings(kind: Any) -> None:
    async with filled(new(rule=kind.code)) as (_, app):
        assert [line.split(" = ")[0] for line in told(app)[1:]] == [setting.name for setting in kind.settings]


async def test_a_draft_brings_the_settings_of_its_rule_back() -> None:
    form = CriterionForm(Criterion, SEEN, draft={"rule": "sponsor_support"})
    async with filled(form) as (pilot, app):
        await pilot.pause()
        assert told(app)[0] == "Settings of sponsor_support, with their defaults"


async def test_fields_that_were_folded_away_know_the_rule() -> None:
    async with filled(CriterionForm(Criterion, SEEN, first=("title", "rule"))) as (pilot, app):
        await choose(pilot, app, "sponsor_support")
        await pilot.press("tab", "enter")
        assert told(app)[0] == "Settings of sponsor_support, with their defaults"


async def test_an_unknown_rule_stays_until_another_is_chosen() -> None:
    strange = SPEED.changed(rule="[b]magic[/]", settings={"depth": 4})
    async with filled(CriterionForm(Criterion, SEEN, strange)) as (pilot, app):
        assert "‹ [b]magic[/] ›" in text_of_screen(app)
        assert told(app) == []
        assert_unsteered(app)
        await pilot.press("end", *" 2", "ctrl+s")
        assert app.told == [(strange, {"title": "Row CR-1 2"})]


async def test_rows_may_be_named_in_settings_as_anywhere_else() -> None:
    async with filled(CriterionForm(Criterion, SEEN, SPEED, focus="settings")) as (pilot, app):
        await pilot.press("end", "enter", *"kpis = [k-3, conversion, K-9]", "ctrl+s")
        assert app.told == [(SPEED, {"settings": {"share": 0.9, "kpis": ["K-3", "K-4", "K-9"]}})]


async def test_what_is_wrong_with_settings_stands_right_below_them() -> None:
    async with filled(CriterionForm(Criterion, SEEN, SPEED), size=(80, 40)) as (pilot, app):
        await app.form.show_problems([Problem(message("Share of periods: “2” is not allowed"), "settings", "CR-1")])
        await pilot.pause()
        lines = [line[line.index("│") + 1 :].strip() if "│" in line else line.strip() for line in lines_of(app)]
        place = next(number for number, line in enumerate(lines) if line.endswith("share = 0.9"))
        assert lines[place + 1].endswith("✗ Share of periods: “2” is not allowed")
        assert lines[place + 2].endswith("Settings of kpis_met, with their defaults")


def test_a_person_is_named_by_the_handle_and_written_down_by_the_ref(monkeypatch: pytest.MonkeyPatch) -> None:
    kind = type("Signed", (), {"settings": (Setting("by", "By", "", refers_to="person"), Setting("days", "Days", 9))})
    monkeypatch.setitem(KINDS, "signed", kind)
    assert named(SEEN.state, "signed", {"by": "lea", "days": 3}) == {"by": "P-1", "days": 3}
    assert named(SEEN.state, "signed", {"by": "nobody"}) == {"by": "nobody"}
    assert named(SEEN.state, "magic", {"by": "lea"}) == {"by": "lea"}


def test_only_a_criterion_has_a_form_of_its_own() -> None:
    assert (form_for(Criterion), form_for(Kpi).__name__) == (CriterionForm, "EntityForm")
