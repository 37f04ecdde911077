"""A gate policy written by hand: what is wrong in it is told with its path and line, all of it in one go; what the program wrote is read."""

import pytest

from cockpit.domain.change import RowChange
from cockpit.domain.edit import Create, Delete
from cockpit.domain.entity import Plain
from cockpit.domain.gate import Criterion, GatePolicy
from cockpit.domain.kpi import Kpi
from cockpit.domain.project import Project
from cockpit.domain.readiness import KINDS
from cockpit.exchange.snapshot import export_text, read_text
from tests.exchange.past import Past
from tests.exchange.told import PROJECT, refusals

RULES = ", ".join(sorted(KINDS))
POLICY = """
[[gate_policy]]
ref = "GP-1"
gate = "pilot"
title = "Pilot"

[[kpi]]
title = "Conversion"
target = 3.2
"""


def test_rules_settings_and_kpis_are_taken() -> None:
    state = read_text(
        PROJECT
        + POLICY
        + """
[[criterion]]
title = "Conversion holds"
policy = "GP-1"
rule = "kpis_met"
[criterion.settings]
kpis = ["K-1"]
share = 0.9

[[criterion]]
title = "Sponsors agree"
policy = "GP-1"
rule = "sponsor_support"
"""
    ).state
    assert [(each.rule, each.settings) for each in state.all(Criterion)] == [
        ("kpis_met", {"kpis": ["K-1"], "share": 0.9}),
        ("sponsor_support", {}),
    ]


def test_everything_that_is_wrong_is_told_where_it_stands() -> None:
    assert refusals(
        PROJECT
        + POLICY
        + """
[[criterion]]
ref = "CR-7"
title = "Speed"
policy = "GP-1"
rule = "kpi_met"

[[criterion]]
ref = "CR-8"
policy = "GP-2"
rule = "kpis_met"
settings = {kpis = ["K-1", "K-9"], share = 75}

[[criterion]]
title = "Trained"
policy = "GP-1"
rule = "training_coverage"
[criterion.settings]
share = 0
level = 3
"""
    ) == [
        f"line 17, criterion[1] CR-7 .rule: there is no rule “kpi_met”; there are {RULES}",
        "line 19, criterion[2] CR-8 .title: Criterion is missing; it must be a text of 1 to 200 characters",
        "line 21, criterion[2] CR-8 .policy: Gate policy: “GP-2” refers to nothing; it must be the ref of an existing row",
        "line 23, criterion[2] CR-8 .settings.share: Share of periods: “75” is not allowed; it must be a number from 0.01 to 1",
        "line 23, criterion[2] CR-8 .settings.kpis: KPIs: “K-9” refers to nothing; it must be the ref of an existing row",
        "line 30, criterion[3].settings.share: Share of super-users: “0” is not allowed; it must be a number from 0.01 to 1",
        "line 31, criterion[3].settings.level: there is no setting “level”; there are share",
    ]


def test_a_kpi_that_something_else_is_wrong_with_is_not_missing() -> None:
    text = PROJECT + POLICY.replace("3.2", '"much"')
    (told,) = refusals(text + '[[criterion]]\ntitle = "x"\npolicy = "GP-1"\nrule = "kpis_met"\nsettings = {kpis = ["K-1"]}\n')
    assert told.startswith("line 11, kpi[1].target: Target: “much” is not allowed")


def test_refs_are_written_in_files_as_they_are() -> None:
    """As everywhere in a file: a person may type them as they like, into a form."""
    (told,) = refusals(
        PROJECT + POLICY + '[[criterion]]\ntitle = "x"\npolicy = "GP-1"\nrule = "kpis_met"\nsettings = {kpis = ["k-1"]}\n'
    )
    assert told.endswith("KPIs: “k-1” refers to nothing; it must be the ref of an existing row")


# What the program wrote


@pytest.fixture
def past() -> Past:
    """A project whose criterion names a KPI that was deleted since."""
    past = Past()
    past.act(Create(Project, {"key": "ALTURA", "title": "Altura"}, "project"))
    past.act(Create(Kpi, {"title": "Response"}, "kpi"))
    past.act(
        Create(GatePolicy, {"gate": "pilot", "title": "Pilot"}, "policy"),
        Create(Criterion, {"title": "Speed", "policy": "policy", "rule": "kpis_met", "settings": {"kpis": ["K-1"]}}, "speed"),
    )
    past.act(Delete(past.row("kpi")))
    return past


def test_a_project_whose_criterion_names_what_was_deleted_can_be_taken_elsewhere(past: Past) -> None:
    for batches in (past.batches, ()):
        snapshot = read_text(export_text(past.state, batches, history=bool(batches)))
        assert snapshot.state == past.state


def test_what_is_left_as_it_is_in_a_file_keeps_nobody_from_editing_the_rest(past: Past) -> None:
    text = export_text(past.state, past.batches).replace('title = "Altura"', 'title = "Altura, on line"', 1)
    assert read_text(text).state.project.title == "Altura, on line"
    asks_more = text.replace('settings = {kpis = ["K-1"]}', 'settings = {kpis = ["K-1"], share = 0.5}', 1)
    assert asks_more != text
    (told,) = refusals(asks_more)
    assert told.endswith("criterion[1] CR-1 .settings.kpis: KPIs: “K-1” refers to nothing; it must be the ref of an existing row")
    without_past = text[: text.index("[[history]]")]
    (told,) = refusals(without_past)
    assert told.endswith("criterion[1] CR-1 .settings.kpis: KPIs: “K-1” refers to nothing; it must be the ref of an existing row")


def test_a_past_with_a_rule_that_there_is_no_more_can_be_read(past: Past) -> None:
    """Hostile names too, as an older program took any."""
    strange: dict[str, Plain] = {"a.b": 1, '"': [], "x = 1": "#", "日本": -0.5, "yes": True}
    log = [
        RowChange("criterion", "speed", {"version": 1, "rule": "kpis_met"}, {"version": 2, "rule": "[magic]"}),
        RowChange(
            "criterion", "speed", {"version": 2, "settings": {"kpis": ["K-1"]}}, {"version": 3, "settings": strange}
        ),
    ]  # fmt: skip
    for change in log:
        batch = type(past.batches[0])(
            f"batch-{len(past.batches) + 1}", past.batches[-1].at, "lea", past.batches[0].deed, (change,)
        )
        past.batches += (batch,)
        past.state = past.state.after(batch)
    text = export_text(past.state, past.batches)
    assert read_text(text).state == past.state
    assert read_text(text).batches == past.batches
    mended = text.replace('rule = "[magic]"', 'rule = "manual_check"', 1)
    mended = "".join(line for line in mended.splitlines(keepends=True) if not line.startswith("settings = "))
    assert [(each.rule, each.settings) for each in read_text(mended).state.all(Criterion)] == [("manual_check", {})]
