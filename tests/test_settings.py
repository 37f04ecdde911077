"""The user's settings file: what is taken from it, and what is told and left out."""

from dataclasses import replace
from pathlib import Path

import pytest

from cockpit.language import say
from cockpit.settings import Settings, read_settings


def test_settings_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    assert read_settings(file) == Settings()
    file.write_text('theme = "nord"\n[keys]\n"app.undo" = "z"\ntable.filter = "f,f3"\n', "utf-8")
    assert read_settings(file) == Settings("nord", {"app.undo": "z", "table.filter": "f,f3"})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("theme = ", "The settings are not TOML"),
        ("colour = 1", "There is no setting “colour”"),
        ("theme = 3", "theme must be a text"),
        ("keys = 3", "keys must be a table"),
        ('[keys]\n"app.undo" = 3', "app.undo must be a key"),
    ],
)
def test_settings_that_are_wrong_are_told_and_left_out(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(text, "utf-8")
    settings = read_settings(file)
    assert replace(settings, problems=()) == Settings()
    assert told in say(settings.problems[0].message)
    assert settings.problems[0].where == str(file)
