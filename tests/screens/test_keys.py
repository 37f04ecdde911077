"""Keys lead anywhere, find anything, and can be given to other things."""

from contextlib import closing
from pathlib import Path

import pytest
from textual.binding import Binding
from textual.command import CommandList
from textual.pilot import Pilot

from cockpit import language
from cockpit.app import CockpitApp
from cockpit.domain.action import Action
from cockpit.domain.edit import Act, Create
from cockpit.screens.help import HelpScreen
from cockpit.screens.table_screen import TableScreen
from cockpit.settings import Settings
from cockpit.store import open_store
from cockpit.widgets.entity_form import EntityForm
from cockpit.widgets.entity_table import EntityTable
from cockpit.widgets.panel import Panel
from tests.screens.conftest import NOW, Start, settled, text_of
from tests.screens.test_editing import as_cockpit, notices, on_action, table_of, type_text, until, with_form, without_form

MODES = {
    "1": "overview", "2": "charter", "3": "phases", "4": "risks", "5": "actions",
    "6": "kpis", "7": "evaluation", "8": "rollout", "9": "readiness", "0": "journal",
}  # fmt: skip
LETTERS = {
    "o": "overview", "c": "charter", "p": "phases", "r": "risks", "a": "actions",
    "k": "kpis", "e": "evaluation", "w": "rollout", "g": "readiness", "j": "journal",
}  # fmt: skip


async def in_mode(pilot: Pilot[None], name: str) -> None:
    """Wait until a mode is shown."""
    await until(pilot, lambda: pilot.app.current_mode == name)
    await settled(as_cockpit(pilot), pilot)


def order_of(pilot: Pilot[None]) -> list[str]:
    """The uids of the rows as they stand in the table."""
    return [row.uid for row in table_of(as_cockpit(pilot)).shown]


async def test_a_digit_leads_to_each_mode(start: Start) -> None:
    async with start() as (_app, pilot):
        for digit, name in [*list(MODES.items())[1:], ("1", "overview")]:
            await pilot.press(digit)
            await in_mode(pilot, name)


async def test_screens_are_built_ahead_as_they_are_shown_when_visited(start: Start) -> None:
    async with start() as (app, pilot):
        await pilot.press("5")
        await in_mode(pilot, "actions")
        visited = text_of(app)
    async with start(build_ahead=True) as (app, pilot):
        await until(pilot, lambda: not any(worker.group == "warm" for worker in app.workers if not worker.is_finished))
        assert app.current_mode == "overview"
        assert {screen.name for screen in app._frames} == set(MODES.values())
        await pilot.press("5")
        await in_mode(pilot, "actions")
        assert text_of(app) == visited
        await pilot.press("down", "d")
        await until(pilot, lambda: "Deleted" in notices(app))


async def test_g_and_a_letter_lead_to_each_mode_and_any_other_key_stays(start: Start) -> None:
    async with start() as (app, pilot):
        for letter, name in [*list(LETTERS.items())[1:], ("o", "overview")]:
            await pilot.press("g", letter)
            await in_mode(pilot, name)
        await pilot.press("g", "5")
        await settled(app, pilot)
        assert app.current_mode == "overview"
        await pilot.press("5")
        await in_mode(pilot, "actions")


async def test_each_mode_keeps_its_cursor(start: Start) -> None:
    async with start() as (app, pilot):
        await on_action(pilot, "train")
        await pilot.press("4")
        await in_mode(pilot, "risks")
        await until(pilot, lambda: app.screen.query(EntityTable))
        await pilot.press("home", "down")
        risk = table_of(app).cursor_uid
        assert risk == order_of(pilot)[1]
        await pilot.press("5")
        await in_mode(pilot, "actions")
        assert table_of(app).cursor_uid == "train"
        await pilot.press("4")
        await in_mode(pilot, "risks")
        assert table_of(app).cursor_uid == risk


