"""A gate is reviewed by keys alone: one page, one act, and nothing that is typed is lost."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread, current_thread, main_thread
from typing import Any

import pytest
from textual.events import Paste
from textual.pilot import Pilot

from cockpit.app import CockpitApp
from cockpit.domain.action import Action
from cockpit.domain.edit import Act, Create, Update
from cockpit.domain.gate import Answer, Criterion, Decision, GatePolicy, GateReview, ManualCheck, Waiver
from cockpit.domain.gate_review import is_intact
from cockpit.domain.phase import PhaseCode
from cockpit.domain.project import Project
from cockpit.domain.readiness import review_changes
from cockpit.domain.readiness.review import held, verdict_under
from cockpit.domain.risk import Risk
from cockpit.domain.state import ProjectState
from cockpit.domain.wave import Wave
from cockpit.screens import gate_review_errand, situation
from cockpit.screens.gate_review import GateReviewScreen, why_no_review
from cockpit.screens.gate_review_form import GateReviewForm
from cockpit.screens.readiness import Past, ReadinessScreen
from cockpit.screens.situation import Situation
from cockpit.store import open_store
from cockpit.widgets.detail import Detail
from cockpit.widgets.entity_form import EntityForm
from cockpit.widgets.entity_table import EntityTable
from cockpit.widgets.field_input import TextInput
from tests.screens.conftest import HOSTILE, NOW, TODAY, Start, day, settled, text_of
from tests.screens.test_editing import field_of, notices, stored, table_of, type_text, until

SIZES = [(80, 24), (120, 40)]


def prepare(path: Path, *, passed: bool = True, title: str = "Signed") -> None:
    """A policy of the pilot gate that asks one thing, which is met where ``passed``."""
    with closing(open_store(path, who="lea", clock=lambda: NOW)) as store:
        edits = [
            Create(GatePolicy, {"title": "Pilot", "gate": "pilot"}, "policy"),
            Create(Criterion, {"title": title, "policy": "policy", "rule": "manual_check"}, "signed"),
            Create(
                ManualCheck, {"criterion": "signed", "passed": passed, "checked_on": day(-2), "checked_by": "marc"}, "check"
            ),
        ]  # fmt: skip
        store.apply(store.projects()[0].uid, Act(tuple(edits)))


def by_somebody_else(path: Path, *edits: Create | Update) -> None:
    with closing(open_store(path, who="marc", clock=lambda: NOW)) as store:
        store.apply(store.projects()[0].uid, Act(edits))


@asynccontextmanager
async def reviewing(
    start: Start, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[tuple[CockpitApp, Pilot[None], GateReviewForm]]:
    """The page of the pilot gate's review."""
    async with start(size) as (app, pilot):
        await in_readiness(app, pilot)
        yield app, pilot, await ask_review(app, pilot)


async def in_readiness(app: CockpitApp, pilot: Pilot[None]) -> None:
    await pilot.press("9")
    await until(pilot, lambda: app.current_mode == "readiness" and app.screen.query(EntityTable))


async def to_reviews(app: CockpitApp, pilot: Pilot[None]) -> None:
    """Turn to the table of reviews."""
    screen = app.screen
    assert isinstance(screen, ReadinessScreen)
    while not screen.lists(GateReview):
        await pilot.press("right_square_bracket")
        await settled(app, pilot)


async def ask_review(app: CockpitApp, pilot: Pilot[None]) -> GateReviewForm:
    await pilot.press("v")
    await until(pilot, lambda: isinstance(app.screen, GateReviewScreen) and app.screen.query(GateReviewForm) and app.focused)
    assert isinstance(app.screen, GateReviewScreen)
    return app.screen.form


async def fill(pilot: Pilot[None], form: GateReviewForm, **typed: str) -> None:
    """Type into fields, the rest of a line pasted: to draw the page for each letter of a long one takes long and tells no more."""
    for name, text in typed.items():
        field_of(form, name).input.focus()
        await pilot.pause()
        for number, line in enumerate(text.split("\n")):
            if number:
                await pilot.press("enter")
            await type_text(pilot, line[:1])
            field_of(form, name).input.post_message(Paste(line[1:]))
        await pilot.press("tab")


async def hold(app: CockpitApp, pilot: Pilot[None]) -> GateReview:
    """Press twice, and wait until the review is shown."""
    await pilot.press("ctrl+s")
    await until(pilot, lambda: "cannot be taken back. Once more" in text_of(app))
    await pilot.press("ctrl+s")
    await until(pilot, lambda: isinstance(app.screen, ReadinessScreen) and app.screen.lists(GateReview))
    await settled(app, pilot)
    review = table_of(app).row
    assert isinstance(review, GateReview)
    return review


