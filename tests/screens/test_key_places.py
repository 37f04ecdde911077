"""Every key can be changed, a plain terminal can send it, and one that gets into another's way is told and left out."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from string import ascii_letters, digits

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widgets import Input, TextArea

import cockpit
from cockpit.app import CockpitApp
from cockpit.language import say
from cockpit.screens.key_places import Place, places, without_clashes
from cockpit.screens.keymap import KeyMap
from cockpit.screens.modes import MODES
from cockpit.screens.readiness import ReadinessScreen
from cockpit.store import Store
from cockpit.widgets.answer_list import AnswerTable
from tests.screens.conftest import Start, settled
from tests.screens.test_editing import until, with_form
from tests.thoroughness import examples

NAMED = {
    "enter",
    "tab",
    "shift+tab",
    "escape",
    "backspace",
    "space",
    "up",
    "down",
    "left",
    "right",
    "home",
    "end",
    "pageup",
    "pagedown",
}
SIGNS = {
    "question_mark", "slash", "comma", "full_stop", "less_than_sign", "greater_than_sign", "left_square_bracket",
    "right_square_bracket", "at", "plus", "minus", "colon", "semicolon", "exclamation_mark",
}  # fmt: skip
PLAIN = {
    *ascii_letters,
    *digits,
    *NAMED,
    *SIGNS,
    *(f"ctrl+{letter}" for letter in "abcdefgklnopqrstuvwxyz"),
    *(f"f{n}" for n in range(1, 13)),
}
"""What a terminal sends that knows neither modified arrows nor any extended protocol; ctrl+i and ctrl+m are tab and enter there."""

SHORTCUTS = {"table.mark_down", "table.mark_up"}
"""What is quicker with a key that some terminals lack: ``m`` and ``j`` do the same."""


def _unopened() -> tuple[Store, str]:
    raise AssertionError


KNOWN = CockpitApp(_unopened, environment={}).known_bindings


def declared() -> Iterator[tuple[type[DOMNode], Binding]]:
    """Every binding that the program declares, with its class."""
    for module in pkgutil.walk_packages(cockpit.__path__, "cockpit."):
        if not module.name.endswith("__main__") and ".migrations" not in module.name:
            import_module(module.name)
    classes = [DOMNode]
    for owner in classes:
        classes += [below for below in owner.__subclasses__() if below not in classes]
        if owner.__module__.startswith("cockpit."):
            for binding in owner.__dict__.get("BINDINGS", ()):
                yield owner, binding


def test_every_binding_can_be_given_other_keys() -> None:
    unknown = [(owner.__name__, binding.key) for owner, binding in declared() if binding.id not in KNOWN]
    assert unknown == []


def test_every_binding_has_a_key_that_any_terminal_can_send() -> None:
    missing = {name for name, binding in KNOWN.items() if not PLAIN & set(binding.key.split(","))}
    assert missing == SHORTCUTS


def with_bindings(owner: type[DOMNode]) -> type[DOMNode]:
    """What ``owner`` inherits its bindings from."""
    for base in owner.__mro__:
        if issubclass(base, DOMNode):
            if base.__dict__.get("BINDINGS"):
                return base
            if not base._inherit_bindings:
                break
    return DOMNode


def plain(place: Place) -> tuple[type[DOMNode], ...]:
    return tuple(found for owner in place if (found := with_bindings(owner)) is not DOMNode)


def test_every_binding_has_its_place() -> None:
    usual = KeyMap()
    assert {binding.id for place in places(CockpitApp) for owner in place for binding in usual.all_of(owner)} >= KNOWN.keys()


async def test_every_place_on_the_screens_is_known(start: Start) -> None:
    told = {plain(place) for place in places(CockpitApp)}
    async with start(build_ahead=True) as (app, pilot):
        await until(pilot, lambda: all(mode.name in app._screen_stacks for mode in MODES))
        await pilot.press("5")
        await until(pilot, lambda: app.current_mode == "actions")
        await with_form(pilot, "n")
        await settled(app, pilot)
        screens: list[Screen[object]] = [stack[0] for stack in app._screen_stacks.values() if stack and stack[0].is_mounted]
        assert len(screens) == len(MODES)
        seen = {
            plain(tuple(type(node) for node in widget.ancestors_with_self))
            for screen in screens
            for widget in screen.query("*")
            if widget.can_focus
        }
    alone = {place for place in told if CockpitApp not in place}
    assert {place for place in seen - told if not any(place[: len(each)] == each for each in alone)} == set()


@pytest.mark.parametrize(
    "own",
    [
        {"app.undo": "x", "app.export": "u"},
        {"app.undo": "ctrl+z", "app.redo": "ctrl+y", "app.suspend": "f12"},
        {"screen.back": "f9", "table.clear": "f9"},
        {"jump.risks": "k", "jump.kpis": "i"},
        {"app.palette": "f1", "app.undo": "u,f4", "form.save": "f2"},
    ],
    ids=["two that swap", "as in other programs", "two that have always shared one", "an answer beside", "several"],
)
def test_keys_that_get_into_no_others_way_are_taken(own: dict[str, str]) -> None:
    assert without_clashes(own, KNOWN, CockpitApp) == (own, ())


@pytest.mark.parametrize(
    ("own", "left", "told"),
    [
        (
            {"app.undo": "s"}, {},
            "app.undo: “s” is the key of mode.standup too (Stand-up), and both are at work in the same place; app.undo keeps u",
        ),
        ({"table.filter": "f"}, {}, "table.filter: “f” is the key of history.keep too (Which acts)"),
        ({"app.undo": "f9", "app.export": "f9"}, {"app.undo": "f9"}, "app.export: “f9” is the key of app.undo too (Undo)"),
        ({"jump.risks": "a"}, {}, "jump.risks: “a” is the key of jump.actions too"),
        ({"form.save": "S"}, {}, "form.save: “S” is typed where it would be at work; it keeps ctrl+s"),
        ({"form.save": "ctrl+k"}, {}, "form.save: “ctrl+k” cannot be given away"),
        ({"app.palette": "J"}, {}, "app.palette: “J” is typed where it would be at work"),
        ({"table.open": "ctrl+q"}, {}, "table.open: “ctrl+q” cannot be given away"),
        ({"prompt.cancel": "ctrl+p"}, {}, "prompt.cancel: “ctrl+p” is the key of app.palette too"),
    ],
)  # fmt: skip
def test_a_key_that_gets_into_anothers_way_is_told_and_left_out(own: dict[str, str], left: dict[str, str], told: str) -> None:
    taken, problems = without_clashes(own, KNOWN, CockpitApp)
    assert taken == left
    assert [say(problem.message)[: len(told)] for problem in problems] == [told]


def reached(place: Place, keys: KeyMap) -> set[str]:
    """The names that some key leads to at a place before it leads anywhere else."""
    first: dict[str, Binding] = {}
    for owner in place:
        for key, bindings in keys.merged(owner).key_to_bindings.items():
            first.setdefault(key, bindings[0])
    return {binding.id for binding in first.values() if binding.id}


@examples(25)
@given(st.dictionaries(st.sampled_from(sorted(KNOWN)), st.sampled_from(sorted(PLAIN)), min_size=1, max_size=5))
def test_whatever_keys_are_given_nothing_gets_out_of_reach(own: dict[str, str]) -> None:
    taken, problems = without_clashes(own, KNOWN, CockpitApp)
    assert {f"keys.{name}" for name in own.keys() - taken.keys()} == {problem.field for problem in problems}
    usual, now = KeyMap(), KeyMap(taken)
    for place in places(CockpitApp):
        lost = reached(place, usual) - reached(place, now)
        if issubclass(place[0], Input | TextArea):
            # A field keeps the keys that edit it from what is at work around its form.
            lost &= {binding.id for owner in place if not issubclass(owner, Screen | App) for binding in usual.all_of(owner)}
        assert lost == set(), place


def test_what_is_given_another_key_leaves_its_old_one_to_whatever_else_has_it() -> None:
    keys = KeyMap({"row.next_state": "N", "answer.give": "f7"})
    readiness, answers = keys.merged(ReadinessScreen).key_to_bindings, keys.merged(AnswerTable).key_to_bindings
    assert [binding.id for binding in readiness["space"]] == ["readiness.try"]
    assert [binding.id for binding in readiness["N"]] == ["row.next_state"]
    assert [binding.id for binding in answers["f7"]] == ["answer.give"]
    assert [binding.id for binding in answers["enter"]] == ["table.open"]
