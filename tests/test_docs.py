"""README and docs are true: their examples are run, their pages are what the code says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from lawful import api
from lawful.providers.rows import ROWS
from lawful.providers.settings import settings_of
from projects import lawful, project

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROVIDERS = (ROOT / "docs" / "providers.md").read_text(encoding="utf-8")
_MARKED = re.compile(r"<!-- (?P<kind>file: (?P<name>\S+)|run|python) -->\n```\w+\n(?P<body>.*?)\n```", re.DOTALL)


def marked(kind: str, page: str = README) -> list[re.Match[str]]:
    return [found for found in _MARKED.finditer(page) if found["kind"].startswith(kind)]


@pytest.fixture
def readme_project(tmp_path: Path) -> Path:
    return project(tmp_path, {found["name"]: found["body"] + "\n" for found in marked("file:")})


def sessions() -> list[tuple[str, str]]:
    parts = [part for found in marked("run") for part in re.split(r"^\$ ", found["body"], flags=re.MULTILINE)[1:]]
    return [(part.partition("\n")[0], part.partition("\n")[2].strip()) for part in parts]


@pytest.mark.parametrize(("command", "output"), sessions())
def test_the_readme_shows_what_a_command_prints(readme_project: Path, command: str, output: str) -> None:
    run = lawful(*command.split()[1:], cwd=readme_project)
    assert run.stdout.strip() == output


@pytest.mark.parametrize(
    "example", [*marked("python"), *marked("python", PROVIDERS)], ids=lambda found: found["body"].splitlines()[0]
)
def test_the_python_of_readme_and_docs_runs(readme_project: Path, example: re.Match[str]) -> None:
    subprocess.run([sys.executable, "-c", example["body"]], cwd=readme_project, check=True, capture_output=True)


@pytest.mark.parametrize("script", sorted((ROOT / "examples").glob("*.py")), ids=lambda path: path.name)
def test_every_example_runs_as_it_is(script: Path) -> None:
    run = subprocess.run([sys.executable, script], check=True, capture_output=True, text=True)
    assert run.stdout
    assert run.stderr == ""


def test_the_page_of_providers_names_every_row_and_the_variables_of_its_key() -> None:
    assert [name for name in ROWS if f"`{name}:" not in PROVIDERS] == []
    assert [key for row in ROWS.values() if not row.local for key in row.keys if f"`{key}`" not in PROVIDERS] == []


def test_the_settings_on_the_page_of_providers_can_be_read(tmp_path: Path) -> None:
    blocks = re.findall(r"```toml\n(\[tool\.lawful.*?)```", PROVIDERS, re.DOTALL)
    project(tmp_path, {"pyproject.toml": "\n".join(blocks)})
    settings = settings_of(tmp_path)
    assert len(settings.egress.entries) == 3
    assert settings.rows["corp"].keys == ("LAWFUL_KEY_LLM_CORP_EXAMPLE",)


def test_the_changelog_names_every_check() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert [check.id for check in api.checks() if f"`{check.id}`" not in changelog] == []


def test_the_page_of_checks_is_what_the_checks_say() -> None:
    command = [sys.executable, str(ROOT / "docs" / "generate.py"), "--check"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")


PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
