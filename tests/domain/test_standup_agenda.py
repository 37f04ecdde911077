"""What a stand-up is about, on logs of which a person can tell by heart what has to be said."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.action import Action
from cockpit.domain.change import Batch
from cockpit.domain.edit import Create, Record
from cockpit.domain.gate import Answer, Criterion, GatePolicy, GateReview, ManualCheck
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.milestone import Milestone
from cockpit.domain.person import Person
from cockpit.domain.phase import Deliverable, Phase
from cockpit.domain.readiness import criteria_of, next_gate
from cockpit.domain.risk import Assessment, Risk
from cockpit.domain.standup import Standup
from cockpit.domain.standup_agenda import Agenda, TopicName, agenda, since_last
from cockpit.domain.standup_item import MOST_LINES, Turn
from cockpit.domain.standup_people import MOST_EACH
from cockpit.domain.state import ProjectState
from cockpit.domain.wave import Wave
from cockpit.domain.win import Win
from cockpit.language import say
from tests.domain.diary import Diary
from tests.strategies import projects
from tests.thoroughness import examples

MONDAY = date(2026, 3, 2)
NOON = time(12, tzinfo=UTC)
NO_BREAK = "\N{NO-BREAK SPACE}"


def march(day: int) -> date:
    return date(2026, 3, day)


def noon(day: int) -> datetime:
    return datetime.combine(march(day), NOON)


def begun(*edits: Create) -> Diary:
    """A project of Lea and Marc, from Monday 2 March on."""
    people = (Create(Person, {"handle": name, "name": name.title()}, name) for name in ("lea", "marc"))
    return Diary(MONDAY, *people, *edits)


def acted(uid: str, **values: Any) -> Create:
    return Create(Action, {"title": uid.replace("-", " ").title(), "owner": "lea", **values}, uid)


def known_before(log: Sequence[Batch], instant: datetime) -> ProjectState:
    state = ProjectState()
    for batch in log:
        if batch.at < instant or batch is log[0]:
            state = state.after(batch)
    return state


def held(diary: Diary, on: date, since: datetime) -> Agenda:
    """The stand-up at noon, since another one."""
    return agenda(known_before(diary.log, since), diary.state, diary.log, since, on)


def lines(found: Agenda, name: TopicName) -> list[tuple[str, str, str | None]]:
    return [(item.turn.value, say(item.said).replace(NO_BREAK, " "), item.person) for item in found.topic(name).items]


def said(found: Agenda, name: TopicName) -> list[tuple[str, str]]:
    return [(turn, sentence) for turn, sentence, _ in lines(found, name)]


def why(found: Agenda, name: TopicName, place: int = 0) -> list[str]:
    return [say(each).replace(NO_BREAK, " ") for each in found.topic(name).items[place].because]


# Since when


def test_it_looks_back_to_the_last_stand_up_and_to_a_week_ago_before_the_first() -> None:
    diary = begun()
    assert since_last(diary.state, noon(16)) == noon(9)

    for day in (4, 11, 18):
        diary.act(march(day), "lea", Create(Standup, {"title": "Weekly", "held_at": noon(day)}))

    assert since_last(diary.state, noon(16)) == noon(11)
    assert since_last(diary.state, noon(11)) == noon(4)


def test_it_looks_back_no_further_than_the_log_goes() -> None:
    diary = begun(acted("print"))

    found = held(diary, march(3), noon(2) - timedelta(days=90))

    assert found.since == diary.log[0].at
    assert lines(found, TopicName.PEOPLE) == []


def test_on_the_first_day_of_a_project_what_has_turned_since_it_was_begun_is_told() -> None:
    diary = begun()
    policy = Create(GatePolicy, {"gate": "definition", "title": "Charter"}, "GP")
    diary.act(MONDAY, "marc", policy, Create(Criterion, {"title": "Signed", "policy": "GP", "rule": "manual_check"}))

    found = held(diary, MONDAY, noon(2) - timedelta(days=7))

    assert [turn for turn, _ in said(found, TopicName.VERDICT)] == ["flat", "news", "news"]
    assert said(found, TopicName.VERDICT)[1] == ("news", "Now asked: Signed")


def test_what_was_done_after_the_last_stand_up_on_its_day_is_told_and_what_was_done_before_is_not() -> None:
    diary = begun(acted("print"), acted("read"))
    diary.act(march(9), "lea", diary.update(Action, "print", state="done"))
    diary.act(march(9), "lea", diary.update(Action, "read", state="done"))

    found = held(diary, march(16), diary.log[2].at)

    assert said(found, TopicName.PEOPLE) == [("done", "A-2 Read: done")]


# People


def test_what_each_action_needs_is_told_by_person_in_the_order_of_their_refs() -> None:
    diary = begun(
        acted("print", owner="marc", due_on=march(12), state="doing"),
        acted("wait", owner="marc", due_on=march(18), state="blocked", blocked_by=["print"], blocker="The printer is broken."),
        acted("late", due_on=march(15)),
        acted("due", due_on=march(23)),
        acted("not-due", due_on=march(24)),
        acted("nobody", owner=None, due_on=march(16)),
        acted("unsaid", state="blocked"),
    )

    found = held(diary, march(16), noon(9))

    assert lines(found, TopicName.PEOPLE) == [
        ("blocked", "A-7 Unsaid: blocked", "lea"),
        ("late", "A-3 Late: late by 1 day", "lea"),
        ("due", "A-4 Due: due in 7 days", "lea"),
        ("blocked", "A-2 Wait: waits for A-1, due in 2 days", "marc"),
        ("late", "A-1 Print: late by 4 days, no news for 14 days", "marc"),
        ("due", "A-6 Nobody: due today", None),
    ]
    assert why(found, TopicName.PEOPLE, 3) == ["The printer is broken."]
    assert [person for person, _ in found.topic(TopicName.PEOPLE).by_person] == ["lea", "marc", None]


def test_what_was_done_and_taken_back_is_no_news() -> None:
    diary = begun(acted("print", state="doing"))
    told = diary.act(march(14), "lea", diary.update(Action, "print", description="Half of it"))
    diary.undo(march(14), "lea", told)

    assert said(held(diary, march(16), noon(9)), TopicName.PEOPLE) == [("stuck", "A-1 Print: no news for 14 days")]


def test_an_action_without_a_change_for_a_week_is_stuck_from_the_day_of_its_last_change() -> None:
    """Changed on 5 March: a week later, on the 12th, it is stuck, and not on the 11th; what recurs every two weeks, after two weeks."""
    diary = begun(acted("print", state="doing"), acted("read", state="doing", recurs_every_days=14), acted("idle"))
    diary.act(march(5), "lea", diary.update(Action, "print", description="Half of it"))

    assert said(held(diary, march(11), noon(6)), TopicName.PEOPLE) == []
    assert said(held(diary, march(12), noon(6)), TopicName.PEOPLE) == [("stuck", "A-1 Print: no news for 7 days")]
    later = [("stuck", "A-1 Print: no news for 11 days"), ("stuck", "A-2 Read: no news for 14 days")]
    assert said(held(diary, march(16), noon(6)), TopicName.PEOPLE) == later


def test_what_has_changed_since_the_last_stand_up_is_not_stuck() -> None:
    diary = begun(acted("print"))
    diary.act(march(9), "lea", diary.update(Action, "print", state="doing"))

    assert said(held(diary, march(30), datetime.combine(march(9), time(), UTC)), TopicName.PEOPLE) == [
        ("news", "A-1 Print: begun")
    ]


def test_what_has_become_of_an_action_is_told() -> None:
    diary = begun(
        acted("begin"), acted("free", state="blocked"), acted("move", due_on=march(25)), acted("hasten", due_on=march(30)),
        acted("give", owner="marc"), acted("again", state="done"),
    )  # fmt: skip
    changes: dict[str, dict[str, Any]] = {
        "begin": {"state": "doing"}, "free": {"state": "doing"}, "move": {"due_on": march(27)}, "hasten": {"due_on": march(29)},
        "give": {"owner": "lea"}, "again": {"state": "to_do"},
    }  # fmt: skip
    diary.act(march(10), "lea", *(diary.update(Action, uid, **values) for uid, values in changes.items()))
    diary.act(march(10), "lea", acted("late-one", owner="marc"))

    assert dict(pair[::-1] for pair in said(held(diary, march(16), noon(9)), TopicName.PEOPLE)) == {
        "A-1 Begin: begun": "news",
        "A-2 Free: no longer blocked": "news",
        "A-3 Move: put off by 2 days": "news",
        "A-4 Hasten: brought forward by 1 day": "news",
        "A-5 Give: taken over": "news",
        "A-6 Again: open again": "news",
        "A-7 Late One: newly added": "news",
    }


def test_what_there_is_too_much_of_is_counted_and_what_needs_help_is_told_first() -> None:
    diary = begun(*(acted(f"new-{count}") for count in range(8)), acted("late", due_on=march(3)))
    diary.act(march(10), "lea", *(diary.update(Action, f"new-{count}", state="doing") for count in range(8)))

    found = lines(held(diary, march(16), noon(9)), TopicName.PEOPLE)

    assert len(found) == MOST_EACH
    assert found[0] == ("late", "A-9 Late: late by 13 days", "lea")
    assert found[-1] == ("more", "and 4 more", "lea")
    whole = agenda(known_before(diary.log, noon(9)), diary.state, diary.log, noon(9), march(16), whole=True)
    told = said(whole, TopicName.PEOPLE)
    assert (len(told), told[0]) == (9, ("late", "A-9 Late: late by 13 days")), "a file has room for all"


def test_what_got_worse_of_what_somebody_answers_for_is_told_with_their_actions() -> None:
    diary = begun(Create(Risk, {"title": "Peak", "inherent_likelihood": 3, "inherent_impact": 3, "owner": "marc"}, "peak"))
    diary.act(march(10), "lea", diary.update(Risk, "peak", current_likelihood=5, current_impact=5))

    found = held(diary, march(16), noon(9))

    assert lines(found, TopicName.PEOPLE) == lines(found, TopicName.RISKS) == [("worse", "R-1 Peak: level 5, was 3", "marc")]


# Risks


def test_risks_are_told_where_their_level_has_changed_and_why() -> None:
    """By the default grid: 4x4 is level 4, 2x4 level 3, 3x4 level 4, 5x4 level 5, 4x5 level 5, 1x1 level 1."""
    rated = {"inherent_likelihood": 4, "inherent_impact": 4, "current_likelihood": 3, "current_impact": 4}
    diary = begun(*(Create(Risk, {"title": uid.title(), **rated}, uid) for uid in ("down", "same", "gone", "struck", "back")))
    diary.act(march(5), "lea", diary.update(Risk, "back", status="closed"))
    note = {"risk": "down", "assessed_on": march(10), "likelihood": 2, "impact": 4, "note": "Twice as many servers.\nAnd more."}
    diary.act(
        march(10), "lea",
        diary.update(Risk, "down", current_likelihood=2), diary.update(Risk, "same", current_likelihood=4),
        diary.update(Risk, "gone", status="closed"), diary.update(Risk, "struck", status="occurred"),
        diary.update(Risk, "back", status="open"), Create(Assessment, note),
        Create(Assessment, {**note, "assessed_on": march(11), "note": "Still so"}),
        Create(Risk, {"title": "Young", "inherent_likelihood": 1, "inherent_impact": 1}, "young"),
        Create(Risk, {"title": "Over", "inherent_likelihood": 1, "inherent_impact": 1, "status": "closed"}, "over"),
    )  # fmt: skip

    found = held(diary, march(16), noon(9))

    assert said(found, TopicName.RISKS) == [
        ("worse", "R-4 Struck: it has happened"),
        ("worse", "R-5 Back: open again, level 4"),
        ("news", "R-6 Young: new, level 1"),
        ("better", "R-3 Gone: closed"),
        ("better", "R-1 Down: level 3, was 4"),
    ]
    assert why(found, TopicName.RISKS, 4) == ["3x4 → 2x4", "Twice as many servers."]
    assert [(say(each.title), each.happened_on) for each in found.proposals] == [("Down: from level 4 down to 3", march(10))]


def test_a_topic_that_would_be_longer_than_a_page_says_how_many_more_there_are() -> None:
    diary = begun()
    diary.act(
        march(10), "lea", *(Create(Risk, {"title": "Peak", "inherent_likelihood": 1, "inherent_impact": 1}) for _ in range(14))
    )

    found = held(diary, march(16), noon(9)).topic(TopicName.RISKS).items

    assert len(found) == 12
    assert (found[-1].turn, say(found[-1].said), found[-1].uid) == (Turn.MORE, "and 3 more", "PR")


# KPIs


def weeks(*values: float) -> Record:
    """A measurement each Monday from 2 February on."""
    points = {(date(2026, 2, 2) + timedelta(weeks=week)).isoformat(): value for week, value in enumerate(values)}
    return Record("load", Group.PILOT, points)


def measured(*before: float, **values: Any) -> Diary:
    """A KPI in ms that should be 800 at most, with its measurements known on 9 March, on which six weeks are over."""
    diary = begun(
        Create(Kpi, {"title": "Load", "unit": "ms", "direction": "lower", "target": 800, "owner": "marc", **values}, "load")
    )
    if before:
        diary.act(march(9), "lea", weeks(*before))
    return diary


def kpis(diary: Diary, *all_values: float, on: date = date(2026, 3, 16)) -> Agenda:
    """The stand-up a week later, when all of these values are known."""
    if all_values:
        diary.act(march(13), "lea", weeks(*all_values))
    return held(diary, on, noon(9))


def test_a_kpi_that_turned_red_is_told_and_of_whom() -> None:
    diary = measured(790, 790, 790, 790, 790)

    assert lines(kpis(diary, 790, 790, 790, 790, 790, 870), TopicName.KPIS) == [
        ("worse", "K-1 Load: 870 ms, now over 800 ms", "marc")
    ]


def test_a_value_close_to_the_target_is_told_as_exactly_as_it_takes() -> None:
    diary = measured(790, 790, 790, 790, 790)

    found = kpis(diary, 790, 790, 790, 790, 790, 800.04)

    assert said(found, TopicName.KPIS) == [("worse", "K-1 Load: 800.04 ms, now over 800 ms")]


def test_a_kpi_that_goes_on_missing_its_target_is_told_where_the_gate_asks_for_it() -> None:
    values = (790, 790, 790, 870, 870)
    diary = measured(*values)
    assert said(kpis(diary, *values, 880), TopicName.KPIS) == []

    diary = measured(*values)
    asked = {"title": "Load", "policy": "GP", "rule": "kpis_met"}
    diary.act(
        MONDAY, "lea", Create(GatePolicy, {"gate": "definition", "title": "Charter"}, "GP"), Create(Criterion, asked, "held")
    )

    assert said(kpis(diary, *values, 880), TopicName.KPIS) == [("flat", "K-1 Load: 880 ms, over 800 ms for 3 weeks")]
    assert said(kpis(diary, on=march(15)), TopicName.KPIS) == [], "no other week is over"


def test_a_kpi_that_reached_its_target_again_is_no_win_and_for_the_first_time_is_one() -> None:
    again = kpis(measured(790, 870, 870, 870, 870), 790, 870, 870, 870, 870, 780)
    first = kpis(measured(870, 870, 870, 870, 870), 870, 870, 870, 870, 870, 780)

    assert said(again, TopicName.KPIS) == [("better", "K-1 Load: 780 ms, reaches 800 ms again")]
    assert again.proposals == ()
    assert said(first, TopicName.KPIS) == [("better", "K-1 Load: 780 ms, reaches 800 ms for the first time")]
    (proposal,) = first.proposals
    assert say(proposal.title).replace(NO_BREAK, " ") == "Load: 780 ms, the target of 800 ms reached for the first time"
    assert (proposal.kpi, proposal.milestone, proposal.happened_on) == ("load", None, march(15))


def test_a_kpi_that_the_rule_finds_met_for_the_first_time_is_a_win() -> None:
    """Six periods are needed: the sixth, of 9 to 15 March, is the first with which it is met."""
    values = (780, 781, 779, 780, 781)

    (proposal,) = kpis(measured(*values), *values, 780).proposals
    assert say(proposal.title).replace(NO_BREAK, " ") == "Load: target of 800 ms held for the first time"
    assert proposal.happened_on == march(15)


def test_a_win_that_is_written_down_is_not_proposed_and_waits_to_be_celebrated() -> None:
    values = (780, 781, 779, 780, 781)
    diary = measured(*values)
    diary.act(march(14), "lea", Create(Win, {"title": "Load held", "kpi": "load", "happened_on": march(15)}))
    diary.act(march(14), "lea", Create(Win, {"title": "Party", "happened_on": march(15), "celebrated_on": march(15)}))

    found = kpis(diary, *values, 780)

    assert found.proposals == ()
    assert said(found, TopicName.WINS) == [("news", "W-1 Load held: not celebrated yet")]


def test_a_guardrail_that_was_crossed_comes_before_all_else() -> None:
    diary = measured(790, 790, 790, 790, 790, guardrail=1000)

    assert said(kpis(diary, 790, 790, 790, 790, 790, 1200), TopicName.KPIS) == [
        ("worse", "K-1 Load: crossed its guardrail, 1,200 ms > 1,000 ms")
    ]

    diary = measured(790, 790, 790, 790, 1200, guardrail=1000)
    assert said(kpis(diary, 790, 790, 790, 790, 1200, 850), TopicName.KPIS) == [
        ("better", "K-1 Load: back within its guardrail, at 850 ms")
    ]


def test_a_kpi_that_turned_by_another_target_says_so() -> None:
    diary = measured(790, 790, 870, 870, 870)
    diary.act(march(10), "marc", diary.update(Kpi, "load", target=900.0))

    found = kpis(diary)

    assert said(found, TopicName.KPIS) == [("better", "K-1 Load: 870 ms, reaches 900 ms for the first time")]
    assert why(found, TopicName.KPIS) == ["the target was 800 ms"]
    assert found.proposals == ()


# Dates


def test_milestones_are_late_due_moved_and_reached() -> None:
    planned: dict[str, dict[str, Any]] = {
        "late": {"planned_on": march(12)}, "due": {"planned_on": march(30)}, "far": {"planned_on": march(31)},
        "moved": {"planned_on": march(20), "owner": "marc"}, "early": {"planned_on": march(14)}, "reached": {"planned_on": march(10)},
        "old": {"planned_on": march(4), "reached_on": march(4)},
    }  # fmt: skip
    diary = begun(*(Create(Milestone, {"title": uid.title(), **values}, uid) for uid, values in planned.items()))
    diary.act(
        march(13), "lea", diary.update(Milestone, "moved", forecast_on=date(2026, 4, 20)),
        diary.update(Milestone, "early", reached_on=march(12)), diary.update(Milestone, "reached", reached_on=march(13)),
    )  # fmt: skip

    found = held(diary, march(16), noon(9))

    assert lines(found, TopicName.DATES) == [
        ("late", "M-1 Late: late by 4 days", None),
        ("worse", "M-4 Moved: put off by 31 days", "marc"),
        ("due", "M-2 Due: due in 14 days", None),
        ("done", "M-5 Early: reached 2 days early", None),
        ("done", "M-6 Reached: reached 3 days late", None),
    ]
    assert [(say(each.title), each.happened_on, each.milestone) for each in found.proposals] == [
        ("Early: 2 days early", march(12), "early")
    ]


def test_what_was_reached_on_its_day_without_a_plan_or_brought_forward_says_so() -> None:
    planned: dict[str, dict[str, Any]] = {
        "sharp": {"planned_on": march(12)},
        "free": {},
        "sooner": {"planned_on": date(2026, 4, 20)},
    }
    diary = begun(
        *(Create(Milestone, {"title": uid.title(), **values}, uid) for uid, values in planned.items()),
        Create(Wave, {"title": "Lyon", "number": 1, "status": "running"}, "lyon"),
    )
    reached = (diary.update(Milestone, uid, reached_on=march(12)) for uid in ("sharp", "free"))
    sooner = diary.update(Milestone, "sooner", planned_on=date(2026, 4, 19))
    diary.act(march(12), "lea", *reached, sooner, diary.update(Wave, "lyon", status="done"))

    found = held(diary, march(16), noon(9))

    assert said(found, TopicName.DATES) == [
        ("done", "M-1 Sharp: reached on its day"),
        ("done", "M-2 Free: reached"),
        ("done", "V-1 Lyon: done"),
        ("better", "M-3 Sooner: brought forward by 1 day"),
    ]
    assert found.proposals == ()


def test_waves_gates_and_deliverables_are_told_by_their_days() -> None:
    diary = begun(
        Create(Phase, {"code": "definition", "title": "Charter", "starts_on": march(1), "ends_on": march(30)}, "charter"),
        Create(Wave, {"title": "Lyon", "number": 1, "status": "running", "starts_on": march(2), "ends_on": march(15)}, "lyon"),
        Create(Wave, {"title": "Nice", "number": 2, "starts_on": march(20)}, "nice"),
        Create(Deliverable, {"title": "Plan", "phase": "charter", "due_on": march(23)}, "plan"),
        Create(Deliverable, {"title": "Scope", "phase": "charter", "due_on": march(10)}, "scope"),
    )
    diary.act(march(10), "lea", diary.update(Deliverable, "scope", state="accepted"))

    assert said(held(diary, march(16), noon(9)), TopicName.DATES) == [
        ("late", "V-1 Lyon, its end: late by 1 day"),
        ("due", "V-2 Nice, its beginning: due in 4 days"),
        ("due", "DE-1 Plan: due in 7 days"),
        ("due", "Gate at the end of definition: due in 14 days"),
        ("done", "DE-2 Scope: accepted"),
    ]

    diary.act(march(17), "lea", diary.update(Wave, "lyon", status="rolled_back"), diary.update(Wave, "nice", status="running"))
    told = said(held(diary, march(18), noon(16)), TopicName.DATES)
    assert ("worse", "V-1 Lyon: rolled back") in told
    assert ("news", "V-2 Nice: begun") in told


# The verdict


def gated() -> Diary:
    """A gate that asks two things of which nobody has said anything."""
    asked = [{"title": f"Is {uid} so", "policy": "GP", "rule": "manual_check", "owner": "marc"} for uid in ("one", "two")]
    policy = Create(GatePolicy, {"gate": "definition", "title": "Charter"}, "GP")
    return begun(policy, *(Create(Criterion, values, values["title"].split()[1]) for values in asked))


def checked(criterion: str, on: date, *, passed: bool = True, note: str = "") -> Create:
    return Create(ManualCheck, {"criterion": criterion, "passed": passed, "checked_on": on, "checked_by": "marc", "note": note})


def test_the_answer_then_and_now_and_who_turned_what_in_their_words() -> None:
    diary = gated()
    diary.act(march(10), "marc", checked("one", march(10), note="Signed by all five."))
    diary.act(march(11), "lea", checked("two", march(11), passed=False))

    found = held(diary, march(16), noon(9))

    assert (found.then, found.now) == (Answer.NOT_YET, Answer.NO_GO)
    assert lines(found, TopicName.VERDICT) == [
        ("worse", "definition: NO-GO, was NOT YET", None),
        ("worse", "Is two so: not met, was no answer yet", "marc"),
        ("better", "Is one so: met, was no answer yet", "marc"),
    ]
    assert why(found, TopicName.VERDICT) == ["1 met, 1 not met; before: 2 no answer yet"]
    assert why(found, TopicName.VERDICT, 1) == [
        "failed, checked by Marc",
        "lea, Wed 11 Mar: Manual check created: MC-2 2026-03-11",
    ]
    assert why(found, TopicName.VERDICT, 2) == ["passed, checked by Marc", "marc, Tue 10 Mar: Signed by all five."]


def test_what_was_turned_on_the_day_of_the_last_stand_up_but_after_it_is_told() -> None:
    diary = gated()
    early = diary.act(march(9), "marc", checked("one", march(9), note="Before"))
    diary.act(march(9), "marc", checked("two", march(9), note="After"))

    found = held(diary, march(16), early.at + timedelta(seconds=1))

    assert said(found, TopicName.VERDICT)[1:] == [("better", "Is two so: met, was no answer yet")]
    assert why(found, TopicName.VERDICT, 1)[1:] == ["marc, Mon 9 Mar: After"]


def test_what_time_alone_turned_says_so() -> None:
    """Checked on 2 March it counts for 90 days: to 31 May."""
    diary = gated()
    diary.act(MONDAY, "marc", checked("one", MONDAY), checked("two", march(20)))
    diary.act(march(20), "marc", checked("two", march(20)))

    found = held(diary, date(2026, 6, 2), datetime(2026, 5, 26, 12, tzinfo=UTC))

    assert said(found, TopicName.VERDICT)[1:] == [("worse", "Is one so: no answer yet, was met")]
    assert why(found, TopicName.VERDICT, 1)[1:] == ["Mon 1 Jun: time went by"]


def test_a_review_that_was_held_and_what_the_gate_asks_since_are_told() -> None:
    diary = begun()
    review = {
        "title": "Go",
        "gate": "definition",
        "held_on": march(10),
        "decision": "go",
        "deciders": ["lea"],
        "reason": "So be it",
    }
    diary.act(march(10), "lea", Create(GateReview, review, "review"))
    policy = Create(GatePolicy, {"gate": "steering", "title": "Plan"}, "GP")
    diary.act(march(11), "lea", policy, Create(Criterion, {"title": "Plan", "policy": "GP", "rule": "manual_check"}, "plan"))

    found = held(diary, march(16), noon(9))

    assert said(found, TopicName.VERDICT)[1:] == [
        ("news", "GR-1 Go: decided GO"),
        ("news", "Now asked: Plan"),
        ("news", "No longer asked: Milestone adherence; Deliverables accepted; Critical resources secured; 4 more"),
    ]


# What holds for any project


@examples(40)
@given(projects())
def test_between_two_equal_states_of_a_day_nothing_has_moved(made: tuple[ProjectState, tuple[Batch, ...]]) -> None:
    state, log = made
    end = log[-1].at + timedelta(seconds=1)

    found = agenda(state, state, log, end, end.date())

    moved = {Turn.BETTER, Turn.WORSE, Turn.DONE, Turn.WIN}
    assert [item for topic in found.topics for item in topic.items if item.turn in moved] == []
    assert {topic.name for topic in found.topics for item in topic.items if item.turn is Turn.NEWS} <= {TopicName.WINS}
    assert found.then is found.now
    assert found.proposals == ()


@examples(60)
@given(projects(), st.data())
def test_every_line_is_of_a_row_that_is_or_was_there_and_a_topic_is_a_page(
    made: tuple[ProjectState, tuple[Batch, ...]], data: st.DataObject
) -> None:
    state, log = made
    then, since = known_before(log, at := data.draw(st.sampled_from([batch.at for batch in log]))), at
    as_of = log[-1].at.date() + timedelta(days=data.draw(st.integers(0, 400)))

    found = agenda(then, state, log, since, as_of)

    asked = {each.uid for side in (then, state) for each in criteria_of(side, next_gate(state, as_of))}
    for topic in found.topics:
        for item in topic.items:
            assert any(side.row(item.kind, item.uid) for side in (then, state)) or item.uid in asked
            assert item.person is None or state.get(Person, item.person)
            assert say(item.said)
    assert [topic.name for topic in found.topics] == list(TopicName)
    assert all(len(topic.items) <= MOST_LINES for topic in found.topics if topic.name is not TopicName.PEOPLE)
    assert all(len(items) <= MOST_EACH for _, items in found.topic(TopicName.PEOPLE).by_person)
    for proposal in found.proposals:
        assert state.row(proposal.kind, proposal.uid)
        assert proposal.happened_on <= as_of
