"""What stands on the screen at each size and in each language, with a real project and with one that is hostile in every text."""

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import combinations, cycle
from pathlib import Path
from shutil import copyfile
from typing import Any, NamedTuple

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot
from textual.scrollbar import ScrollBar

from cockpit import language
from cockpit.app import CockpitApp
from cockpit.domain.action import Action
from cockpit.domain.activity import Activity, ActivityLink
from cockpit.domain.catalogue import ENTITIES
from cockpit.domain.edit import Act, Create
from cockpit.domain.entity import Entity, FieldSpec, Shape, fields_of
from cockpit.domain.gate import Criterion, GatePolicy
from cockpit.domain.kpi import Kpi
from cockpit.domain.milestone import Milestone
from cockpit.domain.person import Person
from cockpit.domain.project import Project
from cockpit.domain.readiness import KINDS
from cockpit.domain.risk import Risk
from cockpit.domain.voice import Remark
from cockpit.screens import verdict_history, what_if
from cockpit.screens.mode_screens import sections_of
from cockpit.screens.table_screen import TableScreen
from cockpit.store import Store, open_store
from cockpit.widgets.entity_form import EntityForm
from tests.domain.specimens import least
from tests.sample_stores import sample_store
from tests.screens.conftest import settled
from tests.widgets.seen import assert_unsteered, assert_whole, lines_of

NOW = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)
"""The evening of the last day of the sample."""

SMALL, USUAL, LARGE, WIDEST = (60, 16), (80, 24), (120, 40), (200, 60)
SIZES = [pytest.param(size, id=f"{size[0]}x{size[1]}") for size in (SMALL, USUAL, LARGE)]


class Words(NamedTuple):
    """What the screens say in a language, as far as the tests look for it."""

    modes: dict[str, str]
    footer: tuple[str, str, str]
    """What the keys enter, ctrl+p and ? do."""
    late: str
    reason: str
    panels: tuple[str, str, str, str]
    """Headings of the overview: what is due, the KPIs, the risks, the milestones."""
    states: tuple[str, str, str]
    """Of actions: being done, blocked, waiting for another."""
    standing: str
    not_met: str
    planned: str
    too_small: str


WORDS = {
    "en": Words(
        {"1": "Overview", "4": "Risks", "5": "Actions", "8": "Rollout", "9": "Readiness"},
        ("Open", "Commands", "Help"),
        "late {days} d",
        "R-3 at 4x5",
        ("Today", "KPIs", "Top risks", "Coming"),
        ("◐ doing", "■ blocked", r"■ \w+ {action}"),
        "7 met, 3 not met, 1 no answer yet",
        "✗ not met",
        "○ planned",
        "The cockpit needs 60 columns and 16 lines; this window has {width} and {height}. Please enlarge it.",
    ),
    "fr": Words(
        {"1": "Synthèse", "4": "Risques", "5": "Actions", "8": "Déploiement", "9": "Verdict"},
        ("Ouvrir", "Commandes", "Aide"),
        "retard {days} j",
        "R-3 à 4x5",
        ("Aujourd’hui", "Indicateurs clés", "Risques majeurs", "À venir"),
        ("◐ en cours", "■ bloquée", r"■ \w+ {action}"),
        "7 atteints, 3 non atteints, 1 sans réponse",
        "✗ non atteint",
        "○ prévue",
        "Le cockpit demande 60 colonnes et 16 lignes ; cette fenêtre en a {width} et {height}. Merci de l’agrandir.",
    ),
}

LATE = (("A-27", "bruno", 7), ("A-29", "marc", 7), ("A-20", "lea", 4), ("A-30", "marc", 1))
"""Every action of the sample that is late on its last day, with its owner and by how many days, the most urgent first."""

HOSTILE = (
    "[/]", "[@click=app.quit]x[/]", "[bold red", "\\[b]{0}%s", ":skull:", "[link=file:///etc/passwd]x[/link]",
    "\x1b[2J\x1b[H\x1b[31mred\x1b[0m", "\x1b]0;title\x07done", "\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "\x9b2Jcleared", "a\x85b\x90q\x9cc",
    "nul\x00 bell\x07 back\x08 del\x7f", "left \u202egnp.exe\u202c \u2067inside\u2069", "שלום العربية", "全角の題名がここに続いて行の端を越えていく",
    "ｗｉｄｅ 한국어", "👨‍👩‍👧‍👦👩🏽‍🚀🏳️‍🌈", "1️⃣❤️☠️🇫🇷", "Z\u0335\u0321\u0336\u0327\u0328a\u0300\u0301\u0302\u0303lgo e\u0301", "ze\u200bro\u200c\u200d\u2060wi\u00addth",
    "tab\tbed\r\nand\vmore\u2028still", "\U0010ffff\U0001fae8\ue000", "W" * 200, "界" * 200,
)  # fmt: skip
"""Texts that a screen may take for markup or for commands, or measure wrongly; a name is at most 200 characters long."""

