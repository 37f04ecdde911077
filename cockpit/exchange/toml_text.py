"""Values and keys as this program writes them in TOML: one way each, so that equal values give equal text.

A writer of TOML in general chooses the layout of a table by its length, so that a longer title moves every line; here
a value always stands in the same way, on a line of its own, and a line diff shows what changed.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_CLOSING_QUOTES = re.compile(r'"{3,}|"+\Z')
_SHORT_ESCAPES = {"\b": r"\b", "\t": r"\t", "\n": r"\n", "\f": r"\f", "\r": r"\r", '"': r"\"", "\\": r"\\"}
_ESCAPES = str.maketrans({**{chr(code): f"\\u{code:04x}" for code in (*range(32), 127)}, **_SHORT_ESCAPES})
_ESCAPES_IN_LINES = {code: escape for code, escape in _ESCAPES.items() if chr(code) not in '"\n'}


def toml_key(name: str) -> str:
    """A key, in quotes where it needs them."""
    return name if _BARE_KEY.fullmatch(name) else _quoted(name)


def toml_value(value: object) -> str:
    """A value on one line."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return _quoted(value)
        case int():
            return str(value)
        case float():
            return repr(value)
        case datetime():
            return value.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
        case date():
            return value.isoformat()
        case Mapping():
            return toml_inline(value)
        case list() | tuple():
            return f"[{', '.join(map(toml_value, value))}]"
        case _:
            raise TypeError(f"TOML cannot hold {type(value).__name__}")


def toml_inline(table: Mapping[str, object]) -> str:
    """A table on one line."""
    return f"{{{', '.join(f'{toml_key(name)} = {toml_value(value)}' for name, value in table.items())}}}"


def toml_line(name: str, value: object) -> str:
    """A key with its value; a text of several lines stays one, so that a diff shows the line that changed."""
    if isinstance(value, str) and "\n" in value:
        lines = _CLOSING_QUOTES.sub(lambda quotes: quotes[0].replace('"', r"\""), value.translate(_ESCAPES_IN_LINES))
        return f'{toml_key(name)} = """\n{lines}"""'
    return f"{toml_key(name)} = {toml_value(value)}"


def toml_block(name: str, values: Iterable[str]) -> str:
    """A key with a list whose values, written already, each have a line."""
    items = "".join(f"  {value},\n" for value in values)
    return f"{toml_key(name)} = [\n{items}]" if items else f"{toml_key(name)} = []"


def _quoted(text: str) -> str:
    return f'"{text.translate(_ESCAPES)}"'
