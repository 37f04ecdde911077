"""Support over time in a few cells: the higher the block, the further somebody stands behind the project."""

from collections.abc import Sequence

from cockpit.domain.charter import SupportLevel

_BLOCKS = dict(zip(SupportLevel, "▁▃▅▆█", strict=True))


def support_strip(levels: Sequence[SupportLevel], cells: int) -> str:
    """The last of ``levels``, at most ``cells`` of them, as blocks from opposed, the lowest, to champion."""
    return "".join(_BLOCKS[level] for level in levels[-cells:])
