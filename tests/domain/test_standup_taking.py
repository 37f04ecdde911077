"""What is taken down at a stand-up becomes rows, and the act that ends it ties them to it."""

from collections.abc import Sequence
from datetime import UTC, datetime

from cockpit.domain.act import plan
from cockpit.domain.action import Action, ActionState
from cockpit.domain.change import RowChange
from cockpit.domain.decision import Decision
from cockpit.domain.edit import Act, Edit
from cockpit.domain.entity import Entity
from cockpit.domain.kpi import Kpi
from cockpit.domain.message import message
from cockpit.domain.person import Person
from cockpit.domain.risk import Risk
from cockpit.domain.standup import LONGEST_MINUTES, Standup
from cockpit.domain.standup_round import round_of
from cockpit.domain.standup_taking import Meeting, Said, TakenDown, Taking, celebrating, ending, standing, taking_down
from cockpit.domain.standup_wins import WinProposal
from cockpit.domain.state import ProjectState
from cockpit.domain.win import Win
from tests.domain.projects import TODAY, days_ago, project, row

LEA = row(Person, "P-1", handle="lea", name="Léa")
TOM = row(Person, "P-2", handle="tom", name="Tom")
PEAK = row(Risk, "R-3", title="Peak load", inherent_likelihood=4, inherent_impact=5)
NPS = row(Kpi, "K-1", title="NPS")
REHEARSE = row(Action, "A-14", title="Rehearse", owner="P-1")
WON = row(Win, "W-1", title="It works")
STATE = project(LEA, TOM, PEAK, NPS, REHEARSE, WON)
AT = datetime(2026, 3, 18, 9, 0, tzinfo=UTC)


def made(state: ProjectState, *edits: Edit) -> tuple[ProjectState, tuple[Entity, ...]]:
    """The state that edits lead to, and the rows that they touched."""
    changes = plan(state, Act(edits), {"A": 14, "W": 1, "DC": 4, "SD": 0})
    after = state.applied(changes)
    touched = (after.row(each.kind, each.uid) for each in changes if isinstance(each, RowChange))
    return after, tuple(each for each in touched if each)


def taken(taking: Taking, of: Entity, text: str = "") -> TakenDown:
    return TakenDown(taking, "act", of.kind, of.uid, text)


def take(state: ProjectState, said: Said, about: str = "") -> tuple[ProjectState, TakenDown]:
    after, (touched,) = made(state, taking_down(said, TODAY, about))
    return after, taken(said.taking, touched, said.text if said.blocks else "")


def test_an_action_serves_what_it_names_and_waits_for_other_actions() -> None:
    said = Said(Taking.ACTION, "fix it", "P-2", days_ago(-9), (PEAK, NPS, REHEARSE))
    after, noted = take(STATE, said)
    action = after.get(Action, noted.uid)
    assert action
    assert (action.ref, action.title, action.state, action.owner) == ("A-15", "fix it", ActionState.TO_DO, "P-2")
    assert (action.due_on, action.created_on) == (days_ago(-9), TODAY)
    assert (action.risk, action.kpi, action.milestone, action.blocked_by) == ("R-3", "K-1", None, ("A-14",))


def test_a_decision_is_of_the_day_and_says_what_it_is_about() -> None:
    after, noted = take(STATE, Said(Taking.DECISION, "go on", "P-1", rows=(PEAK,)), "about R-3")
    decision = after.get(Decision, noted.uid)
    assert decision
    assert (decision.title, decision.decided_on, decision.decided_by, decision.context) == ("go on", TODAY, "P-1", "about R-3")


def test_a_blocker_blocks_an_action_or_becomes_one_that_is_blocked() -> None:
    after, noted = take(STATE, Said(Taking.BLOCKER, "no answer", blocks=REHEARSE))
    blocked = after.get(Action, "A-14")
    assert blocked
    assert (blocked.state, blocked.blocker, blocked.title, noted.uid) == (ActionState.BLOCKED, "no answer", "Rehearse", "A-14")
    assert noted.stands(after)
    assert not noted.stands(STATE), "once it is taken back, it is no blocker any more"

    after, noted = take(STATE, Said(Taking.BLOCKER, "no answer", "P-2"))
    new = after.get(Action, noted.uid)
    assert new
    assert (new.ref, new.title, new.state, new.owner) == ("A-15", "no answer", ActionState.BLOCKED, "P-2")
    assert noted.stands(after)


