"""A screen on which the user's own keys do what they were given to do."""

from typing import TYPE_CHECKING, Protocol, cast

from textual.binding import Binding, BindingsMap
from textual.dom import DOMNode
from textual.keys import key_to_character
from textual.screen import Screen

if TYPE_CHECKING:
    from cockpit.screens.keymap import KeyMap


class HasKeys(Protocol):
    """An app that knows the user's own keys; None as long as there are none."""

    key_map: "KeyMap | None"


class OwnKeys(Screen[None]):
    """A screen whose bindings, those of the widgets in it and those of the app have the user's own keys."""

    def own_key(self, name: str, given: str) -> str:
        """The key of a binding (its id), as people read it; ``given`` is the one that it has unless the user has chosen another."""
        key_map = cast(HasKeys, self.app).key_map
        keys = given if key_map is None else key_map.own.get(name, given)
        return self.app.get_key_display(Binding(keys.split(",")[0].strip(), ""))

    @property
    def _binding_chain(self) -> list[tuple[DOMNode, BindingsMap]]:
        """What the keys do, from the widget that has the focus to the app.

        A widget that needs a key for itself, as a field needs the letters, keeps it from those around it.
        """
        key_map = cast(HasKeys, self.app).key_map
        if key_map is None:
            return super()._binding_chain
        focused = self.focused
        nodes: list[DOMNode] = [self, self.app] if focused is None or focused.loading else list(focused.ancestors_with_self)
        chain: list[tuple[DOMNode, BindingsMap]] = []
        for node in nodes:
            bindings = key_map.merged(type(node))
            for key in list(bindings.key_to_bindings):
                if any(inner.check_consume_key(key, key_to_character(key)) for inner, _bindings in chain):
                    del bindings.key_to_bindings[key]
            chain.append((node, bindings))
        return chain
