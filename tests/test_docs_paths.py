"""The pages lead somewhere: every file that they name is there, and so is every page that they link to."""

import re
from pathlib import Path

import pytest

from tests.command_line import ROOT

PAGES = [ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
NOT_OURS = {"cockpit/store/migrations/versions/0005_velocity.py", "backups/", "cockpit.db-present/", "drafts/", "n/a"}
"""What an example makes up, what lies beside a user's store or in folders of theirs, and what stands for no value."""

_SPOKEN = re.compile(r"`([\w./-]+/[\w.-]*|[\w-]+/[\w./-]+\.(?:py|toml|md|po|tcss))`")
_LETTER = re.compile("[a-z]")  # which a date such as 31/12/2026 has not
_LINK = re.compile(r"\]\(([^)#:]+)\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_names_is_there(page: Path) -> None:
    text = page.read_text("utf-8")
    named = {
        name for name in _SPOKEN.findall(text) if not name.startswith((".venv", "/", "~")) and _LETTER.search(name)
    } - NOT_OURS

    missing = {name for name in named if not any((folder / name).exists() for folder in (ROOT, ROOT / "cockpit"))}
    assert missing == set()
    assert {link for link in _LINK.findall(text) if not (page.parent / link).exists()} == set()
