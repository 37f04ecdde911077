"""Text that people typed as Markdown shows it: every character stands for itself, and none of it is markup or HTML.

By CommonMark 0.31 a backslash before a punctuation mark takes its meaning away (section 2.4); what could be HTML is written as an entity,
which all dialects know.  The dollar sign begins mathematics in some dialects, the pipe a table.
"""

import re

from cockpit.domain.text import clean_line

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;"})
_INLINE = re.compile(r"([\\`*_\[\]~|$])")
_BEGINNING = re.compile(r"^([#>+=:-]|\d+(?=[.)](?:\s|$)))")


def escaped(text: str) -> str:
    """A text as one line of Markdown, wherever it stands in it; what could steer a terminal is left out."""
    line = _INLINE.sub(r"\\\1", clean_line(text)).translate(_ENTITIES)
    return _BEGINNING.sub(_kept_from_beginning_a_block, line)


def _kept_from_beginning_a_block(beginning: re.Match[str]) -> str:
    """A mark with a backslash before it; a number, which begins a list by the mark that follows it, with one behind."""
    mark = beginning[1]
    return f"{mark}\\" if mark.isdigit() else f"\\{mark}"
