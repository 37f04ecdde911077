"""Whatever changes, all looks as Textual's own style sheet has it, with less work."""

from random import Random
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.containers import Container
from textual.dom import DOMNode
from textual.widget import Widget
from textual.widgets import Input, Static

from cockpit.stylesheet import SteadyStylesheet

LATER = """
Static { padding: 2; }
Lamp > .lamp--cord { color: blue; }
.-wide .-lit Static { padding: 3; }
"""


class Lamp(Widget, can_focus=True):
    """A widget with parts, for one of which nothing above it matters."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"lamp--bulb", "lamp--shade", "lamp--foot", "lamp--cord"}
    DEFAULT_CSS = """
    Lamp { height: 3; background: transparent; }
    Lamp > .lamp--cord, Lamp > .lamp--bulb { color: white; }
    Lamp > .lamp--shade { color: $primary; }
    Lamp:focus > .lamp--shade { text-style: bold; }
    Lamp.-lit > .lamp--bulb { color: yellow; }
    .-wide Lamp > .lamp--foot, #second > .lamp--foot { color: red; }
    """

    def render(self) -> str:
        return "lamp"


class Lamps(App[None]):
    """Widgets on which classes, states and places matter, styled by Textual itself."""

    CSS = """
    Container { height: auto; }
    Container.-lit { background: white; }
    .-wide Container { layout: horizontal; }
    .-wide.-high Static, Container:disabled Static { color: green; }
    Static:first-child { padding: 1; }
    Lamp:focus, Container:focus-within Lamp { width: 10; }
    #second.-lit { border: solid red; }
    Input { color: $accent; &:focus { color: initial; } &.-lit { width: 20; } }
    """

    def compose(self) -> ComposeResult:
        with Container():
            yield Static("one")
            yield Lamp(id="first")
        with Container():
            yield Lamp(id="second")
            yield Static("two")
            yield Input()


class SteadyLamps(Lamps):
    """The same, styled by the cockpit's own style sheet."""

    def __init__(self) -> None:
        super().__init__()
        self.stylesheet = SteadyStylesheet(variables=self.get_css_variables())


def look(node: DOMNode) -> dict[str, str]:
    """The styles of a node and its parts, and what it has to heed, in words."""
    heeded = node._has_hover_style, node._has_focus_within, node._has_order_style, node._has_odd_or_even
    parts = {
        f"{name} {rule}": value for name, styles in node._component_styles.items() for rule, value in styles.base._rules.items()
    }
    painted = node.visual_style if isinstance(node, Widget) else None
    told = {"who": (node.id, sorted(node.classes)), "heeded": heeded, "painted": painted, **node.styles.base._rules, **parts}
    return {name: str(value) for name, value in told.items()}


async def changed(app: App[None], times: int) -> list[tuple[str, list[dict[str, str]]]]:
    """What was done to ``app``, the same to every app, and how all that is in it looked after it."""
    chance = Random(7)
    story = []
    async with app.run_test() as pilot:
        widgets = [*app.screen.walk_children(Widget, with_self=True)]

        def turn_class() -> None:
            chance.choice(widgets).toggle_class(chance.choice(["-wide", "-high", "-lit"]))

        def turn_several() -> None:
            app.screen.update_classes({"-wide": chance.random() < 0.5, "-high": chance.random() < 0.5}, animate=False)

        def disable() -> None:
            widget = chance.choice(widgets[1:])
            widget.disabled = not widget.disabled

        def focus() -> None:
            app.screen.set_focus(chance.choice([None, *app.screen.focus_chain]))

        def hide() -> None:
            widget = chance.choice(widgets[1:])
            widget.display = not widget.display

        def paint() -> None:
            app.theme = chance.choice(["textual-dark", "textual-light", "nord"])

        def learn() -> None:
            app.stylesheet.add_source(LATER, ("later", "css"))
            app.refresh_css(animate=False)

        changes = [turn_class, turn_class, turn_several, disable, focus, hide, paint]
        for number in range(times):
            change = learn if number == times // 2 else chance.choice(changes)
            change()
            await pilot.pause()
            story.append((change.__name__, [look(node) for node in app.walk_children(with_self=True)]))
    return story


async def test_whatever_changes_all_looks_as_textual_has_it() -> None:
    expected = await changed(Lamps(), 40)
    for number, (found, wanted) in enumerate(zip(await changed(SteadyLamps(), 40), expected, strict=True)):
        for one, other in zip(found[1], wanted[1], strict=True):
            assert one == other, f"after change {number}, {wanted[0]}"


async def test_what_looks_the_same_is_not_styled_again() -> None:
    app = SteadyLamps()
    async with app.run_test():
        lamp = app.query_one("#first", Lamp)
        parts = dict(lamp._component_styles)
        app.screen.add_class("-high")
        assert all(lamp._component_styles[name] is part for name, part in parts.items())
        app.screen.add_class("-wide")
        assert lamp.get_component_styles("lamp--foot").color.hex == "#FF0000"
