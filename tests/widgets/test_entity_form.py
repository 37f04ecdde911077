"""The form: any entity from the declaration of its fields, problems beside them, nothing that was typed is lost."""

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import date
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.events import AppBlur, AppFocus, Paste
from textual.pilot import Pilot
from textual.widgets import Static

from cockpit.domain.action import Action, ActionState, Priority
from cockpit.domain.calendar import Holiday
from cockpit.domain.catalogue import ENTITIES
from cockpit.domain.entity import Entity
from cockpit.domain.gate import Criterion
from cockpit.domain.message import N_, message
from cockpit.domain.person import Person
from cockpit.domain.problem import Problem
from cockpit.domain.risk import Risk
from cockpit.domain.rollback import Rollback
from cockpit.domain.text import clean_text
from cockpit.widgets.entity_form import EntityForm
from cockpit.widgets.field_input import LineInput, OptionInput, ReferenceInput, TextInput
from cockpit.widgets.field_row import FieldRow, MoreFields
from cockpit.widgets.typed_text import display_text
from tests.domain.projects import row
from tests.widgets.seen import HOSTILE, action, actions, assert_unsteered, assert_whole, context, lines_of, text_of_screen

FIRST = ("title", "state", "owner", "due_on")
SEEN = context(action={row.uid: row for row in actions(12)})


class Forms(App[None]):
    """A form at the right of the screen; it notes what the form tells."""

    CSS = "Static.beside { width: 1fr; } EntityForm { width: 44; border-left: solid white; }"

    def __init__(self, form: EntityForm) -> None:
        super().__init__()
        self.form = form
        self.told: list[Any] = []
        self.drafts: list[dict[str, str]] = []

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static("beside", classes="beside")
            yield self.form

    def on_entity_form_submitted(self, event: EntityForm.Submitted) -> None:
        self.told.append((event.row, event.values))

    def on_entity_form_cancelled(self, event: EntityForm.Cancelled) -> None:
        self.told.append("cancelled")

    def on_entity_form_draft_kept(self, event: EntityForm.DraftKept) -> None:
        self.drafts.append(event.draft)


@asynccontextmanager
async def filled(form: EntityForm, size: tuple[int, int] = (80, 24)) -> AsyncIterator[tuple[Pilot[None], Forms]]:
    app = Forms(form)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield pilot, app


def new(first: Sequence[str] = FIRST, entity: type[Entity] = Action, **given: Any) -> EntityForm:
    return EntityForm(entity, SEEN, first=first, **given)


def field(app: Forms, name: str) -> FieldRow:
    return next(row for row in app.form.rows if row.spec.name == name)


def focused(app: Forms) -> str:
    return next((row.spec.name for row in app.form.rows if row.input.has_focus), "")


def submitted(app: Forms) -> dict[str, Any]:
    row, values = app.told[-1]
    assert row is None
    assert isinstance(values, dict)
    return values


async def test_a_new_row_from_the_keyboard_alone() -> None:
    async with filled(new()) as (pilot, app):
        await pilot.press(*"Call [/] back", "enter", "right", "enter", *"le", "enter", "enter", *"+2w", "ctrl+s")
        values = submitted(app)
        assert values["title"] == "Call [/] back"
        assert values["state"] is ActionState.DOING
        assert values["owner"] == "lea"
        assert values["due_on"] == date(2026, 12, 7)
        assert values["priority"] is Priority.NORMAL


async def test_enter_goes_on_and_saves_after_the_last_field() -> None:
    async with filled(new()) as (pilot, app):
        await pilot.press(*"Title")
        for name in ("state", "owner", "due_on"):
            await pilot.press("enter")
            assert focused(app) == name
            assert app.told == []
        await pilot.press("enter")
        assert submitted(app)["title"] == "Title"


async def test_keys_go_between_fields() -> None:
    async with filled(new(("title", "description", "state"), values={})) as (pilot, app):
        app.form.query_one("MoreFields").remove()
        await pilot.pause()
        for key, name in (
            ("tab", "description"), ("tab", "state"), ("tab", "title"), ("shift+tab", "state"), ("up", "description"), ("up", "title"),
            ("up", "title"), ("down", "description"), ("down", "state"), ("down", "state"),
        ):  # fmt: skip
            await pilot.press(key)
            assert focused(app) == name


