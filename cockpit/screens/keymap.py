"""The user's own keys: which bindings there are to give other keys to, and what the keys do once they are given."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from textual.binding import Binding, BindingsMap
from textual.dom import DOMNode
from textual.keys import Keys, key_to_character

from cockpit.domain.message import N_, message
from cockpit.domain.problem import Problem

_MODIFIERS = ("ctrl", "alt", "shift", "super")
_NAMES = {key.value for key in Keys}

_SENT_AS = {"ctrl+h": "backspace", "ctrl+i": "tab", "ctrl+m": "enter"}
"""Keys that terminals send as others."""


class KeyMap:
    """What the keys do: the bindings of every class, with the user's ``own`` keys, by the id of the binding, in place of the usual ones.

    Textual can do so too, and takes their keys from other bindings on the way.
    """

    def __init__(self, own: Mapping[str, str] | None = None) -> None:
        self.own = dict(own or {})
        self._declared: dict[type[DOMNode], tuple[Binding, ...]] = {}
        self._merged: dict[type[DOMNode], BindingsMap] = {}

    def declared_by(self, owner: type[DOMNode]) -> tuple[Binding, ...]:
        """The bindings that a class declares itself, one for each key."""
        if owner not in self._declared:
            bindings = (each if isinstance(each, Binding) else Binding(*each) for each in owner.__dict__.get("BINDINGS", ()))
            self._declared[owner] = tuple(Binding.make_bindings(map(self._with_own_keys, bindings)))
        return self._declared[owner]

    def all_of(self, owner: type[DOMNode]) -> Iterator[Binding]:
        """The bindings of a class, its own before those that it inherits."""
        for base in owner.__mro__:
            if issubclass(base, DOMNode):
                yield from self.declared_by(base)
                if not base._inherit_bindings:
                    return

    def merged(self, owner: type[DOMNode]) -> BindingsMap:
        """The bindings of a class by their keys; what it declares hides what it inherits for the same key."""
        if owner not in self._merged:
            found: dict[str, tuple[type[DOMNode], list[Binding]]] = {}
            for base in reversed(owner.__mro__):
                if issubclass(base, DOMNode):
                    if not base._inherit_bindings:
                        found.clear()
                    for binding in self.declared_by(base):
                        if binding.key not in found or found[binding.key][0] is not base:
                            found[binding.key] = (base, [])
                        found[binding.key][1].append(binding)
            self._merged[owner] = BindingsMap.from_keys({key: bindings for key, (_base, bindings) in found.items()})
        return self._merged[owner].copy()

    def _with_own_keys(self, binding: Binding) -> Binding:
        return replace(binding, key=self.own[binding.id]) if binding.id in self.own else binding


def bindings_of(owners: Iterable[type[DOMNode]]) -> dict[str, Binding]:
    """Every binding of ``owners`` that can be given other keys, by its id."""
    found: dict[str, Binding] = {}
    for owner in owners:
        for binding in owner.BINDINGS:
            if isinstance(binding, Binding) and binding.id:
                found.setdefault(binding.id, binding)
    return found


def checked(keys: Mapping[str, str], known: Mapping[str, Binding]) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """The keys that can be taken, and a problem for each that cannot: no binding of that name is known, or no key."""
    taken, problems = {}, []
    for name, asked in keys.items():
        wrong = [key for key in map(str.strip, asked.split(",")) if not is_key(key)]
        if name not in known:
            sentence = message(N_("There is nothing called “{name}” to give a key to; the help tells the names"), name=name)
            problems.append(Problem(sentence, f"keys.{name}"))
        elif same := next((key for key in map(str.strip, asked.split(",")) if key in _SENT_AS), None):
            words = N_("{name}: terminals send “{key}” as {other}; write another key")
            problems.append(Problem(message(words, name=name, key=same, other=_SENT_AS[same]), f"keys.{name}"))
        elif wrong:
            sentence = message(N_("{name}: “{key}” is no key; write f, F, f5, ctrl+f or space"), name=name, key=wrong[0])
            problems.append(Problem(sentence, f"keys.{name}"))
        else:
            taken[name] = asked
    return taken, tuple(problems)


def readable(keys: str) -> str:
    """Keys parted by commas as the settings name them, in their shortest form."""
    return ", ".join(key if key == "space" else key_to_character(key) or key for key in map(str.strip, keys.split(",")))


def is_key(name: str) -> bool:
    """Whether a terminal can send a key of that name."""
    if len(name) == 1:
        return name.isprintable() and name != " "
    *modifiers, key = name.split("+")
    if any(modifier not in _MODIFIERS for modifier in modifiers):
        return False
    if len(key) == 1:
        return key.isascii() if "ctrl" in modifiers else key.isprintable()
    return name in _NAMES or key in _NAMES or key_to_character(key) is not None
