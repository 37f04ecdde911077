"""Two users at one store, with undo and redo, against a model that knows nothing of logs, versions and tables.

The model holds the contents of rows and measurements as cells by name, and what each act did to which cells.  Whatever the users do,
the store holds what the model holds; what it logged leads from nothing to what it holds; and both survive a new start.
"""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from cockpit.domain.action import Action
from cockpit.domain.edit import Act, Create, Delete, Edit, Record, Update
from cockpit.domain.entity import Entity
from cockpit.domain.kpi import Group, Kpi
from cockpit.domain.moved import RowMoved
from cockpit.domain.person import Person
from cockpit.domain.problem import Refused
from cockpit.domain.risk import Assessment, Risk
from cockpit.domain.state import ProjectState
from cockpit.store import Store, open_store
from tests.thoroughness import examples

USERS = ("lea", "marc")
HANDLES = ("ana", "bob", "cy")
DAYS = ("2026-03-02", "2026-03-09")

REFERENCES = {"owner": "person", "risk": "risk"}
"""Fields that refer to one row, and to what kind."""

Cell = tuple[str, ...]
"""A row, ``(kind, uid)``, or a measurement, ``("measurement", kpi, day)``."""
Content = Any
Cells = dict[Cell, Content]


@dataclass(eq=False)
class Done:
    """What somebody did: cells before and after; ``takes`` is what it took back, ``taken`` whether it is taken back itself."""

    before: Cells
    after: Cells
    takes: "Done | None" = None
    taken: bool = False

    @property
    def is_undo(self) -> bool:
        """Whether it took back something other than an undo."""
        return self.takes is not None and not self.takes.is_undo


@dataclass
class Deeds:
    """What a user did and can take back, and what they took back and can do again."""

    done: list[Done] = field(default_factory=list)
    undone: list[Done] = field(default_factory=list)


