"""Telling from a name in a directive what kind of API it means."""

from __future__ import annotations

import builtins
import sys

from lawful.syntax.stdlib import is_module

_ORDINARY = frozenset(
    """
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
    aiohttp arrow attrs celery click django fastapi flask httpx jinja2 loguru marshmallow matplotlib mock nose
    numpy pandas peewee pydantic pytest pytz requests scipy simplejson six sqlalchemy tensorflow torch tornado
    typer ujson urllib3
    """.split()
)
"""Packages whose names are understood without backticks."""


def is_function_name(name: str, *, code: bool, call: bool) -> bool:
    """Whether a name means something that is called or read, and not a module.

    Args:
        name: the dotted name.
        code: whether it was written as code.
        call: whether it was written as a call.
    """
    if is_module_name(name, code=code, call=call):
        return False
    if "." in name or call:
        return True
    return hasattr(builtins, name) and (code or name not in _ORDINARY) and not name.startswith("__")


def is_module_name(name: str, *, code: bool, call: bool) -> bool:
    """Whether a name means a module that can be imported; see `is_function_name` for the arguments."""
    if call:
        return False
    top, _, rest = name.partition(".")
    if top in sys.stdlib_module_names:
        return (code or bool(rest) or name not in _ORDINARY) and is_module(name)
    if name in _THIRD_PARTY:
        return True
    return code and not rest and name.islower() and not hasattr(builtins, name) and name not in _SYNTAX
