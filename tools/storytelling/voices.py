"""Remarks as a story tells them: what was said in an interview or a user group."""

from collections.abc import Iterable, Iterator

from cockpit.domain.voice import Remark, Tone
from tools.storytelling.story import Edit, new


def said(remarks: Iterable[tuple[str, Tone, str]], **where: str) -> Iterator[Edit]:
    """The rows of remarks, each a theme, a tone and a quote; ``where`` is ``interview`` or ``user_group`` with its key."""
    place = "/".join((*where, *where.values()))
    for number, (theme, tone, quote) in enumerate(remarks, 1):
        yield new(Remark, f"{place}/{number}", theme=theme, tone=tone, quote=quote, **where)