@pytest.mark.parametrize("size", SIZES)
async def test_a_review_is_held_by_keys_with_conditions_and_waivers_in_one_act(
    path: Path, start: Start, size: tuple[int, int]
) -> None:
    prepare(path, passed=False)
    async with reviewing(start, size) as (app, pilot, form):
        assert "✗ NO-GO" in text_of(app)
        assert "!CR-1 ✗ Signed" in text_of(app)
        await pilot.press("c")
        await until(pilot, lambda: "Against the verdict, NO-GO: it needs a reason" in text_of(app))
        assert "It needs at least one condition" in text_of(app)
        await fill(
            pilot, form,
            deciders="lea, marc", reason="Signed on paper", dissent="Inès waits",
            conditions="sign it @marc +2w !CR-1\nprint it @ines 2026-12-24",
            waivers="the paper is on its way @lea +4w !CR-1",
        )  # fmt: skip
        assert "✓ Signed · until Mon 21 Dec · lea · the paper is on its way" in text_of(app)
        await pilot.press("pageup", "pageup")
        await until(pilot, lambda: "With the waivers  ~ CONDITIONAL" in text_of(app))
        assert "Against the verdict" not in text_of(app)
        review = await hold(app, pilot)
        if size[0] >= 116:
            assert "Conditions" in text_of(app)

    state = stored(path)
    assert (review.decision, review.verdict, review.held_on) == (Decision.CONDITIONAL, Answer.CONDITIONAL, TODAY)
    assert (review.deciders, review.reason, review.dissent) == (("lea", "marc"), "Signed on paper", "Inès waits")
    assert is_intact(review)
    assert [(each.title, each.owner, each.due_on, each.criterion) for each in state.of(Action, "review", review.uid)] == [
        ("sign it", "marc", day(14), "signed"), ("print it", "ines", day(31), None),
    ]  # fmt: skip
    assert [
        (each.reason, each.approver, each.expires_on, each.granted_on) for each in state.of(Waiver, "review", review.uid)
    ] == [("the paper is on its way", "lea", day(28), TODAY)]
    with closing(open_store(path, who="lea", clock=lambda: NOW)) as store:
        assert len(store.history(store.projects()[0].uid)[-1].changes) == 4


async def test_what_is_missing_is_said_where_it_is_typed(path: Path, start: Start) -> None:
    prepare(path, passed=False)
    async with reviewing(start, (80, 24)) as (app, pilot, form):
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Not saved: 2 fields to correct" in text_of(app))
        assert "Nothing is decided yet" in text_of(app)
        await pilot.press("g")
        await fill(pilot, form, deciders="lea")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "The verdict is NO-GO; a decision against it needs a reason" in text_of(app))
        await fill(pilot, form, conditions="walk @nobody soon")
        await until(pilot, lambda: "line 1: nobody is called @nobody; there are @lea, @marc, @ines" in text_of(app))
        assert "line 1: no day; write it at the end" in text_of(app)
        await fill(pilot, form, reason="Now or never")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Not saved: 1 field to correct" in text_of(app))
        assert text_of(app).count("nobody is called @nobody") == 1
    assert stored(path).all(GateReview) == ()


async def test_nothing_typed_is_lost_when_the_page_is_left(path: Path, start: Start) -> None:
    prepare(path)
    async with reviewing(start, (80, 24)) as (app, pilot, form):
        await pilot.press("g")
        await fill(pilot, form, reason="All is there", conditions="sign it @marc")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ReadinessScreen))
        assert "what you typed waits for the next time" in notices(app)
        await pilot.press("greater_than_sign")
        await until(pilot, lambda: "‹ Scale-up ›" in text_of(app))
        form = await ask_review(app, pilot)
        assert "Your draft is back" not in text_of(app)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ReadinessScreen))
        await pilot.press("less_than_sign")
        await until(pilot, lambda: "‹ Pilot ›" in text_of(app))
        form = await ask_review(app, pilot)
        assert "Your draft is back" in text_of(app)
        await until(pilot, lambda: field_of(form, "reason").typed == "All is there")
        assert field_of(form, "conditions").typed == "sign it @marc"
        assert field_of(form, "decision").typed == "go"
        app.exit()
    async with reviewing(start) as (app, pilot, form):
        assert field_of(form, "reason").typed == "All is there"


