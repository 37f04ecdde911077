"""Where the feeds of a project stand, as whoever follows them keeps it, and what this user trusts."""

from collections.abc import Mapping
from dataclasses import dataclass

from cockpit.domain.feed import Feed
from cockpit.domain.feed_progress import FeedProgress, FeedState, feed_state, progress_from
from cockpit.domain.state import ProjectState
from cockpit.feeds.trust import Trust
from cockpit.store import Store


@dataclass(frozen=True)
class FeedStanding:
    """A feed, how far it has come as it is now laid out, what becomes of it, and whether the user trusts it."""

    feed: Feed
    progress: FeedProgress
    state: FeedState
    trusted: bool


class FeedsInView:
    """Looks how the feeds of a project (its uid) stand; the same mapping comes back as long as they stand the same."""

    def __init__(self, store: Store, project: str, trust: Trust) -> None:
        self._store, self._project, self.trust = store, project, trust
        self._read: dict[str, tuple[str, FeedProgress]] = {}
        self._last: Mapping[str, FeedStanding] = {}

    def standings(self, state: ProjectState) -> Mapping[str, FeedStanding]:
        """Each feed by its uid."""
        feeds = state.all(Feed)
        if not feeds and not self._last:
            return self._last
        kept = self._store.feed_progress(self._project) if feeds else {}
        found = {feed.uid: self._standing(feed, kept.get(feed.uid, "")) for feed in feeds}
        if found != self._last:
            self._last = found
        return self._last

    def _standing(self, feed: Feed, kept: str) -> FeedStanding:
        text, progress = self._read.get(feed.uid, ("", FeedProgress()))
        if text != kept:
            progress = progress_from(kept)
            self._read[feed.uid] = kept, progress
        if progress.layout != feed.layout:
            progress = FeedProgress()
        trusted = self.trust.trusts(feed.words)
        return FeedStanding(feed, progress, feed_state(feed, progress if progress.layout else None, trusted=trusted), trusted)