async def test_the_filter_ignores_accents_and_case_and_escape_clears_it(start: Start, path: Path) -> None:
    with closing(open_store(path, who="marc", clock=lambda: NOW)) as store:
        store.apply(store.projects()[0].uid, Act((Create(Action, {"title": "Vérifier la salle d’été"}, "room"),)))
    async with start() as (_app, pilot):
        await on_action(pilot, "index")
        everything = order_of(pilot)
        await pilot.press("slash")
        await type_text(pilot, "ETE verif")
        await until(pilot, lambda: order_of(pilot) == ["room"])
        await pilot.press("escape")
        await until(pilot, lambda: order_of(pilot) == everything)


async def test_enter_opens_the_detail_then_the_form_and_escape_goes_back(start: Start) -> None:
    async with start((100, 30)) as (app, pilot):
        await on_action(pilot, "index")
        assert "late by 1 day" not in text_of(app)
        await pilot.press("enter")
        await until(pilot, lambda: "late by 1 day" in text_of(app))
        await with_form(pilot, "enter")
        await pilot.press("escape")
        await without_form(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: "late by 1 day" not in text_of(app))


async def test_o_sorts_by_the_next_column_and_capital_o_turns_it_round(start: Start) -> None:
    by_ref = ["rehearse", "index", "train", "faq", "hostile"]
    async with start() as (app, pilot):
        await on_action(pilot, "train")
        assert order_of(pilot) != by_ref
        await pilot.press("o")
        await until(pilot, lambda: order_of(pilot) == by_ref)
        await pilot.press("O")
        await until(pilot, lambda: order_of(pilot) == by_ref[::-1])
        assert table_of(app).cursor_uid == "train"


async def test_m_marks_and_escape_takes_the_marks_away(start: Start) -> None:
    async with start() as (app, pilot):
        await on_action(pilot, "index")
        await pilot.press("m")
        assert table_of(app).marks == {"index"}
        assert table_of(app).cursor_uid != "index"
        await pilot.press("escape")
        assert table_of(app).marks == frozenset()


async def test_y_copies_the_row_and_the_marked_rows_a_line_each(start: Start) -> None:
    async with start() as (app, pilot):
        await on_action(pilot, "index")
        await pilot.press("y")
        await until(pilot, lambda: app.clipboard)
        assert "A-2" in app.clipboard
        assert "Index the order table" in app.clipboard
        assert "Copied" in notices(app)
        await pilot.press("m")
        table_of(app).cursor_to("train")
        await pilot.press("m", "y")
        await until(pilot, lambda: len(app.clipboard.splitlines()) == 2)
        assert "Train the super-users of Lyon" in app.clipboard


async def test_capital_y_copies_all_that_is_shown_or_marked_as_a_table(start: Start) -> None:
    async with start((100, 30)) as (app, pilot):
        await on_action(pilot, "index")
        await pilot.press("Y")
        await until(pilot, lambda: "Copy 5 rows as: t Text  m Markdown  v TSV for a spreadsheet" in text_of(app).splitlines()[-1])
        await pilot.press("m")
        await until(
            pilot, lambda: app.clipboard.startswith("| Ref | State | Action | Owner | Due | Urgency | Serves | Priority |\n")
        )
        assert (
            "| A-2 | ○ to do | Index the order table | marc | Sun 22 Nov 2026, ! late 1 d | 13.2 | K-2 | normal |"
            in app.clipboard
        )
        assert "| \\[/\\] \\[@click=app.quit\\]Pay\\[/\\] x |" in app.clipboard
        assert len(app.clipboard.splitlines()) == 7
        await pilot.press("m", "Y", "v")
        await until(pilot, lambda: "\t" in app.clipboard)
        assert app.clipboard.splitlines() == [
            "Ref\tState\tAction\tOwner\tDue\tUrgency\tServes\tPriority",
            "A-2\tto do\tIndex the order table\tmarc\t2026-11-22\t13.2\tK-2\tnormal",
        ]
        await pilot.press("Y", "escape", "down")
        assert table_of(app).has_focus