async def test_a_draft_is_put_back_once(path: Path, start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare(path)
    put_back: list[str] = []
    load = TextInput.load_text

    def noted(text_input: TextInput, text: str) -> None:
        put_back.append(text)
        load(text_input, text)

    async with reviewing(start) as (app, pilot, form):
        await fill(pilot, form, conditions="sign it @marc +2w")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ReadinessScreen))
        monkeypatch.setattr(TextInput, "load_text", noted)
        form = await ask_review(app, pilot)
        await until(pilot, lambda: "sign it · marc" in text_of(app))
        assert "Your draft is back" in text_of(app)
        assert put_back.count("sign it @marc +2w") == 1


async def test_a_review_that_is_held_leaves_no_draft(path: Path, start: Start) -> None:
    prepare(path)
    async with reviewing(start) as (app, pilot, form):
        await pilot.press("g")
        await fill(pilot, form, deciders="lea")
        await hold(app, pilot)
        await pilot.press("less_than_sign")
        await until(pilot, lambda: "‹ Pilot ›" in text_of(app))
        form = await ask_review(app, pilot)
        assert "Your draft is back" not in text_of(app)
        assert field_of(form, "deciders").typed == ""
        assert "It will supersede GR-1 Gate review: pilot, ✓ GO on Mon 23 Nov" in text_of(app)


async def test_once_more_is_asked_again_when_something_was_typed(path: Path, start: Start) -> None:
    prepare(path)
    async with reviewing(start) as (app, pilot, form):
        await pilot.press("g")
        await fill(pilot, form, deciders="lea")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Once more, and ✓ GO is held" in text_of(app))
        await fill(pilot, form, dissent="None")
        await pilot.press("ctrl+s")
        await settled(app, pilot)
        assert stored(path).all(GateReview) == ()
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ReadinessScreen))
    assert [review.dissent for review in stored(path).all(GateReview)] == ["None"]


async def test_a_default_policy_becomes_a_row_with_the_first_condition_on_it(path: Path, start: Start) -> None:
    async with reviewing(start) as (app, pilot, form):
        assert "!3  ✗ Critical risks under control" in text_of(app)
        await pilot.press("c")
        await fill(pilot, form, deciders="lea", reason="We go", conditions="rehearse it @marc fri !3")
        await until(pilot, lambda: "✓ rehearse it · marc · Fri 27 Nov · Critical risks under control" in text_of(app))
        review = await hold(app, pilot)
    state = stored(path)
    (action,) = state.of(Action, "review", review.uid)
    criterion = state.get(Criterion, action.criterion)
    assert criterion is not None
    assert criterion.rule == "risks_under_control"
    assert [policy.gate for policy in state.all(GatePolicy)] == ["pilot"]


async def test_somebody_else_is_faster_and_the_second_supersedes_the_first(path: Path, start: Start) -> None:
    prepare(path)
    async with reviewing(start) as (app, pilot, form):
        await pilot.press("g")
        await fill(pilot, form, deciders="lea")
        by_somebody_else(
            path, Create(GateReview, {"title": "Theirs", "gate": "pilot", "held_on": TODAY, "decision": "no_go"}, "theirs")
        )
        await until(pilot, lambda: "It will supersede GR-1 Theirs, ✗ NO-GO on Mon 23 Nov" in text_of(app))
        review = await hold(app, pilot)
    assert review.supersedes == "theirs"


async def test_what_changes_meanwhile_is_said_and_asked_for_again(path: Path, start: Start) -> None:
    prepare(path)
    async with reviewing(start) as (app, pilot, form):
        await pilot.press("g")
        await fill(pilot, form, deciders="lea")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Once more" in text_of(app))
        check = stored(path).get(ManualCheck, "check")
        assert check
        by_somebody_else(path, Update(check, {"passed": False}))
        await until(pilot, lambda: "the verdict was GO and is NO-GO" in text_of(app))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "The verdict is NO-GO; a decision against it needs a reason" in text_of(app))
    assert stored(path).all(GateReview) == ()


@pytest.mark.parametrize("size", [(60, 16), (120, 40)])
async def test_hostile_texts_stay_texts(path: Path, start: Start, size: tuple[int, int]) -> None:
    prepare(path, passed=False, title=HOSTILE)
    async with reviewing(start, size) as (app, pilot, form):
        assert "[@click=app.quit]Pay[/]" in text_of(app).replace("\n", "")
        await pilot.press("n")
        await fill(pilot, form, deciders="lea", reason="[/] [b]no[/b]", conditions="[@click=app.quit] @marc fri !CR-1")
        review = await hold(app, pilot)
        await pilot.press("right")
        await until(pilot, lambda: isinstance(app.focused, Detail))
        assert app.is_running
    assert review.reason == "[/] [b]no[/b]"
    assert [each.title for each in stored(path).of(Action, "review", review.uid)] == ["[@click=app.quit]"]


