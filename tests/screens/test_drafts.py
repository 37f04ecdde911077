"""What was typed and not saved is on the disk, for whoever of the user's sessions comes next, and for no other."""

import json
import os
import stat
from pathlib import Path

import pytest

from cockpit.domain.problem import Refused
from cockpit.screens.drafts import Drafts

FIELDS = {"title": "Ask the «host»", "owner": "léa"}


def test_what_is_written_is_offered_to_the_next_session_and_not_to_one_beside(tmp_path: Path) -> None:
    first = Drafts(tmp_path / "drafts", "altura")
    first.keep("action", "", FIELDS)
    first.write()
    assert Drafts(tmp_path / "drafts", "altura").of("action", "") == {}
    first.close()
    assert Drafts(tmp_path / "drafts", "bedside").of("action", "") == {}
    assert Drafts(tmp_path / "drafts", "altura").of("action", "") == FIELDS


def test_what_was_typed_in_two_sessions_is_all_there(tmp_path: Path) -> None:
    one, other = Drafts(tmp_path, "altura"), Drafts(tmp_path, "altura")
    one.keep("action", "", {"title": "of the one"})
    other.keep("action", "", {"title": "of the other"})
    other.keep("risk", "R-1", {"cause": "wet"})
    for each in (one, other, one):
        each.write()
        each.keep("action", "A-1", {"title": "edited"})
    one.close()
    assert other.of("action", "") == {"title": "of the other"}
    other.drop("action", "")
    assert other.of("action", "") == {"title": "of the one"}
    other.close()
    third = Drafts(tmp_path, "altura")
    assert third.of("action", "") == {"title": "of the one"}
    assert third.of("risk", "R-1") == {"cause": "wet"}
    third.drop("action", "")
    assert third.of("action", "") == {}


def test_files_of_ended_sessions_go_once_all_of_it_is_written_again(tmp_path: Path) -> None:
    first = Drafts(tmp_path, "altura")
    first.keep("action", "", FIELDS)
    first.close()
    (left,) = tmp_path.glob("*.json")
    assert stat.S_IMODE(left.stat().st_mode) == 0o600
    second = Drafts(tmp_path, "altura")
    assert second.of("action", "") == FIELDS
    assert left.exists()
    second.write()
    assert json.loads(next(tmp_path.glob("*.json")).read_text("utf-8"))["drafts"][0]["typed"] == FIELDS
    assert not left.exists()
    second.drop("action", "")
    second.close()
    assert list(tmp_path.iterdir()) == []


def test_a_draft_of_which_a_row_was_made_is_none_any_more(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path, "altura")
    drafts.keep("action", "", FIELDS, becomes="uid-7")
    drafts.close()
    before = Drafts(tmp_path, "altura")
    assert before.of("action", "", lambda uid: uid == "another") == FIELDS
    before.close()
    after = Drafts(tmp_path, "altura")
    assert after.of("action", "", lambda uid: uid == "uid-7") == {}
    after.close()
    assert Drafts(tmp_path, "altura").of("action", "") == {}


def test_there_is_something_to_write_only_where_something_has_changed(tmp_path: Path) -> None:
    changes: list[int] = []
    drafts = Drafts(tmp_path, "altura", lambda: changes.append(1))
    drafts.drop("action", "")
    drafts.keep("action", "", {})
    assert changes == []
    drafts.keep("action", "", FIELDS)
    drafts.keep("action", "", dict(FIELDS))
    assert changes == [1]
    drafts.keep("action", "", {})
    assert changes == [1, 1]


@pytest.mark.parametrize(
    "content", ["", "[1, 2]", '{"project": "altura", "drafts": [7]}', '{"project": "altura"}', "[" * 100_000]
)
def test_a_file_that_is_none_of_drafts_is_left_alone(tmp_path: Path, content: str) -> None:
    strange = tmp_path / "strange.json"
    strange.write_text(content, "utf-8")
    drafts = Drafts(tmp_path, "altura")
    assert drafts.of("action", "") == {}
    drafts.keep("action", "", FIELDS)
    drafts.close()
    assert strange.read_text("utf-8") == content


def test_half_a_file_of_a_session_that_was_killed_is_cleared_away(tmp_path: Path) -> None:
    old, new = tmp_path / ".cockpit-old", tmp_path / ".cockpit-new"
    for torn in (old, new):
        torn.write_text('{"project": "alt', "utf-8")
    os.utime(old, (0, 0))
    assert Drafts(tmp_path, "altura").of("action", "") == {}
    assert list(tmp_path.iterdir()) == [new]


def test_where_nothing_can_be_written_it_is_told_and_nobody_is_kept_from_leaving(tmp_path: Path) -> None:
    folder = tmp_path / "file"
    folder.write_text("", "utf-8")
    drafts = Drafts(folder, "altura")
    drafts.keep("action", "", FIELDS)
    with pytest.raises(Refused, match="cannot be kept on the disk"):
        drafts.write()
    assert drafts.of("action", "") == FIELDS
    drafts.close()
