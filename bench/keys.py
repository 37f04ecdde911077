"""Names of keys, and the bytes that an xterm sends for them."""

_NAMED = {
    "enter": "\r",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "escape": "\x1b",
    "backspace": "\x7f",
    "delete": "\x1b[3~",
    "space": " ",
    "comma": ",",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    **{f"f{number}": f"\x1bO{final}" for number, final in enumerate("PQRS", start=1)},
    **{f"f{number}": f"\x1b[{code}~" for number, code in enumerate((15, 17, 18, 19, 20, 21, 23, 24), start=5)},
}


def bytes_of(key: str) -> bytes:
    """What the terminal sends for ``key``: a character, a name such as ``down``, ``ctrl+r`` or ``alt+x``.

    Raises ValueError for a name that is none.
    """
    if len(key) == 1:
        return key.encode()
    if key in _NAMED:
        return _NAMED[key].encode()
    modifier, _, letter = key.partition("+")
    if modifier == "ctrl" and len(letter) == 1 and letter.isascii() and letter.isalpha():
        return bytes([ord(letter.lower()) & 0x1F])
    if modifier == "alt" and letter:
        return b"\x1b" + bytes_of(letter)
    raise ValueError(f"no key is called {key!r}; names are {', '.join(_NAMED)}, ctrl+LETTER, alt+KEY, or one character")


def script(text: str) -> list[str]:
    """The keys of a script such as ``4,down*3,enter,text:Marc``: ``*`` repeats, ``text:`` types characters.

    Raises ValueError for a name that is none and for a repetition that is not a number.
    """
    keys: list[str] = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        if part.startswith("text:"):
            keys += part.removeprefix("text:")
            continue
        key, star, times = part.partition("*") if len(part) > 1 else (part, "", "")
        bytes_of(key)
        keys += [key] * (int(times) if star else 1)
    return keys
