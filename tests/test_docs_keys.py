"""The page of keys lists every key that can be pressed, and no other."""

import re
from pathlib import Path

from cockpit.app import CockpitApp
from cockpit.language import choose

PAGE = Path(__file__).parents[1] / "docs" / "keys.md"
SPELT = {
    "?": "question_mark", "/": "slash", "]": "right_square_bracket", "[": "left_square_bracket", "esc": "escape",
    "-": "minus", "<": "less_than_sign", ">": "greater_than_sign", ",": "comma", ".": "full_stop", "@": "at",
}  # fmt: skip


def test_the_page_of_keys_is_the_programs() -> None:
    choose("en")
    app = CockpitApp(lambda: (_ for _ in ()).throw(AssertionError), environment={})

    rows = re.findall(r"^\| (`.+`) \| (.+) \| `([a-z_.]+)` \|$", PAGE.read_text("utf-8"), flags=re.MULTILINE)

    told = {name: (tuple(re.findall(r"`(.+?)`", keys)), label) for keys, label, name in rows}
    known = {name: (tuple(binding.key.split(",")), binding.description) for name, binding in app.known_bindings.items()}
    spelt = {
        name: (tuple(SPELT.get(key, key.replace("page ", "page")) for key in keys), label) for name, (keys, label) in told.items()
    }
    assert spelt == known