async def test_a_text_of_several_lines_is_left_at_its_ends_only() -> None:
    async with filled(new(("title", "description", "state"))) as (pilot, app):
        await pilot.press(*"t", "tab", *"one", "enter", *"two", "up")
        assert focused(app) == "description"
        await pilot.press("up")
        assert focused(app) == "title"
        await pilot.press("down", "down", "down")
        assert focused(app) == "state"
        await pilot.press("ctrl+s")
        assert submitted(app)["description"] == "one\ntwo"


async def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost() -> None:
    async with filled(new((*FIRST, "recurs_every_days"))) as (pilot, app):
        await pilot.press("tab", "tab", *"karim", "tab", *"soon", "tab", "ctrl+u", *"400", "ctrl+s")
        lines = [line[36:].strip(" │") for line in lines_of(app)]
        wrong = [place for place, line in enumerate(lines) if line.startswith("✗")]
        labels = [lines[place - 1].split()[0] for place in wrong]
        assert labels == ["New:", "Action", "Owner", "Due", "(days)"]
        assert lines[wrong.pop(0)] == "✗ Not saved: 4 fields to correct"
        assert "Action is missing" in lines[wrong[0]]
        assert "nothing here is called “karim”" in " ".join(lines[wrong[1] : wrong[2]])
        assert "“soon” is no date" in " ".join(lines[wrong[2] : wrong[3]])
        assert "a whole number from 0 to 365" in " ".join(lines[wrong[3] :])
        assert focused(app) == "title"
        assert app.told == []
        assert {name: field(app, name).typed for name in ("owner", "due_on", "recurs_every_days")} == {
            "owner": "karim", "due_on": "soon", "recurs_every_days": "400",
        }  # fmt: skip
        await pilot.press(*"Now")
        assert "is missing" not in text_of_screen(app)
        assert "✗ Not saved: 3 fields to correct" in text_of_screen(app)
        assert "“soon” is no date" in text_of_screen(app)


async def test_what_is_wrong_with_a_field_is_said_as_soon_as_it_is_left() -> None:
    async with filled(new((*FIRST, "recurs_every_days"))) as (pilot, app):
        await pilot.press("tab", "tab", "tab", *"32/14")
        assert "is no date" not in text_of_screen(app), "nobody is interrupted while typing"
        await pilot.press("tab")
        assert "“32/14” is no date" in " ".join(text_of_screen(app).split())
        assert "Not saved" not in text_of_screen(app), "nobody has asked for that yet"
        assert "missing" not in text_of_screen(app), "what was not typed into is still to come"
        assert focused(app) == "recurs_every_days"
        await pilot.press("ctrl+u", *"400", "shift+tab", "ctrl+u")
        assert "is no date" not in text_of_screen(app)
        assert "a whole number from 0 to 365" in " ".join(text_of_screen(app).split())
        await pilot.press(*"fri", "tab", "ctrl+u", *"7", "tab")
        assert "✗" not in text_of_screen(app)
        await pilot.press("ctrl+s")
        assert "✗ Not saved: 1 field to correct" in text_of_screen(app)


async def test_what_is_wrong_with_the_last_field_is_seen_as_it_is_left() -> None:
    async with filled(new(()), (80, 16)) as (pilot, app):
        last = app.query(FieldRow).last()
        assert last.spec.name == "rhythm_on"
        last.input.focus()
        await pilot.press(*"zz", "up")
        await pilot.pause()
        assert "“zz” is no date" in " ".join(text_of_screen(app).split())


async def test_what_the_store_refused_stands_until_it_is_typed_into() -> None:
    async with filled(new(("handle", "name", "role"), Person, values={"handle": "lea", "name": "Léa"})) as (pilot, app):
        form = app.query_one(EntityForm)
        field(app, "handle").typed = "leo"
        field(app, "role").typed = "lead"
        field(app, "role").input.focus()
        await pilot.pause()
        taken = [Problem(message(N_("{value} is taken"), value="leo"), "handle"), Problem(message(N_("no such role")), "role")]
        await form.show_problems(taken)
        await pilot.pause()
        await pilot.press("tab", "tab", "tab", "shift+tab")
        seen = text_of_screen(app)
        assert "leo is taken" in seen
        assert "no such role" in seen
        assert "✗ Not saved: 2 fields to correct" in seen
        field(app, "role").input.focus()
        await pilot.press("s")
        seen = text_of_screen(app)
        assert "no such role" not in seen
        assert "✗ Not saved: 1 field to correct" in seen


