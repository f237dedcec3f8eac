"""What came to Python with which version: the minor version of Python 3 that brought it."""

from __future__ import annotations

_MODULES = {
    9: "zoneinfo graphlib",
    11: "tomllib wsgiref.types",
    14: "annotationlib compression string.templatelib concurrent.interpreters",
}
_NAMES = {
    8: "functools.cached_property functools.singledispatchmethod math.prod math.dist math.isqrt typing.Final "
    "typing.Literal typing.Protocol typing.TypedDict typing.runtime_checkable typing.final importlib.metadata "
    "statistics.fmean shlex.join",
    9: "functools.cache math.lcm asyncio.to_thread typing.Annotated random.randbytes importlib.resources.files "
    "importlib.resources.as_file",
    10: "builtins.aiter builtins.anext contextlib.aclosing itertools.pairwise types.EllipsisType types.NoneType "
    "types.UnionType typing.Concatenate typing.ParamSpec typing.TypeAlias typing.TypeGuard typing.is_typeddict "
    "inspect.get_annotations dataclasses.KW_ONLY builtins.EncodingWarning",
    11: "asyncio.Barrier asyncio.Runner asyncio.TaskGroup asyncio.timeout asyncio.timeout_at contextlib.chdir "
    "builtins.BaseExceptionGroup builtins.ExceptionGroup datetime.UTC enum.EnumCheck enum.ReprEnum enum.StrEnum "
    "enum.verify hashlib.file_digest logging.getLevelNamesMapping math.cbrt math.exp2 operator.call sys.exception "
    "typing.LiteralString typing.Never typing.NotRequired typing.Required typing.Self typing.TypeVarTuple "
    "typing.Unpack typing.assert_never typing.assert_type typing.dataclass_transform typing.reveal_type "
    "typing.clear_overloads typing.get_overloads",
    12: "calendar.Month calendar.Day collections.abc.Buffer inspect.BufferFlags itertools.batched math.sumprod "
    "types.get_original_bases typing.TypeAliasType typing.override asyncio.eager_task_factory "
    "asyncio.create_eager_task_factory",
    13: "asyncio.QueueShutDown builtins.PythonFinalizationError copy.replace pathlib.UnsupportedOperation "
    "queue.ShutDown typing.NoDefault typing.ReadOnly typing.TypeIs typing.get_protocol_members typing.is_protocol "
    "warnings.deprecated os.process_cpu_count",
    14: "typing.evaluate_forward_ref functools.Placeholder asyncio.print_call_graph",
}
_KEYWORDS = {
    8: {"builtins.pow": "mod", "shutil.copytree": "dirs_exist_ok", "logging.basicConfig": "force"},
    9: {"logging.basicConfig": "encoding"},
    10: {"builtins.zip": "strict", "dataclasses.dataclass": "slots kw_only", "bisect.bisect_left": "key",
         "bisect.bisect_right": "key", "bisect.bisect": "key", "bisect.insort": "key"},
    11: {"dataclasses.dataclass": "weakref_slot"},
    12: {"shutil.rmtree": "onexc", "tempfile.NamedTemporaryFile": "delete_on_close"},
    13: {"itertools.batched": "strict"},
    14: {"builtins.map": "strict"},
}  # fmt: skip

MODULES = {name: since for since, names in _MODULES.items() for name in names.split()}
"""Modules of the standard library."""
NAMES = {name: since for since, names in _NAMES.items() for name in names.split()}
"""Names in modules of the standard library, and built-ins."""
KEYWORDS = {
    (function, keyword): since
    for since, functions in _KEYWORDS.items()
    for function, keywords in functions.items()
    for keyword in keywords.split()
}
"""Arguments of functions of the standard library."""
