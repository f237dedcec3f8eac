"""Telling from a name in a directive what kind of API it means."""

from __future__ import annotations

import builtins
import sys
from keyword import iskeyword
from typing import TYPE_CHECKING

from lawful.regex import regex
from lawful.syntax.stdlib import is_module

if TYPE_CHECKING:
    from collections.abc import Collection

_ORDINARY = frozenset(
    """
    globals locals
    abc abs all any array ast bin binascii bisect bool bytes calendar chr cmd code codecs collections compile
    complex contextlib copy copyright credits dataclasses datetime decimal dict difflib dir dis email enum errno
    exit filter float format fractions getpass glob gzip hash help hex html http id imp input int io iter json
    keyword len license linecache list locale logging mailbox map math max min mmap netrc next numbers object
    oct open operator optparse ord parser pipes platform pow print profile property queue quit random range re
    repr resource reversed round runpy sched secrets select set shelve signal site slice socket sorted stat
    statistics str string struct sum super symbol syslog test this threading time token tokenize trace traceback
    tuple type types typing uuid vars warnings wave zip
    """.split()
)
"""Names that are also plain English or programmers' talk: an API only where they are written as code."""
_DATA_TYPES = frozenset("bool bytearray bytes complex dict float frozenset int list object set str tuple type".split())
_COMMANDS = frozenset("shell command external subprocess process program run running system".split())
_SETTINGS = frozenset("configuration environment-variable environment variable setting settings access read".split())
_SERVING = {
    **dict.fromkeys(("os.system", "os.popen", "commands.getoutput"), _COMMANDS),
    **dict.fromkeys(("os.environ", "os.getenv", "os.environ.get"), _SETTINGS),
    "open": frozenset({"file", "read", "path", "io"}),
    "datetime.utcnow": frozenset({"time", "datetime", "timestamp", "timezone", "utc", "current"}),
    "tempfile.mktemp": frozenset({"file", "temporary"}),
}
"""What functions are for that are for one thing."""
_HANDLING = frozenset({"raise", "catch"})
"""What may be said of an exception that does not mean its name wherever it stands."""
_FILE_ENDINGS = frozenset(
    "cfg css csv html ini ipynb js json lock md mdc pdf py pyi rst sh sql toml ts tsv tsx txt xml yaml yml".split()
)
"""What a dotted name may end with when it is the name of a file."""
_ELSEWHERE = frozenset({"self", "cls", "console", "window", "document", "process"})
"""What a dotted name may begin with when it means no module: instances, and the objects of browsers."""
_SYNTAX = frozenset(
    """
    and as assert async await break case class cls continue def del elif else except false finally for from
    global if import in int is lambda match none nonlocal not or pass raise return self str super true try while
    with yield
    """.split()
)
"""What may stand in a code span without being a name."""
_THIRD_PARTY = frozenset(
    """
    aiofiles aiohttp alembic anyio  asyncpg  beautifulsoup4 boto boto3 botocore  bs4 cachetools
    celery cffi chardet cherrypy  colorama cryptography cython dacite  dask django docopt dramatiq
    dynaconf elasticsearch   fastapi flask gevent gunicorn httpx huey hypercorn  ipdb
    ipython jinja2 joblib jsonschema keras kombu langchain litellm litestar loguru lxml marshmallow matplotlib
    mongoengine  mysqlclient networkx nltk nose numba numpy oauthlib opencv openpyxl orjson pandas
    paramiko passlib peewee  pexpect  pillow plotly  polars psutil psycopg psycopg2
    pyarrow pycurl pydantic pygments pyjwt pymongo pymysql pyodbc pyqt5  pyspark pytest pytz
    pyyaml redis requests rq ruamel sanic scipy scrapy seaborn selenium simplejson six sklearn spacy sqlalchemy
    sqlmodel starlette structlog sympy tenacity tensorflow   tortoise tqdm transformers
     typer ujson urllib3 uvicorn uvloop websockets werkzeug xlrd xmltodict yaml zmq
    """.split()
)
"""Packages whose names are understood without backticks."""

_RUN_TOO = frozenset({"pytest", "alembic", "celery", "coverage", "gunicorn", "hypercorn", "scrapy", "uvicorn"})
"""Modules that are run as commands too; nobody imports them "directly"."""
_COMMAND = regex(r"\./\S+( .*)?|(?P<program>[a-z][\w./-]*) (?P<word>-{0,2}\w\S*)( .*)?")


def is_command(text: str) -> bool:
    """Whether what was written as code is a command of a shell, as in `make test`.

    Args:
        text: what was written.
    """
    found = _COMMAND.fullmatch(text)
    return found is not None and not any(iskeyword(word) for word in found.group("program", "word") if word)


def is_function_name(name: str, *, code: bool, call: bool, said: Collection[str]) -> bool:
    """Whether a name means something that is called or read, and not a module.

    A name without a dot must be a built-in, and a dotted one must begin with something that can be imported: what
    `self.run` or `Client.run` is cannot be told from the name.

    Args:
        name: the dotted name.
        code: whether it was written as code.
        call: whether it was written as a call.
        said: the terms and verbs that are said along with it.
    """
    if is_module_name(name, code=code, call=call, said=said):
        return False
    first, last = name.partition(".")[0], name.rpartition(".")[2]
    if not _HANDLING.isdisjoint(said) and _is_exception(last):
        return False  # whoever must not raise it may still catch it, and the other way round
    if "." in name:
        return first.islower() and first not in _ELSEWHERE and last not in _FILE_ENDINGS
    is_builtin = hasattr(builtins, name) and not iskeyword(name)
    return is_builtin and (code or call or name not in _ORDINARY) and not name.startswith("__")


def is_known(name: str) -> bool:
    """Whether a name is of Python or of a package that everybody knows."""
    top = name.partition(".")[0]
    return top in sys.stdlib_module_names or top in _THIRD_PARTY or hasattr(builtins, top)


def is_data_type(name: str) -> bool:
    """Whether a name is a built-in type of data, which stands everywhere and is forbidden at most for a purpose."""
    return name in _DATA_TYPES


def serves(name: str, purpose: Collection[str]) -> bool:
    """Whether a function serves a purpose and mostly no other.

    Args:
        name: its dotted name.
        purpose: the terms of the purpose; none is served by everything.
    """
    return set(purpose) <= _SERVING.get(name, frozenset())


def _is_exception(name: str) -> bool:
    builtin = getattr(builtins, name, None)
    return name.endswith(("Error", "Exception")) or (isinstance(builtin, type) and issubclass(builtin, BaseException))


def is_module_name(name: str, *, code: bool, call: bool, said: Collection[str]) -> bool:
    """Whether a name means a module that can be imported; see `is_function_name` for the arguments.

    An unknown name is one only if the directive speaks of imports, modules or packages.
    """
    if call:
        return False
    top, _, rest = name.partition(".")
    if name == "typing" and "import" not in said:
        return False  # what is meant are the types that others have too, not all that is in it
    if top in sys.stdlib_module_names:
        return (code or bool(rest) or name not in _ORDINARY) and is_module(name)
    if name in _THIRD_PARTY:
        return not (name in _RUN_TOO and "directly" in said and "import" not in said)
    if not code or not {"import", "module", "package"} & set(said) or rest in _FILE_ENDINGS:
        return False
    return name.islower() and not hasattr(builtins, name) and name not in _SYNTAX
