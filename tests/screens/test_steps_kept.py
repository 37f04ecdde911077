"""Steps of the way are tried by keys and the trial is kept: what was edited is written, steps become actions, and no evidence is made up.

The way of the sample to the pilot gate is: R-3 to 2x5; finish A-20 and A-30; rehearse RB-2; train super-users for V-1; hold a survey.
Its last action is A-43.
"""

from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from cockpit.app import CockpitApp
from cockpit.domain.action import Action, ActionState
from cockpit.domain.edit import Act, Record
from cockpit.domain.evidence import MET
from cockpit.domain.gate import Answer
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.phase import PhaseCode
from cockpit.domain.readiness.way import shortest_way
from cockpit.domain.readiness.way_actions import tasks
from cockpit.domain.state import ProjectState
from cockpit.domain.trial import Kept
from cockpit.language import say
from cockpit.screens.desk import Desk
from cockpit.screens.trial_bar import TrialBar
from cockpit.screens.trial_errands import trying_steps
from cockpit.screens.trial_words import kept_words
from cockpit.store import open_store
from tests.domain.projects import project, row
from tests.screens.conftest import settled, text_of
from tests.screens.sample import LAST_EVENING, on_sample, sample_store
from tests.screens.test_editing import last_batch, notices, retype, stored, table_of, until, with_form, without_form
from tests.screens.test_readiness import in_readiness


