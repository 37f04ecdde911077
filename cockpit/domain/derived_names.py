"""Names that a snapshot written by hand may leave out, made of those that it gives."""

import re
import unicodedata
from collections.abc import Container

_LONGEST_KEY = 24
_LONGEST_HANDLE = 30
_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")


def project_key(title: str) -> str:
    """The key of a project with this title: ``Café du Nord`` gives ``CAFE-DU-NORD``."""
    return "-".join(_words(title)).upper()[:_LONGEST_KEY].strip("-") or "PROJECT"


def person_handle(name: str, taken: Container[str]) -> str:
    """A handle for somebody of this name that is not ``taken``: the first name, the whole name, else one with a number."""
    words = _words(name) or ["person"]
    wishes = (words[0][:_LONGEST_HANDLE], ".".join(words)[:_LONGEST_HANDLE])
    for wish in wishes:
        if wish not in taken:
            return wish
    number = 2
    while f"{wishes[0]}{number}" in taken:
        number += 1
    return f"{wishes[0]}{number}"


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return [word for word in _NOT_IN_NAMES.split(plain) if word]