async def found(pilot: Pilot[None], key: str, typed: str, row: str) -> None:
    """Type into a palette, and choose the row that comes first."""
    await until(pilot, lambda: as_cockpit(pilot).situation)
    await pilot.press(key)
    await type_text(pilot, typed)
    await until(pilot, lambda: pilot.app.screen.query(CommandList) and row in first_hit(pilot))
    await pilot.press("enter")
    await until(pilot, lambda: not pilot.app.screen.query(CommandList))


@pytest.mark.parametrize(("typed", "row", "mode"), [("stand", "Stand-up", "standup"), ("portfolio", "Portfolio", "portfolio")])
async def test_the_palette_leads_to_what_has_no_place_in_the_bar(start: Start, typed: str, row: str, mode: str) -> None:
    async with start() as (app, pilot):
        await found(pilot, "ctrl+p", typed, f"{row} (")
        await until(pilot, lambda: app.current_mode == mode)


@pytest.mark.parametrize(("tongue", "words"), [("en", "Nothing found"), ("fr", "Rien ne correspond")])
async def test_a_palette_that_finds_nothing_says_so_in_the_language_chosen(start: Start, tongue: str, words: str) -> None:
    language.choose(tongue)
    async with start() as (app, pilot):
        for key in ("ctrl+p", "slash"):
            await pilot.press(key)
            await type_text(pilot, "zzzqqq")
            await until(pilot, lambda: words in text_of(app))
            await pilot.press("escape")
            await until(pilot, lambda: not app.screen.query(CommandList))


async def test_a_command_is_found_by_what_it_does(start: Start) -> None:
    async with start() as (app, pilot):
        await pilot.press("ctrl+p")
        await type_text(pilot, "snapshot file")
        await until(pilot, lambda: app.screen.query(CommandList) and "Export (x)" in first_hit(pilot))


async def test_many_settings_that_are_wrong_are_told_in_one_sentence(start: Start) -> None:
    wrong = {"app.undo": "s", "row.edit": "ctrl+é", "nothing": "x"}
    async with start(settings=Settings(keys=wrong)) as (app, _pilot):
        assert notices(app) == "3 settings of yours cannot be taken as they are; “cockpit settings” tells which, and why"
    del wrong["nothing"]
    async with start(settings=Settings(keys=wrong)) as (app, _pilot):
        assert len(app._notifications) == 2


def first_hit(pilot: Pilot[None]) -> str:
    """What the first line of a palette says."""
    hits = pilot.app.screen.query_one(CommandList)
    return str(hits.get_option_at_index(0).prompt) if hits.option_count else ""


async def test_a_slash_finds_any_row_where_there_is_no_table(start: Start) -> None:
    async with start((100, 30)) as (app, pilot):
        await found(pilot, "slash", "rehaerse", "A-1 Rehearse the rollback")
        assert app.current_mode == "overview"
        assert isinstance(app.focused, Panel)
        assert app.focused.line is not None
        assert app.focused.line.uid == "rehearse"
        await pilot.press("3")
        await in_mode(pilot, "phases")
        await found(pilot, "slash", "public dem", "M-2 Public demo")
        assert isinstance(app.screen, TableScreen)
        assert app.screen.row.uid == "demo"
        assert app.screen.section.name == "Board"
        await found(pilot, "ctrl+p", "action ines faq", "A-4 Publish the FAQ")
        await in_mode(pilot, "actions")
        assert table_of(app).cursor_uid == "faq"
        await pilot.press("3")
        await in_mode(pilot, "phases")
        await found(pilot, "slash", "k2", "K-2 Response p95")
        await in_mode(pilot, "kpis")
        assert table_of(app).cursor_uid == "response"