# What is held is shown, and stays


async def held_review(path: Path, start: Start) -> None:
    """A GO that was held against the verdict."""
    prepare(path, passed=False)
    async with reviewing(start) as (app, pilot, form):
        await pilot.press("g")
        await fill(pilot, form, deciders="lea", reason="Signed on paper")
        await hold(app, pilot)


def answer_line(app: CockpitApp) -> str:
    return " ".join(" ".join(text_of(app).splitlines()[2:4]).split())


async def test_the_answer_line_and_the_page_tell_what_was_against_the_verdict_and_what_changed_since(
    path: Path, start: Start
) -> None:
    await held_review(path, start)
    check = stored(path).get(ManualCheck, "check")
    assert check
    by_somebody_else(path, Update(check, {"note": "Found it"}))
    async with start((120, 40)) as (app, pilot):
        await in_readiness(app, pilot)
        await pilot.press("less_than_sign")
        await until(pilot, lambda: "! 1 change of its evidence since" in answer_line(app))
        assert "‹ Pilot ›" in answer_line(app)
        assert "decided ✓ GO on Mon 23 Nov" in answer_line(app)
        assert "! against the verdict NO-GO" in answer_line(app)
        await to_reviews(app, pilot)
        await until(pilot, lambda: table_of(app).row is not None)
        await settled(app, pilot)
        shown = text_of(app)
        for told in (
            "✓ GO", "✗ NO-GO", "! against the verdict", "! 1 change", "Changed since: 1", "MC-1 2026-11-21: Note (empty) → Found it",
            "✓ as it was held", "✗ not met Signed: failed", "Signed on paper", "Léa Martin",
        ):  # fmt: skip
            assert told in shown, told


async def test_an_altered_review_says_so_loudly(path: Path, start: Start) -> None:
    with closing(open_store(path, who="lea", clock=lambda: NOW)) as store:
        values = {
            "title": "Altered", "gate": "definition", "held_on": day(-40), "decision": "go", "verdict": "go", "evidence": "{}",
            "digest": "sha256:0",
        }  # fmt: skip
        store.apply(store.projects()[0].uid, Act((Create(GateReview, values, "altered"),)))
    async with start((120, 40)) as (app, pilot):
        await in_readiness(app, pilot)
        await to_reviews(app, pilot)
        await until(pilot, lambda: "✗ ALTERED" in text_of(app))
        assert "✗ ALTERED: what stands here is not what was decided" in text_of(app)
        await pilot.press("less_than_sign", "less_than_sign")
        await until(pilot, lambda: "‹ Definition ›" in text_of(app))
        assert "✗ ALTERED since" in " ".join(text_of(app).splitlines()[2:4])


@pytest.mark.parametrize("key", ["e", "d"])
async def test_a_review_is_neither_edited_nor_deleted(path: Path, start: Start, key: str) -> None:
    await held_review(path, start)
    async with start() as (app, pilot):
        await in_readiness(app, pilot)
        await to_reviews(app, pilot)
        await until(pilot, lambda: table_of(app).row is not None)
        await pilot.press(key)
        await until(pilot, lambda: "A gate review stays as it was held. v on the gate holds another" in notices(app))
        assert not app.screen.query(EntityForm)
    assert len(stored(path).all(GateReview)) == 1


async def test_undo_does_not_take_a_review_back(path: Path, start: Start) -> None:
    await held_review(path, start)
    async with start() as (app, pilot):
        await pilot.press("u")
        await until(pilot, lambda: "is neither deleted nor taken back" in notices(app))
    assert len(stored(path).all(GateReview)) == 1


async def test_n_in_the_table_of_reviews_holds_one(path: Path, start: Start) -> None:
    async with start() as (app, pilot):
        await in_readiness(app, pilot)
        await to_reviews(app, pilot)
        await until(pilot, lambda: "No gate was reviewed yet; n holds" in text_of(app))
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, GateReviewScreen))


