"""The charter on one page: what is wanted, for whom, and who carries it; and what keys do there."""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from cockpit import language
from cockpit.app import CockpitApp
from cockpit.domain.charter import Charter, Objective, ScopeItem, Stakeholder, Support, SupportLevel
from cockpit.domain.edit import Act, Create, Delete, Update
from cockpit.domain.entity import Entity
from cockpit.domain.person import Person
from cockpit.screens.charter import CharterPage
from cockpit.screens.table_screen import TableScreen
from cockpit.settings import Settings
from cockpit.store import Store, open_store
from cockpit.widgets.detail import Detail
from cockpit.widgets.entity_form import EntityForm
from tests.screens.conftest import NOW, TODAY, Start, day, settled, text_of
from tests.screens.test_editing import as_cockpit, field_of, notices, stored, type_text, until, with_form


def creations() -> Iterator[Create]:
    """The charter of the project of these tests; a row's uid is its short name."""

    def row(entity: type[Entity], uid: str, **values: Any) -> Create:
        return Create(entity, values, uid)

    yield row(Person, "sophie", handle="sophie", name="Sophie Arnaud")
    yield row(
        Charter, "charter", title="Charter", vision="Ordering online is as quick as at the counter", approved_on=day(-60),
        approved_by="sophie",
    )  # fmt: skip
    yield row(ScopeItem, "order", title="The order page", inside=True)
    yield row(ScopeItem, "app", title="A mobile app", inside=False)
    yield row(
        Objective, "orders", title="More orders online", baseline=2, target=4, unit="%", due_on=day(100), kpi="conversion",
        owner="ines",
    )  # fmt: skip
    yield row(Objective, "calls", title="Fewer calls", baseline=14, direction="lower", due_on=day(-3))
    yield row(Stakeholder, "s-sophie", person="sophie", role="sponsor", organisation="Board")
    yield row(Stakeholder, "s-marc", person="marc", role="sponsor", organisation="IT")
    yield row(Stakeholder, "s-lea", person="lea", role="coalition", organisation="Project")
    yield row(Support, "n1", stakeholder="s-sophie", noted_on=day(-70), level="sceptical")
    yield row(Support, "n2", stakeholder="s-sophie", noted_on=day(-40), level="neutral")
    yield row(Support, "n3", stakeholder="s-sophie", noted_on=day(-4), level="champion")
    yield row(Support, "n4", stakeholder="s-marc", noted_on=day(-120), level="supportive")


@pytest.fixture
def chartered(path: Path) -> Path:
    """The project with a charter."""
    with closing(open_store(path, who="lea", clock=lambda: NOW)) as store:
        store.apply(store.projects()[0].uid, Act(tuple(creations())))
    return path


def page_of(app: CockpitApp) -> CharterPage:
    """The page in view."""
    return app.screen.query_one(CharterPage)


def said(app: CockpitApp) -> str:
    """What a person reads, each blank a plain one."""
    return re.sub("[\u00a0\u202f]", " ", text_of(app))


async def on_page(pilot: Pilot[None], uid: str = "") -> CockpitApp:
    """Go to the charter, with the cursor on a row of its page."""
    app = as_cockpit(pilot)
    await pilot.press("2")
    await until(pilot, lambda: app.screen.query(CharterPage))
    await settled(app, pilot)
    if uid:
        assert page_of(app).cursor_to(uid)
        await settled(app, pilot)
    return app


async def on_panel(pilot: Pilot[None], name: str) -> CockpitApp:
    """Go to the charter, with the focus on a panel of its page."""
    app = await on_page(pilot)
    page_of(app).query_one(f"#{name}").focus()
    await settled(app, pilot)
    return app


async def test_the_page_answers_what_for_whom_and_by_whom(start: Start, chartered: Path) -> None:
    async with start((120, 40)) as (_app, pilot):
        text = said(await on_page(pilot))
    assert "1 of 2 objectives measurable · 1 of 2 sponsors (50 %), 1 not known · coalition not complete" in text
    assert "Ordering online is as quick as at the counter" in text
    assert "For whom: Online ordering" in text
    assert re.search("Vision ─+ approved Thu 24 Sep by Sophie Arnaud ─", text)
    assert re.search(r" ✓ +More orders online +2 → 4 % +by Wed 3 Mar 2027 +in 3 mo +K-1 +ines +now 3.4 +70 % of the way", text)
    assert re.search(r" ✗ +Fewer calls +14 → \? +by Fri 20 Nov +! 3 d ago +no target, no KPI", text)
    assert re.search(r"\+ +The order page .*− +A mobile app", text)
    assert re.search(r"Sophie Arnaud +Board +▃▅█ +✓ champion +4 d ago", text)
    assert re.search(r"Marc Petit +IT +▆ +✓ supportive +! 3 mo ago", text), "too old to count, and marked so"
    assert re.search(r"Léa Martin +Project +\? not noted", text)
    assert "✗ The project has no lead" in text
    assert "✗ 1 person in it, and it takes 3" in text


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 40), (200, 60)])
@pytest.mark.parametrize("code", ["en", "fr"])
async def test_each_size_begins_with_the_answer_and_the_vision(
    start: Start, chartered: Path, size: tuple[int, int], code: str
) -> None:
    language.choose(code, {})
    async with start(size) as (_app, pilot):
        lines = said(await on_page(pilot)).splitlines()
    if code == "en":
        assert lines[3].startswith(" 1 of 2 objectives measurable · 1 of 2 sponsors")
    assert "Ordering online is as quick" in "\n".join(lines[4:8])
    assert "More orders online" in "\n".join(lines), "the objectives are in view without a key"


