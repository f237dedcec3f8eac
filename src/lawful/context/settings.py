"""The settings files of coding assistants, as far as they say which context files are read."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

from lawful.context import json_text
from lawful.project import UnreadableError
from lawful.regex import regex
from lawful.violation import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from lawful.project import Project

_PLACE = regex(r"at line (\d+)")


class Settings:
    """Reads settings files of one project; what is wrong with one is noted and it says nothing.

    Attributes:
        problems: the settings files that could not be read.
    """

    def __init__(self, project: Project, *, personal: bool = False) -> None:
        """Make a reader of settings.

        Args:
            project: the project.
            personal: whether files that git ignores count too.
        """
        self._project = project
        self._personal = personal
        self.problems: list[Problem] = []

    def json(self, path: str, *keys: str) -> object:
        """One setting in a JSON file, which may hold comments; None where there is none.

        Args:
            path: the file, relative to the root.
            keys: the keys on the way to the setting.
        """
        return self._setting(path, keys, lambda text: json_text.plain(json_text.parse(text)))

    def toml(self, path: str, *keys: str) -> object:
        """One setting in a TOML file; None where there is none."""
        return self._setting(path, keys, tomllib.loads)

    def _setting(self, path: str, keys: tuple[str, ...], parse: Callable[[str], Any]) -> object:
        if not self._project.has(path) or not (self._personal or path in self._project.files):
            return None
        try:
            found = parse(self._project.read(path).decode("utf-8-sig"))
        except UnreadableError as error:
            self._note(path, error.reason)
            return None
        except (json_text.JsonError, tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
            place = _PLACE.search(str(error)) if isinstance(error, tomllib.TOMLDecodeError) else None
            self._note(path, f"cannot be read as settings: {error}", int(place[1]) if place else None)
            return None
        for key in keys:
            found = found.get(key) if isinstance(found, dict) else None
        return found

    def _note(self, path: str, message: str, line: int | None = None) -> None:
        problem = Problem(path, line, None, "settings-unreadable", message)
        if problem not in self.problems:
            self.problems.append(problem)


def strings(value: object) -> tuple[str, ...]:
    """A setting that is a text or a list of texts, as texts; whatever else it holds is left out."""
    items = value if isinstance(value, list) else [value]
    return tuple(item for item in items if isinstance(item, str) and item)


def file_names(value: object) -> tuple[str, ...]:
    """A setting that names files, without whatever is no plain name of a file in a folder."""
    return tuple(name for name in strings(value) if re.fullmatch(r"[\w .-]*\w", name))