async def test_on_a_day_of_the_past_v_says_why_not(path: Path, start: Start) -> None:
    async with start() as (app, pilot):
        await in_readiness(app, pilot)
        assert app.situation
        app.screen.post_message(Past(replace(app.situation, today=TODAY - timedelta(3), read_only=True, seen_from=TODAY)))
        await until(pilot, lambda: "as of Fri 20 Nov" in text_of(app))
        await pilot.press("v")
        await until(pilot, lambda: "A review is held today, on what is known today; this is Fri 20 Nov" in notices(app))
        assert isinstance(app.screen, ReadinessScreen)


async def test_read_only_v_says_why_not(path: Path, start: Start) -> None:
    async with start(read_only=True) as (app, pilot):
        await in_readiness(app, pilot)
        await pilot.press("v")
        await until(pilot, lambda: "no review can be held" in notices(app))


async def test_the_board_of_the_phases_tells_what_was_against_the_verdict(path: Path, start: Start) -> None:
    await held_review(path, start)
    async with start((160, 40)) as (app, pilot):
        await pilot.press("3")
        await until(pilot, lambda: app.current_mode == "phases")
        await until(pilot, lambda: "! against the verdict" in text_of(app))
    assert stored(path).all(Risk)


async def test_during_a_trial_v_says_why_not(path: Path, start: Start) -> None:
    async with start() as (app, pilot):
        await in_readiness(app, pilot)
        await pilot.press("w")
        await until(pilot, lambda: app.situation and app.situation.trial is not None)
        await pilot.press("v")
        await until(pilot, lambda: "A review is held on what is, and a trial goes on; keep or drop it first" in notices(app))
        assert isinstance(app.screen, ReadinessScreen)
    assert stored(path).all(GateReview) == ()


async def test_the_own_gate_of_a_wave_is_reviewed_on_its_own(path: Path, start: Start) -> None:
    by_somebody_else(
        path,
        Create(Wave, {"title": "Lyon", "number": 1, "starts_on": day(7)}, "lyon"),
        Create(GateReview, {"title": "Of the phase", "gate": "scale_up", "held_on": day(-1)}, "phase"),
    )
    async with start((120, 40)) as (app, pilot):
        await in_readiness(app, pilot)
        await pilot.press("greater_than_sign")
        await until(pilot, lambda: "Lyon" in " ".join(text_of(app).splitlines()[2:4]))
        form = await ask_review(app, pilot)
        assert "Gate review: Scale-up, V-1 Lyon" in text_of(app)
        assert "It will supersede" not in text_of(app)
        await pilot.press("p")
        await fill(pilot, form, deciders="lea", reason="Later", conditions="look at it @marc fri")
        review = await hold(app, pilot)
    state = stored(path)
    assert (review.gate, review.wave, review.decision, review.supersedes) == (
        PhaseCode.SCALE_UP,
        "lyon",
        Decision.POSTPONED,
        None,
    )
    assert is_intact(review)
    assert [each.wave for each in state.of(Action, "review", review.uid)] == ["lyon"]
    assert state.all(GatePolicy) == ()


# What takes its time


class Slowly:
    """Does some work when it is told to, and keeps in which threads that was."""

    def __init__(self, work: Callable[..., Any]) -> None:
        self._work = work
        self.go_on = Event()
        self.begun = Event()
        self.threads: list[Thread] = []

    def __call__(self, *given: Any) -> Any:
        self.threads.append(current_thread())
        self.begun.set()
        assert self.go_on.wait(20)
        return self._work(*given)


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> Slowly:
    slowly = Slowly(verdict_under)
    monkeypatch.setattr(gate_review_errand, "verdict_under", slowly)
    return slowly


async def test_the_page_can_be_used_while_the_verdict_under_waivers_is_worked_out(
    path: Path, start: Start, slowly: Slowly
) -> None:
    prepare(path, passed=False)
    async with reviewing(start) as (app, pilot, form):
        await pilot.press("c")
        await fill(pilot, form, waivers="on its way @lea +4w !CR-1")
        await until(pilot, slowly.begun.is_set)
        await fill(pilot, form, deciders="lea", conditions="sign it @marc +2w")
        await until(pilot, lambda: "With the waivers  …" in text_of(app))
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "Once more" not in text_of(app)
        slowly.go_on.set()
        await until(pilot, lambda: "With the waivers  ~ CONDITIONAL" in text_of(app))
        await until(pilot, lambda: "cannot be taken back. Once more" in text_of(app))
    assert main_thread() not in slowly.threads


