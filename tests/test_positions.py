"""Nodes stand where LibCST says, and where the text says."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
import rich
from hypothesis import given
from hypothesis import strategies as st
from libcst.metadata import MetadataWrapper, PositionProvider  # noqa: TID251  # to compare with

from lawful.errors import SourceError
from lawful.source import Source, Span
from lawful.syntax import Module, Outline, children, cst, descendants

ODD = '''\
#!/usr/bin/env python
# -*- coding: utf-8 -*-
"""Module."""
@one
# between
@two(
    3
)
async def f(  # behind
    a, *, b: "int" = 1, **c
) -> None:  # behind

    # before
    """Doc.
    """; x = 1; y = (
        2)  # behind
    # at the end

# below
class A[T: int](B, metaclass=C): pass
class D:

    def g(self): return (yield)

    if x: y
    elif z:
        w
    else: v
try: f()
except* (A, B) as c: d
finally:
    e
größe = "äöü😀"; ß = f"{größe!r:>{ß}}" 'x'; rb"y"
with (a as b, c): d
match x:
    case [1, *_] | {"a": b, **c} if d: e
    case A(b=c): f
    case _: g
lambda *a, b=1: (c := [d for e in f if g async for h in i])
type X[*Ts] = int
del (a), b[1:2, ...]
print(x, end="")\\
    .y
if x:
\t(
y
\t)
'''


def assert_spans_as_in_libcst(source: Source) -> None:
    module = Module.parse(source)
    expected = MetadataWrapper(module.tree, unsafe_skip_copy=True).resolve(PositionProvider)
    assert len(expected) > 1
    for node, place in expected.items():
        span = Span(place.start.line, place.start.column + 1, place.end.line, place.end.column + 1)
        assert module.span(node) == span, type(node).__name__


PACKAGES = [Path(str(package.__file__)).parent for package in (rich, click)]
FILES = [path for package in PACKAGES for path in sorted(package.glob("*.py")) if 500 < path.stat().st_size < 12_000]


@pytest.mark.parametrize("path", FILES[::4], ids=lambda path: f"{path.parent.name}/{path.name}")
def test_spans_are_those_of_libcst_in_real_files(path: Path) -> None:
    assert_spans_as_in_libcst(Source.of_python(path.read_bytes(), path.name))


def test_spans_are_those_of_libcst_in_odd_code() -> None:
    assert_spans_as_in_libcst(Source(ODD))


def assert_names_stand_where_the_text_has_them(code: str) -> None:
    module = Module.parse(Source(code))
    names = [node for node in descendants(module.tree) if isinstance(node, cst.Name)]
    assert names
    assert [module.text(name) for name in names] == [name.value for name in names]
    assert all(comment == module.source.slice(span) for span, comment in module.comments)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_the_text_of_a_name_is_the_name_whatever_ends_the_lines(end: str) -> None:
    assert_names_stand_where_the_text_has_them(ODD.replace("\n", end))


LAYOUTS = {
    "form feeds": "\fx = 1\n\f\n\fdef f():\n  \f  \f    y\n\f    z  # c\n    \f\n    w =\f1\f\n\f# d\n",
    "a form feed in a string": "x = '''\n\f y\n  \f''' + z",
    "mixed line ends": "x = 1\r\nif x:\r    y\n\r\n\n\rz",
    "tabs": "if x:\n\ty = \tz\t# c\n\tif w:\n\t\tv",
    "a byte-order mark": "\ufeffx = y",
    "wide characters": "x = '😀'; y = 'é'; z",
    "separators that end no line": "x = '\x0b\x1c\x85\u2028'; y",
    "continued lines": "x = \\\r\n    y + \\\n    z",
    "no line end": "x",
    "blank lines with spaces": "x\n   \n\t\n\ny",
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_text_of_a_name_is_the_name_with(name: str) -> None:
    assert_names_stand_where_the_text_has_them(LAYOUTS[name])


def assert_spans_are_the_same_with_an_outline(source: Source) -> None:
    """What is told of the places of a tree by Python's own is what rendering all of it tells."""
    outline = Outline.of(source)
    if outline is None:
        return
    module, rendered = Module.parse(source, outline), Module.parse(source)
    ancestors: list[cst.CSTNode] = []
    module.around = ancestors

    def compare(node: cst.CSTNode, twin: cst.CSTNode) -> None:
        assert module.span(node) == rendered.span(twin), type(node).__name__
        ancestors.append(node)
        for below, other in zip(children(node), children(twin), strict=True):
            compare(below, other)
        ancestors.pop()

    compare(module.tree, rendered.tree)
    assert module.comments == rendered.comments


@pytest.mark.parametrize("path", FILES[1::4], ids=lambda path: f"{path.parent.name}/{path.name}")
def test_spans_are_the_same_with_an_outline_in_real_files(path: Path) -> None:
    assert_spans_are_the_same_with_an_outline(Source.of_python(path.read_bytes(), path.name))


QUOTES = r"""x = 'it''s' "#" '\\'  # a
y = r'\'' # b
z = '''# ' \\' #''' '#' + f"{'#'}#" # c
w = "\
#"  # d
"""


@pytest.mark.parametrize("code", [*LAYOUTS.values(), QUOTES], ids=[*LAYOUTS, "quotes"])
def test_spans_are_the_same_with_an_outline(code: str) -> None:
    assert_spans_are_the_same_with_an_outline(Source(code))


LINES = st.sampled_from(
    ["x = 'é😀'", "", "\f", "# c", "\fy", "if x:  # c", "\tz", "\t\fz", "  \f\tz", "'''", "def f(): g\f", "(", ")"]
)
ENDS = st.sampled_from(["\n", "\r\n", "\r"])


@given(st.lists(st.tuples(LINES, ENDS), min_size=1, max_size=12))
def test_the_text_of_a_name_is_the_name_in_any_layout(lines: list[tuple[str, str]]) -> None:
    code = "x\n" + "".join(line + end for line, end in lines)
    try:
        Module.parse(Source(code))
    except SourceError:
        return
    assert_names_stand_where_the_text_has_them(code)
    assert_spans_are_the_same_with_an_outline(Source(code))


def test_decorators_and_comments_above_do_not_belong_to_a_definition() -> None:
    module = Module.parse(
        Source("# a\n@b\n# c\nclass D:\n    # e\n    @f\n    def g(self):\n        pass\n        # h\n")
    )
    (outer,) = module.tree.body
    (inner,) = (node for node in descendants(outer) if isinstance(node, cst.FunctionDef))
    assert module.span(outer) == Span(4, 1, 8, 13)
    assert module.text(inner) == "def g(self):\n        pass"


def test_comments_come_in_order_and_with_their_places() -> None:
    module = Module.parse(Source("#!x\nif a:  # b\r\n    # c\n    f(  # d\n        '# e')\n# f"))
    assert [(span.line, span.column, text) for span, text in module.comments] == [
        (1, 1, "#!x"), (2, 8, "# b"), (3, 5, "# c"), (4, 9, "# d"), (6, 1, "# f"),
    ]  # fmt: skip
