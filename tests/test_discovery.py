"""Context files are found where assistants look for them, and whatever their bytes are, they are read or named."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lawful import api
from lawful.context import ContextFile, load
from lawful.context.discovery import decode
from lawful.errors import ContextError
from lawful.project import MAX_BYTES, Project
from projects import project

if TYPE_CHECKING:
    from lawful.violation import Problem

RULE = "- Never use eval.\n"
CORPUS = Path(__file__).parents[2] / "shared" / "corpus" / "files"


def find(root: Path, *named: str | Path) -> tuple[list[ContextFile], list[Problem]]:
    loaded = load(Project(root), api.formats(), api.readers(), named=named)
    return [*loaded.files], [*loaded.problems]


def only(root: Path, *named: str | Path) -> ContextFile:
    (file,), problems = find(root, *named)
    assert not problems
    return file


class TestFinding:
    def test_files_are_found_folder_by_folder_those_of_higher_precedence_first(self, tmp_path: Path) -> None:
        names = ["web/CLAUDE.md", "AGENTS.md", ".cursorrules", "CLAUDE.md", "web/.claude/CLAUDE.md", "web/AGENTS.md"]
        project(tmp_path, dict.fromkeys([*names, "README.md", "claude.md", "CLAUDE.md.bak", "docs/AGENTS.txt"], RULE))
        files, problems = find(tmp_path)
        assert [file.path for file in files] == [
            "CLAUDE.md", "AGENTS.md", ".cursorrules", "web/.claude/CLAUDE.md", "web/CLAUDE.md", "web/AGENTS.md",
        ]  # fmt: skip
        assert not problems

    @pytest.mark.parametrize(
        ("path", "format_", "base"),
        [
            ("CLAUDE.md", "claude", ""),
            (".claude/CLAUDE.md", "claude", ""),
            ("web/CLAUDE.md", "claude", "web"),
            ("web/app/.claude/CLAUDE.md", "claude", "web/app"),
            ("AGENTS.md", "agents", ""),
            ("web/app/AGENTS.md", "agents", "web/app"),
            (".cursorrules", "cursorrules", ""),
        ],
    )
    def test_a_file_governs_its_own_folder(self, tmp_path: Path, path: str, format_: str, base: str) -> None:
        project(tmp_path, {path: RULE})
        file = only(tmp_path)
        assert (file.path, file.format) == (path, format_)
        assert [(each.text, str(each.place), each.scope.base) for each in file.directives] == [
            ("Never use eval.", f"{path}:1", base)
        ]

    def test_ignored_files_and_those_of_others_are_not_looked_for(self, tmp_path: Path) -> None:
        paths = ["node_modules/x/CLAUDE.md", ".venv/x/AGENTS.md", "build/CLAUDE.md"]
        project(tmp_path, dict.fromkeys(paths, RULE) | {".gitignore": "build/\n"})
        assert find(tmp_path) == ([], [])

    def test_a_folder_with_the_name_of_a_context_file_is_only_a_folder(self, tmp_path: Path) -> None:
        project(tmp_path, {"CLAUDE.md/AGENTS.md": RULE, ".cursorrules/a.py": ""})
        assert only(tmp_path).path == "CLAUDE.md/AGENTS.md"

    def test_a_link_within_the_root_is_read_under_its_own_name(self, tmp_path: Path) -> None:
        project(tmp_path, {"AGENTS.md": RULE})
        (tmp_path / "CLAUDE.md").symlink_to("AGENTS.md")
        assert [file.path for file in find(tmp_path)[0]] == ["CLAUDE.md", "AGENTS.md"]


class TestNaming:
    def test_named_files_are_read_instead_of_any_other_and_in_their_order(self, tmp_path: Path) -> None:
        project(tmp_path, {"CLAUDE.md": RULE, "b.md": "- b", "a.md": "- a"})
        files, _ = find(tmp_path, tmp_path / "b.md", tmp_path / "a.md")
        assert [file.path for file in files] == ["b.md", "a.md"]

    def test_a_named_file_governs_the_whole_project(self, tmp_path: Path) -> None:
        project(tmp_path, {"web/CLAUDE.md": RULE})
        file = only(tmp_path, tmp_path / "web/CLAUDE.md")
        assert file.format == "claude"
        assert file.directives[0].scope.base == ""

    def test_a_named_file_is_read_though_git_ignores_it(self, tmp_path: Path) -> None:
        project(tmp_path, {".gitignore": "*.md\n", "CLAUDE.md": RULE})
        assert only(tmp_path, tmp_path / "CLAUDE.md").directives

    def test_a_named_file_may_stand_outside_the_root(self, tmp_path: Path) -> None:
        project(tmp_path, {"rules.md": RULE, "root/a.py": ""})
        file = only(tmp_path / "root", tmp_path / "rules.md")
        assert file.path == (tmp_path / "rules.md").as_posix()

    def test_a_relative_name_is_relative_to_the_current_folder(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        project(tmp_path, {"root/docs/rules.md": RULE})
        monkeypatch.chdir(tmp_path / "root/docs")
        assert only(tmp_path / "root", "rules.md").path == "docs/rules.md"

    def test_a_file_whose_name_says_nothing_is_read_by_its_content(self, tmp_path: Path) -> None:
        project(tmp_path, {"rules.json": '{"rules": ["Never use eval."]}', "rules.txt": RULE})
        assert only(tmp_path, tmp_path / "rules.json").directives[0].headings == ("rules",)
        assert only(tmp_path, tmp_path / "rules.txt").directives[0].text == "Never use eval."

    @pytest.mark.parametrize("name", ["gone.md", "folder", "loop", "pipe", "a\0b", "image.png", "big.md"])
    def test_a_named_file_that_cannot_be_read_is_an_error(self, tmp_path: Path, name: str) -> None:
        project(tmp_path, {"folder/a.md": RULE, "image.png": bytes(range(256)) * 8})
        os.mkfifo(tmp_path / "pipe")
        (tmp_path / "loop").symlink_to("loop")
        with (tmp_path / "big.md").open("wb") as stream:
            stream.truncate(MAX_BYTES + 1)
        with pytest.raises(ContextError, match="it was named as a context file") as caught:
            find(tmp_path, tmp_path / name)
        assert caught.value.path == name


class TestBytes:
    @pytest.mark.parametrize(
        "codec",
        ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"],
    )
    def test_text_is_decoded_by_its_byte_order_mark(self, tmp_path: Path, codec: str) -> None:
        text = "- Nicht: „eval“ 🚫\n- b"
        marked = f"\ufeff{text}" if codec.endswith(("le", "be")) else text
        project(tmp_path, {"CLAUDE.md": marked.encode(codec)})
        file = only(tmp_path)
        assert [(each.text, each.place.line, each.column) for each in file.directives] == [
            ("Nicht: „eval“ 🚫", 1, 3),
            ("b", 2, 3),
        ]
        assert not file.warnings

    @pytest.mark.parametrize(
        ("data", "line"),
        [
            (b"- Never use eval.\n- caf\xe9 rules", 2),
            (b"- a\r- b\r- caf\xe9 rules", 3),
            (b"- a\r\n- b\r\n- caf\xe9 rules", 3),
            (b"\xef\xbb\xbf- caf\xe9 rules", 1),
            ("\ufeff- a\n- b".encode("utf-16-le") + b"c", 2),
        ],
    )
    def test_what_cannot_be_decoded_is_named_and_the_rest_is_read(self, tmp_path: Path, data: bytes, line: int) -> None:
        project(tmp_path, {"CLAUDE.md": data})
        file = only(tmp_path)
        assert [(each.line, each.kind) for each in file.warnings] == [(line, "undecodable")]
        assert len(file.directives) == line

    @pytest.mark.parametrize(
        "data",
        [
            bytes(range(256)) * 8,
            b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(128, 256)),
            "- Never use eval.".encode("utf-16-le"),
            "- 禁止使用全局变量和动态执行函数".encode("gbk"),
            b"\0" * 100,
        ],
    )
    def test_what_is_no_text_is_named_and_not_read(self, tmp_path: Path, data: bytes) -> None:
        project(tmp_path, {"CLAUDE.md": data, "AGENTS.md": RULE})
        files, problems = find(tmp_path)
        assert [file.path for file in files] == ["AGENTS.md"]
        assert [(each.path, each.kind) for each in problems] == [("CLAUDE.md", "context-unreadable")]
        assert "no text" in problems[0].message

    @pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b" \n\t\r\n", b"\xff\xfe"])
    def test_an_empty_file_says_nothing_and_nothing_is_said_of_it(self, tmp_path: Path, data: bytes) -> None:
        project(tmp_path, {"CLAUDE.md": data})
        file = only(tmp_path)
        assert (file.directives, file.warnings) == ((), ())

    @pytest.mark.parametrize("text", ["```\nNever use eval.\n```", "    Never use eval.", "<!-- x -->", "---\n***"])
    def test_a_file_in_which_nothing_is_found_is_named(self, tmp_path: Path, text: str) -> None:
        project(tmp_path, {"CLAUDE.md": text})
        assert [each.kind for each in only(tmp_path).warnings] == ["no-directives"]

    def test_one_nul_is_no_reason_not_to_read_a_file(self, tmp_path: Path) -> None:
        project(tmp_path, {"CLAUDE.md": "- Never\0use eval."})
        assert only(tmp_path).directives[0].text == "Never use eval."


class TestUnreadable:
    def test_a_link_out_of_the_root_is_named_and_not_read(self, tmp_path: Path) -> None:
        project(tmp_path, {"secret.md": "- SECRET", "root/a.py": ""})
        (tmp_path / "root/CLAUDE.md").symlink_to(tmp_path / "secret.md")
        files, problems = find(tmp_path / "root")
        assert not files
        assert "SECRET" not in str(problems[0])
        assert (problems[0].path, problems[0].kind) == ("CLAUDE.md", "context-unreadable")

    def test_a_file_that_is_too_large_is_named(self, tmp_path: Path) -> None:
        with (tmp_path / "CLAUDE.md").open("wb") as stream:
            stream.truncate(MAX_BYTES + 1)
        assert [each.kind for each in find(tmp_path)[1]] == ["context-unreadable"]

    def test_a_folder_that_cannot_be_listed_is_named(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        project(tmp_path, {"closed/CLAUDE.md": RULE, "AGENTS.md": RULE})
        listed = os.scandir

        def refuse(path: Path) -> object:
            if Path(path).name == "closed":
                raise PermissionError(13, "Permission denied")
            return listed(path)

        monkeypatch.setattr(os, "scandir", refuse)
        files, problems = find(tmp_path)
        assert [file.path for file in files] == ["AGENTS.md"]
        assert [(each.path, each.kind) for each in problems] == [("closed", "folder-unreadable")]


NAMES = ["CLAUDE.md", ".claude/CLAUDE.md", "AGENTS.md", ".cursorrules"]
TEXTS = st.one_of(
    st.binary(max_size=200),
    st.text(max_size=100).map(str.encode),
    st.text(max_size=60).map(lambda text: f"\ufeff{text}".encode("utf-16-le")),
    st.lists(
        st.sampled_from(
            [b"Never use eval", b". ", b"\n", b"\r\n", b"- ", b"{", b'"', b"[", b": ", b"]", b"}", b",", b"\xe9", b"`"]
        ),
        max_size=40,
    ).map(b"".join),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(NAMES), data=TEXTS)
def test_any_bytes_are_read_or_named(tmp_path: Path, name: str, data: bytes) -> None:
    for other in NAMES:
        (tmp_path / other).unlink(missing_ok=True)
    project(tmp_path, {name: data})
    files, problems = find(tmp_path)
    assert len(files) + len(problems) == 1
    for file in files:
        rows = re.split(r"\r\n|\n|\r", decode(data)[0])
        for directive in file.directives:
            assert 1 <= directive.place.line <= len(rows)
            assert directive.column >= 1
            assert directive.text.strip()


@given(TEXTS)
def test_any_bytes_decode(data: bytes) -> None:
    text, line = decode(data)
    assert line is None or 1 <= line <= len(re.split(r"\r\n|\n|\r", text)) + 1


LARGE: dict[str, bytes] = {
    "one long line": b"Never use eval and go on " * 80_000,
    "one long line of sentences": b"Never use eval. " * 30_000,
    "bullets": b"- x\n" * 20_000,
    "nested bullets": b"- " * 50_000,
    "nested quotes": b"> " * 50_000,
    "brackets": b"[" * 50_000,
    "stars": b"*" * 50_000,
    "underscores": b"_" * 50_000,
    "backticks": b"`" * 50_000,
    "angles": b">" * 50_000,
    "dashes": b"-" * 50_000,
    "a staircase": b"".join(b" " * (2 * each) + b"- a\n" for each in range(600)),
}


@pytest.mark.parametrize("name", ["CLAUDE.md", ".cursorrules"])
@pytest.mark.parametrize("data", LARGE.values(), ids=LARGE)
def test_reading_any_file_ends(tmp_path: Path, name: str, data: bytes) -> None:
    project(tmp_path, {name: data})
    find(tmp_path)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the real context files are not here")
def test_real_context_files_are_read_and_interpreted(tmp_path: Path) -> None:
    files = sorted(path for path in CORPUS.rglob("*") if path.is_file())
    assert files
    for number, path in enumerate(files):
        root = tmp_path / str(number)
        name = path.name if any(kind.claims(path.name) for kind in api.formats()) else "CLAUDE.md"
        project(root, {name: path.read_bytes()})
        rules = api.load(root)
        assert rules.rules, path
        assert not rules.problems, path
        rows = re.split(r"\r\n|\n|\r", decode(path.read_bytes())[0])
        for rule in rules.rules:
            place = rule.directive.place
            assert place.path == name
            word = rule.directive.text.split()[0].rstrip(":")  # a colon may join the cells of a table
            assert any(word in row for row in rows[place.line - 1 :][:60]), (path, place, rule.directive.text)


def test_a_context_file_that_git_ignores_is_named_and_not_read(tmp_path: Path) -> None:
    project(tmp_path, {".gitignore": "CLAUDE.md\n", "CLAUDE.md": RULE})
    rules = api.load(tmp_path)
    assert rules.rules == ()
    assert [(warning.path, warning.kind) for warning in rules.warnings] == [("CLAUDE.md", "ignored-by-git")]


@pytest.mark.parametrize("text", [RULE, "@other.md\n"])
def test_a_rule_set_is_of_the_moment_it_was_loaded(tmp_path: Path, text: str) -> None:
    project(tmp_path, {"CLAUDE.md": text, "other.md": RULE})
    rules = api.load(tmp_path)
    project(tmp_path, {"CLAUDE.md": "", "other.md": ""})
    assert [rule.check.id for rule in rules.for_path("a.py")] == ["forbidden-call"]


def test_a_folder_in_place_of_a_context_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "CLAUDE.md").mkdir()
    (tmp_path / ".clinerules").mkdir()
    (tmp_path / ".clinerules" / "a.md").write_text("- No `eval`.\n")
    rules = api.load(tmp_path)
    assert [(each.path, each.kind) for each in rules.warnings] == [("CLAUDE.md", "folder")]
    assert len(rules.rules) == 1
