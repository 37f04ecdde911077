"""Numbers as people type them: ``3.4``, ``3,4``, ``12 500``, ``1.234,5``; what can be read in two ways is never guessed."""

import re

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?", re.ASCII | re.IGNORECASE)
"""A number as Python reads it."""

_BLANKS = str.maketrans(dict.fromkeys(" \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}'’"))
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+")


def digits_from(typed: str, language: str, *units: str) -> tuple[str, ...]:
    """The digits of a number as Python reads them: without blanks and unit, with a decimal point.

    Both readings where people do not agree: ``1,234`` is a thousand to some and a little more than one to others, but for those who
    write French.  Whether it is a number at all is not looked at.
    """
    digits = typed.strip()
    for unit in units:
        digits = digits.removesuffix(unit)
    digits = digits.translate(_BLANKS).replace("−", "-")
    if "," in digits and "." in digits:
        grouping = min(",.", key=digits.rindex)
        return (digits.replace(grouping, "").replace(",", "."),)
    if _THOUSANDS.fullmatch(digits) and language != "fr":
        large, small = digits.replace(",", ""), digits.replace(",", ".")
        return (large,) if digits.count(",") > 1 else (large, small)
    return (digits.replace(",", "."),)
