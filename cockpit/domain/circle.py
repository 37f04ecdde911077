"""Circles among rows that wait for each other: none of them could ever begin."""

from collections.abc import Iterable


def circle_in(pairs: Iterable[tuple[str, str]]) -> tuple[str, ...] | None:
    """The uids along one circle, or None: the first of each of the ``pairs`` comes before the second.

    The last one comes before the first, which is not repeated.  Time grows with the number of pairs.
    """
    followers: dict[str, list[str]] = {}
    for first, second in pairs:
        followers.setdefault(first, []).append(second)
    finished: set[str] = set()
    for start in followers:
        if start in finished:
            continue
        # A walk in depth with its own stack: recursion would end at a thousand links in a row.
        path = {start: None}
        branches = [iter(followers[start])]
        while branches:
            following = next(branches[-1], None)
            if following is None:
                branches.pop()
                finished.add(path.popitem()[0])
            elif following in path:
                trail = list(path)
                return tuple(trail[trail.index(following) :])
            elif following not in finished:
                path[following] = None
                branches.append(iter(followers.get(following, ())))
    return None
