"""The Altura sample looked back on: its verdict week by week, and what turned it on the days that its story tells of."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.evidence import CriterionState
from cockpit.domain.gate import Answer
from cockpit.domain.phase import PhaseCode
from cockpit.domain.readiness import verdict
from cockpit.domain.readiness.past_verdicts import YEAR, VerdictHistory, verdict_history
from cockpit.exchange.snapshot import Snapshot
from cockpit.store import Store, open_store
from tests.samples.reading import LAST_DAY, PILOT_OPENS, verdict_on
from tests.thoroughness import examples

GATES = (PhaseCode.STEERING, PhaseCode.PILOT)


@pytest.fixture(scope="module")
def store(sample: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("altura") / "altura.db"
    with closing(open_store(path, who="lea", create=True)) as store:
        store.bring_in(sample.state, sample.batches)
        yield store


@pytest.fixture(scope="module")
def histories(store: Store, sample: Snapshot) -> dict[PhaseCode, VerdictHistory]:
    project = sample.state.project

    def history(gate: PhaseCode) -> VerdictHistory:
        log = store.history(project.uid)
        return verdict_history(
            lambda days: store.states_on(project.uid, days), log, project.timezone, gate, LAST_DAY - YEAR, LAST_DAY
        )

    return {gate: history(gate) for gate in GATES}


@pytest.mark.parametrize("gate", GATES)
def test_each_week_has_the_verdict_of_its_last_day(
    store: Store, sample: Snapshot, histories: dict[PhaseCode, VerdictHistory], gate: PhaseCode
) -> None:
    """As the log played forward gives it, and as a look at that day alone does."""
    for each in histories[gate].weeks:
        alone = verdict(store.state_at(sample.state.project.uid, each.day), gate, each.day)
        forward = verdict_on(sample, gate, each.day)
        assert each.answer is alone.answer is forward.answer
        told = [(one.uid, one.state, one.summary) for one in each.criteria]
        for found in (alone, forward):
            assert told == [(one.criterion.uid, one.state, one.finding.summary) for one in found.judged]


BEGAN = date(2026, 4, 27)
DAYS = st.integers(0, (LAST_DAY - BEGAN).days + 30).map(lambda day: BEGAN + timedelta(days=day))


@examples(12)
@given(st.sets(DAYS, min_size=2, max_size=5), st.sampled_from(list(PhaseCode)))
def test_any_days_replayed_together_have_the_verdicts_that_each_has_by_itself(
    store: Store, sample: Snapshot, days: set[date], gate: PhaseCode
) -> None:
    project = sample.state.project.uid
    for day, state in store.states_on(project, days):
        replayed, alone = verdict(state, gate, day), verdict(store.state_at(project, day), gate, day)
        assert replayed.answer is alone.answer
        assert [(each.criterion, each.state, each.finding) for each in replayed.judged] == [
            (each.criterion, each.state, each.finding) for each in alone.judged
        ]


def test_it_was_open_for_the_first_weeks_of_the_pilot_and_no_go_since_the_team_was_asked_to_load_the_page(
    histories: dict[PhaseCode, VerdictHistory],
) -> None:
    found = histories[PhaseCode.PILOT]

    of_pilot = [each.answer for each in found.weeks if each.day > PILOT_OPENS]
    assert of_pilot == [Answer.NOT_YET] * 4 + [Answer.NO_GO] * 5
    assert found.since == date(2026, 10, 23)
    assert found.first == date(2026, 4, 27)


def test_the_fourth_sponsor_turned_his_criterion_and_time_that_of_the_waiver(
    histories: dict[PhaseCode, VerdictHistory],
) -> None:
    turns = {turn.day: turn for turn in histories[PhaseCode.PILOT].turns}

    sponsors = turns[date(2026, 11, 17)]
    assert [(each.before, each.after, each.by_time) for each in sponsors.criteria] == [
        (CriterionState.NOT_MET, CriterionState.MET, False)
    ]
    assert [act.who for act in sponsors.acts] == ["karim"]
    expired = turns[date(2026, 11, 14)]
    assert [(each.before, each.after, each.by_time) for each in expired.criteria] == [
        (CriterionState.WAIVED, CriterionState.NOT_MET, True)
    ]
    assert expired.acts == ()


def test_what_turned_makes_up_the_difference_of_the_weeks(histories: dict[PhaseCode, VerdictHistory], sample: Snapshot) -> None:
    for gate, found in histories.items():
        for turn in found.turns:
            evening = verdict_on(sample, gate, turn.day - timedelta(days=1))
            assert (turn.before, turn.after) == (evening.answer, verdict_on(sample, gate, turn.day).answer)
        assert [turn.day for turn in found.turns] == sorted((turn.day for turn in found.turns), reverse=True)


def test_a_copy_of_the_store_has_the_same_history(
    store: Store, sample: Snapshot, histories: dict[PhaseCode, VerdictHistory], tmp_path: Path
) -> None:
    with closing(open_store(tmp_path / "copy.db", who="marc", create=True)) as copy:
        copy.bring_in(sample.state, store.history(sample.state.project.uid))
        uid, zone = sample.state.project.uid, sample.state.project.timezone
        again = verdict_history(
            lambda days: copy.states_on(uid, days), copy.history(uid), zone, PhaseCode.PILOT, LAST_DAY - YEAR, LAST_DAY
        )
    assert again == histories[PhaseCode.PILOT]
