"""What the writer and the reader of snapshots agree on."""

import hashlib
import re

from cockpit.domain.catalogue import ENTITIES
from cockpit.domain.project import Project

FORMAT = 1
"""The format of snapshots that this program writes; it reads this one and earlier ones."""

HEADER = "snapshot"
MEASUREMENTS = "measurements"
HISTORY = "history"

HEADER_FIELDS = ("format", "program", "changed_at", "changed_by", "digest")
IDENTITY = ("ref", "uid", "version")
BATCH_FIELDS = ("uid", "at", "who", "deed", "note", "reverses", "changes")

TABLES = (HEADER, Project.kind, *(entity.kind for entity in ENTITIES if entity is not Project), MEASUREMENTS, HISTORY)
"""The tables of a snapshot, in the order in which they are written."""

_DIGEST_LINE = re.compile(r'^digest = "([^"\n]*)"\n', re.MULTILINE)


def digest_of(content: str) -> str:
    """The digest of what stands below a header."""
    return "sha256:" + hashlib.sha256(content.encode()).hexdigest()


def is_as_written(text: str) -> bool:
    """Whether a snapshot (its line ends ``\\n``) is as the program wrote it: its digest is that of its content."""
    line = _DIGEST_LINE.search(text)
    return line is not None and line[1] == digest_of(text[line.end() :])