_RULED = {
    (Project, "key"),
    (Project, "timezone"),
    (Project, "currency"),
    (Project, "language"),
    (Person, "handle"),
    (GatePolicy, "risk_grid"),
    (Criterion, "rule"),
}
"""Fields that take no free text."""

_PROMINENT = (Risk, Action, Kpi, Milestone, Criterion, Activity)
"""What most screens list: of these there is a row to each hostile text."""


@pytest.fixture(scope="module")
def altura(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the sample; not to be written to."""
    return sample_store(tmp_path_factory.mktemp("altura") / "cockpit.db")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a project all of whose texts are hostile; not to be written to."""
    path = tmp_path_factory.mktemp("hostile") / "cockpit.db"
    store = open_store(path, who="lea", create=True, clock=lambda: NOW)
    texts = cycle(HOSTILE)
    project = store.create_project({**_texts(Project, texts), "key": "HOSTILE", "title": "".join(HOSTILE)[:200]})
    store.apply(project.uid, Act(tuple(_creations(texts))))
    store.close()
    return path


def _texts(entity: type[Entity], texts: Iterator[str]) -> dict[str, Any]:
    """A hostile value for every field of ``entity`` that takes text."""

    def value(spec: FieldSpec) -> Any:
        if spec.shape is Shape.LINES:
            return [next(texts), next(texts)]
        return ("x" + next(texts))[: spec.longest]

    textual = (Shape.LINE, Shape.TEXT, Shape.LINES)
    return {spec.name: value(spec) for spec in fields_of(entity) if spec.shape in textual and (entity, spec.name) not in _RULED}


def _creations(texts: Iterator[str]) -> Iterator[Create]:
    """Rows of every entity."""
    for entity in ENTITIES:
        if entity is Project:
            continue
        given = least(entity)
        uid = given.pop("uid")
        for number in range(len(HOSTILE) if entity in _PROMINENT else 1):
            uid = f"{entity.kind}-{number}"
            references = {
                spec.name: f"{spec.refers_to}-0"
                for spec in fields_of(entity)
                if spec.shape is Shape.REFERENCE and (spec.required or spec.name == "owner")
            }
            yield Create(entity, {**given, **_texts(entity, texts), **references, **_own(entity, number)}, uid)


def _own(entity: type[Entity], number: int) -> dict[str, Any]:
    """What no rule can tell: references of a kind that has two, and days that bring a row to the overview."""
    day = date(2026, 11, 20) + timedelta(days=number - 5)
    if entity is ActivityLink:
        return {"predecessor": "activity-0", "successor": "activity-1"}
    if entity is Remark:
        return {"interview": "interview-0"}
    if entity is Action:
        return {"due_on": day, "risk": "risk-0"}
    if entity is Criterion:
        return {"rule": sorted(KINDS)[number % len(KINDS)]}
    return {"planned_on": day} if entity is Milestone else {}


@asynccontextmanager
async def opened(store: Path, folder: Path, size: tuple[int, int]) -> AsyncIterator[tuple[CockpitApp, Pilot[None]]]:
    """The cockpit on a copy of ``store``."""
    copy = folder / "cockpit.db"
    copyfile(store, copy)

    def source() -> tuple[Store, str]:
        found = open_store(copy, who="lea", clock=lambda: NOW)
        return found, found.projects()[0].uid

    app = CockpitApp(source, clock=lambda: NOW, environment={}, drafts_folder=folder / "drafts")
    async with app.run_test(size=size) as pilot:
        await settled(app, pilot)
        assert app.situation is not None, app.failure
        yield app, pilot


async def shown(app: CockpitApp, pilot: Pilot[None], *keys: str) -> list[str]:
    """The lines of the screen after ``keys``, which are sound whatever they say; each blank is a plain one."""
    for key in keys:
        await pilot.press(key)
        await settled(app, pilot)
    assert_sound(app)
    return [re.sub("[\u00a0\u202f]", " ", line) for line in lines_of(app)]


def assert_sound(app: CockpitApp) -> None:
    """All lines are as wide as the window, none holds a control character, and no widget lies on another."""
    lines = lines_of(app)
    assert len(lines) == app.size.height
    if app.screen.query(EntityForm):
        # An input shows what stands in it, joiners and all, so that it can be edited; they steer nothing.
        assert_unsteered(app)
    else:
        assert_whole(app)
    for line in lines:
        assert cell_len(line) == app.size.width, line
        assert not re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029]", line), repr(line)
    if app.screen.has_class("-too-small"):
        return
    seen = app.screen._compositor.visible_widgets
    leaves = [
        (widget, region.intersection(clip))
        for widget, (region, clip) in seen.items()
        if widget is not app.screen and not isinstance(widget, ScrollBar) and not any(child in seen for child in widget.children)
    ]
    for (one, its), (other, another) in combinations(leaves, 2):
        assert not its.overlaps(another), f"{one} at {its} and {other} at {another}"