async def test_a_hint_names_the_key_that_the_user_has_chosen(start: Start) -> None:
    own = {"row.new": "f7", "table.clear": "f8", "mode.kpis": "f6"}
    async with start((120, 40), settings=Settings(keys=own)) as (app, pilot):
        assert "4 Risks  5 Actions  f6 KPIs" in text_of(app)
        assert "No objective yet; f7 sets the first" in said(await on_page(pilot))
        await pilot.press("4", "slash", *"zzz", "enter")
        await until(pilot, lambda: "Nothing matches; f8 shows everything again" in text_of(app))


async def test_an_empty_charter_says_the_next_steps(start: Start) -> None:
    async with start((120, 40)) as (_app, pilot):
        text = said(await on_page(pilot))
    for step in (
        "No charter yet; it begins with the vision",
        "No objective yet; n sets the first",
        "Nothing yet; n adds what the project does",
        "Nothing yet; n adds what is left out",
        "No sponsor yet; n names the first",
        "Nobody yet; n names who carries the change",
    ):
        assert step in text


@pytest.mark.parametrize(
    ("panel", "entity", "values"),
    [
        ("inside", ScopeItem, {"inside": True}),
        ("outside", ScopeItem, {"inside": False}),
        ("objectives", Objective, {}),
    ],
)
async def test_n_makes_a_row_of_the_panel(
    start: Start, chartered: Path, panel: str, entity: type[Entity], values: dict[str, Any]
) -> None:
    async with start() as (_app, pilot):
        app = await on_panel(pilot, panel)
        await with_form(pilot, "n")
        await type_text(pilot, "Something new")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: not app.screen.query(EntityForm))
        await settled(app, pilot)
        made = next(row for row in stored(chartered).all(entity) if row.caption == "Something new")
        assert {name: getattr(made, name) for name in values} == values
        assert page_of(app).row == made, "the cursor is on it"
        assert "Something new" in said(app)


async def test_n_in_a_panel_of_people_gives_the_role(start: Start, chartered: Path) -> None:
    async with start() as (_app, pilot):
        await on_panel(pilot, "coalition")
        form = await with_form(pilot, "n")
        assert form.entity is Stakeholder
        assert field_of(form, "role").typed == "coalition"


async def test_there_is_one_charter(start: Start, chartered: Path) -> None:
    async with start() as (_app, pilot):
        app = await on_panel(pilot, "vision")
        await pilot.press("n")
        await settled(app, pilot)
        assert not app.screen.query(EntityForm)


async def test_enter_shows_the_row_and_then_its_form(start: Start, chartered: Path) -> None:
    async with start() as (_app, pilot):
        app = await on_page(pilot, "calls")
        assert not app.screen.query_one(Detail).is_on_screen
        await pilot.press("enter")
        await until(pilot, lambda: "What is missing" in said(app))
        assert "✗ No target" in said(app)
        form = await with_form(pilot, "enter")
        assert form.row is not None
        assert form.row.uid == "calls"


async def test_the_detail_follows_the_cursor(start: Start, chartered: Path) -> None:
    async with start() as (_app, pilot):
        app = await on_page(pilot, "orders")
        await pilot.press("enter")
        await until(pilot, lambda: "OB-1 More orders online" in said(app))
        await pilot.press("down")
        await until(pilot, lambda: "OB-2 Fewer calls" in said(app))
        await pilot.press("escape")
        await until(pilot, lambda: "OB-2 Fewer calls" not in said(app))


async def test_a_long_vision_is_wrapped_and_is_one_step_of_the_cursor(start: Start, chartered: Path) -> None:
    words = "Everybody orders online, wherever they are and whatever they need, and knows when it comes. " * 2
    with closing(open_store(chartered, who="lea", clock=lambda: NOW)) as store:
        project = store.projects()[0].uid
        charter = store.load(project).get(Charter, "charter")
        assert charter
        store.apply(project, Act((Update(charter, {"vision": words}),)))
    async with start((80, 40)) as (_app, pilot):
        app = await on_panel(pilot, "vision")
        text = " ".join(said(app).split())
        assert words.strip() in text.replace("▸", "")
        assert page_of(app).row == stored(chartered).get(Charter, "charter")
        await pilot.press("down")
        assert "▸For whom" in said(app)
        await pilot.press("up")
        assert "▸Everybody orders online" in said(app)