async def test_days_the_wrong_way_round_are_told_with_whichever_was_left_and_no_longer_than_they_are() -> None:
    winter = row(Holiday, "HO-1", title="Winter", calendar="WC-1", starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 10))
    async with filled(EntityForm(Holiday, SEEN, winter)) as (pilot, app):
        field(app, "starts_on").input.focus()
        await pilot.press("ctrl+u", *"2026-12-20", "tab")
        assert "comes before" in " ".join(text_of_screen(app).split())
        await pilot.press("shift+tab", "ctrl+u", *"2026-12-05", "shift+tab")
        assert "comes before" not in " ".join(text_of_screen(app).split())
    async with filled(new(("title", "starts_on", "ends_on"), Holiday)) as (pilot, app):
        field(app, "starts_on").input.focus()
        await pilot.press(*"2026-12-20", "tab")
        assert "✗" not in text_of_screen(app), "the other day is still to come"


async def test_a_click_below_a_wrong_field_is_a_click() -> None:
    async with filled(new()) as (pilot, app):
        field(app, "due_on").input.focus()
        await pilot.press(*"32/14")
        await pilot.click(MoreFields)
        assert not app.query(MoreFields), "the fields are unfolded"
        await pilot.press("tab")
        assert "“32/14” is no date" in " ".join(text_of_screen(app).split()), "it is told with the next key"


async def test_another_window_is_no_field_that_was_left() -> None:
    async with filled(new()) as (pilot, app):
        field(app, "due_on").input.focus()
        await pilot.press(*"32/")
        app.post_message(AppBlur())
        await pilot.pause()
        app.post_message(AppFocus())
        await pilot.pause()
        assert "✗" not in text_of_screen(app)


async def test_a_problem_of_a_field_out_of_sight_brings_it_into_sight() -> None:
    async with filled(new(("name",), Person, values={"handle": "NOT ALLOWED"})) as (pilot, app):
        await pilot.press(*"Karim", "ctrl+s")
        assert focused(app) == "handle"
        assert "lower-case" in text_of_screen(app)


async def test_what_the_store_refuses_is_said_in_the_form() -> None:
    async with filled(new()) as (pilot, app):
        await pilot.press(*"Title", "ctrl+s", "ctrl+s")
        assert len(app.told) == 1
        await app.form.show_problems(
            [Problem(message("Too [/] late"), "due_on"), Problem(message("Moved by {who}", who="[b]marc"))]
        )
        await pilot.pause()
        assert "✗ Too [/] late" in text_of_screen(app)
        assert "✗ Moved by [b]marc" in text_of_screen(app)
        assert focused(app) == "due_on"
        await pilot.press("ctrl+s")
        assert len(app.told) == 2
        assert "✗" not in text_of_screen(app)


async def test_editing_gives_only_what_changed() -> None:
    row = action(3, title="Old", owner="ines", due_on=date(2026, 12, 1), blocked_by=("uid-1", "uid-2"))
    async with filled(EntityForm(Action, SEEN, row, first=(*FIRST, "blocked_by"))) as (pilot, app):
        assert "A-3 Old" in text_of_screen(app)
        assert [each.typed for each in app.form.rows] == ["Old", "blocked", "ines Inès Roux", "2026-12-01", "A-1, A-2"]
        await pilot.press("ctrl+u", *"New", "ctrl+s")
        assert app.told == [(row, {"title": "New"})]


async def test_editing_nothing_is_no_edit() -> None:
    async with filled(EntityForm(Action, SEEN, action(3), first=FIRST)) as (pilot, app):
        await pilot.press("ctrl+s")
        assert app.told == ["cancelled"]


async def test_an_edit_keeps_what_the_form_cannot_name() -> None:
    row = action(3, owner="gone")
    async with filled(EntityForm(Action, SEEN, row, first=FIRST)) as (pilot, app):
        await pilot.press(*"!", "ctrl+s")
        assert set(app.told[-1][1]) == {"title"}


async def test_values_given_from_the_start_are_kept() -> None:
    async with filled(new(values={"risk": "uid-of-risk", "title": "Given"})) as (pilot, app):
        await pilot.press("end", *"!", "ctrl+s")
        assert (submitted(app)["title"], submitted(app)["risk"]) == ("Given!", "uid-of-risk")


