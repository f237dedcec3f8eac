"""The files of a project: finding, reading and writing them without ever leaving its root."""

from lawful.project.changes import Changes, changes_since
from lawful.project.files import (
    MAX_BYTES,
    SKIPPED,
    Project,
    UnreadableError,
    bounded,
    is_repository,
    parent,
    read_bytes,
    root_of,
)
from lawful.project.revision import Revision

__all__ = [
    "MAX_BYTES",
    "SKIPPED",
    "Changes",
    "Project",
    "Revision",
    "UnreadableError",
    "bounded",
    "changes_since",
    "is_repository",
    "parent",
    "read_bytes",
    "root_of",
]