def test_a_small_win_is_celebrated_whether_it_is_written_down_or_proposed() -> None:
    after, (win,) = made(STATE, celebrating(WON, "", TODAY, "the team"))
    assert isinstance(win, Win)
    assert (win.uid, win.title, win.celebrated_on, win.celebrated_with) == ("W-1", "It works", TODAY, "the team")
    assert taken(Taking.WIN, win).stands(after)
    assert not taken(Taking.WIN, win).stands(STATE)

    proposal = WinProposal(message("NPS of 30"), days_ago(3), Kpi.kind, "K-1", None)
    _after, (win,) = made(STATE, celebrating(proposal, "NPS of 30", TODAY, "the team"))
    assert isinstance(win, Win)
    assert (win.title, win.happened_on, win.celebrated_on, win.kpi) == ("NPS of 30", days_ago(3), TODAY, "K-1")


def end(state: ProjectState, noted: Sequence[TakenDown], text: str = "# Minutes") -> tuple[ProjectState, Standup]:
    meeting = Meeting("Stand-up", AT, "P-1", ("P-1", "P-2"), 12)
    after, touched = made(state, *ending(state, meeting, noted, text, "standup").edits)
    (standup,) = (each for each in touched if isinstance(each, Standup))
    return after, standup


def test_the_end_stores_the_minutes_and_ties_what_still_stands_to_them() -> None:
    state, action = take(STATE, Said(Taking.ACTION, "fix it", "P-2"))
    state, decision = take(state, Said(Taking.DECISION, "go on"))
    rehearse = state.get(Action, "A-14")
    state, blocker = take(state, Said(Taking.BLOCKER, "no answer", blocks=rehearse))
    gone = TakenDown(Taking.DECISION, "act", Decision.kind, "deleted since")
    noted = (action, gone, decision, blocker)
    assert standing(state, noted) == (action, decision, blocker)

    after, standup = end(state, noted)
    assert (standup.title, standup.held_at, standup.led_by, standup.minutes) == ("Stand-up", AT, "P-1", 12)
    assert (standup.present, standup.decisions, standup.minutes_text) == (("P-1", "P-2"), ("go on",), "# Minutes")
    assert [each.uid for each in after.of(Action, "standup", "standup")] == [action.uid], (
        "what was there before was not agreed here"
    )
    assert [each.uid for each in after.of(Decision, "standup", "standup")] == [decision.uid]


def test_minutes_that_are_too_long_end_with_a_whole_line() -> None:
    _after, standup = end(STATE, (), "- a line of minutes\n" * 10_000)
    assert len(standup.minutes_text) <= LONGEST_MINUTES
    assert standup.minutes_text.endswith("- a line of minutes\n…")


def test_the_room_goes_round_those_who_come_who_are_new_and_of_whom_there_is_something_to_tell() -> None:
    away = row(Person, "P-3", handle="ann", name="Ann")
    new = row(Person, "P-4", handle="new", name="New")
    left = row(Person, "P-5", handle="left", name="Left", active=False)
    asked = row(Person, "P-6", handle="asked", name="Asked")
    then = project(LEA, TOM, away, left, asked)
    now = project(LEA, TOM, away, new, left, asked)
    assert round_of(then, now, ()) == ("P-1", "P-2", "P-3", "P-4", "P-6"), "before the first one, everybody comes"

    held = [
        row(Standup, f"SD-{week}", title="Stand-up", held_at=datetime(2026, 1, 5 + week, tzinfo=UTC), present=present)
        for week, present in enumerate([("P-3",), ("P-2", "P-5"), ("P-2",), ("P-1",), ("P-1",)])
    ]
    now = project(LEA, TOM, away, new, left, asked, *held)
    assert round_of(then, now, ["P-6", "P-5", None]) == ("P-1", "P-2", "P-4", "P-6")