async def test_leaving_untouched_keeps_no_draft() -> None:
    async with filled(new()) as (pilot, app):
        await pilot.press("tab", "escape")
        assert app.told == ["cancelled"]


async def test_a_half_typed_form_is_kept_and_brought_back() -> None:
    async with filled(new()) as (pilot, app):
        await pilot.press(*"Half [", "tab", "tab", *"kar", "tab", *"so")
        assert app.form.draft == {"title": "Half [", "owner": "kar", "due_on": "so"}
        assert {"title": "Half ["} in app.drafts
        assert {"title": "Half [", "owner": "kar"} in app.drafts
        await pilot.press("escape")
        assert app.told == ["cancelled"]
        assert app.drafts[-1] == {"title": "Half [", "owner": "kar", "due_on": "so"}
    async with filled(
        new(draft={**app.drafts[-1], "description": "folded\naway", "gone": "x"}, start_over="ctrl+l")
    ) as (pilot, app):  # fmt: skip
        assert "Your draft is back; ctrl+l starts over." in " ".join(text_of_screen(app).split())
        assert {row.spec.name: row.typed for row in app.form.rows if row.dirty} == {
            "title": "Half [", "owner": "kar", "due_on": "so", "description": "folded\naway",
        }  # fmt: skip
        await pilot.press("ctrl+l")
        assert app.form.draft == {}
        assert app.drafts[-1] == {}
        assert "draft" not in text_of_screen(app)
        await pilot.press("escape")
        assert app.told == ["cancelled"]


async def test_more_fields() -> None:
    async with filled(new(("title",))) as (pilot, app):
        assert "20 more fields" in text_of_screen(app)
        await pilot.press(*"Title", "tab", "enter")
        assert len(app.form.rows) == 21
        assert focused(app) == "state"
        await pilot.press("up", "ctrl+s")
        assert submitted(app)["title"] == "Title"


async def test_what_a_row_says_is_not_folded_away() -> None:
    row = action(3, blocker="the supplier", priority=Priority.HIGH)
    async with filled(EntityForm(Action, SEEN, row, first=FIRST)) as (_pilot, app):
        assert [each.spec.name for each in app.form.rows] == [*FIRST, "priority", "blocker"]
        assert "15 more fields" in text_of_screen(app)


async def test_the_form_begins_where_it_is_told() -> None:
    async with filled(new(focus="due_on")) as (_pilot, app):
        assert focused(app) == "due_on"


async def test_help_for_the_field_that_has_the_focus() -> None:
    async with filled(new()) as (pilot, app):
        assert "required · What will be done" in text_of_screen(app)
        await pilot.press("tab", "tab", "tab")
        assert "+2w" in text_of_screen(app)
        assert "What will be done" not in text_of_screen(app)


async def test_choices() -> None:
    async with filled(new(("state", "priority", "title"))) as (pilot, app):
        assert "‹ ○ to do ›" in text_of_screen(app)
        await pilot.press("right")
        assert "‹ ◐ doing ›" in text_of_screen(app)
        await pilot.press("space", "space", "space")
        assert "‹ ○ to do ›" in text_of_screen(app)
        await pilot.press("left")
        assert "‹ ■ blocked ›" in text_of_screen(app)
        await pilot.press("d")
        assert "‹ ◐ doing ›" in text_of_screen(app)
        await pilot.press("d")
        assert "‹ ● done ›" in text_of_screen(app)
        await pilot.press("z")
        assert field(app, "state").typed == "done"
        await pilot.click(field(app, "priority").input, offset=(5, 0))
        assert field(app, "priority").typed == "high"
        await pilot.click(field(app, "priority").input, offset=(0, 0))
        assert field(app, "priority").typed == "normal"


async def test_flags() -> None:
    async with filled(new(("handle", "name", "active"), Person)) as (pilot, app):
        await pilot.press(*"karim", "tab", *"Karim", "tab", "space")
        assert "‹ no ›" in text_of_screen(app)
        await pilot.press("ctrl+s")
        assert submitted(app)["active"] is False


async def test_a_reference_is_chosen_from_a_list() -> None:
    async with filled(new(("title", "owner", "state"))) as (pilot, app):
        await pilot.press(*"t", "tab", "space")
        assert "▸ lea Léa Martin" in text_of_screen(app)
        assert "  ines Inès Roux" in text_of_screen(app)
        await pilot.press("down", "enter")
        assert field(app, "owner").typed == "ines Inès Roux"
        assert focused(app) == "owner"
        assert "▸ lea" not in text_of_screen(app)
        await pilot.press("tab", "ctrl+s")
        assert submitted(app)["owner"] == "ines"


