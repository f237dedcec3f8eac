"""Whether loading data may run code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules import Finding, Invalid, ListedCheck, NodeEdit, NodeFix, Valid, forbids, parameters, requires
from lawful.syntax import cst
from lawful.syntax.arguments import given, is_open

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from lawful.syntax import Site

_RUNS_CODE = "runs whatever code is in the data; load a format that only holds data, such as JSON"
_SAFE_LOADERS = frozenset(f"yaml.{name}" for name in ("SafeLoader", "CSafeLoader", "BaseLoader", "CBaseLoader"))
_LOADS = frozenset({"yaml.load", "yaml.load_all"})
_LISTED = {
    **{
        f"{module}.{name}": _RUNS_CODE
        for module in ("pickle", "_pickle", "dill", "cloudpickle")
        for name in ("load", "loads", "Unpickler")
    },
    **dict.fromkeys(("marshal.load", "marshal.loads", "shelve.open", "pandas.read_pickle"), _RUNS_CODE),
    "jsonpickle.decode": _RUNS_CODE,
}


class NoUnsafeDeserialization(ListedCheck):
    """Flags loading of pickles, marshalled and shelved data, and of YAML without a safe loader."""

    @parameters
    class Params:
        """Whether only YAML is meant."""

        yaml: bool = False

    id = "no-unsafe-deserialization"
    listed = _LISTED
    phrases = (
        forbids(
            "unsafe deserialization", "insecure deserialization", "unsafe deserialize", "unpickle", "unpickling",
            allows=("unsafe insecure deserialization data function",),
        ),
        requires("`yaml.safe_load`", "yaml.safe_load safe", allows=("yaml.safe_load file load parse",), yaml=True),
        requires(
            "`yaml.load` safeloader", "`yaml.load` yaml.safeloader", "yaml.load safe loader",
            allows=("yaml.load safeloader safe loader yaml.safeloader",), yaml=True,
        ),
        forbids("unsafe yaml", "yaml.unsafe_load", allows=("load loading loader yaml `yaml.load`",), yaml=True),
    )  # fmt: skip
    asks = (
        "No unsafe deserialization.",
        "Never unpickle data",
        ("Always use `yaml.safe_load`.", {"yaml": True}),
        ("Use `yaml.safe_load()` to load files", {"yaml": True}),
    )
    ignores = (
        "Never unpickle untrusted data.",
        "You may use pickle in scripts.",
        "Pickle files are in `data/`.",
        "Unsafe code must be reviewed.",
    )
    valid = (
        "import pickle, json\npickle.dumps(x)\njson.loads(text)",
        "import yaml\nyaml.safe_load(text)\nyaml.load(text, Loader=yaml.CSafeLoader)\nyaml.load(text, yaml.SafeLoader)",
        "def load(x): ...\nload(x)\npickle = Pickle()\npickle.load(jar)",
        Valid("import pickle\npickle.load(file)", {"yaml": True}),
    )
    invalid = (
        Invalid("from pickle import loads as read\nread(data)", line=2),
        Invalid("import yaml\nyaml.load(text)", line=2, fixed="import yaml\nyaml.safe_load(text)"),
        Invalid("import yaml\nyaml.load(text, Loader=yaml.FullLoader)", line=2, params={"yaml": True}),
        Invalid("import pandas as pd\nload = pd.read_pickle", line=2),
    )

    @property
    def refers_to(self) -> Collection[str]:
        """The functions."""
        return (*self.listed, *_LOADS, "yaml.unsafe_load", "yaml.full_load", "yaml.unsafe_load_all")

    def reference(self, node: cst.CSTNode, site: Site) -> Iterator[Finding]:
        """A function that runs what it loads, or a call that loads YAML."""
        if isinstance(node, cst.Call):
            yield from self._yaml(node, site)
        if not self.params.yaml:
            yield from super().reference(node, site)

    def _yaml(self, node: cst.Call, site: Site) -> Iterator[Finding]:
        names = site.resolve(node.func)
        unsafe = {name for name in names if name in {"yaml.unsafe_load", "yaml.full_load", "yaml.unsafe_load_all"}}
        if unsafe:
            yield Finding(node, f"`{min(unsafe)}` {_RUNS_CODE.replace('JSON', '`yaml.safe_load` reads')}")
        if not names & _LOADS or is_open(node):
            return
        loader = given(node, "Loader", 1)
        loaders = site.resolve(loader) if loader is not None else frozenset({"yaml.FullLoader"})
        if loaders and not loaders & _SAFE_LOADERS:
            yield Finding(node, "this YAML may run code when it is loaded; use `yaml.safe_load`", _safely(node, loader))


def _safely(node: cst.Call, loader: cst.BaseExpression | None) -> NodeFix | None:
    """Without a loader, PyYAML refuses to load at all, so that loading safely changes nothing that works."""
    if loader is not None or not isinstance(node.func, cst.Attribute):
        return None
    return NodeFix((NodeEdit(node.func.attr, f"safe_{node.func.attr.value}"),))