async def test_the_help_tells_every_key_of_the_screen(start: Start) -> None:
    expected = {
        "row.new": "n", "row.edit": "e", "row.delete": "d", "row.next_state": "space", "row.copy": "y", "table.filter": "/",
        "table.sort": "o", "table.reverse": "O", "table.mark": "m", "table.open": "⏎", "table.down": "j", "app.undo": "u",
        "app.redo": "^r", "app.export": "x", "app.palette": "^p", "app.help": "?", "app.quit": "q", "app.jump": "g",
        **{f"mode.{name}": digit for digit, name in MODES.items()},
        **{f"jump.{name}": letter for letter, name in LETTERS.items()},
    }  # fmt: skip
    async with start((120, 110)) as (app, pilot):
        await on_action(pilot, "index")
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen) and "jump.journal" in text_of(app))
        told = {
            words[-1]: words
            for line in text_of(app).splitlines()
            if (words := line.replace("│", " ").split()) and "." in words[-1]
        }
        assert expected.keys() <= told.keys()
        assert {name for name, key in expected.items() if key not in told[name]} == set()
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, TableScreen))


@pytest.mark.parametrize(
    ("words", "uids"),
    [("lyon train", {"train"}), ("a-2", {"index"}), ("click=app.quit]pay", {"quota", "hostile"})],
    ids=["words", "ref", "markup"],
)
async def test_ctrl_p_finds_a_row_by_its_text(start: Start, words: str, uids: set[str]) -> None:
    async with start() as (app, pilot):
        await pilot.press("ctrl+p")
        await until(pilot, lambda: app.screen.query(CommandList))
        await type_text(pilot, words)
        await until(pilot, lambda: app.screen.query_one(CommandList).option_count == len(uids))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, TableScreen) and table_of(app).cursor_uid in uids)
        assert app.is_running


async def test_keys_of_the_settings_replace_the_given_ones_and_a_wrong_name_is_told(start: Start) -> None:
    settings = Settings(keys={"row.new": "f7", "table.filer": "f8", "row.edit": "nokey"})
    async with start(settings=settings) as (app, pilot):
        assert "“table.filer”" in notices(app)
        assert "“nokey”" in notices(app)
        await on_action(pilot, "index")
        await pilot.press("n")
        await settled(app, pilot)
        assert not app.screen.query(EntityForm)
        await with_form(pilot, "f7")
        await pilot.press("escape")
        await without_form(pilot)
        await with_form(pilot, "e")


@pytest.mark.parametrize(
    ("key", "english", "french"),
    [
        ("space", "space", "espace"), ("ctrl+space", "^space", "^espace"), ("ctrl+home", "^home", "^début"), ("pageup", "pgup", "pg préc"),
        ("shift+up", "shift+↑", "maj+↑"), ("ctrl+shift+home", "shift+^home", "maj+^début"), ("alt+shift+f1", "alt+shift+f1", "alt+maj+f1"),
        ("ctrl+s", "^s", "^s"), ("f5", "f5", "f5"), ("plus", "+", "+"), ("ctrl+plus", "^+", "^+"), ("delete", "del", "suppr"),
        ("enter", "⏎", "⏎"), ("question_mark", "?", "?"), ("T", "T", "T"),
    ],
)  # fmt: skip
def test_a_key_is_told_as_it_is_called_on_keyboards(key: str, english: str, french: str) -> None:
    app = CockpitApp(lambda: (_ for _ in ()).throw(AssertionError), environment={"TERM": "xterm-256color"})
    for tongue, told in (("fr", french), ("en", english)):
        language.choose(tongue, {})
        assert app.get_key_display(Binding(key, "")) == told


def test_where_there_are_few_signs_keys_are_words() -> None:
    app = CockpitApp(lambda: (_ for _ in ()).throw(AssertionError), environment={"TERM": "linux"})
    assert [app.get_key_display(Binding(key, "")) for key in ("enter", "ctrl+up", "shift+left")] == ["enter", "^up", "shift+left"]
