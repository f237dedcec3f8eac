"""A glob matches the paths that people mean by it, and never takes long over it."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawful.context.scope import MAX_ALTERNATIVES, TESTS, Scope, matches

MATCHING = [
    ("a.py", "a.py"),
    ("*.py", "a.py"),
    ("*.py", ".py"),
    ("*", ".hidden"),
    ("*", "ab"),
    ("a*b*c", "aXbYbZc"),
    ("a*", "a"),
    ("**/*.py", "a.py"),
    ("**/*.py", "x/y/a.py"),
    ("src/**", "src/a/b.py"),
    ("src/**/a.py", "src/a.py"),
    ("src/**/a.py", "src/x/y/a.py"),
    ("**/a/**/b", "x/a/y/a/b"),
    ("**", "a/b"),
    ("**/**", "a"),
    ("src/*/a.py", "src/x/a.py"),
    ("?.py", "a.py"),
    ("[ab].py", "b.py"),
    ("[a-c].py", "b.py"),
    ("[!a].py", "b.py"),
    ("[^a].py", "b.py"),
    ("[]a].py", "].py"),
    ("[a-].py", "-.py"),
    ("[--0].py", "..py"),
    ("[a&&b].py", "&.py"),
    ("[[a].py", "[.py"),
    ("*.{py,pyi}", "a.pyi"),
    ("{src,lib}/**/*.{py,pyi}", "lib/x/a.py"),
    ("{a,{b,c}}.py", "c.py"),
    ("{,x}a.py", "a.py"),
    ("src/", "src/a/b.py"),
    ("src/", "x/src/a.py"),
    ("a/b/", "x/a/b/c.py"),
    ("/src/", "src/a.py"),
    ("/a.py", "a.py"),
    ("./a.py", "a.py"),
    ("src\\a.py", "src/a.py"),
    ("src/\\[a].py", "src/[a].py"),
    ("**.py", "x/a.py"),
    ("naïve/*.py", "naïve/ü.py"),
    ("a b/*.py", "a b/c d.py"),
    ("*", "a\nb"),
]
NOT_MATCHING = [
    ("a.py", "x/a.py"),
    ("*.py", "x/a.py"),
    ("*.py", "a.pyi"),
    ("*.py", "a.py\n"),
    ("a.py", "aXpy"),
    ("a.py", "A.py"),
    ("src/**", "src"),
    ("**/tests/**", "tests"),
    ("src/**/a.py", "src/xa.py"),
    ("src/*/a.py", "src/a.py"),
    ("src/*/a.py", "src/x/y/a.py"),
    ("a**b", "a/b"),
    ("?.py", ".py"),
    ("?", "/"),
    ("[ab].py", "c.py"),
    ("[!a].py", "a.py"),
    ("[c-a].py", "b.py"),
    ("[a.py", "[a.py"),
    ("photos [2024/**", "photos [2024/a.py"),
    ("{a,b.py", "{a,b.py"),
    ("src/", "src.py"),
    ("/src/", "x/src/a.py"),
    ("", "a.py"),
    ("a\\", "a"),
]


@pytest.mark.parametrize(("glob", "path"), MATCHING)
def test_a_glob_matches_what_is_meant_by_it(glob: str, path: str) -> None:
    assert matches(glob, path)


@pytest.mark.parametrize(("glob", "path"), NOT_MATCHING)
def test_a_glob_matches_nothing_else(glob: str, path: str) -> None:
    assert not matches(glob, path)


@pytest.mark.parametrize(
    ("path", "is_test"),
    [
        ("tests/a.py", True),
        ("src/tests/deep/a.py", True),
        ("test_a.py", True),
        ("src/test_a.py", True),
        ("src/a_test.py", True),
        ("src/testing.py", False),
        ("src/contests/a.py", False),
        ("tests", False),
    ],
)
def test_tests_are_files_below_tests_and_files_named_so(path: str, is_test: bool) -> None:
    assert Scope("", (TESTS,)).governs(path) is is_test
    assert Scope("", (), TESTS).governs(path) is not is_test


class TestScope:
    def test_a_folder_governs_what_is_below_it(self) -> None:
        scope = Scope("src")
        assert scope.governs("src/a.py")
        assert not scope.governs("src2/a.py")
        assert not scope.governs("src")
        assert not scope.governs("x/src/a.py")

    def test_globs_are_relative_to_the_folder(self) -> None:
        assert Scope("web", (("*.py",),)).governs("web/a.py")
        assert not Scope("web", (("*.py",),)).governs("web/x/a.py")
        assert not Scope("web", (("web/*.py",),)).governs("web/a.py")

    def test_what_is_excluded_is_excluded(self) -> None:
        scope = Scope("", (("*.py", "lib/*.py"),), ("a.py",))
        assert [scope.governs(path) for path in ("a.py", "b.py", "lib/a.py")] == [False, True, True]

    def test_narrowing_never_widens(self) -> None:
        scope = Scope("x", (("*.py",),), ("a.py",)).narrowed(exclude=("b.py",)).narrowed(("c*", "d*"))
        paths = ("a.py", "b.py", "c.py", "d.py", "c.txt", "e.py")
        assert [path for path in paths if scope.governs(f"x/{path}")] == ["c.py", "d.py"]


def test_braces_that_stand_for_too_much_match_nothing() -> None:
    few = "{" + ",".join(f"f{each}" for each in range(MAX_ALTERNATIVES)) + "}"
    assert matches(few, "f7")
    assert not matches("{a,b}" * 11, "a" * 11)


HOSTILE = {
    "stars": ("*a" * 200, "a" * 4000),
    "stars and a miss": ("*a" * 200 + "b", "a" * 4000),
    "question marks": ("*?" * 200 + "b", "a" * 4000),
    "brackets": ("*[ab]" * 200 + "c", "ab" * 2000),
    "open brackets": ("[" * 50_000, "["),
    "folders": ("**/a/" * 200 + "b", "a/" * 4000 + "c"),
    "folders and stars": ("**/*a*a*a*b/" * 50 + "x", ("a" * 50 + "/") * 100 + "c"),
    "only stars": ("*" * 50_000, "a" * 50_000),
    "braces": ("{a,b}" * 2000, "a"),
    "one choice": ("{a}" * 20_000, "a"),
    "open braces": ("{" * 50_000, "a"),
    "nested braces": ("{a," * 5000 + "}" * 5000, "a"),
    "long": ("a" * 200_000, "a" * 200_000),
    "slashes": ("/" * 50_000, "/" * 50_000),
    "backslashes": ("\\" * 50_001, "\\" * 50_001),
}


@pytest.mark.parametrize(("glob", "path"), HOSTILE.values(), ids=HOSTILE)
def test_matching_any_glob_ends(glob: str, path: str) -> None:
    matches(glob, path)


@given(st.text(max_size=30), st.text(max_size=30))
def test_no_glob_raises(glob: str, path: str) -> None:
    matches(glob, path)


@given(st.text(alphabet="ab*?[]!^-{},/\\&|~.", max_size=20), st.text(alphabet="ab-/&.", max_size=10))
def test_no_glob_of_signs_raises(glob: str, path: str) -> None:
    matches(glob, path)


def slowly(glob: str, path: str) -> bool:
    """What a glob of letters, `*`, `?` and `**` means, said as plainly as can be."""

    @cache
    def name(pattern: str, text: str) -> bool:
        if not pattern:
            return not text
        if pattern[0] == "*":
            return name(pattern[1:], text) or (text != "" and name(pattern, text[1:]))
        return text != "" and pattern[0] in {"?", text[0]} and name(pattern[1:], text[1:])

    @cache
    def parts(pattern: tuple[str, ...], names: tuple[str, ...]) -> bool:
        if not pattern:
            return not names
        if pattern[0] == "**":
            least = 1 if len(pattern) == 1 else 0
            return any(parts(pattern[1:], names[skip:]) for skip in range(least, len(names) + 1))
        return bool(names) and name(pattern[0], names[0]) and parts(pattern[1:], names[1:])

    return parts(tuple(glob.split("/")), tuple(path.split("/")))


NAME = st.text(alphabet="ab", min_size=1, max_size=3)
PART = st.one_of(st.text(alphabet="ab*?", min_size=1, max_size=4).filter(lambda part: "**" not in part), st.just("**"))


@given(st.lists(PART, min_size=1, max_size=5).map("/".join), st.lists(NAME, min_size=1, max_size=5).map("/".join))
def test_globs_mean_what_the_slow_way_says(glob: str, path: str) -> None:
    assert matches(glob, path) is slowly(glob, path)


@given(st.lists(PART, min_size=1, max_size=4).map("/".join), st.lists(NAME, min_size=1, max_size=4).map("/".join))
def test_braces_are_either(glob: str, path: str) -> None:
    assert matches(f"{{{glob},x}}", path) is matches(glob, path)


GLOB = st.lists(PART, min_size=1, max_size=4).map("/".join)


@given(st.lists(GLOB, max_size=3), st.lists(GLOB, max_size=3), st.lists(NAME, min_size=1, max_size=4).map("/".join))
def test_a_path_that_holds_none_of_the_words_of_a_scope_is_matched_by_none_of_its_globs(
    include: list[str], exclude: list[str], path: str
) -> None:
    scope = Scope(include=(tuple(include),) if include else (), exclude=tuple(exclude))
    if not any(word in path for word in scope.words):
        assert scope.governs(path) is (not include)
