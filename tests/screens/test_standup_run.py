"""A stand-up under way: its pages, its clock, and how it comes back from a draft as it was left."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.gate import Answer
from cockpit.domain.message import message
from cockpit.domain.phase import PhaseCode
from cockpit.domain.standup_agenda import Agenda, Topic, TopicName
from cockpit.domain.standup_item import Item, Turn
from cockpit.domain.standup_taking import TakenDown, Taking
from cockpit.screens.standup_clock import StandupClock, clock_words, face_of
from cockpit.screens.standup_run import TAKEN, StandupRun, pages_of
from cockpit.widgets.signs import Tone
from tests.thoroughness import examples

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
SINCE = NOW - timedelta(days=7)
PEOPLE = ("lea", "marc", "ines")


def item(person: str | None = None) -> Item:
    return Item(message("said"), Turn.NEWS, "action", "a", person)


def agenda(**items: tuple[Item, ...]) -> Agenda:
    topics = tuple(Topic(name, items.get(name.value, ())) for name in TopicName)
    return Agenda(SINCE, date(2026, 11, 23), PhaseCode.PILOT, Answer.GO, Answer.GO, topics)


FULL = agenda(verdict=(item(),), people=(item("marc"), item()), kpis=(item(),))
PAGES = pages_of(FULL, PEOPLE)


def after(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def walked(run: StandupRun, steps: int) -> StandupRun:
    for _step in range(abs(steps)):
        run = run.turned(PAGES, 1 if steps > 0 else -1, NOW)
    return run


def test_everybody_has_a_page_and_a_topic_only_where_there_is_something_to_tell() -> None:
    assert PAGES == (
        ("verdict", ""), ("people", "lea"), ("people", "marc"), ("people", "ines"), ("people", ""), ("kpis", ""), (TAKEN, ""),
    )  # fmt: skip
    win = TakenDown(Taking.WIN, "act", "win", "w")
    assert pages_of(FULL, PEOPLE, [win])[-2:] == (("wins", ""), (TAKEN, "")), "what was celebrated is still told"


def test_who_is_absent_is_passed_over_and_can_be_gone_back_to() -> None:
    run = walked(StandupRun.beginning(NOW, SINCE), 2)
    assert (tuple(run.place), set(run.spoken)) == (("people", "marc"), {"lea"})
    run = walked(run.with_absence_turned(), 1)
    assert (run.place.speaker, set(run.spoken), set(run.absent)) == ("ines", {"lea"}, {"marc"})
    assert walked(walked(run, -2), 1).place.speaker == "ines"
    run = walked(run, -1).with_absence_turned()
    assert (run.place.speaker, run.absent) == ("marc", frozenset())
    assert walked(run, 1).spoken == {"lea", "marc"}


def test_neither_end_can_be_gone_past() -> None:
    run = StandupRun.beginning(NOW, SINCE)
    assert walked(run, -1) == run
    assert walked(run, 40).place == (TAKEN, "")


def test_where_a_page_is_gone_its_topic_or_the_next_is_shown() -> None:
    run = walked(StandupRun.beginning(NOW, SINCE), 5)
    assert run.place == ("kpis", "")
    assert run.within(pages_of(agenda(verdict=(item(),)), PEOPLE)).place == (TAKEN, "")
    run = walked(StandupRun.beginning(NOW, SINCE), 2)
    assert run.within(pages_of(FULL, ("lea", "ines"))).place == ("people", "lea")


def test_the_clock_counts_each_topic_and_all_and_stands_still_when_paused() -> None:
    clock = StandupClock("verdict", NOW).turned_to("people", after(2))
    assert (clock.on_topic(after(3)), clock.in_all(after(3))) == (timedelta(minutes=1), timedelta(minutes=3))
    paused = clock.stopped(after(3))
    assert paused.in_all(after(60)) == timedelta(minutes=3)
    assert paused.turned_to("verdict", after(60)).on_topic(after(61)) == timedelta(minutes=2), "a pause goes on over a page"
    again = paused.started(after(60)).turned_to("verdict", after(61))
    assert (again.on_topic(after(62)), again.in_all(after(62))) == (timedelta(minutes=3), timedelta(minutes=5))
    assert again.in_all(NOW) == timedelta(minutes=4), "a clock set back takes nothing away"


@pytest.mark.parametrize(
    ("clock", "at", "words", "figures", "tone"),
    [
        (StandupClock("verdict", NOW), 3.2, "topic", "03:12   03:12 / 15:00", Tone.PLAIN),
        (StandupClock("verdict", NOW).turned_to("people", after(14)), 16, "! over time   topic", "02:00   16:00 / 15:00", Tone.BAD),
        (StandupClock("verdict", NOW).stopped(after(1)), 9, "‖ paused   topic", "01:00   01:00 / 15:00", Tone.WARNING),
        (
            StandupClock("verdict", NOW).stopped(after(61)), 99,
            "‖ paused  ! over time   topic", "61:00   61:00 / 15:00", Tone.BAD,
        ),
    ],
)  # fmt: skip
def test_over_time_is_told_in_words(clock: StandupClock, at: float, words: str, figures: str, tone: Tone) -> None:
    face = face_of(clock, after(at), timedelta(minutes=15))
    assert (face.words, face.figures, face.tone) == (words, figures, tone)
    assert clock_words(timedelta(hours=2, seconds=5.9)) == "120:05"


taken_down = st.builds(TakenDown, st.sampled_from(list(Taking)), st.text(), st.text(), st.text(), st.text())


@given(
    steps=st.lists(st.sampled_from(["next", "before", "absent", "pause", "wait"]), max_size=12),
    taken=st.lists(taken_down, max_size=4),
    typed=st.dictionaries(st.sampled_from(["action", "decision"]), st.text(), max_size=2),
)
@examples(60)
def test_a_stand_up_comes_back_from_its_draft_as_it_was_left(
    steps: list[str], taken: list[TakenDown], typed: dict[str, str]
) -> None:
    run, now = StandupRun.beginning(NOW, SINCE), NOW
    for step in steps:
        match step:
            case "next" | "before":
                run = run.turned(PAGES, 1 if step == "next" else -1, now)
            case "absent":
                run = run.with_absence_turned()
            case "pause":
                clock = run.clock
                run = StandupRun(
                    run.began,
                    run.since,
                    clock.stopped(now) if clock.runs else clock.started(now),
                    run.place,
                    run.spoken,
                    run.absent,
                )
            case _:
                now += timedelta(seconds=7)
    run = StandupRun(run.began, run.since, run.clock, run.place, run.spoken, run.absent, tuple(taken), typed)
    kept = StandupRun.kept(run.draft(now))
    assert kept
    assert (kept.began, kept.since, kept.place, kept.spoken, kept.absent) == (NOW, SINCE, run.place, run.spoken, run.absent)
    assert (kept.taken, kept.typed) == (run.taken, typed)
    much_later = now + timedelta(hours=5)
    assert not kept.clock.runs
    assert kept.clock.in_all(much_later) == run.clock.in_all(now)
    assert kept.clock.on_topic(much_later) == run.clock.on_topic(now)


@pytest.mark.parametrize(
    "draft",
    [
        {},
        {"began": "yesterday"},
        {**StandupRun.beginning(NOW, SINCE).draft(NOW), "place": "[]"},
        {**StandupRun.beginning(NOW, SINCE).draft(NOW), "place": '["weather", ""]'},
        {**StandupRun.beginning(NOW, SINCE).draft(NOW), "spent": '{"verdict": "long"}'},
        {**StandupRun.beginning(NOW, SINCE).draft(NOW), "spent": '{"verdict": 1e300}'},
        {**StandupRun.beginning(NOW, SINCE).draft(NOW), "taken": '[["action"]]'},
        {**StandupRun.beginning(NOW, SINCE).draft(NOW), "taken": "["},
        {**StandupRun.beginning(NOW, SINCE).draft(NOW), "spoken": "3"},
        {**StandupRun.beginning(NOW, SINCE).draft(NOW), "typed": "[]"},
    ],
)
def test_a_draft_that_cannot_be_understood_is_none(draft: dict[str, str]) -> None:
    assert StandupRun.kept(draft) is None
