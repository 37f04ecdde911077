"""After news, what is known of the actions is what would be worked out from nothing."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from cockpit.domain.action import Action, ActionState, Priority
from cockpit.domain.change import Deed
from cockpit.domain.edit import Act, Create, Delete, Edit, Record, Update
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.problem import Refused
from cockpit.screens.desk import Desk
from cockpit.screens.situation import Situation
from cockpit.store import open_store
from tests.sample_stores import LAST_EVENING, sample_store


def known(situation: Situation) -> tuple[Any, ...]:
    return situation.actions, situation.urgencies, situation.by_urgency, situation.urgent_actions, situation.late_actions


def fresh(situation: Situation) -> Situation:
    return Situation(0, situation.state, situation.today, situation.who)


def an_edit(chance: Random, actions: list[Action]) -> Edit:
    action = chance.choice(actions)
    edits: list[Edit] = [
        Update(action, {"due_on": (action.due_on or LAST_EVENING.date()) + timedelta(days=chance.randint(-9, 9) or 1)}),
        Update(action, {"state": chance.choice([state for state in ActionState if state is not action.state])}),
        Update(action, {"priority": chance.choice([each for each in Priority if each is not action.priority])}),
        Update(action, {"blocked_by": (chance.choice(actions).uid,)}),
        Create(Action, {"title": "One more", "owner": action.owner, "due_on": LAST_EVENING.date()}),
        Delete(action),
    ]
    return chance.choice(edits)


def test_what_is_known_after_news_is_what_is_worked_out_from_nothing(tmp_path: Path) -> None:
    chance, committed = Random(20_264), 0
    path = sample_store(tmp_path / "cockpit.db")
    with (
        closing(open_store(path, who="lea", clock=lambda: LAST_EVENING)) as ours,
        closing(open_store(path, who="marc", clock=lambda: LAST_EVENING)) as theirs,
    ):
        project = ours.projects()[0].uid
        desk = Desk(ours, project, clock=lambda: LAST_EVENING)
        desk.situation()
        kpi = theirs.load(project).all(Kpi)[0]
        for turn in range(40):
            before = desk.situation()
            for _ in range(chance.randint(1, 4)):
                try:
                    edit = an_edit(chance, list(theirs.load(project).all(Action)))
                    committed += theirs.apply(project, Act((edit,))) is not None
                except Refused:  # such as an action that would wait for itself
                    continue
            if (now := desk.heard()) is not None:
                assert known(now) == known(fresh(now))
            before = desk.situation()
            brought = Act((Record(kpi.uid, Group.PILOT, {f"2026-11-20T09:{turn:02}:00Z": 3.0 + turn}),), deed=Deed.FEED)
            theirs.take_in(project, brought, {})
            fed = desk.heard()
            assert fed is not None
            assert fed.by_urgency is before.by_urgency  # nothing was sorted again
            assert known(fed) == known(fresh(fed))
    assert committed > 40
