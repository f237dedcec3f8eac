"""A project knows its files as git does, and never reads or writes outside its root."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lawful import project as project_module
from lawful.errors import UsageError
from lawful.project import Project, UnreadableError
from lawful.project.ignoring import IgnoreFile, ignored

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
needs_permissions = pytest.mark.skipif(AS_ROOT, reason="root may read everything")


def lay(root: Path, files: Mapping[str, str | bytes]) -> None:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def git(root: Path, *words: str, data: bytes = b"") -> bytes:
    # Neither a person's own settings nor a repository around the temporary folder may have a say.
    alone = {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_CEILING_DIRECTORIES": str(root.parent),
        "HOME": str(root),
        "PATH": os.environ["PATH"],
    }
    return subprocess.run(["git", "-C", root, *words], check=False, capture_output=True, input=data, env=alone).stdout


def unignored(root: Path) -> list[str]:
    listed = git(root, "ls-files", "-z", "--others", "--cached", "--exclude-standard")
    return sorted(os.fsdecode(listed).split("\0")[:-1])


PATHS = (
    "a.py",
    "b.log",
    "keep.log",
    "#note",
    "!bang",
    "trail ",
    "br[ck].py",
    "{a,b}",
    "b\\s",
    "x.py/inner.txt",
    "build/out.py",
    "build/deep/out.py",
    "src/a.py",
    "src/b.log",
    "src/build/out.py",
    "src/lib/a.py",
    "src/lib/a.log",
    "src/lib/deep/a.py",
    "docs/a.txt",
    "docs/sub/a.txt",
    "docs/sub/b.log",
)

SEMANTICS: list[tuple[str, dict[str, str]]] = [
    ("a name is ignored wherever it stands", {".gitignore": "a.py\n"}),
    ("a star stays within a name", {".gitignore": "*.log\n"}),
    ("a star stays within a folder", {".gitignore": "src/*.py\n"}),
    ("a slash at the front anchors", {".gitignore": "/build\n"}),
    ("a slash in the middle anchors", {".gitignore": "src/build\n"}),
    ("a slash at the end means folders only", {".gitignore": "x.py/\nbuild/\na.py/\n"}),
    ("the later line wins", {".gitignore": "*.log\n!keep.log\n"}),
    ("the later line wins back", {".gitignore": "!keep.log\n*.log\n"}),
    ("nothing below an ignored folder is kept", {".gitignore": "build/\n!build/out.py\n"}),
    ("what is in an ignored folder can be kept by its content", {".gitignore": "build/*\n!build/out.py\n"}),
    ("a kept folder keeps no file that is ignored by name", {".gitignore": "*.py\n!src/\n"}),
    ("everything but one folder", {".gitignore": "/*\n!/src\n"}),
    ("everything but one file in a folder", {".gitignore": "*\n!*/\n!a.py\n"}),
    ("two stars at the front", {".gitignore": "**/build\n"}),
    ("two stars at the end", {".gitignore": "src/**\n"}),
    ("two stars in the middle", {".gitignore": "src/**/a.py\n"}),
    ("two stars beside letters are one", {".gitignore": "src/l**b/a.py\n"}),
    ("only two stars", {".gitignore": "**\n"}),
    ("two stars and a slash", {".gitignore": "**/\n"}),
    ("a question mark is one character", {".gitignore": "?.py\ndocs/su?/a.txt\n"}),
    ("a bracket is one of several", {".gitignore": "[ab].*\n"}),
    ("a bracket with an exclamation mark is one of the others", {".gitignore": "[!a].log\n"}),
    ("a bracket with a caret is one of the others", {".gitignore": "[^a].log\n"}),
    ("a bracket with a named class", {".gitignore": "[[:lower:]].py\n"}),
    ("a bracket that is never closed", {".gitignore": "br[ck.py\na.py[\n"}),
    ("an escaped bracket", {".gitignore": "br\\[ck\\].py\n"}),
    ("a range that runs backwards", {".gitignore": "[z-a].py\n"}),
    ("a brace is a brace", {".gitignore": "{a,b}\n"}),
    ("a comment", {".gitignore": "#note\n"}),
    ("an escaped number sign", {".gitignore": "\\#note\n"}),
    ("an escaped exclamation mark", {".gitignore": "\\!bang\n"}),
    ("an escaped backslash", {".gitignore": "b\\\\s\n"}),
    ("a backslash at the end", {".gitignore": "a.py\\\n"}),
    ("blanks at the end do not count", {".gitignore": "a.py   \n"}),
    ("an escaped blank at the end counts", {".gitignore": "trail\\ \n"}),
    ("a tab at the end counts", {".gitignore": "a.py\t\n"}),
    ("Windows line ends", {".gitignore": "a.py\r\n*.log\r\n"}),
    ("a lone return ends no line", {".gitignore": "a.py\rb.log\n"}),
    ("a form feed ends no line", {".gitignore": "zzz\fa.py\n"}),
    ("a line separator ends no line", {".gitignore": "zzz\u2028a.py\n"}),
    ("a byte-order mark", {".gitignore": "\ufeffa.py\n"}),
    ("no line end at the end", {".gitignore": "a.py"}),
    ("a slash alone", {".gitignore": "/\n"}),
    ("two slashes", {".gitignore": "src//a.py\n//a.py\n"}),
    ("a dot in front is not taken away", {".gitignore": "./a.py\n"}),
    ("the nearer file wins", {".gitignore": "*.py\n", "src/.gitignore": "!a.py\n"}),
    ("the nearer file speaks of its own folder", {"src/.gitignore": "/a.py\n"}),
    ("the nearer file speaks of what is below it", {"src/.gitignore": "a.py\n"}),
    ("the nearer file cannot win back a folder", {".gitignore": "src\n", "src/.gitignore": "!*\n"}),
    ("the nearer file ignores everything but itself", {"docs/.gitignore": "*\n!.gitignore\n"}),
    ("a kept folder from a nearer file", {".gitignore": "build\n*.py\n", "src/.gitignore": "!build/\n"}),
    ("the repository's own list", {".git/info/exclude": "*.log\n"}),
    ("the repository's own list is the weakest", {".git/info/exclude": "*.log\n", ".gitignore": "!b.log\n"}),
]


@pytest.mark.parametrize("files", [pytest.param(files, id=name) for name, files in SEMANTICS])
def test_what_git_ignores_is_not_listed(tmp_path: Path, files: dict[str, str]) -> None:
    git(tmp_path, "init", "-q")
    lay(tmp_path, dict.fromkeys(PATHS, "text"))
    lay(tmp_path, files)
    assert list(Project(tmp_path).files) == unignored(tmp_path)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("repository")
    git(root, "init", "-q")
    return root


PATTERN = (
    st.lists(
        st.sampled_from(["a", "b", "ab", "*", "**", "?", "[ab]", "[!a]", "[b-a]", "/", "/", "!", "\\", "a*b", " "]),
        max_size=6,
    )
    .map("".join)
    # What git makes of two stars behind a letter depends on what stands before it and on its version.
    .filter(lambda pattern: not re.search(r"[^/!]\*\*|\*\*[*\\]", pattern))
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    patterns=st.lists(PATTERN, min_size=1, max_size=3),
    paths=st.lists(
        st.lists(st.sampled_from(["a", "b", "ab", "aab", "!"]), min_size=1, max_size=3).map("/".join), min_size=4
    ),
)
def test_patterns_match_as_in_git(repository: Path, patterns: list[str], paths: list[str]) -> None:
    text = "".join(f"{pattern}\n" for pattern in patterns)
    (repository / ".gitignore").write_text(text, encoding="utf-8")
    answer = git(
        repository, "check-ignore", "--no-index", "-z", "--stdin", data="".join(f"{p}\0" for p in paths).encode()
    )
    file = IgnoreFile("", text.encode())
    ours = []
    for path in paths:
        parts = path.split("/")
        above = any(ignored("/".join(parts[:end]), [file], folder=True) for end in range(1, len(parts)))
        if above or ignored(path, [file]):
            ours.append(path)
    assert ours == answer.decode().split("\0")[:-1]


def test_a_project_without_git_still_honours_its_ignore_files(tmp_path: Path) -> None:
    lay(tmp_path, {".gitignore": "b.py\n", "a.py": "", "b.py": ""})
    assert Project(tmp_path).files == (".gitignore", "a.py")


@pytest.mark.parametrize("name", sorted(project_module.SKIPPED))
def test_folders_of_others_are_not_walked(tmp_path: Path, name: str) -> None:
    lay(tmp_path, {f"sub/{name}/CLAUDE.md": "Never use eval.", "sub/a.py": ""})
    assert Project(tmp_path).files == ("sub/a.py",)


def test_a_virtual_environment_of_any_name_is_not_walked(tmp_path: Path) -> None:
    lay(tmp_path, {"env311/pyvenv.cfg": "", "env311/lib/a.py": "", "a.py": ""})
    assert Project(tmp_path).files == ("a.py",)


def test_the_git_file_of_a_worktree_is_no_file_of_the_project(tmp_path: Path) -> None:
    lay(tmp_path, {".git": "gitdir: /nowhere", "a.py": ""})
    assert Project(tmp_path).files == ("a.py",)


def test_hostile_ignore_files_do_not_take_long(tmp_path: Path) -> None:
    lay(tmp_path, {"a" * 200: "", ".gitignore": "*a" * 120 + "b\n" + "[" * 50_000 + "\n" + "**/" * 10_000 + "z\n"})
    assert Project(tmp_path).files == (".gitignore", "a" * 200)


def test_an_ignore_file_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "patterns"
    outside.write_text("*.py\n", encoding="utf-8")
    lay(tmp_path, {"root/a.py": ""})
    (tmp_path / "root/.gitignore").symlink_to(outside)
    assert Project(tmp_path / "root").files == (".gitignore", "a.py")


def test_an_exclude_list_outside_the_root_is_not_read(tmp_path: Path) -> None:
    lay(tmp_path, {"elsewhere/info/exclude": "*.py\n", "root/a.py": ""})
    (tmp_path / "root/.git").symlink_to(tmp_path / "elsewhere")
    assert Project(tmp_path / "root").files == ("a.py",)


def test_links_to_folders_are_not_followed_and_cycles_end(tmp_path: Path) -> None:
    lay(tmp_path, {"a/b.py": ""})
    (tmp_path / "a/up").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to("self")
    (tmp_path / "gone").symlink_to("nowhere")
    assert Project(tmp_path).files == ("a/b.py",)


def test_a_link_within_the_root_is_read(tmp_path: Path) -> None:
    lay(tmp_path, {"AGENTS.md": "text"})
    (tmp_path / "CLAUDE.md").symlink_to("AGENTS.md")
    assert Project(tmp_path).read("CLAUDE.md") == b"text"


@pytest.mark.parametrize("way", ["link.py", "folder/secret.py", "../secret.py", "{outside}/secret.py"])
def test_nothing_outside_the_root_is_read(tmp_path: Path, way: str) -> None:
    lay(tmp_path, {"secret.py": "SECRET", "root/a.py": ""})
    (tmp_path / "root/link.py").symlink_to(tmp_path / "secret.py")
    (tmp_path / "root/folder").symlink_to(tmp_path)
    with pytest.raises(UnreadableError, match="outside the root"):
        Project(tmp_path / "root").read(way.format(outside=tmp_path))


@pytest.mark.parametrize("way", ["link.py", "folder/new.py", "../new.py", "{outside}/new.py"])
def test_nothing_outside_the_root_is_written(tmp_path: Path, way: str) -> None:
    lay(tmp_path, {"secret.py": "SECRET", "root/a.py": ""})
    (tmp_path / "root/link.py").symlink_to(tmp_path / "secret.py")
    (tmp_path / "root/folder").symlink_to(tmp_path)
    with pytest.raises(UnreadableError, match="outside the root"):
        Project(tmp_path / "root").write(way.format(outside=tmp_path), b"new")
    assert names(tmp_path) == ["root", "secret.py"]
    assert (tmp_path / "secret.py").read_text(encoding="utf-8") == "SECRET"


@pytest.mark.parametrize("name", ["CLAUDE.md", ".gitignore"])
def test_a_named_pipe_keeps_nobody_waiting(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    lay(tmp_path, {"a.py": ""})
    listed: list[tuple[str, ...]] = []
    worker = threading.Thread(target=lambda: listed.append(Project(tmp_path).files), daemon=True)
    worker.start()
    worker.join(5)
    assert listed == [("a.py",)]
    with pytest.raises(UnreadableError, match="no regular file"):
        Project(tmp_path).read(name)


def test_refusing_a_folder_leaves_no_file_open(tmp_path: Path) -> None:
    if not Path("/proc/self/fd").is_dir():
        pytest.skip("open files cannot be counted here")
    before = len(names(Path("/proc/self/fd")))
    for _ in range(20):
        with pytest.raises(UnreadableError, match="directory"):
            Project(tmp_path).read(".")
    assert len(names(Path("/proc/self/fd"))) == before


@pytest.mark.parametrize("path", ["missing.py", "a\0b.py", "loop", "x" * 300, "a.py/b.py"])
def test_what_cannot_be_read_says_why(tmp_path: Path, path: str) -> None:
    lay(tmp_path, {"a.py": ""})
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(UnreadableError, match=r"cannot be read: .") as caught:
        Project(tmp_path).read(path)
    assert caught.value.path == path


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "big.py").open("wb") as stream:
        stream.truncate(project_module.MAX_BYTES + 1)
    with pytest.raises(UnreadableError, match="larger than 16 MiB"):
        Project(tmp_path).read("big.py")


@needs_permissions
def test_a_file_without_permission_says_so(tmp_path: Path) -> None:
    lay(tmp_path, {"a.py": ""})
    (tmp_path / "a.py").chmod(0)
    with pytest.raises(UnreadableError, match="cannot be read: Permission denied"):
        Project(tmp_path).read("a.py")


@needs_permissions
def test_a_folder_without_permission_is_named(tmp_path: Path) -> None:
    lay(tmp_path, {"closed/a.py": "", "b.py": ""})
    (tmp_path / "closed").chmod(0)
    project = Project(tmp_path)
    try:
        assert project.files == ("b.py",)
        assert project.unlisted == ("closed",)
    finally:
        (tmp_path / "closed").chmod(0o700)


@pytest.fixture
def deep(tmp_path: Path) -> Iterator[Path]:
    """A tree so deep that the system takes no path to its end."""
    descriptor = os.open(tmp_path, os.O_RDONLY)
    for _ in range(40):
        os.mkdir("d" * 200, dir_fd=descriptor)
        inner = os.open("d" * 200, os.O_RDONLY, dir_fd=descriptor)
        os.close(descriptor)
        descriptor = inner
    os.close(os.open("a.py", os.O_CREAT | os.O_WRONLY, dir_fd=descriptor))
    os.close(descriptor)
    yield tmp_path
    shutil.rmtree(tmp_path / ("d" * 200))


def test_a_folder_that_cannot_be_listed_is_named(deep: Path) -> None:
    project = Project(deep)
    assert project.files == ()
    assert len(project.unlisted) == 1


def test_a_deep_tree_is_walked_to_its_end(tmp_path: Path) -> None:
    folder = tmp_path
    for _ in range(400):
        folder /= "d"
        folder.mkdir()
    lay(folder, {"a.py": "", "b.py": ""})
    lay(tmp_path, {".gitignore": "b.py\n"})
    assert Project(tmp_path).files == (".gitignore", "d/" * 400 + "a.py")


def test_a_name_that_is_not_utf_8_is_listed_and_ignored_like_any_other(tmp_path: Path) -> None:
    try:
        (tmp_path / os.fsdecode(b"caf\xe9.py")).touch()
        (tmp_path / os.fsdecode(b"th\xe9.py")).touch()
    except (OSError, UnicodeError):
        pytest.skip("this file system takes UTF-8 names only")
    lay(tmp_path, {".gitignore": b"th\xe9.py\n"})
    assert Project(tmp_path).files == (".gitignore", os.fsdecode(b"caf\xe9.py"))


def test_a_written_file_keeps_its_permissions(tmp_path: Path) -> None:
    lay(tmp_path, {"run.py": "old"})
    (tmp_path / "run.py").chmod(0o751)
    Project(tmp_path).write("run.py", b"new")
    assert (tmp_path / "run.py").read_bytes() == b"new"
    assert stat.S_IMODE((tmp_path / "run.py").stat().st_mode) == 0o751
    assert names(tmp_path) == ["run.py"]


def test_a_new_file_has_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "any").touch()
    Project(tmp_path).write("sub/new.py", b"new")
    assert (tmp_path / "sub/new.py").stat().st_mode == (tmp_path / "any").stat().st_mode


def test_a_link_stays_a_link_when_its_file_is_written(tmp_path: Path) -> None:
    lay(tmp_path, {"real.py": "old"})
    (tmp_path / "link.py").symlink_to("real.py")
    Project(tmp_path).write("link.py", b"new")
    assert (tmp_path / "link.py").is_symlink()
    assert (tmp_path / "real.py").read_bytes() == b"new"


def test_the_longest_name_can_be_written(tmp_path: Path) -> None:
    name = "x" * 252 + ".py"
    Project(tmp_path).write(name, b"new")
    assert names(tmp_path) == [name]


@pytest.mark.parametrize("path", ["", ".", "folder", "pipe", "a.py/b.py", "a\0b", "x" * 300])
def test_what_cannot_be_written_says_why_and_leaves_everything_as_it_was(tmp_path: Path, path: str) -> None:
    lay(tmp_path, {"root/a.py": "old", "root/folder/b.py": "old"})
    os.mkfifo(tmp_path / "root/pipe")
    before = sorted(str(each) for each in tmp_path.rglob("*"))
    with pytest.raises(UnreadableError, match="written"):
        Project(tmp_path / "root").write(path, b"new")
    assert sorted(str(each) for each in tmp_path.rglob("*")) == before


@pytest.mark.parametrize("moment", ["replace", "chmod"])
def test_a_write_that_is_cut_short_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    lay(tmp_path, {"a.py": "old"})

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, moment, fail)
    with pytest.raises(KeyboardInterrupt):
        Project(tmp_path).write("a.py", b"new")
    assert names(tmp_path) == ["a.py"]
    assert (tmp_path / "a.py").read_text(encoding="utf-8") == "old"


def test_writers_of_one_file_do_not_trip_over_each_other(tmp_path: Path) -> None:
    project = Project(tmp_path)
    contents = [bytes([each]) * 100_000 for each in range(8)]
    failed: list[Exception] = []

    def write(content: bytes) -> None:
        try:
            project.write("a.py", content)
        except UnreadableError as error:
            failed.append(error)

    writers = [threading.Thread(target=write, args=(content,)) for content in contents]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert not failed
    assert (tmp_path / "a.py").read_bytes() in contents
    assert names(tmp_path) == ["a.py"]


def test_a_path_is_given_relative_to_the_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(tmp_path, {"sub/a.py": ""})
    monkeypatch.chdir(tmp_path / "sub")
    project = Project(tmp_path)
    assert project.relative("a.py") == "sub/a.py"
    assert project.relative(tmp_path / "sub/a.py") == "sub/a.py"
    assert project.relative("..") == "."
    assert project.relative("../sub/./a.py") == "sub/a.py"


def test_a_root_reached_through_a_link_is_the_same_root(tmp_path: Path) -> None:
    lay(tmp_path, {"real/a.py": ""})
    (tmp_path / "link").symlink_to("real")
    assert Project(tmp_path / "link").relative(tmp_path / "link/a.py") == "a.py"
    assert Project(tmp_path / "real").relative(tmp_path / "link/a.py") == "a.py"


def test_a_path_outside_the_root_is_a_usage_error(tmp_path: Path) -> None:
    lay(tmp_path, {"root/a.py": "", "b.py": ""})
    (tmp_path / "loop").symlink_to("loop")
    project = Project(tmp_path / "root")
    for path in (tmp_path / "b.py", tmp_path, tmp_path / "loop/x", tmp_path / "rootless"):
        with pytest.raises(UsageError, match="outside the root"):
            project.relative(path)


def test_a_root_that_is_no_folder_is_a_usage_error(tmp_path: Path) -> None:
    lay(tmp_path, {"a.py": ""})
    (tmp_path / "loop").symlink_to("loop")
    for root in (tmp_path / "a.py", tmp_path / "gone", tmp_path / "loop", "a\0b"):
        with pytest.raises(UsageError, match="no such folder"):
            Project(root)


def test_a_folder_names_the_files_below_it(tmp_path: Path) -> None:
    lay(tmp_path, {"src/a.py": "", "src/deep/b.py": "", "src2/c.py": ""})
    (tmp_path / "link").symlink_to("src")
    project = Project(tmp_path)
    assert list(project.select("src")) == ["src/a.py", "src/deep/b.py"]
    assert list(project.select("link")) == ["src/a.py", "src/deep/b.py"]
    assert list(project.select(".")) == ["src/a.py", "src/deep/b.py", "src2/c.py"]
    assert list(project.select("src/a.py")) == ["src/a.py"]


def test_a_folder_that_leads_out_of_the_root_is_refused_rather_than_empty(tmp_path: Path) -> None:
    lay(tmp_path, {"root/a.py": "", "other/b.py": ""})
    (tmp_path / "root/out").symlink_to(tmp_path / "other")
    project = Project(tmp_path / "root")
    (named,) = project.select("out")
    with pytest.raises(UnreadableError, match="outside the root"):
        project.read(named)
