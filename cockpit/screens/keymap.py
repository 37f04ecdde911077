"""The user's own keys: which bindings there are to give other keys to, and what is wrong with the keys that were given."""

from collections.abc import Iterable, Mapping

from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import Keys, key_to_character

from cockpit.domain.message import N_, message
from cockpit.domain.problem import Problem

_MODIFIERS = ("ctrl", "alt", "shift", "super")
_NAMES = {key.value for key in Keys}


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
            sentence = message(N_("There is nothing called “{name}” to give a key to; the help (?) tells the names"), name=name)
            problems.append(Problem(sentence, f"keys.{name}"))
        elif wrong:
            sentence = message(N_("{name}: “{key}” is no key; write f, F, f5, ctrl+f or space"), name=name, key=wrong[0])
            problems.append(Problem(sentence, f"keys.{name}"))
        else:
            taken[name] = asked
    return taken, tuple(problems)


def is_key(name: str) -> bool:
    """Whether a terminal can send a key of that name."""
    if len(name) == 1:
        return name.isprintable() and name != " "
    *modifiers, key = name.split("+")
    if any(modifier not in _MODIFIERS for modifier in modifiers):
        return False
    return len(key) == 1 or name in _NAMES or key in _NAMES or key_to_character(key) is not None
