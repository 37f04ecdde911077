"""The SQLite file: what is read from it, how it is written, and what it remembers."""

from cockpit.store.opening import open_store
from cockpit.store.past import Past
from cockpit.store.store import Store, utc_now

__all__ = ["Past", "Store", "open_store", "utc_now"]