def line_with(lines: list[str], *words: str) -> str:
    """The first line that holds all ``words``."""
    for line in lines:
        if all(word in line for word in words):
            return line
    raise AssertionError(f"no line holds {words}:\n" + "\n".join(lines))


def assert_framed(lines: list[str], words: Words, key: str) -> None:
    """The project, the verdict and the user at the top, then the ten modes; the keys at the bottom."""
    assert re.match(r" Altura : la com.* ✗ NO-GO .* lea $", lines[0]), lines[0]
    assert f" {key} {words.modes[key]}" in lines[1]
    assert re.findall(r"(?<!\S)\d(?!\S)", lines[1]) == list("1234567890")
    enter, commands, help = words.footer
    assert re.match(rf" ⏎ {enter} .* \^p {commands}  \? {help}\s*$", lines[-1]), lines[-1]


def assert_overview(lines: list[str], words: Words, size: tuple[int, int]) -> None:
    """The answer and why, what is late and whose it is; where there is room the KPIs, and then the risks and milestones."""
    today, kpis, risks, coming = words.panels
    assert lines[3].startswith(f" ✗ NO-GO · {words.standing}")
    assert "✗  Risques critiques" in lines[4]
    assert words.reason in lines[4]
    assert line_with(lines, "✗  Super-utilisateurs")
    assert line_with(lines, f"─ {today} ─", "4 ")
    for ref, owner, days in LATE:
        assert re.search(rf"! +{ref}  .* {owner} +{words.late.format(days=days)}", line_with(lines, f" {ref}  "))
    if size != SMALL:
        assert line_with(lines, f"─ {kpis} ─")
        for name, value in (
            ("Taux de c", r"3[.,]46 % +3[.,]20  ✓"),
            ("Temps de", r"884 ms +800  ✗"),
            ("Disponibi", r"99[.,]85 % +99[.,]70  ✓"),
        ):
            assert re.search(value, line_with(lines, f" {name}", "▏"))
        assert line_with(lines, f"─ {risks} ─")
        assert line_with(lines, "✗  R-3   4×5  Un pic")
        assert line_with(lines, f"─ {coming} ─")
    if size == LARGE:
        assert re.search(r"R-3   4×5  Un pic de commandes .*  lea ", line_with(lines, "R-3   4×5"))
        for ref, title in (
            ("M-21", "Dernier jour"),
            ("M-22", "Bilan du pilote"),
            ("M-18", "Délestage"),
            ("M-26", "Ancien parcours"),
        ):
            assert line_with(lines, f" {ref}  {title}")


def assert_risks(lines: list[str], size: tuple[int, int]) -> None:
    """The worst first, with its rating and owner; the matrix where there is room."""
    assert re.match(r"▸✗  R-3   Un pic de .* 4×5 5 .* lea ", lines[4]), lines[4]
    assert re.match(r" ✓  R-8   Le support .* 3×4 4 .* ines ", lines[5]), lines[5]
    if size != SMALL:
        assert matrix(lines) == MATRIX


MATRIX = {5: "· ▫ ▫ ▫ ▫", 4: "· 1 ▫ ▫ [1]", 3: "· · 2 1 ▫", 2: "· 3 3 1 (1)", 1: "· · · 1 ·"}
"""The live risks of the sample by likelihood, then impact: with R-3 selected, which is at 4×5 and is to come to 2×5."""


def matrix(lines: list[str]) -> dict[int, str]:
    """The rows of the matrix on the screen, by likelihood."""
    rows = (re.search(r"▏ ([1-5]) +([·▫(\[].*\S) *$", line) for line in lines)
    return {int(row[1]): " ".join(row[2].split()) for row in rows if row}


def assert_actions(lines: list[str], words: Words) -> None:
    """The late ones first, each with its whole ref, its state in words, and by how much it is late."""
    doing, blocked, waits = words.states
    states = (doing, blocked, waits.format(action="A-28"), doing)
    for line, (ref, _, days), state in zip(lines[4:], LATE, states, strict=False):
        assert re.match(rf"[▸ ]{ref}  {state} .* ! {words.late.format(days=days)}", line), line
    assert re.match(rf"[▸ ]A-33  {waits.format(action='A-30')} ", line_with(lines, " A-33  "))


