"""What can identify a row in a file: its uid, its ref and its version, as this program makes them."""

import re

from cockpit.domain.entity import LARGEST_WHOLE, Entity

_UID = re.compile(r"[!-~]{1,64}")
_NUMBER = re.compile(r"[1-9][0-9]{0,14}")


def is_uid(value: object) -> bool:
    """Whether ``value`` is a uid: up to 64 visible ASCII characters."""
    return isinstance(value, str) and _UID.fullmatch(value) is not None


def is_ref(entity: type[Entity], value: object) -> bool:
    """Whether ``value`` is a ref of a row of ``entity``: its prefix and a number from 1 up."""
    if not isinstance(value, str):
        return False
    prefix, _, number = value.rpartition("-")
    return prefix == entity.prefix and _NUMBER.fullmatch(number) is not None


def is_version(value: object) -> bool:
    """Whether ``value`` is a version: a whole number from 1 up."""
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= LARGEST_WHOLE
