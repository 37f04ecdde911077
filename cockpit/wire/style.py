"""How a cell looks, as the numbers of SGR (ECMA-48, 8.3.117), and the shortest way from one look to another."""

from functools import cache
from typing import NamedTuple

PLAIN = ""
"""The look of a terminal in which nothing was said."""

_ENDED_BY = {
    "1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "6": "25", "7": "27", "8": "28", "9": "29",
    "21": "24", "51": "54", "52": "54", "53": "55",
}  # fmt: skip
"""What ends each attribute; some end two at once."""

_SEEN_ON_BLANKS = frozenset({"4", "7", "9", "21", "51", "52", "53"})
_BOTH_COLOURS = "7"


class Look(NamedTuple):
    """The colours of a cell as SGR sets them, empty for the terminal's own, and its attributes in the order of their numbers."""

    foreground: str = ""
    background: str = ""
    attributes: tuple[str, ...] = ()

    @property
    def style(self) -> str:
        """The numbers that set it on a terminal in which nothing was said."""
        return ";".join(filter(None, (*self.attributes, self.foreground, self.background)))


@cache
def look_of(style: str) -> Look:
    """The look that ``style``, the numbers of one SGR sequence, gives a terminal in which nothing was said."""
    foreground = background = ""
    attributes: set[str] = set()
    numbers = style.split(";")
    while numbers:
        number = numbers.pop(0).lstrip("0")
        if number in ("38", "48"):
            length = {"5": 2, "2": 4}.get(numbers[0] if numbers else "", 0)
            colour = ";".join((number, *numbers[:length]))
            del numbers[:length]
            if number == "38":
                foreground = colour
            else:
                background = colour
        elif not number:
            foreground = background = ""
            attributes.clear()
        elif number == "39":
            foreground = ""
        elif number == "49":
            background = ""
        elif len(number) == 2 and number[0] in "39":
            foreground = number
        elif (number[0] == "4" and len(number) == 2) or (number[:2] == "10" and len(number) == 3):
            background = number
        elif number in _ENDED_BY.values():
            attributes -= {attribute for attribute, end in _ENDED_BY.items() if end == number}
        else:
            attributes.add(number)
    return Look(foreground, background, tuple(sorted(attributes, key=lambda each: (len(each), each))))


@cache
def settled(style: str) -> str:
    """``style`` in the one form that all styles of the same look have."""
    return look_of(style).style


@cache
def on_blank(style: str) -> str:
    """What is seen of ``style`` on a blank: neither bold nor, on the terminal's own background, a colour."""
    look = look_of(style)
    seen = tuple(each for each in look.attributes if each in _SEEN_ON_BLANKS)
    foreground = look.foreground if seen else ""
    return Look(foreground, look.background, seen).style


@cache
def turning(before: str, after: str) -> str:
    """The shortest sequence that turns the look of one settled style into that of another."""
    if before == after:
        return ""
    old, new = look_of(before), look_of(after)
    anew = f"\x1b[0;{after}m" if before and after else f"\x1b[{after}m"
    gone = [each for each in old.attributes if each not in new.attributes]
    if any(each not in _ENDED_BY for each in gone):
        return anew
    ends = list(dict.fromkeys(_ENDED_BY[each] for each in gone))
    # What ends bold ends dim too, which may have to stay.
    ended = {each for each, end in _ENDED_BY.items() if end in ends}
    begun = [each for each in new.attributes if each not in old.attributes or each in ended]
    changed = [*ends, *begun]
    if old.foreground != new.foreground:
        changed.append(new.foreground or "39")
    if old.background != new.background:
        changed.append(new.background or "49")
    return min(anew, f"\x1b[{';'.join(changed)}m", key=len)
