"""Live KPIs: files that grow and commands on a schedule are followed, and what their lines hold is put on record.

Nothing is read or run that the user has not trusted on this machine (:mod:`cockpit.feeds.trust`).
"""

PAUSE = 1.0
"""Seconds from one step of a follower to the next: as often as the screens may change."""
