"""`lawful trust`."""

from __future__ import annotations

import click

from lawful.cli import options


@click.command("trust")
@options.root
def command(root: str | None) -> None:
    """Allow the checks that the project brings to be run, as they are now.

    Look at the files first: they are code, and every later run of lawful runs it. What is allowed is noted outside the
    project, and holds for exactly this code: after any change it has to be allowed anew.
    """
    from lawful import loading, plugins
    from lawful.project import Project
    from lawful.rules import read_settings
    from lawful.validator.shown import visible

    project = Project(options.root_of(root))
    settings, problems = read_settings(project)
    if problems or not settings.checks:
        said = problems[0] if problems else "tool.lawful.checks in pyproject.toml names no folder"
        raise click.UsageError(str(said))
    folders = loading.folders_of(project, settings)
    for path in (path for folder in folders for path in folder.sources):
        click.echo(visible(path))
    file = plugins.trust(folders, project.root)
    click.echo(f"These files may be run from now on, as they are; noted in {visible(str(file))}.", err=True)
