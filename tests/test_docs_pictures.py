"""The pictures of the documentation are there, and each is one that the script draws, the same each time."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from cockpit import language
from cockpit.exchange.samples import sample_names
from tools.pictures import PICTURES, SCENES, drawn, main

ROOT = Path(__file__).parents[1]
_PICTURE = re.compile(r"!\[[^]]*\]\(([^)]+\.svg)\)")


def shown() -> list[Path]:
    """The pictures that a page shows, wherever it lies."""
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]
    return [(page.parent / link).resolve() for page in pages for link in _PICTURE.findall(page.read_text(encoding="utf-8"))]


def test_the_pictures_that_are_shown_exist_and_can_be_drawn_again() -> None:
    assert shown()
    for picture in shown():
        assert picture.is_file(), picture
        assert picture.parent == PICTURES
        assert picture.stem in {scene.name for scene in SCENES}


def test_no_picture_lies_about_that_nobody_draws() -> None:
    assert {path.stem for path in PICTURES.iterdir()} <= {scene.name for scene in SCENES}


def test_scenes_are_told_apart_and_show_samples_that_there_are() -> None:
    assert len({scene.name for scene in SCENES}) == len(SCENES)
    assert {scene.sample for scene in SCENES} == set(sample_names())
    assert {"overview", "kpis", "phases", "readiness", "journal", "charter"} <= {scene.name for scene in SCENES}


async def test_a_picture_drawn_twice_is_the_same_and_fetches_nothing() -> None:
    language.choose("en")
    scene = next(scene for scene in SCENES if scene.name == "overview")
    picture = await drawn(scene)
    assert "Bedside" in picture
    assert "GO" in picture
    assert set(re.findall(r"https?://[^\"< ]+", picture)) == {"http://www.w3.org/2000/svg", "https://www.textualize.io"}
    ElementTree.fromstring(picture)
    assert await drawn(scene) == picture


def test_a_name_that_is_none_is_told_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["atlantis"]) == 2
    told = capsys.readouterr().err
    assert "atlantis" in told
    assert "overview" in told
