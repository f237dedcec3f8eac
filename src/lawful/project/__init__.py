"""The files of a project: finding, reading and writing them without ever leaving its root."""

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

__all__ = [
    "MAX_BYTES",
    "SKIPPED",
    "Project",
    "UnreadableError",
    "bounded",
    "is_repository",
    "parent",
    "read_bytes",
    "root_of",
]
