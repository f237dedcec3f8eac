"""Which code is a test, as pytest finds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.syntax.kinds import base_names
from lawful.syntax.lazy import cst

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lawful.syntax.site import Site

TEST_CASES = frozenset({"unittest.TestCase", "unittest.IsolatedAsyncioTestCase", "unittest.case.TestCase"})


def is_test_file(path: str) -> bool:
    """Whether a file stands below a folder `tests` or is named like one with tests."""
    *folders, name = path.split("/")
    return "tests" in folders or name.startswith("test_") or name.endswith("_test.py")


def is_test(node: cst.FunctionDef, site: Site, around: Sequence[cst.CSTNode] | None = None) -> bool:
    """Whether a function is a test: named `test*`, and a function of its file or a method of a class with tests.

    Args:
        node: the function.
        site: where the walk stands.
        around: the definitions around the function; without them, those around the visited node.
    """
    if not node.name.value.startswith("test") or is_fixture(node, site):
        return False
    around = site.definitions if around is None else around
    return not around or (len(around) == 1 and isinstance(around[0], cst.ClassDef) and is_test_class(around[0], site))


def is_test_class(node: cst.ClassDef, site: Site) -> bool:
    """Whether a class holds tests: it is named `Test*`, or derives from a test case."""
    return node.name.value.startswith("Test") or bool(base_names(node, site) & TEST_CASES)


def is_fixture(node: cst.FunctionDef, site: Site) -> bool:
    """Whether a function is a fixture of pytest."""
    return any(
        site.resolve(each.decorator.func if isinstance(each.decorator, cst.Call) else each.decorator)
        & {"pytest.fixture", "pytest_asyncio.fixture"}
        for each in node.decorators
    )


def marks(node: cst.FunctionDef, site: Site) -> list[cst.BaseExpression] | None:
    """The expressions that mark a test: its decorators, those of its class, and what `pytestmark` is set to.

    None where `pytestmark` is something that is not written out.
    """
    classes = [each for each in site.definitions if isinstance(each, cst.ClassDef)]
    decorators = [*node.decorators, *(each for owner in classes for each in owner.decorators)]
    found = [each.decorator for each in decorators]
    bodies = [site.module.tree.body, *(each.body.body for each in classes)]
    for statement in (each for body in bodies for each in body):
        if not isinstance(statement, cst.SimpleStatementLine):
            continue
        for part in statement.body:
            more = in_pytestmark(part)
            if more is None:
                return None
            found += more
    return found


def in_pytestmark(node: cst.CSTNode) -> list[cst.BaseExpression] | None:
    """The marks that a statement sets for all tests of its file or class; None where they are not written out."""
    if not isinstance(node, (cst.Assign, cst.AnnAssign)):
        return []
    targets = [each.target for each in node.targets] if isinstance(node, cst.Assign) else [node.target]
    if node.value is None or not any(isinstance(each, cst.Name) and each.value == "pytestmark" for each in targets):
        return []
    if isinstance(node.value, (cst.List, cst.Tuple)):
        return [element.value for element in node.value.elements]
    return [node.value] if isinstance(node.value, (cst.Call, cst.Attribute)) else None
