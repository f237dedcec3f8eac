"""`lawful test-checks`."""

from __future__ import annotations

import sys

import click

from lawful.cli import options


@click.command("test-checks")
@click.argument("folders", nargs=-1, type=click.Path(), metavar="[FOLDER]...")
@options.root
def command(folders: tuple[str, ...], root: str | None) -> None:
    """Hold checks of your own to their own examples.

    FOLDERS hold checks; without any those are meant that tool.lawful.checks in pyproject.toml names. Their code is run.
    Exit status: 0 all is as the examples say, 1 something is not, 2 the checks cannot be loaded.
    """
    from lawful import loading, testing
    from lawful.project import Project
    from lawful.rules import read_settings
    from lawful.validator.shown import counted, visible

    if folders:
        checks = [check for folder in folders for check in testing.local_checks(folder)]
    else:
        project = Project(options.root_of(root))
        settings, problems = read_settings(project)
        if problems or not settings.checks:
            said = problems[0] if problems else "tool.lawful.checks in pyproject.toml names no folder; name one here"
            raise click.UsageError(str(said))
        checks = [check for folder in loading.folders_of(project, settings) for check in folder.checks()]
    cases = testing.cases(checks)
    wrong = list(testing.failures(cases))
    for case, message in wrong:
        click.echo(
            visible(f"{case.check.id}: {case.kind} {case.number + 1}: ") + "\n".join(map(visible, message.splitlines()))
        )
    found = f"{counted(len(wrong), 'case')} of {len(cases)} wrong" if wrong else f"{counted(len(cases), 'case')} right"
    click.echo(f"{counted(len(checks), 'check')}: {found}.")
    sys.exit(1 if wrong else 0)