@cache
def begun() -> tuple[bytes, str]:
    """The file of a store in which a project has just begun, and the project's uid: copied, as making one takes a while."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cockpit.db"
        with closing(opened(path, "lea")) as store:
            project = store.create_project({"key": "DEMO", "title": "Demo"}).uid
        return path.read_bytes(), project


def opened(path: Path, who: str) -> Store:
    return open_store(path, who=who, create=True, clock=lambda: datetime(2026, 3, 2, 9, tzinfo=UTC))


class TwoUsers(RuleBasedStateMachine):
    """What two users may do, each with a store of their own on one file."""

    def __init__(self) -> None:
        super().__init__()
        self.exit = ExitStack()
        folder = self.exit.enter_context(tempfile.TemporaryDirectory())
        self.path = Path(folder) / "cockpit.db"
        content, self.project = begun()
        self.path.write_bytes(content)
        self.stores = {who: self.opened(who) for who in USERS}
        self.cells: Cells = {}
        self.deeds = {who: Deeds() for who in USERS}
        self.log: list[Done] = []
        """Everything that anybody did, in order, after the beginning of the project."""
        self.count = 0

    def opened(self, who: str) -> Store:
        store = opened(self.path, who)
        self.exit.callback(store.close)
        return store

    def teardown(self) -> None:
        """Close everything, having looked at it with fresh eyes."""
        try:
            fresh = self.opened("karim")
            replayed = ProjectState()
            for batch in fresh.history(self.project):
                replayed = replayed.after(batch)
            assert replayed == fresh.load(self.project)
            back = replayed
            for batch in reversed(fresh.history(self.project)):
                back = back.before(batch)
            assert back == ProjectState()
        finally:
            self.exit.close()

    # What they do

    @rule(who=st.sampled_from(USERS), handle=st.sampled_from(HANDLES))
    def create_person(self, who: str, handle: str) -> None:
        uid = self.new_uid()
        self.act(who, [Create(Person, {"handle": handle, "name": "x"}, uid)], {("person", uid): {"handle": handle}})

    @rule(who=st.sampled_from(USERS), data=st.data())
    def create_risk(self, who: str, data: st.DataObject) -> None:
        uid = self.new_uid()
        owner = data.draw(st.sampled_from([None, *self.uids("person")]))
        values = {"title": "x", "inherent_likelihood": 1, "inherent_impact": 1, "owner": owner}
        self.act(who, [Create(Risk, values, uid)], {("risk", uid): {"title": "x", "owner": owner}})

    @rule(who=st.sampled_from(USERS), data=st.data())
    def create_action(self, who: str, data: st.DataObject) -> None:
        uid = self.new_uid()
        blockers = (
            data.draw(st.lists(st.sampled_from(self.uids("action")), unique=True, max_size=2)) if self.uids("action") else []
        )
        content: Content = {"risk": data.draw(st.sampled_from([None, *self.uids("risk")])), "blocked_by": tuple(blockers)}
        self.act(who, [Create(Action, {"title": "x", **content}, uid)], {("action", uid): content})

    @precondition(lambda self: self.uids("risk"))
    @rule(who=st.sampled_from(USERS), data=st.data())
    def create_assessment(self, who: str, data: st.DataObject) -> None:
        uid, risk = self.new_uid(), data.draw(st.sampled_from(self.uids("risk")))
        values = {"risk": risk, "assessed_on": "2026-03-01", "likelihood": 1, "impact": 1}
        self.act(who, [Create(Assessment, values, uid)], {("assessment", uid): {"risk": risk}})

    @rule(who=st.sampled_from(USERS))
    def create_kpi(self, who: str) -> None:
        uid = self.new_uid()
        self.act(who, [Create(Kpi, {"title": "x"}, uid)], {("kpi", uid): {}})

    @precondition(lambda self: self.uids("kpi"))
    @rule(who=st.sampled_from(USERS), data=st.data())
    def record(self, who: str, data: st.DataObject) -> None:
        """Twice in one act, so that what is put on record may be taken off again at once."""
        kpi = data.draw(st.sampled_from(self.uids("kpi")))
        values = st.dictionaries(st.sampled_from(DAYS), st.sampled_from([None, 1.0, 2.0]), min_size=1)
        first, second = data.draw(values), data.draw(values)
        after: Cells = {("measurement", kpi, day): value for day, value in (first | second).items()}
        self.act(who, [Record(kpi, Group.PILOT, first), Record(kpi, Group.PILOT, second)], after)

    @precondition(lambda self: self.uids("risk"))
    @rule(who=st.sampled_from(USERS), title=st.sampled_from(("x", "y")), data=st.data())
    def edit_risk(self, who: str, title: str, data: st.DataObject) -> None:
        """Of this field or of that, so that the edits of two users may stand side by side."""
        uid = data.draw(st.sampled_from(self.uids("risk")))
        edit: Content = data.draw(
            st.sampled_from([{"title": title}, {"owner": None}, *({"owner": uid} for uid in self.uids("person"))])
        )
        self.act(who, [Update(self.row(who, Risk, uid), edit)], {("risk", uid): {**self.cells["risk", uid], **edit}})

    @precondition(lambda self: self.uids("person"))
    @rule(who=st.sampled_from(USERS), handle=st.sampled_from(HANDLES), data=st.data())
    def take_over_handle(self, who: str, handle: str, data: st.DataObject) -> None:
        """A person takes a handle, and whoever has it takes theirs."""
        uid = data.draw(st.sampled_from(self.uids("person")))
        own = self.cells["person", uid]["handle"]
        edits: list[Edit] = [Update(self.row(who, Person, uid), {"handle": handle})]
        after: Cells = {("person", uid): {"handle": handle}}
        for other in self.uids("person"):
            if other != uid and self.cells["person", other]["handle"] == handle:
                edits.append(Update(self.row(who, Person, other), {"handle": own}))
                after["person", other] = {"handle": own}
        self.act(who, edits, after)

    @precondition(lambda self: self.rows())
    @rule(who=st.sampled_from(USERS), data=st.data())
    def delete(self, who: str, data: st.DataObject) -> None:
        """A row with what depends on it, sometimes several in one go."""
        chosen = data.draw(st.lists(st.sampled_from(self.rows()), min_size=1, max_size=2, unique=True))
        kinds = {each.kind: each for each in (Person, Risk, Action, Assessment, Kpi)}
        edits = [Delete(self.row(who, kinds[kind], uid)) for kind, uid in chosen]
        gone: set[Cell] = set(chosen)
        gone |= {cell for cell, content in self.cells.items() if self.belongs_to(cell, content) in gone}
        after: Cells = dict.fromkeys(gone)
        for cell, content in self.cells.items():
            if cell[0] in ("risk", "action") and cell not in gone:
                after[cell] = {name: self.without(gone, name, value) for name, value in content.items()}
        self.act(who, edits, after)

    @rule(who=st.sampled_from(USERS))
    def undo(self, who: str) -> None:
        done = self.deeds[who].done
        self.take_back(who, self.stores[who].undo, done[-1] if done else None)

    @rule(who=st.sampled_from(USERS))
    def redo(self, who: str) -> None:
        undone = self.deeds[who].undone
        self.take_back(who, self.stores[who].redo, undone[-1] if undone else None)

    @precondition(lambda self: self.log)
    @rule(who=st.sampled_from(USERS), data=st.data())
    def take_back_any(self, who: str, data: st.DataObject) -> None:
        """Whatever was done, whoever did it, an undo too; what is taken back already is refused."""
        place = data.draw(st.integers(0, len(self.log) - 1))
        store = self.stores[who]
        uid = store.history(self.project)[place + 1].uid
        chosen = self.log[place]
        self.take_back(who, lambda project: store.undo(project, uid), None if chosen.taken else self.effective(chosen))

    @rule(who=st.sampled_from(USERS))
    def restart(self, who: str) -> None:
        self.stores[who].close()
        self.stores[who] = self.opened(who)

    @rule(who=st.sampled_from(USERS), other=st.sampled_from(USERS))
    def edit_of_what_has_moved_on_is_refused(self, who: str, other: str) -> None:
        seen = self.stores[who].load(self.project).project
        summary = f"{seen.summary}."
        self.stores[other].apply(self.project, Act((Update(seen, {"summary": summary}),)))
        before = len(self.stores[who].history(self.project))
        with pytest.raises(RowMoved) as moved:
            self.stores[who].apply(self.project, Act((Update(seen, {"summary": "lost"}),)))
        assert moved.value.theirs
        assert moved.value.theirs.plain()["summary"] == summary
        assert len(self.stores[who].history(self.project)) == before
        self.did(other, Done({("project", "summary"): seen.summary}, {("project", "summary"): summary}))
        self.cells["project", "summary"] = summary

    # What must hold

    @invariant()
    def both_see_what_the_model_holds(self) -> None:
        for store in self.stores.values():
            state = store.load(self.project)
            for cell, content in self.cells.items():
                if cell[0] == "measurement":
                    assert state.measurements(cell[1], Group.PILOT).at(cell[2]) == content
                elif cell[0] == "project":
                    assert state.project.summary == content
                else:
                    row = state.row(*cell)
                    assert row
                    assert {name: getattr(row, name) for name in content} == content
            rows = sum(len(rows) for rows in state.rows.values()) - 1
            points = sum(len(series) for series in state.series.values())
            assert rows + points == len([cell for cell in self.cells if cell[0] != "project"])
            refs = [row.ref for rows in state.rows.values() for row in rows.values()]
            assert len(refs) == len(set(refs))

    # The model

    def new_uid(self) -> str:
        self.count += 1
        return f"uid-{self.count}"

    def uids(self, kind: str) -> list[str]:
        return [cell[1] for cell in self.cells if cell[0] == kind]

    def belongs_to(self, cell: Cell, content: Content) -> Cell | None:
        """The row without which a cell cannot be."""
        match cell[0]:
            case "measurement":
                return "kpi", cell[1]
            case "assessment":
                return "risk", content["risk"]
            case _:
                return None

    def without(self, gone: set[Cell], name: str, value: Content) -> Content:
        """A field that may refer to rows that are gone, without them."""
        if name == "blocked_by":
            return tuple(uid for uid in value if ("action", uid) not in gone)
        return None if (REFERENCES.get(name), value) in gone else value

    def rows(self) -> list[Cell]:
        return [cell for cell in self.cells if cell[0] not in ("measurement", "project")]

    def row(self, who: str, entity: type[Entity], uid: str) -> Entity:
        row = self.stores[who].load(self.project).get(entity, uid)
        assert row
        return row

    def act(self, who: str, edits: Sequence[Edit], wanted: Mapping[Cell, Content]) -> None:
        """Have a user make an act that should bring some cells to what is wanted (None: gone)."""
        after = {cell: content for cell, content in wanted.items() if self.cells.get(cell) != content}
        before = {cell: self.cells.get(cell) for cell in after}
        if after and not self.holds_together(after):
            self.is_refused(lambda: self.stores[who].apply(self.project, Act(tuple(edits))))
            return
        batch = self.stores[who].apply(self.project, Act(tuple(edits)))
        assert (batch is not None) == bool(after)
        if after:
            self.put(after)
            self.did(who, Done(before, after))

    def did(self, who: str, done: Done) -> None:
        """Note what a user did, and what can be taken back from now on."""
        self.log.append(done)
        deeds = self.deeds[who]
        if done.takes is None:
            deeds.undone.clear()
        else:
            self.set_taken(done.takes, taken=True)
            for each in self.deeds.values():
                each.done = [other for other in each.done if other is not done.takes]
                each.undone = [other for other in each.undone if other is not done.takes]
        (deeds.undone if done.is_undo else deeds.done).append(done)

    def set_taken(self, done: Done, *, taken: bool) -> None:
        """Note that something is taken back, or stands again; what it took back itself then is the other."""
        done.taken = taken
        if done.takes is not None:
            self.set_taken(done.takes, taken=not taken)

    def effective(self, chosen: Done) -> Done:
        """Where something stands because its undo was undone, what undid that."""
        while again := next((each for each in self.log if each.takes and each.takes.takes is chosen and not each.taken), None):
            chosen = again
        return chosen

    def take_back(self, who: str, method: Callable[[str], object], chosen: Done | None) -> None:
        if chosen is None:
            # The beginning of the project is lea's, and cannot be undone.
            self.is_refused(lambda: method(self.project))
            return
        before, after = chosen.before, chosen.after
        wanted = {cell: self.merged(cell, before[cell], after[cell]) for cell in after}
        stands = all(self.still_stands(cell, before[cell], after[cell]) for cell in after)
        if not stands or not self.holds_together(wanted):
            self.is_refused(lambda: method(self.project))
            return
        method(self.project)
        self.put(wanted)
        self.did(who, Done(after, before, takes=chosen))

    def still_stands(self, cell: Cell, before: Content, after: Content) -> bool:
        """Whether a cell is as an act left it, as far as the act touched it."""
        now = self.cells.get(cell)
        if isinstance(before, dict) and isinstance(after, dict):
            return now is not None and all(now[name] == after[name] for name in after if before[name] != after[name])
        return bool(now == after)

    def merged(self, cell: Cell, before: Content, after: Content) -> Content:
        """A cell as it was before an act, but for what the act did not touch."""
        now = self.cells.get(cell)
        if isinstance(before, dict) and isinstance(after, dict) and now is not None:
            return {name: before[name] if before[name] != after[name] else now[name] for name in now}
        return before

    def holds_together(self, wanted: Mapping[Cell, Content]) -> bool:
        """Whether nothing would refer to nothing and no handle stand twice."""
        then = {cell: content for cell, content in {**self.cells, **wanted}.items() if content is not None}
        needed: set[Cell] = {("kpi", cell[1]) for cell in then if cell[0] == "measurement"}
        for cell, content in then.items():
            if cell[0] in ("risk", "action", "assessment"):
                needed |= {(kind, content[name]) for name, kind in REFERENCES.items() if content.get(name)}
                needed |= {("action", uid) for uid in content.get("blocked_by", ())}
        handles = [content["handle"] for cell, content in then.items() if cell[0] == "person"]
        return needed <= then.keys() and len(handles) == len(set(handles))

    def put(self, wanted: Mapping[Cell, Content]) -> None:
        self.cells.update(wanted)
        self.cells = {cell: content for cell, content in self.cells.items() if content is not None}

    def is_refused(self, method: Callable[[], object]) -> None:
        batches = len(self.stores["lea"].history(self.project))
        with pytest.raises(Refused):
            method()
        assert len(self.stores["lea"].history(self.project)) == batches


TestTwoUsers = TwoUsers.TestCase
TestTwoUsers.settings = settings(examples(20), stateful_step_count=25)