@pytest.fixture(scope="module")
def altura(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the sample; not to be written to."""
    return sample_store(tmp_path_factory.mktemp("altura") / "cockpit.db")


def evidence(state: ProjectState) -> dict[str, Any]:
    """All rows that a state holds but for its actions, and how many measurements there are."""
    rows: dict[str, Any] = {kind: found for kind, found in state.rows.items() if kind != Action.kind}
    return {**rows, "measurements": {key: len(found.points) for key, found in state.series.items()}}


async def on_way(app: CockpitApp, pilot: Pilot[None]) -> None:
    """Go to the way."""
    await in_readiness(app, pilot)
    await pilot.press("right_square_bracket")
    await until(pilot, lambda: "R-3 to 2x5" in text_of(app))


async def all_steps_tried(app: CockpitApp, pilot: Pilot[None]) -> None:
    """Mark the six steps of the way, and try them."""
    # Each mark leads to the next line.
    await pilot.press(*"mmmmmm", "space")
    await until(pilot, lambda: "◇ what if: 6 changes" in text_of(app).splitlines()[0])
    await settled(app, pilot)


async def risk_edited(app: CockpitApp, pilot: Pilot[None]) -> None:
    """Edit the title of the first risk."""
    await pilot.press("4")
    await until(pilot, lambda: app.current_mode == "risks")
    await settled(app, pilot)
    assert table_of(app).row
    form = await with_form(pilot, "e")
    await retype(pilot, form, "title", "Edited by hand")
    await pilot.press("ctrl+s")
    await without_form(pilot)
    await settled(app, pilot)


async def asked(app: CockpitApp, pilot: Pilot[None]) -> str:
    """Ask what becomes of the trial; the last line."""
    await pilot.press("w")
    await until(pilot, lambda: isinstance(app.focused, TrialBar))
    return text_of(app).splitlines()[-1]


async def kept(app: CockpitApp, pilot: Pilot[None]) -> None:
    """Keep the trial."""
    await pilot.press("k")
    await until(pilot, lambda: app.situation is not None and app.situation.trial is None)
    await settled(app, pilot)


async def test_all_steps_of_the_way_are_kept_as_actions_and_nothing_that_they_made_up_is_written(
    altura: Path, tmp_path: Path
) -> None:
    before = stored(altura)
    async with on_sample(altura, tmp_path) as (app, pilot):
        await on_way(app, pilot)
        await all_steps_tried(app, pilot)
        assert app.situation
        assert [each.criterion.ref for each in app.situation.verdict.judged if each.state is not MET] == ["CR-9"]
        assert "k Keep (make actions of 4 steps)  d Drop" in await asked(app, pilot)
        await kept(app, pilot)
        assert "4 steps became actions A-44 to A-47\n2 steps have actions already: A-20, A-30" in notices(app)
        assert app.situation.verdict.answer is Answer.NO_GO
        assert [each.criterion.ref for each in app.situation.verdict.judged if each.state is not MET] == [
            "CR-8",
            "CR-9",
            "CR-13",
            "CR-14",
        ]

    after = stored(tmp_path / "copy.db")
    assert evidence(after) == evidence(before)
    made = [each for each in after.all(Action) if each.uid not in before.rows[Action.kind]]
    assert [(each.ref, each.title) for each in made] == [
        ("A-44", "R-3 to 2x5"),
        ("A-45", "Rehearse RB-2"),
        ("A-46", "Train 8 more super-users for V-1 Vague 1 : Lyon"),
        ("A-47", "Hold a survey (NPS) that scores +28 with 36 answers"),
    ]
    assert all(each.criterion and each.state is ActionState.TO_DO for each in made)
    assert not [uid for uid, each in before.rows[Action.kind].items() if after.get(Action, uid) != each]


async def test_an_edit_is_written_beside_the_actions_and_one_key_takes_all_of_it_back(altura: Path, tmp_path: Path) -> None:
    before = stored(altura)
    async with on_sample(altura, tmp_path) as (app, pilot):
        await on_way(app, pilot)
        await pilot.press("space")
        await until(pilot, lambda: "◇ what if: 1 change" in text_of(app).splitlines()[0])
        await settled(app, pilot)
        await risk_edited(app, pilot)
        assert "k Keep (write 1 change, make an action of 1 step)  d Drop" in await asked(app, pilot)
        await kept(app, pilot)
        assert "1 change is written; 1 step became action A-44" in notices(app)
        after = stored(tmp_path / "copy.db")
        await pilot.press("u")
        await settled(app, pilot)

    (titled,) = [each for each in after.rows["risk"].values() if str(each).endswith("Edited by hand")]
    assert {**evidence(after), "risk": {**evidence(after)["risk"], titled.uid: before.rows["risk"][titled.uid]}} == evidence(
        before
    )
    back = stored(tmp_path / "copy.db")
    assert [each.ref for each in back.all(Action)] == [each.ref for each in before.all(Action)]
    assert not [each for each in back.rows["risk"].values() if str(each).endswith("Edited by hand")]
    assert last_batch(tmp_path / "copy.db").deed.value == "undo"


@pytest.mark.parametrize(
    ("size", "told"),
    [
        ((60, 16), "k Keep (1 change, 1 action)  d Drop  l List  esc Go on"),
        ((80, 24), "k Keep (write 1 change, make an action of 1 step)  d Drop  l List  esc Go on"),
        (
            (140, 40),
            "Nothing of this trial is written: k Keep (write 1 change, make an action of 1 step)  d Drop  l List  esc Go on",
        ),
    ],
)
async def test_the_question_says_what_keeping_does_with_steps(
    altura: Path, tmp_path: Path, size: tuple[int, int], told: str
) -> None:
    async with on_sample(altura, tmp_path, size) as (app, pilot):
        await on_way(app, pilot)
        await pilot.press("space")
        await until(pilot, lambda: app.situation is not None and app.situation.trial is not None)
        await settled(app, pilot)
        await risk_edited(app, pilot)
        assert told in await asked(app, pilot)


async def test_the_list_says_of_each_step_what_becomes_of_it(altura: Path, tmp_path: Path) -> None:
    async with on_sample(altura, tmp_path, (140, 40)) as (app, pilot):
        await on_way(app, pilot)
        await all_steps_tried(app, pilot)
        await asked(app, pilot)
        await pilot.press("l")
        await until(pilot, lambda: "becomes an action, as it has not been done" in text_of(app))
        await pilot.press("down")
        await until(pilot, lambda: "not written, as there is an action already" in text_of(app))


async def test_where_each_step_has_an_action_already_nothing_is_written_and_the_trial_goes_on(
    altura: Path, tmp_path: Path
) -> None:
    async with on_sample(altura, tmp_path) as (app, pilot):
        await on_way(app, pilot)
        await pilot.press("down", "space")
        await until(pilot, lambda: "◇ what if: 1 change" in text_of(app).splitlines()[0])
        await settled(app, pilot)
        assert "k Keep (write nothing)" in await asked(app, pilot)
        await pilot.press("k")
        await until(pilot, lambda: "Nothing is written of a step for which there is an action already: A-20" in notices(app))
        assert app.situation
        assert app.situation.trial is not None
    assert stored(tmp_path / "copy.db") == stored(altura)


def test_what_the_verdict_was_ends_today_even_while_a_trial_lies_ahead(altura: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes(altura.read_bytes())
    with closing(open_store(copy, who="lea", clock=lambda: LAST_EVENING)) as store:
        desk = Desk(store, store.projects()[0].uid, clock=lambda: LAST_EVENING)
        today = LAST_EVENING.date()
        before = desk.verdict_history(PhaseCode.PILOT)
        kpi = desk.situation().state.all(Kpi)[0]
        ahead = today + timedelta(days=60)
        _batch, situation = desk.try_out((Record(kpi.uid, Group.PILOT, {ahead: 1.0}),), ahead)
        assert situation.today == ahead

        found = desk.verdict_history(PhaseCode.PILOT)

        assert (found.last, found) == (today, before)


def test_a_step_that_is_tried_ahead_is_done_on_the_day_of_the_trial_and_no_longer_on_the_way(
    altura: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes(altura.read_bytes())
    with closing(open_store(copy, who="lea", clock=lambda: LAST_EVENING)) as store:
        desk = Desk(store, store.projects()[0].uid, clock=lambda: LAST_EVENING)
        # By then no survey counts any more that was held up to today.
        ahead = LAST_EVENING.date() + timedelta(days=100)
        desk.try_out((), ahead)
        way = shortest_way(desk.situation().verdict)
        survey = next(task for task in tasks(way, way.steps) if task.step.key == ("survey", "nps"))

        _told, situation = trying_steps([survey])(desk)

        assert situation.today == ahead
        assert ("survey", "nps") not in {step.key for step in shortest_way(situation.verdict).steps}


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ((1,), "1 step became action A-1"),
        ((1, 2), "2 steps became actions A-1, A-2"),
        ((9, 10, 11), "3 steps became actions A-9 to A-11"),
        ((1, 2, 3, 5, 7, 8), "6 steps became actions A-1 to A-3, A-5, A-7, A-8"),
    ],
)
def test_actions_that_follow_each_other_are_told_as_a_span(numbers: tuple[int, ...], told: str) -> None:
    state = project(*(row(Action, f"A-{number}", title="Do it") for number in numbers))
    kept = Kept(Act(()), actions=tuple(each.uid for each in state.all(Action)))

    assert [say(each) for each in kept_words(kept, state)] == [told]