async def test_an_answer_for_an_older_text_is_dropped(path: Path, start: Start, slowly: Slowly) -> None:
    prepare(path, passed=False)
    async with reviewing(start) as (app, pilot, form):
        await fill(pilot, form, waivers="on its way @lea +4w !CR-1")
        await until(pilot, slowly.begun.is_set)
        field_of(form, "waivers").input.focus()
        await pilot.press("backspace", "1", "2")
        await until(pilot, lambda: "With the waivers" not in text_of(app))
        slowly.go_on.set()
        await settled(app, pilot)
        assert "With the waivers" not in text_of(app)
        assert "Verdict  ✗ NO-GO" in text_of(app)
        assert slowly.threads


async def test_a_review_is_held_in_the_background(path: Path, start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[Thread] = []

    def noted(*given: Any) -> Act:
        threads.append(current_thread())
        return held(*given)

    monkeypatch.setattr(gate_review_errand, "held", noted)
    prepare(path)
    async with reviewing(start) as (app, pilot, form):
        await pilot.press("g")
        await fill(pilot, form, deciders="lea")
        await hold(app, pilot)
    assert len(threads) == 1
    assert main_thread() not in threads


def test_where_nobody_could_decide_it_says_where_people_are_with_the_key_of_the_settings() -> None:
    alone = Situation(1, ProjectState({"project": {"p": Project(uid="p", ref="PR-1", key="SHOP", title="Shop")}}), TODAY, "lea")
    assert why_no_review(alone, {"mode.charter": "f7"}.__getitem__).endswith("a table of their own in the charter (f7)")


async def test_the_page_opens_with_the_verdict_that_is_known(path: Path, start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare(path, passed=False)
    async with start() as (app, pilot):
        await in_readiness(app, pilot)
        await settled(app, pilot)

        def judged(*given: Any) -> Any:
            raise AssertionError(given)

        monkeypatch.setattr(situation, "verdict", judged)
        await ask_review(app, pilot)
        assert "Verdict  ✗ NO-GO" in text_of(app)


@pytest.mark.parametrize("leaving", ["mode('readiness')", "mode('risks')", "mode('standup')", "command_palette"])
async def test_a_review_that_is_being_held_is_waited_for(
    path: Path, start: Start, monkeypatch: pytest.MonkeyPatch, leaving: str
) -> None:
    slowly = Slowly(held)
    monkeypatch.setattr(gate_review_errand, "held", slowly)
    prepare(path)
    async with reviewing(start) as (app, pilot, form):
        await pilot.press("g")
        await fill(pilot, form, deciders="lea")
        field_of(form, "decision").input.focus()
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "cannot be taken back. Once more" in text_of(app))
        await pilot.press("ctrl+s")
        await until(pilot, slowly.begun.is_set)
        await app.run_action(leaving)
        await pilot.pause()
        assert isinstance(app.screen, GateReviewScreen)
        slowly.go_on.set()
        await until(pilot, lambda: "is held" in notices(app))
        await until(pilot, lambda: isinstance(app.screen, ReadinessScreen) and app.screen.lists(GateReview))
        form = await ask_review(app, pilot)
        assert [row.typed for row in form.rows] == [""] * len(form.rows)
    assert len(stored(path).all(GateReview)) == 1


async def test_what_has_changed_since_a_review_is_worked_out_once_in_the_background(
    path: Path, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    await held_review(path, start)
    check = stored(path).get(ManualCheck, "check")
    assert check
    by_somebody_else(path, Update(check, {"note": "Found it"}))
    slowly = Slowly(review_changes.changes_since)
    monkeypatch.setattr(review_changes, "changes_since", slowly)
    async with start((120, 40)) as (app, pilot):
        await in_readiness(app, pilot)
        await until(pilot, slowly.begun.is_set)
        await pilot.press("less_than_sign")
        await until(pilot, lambda: "! against the verdict NO-GO …" in answer_line(app))
        screen = app.screen
        assert isinstance(screen, ReadinessScreen)
        while not screen.lists(GateReview):
            await pilot.press("right_square_bracket")
        await until(pilot, lambda: "Changed since: …" in text_of(app))
        assert "! 1 change" not in text_of(app)
        slowly.go_on.set()
        await until(pilot, lambda: "! 1 change of its evidence since" in answer_line(app))
        await until(pilot, lambda: "Changed since: 1" in text_of(app))
        assert text_of(app).count("! 1 change") == 2
        await settled(app, pilot)
        worked_out = len(slowly.threads)
        await pilot.press("greater_than_sign", "less_than_sign")
        await settled(app, pilot)
        assert "! 1 change of its evidence since" in answer_line(app)
        assert len(slowly.threads) == worked_out
    assert main_thread() not in slowly.threads
