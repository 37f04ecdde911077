"""A story that was lived through, written as the snapshot that the sample is."""

import sys

from cockpit.exchange.snapshot import export_text
from tools.storytelling.life import Life


def write(life: Life) -> None:
    """Write the snapshot to standard output, in UTF-8 whatever the locale."""
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    sys.stdout.write(export_text(life.state, life.batches))
