"""Values and keys as a snapshot writes them: one way each, so that equal values give equal text.

A writer of TOML in general chooses the layout of a list or table by its length, so that a longer title moves every line.  Here the
library writes each single value, and a list or table of them always stands on one line: a line diff shows what changed.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache

import tomli_w


@lru_cache(maxsize=1024)
def toml_key(name: str) -> str:
    """A key, in quotes where it needs them."""
    return tomli_w.dumps({name: 0}).removesuffix(" = 0\n")


def toml_value(value: object) -> str:
    """A value on one line."""
    match value:
        case bool() | str() | int() | float():
            return tomli_w.dumps({"v": value}).removeprefix("v = ").removesuffix("\n")
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
    if isinstance(value, str) and "\n" in value and "\r" not in value:
        return tomli_w.dumps({name: value}, multiline_strings=True).removesuffix("\n")
    return f"{toml_key(name)} = {toml_value(value)}"


def toml_block(name: str, values: Iterable[str]) -> str:
    """A key with a list whose values, written already, each have a line."""
    items = "".join(f"  {value},\n" for value in values)
    return f"{toml_key(name)} = [\n{items}]" if items else f"{toml_key(name)} = []"
