"""The evaluation on one page and what stands behind it, on the sample: each figure here was worked out by hand or by another program."""

import re
import tomllib
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from textual.pilot import Pilot

from cockpit import language
from cockpit.app import CockpitApp
from cockpit.domain.experiment import Experiment
from cockpit.domain.survey import Survey
from cockpit.domain.voice import Theme
from cockpit.screens.evaluation import EvaluationPage
from cockpit.screens.table_screen import TableScreen
from cockpit.widgets.detail import Detail
from cockpit.widgets.entity_form import EntityForm
from tests.screens.conftest import HOSTILE, Start, settled, text_of
from tests.screens.sample import on_sample, sample_store
from tests.screens.test_editing import as_cockpit, stored, type_text, until, with_form
from tests.screens.test_sizes import assert_sound

SIZES = ((60, 16), (80, 24), (120, 40), (200, 60))
SAMPLE = Path("sample_projects/altura.toml")


@pytest.fixture(scope="module")
def altura(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the sample; not to be written to."""
    return sample_store(tmp_path_factory.mktemp("altura") / "cockpit.db")


@pytest.fixture
def french() -> Iterator[None]:
    language.choose("fr", {})
    yield
    language.choose("en", {})


def said(app: CockpitApp) -> str:
    """What a person reads, each blank a plain one."""
    return re.sub("[\u00a0\u202f]", " ", text_of(app))


def flowing(app: CockpitApp) -> str:
    """The same as running text, whatever the width that it was wrapped to."""
    return re.sub(r"\s+", " ", said(app))


async def on_page(pilot: Pilot[None]) -> CockpitApp:
    """The page of the evaluation."""
    app = as_cockpit(pilot)
    await pilot.press("7")
    await until(pilot, lambda: isinstance(app.screen, TableScreen) and app.screen.query(EvaluationPage))
    await settled(app, pilot)
    return app


async def put_on(pilot: Pilot[None], panel: str) -> None:
    """The focus on a panel of the page."""
    app = as_cockpit(pilot)
    app.screen.query_one(f"#{panel}").focus()
    await settled(app, pilot)


def is_in_view(app: CockpitApp, panel: str) -> bool:
    """Whether the title of a panel is seen."""
    return f"─ {panel.capitalize()} ─" in said(app)


def detail_in(app: CockpitApp) -> list[str]:
    """The lines of the detail in view, in a window with room for all of it."""
    body = app.screen.query_one(Detail)._body
    return [re.sub("[\u00a0\u202f]", " ", line.plain) for line in body._text(100).lines]


async def detail_of(pilot: Pilot[None], kind: str, uid: str) -> list[str]:
    """What the detail of a row says, in the mode that lists it."""
    app = as_cockpit(pilot)
    await app.show_row(kind, uid)
    await settled(app, pilot)
    await until(pilot, lambda: app.screen.query_one(Detail)._body.page.title)
    return detail_in(app)


def joined(lines: list[str]) -> str:
    """Lines as running text."""
    return re.sub(r"\s+", " ", " ".join(lines))


async def test_every_size_says_whole_sentences(altura: Path, tmp_path: Path) -> None:
    # (1.95996 sqrt(2 x 0.320964 x 0.679036) + 0.841621 sqrt(0.215204 + 0.220575))^2 / 0.015^2 = 15204.4 in each group, by hand.
    plan = "This pilot cannot prove it: an effect of 1.5 pt takes 15,205 cases in each group, 12,000 are planned"
    async with on_sample(altura, tmp_path, SIZES[0]) as (app, pilot):
        await on_page(pilot)
        for size in SIZES:
            await pilot.resize_terminal(*size)
            await settled(app, pilot)
            assert_sound(app)
            assert plan in flowing(app), size
            assert "The experiment does not tell yet · NPS +28 · eNPS +13" in flowing(app), size
            for panel in ("surveys", "confidence", "voices", "money", "experiments"):
                await put_on(pilot, panel)
                await until(pilot, partial(is_in_view, app, panel))


@pytest.mark.usefixtures("french")
async def test_every_size_is_sound_in_french(altura: Path, tmp_path: Path) -> None:
    async with on_sample(altura, tmp_path, SIZES[0]) as (app, pilot):
        await on_page(pilot)
        for size in SIZES:
            await pilot.resize_terminal(*size)
            await settled(app, pilot)
            assert_sound(app)
            assert "─ Expériences ─" in said(app)
            assert "+1,29 pt" in said(app)


async def test_the_figures_of_the_sample(altura: Path, tmp_path: Path) -> None:
    async with on_sample(altura, tmp_path, (200, 60)) as (_app, pilot):
        app = await on_page(pilot)
        words = flowing(app)
        # 3423 of 10489 against 3292 of 10502: 32.634 - 31.346 = 1.288 points; pooled 0.31990, z = 0.012878 / 0.0064388 = 2.000.
        # The seventh of eight equal looks has 2.215 (gsDesign); the sizes are not quite equal.
        assert "+1.29 pt" in words
        assert re.search(r"\|z\| is 2\.00 and has to reach 2\.2[12] at this look", words)
        assert "look 7 of 8, Fri 13 Nov" in words
        # 9 promoters, 5 passives, 4 detractors of 80 asked: 27.8; (9.75 - 4.75)/21 = 0.2381 -+ 1.96 sqrt(0.6338/21) = -0.102 .. 0.579.
        assert "NPS ▄▅▆ +28 −10 to +58 n 18 (22 %)" in words
        # 11 of 20 milestones are 55 %: (0.55 - 0.4)/0.6 = 25 points.  eNPS 22 - 14 of 63: 12.7, and 62.7 points.
        assert re.search(r"Delays \S+ 25 \S+ 11 of 20 milestones on time \(55 %\)", words)
        assert re.search(r"eNPS \S+ 63 \S+ \+13 from 63 answers", words)
        assert "Numbers met, voices negative: K-1, K-2, K-4, K-5 and 9 more against “Dates de livraison”" in words
        # 51,500 - 262,110 over 262,110.
        assert "51,500 EUR for 262,110 EUR ROI −80 %" in words
        assert "not paid back yet" in words


async def test_an_experiment_draws_each_look_against_zero_and_the_margin(altura: Path, tmp_path: Path) -> None:
    async with on_sample(altura, tmp_path, (120, 40)) as (app, pilot):
        await on_page(pilot)
        assert app.situation
        experiment = app.situation.state.all(Experiment)[0]
        lines = await detail_of(pilot, "experiment", experiment.uid)
        words = joined(lines)
        assert "Bounds for planned looks, 7 of 8 planned" in words
        looks = re.findall(r"(\d+ \w{3}) +([+−][\d.]+ pt) · (\d\.\d\d) / (\d\.\d\d) ([\d,]+)", words)
        assert [when for when, *_rest in looks] == ["2 Oct", "9 Oct", "16 Oct", "23 Oct", "30 Oct", "6 Nov", "13 Nov"]
        bounds = [float(bound) for *_rest, bound, _cases in looks]
        # Eight equal looks: 6.232 4.333 3.481 2.980 2.644 2.401 2.215 (gsDesign); the weeks brought nearly equal numbers.
        assert bounds == pytest.approx([6.232, 4.333, 3.481, 2.980, 2.644, 2.401, 2.215], abs=0.03)
        assert all(float(z) < bound for (_when, _difference, z, *_rest), bound in zip(looks, bounds, strict=True))
        drawn = [line for line in lines if "●" in line][1:]
        assert len(drawn) == 7
        assert len({next(place for place, glyph in enumerate(line) if glyph in "│┼") for line in drawn}) == 1, "where zero is"
        assert looks[-1][-1] == "20,991"
        assert len({line.index("┆") for line in drawn if "┆" in line}) == 1
        # 10,489 and 10,502: chi-squared 13^2 / 20991 = 0.00805, p = erfc(sqrt(0.00805 / 2)) = 0.929.
        assert "as planned (p = 0.929)" in words


async def test_a_theme_lists_what_was_said_of_it_with_its_tone(altura: Path, tmp_path: Path) -> None:
    rows = tomllib.loads(SAMPLE.read_text())
    theme = next(each for each in rows["theme"] if each["title"] == "Dates de livraison")
    quotes = [each for each in rows["remark"] if each["theme"] == theme["ref"]]
    async with on_sample(altura, tmp_path, (200, 60)) as (app, pilot):
        await on_page(pilot)
        assert app.situation
        uid = next(each.uid for each in app.situation.state.all(Theme) if each.title == "Dates de livraison")
        words = joined(await detail_of(pilot, "theme", uid))
    for each in quotes:
        assert re.sub("[\u00a0\u202f ]+", " ", each["quote"]) in words
    assert words.count("negative “") == sum(each.get("tone") == "negative" for each in quotes) > 3


async def test_a_survey_stands_beside_those_before_it(altura: Path, tmp_path: Path) -> None:
    async with on_sample(altura, tmp_path, (120, 40)) as (app, pilot):
        await on_page(pilot)
        assert app.situation
        last = max(
            (each for each in app.situation.state.all(Survey) if each.nature.value == "enps"), key=lambda each: each.held_on
        )
        words = joined(await detail_of(pilot, "survey", last.uid))
    # 22 promoters and 14 detractors of 63, of 97 asked.
    assert "+13 (−6 to +30)" in words
    assert "n 63 (65 %)" in words
    assert words.count("●") == 1 + sum(each.get("nature") == "enps" for each in tomllib.loads(SAMPLE.read_text())["survey"])


async def test_what_is_about_no_row_is_explained_and_leads_on(altura: Path, tmp_path: Path) -> None:
    async with on_sample(altura, tmp_path, (120, 40)) as (_app, pilot):
        app = await on_page(pilot)
        await put_on(pilot, "confidence")
        assert not app.screen.check_action("edit", ()), "there is nothing to edit in what is worked out"
        assert not app.screen.check_action("delete", ())
        await pilot.press("enter")
        await settled(app, pilot)
        detail = app.screen.query_one(Detail)
        assert detail.has_focus
        words = joined(detail_in(app))
        assert words.startswith("Confidence: delays Points 25 of 100")
        assert "from 40 %, 0 points, to 100 %, 100 points" in words
        missed = [target for target, _place in detail._body.places]
        assert len(missed) == 9, "the 9 of 20 milestones that were not kept"
        assert {target.kind for target in missed} == {"milestone"}
        await pilot.press("enter")
        await settled(app, pilot)
        assert app.current_mode == "phases"


async def test_earned_value_is_explained_in_words(altura: Path, tmp_path: Path) -> None:
    async with on_sample(altura, tmp_path, (200, 60)) as (_app, pilot):
        app = await on_page(pilot)
        await put_on(pilot, "money")
        await pilot.press(*["j"] * 12, "enter")
        await settled(app, pilot)
        words = joined(detail_in(app))
        assert words.startswith("Earned value SPI")
        for name in ("CPI", "SPI(t)", "EAC", "End"):
            assert name in words
        assert re.search(r"\d{4} at this pace; planned", words), "the estimated end is a date"


async def test_n_plans_an_experiment_and_says_what_its_plan_lacks(start: Start, path: Path) -> None:
    async with start((120, 40)) as (_app, pilot):
        app = await on_page(pilot)
        assert "No experiment yet; n plans one" in flowing(app)
        await with_form(pilot, "n")
        assert app.screen.query_one(EntityForm).entity is Experiment
        await type_text(pilot, "One page or three")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: not app.screen.query(EntityForm))
        await settled(app, pilot)
        assert "One page or three" in said(app)
        assert "Nothing can be said before the first look" in flowing(app)
        assert "The smallest effect worth finding is not written down" in flowing(app)
    assert [each.title for each in stored(path).all(Experiment)] == ["One page or three"]


async def test_an_empty_project_says_what_to_do_in_each_panel(start: Start) -> None:
    async with start((120, 40)) as (_app, pilot):
        app = await on_page(pilot)
        words = flowing(app)
    assert "Nothing is measured, asked or spent yet" in words
    for beginning in ("No experiment yet; n", "No survey yet; n", "Nobody was heard yet; n", "No money yet; n"):
        assert beginning in words
    assert HOSTILE not in words


async def test_what_the_page_says_is_worked_out_before_anybody_looks(start: Start) -> None:
    async with start((80, 24), build_ahead=True) as (app, pilot):
        await until(pilot, lambda: all(worker.is_finished for worker in app.workers if worker.group == "warm"))
        assert app.situation
        assert {"experiments", "past", "voices", "returns", "earned"} <= vars(app.situation.evaluation).keys()
        assert app.current_mode == "overview"
