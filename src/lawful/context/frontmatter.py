"""The settings between two `---` lines at the head of a context file, as the assistants read them: not as YAML.

Nine in ten of the rule files that people write for Cursor are no valid YAML (`globs: *.py` begins an alias there), and
their assistant reads them all the same. So this reads lines of `key: value` and lists, and never fails.
"""

from __future__ import annotations

from dataclasses import dataclass

from lawful.regex import regex

_NEWLINE = regex(r"\r\n|\n|\r")
_RULE = regex(r"---[ \t]*")
_SETTING = regex(r"(?P<key>[A-Za-z][\w.-]*)[ \t]*:(?:[ \t]+(?P<value>.*))?")
_ITEM = regex(r"[ \t]*-[ \t]+(?P<value>.*)")
_COMMENT = regex(r"(?:^|[ \t])#.*$")

Value = str | bool | None | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its value, and the 1-based line on which it stands.

    A value is a string, a boolean, None where there is none, or a tuple where a list was written.
    """

    value: Value
    line: int


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something about the head of a file that an assistant may stumble over."""

    line: int
    kind: str
    message: str


@dataclass(frozen=True, slots=True)
class Frontmatter:
    """The head of a file.

    Attributes:
        settings: the settings by key; of a key that is written twice, the last.
        body: the text below the head.
        first_line: the line of the file at which the body begins.
        oddities: what was odd about the head.
        present: whether there is a head at all.
    """

    settings: dict[str, Setting]
    body: str
    first_line: int
    oddities: tuple[Oddity, ...] = ()
    present: bool = True

    def text(self, key: str) -> str | None:
        """A setting as text, or None if it is not set or set to nothing."""
        value = self.settings[key].value if key in self.settings else None
        if isinstance(value, bool):
            return str(value).lower()
        return ", ".join(value) if isinstance(value, tuple) else value or None

    def flag(self, key: str) -> bool | None:
        """A setting as yes or no, or None if it is not set or says neither."""
        text = (self.text(key) or "").strip().lower()
        return {"true": True, "yes": True, "false": False, "no": False}.get(text)

    def globs(self, key: str) -> tuple[str, ...] | None:
        """A setting as globs, written as a list or with commas; None if it is not set or set to nothing."""
        value = self.settings[key].value if key in self.settings else None
        if isinstance(value, tuple):
            return tuple(glob for item in value for glob in split_globs(item))
        found = split_globs(self.text(key) or "")
        return found or None


def read(text: str) -> Frontmatter:
    """Take the head off a text.

    A first line `---` begins a head only if what follows looks like settings: it may also be a line across the page. A
    head that is never closed is left in the body, so that nothing of the file is lost.
    """
    lines = _NEWLINE.split(text)
    if not lines or not _RULE.fullmatch(lines[0]):
        return Frontmatter({}, text, 1, tuple(_misplaced(lines)), present=False)
    end = next((at for at in range(1, len(lines)) if _RULE.fullmatch(lines[at])), None)
    head = lines[1:end] if end is not None else lines[1:2]
    if not any(_SETTING.fullmatch(line) for line in head) and any(line.strip() for line in head):
        return Frontmatter({}, text, 1, present=False)
    if end is None:
        if not head:
            return Frontmatter({}, text, 1, present=False)
        unclosed = Oddity(
            1, "frontmatter-unclosed", "the settings at the head are never closed with ---; they were read as text"
        )
        return Frontmatter({}, text, 1, (unclosed,), present=False)
    settings, oddities = _settings(head)
    starts = [0, *(found.end() for found in _NEWLINE.finditer(text))]
    body = text[starts[end + 1] :] if end + 1 < len(starts) else ""
    return Frontmatter(settings, body, end + 2, tuple(oddities))


def settings_of(lines: list[str]) -> dict[str, Setting]:
    """The settings in the lines of a file that holds nothing else, each with its line."""
    return {key: Setting(each.value, each.line - 1) for key, each in _settings(lines)[0].items()}


def _settings(head: list[str]) -> tuple[dict[str, Setting], list[Oddity]]:
    settings: dict[str, Setting] = {}
    oddities: list[Oddity] = []
    key: str | None = None
    for number, line in enumerate(head, start=2):
        found = _SETTING.fullmatch(line)
        item = _ITEM.fullmatch(line)
        if found:
            key = found["key"]
            if key in settings:
                oddities.append(Oddity(number, "frontmatter-duplicate", f"`{key}` is set twice; the last one counts"))
            settings[key] = Setting(_value(found["value"] or ""), number)
        elif item and key is not None:
            before = settings[key].value
            items = before if isinstance(before, tuple) else ()
            settings[key] = Setting((*items, _unquoted(item["value"])), settings[key].line)
        elif line.strip() and not line.lstrip().startswith("#"):
            if key is not None and line[0] in " \t" and isinstance(settings[key].value, str):
                # The value goes on: a long description, or a block such as YAML's `>`.
                said = str(settings[key].value).lstrip(">|-+ ")
                settings[key] = Setting(f"{said} {line.strip()}".strip(), settings[key].line)
            else:
                oddities.append(Oddity(number, "frontmatter-unreadable", f"no setting: {line.strip()[:80]}"))
    return settings, oddities


def _value(text: str) -> Value:
    text = text.strip()
    if text.startswith("[") and "]" in text:
        inner = text[1 : text.rindex("]")]
        return tuple(_unquoted(item) for item in split_globs(inner))
    if text[:1] in {'"', "'"}:
        # Text in quotes stays text, also where it says true; in a row of quoted globs the quotes belong to each.
        return text[1:-1] or None if text.find(text[0], 1) == len(text) - 1 else text
    text = _COMMENT.sub("", text).strip()
    if text.lower() in {"null", "~", ""}:
        return None
    return {"true": True, "false": False}.get(text.lower(), text)


def _unquoted(text: str) -> str:
    text = text.strip()
    quote = text[:1]
    if quote in {'"', "'"} and (end := text.find(quote, 1)) > 0:
        return text[1:end]
    return text


def split_globs(text: str) -> tuple[str, ...]:
    """Globs written with commas between them; a comma inside braces belongs to its glob."""
    parts = [""]
    depth = 0
    for character in text:
        depth += (character == "{") - (character == "}" and depth > 0)
        if character == "," and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return tuple(found for found in (_unquoted(part) for part in parts) if found)


def _misplaced(lines: list[str]) -> list[Oddity]:
    """A head that does not stand on the first line, where no assistant looks for it."""
    for at, line in enumerate(lines[:10]):
        if _RULE.fullmatch(line):
            following = lines[at + 1] if at + 1 < len(lines) else ""
            known = _SETTING.fullmatch(following)
            if known and known["key"] in {
                "globs",
                "alwaysApply",
                "description",
                "paths",
                "applyTo",
                "trigger",
                "inclusion",
            }:
                message = "settings count only if --- is the first line of the file; they were read as text"
                return [Oddity(at + 1, "frontmatter-misplaced", message)]
            return []
        if line.strip() and not line.lstrip().startswith("<!--"):
            return []
    return []