async def test_b_notes_somebodys_support_today(start: Start, chartered: Path) -> None:
    def noted() -> list[tuple[Any, SupportLevel]]:
        rows = stored(chartered).of(Support, "stakeholder", "s-marc")
        return sorted((row.noted_on, row.level) for row in rows if row.noted_on == TODAY)

    async with start() as (_app, pilot):
        app = await on_page(pilot, "s-marc")
        form = await with_form(pilot, "b")
        assert field_of(form, "level").input.has_focus
        assert field_of(form, "level").typed == "supportive", "as it was last"
        await pilot.press("right", "ctrl+s")
        await until(pilot, lambda: noted() == [(TODAY, SupportLevel.CHAMPION)])
        await until(pilot, lambda: "2 of 2 sponsors (100 %)" in said(app))
        await with_form(pilot, "b")
        await pilot.press("left", "left", "ctrl+s")
        # One word a day: the later one.
        await until(pilot, lambda: noted() == [(TODAY, SupportLevel.NEUTRAL)])
        await until(pilot, lambda: not app.screen.query(EntityForm))
        await pilot.press("u")
        await until(pilot, lambda: noted() == [(TODAY, SupportLevel.CHAMPION)])


async def test_what_was_typed_about_somebody_is_not_offered_for_another(start: Start, chartered: Path) -> None:
    async def note_of(uid: str) -> str:
        assert page_of(app).cursor_to(uid)
        return field_of(await with_form(pilot, "b"), "note").typed

    async with start() as (_app, pilot):
        app = await on_page(pilot, "s-marc")
        form = await with_form(pilot, "b")
        field_of(form, "note").input.focus()
        await type_text(pilot, "Wants figures")
        await pilot.press("escape")
        await until(pilot, lambda: not app.screen.query(EntityForm))
        assert await note_of("s-sophie") == ""
        await pilot.press("escape")
        await until(pilot, lambda: not app.screen.query(EntityForm))
        assert await note_of("s-marc") == "Wants figures"


async def test_d_deletes_the_row_of_the_line_and_u_brings_it_back(start: Start, chartered: Path) -> None:
    async with start() as (_app, pilot):
        app = await on_page(pilot, "app")
        await pilot.press("d")
        await until(pilot, lambda: stored(chartered).get(ScopeItem, "app") is None)
        await until(pilot, lambda: "Deleted" in notices(app))
        await pilot.press("u")
        await until(pilot, lambda: stored(chartered).get(ScopeItem, "app") is not None)
        await until(pilot, lambda: "A mobile app" in said(app))


async def test_the_cursor_stays_on_its_line_whatever_others_do(start: Start, chartered: Path, colleague: Store) -> None:
    project = colleague.projects()[0].uid
    async with start((80, 24)) as (_app, pilot):
        app = await on_page(pilot, "s-marc")
        focused = app.focused
        made = (Create(ScopeItem, {"title": f"Item {n}", "inside": True}) for n in range(3))
        sponsor = Create(Stakeholder, {"person": "ines", "role": "sponsor", "organisation": "Board"})
        colleague.apply(project, Act((*made, sponsor)))
        await until(pilot, lambda: app.situation is not None and len(app.situation.state.all(Stakeholder)) == 4)
        await settled(app, pilot)
        assert page_of(app).row == colleague.load(project).get(Stakeholder, "s-marc")
        assert app.focused is focused
        gone = colleague.load(project).get(Stakeholder, "s-marc")
        assert gone
        colleague.apply(project, Act((Delete(gone),)))
        await until(pilot, lambda: app.situation is not None and len(app.situation.state.all(Stakeholder)) == 3)
        await settled(app, pilot)
        assert app.focused is focused
        assert page_of(app).row is not None


async def test_the_tables_come_after_the_page(start: Start, chartered: Path) -> None:
    async with start() as (_app, pilot):
        app = await on_page(pilot)
        assert isinstance(app.screen, TableScreen)
        await pilot.press("right_square_bracket", "right_square_bracket")
        await until(pilot, lambda: isinstance(app.screen, TableScreen) and app.screen.lists(Objective))
        assert re.search(r" ✗ +OB-2 +Fewer calls +14 → \?", said(app))
        await app.screen.go_to("stakeholder", "s-marc")
        await settled(app, pilot)
        assert app.screen.row.uid == "s-marc"
        form = await with_form(pilot, "b")
        assert form.entity is Support


async def test_what_only_reads_cannot_note(start: Start, chartered: Path) -> None:
    async with start(read_only=True) as (_app, pilot):
        app = await on_page(pilot, "s-marc")
        await pilot.press("b")
        await until(pilot, lambda: "open for reading only" in notices(app))
        assert not app.screen.query(EntityForm)