def assert_readiness(lines: list[str], words: Words) -> None:
    """The verdict in one sentence, then the criteria, those that are not met first."""
    said = " ".join(" ".join(lines[2:4]).split())
    assert "✗ NO-GO" in said
    assert words.standing in said
    assert re.match(r"▸Risques critiques ma", line_with(lines, "▸"))
    assert words.not_met in line_with(lines, "▸")
    assert words.not_met in line_with(lines, " Indicateurs technique")


def assert_rollout(lines: list[str], words: Words) -> None:
    """The waves in their order, each with where its gate stands."""
    rows = [line for line in lines if re.match(r"[▸ ]   V-\d ", line)]
    assert [row[4:7] for row in rows] == ["V-1", "V-2", "V-3", "V-4"]
    assert all(words.planned in row for row in rows)
    assert all("✗ NO-GO" in row for row in rows)
    assert "Vague 1" in rows[0]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("code", ["en", "fr"])
async def test_each_size_shows_what_matters(altura: Path, tmp_path: Path, code: str, size: tuple[int, int]) -> None:
    assert language.choose(code, {}) == code
    words = WORDS[code]
    async with opened(altura, tmp_path, size) as (app, pilot):
        for key in words.modes:
            lines = await shown(app, pilot, key)
            assert_framed(lines, words, key)
            match key:
                case "1":
                    assert_overview(lines, words, size)
                case "4":
                    assert_risks(lines, size)
                case "5":
                    assert_actions(lines, words)
                case "8":
                    assert_rollout(lines, words)
                case "9":
                    assert_readiness(lines, words)


async def test_where_there_is_no_room_for_both_the_detail_takes_the_place_of_the_matrix(altura: Path, tmp_path: Path) -> None:
    async with opened(altura, tmp_path, USUAL) as (app, pilot):
        assert matrix(await shown(app, pilot, "4")) == MATRIX
        lines = await shown(app, pilot, "enter")
        assert matrix(lines) == {}
        assert line_with(lines, "▏ R-3 Un pic de commandes")
        assert line_with(lines, "▏ Now ", "4×5, level 5, very")
        assert matrix(await shown(app, pilot, "escape")) == MATRIX


@pytest.mark.parametrize("code", ["en", "fr"])
async def test_a_window_that_is_too_small_says_how_large_it_must_be(altura: Path, tmp_path: Path, code: str) -> None:
    assert language.choose(code, {}) == code
    async with opened(altura, tmp_path, (59, 16)) as (app, pilot):
        for width, height in ((59, 16), (60, 15), (30, 8)):
            await pilot.resize_terminal(width, height)
            while len(lines_of(app)) != height:
                await pilot.pause(0.01)
            lines = await shown(app, pilot)
            assert " ".join(" ".join(lines).split()) == WORDS[code].too_small.format(width=width, height=height)
        await pilot.resize_terminal(*SMALL)
        assert_framed(await shown(app, pilot), WORDS[code], "1")


@pytest.mark.parametrize(("code", "size"), [("fr", SMALL), ("en", USUAL), ("fr", LARGE), ("en", WIDEST)])
async def test_no_text_of_a_project_can_break_a_screen(hostile: Path, tmp_path: Path, code: str, size: tuple[int, int]) -> None:
    assert language.choose(code, {}) == code
    async with opened(hostile, tmp_path, size) as (app, pilot):
        for key in "1234567890p":
            lines = await shown(app, pilot, key)
            assert re.search(rf" {key} [A-ZÉ]", lines[1]), lines[1]
            assert lines[-1].rstrip().endswith(f"? {WORDS[code].footer[2]}")
            assert line_with(lines, "▸")
            if key not in "1p":
                await pilot.press("down")
                await shown(app, pilot, "enter")
                await pilot.press("escape")
        assert app.is_running


async def test_no_text_of_a_project_can_break_a_table(hostile: Path, tmp_path: Path) -> None:
    async with opened(hostile, tmp_path, USUAL) as (app, pilot):
        for key in "234567890":
            await pilot.press(key)
            await settled(app, pilot)
            assert isinstance(app.screen, TableScreen)
            for section in sections_of(app.screen.mode.name)[1:]:
                lines = await shown(app, pilot, "right_square_bracket")
                # Nothing is tried; and all was done on one day, on which nothing has turned.
                assert section in (what_if.SECTION, verdict_history.SECTION) or line_with(lines, "▸")
        assert app.is_running
