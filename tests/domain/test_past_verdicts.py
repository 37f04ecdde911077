"""The verdict over time, on logs of which a person can tell by heart when it turned, and why."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.edit import Create, Delete, Record
from cockpit.domain.evidence import INSUFFICIENT, MET, NOT_MET, CriterionState
from cockpit.domain.gate import Answer, Criterion, GatePolicy, ManualCheck, Waiver
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.person import Person
from cockpit.domain.phase import PhaseCode
from cockpit.domain.readiness import verdict
from cockpit.domain.readiness.past_verdicts import PastVerdict, Turn, VerdictHistory, verdict_history, year_before
from cockpit.domain.risk import Risk
from cockpit.language import say
from tests.domain.diary import Diary
from tests.thoroughness import examples

MONDAY = date(2026, 3, 2)
GATE = PhaseCode.DEFINITION
PEAK = {"title": "Peak", "inherent_likelihood": 4, "inherent_impact": 4}


def march(day: int) -> date:
    return date(2026, 3, day)


def asked(uid: str, **values: Any) -> Create:
    return Create(Criterion, {"title": f"Is {uid} so", "policy": "GP", "rule": "manual_check", **values}, uid)


def checked(criterion: str, on: date, *, passed: bool = True, uid: str = "") -> Create:
    return Create(ManualCheck, {"criterion": criterion, "passed": passed, "checked_on": on, "checked_by": "marc"}, uid)


def begun() -> Diary:
    """A gate that asks one thing, from Monday 2 March on."""
    people = (Create(Person, {"handle": name, "name": name.title()}, name) for name in ("lea", "marc"))
    return Diary(MONDAY, *people, Create(GatePolicy, {"gate": "definition", "title": "Charter"}, "GP"), asked("one"))


def looked_back(diary: Diary, last: date, first: date = date(2000, 1, 1)) -> VerdictHistory:
    return verdict_history(diary.states_on, diary.log, diary.zone, GATE, first, last)


def turned(turn: Turn) -> list[tuple[str, CriterionState | None, CriterionState | None, bool]]:
    return [(each.uid, each.before, each.after, each.by_time) for each in turn.criteria]


def acts(turn: Turn) -> list[tuple[str, str]]:
    return [(act.uid, act.who) for act in turn.acts]


def test_the_day_on_which_somebodys_act_turned_it_is_found_and_whose() -> None:
    diary = begun()
    diary.act(march(10), "lea", Create(Risk, PEAK))
    act = diary.act(march(11), "marc", checked("one", march(11)))
    diary.act(march(11), "lea", Create(Risk, PEAK))

    found = looked_back(diary, march(20))

    (turn,) = found.turns
    assert (turn.day, turn.before, turn.after) == (march(11), Answer.NOT_YET, Answer.GO)
    assert turned(turn) == [("one", INSUFFICIENT, MET, False)]
    assert say(turn.criteria[0].summary) == "passed, checked by Marc"
    assert acts(turn) == [(act.uid, "marc")]
    assert [say(each) for each in turn.acts[0].said] == ["Manual check created: MC-1 2026-03-11"]
    assert found.since == march(11)


def test_the_end_of_each_week_and_the_last_day_are_told() -> None:
    diary = begun()
    diary.act(march(11), "marc", checked("one", march(11)))

    found = looked_back(diary, march(25))

    told = [(each.day, each.answer) for each in found.verdicts]
    assert told == [
        (march(2), Answer.NOT_YET), (march(8), Answer.NOT_YET), (march(15), Answer.GO), (march(22), Answer.GO),
        (march(25), Answer.GO),
    ]  # fmt: skip
    assert [each.day for each in found.weeks] == [march(8), march(15), march(22), march(25)]
    assert (found.first, found.last) == (march(2), march(25))


def test_what_becomes_too_old_turns_by_time() -> None:
    """Checked on 11 March, it counts for 90 days: to 9 June."""
    diary = begun()
    diary.act(march(11), "marc", checked("one", march(11)))

    turn = looked_back(diary, date(2026, 6, 30)).turns[0]

    assert (turn.day, turn.before, turn.after) == (date(2026, 6, 10), Answer.GO, Answer.NOT_YET)
    assert turned(turn) == [("one", MET, INSUFFICIENT, True)]
    assert turn.acts == ()
    assert say(turn.criteria[0].summary).startswith("last checked 91 days ago")


def test_an_act_on_the_day_on_which_time_turned_it_has_no_part_in_it() -> None:
    diary = begun()
    diary.act(march(11), "marc", checked("one", march(11)))
    diary.act(date(2026, 6, 10), "lea", diary.update(Criterion, "one", note="To be seen to"))

    turn = looked_back(diary, date(2026, 6, 12)).turns[0]

    assert (turned(turn), turn.acts) == ([("one", MET, INSUFFICIENT, True)], ())


def waived(uid: str, first: date, last: date) -> Create:
    values = {"criterion": uid, "approver": "lea", "granted_on": first, "expires_on": last, "reason": "Agreed"}
    return Create(Waiver, values)


def test_two_turns_of_one_week_are_two() -> None:
    diary = begun()
    diary.act(march(11), "marc", checked("one", march(11)))
    failed = diary.act(march(16), "marc", checked("one", march(16), passed=False))
    granted = diary.act(march(18), "lea", waived("one", march(18), march(31)))

    found = looked_back(diary, march(31))

    assert [(turn.day, turn.after, acts(turn)) for turn in found.turns[:2]] == [
        (march(18), Answer.CONDITIONAL, [(granted.uid, "lea")]),
        (march(16), Answer.NO_GO, [(failed.uid, "marc")]),
    ]
    assert [turned(turn)[0][1:3] for turn in found.turns[:2]] == [(NOT_MET, CriterionState.WAIVED), (MET, NOT_MET)]
    assert found.since == march(18)


def test_within_a_week_that_ends_as_it_began_nothing_is_looked_for() -> None:
    diary = begun()
    diary.act(march(11), "marc", checked("one", march(11)))
    diary.act(march(17), "lea", checked("one", march(17), passed=False))
    diary.act(march(18), "marc", checked("one", march(18)))

    assert [turn.day for turn in looked_back(diary, march(31)).turns] == [march(11)]


def test_a_criterion_turns_where_the_answer_does_not() -> None:
    diary = begun()
    diary.act(march(4), "lea", asked("two"))
    diary.act(march(11), "marc", checked("two", march(11)))

    found = looked_back(diary, march(20))

    assert [(turn.day, turn.before, turn.after) for turn in found.turns] == [
        (march(11), Answer.NOT_YET, Answer.NOT_YET),
        (march(4), Answer.NOT_YET, Answer.NOT_YET),
    ]
    assert found.since is None


def test_a_criterion_that_comes_or_goes_is_told_with_who_did_it() -> None:
    diary = begun()
    diary.act(march(5), "marc", checked("one", march(5)))
    added = diary.act(march(10), "lea", asked("two"))
    two = diary.state.get(Criterion, "two")
    assert two
    gone = diary.act(march(17), "marc", Delete(two))

    found = looked_back(diary, march(20))

    assert [(turn.day, turned(turn), acts(turn)) for turn in found.turns[:2]] == [
        (march(17), [("two", INSUFFICIENT, None, False)], [(gone.uid, "marc")]),
        (march(10), [("two", None, INSUFFICIENT, False)], [(added.uid, "lea")]),
    ]
    assert [turn.after for turn in found.turns[:2]] == [Answer.GO, Answer.NOT_YET]


def test_a_waiver_turns_it_and_time_ends_it() -> None:
    diary = begun()
    diary.act(march(3), "marc", checked("one", march(3), passed=False))
    granted = diary.act(march(10), "lea", waived("one", march(10), march(17)))

    found = looked_back(diary, march(31))

    assert [(turn.day, turn.after, turned(turn), acts(turn)) for turn in found.turns[:2]] == [
        (march(18), Answer.NO_GO, [("one", CriterionState.WAIVED, NOT_MET, True)], []),
        (march(10), Answer.CONDITIONAL, [("one", NOT_MET, CriterionState.WAIVED, False)], [(granted.uid, "lea")]),
    ]


def test_what_was_taken_back_on_the_same_day_turned_nothing() -> None:
    diary = begun()
    diary.act(march(4), "marc", checked("one", march(4)))
    mistake = diary.act(march(10), "lea", checked("one", march(10), passed=False))
    diary.undo(march(10), "lea", mistake)
    wrong = diary.act(march(12), "lea", checked("one", march(12), passed=False))
    diary.undo(march(12), "lea", wrong)
    meant = diary.act(march(12), "marc", checked("one", march(12), passed=False))

    found = looked_back(diary, march(20))

    assert [turn.day for turn in found.turns] == [march(12), march(4)]
    assert acts(found.turns[0]) == [(meant.uid, "marc")]


def test_an_undo_on_a_later_day_turns_it_back_and_says_what_it_took_back() -> None:
    diary = begun()
    act = diary.act(march(4), "marc", checked("one", march(4)))
    undo = diary.undo(march(10), "lea", act)

    turn = looked_back(diary, march(20)).turns[0]

    assert (turn.day, acts(turn)) == (march(10), [(undo.uid, "lea")])
    assert [say(each) for each in turn.acts[0].said] == ["Taken back:", "Manual check created: MC-1 2026-03-04"]


def test_an_act_that_changes_only_how_it_reads_has_no_part_in_it() -> None:
    """Two values are missing: the first leaves the KPI where it stands, the second turns it."""
    diary = begun()
    diary.act(march(3), "lea", diary.update(Criterion, "one", rule="kpis_met"), Create(Kpi, {"title": "Load", "target": 9}, "K"))
    values = {f"2026-01-{day:02}": 10.0 for day in (5, 12, 19, 26)}
    diary.act(march(3), "lea", Record("K", Group.ALL, values))
    diary.act(march(10), "marc", Record("K", Group.ALL, {"2026-02-02": 10.0}))
    turning = diary.act(march(10), "ines", Record("K", Group.ALL, {"2026-02-23": 10.0}))

    turn = looked_back(diary, march(12)).turns[0]

    assert (turn.day, turned(turn), acts(turn)) == (march(10), [("one", INSUFFICIENT, MET, False)], [(turning.uid, "ines")])


def test_a_project_of_today_has_a_history_of_one_day() -> None:
    found = looked_back(begun(), MONDAY)

    assert ([each.day for each in found.verdicts], found.turns, found.since) == ([MONDAY], (), None)


def test_a_year_back_ends_where_the_calendar_does() -> None:
    assert year_before(date(2026, 3, 9)) == date(2025, 3, 10)
    assert year_before(date.min + timedelta(days=3)) == date.min


def test_no_day_before_the_first_is_looked_at() -> None:
    diary = begun()
    diary.act(march(4), "marc", checked("one", march(4)))
    diary.act(march(18), "marc", checked("one", march(18), passed=False))

    found = looked_back(diary, march(25), march(10))

    assert [each.day for each in found.verdicts] == [march(10), march(15), march(22), march(25)]
    assert [turn.day for turn in found.turns] == [march(18)]


DEEDS = st.tuples(st.integers(0, 9), st.sampled_from(("pass", "fail", "more", "waive", "undo")), st.sampled_from(("one", "two")))


def played(steps: list[tuple[int, str, str]]) -> tuple[Diary, date]:
    diary, day = begun(), MONDAY
    diary.act(day, "lea", asked("two", settings={"days": 12}, blocking=False))
    for gap, deed, uid in steps:
        day += timedelta(days=gap)
        match deed:
            case "pass" | "fail":
                diary.act(day, "marc", checked(uid, day, passed=deed == "pass", uid=f"check-{len(diary.log):02}"))
            case "more":
                diary.act(day, "lea", Create(Risk, PEAK))
            case "waive":
                diary.act(day, "lea", waived(uid, day, day + timedelta(days=5)))
            case "undo" if diary.log[-1].reverses is None and len(diary.log) > 2:
                diary.undo(day, "lea", diary.log[-1])
    return diary, day + timedelta(days=20)


@examples(40)
@given(st.lists(DEEDS, max_size=8))
def test_each_day_told_has_the_verdict_of_that_day_and_each_turn_is_one(steps: list[tuple[int, str, str]]) -> None:
    diary, last = played(steps)

    found = looked_back(diary, last)

    for each in found.verdicts:
        alone = verdict(diary.state_on(each.day), GATE, each.day)
        assert (each.answer, [one.state for one in each.criteria]) == (alone.answer, [one.state for one in alone.judged])
    for turn in found.turns:
        evening, end = (verdict(diary.state_on(day), GATE, day) for day in (turn.day - timedelta(days=1), turn.day))
        assert (turn.before, turn.after) == (evening.answer, end.answer)
        changed = {
            one.criterion.uid
            for one in end.judged
            if one.state is not next((each.state for each in evening.judged if each.criterion.uid == one.criterion.uid), None)
        }
        assert {each.uid for each in turn.criteria} == changed != set()
        unchanged = verdict(diary.state_on(turn.day - timedelta(days=1)), GATE, turn.day)
        for turned_one in turn.criteria:
            by_itself = [one.state for one in unchanged.judged if one.criterion.uid == turned_one.uid]
            assert turned_one.by_time == (by_itself == [turned_one.after])


def led_by_turns(found: VerdictHistory) -> dict[str, CriterionState]:
    """Where the criteria of the first day stand once all has turned that is told."""
    standing = {each.uid: each.state for each in found.verdicts[0].criteria}
    for turn in reversed(found.turns):
        for one in turn.criteria:
            assert standing.pop(one.uid, None) is one.before
            if one.after is not None:
                standing[one.uid] = one.after
    return standing


@examples(40)
@given(st.lists(DEEDS, max_size=8), st.data())
def test_a_history_can_be_continued(steps: list[tuple[int, str, str]], data: st.DataObject) -> None:
    diary, last = played(steps)
    until = MONDAY + timedelta(days=data.draw(st.integers(0, (last - MONDAY).days)))

    earlier, later = looked_back(diary, until), looked_back(diary, last, until)

    joined, whole = earlier.followed_by(later), looked_back(diary, last)
    assert joined.weeks == whole.weeks
    # Where something turned, turned back and turned again, which of these days are told depends on where the history is cut.
    for found in (joined, whole):
        assert list(found.turns) == sorted(found.turns, key=lambda turn: turn.day, reverse=True)
        assert led_by_turns(found) == {each.uid: each.state for each in found.verdicts[-1].criteria}


def test_a_history_looked_at_from_a_past_day_ends_on_it() -> None:
    diary = begun()
    diary.act(march(11), "marc", checked("one", march(11)))
    diary.act(march(20), "lea", checked("one", march(20), passed=False, uid="again"))
    seen = looked_back(diary, march(27))
    now = dict(diary.states_on([march(12)]))[march(12)]
    then = seen.until(PastVerdict.of(verdict(now, GATE, march(12))))
    assert [turn.day for turn in seen.turns] == [march(20), march(11)]
    assert ([turn.day for turn in then.turns], then.last, then.verdicts[-1].answer) == ([march(11)], march(12), Answer.GO)
    assert then == looked_back(diary, march(12))
