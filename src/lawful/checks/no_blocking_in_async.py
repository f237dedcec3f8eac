"""Whether coroutines call what makes everything else wait."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, Valid, forbids, forbids_api, parameters, requires, said_with, where
from lawful.rules.api_names import is_function_name, is_module_name
from lawful.syntax import cst

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from lawful.rules import Demand
    from lawful.syntax import Outline, Site

_CALLS = frozenset(
    """
    time.sleep builtins.input builtins.open os.system os.popen os.wait os.waitpid subprocess.run subprocess.call
    subprocess.check_call subprocess.check_output subprocess.getoutput subprocess.getstatusoutput subprocess.Popen
    urllib.request.urlopen urllib.request.urlretrieve socket.create_connection socket.getaddrinfo socket.gethostbyname
    sqlite3.connect shutil.copyfile shutil.copytree shutil.rmtree
    """.split()
)
_PACKAGES = (
    "requests.",
    "httpx.get",
    "httpx.post",
    "httpx.put",
    "httpx.patch",
    "httpx.delete",
    "httpx.request",
    "httpx.head",
)


_PLACE = "async coroutine function method def code context handler endpoint route blocking call"
_SLEEP = {"names": ("time.sleep",)}


def _is_api(name: str, *, code: bool, call: bool, said: Collection[str]) -> bool:
    """Whether a name means a function or a module."""
    return is_function_name(name, code=code, call=call, said=said) or is_module_name(
        name, code=code, call=call, said=said
    )


def _is_of_use(demand: Demand) -> bool:
    """Whether it is said how something is done; which functions "must be async" is another matter."""
    return "must-be" not in demand.verbs or all(token.term != "function" for token in demand.terms)


class NoBlockingInAsync(Check):
    """Flags blocking calls made directly in a coroutine: sleeping, reading files, running programs, synchronous HTTP.

    References that are handed to a thread, and calls in nested synchronous functions and lambdas, do not block it.
    """

    @parameters
    class Params:
        """What must not be called, functions or modules by dotted name; without names, all that is known to block."""

        names: tuple[str, ...] = ()

    id = "no-blocking-in-async"
    phrases = (
        forbids(
            "blocking async",
            "block async",
            "blocking event loop",
            "block event loop",
            "blocking coroutine",
            "synchronous io async",
            "sync io async",
            allows=(
                "call operation function method coroutine route handler endpoint context main thread event loop inside",
                "io synchronous sync async blocking `async def` main-thread",
            ),
        ),
        where(_is_of_use, requires(
            "async io", "`await` io", "await io", "async client", "async network", "async database", "async external",
            "async http", "`async` io", "`async/await` io", "`async def` io", "async library",
            allows=(
                "async `async` await `await` `async def` `async/await` `asyncio` io bound operation task work calls",
                "external network database http api service client request file library function outgoing concurrent",
                "main-thread event-loop",
            ),
        )),
        said_with("async", forbids_api(_is_api, allows=(_PLACE,))),
        said_with("async def", forbids_api(_is_api, allows=(_PLACE, "`async def`"))),
        said_with("coroutine", forbids_api(_is_api, allows=(_PLACE,))),
    )  # fmt: skip
    asks = (
        ("Never call `time.sleep()` inside async functions.", _SLEEP),
        "Never use blocking calls in async functions.",
        "Do not block the event loop.",
        "Use async/await for all I/O operations",
    )
    ignores = ("Use async endpoints.", "Never block a user without asking.", "Avoid blocking merges.")
    valid = (
        "import asyncio, time\nasync def f():\n    await asyncio.sleep(1)\n    await asyncio.to_thread(time.sleep, 1)",
        "import time\nasync def f():\n    def g():\n        time.sleep(1)\n    return lambda: time.sleep(1)",
        "import time\ndef f():\n    time.sleep(1)",
        Valid("async def f():\n    open('a')", _SLEEP),
    )
    invalid = (
        Invalid("import time\nasync def f():\n    time.sleep(1)", line=3),
        Invalid("from time import sleep as nap\nasync def f():\n    if x:\n        nap(1)", line=4),
        Invalid("import time as t\nasync def f():\n    t.sleep(1)", line=3, params=_SLEEP),
        Invalid("async def f():\n    with open(path) as file:\n        return file.read()", line=2),
    )

    @property
    def mentions(self) -> Collection[str]:
        """The functions, and the modules of which many block."""
        return self.params.names or (*_CALLS, "requests", "httpx")

    def look_file(self, outline: Outline) -> bool:
        """There are coroutines."""
        return bool(outline.of_kind(ast.AsyncFunctionDef))

    def visit_Call(self, node: cst.Call, site: Site) -> Iterator[Finding]:
        """A call, if what it stands in directly is a coroutine."""
        functions = (each for each in reversed(site.ancestors) if isinstance(each, (cst.FunctionDef, cst.Lambda)))
        around = next(functions, None)
        if not isinstance(around, cst.FunctionDef) or around.asynchronous is None or _in_signature(site, around):
            return
        for name in sorted(site.resolve(node.func)):
            if self._is_meant(name):
                shown = name.removeprefix("builtins.")
                yield Finding(
                    node, f"`{shown}` blocks the event loop; await an asynchronous call, or hand it to a thread"
                )
                return

    def _is_meant(self, name: str) -> bool:
        if not self.params.names:
            return name in _CALLS or name.startswith(_PACKAGES)
        plain = name.removeprefix("builtins.")
        return any(plain == each or plain.startswith(f"{each}.") for each in self.params.names)


def _in_signature(site: Site, around: cst.FunctionDef) -> bool:
    """Whether the node stands in a decorator, a default or an annotation, which run outside."""
    at = site.ancestors.index(around)
    return at + 1 >= len(site.ancestors) or site.ancestors[at + 1] is not around.body