async def test_tab_takes_what_is_offered_and_goes_on() -> None:
    async with filled(new(("title", "owner", "state"))) as (pilot, app):
        await pilot.press(*"t", "tab", *"in", "tab", "d")
        assert field(app, "owner").typed == "ines Inès Roux"
        assert focused(app) == "state"
        assert field(app, "state").typed == "doing"
        await pilot.press("shift+tab")
        assert focused(app) == "owner"


async def test_a_name_is_written_on_and_what_is_short_is_written_anew() -> None:
    row = action(3, title="Old", owner="ines", due_on=date(2026, 12, 1))
    async with filled(EntityForm(Action, SEEN, row, first=FIRST)) as (pilot, app):
        await pilot.press(*"er", "tab", "tab", *"lea", "tab", *"+2w", "ctrl+s")
        assert app.told == [(row, {"title": "Older", "owner": "lea", "due_on": date(2026, 12, 7)})]


async def test_a_long_name_is_shown_from_its_beginning_unless_it_is_edited() -> None:
    row = action(3, title="A name that is longer than the line it stands on, and goes on")
    async with filled(EntityForm(Action, SEEN, row, first=FIRST)) as (pilot, app):
        assert "and goes on" in text_of_screen(app)
        await pilot.press("tab")
        assert "A name that is longer" in text_of_screen(app)
        await pilot.press("shift+tab")
        assert "and goes on" in text_of_screen(app)


async def test_the_day_that_words_mean_stands_beside_them() -> None:
    async with filled(new(("due_on", "title")), (100, 24)) as (pilot, app):
        app.form.styles.width = 60
        await pilot.press(*"next", "space", *"friday")
        assert "next friday  Fri 4 Dec, in 11 d" in text_of_screen(app)
        app.form.styles.width = 42
        await pilot.pause()
        assert re.search("next friday  Fri 4 Dec *$", text_of_screen(app), re.MULTILINE)
        await pilot.press(*"s")
        assert "Fri 4 Dec" not in text_of_screen(app)
        assert_whole(app)


async def test_a_person_is_begun_with_the_name_which_gives_the_handle() -> None:
    async with filled(new((), Person)) as (pilot, app):
        assert focused(app) == "name"
        await pilot.press(*"Léa", "space", *"Durand")
        assert re.search(r"Handle \* +lea\.durand", text_of_screen(app))
        await pilot.press("ctrl+s")
        assert (submitted(app)["name"], submitted(app)["handle"]) == ("Léa Durand", "lea.durand")


async def test_all_that_is_wrong_with_a_person_is_said_at_once() -> None:
    async with filled(new((), Person)) as (pilot, app):
        await pilot.press("tab", *"Two", "space", *"words", "ctrl+s")
        assert "Name is missing" in text_of_screen(app)
        assert "“Two words” is not allowed" in text_of_screen(app)
        assert "2 fields to correct" in text_of_screen(app)
        assert focused(app) == "name"


async def test_a_label_that_is_too_long_for_its_line_takes_more() -> None:
    async with filled(new(("inherent_likelihood", "title"), Risk), (80, 24)) as (_pilot, app):
        lines = [line[36:].strip(" │") for line in lines_of(app)]
        place = next(place for place, line in enumerate(lines) if line.startswith("Inherent"))
        assert lines[place + 1].startswith("likelihood")
        assert_whole(app)


async def test_the_list_closes_before_the_form_does() -> None:
    async with filled(new(("title", "owner"))) as (pilot, app):
        await pilot.press("tab", *"roux", "escape")
        assert app.told == []
        assert "▸ ines" not in text_of_screen(app)
        await pilot.press("down", "escape")
        assert (app.told, app.drafts[-1]) == (["cancelled"], {"owner": "roux"})


async def test_the_list_is_taken_from_by_mouse() -> None:
    async with filled(new(("owner",))) as (pilot, app):
        await pilot.press("space")
        await pilot.click(field(app, "owner").input, offset=(3, 2))
        assert field(app, "owner").typed == "ines Inès Roux"


