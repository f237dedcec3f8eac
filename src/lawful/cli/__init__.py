"""The command line. Each command is thin: it reads its options, calls `lawful.api` and shows what comes back."""

from __future__ import annotations

import atexit
import contextlib
import os
import sys
import threading
import traceback
from typing import NoReturn

import click

from lawful import __version__
from lawful.errors import LawfulError

FAILED = 2
"""Exit status of a run that itself failed."""
_INTERRUPTED = 130


class _Commands(click.Group):
    """Finds a command's module when the command is called, so that no command pays for another's imports."""

    names = (
        "check", "merge", "rules", "explain", "audit", "compile", "write", "batch", "models",
        "test-checks", "trust", "demo",
    )  # fmt: skip

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(self.names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in self.names:
            return None
        import importlib

        command = importlib.import_module(f"lawful.cli.{cmd_name.replace('-', '_')}").command
        assert isinstance(command, click.Command)
        return command


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "-V", "--version", message="lawful %(version)s")
def cli() -> None:
    """Hold Python to the rules your team wrote down for its coding assistants.

    lawful reads CLAUDE.md, AGENTS.md, .cursorrules and their kin, turns every sentence that a machine can decide into
    a check, and holds code to them: yours, and what a model writes under them.
    """


def main() -> NoReturn:
    """Run the command line and end the process: status 0 lawful, 1 violations, 2 the run itself failed."""
    _end(_status())


def _status() -> int:
    _prepare_output()
    try:
        status = _called()
        sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        status = FAILED
    except click.ClickException as error:
        error.show()
        status = FAILED
    except LawfulError as error:
        from lawful.validator.shown import visible

        click.echo(f"lawful: {visible(str(error))}", err=True)
        status = FAILED
    except (click.Abort, KeyboardInterrupt):
        click.echo("lawful: interrupted", err=True)
        status = _INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone; nobody is left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = FAILED
    except Exception as error:  # noqa: BLE001  # whatever it is, a crash must not look like "violations found"
        if isinstance(error, OSError) and error.filename is None:
            click.echo(f"lawful: the output cannot be written: {error.strerror or error}", err=True)
        else:
            traceback.print_exc()
            click.echo("lawful: this is a bug in lawful; please report it with the lines above", err=True)
        status = FAILED
    return status if isinstance(status, int) else 0


def _prepare_output() -> None:
    """See to it that nothing that is said, and nowhere that it goes, ends the run."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # it was closed before we came
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8", closefd=False))
    for stream in (sys.stdout, sys.stderr):
        # A name that the terminal cannot show must not end the run.
        getattr(stream, "reconfigure", lambda **_: None)(errors="backslashreplace")


def _called() -> object:
    """What the command that was called ends with."""
    try:
        return cli.main(standalone_mode=False)
    except SystemExit as ended:
        return ended.code


def _end(status: int) -> NoReturn:
    """End the process without taking apart what it holds, which takes a sixth of a short run."""
    if threading.active_count() > 1 or sys.gettrace() or sys.getprofile():
        sys.exit(status)  # somebody is waiting to be waited for, or to have the last word
    atexit._run_exitfuncs()  # noqa: SLF001  # there is no other name for what Python does at its end
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(status)
