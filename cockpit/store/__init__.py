"""The SQLite file: what is read from it, how it is written, and what it remembers."""

from cockpit.store.opening import open_store
from cockpit.store.store import Store, utc_now

__all__ = ["Store", "open_store", "utc_now"]