async def test_several_references() -> None:
    async with filled(new(("blocked_by", "title"), focus="blocked_by")) as (pilot, app):
        await pilot.press(*"number 7", "enter", *", number 12", "enter")
        assert field(app, "blocked_by").typed == "A-7, A-12"
        await pilot.press("tab", *"t", "ctrl+s")
        assert submitted(app)["blocked_by"] == ("uid-7", "uid-12")


async def test_lines_and_settings() -> None:
    async with filled(new(("title", "steps"), Rollback)) as (pilot, app):
        await pilot.press(*"t", "tab", *"stop", "enter", "enter", *"tell", "ctrl+s")
        assert submitted(app)["steps"] == ("stop", "tell")
    criterion = Criterion.trusted({"uid": "c", "policy": "p", "title": "t", "rule": "r", "settings": {"share": 0.75}})
    async with filled(EntityForm(Criterion, SEEN, criterion, first=("settings",))) as (pilot, app):
        assert field(app, "settings").typed == "share = 0.75"
        await pilot.press("end", "enter", *"periods = 6", "ctrl+s")
        assert app.told == [(criterion, {"settings": {"share": 0.75, "periods": 6}})]


async def test_a_paste_loses_its_line_ends_and_its_controls() -> None:
    async with filled(new(("title", "description"))) as (pilot, app):
        field(app, "title").input.post_message(Paste("one\r\ntwo \x1b[31mred\x1b[0m\x07"))
        await pilot.press("tab")
        field(app, "description").input.post_message(Paste("one\r\ntwo \x1b[2J"))
        await pilot.pause()
        assert field(app, "title").typed == "one two red"
        assert field(app, "description").typed == "one\ntwo"


@pytest.mark.parametrize("entity", ENTITIES, ids=lambda entity: entity.kind)
async def test_every_entity_has_a_form(entity: type[Entity]) -> None:
    async with filled(EntityForm(entity, SEEN), (44, 30)) as (pilot, app):
        await pilot.press("tab", "tab", "ctrl+s")
        assert_whole(app)
        assert app.told == [] or isinstance(app.told[-1][1], dict)


@pytest.mark.parametrize("size", [(38, 14), (120, 40)])
@pytest.mark.parametrize("texts", [HOSTILE[start::12] for start in range(12)])
async def test_hostile_texts_break_no_line(size: tuple[int, int], texts: tuple[str, ...]) -> None:
    title, description, due_on, *_rest = texts
    people = {
        str(number): Person.trusted({"uid": str(number), "handle": f"h{number}", "name": text})
        for number, text in enumerate(texts)
    }
    row = action(1, title=title, description=description, owner="0")
    form = EntityForm(Action, context(person=people), row, first=("title", "owner", "description", "due_on"))
    async with filled(form, size) as (pilot, app):
        app.query(".beside").remove()
        form.styles.width = "1fr"
        await pilot.press("tab", "end", "comma", "space")
        field(app, "due_on").typed = due_on
        await pilot.press("ctrl+s")
        assert "✗" in text_of_screen(app)
        if all(display_text(text) == clean_text(text) for text in texts):
            assert_whole(app)
        else:
            # An input shows what stands in it, joiners and all, so that it can be edited; they steer nothing.
            assert_unsteered(app)


async def test_at_its_smallest_it_shows_what_is_typed_and_what_is_wrong() -> None:
    async with filled(new(), (38, 14)) as (pilot, app):
        app.query(".beside").remove()
        app.form.styles.width = "1fr"
        await pilot.press("tab", "tab", "tab", *"soon", "up", "up", "up", *"A title of more than twenty cells", "ctrl+s")
        assert "soon" in text_of_screen(app)
        assert "✗ Due: “soon” is no date" in text_of_screen(app)
        assert "than twenty cells" in text_of_screen(app)
        assert focused(app) == "due_on"
        assert_whole(app)


async def test_nothing_blinks() -> None:
    async with filled(new(("title", "description", "owner"))) as (_pilot, app):
        inputs = [row.input for row in app.form.rows]
        assert not any(each.cursor_blink for each in inputs if isinstance(each, LineInput | TextInput))


def test_all_keys_can_be_remapped() -> None:
    bindings = [
        each for widget in (EntityForm, OptionInput, ReferenceInput) for each in widget.BINDINGS if not isinstance(each, tuple)
    ]
    ids = [binding.id for binding in bindings]
    assert all(ids)
    assert len(set(ids)) == len(ids)
