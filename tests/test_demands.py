"""From sentences to what holds code to them: strength, place, parameters, and what must not be enforced."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawful import api
from lawful.context import Directive, Scope
from lawful.language import Mark, lex
from lawful.rules.interpreter import interpret
from lawful.rules.reader import read
from lawful.violation import Place, Severity

if TYPE_CHECKING:
    from lawful.rules import Rule


def rule(text: str, *, headings: tuple[str, ...] = (), leads: tuple[str, ...] = ()) -> Rule:
    directive = Directive(text, Place("CLAUDE.md", 1), headings=headings, leads=leads)
    (found,) = interpret([directive], api.checks())
    return found


def held(text: str, **around: tuple[str, ...]) -> dict[str, str]:
    """The checks that hold a sentence, with their parameters in words."""
    bindings = rule(text, **around).bindings
    return {binding.check.id: binding.check.describe(binding.check.params) for binding in bindings}


class TestDemandsThatAreUnderstood:
    @pytest.mark.parametrize(
        ("text", "checks"),
        [
            ("Never use `eval` or `exec`.", {"forbidden-call": "names: eval, exec"}),
            ("**NEVER** use `eval()`!", {"forbidden-call": "names: eval"}),
            ("❌ `eval`", {"forbidden-call": "names: eval"}),
            ("Don\u2019t use eval()", {"forbidden-call": "names: eval"}),
            ("`eval` is not allowed.", {"forbidden-call": "names: eval"}),
            ("Do not use `os.system`, use `subprocess.run` instead.", {"forbidden-call": "names: os.system"}),
            ("Use `httpx` instead of `requests`", {"forbidden-import": "modules: requests, instead: httpx"}),
            ("Use `pytest`, not `unittest`.", {"no-unittest": ""}),
            ("Never import `unittest`.", {"forbidden-import": "modules: unittest"}),
            ("No new imports of `infra.config`.", {"forbidden-import": "modules: infra.config"}),
            ("Prefer parameterized queries over string concatenation", {"no-sql-formatting": ""}),
            ("Raise custom exceptions instead of generic exceptions.", {"no-generic-raise": ""}),
            ("Do not print or log passwords.", {"no-secrets-in-logs": ""}),
            ("Never use print or eval", {"no-print": "", "forbidden-call": "names: eval"}),
            ("No bare excepts, no wildcard imports.", {"no-bare-except": "", "no-wildcard-imports": ""}),
            ("Line length: 100", {"max-line-length": "max: 100"}),
            ("**Line length**: 88 characters (Black default)", {"max-line-length": "max: 88"}),
            ("Functions should be no longer than 40 lines", {"max-function-lines": "max: 40"}),
            ("Keep functions small (max 30 lines)", {"max-function-lines": "max: 30"}),
            ("Functions ≤ 25 lines", {"max-function-lines": "max: 25"}),
            ("max line length: 1,000", {"max-line-length": "max: 1000"}),
            ("Docstrings and type hints on all public functions", {
                "missing-docstrings": "kinds: function, public",
                "missing-type-hints": "public",
            }),
            ("No functions without docstrings.", {"missing-docstrings": "kinds: function"}),
            ("functions: snake_case", {"naming-convention": "styles: function snake_case"}),
            ("Methods must be camelCase", {"naming-convention": "styles: method camelCase"}),
            ("Test functions must be snake_case", {"naming-convention": "styles: function snake_case"}),
            ("Max 25 lines per function", {"max-function-lines": "max: 25"}),
            ("A function may have at most 60 lines", {"max-function-lines": "max: 60"}),
            ("Functions should be 20 lines or less", {"max-function-lines": "max: 20"}),
            ("Don't exceed 79 characters per line", {"max-line-length": "max: 79"}),
            ("Never use `eval()` or `exec()` under any circumstances", {"forbidden-call": "names: eval, exec"}),
            ("Don't use bare `except:`, catch specific exceptions", {"no-bare-except": ""}),
            ("No bare `except:` or `except Exception:`", {"no-bare-except": "", "no-broad-except": "named"}),
            ("Public functions and classes need docstrings and type hints", {
                "missing-docstrings": "kinds: function, class, public",
                "missing-type-hints": "public",
            }),
            ("No comments in tests, the test name should be descriptive enough.", {"no-comments": ""}),
            ("Never use eval, errors must be typed", {"forbidden-call": "names: eval"}),
            ("`httpx` not `requests`", {"forbidden-import": "modules: requests, instead: httpx"}),
            ("For HTTP calls, use `httpx`, not `requests`", {"forbidden-import": "modules: requests, instead: httpx"}),
            ("CamelCase for classes", {"naming-convention": "styles: class PascalCase"}),
            ("Prefer early returns over nested ifs", {"no-else-after-return": "after: return, only else"}),
            ("Use async/await for database operations and external API calls", {"no-blocking-in-async": ""}),
            ("Always load secrets from .env files or a secure vault", {"no-hardcoded-secrets": ""}),
            ("Include stack traces and contextual information in logs.", {"missing-traceback": ""}),
            ("Handle errors with custom exceptions", {"no-generic-raise": ""}),
        ],
    )  # fmt: skip
    def test_each_is_held_by_the_checks_that_it_means(self, text: str, checks: dict[str, str]) -> None:
        assert held(text) == checks

    @pytest.mark.parametrize(
        ("text", "checks"),
        [
            ("If a function grows too long (more than 50 lines), refactor it.", {"max-function-lines": "max: 50"}),
            ("If a file exceeds 500 lines, split it into modules", {"max-file-lines": "max: 500"}),
            ("Split functions longer than 40 lines into helpers", {"max-function-lines": "max: 40"}),
            ("Functions over 50 lines should be split", {"max-function-lines": "max: 50"}),
            ("Break up classes when they exceed 300 lines", {"max-class-lines": "max: 300"}),
            ("函数超过 50 行必须拆分", {"max-function-lines": "max: 50"}),
            ("Refactor functions longer than they should be", {}),
            ("If a function exceeds 50 lines, add a comment", {}),
        ],
    )
    def test_what_must_be_split_beyond_a_size_may_not_exceed_it(self, text: str, checks: dict[str, str]) -> None:
        assert held(text) == checks

    @pytest.mark.parametrize(
        ("text", "checks"),
        [
            ("wildcard imports: false", {"no-wildcard-imports": ""}),
            ("allow wildcard imports: no", {"no-wildcard-imports": ""}),
            ("type hints: true", {"missing-type-hints": ""}),
            ("no print: true", {"no-print": ""}),
            ("no print: false", {}),
            ("allow print: true", {}),
        ],
    )
    def test_a_setting_that_is_switched_on_or_off_demands_or_forbids(self, text: str, checks: dict[str, str]) -> None:
        assert held(text) == checks

    @pytest.mark.parametrize(
        ("text", "check"),
        [
            ("Functions not named in snake_case", "naming-convention"),
            ("Imports not at top of file", "imports-at-top"),
            ("Bare excepts", "no-bare-except"),
        ],
    )
    def test_a_list_of_what_to_flag_is_one_of_sins(self, text: str, check: str) -> None:
        assert list(held(text, leads=("Common issues to flag:",))) == [check]

    @pytest.mark.parametrize("text", ["Use strict type hints:", "Never use wildcard imports:"])
    def test_what_code_follows_demands_what_it_says(self, text: str) -> None:
        def bindings(*, illustrated: bool) -> tuple[object, ...]:
            directive = Directive(text, Place("CLAUDE.md", 1), illustrated=illustrated)
            (found,) = interpret([directive], api.checks())
            return found.bindings

        assert len(bindings(illustrated=True)) == 1
        assert bindings(illustrated=False) == ()

    def test_what_only_points_at_a_list_takes_nothing_from_the_demand_before_it(self) -> None:
        assert held("Docstrings must follow the Google style, as follows:") == {"docstring-style": "style: google"}
        assert held("In tests, always:") == {}

    @pytest.mark.parametrize(
        ("text", "leads", "headings", "check"),
        [
            ("`eval`", ("Never use:",), (), "forbidden-call"),
            ("bare except", ("Avoid:",), (), "no-bare-except"),
            ("eval()", ("Do not use these functions:",), (), "forbidden-call"),
            ("Use `os.path`", (), ("Anti-patterns (never do)",), "forbidden-import"),
            ("mutable default arguments", (), ("Don'ts",), "no-mutable-defaults"),
            ("function parameters and return values", ("Use type hints for:",), (), "missing-type-hints"),
        ],
    )
    def test_a_bullet_takes_over_from_what_introduces_it(
        self, text: str, leads: tuple[str, ...], headings: tuple[str, ...], check: str
    ) -> None:
        assert list(held(text, leads=leads, headings=headings)) == [check]


class TestLibrariesForAPurpose:
    """What can be decided of a library that is wanted is that no rival of it is used."""

    @pytest.mark.parametrize(
        ("text", "refused", "allowed"),
        [
            ("Use `typer` to add interfaces", "argparse", "click"),
            ("Use FastAPI for HTTP endpoints.", "flask", "starlette"),
            ("Hash passwords with bcrypt", "argon2", "passlib"),
            ("Use httpx for HTTP requests", "requests", "requests_mock"),
            ("Use `httpx` or `requests` for HTTP calls", "pycurl", "requests"),
            ("Use `click` for command line argument parsing.", "typer", "rich"),
            ("Use Python's built-in `logging` module to log errors and warnings.", "loguru", "logging"),
            ("Always use loguru for logging", "logging.getLogger", "logging"),
            ("Use loguru", "structlog", "logging.getLogger"),
            ("Use structlog for structured logging", "loguru", "logging.getLogger"),
            ("Use proper mocking with pytest-mock", "unittest.mock", "pytest"),
            ("Use Flask-Login for authentication", "flask_httpauth", "flask_jwt_extended"),
            ("Use `httpx` for async HTTP", "aiohttp.ClientSession", "requests"),
            ("Use `aiohttp` for async HTTP", "httpx.AsyncClient", "httpx"),
            ("Use `respx` for mocking `httpx`", "responses", "requests"),
            ("Use python-jose for JWT", "authlib", "jose"),
            ("Use `tenacity` for retries", "backoff", "retry"),
            ("Use Django's ORM for database access", "peewee", "django.db"),
            ("HTTP requests should be made with `httpx`", "requests", "httpx"),
            ("CLI: use Click", "argparse", "click"),
            ("使用 `passlib` 或 `bcrypt` 安全地散列和验证密码。", "scrypt", "bcrypt"),
            ("使用 fastapi-limiter 对敏感端点实施速率限制，防止暴力攻击。", "slowapi", "fastapi_limiter"),
            ("로깅은 `loguru` 사용", "structlog", "loguru"),
        ],
    )
    def test_its_rivals_are_refused(self, text: str, refused: str, allowed: str) -> None:
        modules = held(text)["forbidden-import"].partition(", instead: ")[0].removeprefix("modules: ").split(", ")
        assert refused in modules
        assert allowed not in modules

    @pytest.mark.parametrize(
        "text",
        [
            "FastAPI",
            "Web framework: FastAPI",
            "We use FastAPI.",
            "The project uses Typer",
            "Built with FastAPI and SQLAlchemy",
            "FastAPI is used for HTTP endpoints",
            "This project is built using Typer",
            "Use Typer for the legacy admin panel",
            "Use `httpx` or whatever is there",
            "Use httpx in services, requests in scripts",
            "Use pandas for data loading in notebooks",
            "Use retry logic for external calls",
            "Use logging for errors",
            "Use mock data",
            "Use a factory for test data",
            "Use requests sparingly",
            "Use JWT for authentication",
            "Document the requests",
            "Use `asyncio.sleep`",
            "Tests use httpx",
        ],
    )
    def test_what_only_tells_or_is_limited_refuses_nothing(self, text: str) -> None:
        assert held(text) == {}

    @pytest.mark.parametrize(
        ("text", "refused"),
        [
            ("HTTP calls go in `src/clients/`", "httpx"),
            ("SSH automation logic must be in src/clients/", "paramiko"),
            ("Keep plotting code in `src/clients/`", "matplotlib"),
        ],
    )
    def test_what_belongs_in_a_place_is_imported_only_there_and_in_tests(self, text: str, refused: str) -> None:
        (binding,) = rule(text).bindings
        assert refused in binding.check.params.modules
        assert binding.scope.governs("src/app.py")
        assert not binding.scope.governs("src/clients/a.py")
        assert not binding.scope.governs("tests/test_a.py")

    @pytest.mark.parametrize("text", ["Business logic belongs in `services/`", "HTTP calls are in `src/clients/`"])
    def test_what_is_no_purpose_or_only_told_refuses_nothing(self, text: str) -> None:
        assert held(text) == {}

    def test_a_place_limits_it(self) -> None:
        (binding,) = rule("Use typer in `scripts/`").bindings
        assert binding.scope.governs("scripts/a.py")
        assert not binding.scope.governs("src/a.py")


class TestWhatIsNotEnforced:
    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("You may use print() in scripts.", "it permits something and demands nothing"),
            ("Docstrings are optional.", "it permits something and demands nothing"),
            ("Use type hints where appropriate.", "leaves it to somebody's judgement"),
            ("Never use `eval` unless the input is trusted.", "nothing here can decide the condition"),
            ("If a function is long, add a docstring.", "nothing here can decide the condition"),
            ("Use type hints for:", "it introduces what follows it"),
            ("Never print labels.", "no check understands it"),
            ("Do not run `python` or `pip` directly.", "no check understands it"),
            ("Do not use print and logging in the same module.", "no check understands it"),
            ("Never call `self.run`.", "no check understands it"),
            ("Always edit `pyproject.toml`, not `setup.py`.", "no check understands it"),
            ("Pyright is the type checker (not mypy).", "nothing here can tell what is denied by 'not mypy'"),
            ("Keep docstrings short.", "no check understands it"),
            ("The service imports orders.", "no check understands it"),
            ("Configuration management using environment variables.", "no check understands it"),
            ("Environment variables (required)", "no check understands it"),
            ("In JavaScript, never use eval", "it is about something other than Python code: JavaScript"),
            ("In async code, never use eval", "nothing here can decide the condition 'In async code'"),
            ("On Windows, never use eval", "nothing here can decide the condition 'On Windows'"),
            ("JavaScript: never use eval", "it is about something other than Python code: JavaScript"),
            ("TypeScript: use camelCase for functions", "it is about something other than Python code: TypeScript"),
            ("No console.log or print in the frontend", "it is about something other than Python code: frontend"),
            ("Should we ban requests?", "it asks a question"),
            ("TODO: forbid print statements", "it is a note of something that is still to be done"),
            ("Do not mix `requests` and `httpx`", "no check understands it"),
            ("Never use `random` for simulations", "no check understands it"),
            ("Do not import models from views.py", "no check understands it"),
            ("Avoid arrow functions", "no check understands it"),
            ("Do not use == for None", "no check understands it"),
            ("Private functions must have docstrings", "no check understands it"),
            ("Global variables must be UPPER_CASE", "no check understands it"),
            ("Never import `infra.db` from `domain.users`", "no check understands it"),
            ("Functions that need a lock must have docstrings", "nothing here can decide the condition 'that need"),
            ("Functions used to be limited to 30 lines.", "it tells of what was once so"),
            ("The codebase has no docstrings.", "it tells what there is"),
            ('Example: "Never use print".', "it quotes an example"),
            ("Add type hints to new code only.", "nothing here can tell new code from old"),
            ("Ruff is configured in `ruff.toml` (not `pyproject.toml`).", "no check understands it"),
            ("Use `make test` instead of `pytest`.", "no check understands it"),
            ("Use `uv run pytest`, not `pytest`.", "no check understands it"),
            ("Run `./test.sh` instead of `pytest`.", "no check understands it"),
            ("Never use `pytest` directly; use `make test`.", "no check understands it"),
            ("Use pyright instead of mypy.", "no check understands it"),
            ("Use Redis for caching in production.", "no check understands it"),
            ("Avoid comments like `# add one to x`.", "no check understands it"),
            ("Prefer simple code over docstrings.", "no check understands it"),
            ("Use `collections.abc` instead of `typing`.", "no check understands it"),
            ("Never raise `ValueError`.", "no check understands it"),
            ("`x`, " * 300, "it is longer than 400 words, and so no single demand"),
        ],
    )
    def test_it_says_why(self, text: str, reason: str) -> None:
        found = rule(text)
        assert found.bindings == ()
        assert reason in (found.reason or "")

    @pytest.mark.parametrize("heading", ["Changelog", "Known issues", "Roadmap"])
    def test_what_stands_in_a_list_of_what_was_or_is_to_be_done_is_no_demand(self, heading: str) -> None:
        found = rule("Use `httpx` instead of `requests`.", headings=("Project", heading))
        assert found.bindings == ()
        assert found.reason == f"it stands in a list of what was or is to be done: {heading}"

    def test_code_that_is_preferred_is_no_command(self) -> None:
        assert list(held("Use `from app import log` instead of `logging`.")) == ["forbidden-import"]
        assert list(held("Use `x in y` instead of `eval`.")) == ["forbidden-call"]
        assert list(held("Never use `pytest`.")) == ["forbidden-import"]

    @pytest.mark.parametrize("text", ["Use f-strings, never `.format()`.", "Never use `.format()`; use f-strings."])
    def test_what_is_asked_twice_in_a_sentence_is_held_once(self, text: str) -> None:
        assert [binding.check.id for binding in rule(text).bindings] == ["missing-f-string"]
        assert held(text) == {"missing-f-string": "kinds: percent, format"}

    def test_an_exception_is_understood_by_the_check_that_leaves_it_alone_anyway(self) -> None:
        assert held("No single-letter names except loop variables.") == {"no-single-letter-names": ""}
        assert held("No magic numbers except 0 and 1.") == {"no-magic-numbers": ""}
        assert held("No magic numbers except 7.") == {}
        assert held("No single-letter names except in the solver, or when it is clearer.") == {}
        assert rule("Never use print except for progress.").reason == (
            "nothing here can decide the condition 'except for progress'"
        )

    @pytest.mark.parametrize(
        ("text", "granted"),
        [
            ("Never use `eval` unless explicitly asked.", "unless explicitly asked"),
            ("Unless I tell you to, do not use `eval`.", "Unless I tell you to"),
            ("Do not use `eval` without my approval.", "without my approval"),
            (
                "Never use `eval` unless there's a very good reason (e.g. a sandbox).",
                "unless there's a very good reason",
            ),
            ("Only use `eval` when asked.", "when asked"),
            ("除非用户要求，禁止使用 `eval`。", "除非用户要求"),
        ],
    )
    def test_what_only_a_person_can_grant_leaves_the_rule_as_it_is_and_is_named(self, text: str, granted: str) -> None:
        found = rule(text)
        assert [binding.check.id for binding in found.bindings] == ["forbidden-call"]
        assert found.reason == f"only in part: '{granted}' is for a person to grant, with a suppression"

    @pytest.mark.parametrize(
        "text",
        [
            "Use `eval` when asked.",
            "Never use `eval` unless there is a reason to trust it.",
            "Ask before you use `eval`.",
        ],
    )
    def test_what_else_depends_on_somebody_is_left_to_them(self, text: str) -> None:
        assert held(text) == {}

    def test_what_is_understood_in_part_says_what_was_not(self) -> None:
        found = rule("Never use `eval`, or anything like it.")
        assert [binding.check.id for binding in found.bindings] == ["forbidden-call"]
        found = rule("No bare except, and write nice code.")
        assert found.reason == "only in part: no check understands 'nice'"

    @pytest.mark.parametrize("text", ["Use pytest for tests", "Tests must be written with pytest"])
    def test_what_a_verb_asks_for_is_wanted(self, text: str) -> None:
        assert list(held(text)) == ["no-unittest"]

    @pytest.mark.parametrize("text", ["Tests: pytest", "**Test**: `pytest`", "Tests with pytest"])
    def test_what_is_only_named_may_tell_what_there_is(self, text: str) -> None:
        assert held(text) == {}

    def test_what_is_set_against_something_in_parentheses_ends_with_them(self) -> None:
        text = "Use `httpx` (not `requests`), avoid `eval` (never `exec`) in `src/`."
        assert list(held(text)) == ["forbidden-import", "forbidden-call"]

    def test_some_are_not_all(self) -> None:
        assert held("Some functions have docstrings.") == {}


class TestStrength:
    @pytest.mark.parametrize(
        ("text", "severity"),
        [
            ("Never use `eval`.", Severity.ERROR),
            ("Use type hints.", Severity.ERROR),
            ("Functions must have docstrings.", Severity.ERROR),
            ("Avoid `eval`.", Severity.WARNING),
            ("Prefer `httpx` over `requests`.", Severity.WARNING),
            ("Try to use type hints.", Severity.WARNING),
            ("Functions should have docstrings.", Severity.WARNING),
            ("Use type hints where possible.", Severity.WARNING),
        ],
    )
    def test_it_becomes_the_severity(self, text: str, severity: Severity) -> None:
        assert {binding.severity for binding in rule(text).bindings} == {severity}


class TestPlaces:
    @pytest.mark.parametrize(
        ("text", "governed", "not_governed"),
        [
            ("No print in tests.", "tests/a.py", "src/a.py"),
            ("No print except in tests.", "src/a.py", "src/test_a.py"),
            ("No print outside `scripts/`.", "src/a.py", "scripts/a.py"),
            ("No print in production code.", "src/a.py", "tests/a.py"),
            ("No print in `src/app`.", "src/app/x/a.py", "src/lib/a.py"),
            ("Only use print in `scripts/`.", "src/a.py", "scripts/a.py"),
            ("`core/**` must not import `sqlalchemy`.", "core/a.py", "web/a.py"),
            ("Tests must not use print.", "tests/a.py", "src/a.py"),
            ("When writing tests, never use print.", "tests/a.py", "src/a.py"),
            ("**scripts/**: Never use print.", "scripts/a.py", "src/a.py"),
            ("`scripts/`: No print statements", "scripts/a.py", "src/a.py"),
            ("In tests, never use print.", "tests/a.py", "src/a.py"),
            ("In scripts/, do not use print.", "scripts/a.py", "src/a.py"),
            ("`eval` may only be used in `sandbox.py`", "src/a.py", "src/sandbox.py"),
        ],
    )
    def test_a_place_limits_the_rule(self, text: str, governed: str, not_governed: str) -> None:
        (binding,) = rule(text).bindings
        assert binding.scope.governs(governed)
        assert not binding.scope.governs(not_governed)

    @pytest.mark.parametrize(
        "text",
        [
            "Use `a.f` not `a.g` in tests; `b.f` not `b.g`",
            "Tests should be readable and must not use `b.g`.",
        ],
    )
    def test_what_goes_on_without_a_verb_or_a_subject_is_meant_of_the_same_place(self, text: str) -> None:
        binding = rule(text).bindings[-1]
        assert "b.g" in binding.check.describe(binding.check.params)
        assert binding.scope.governs("tests/a.py")
        assert not binding.scope.governs("src/a.py")

    @pytest.mark.parametrize("text", ["Never use `eval`, even in tests", "Never use `eval`, not even in tests"])
    def test_even_there_limits_nothing(self, text: str) -> None:
        (binding,) = rule(text).bindings
        assert binding.scope.governs("src/a.py")
        assert binding.scope.governs("tests/a.py")

    @pytest.mark.parametrize("heading", ["JavaScript", "Commit messages", "Frontend (React)", "SQL", "Git", "Go"])
    def test_a_heading_that_names_something_else_takes_its_rules_away(self, heading: str) -> None:
        found = rule("Max line length: 72", headings=("Rules", heading))
        assert found.bindings == ()
        assert "something other than Python code" in (found.reason or "")

    @pytest.mark.parametrize("heading", ["Tests", "Testing", "Test code (`tests/`)"])
    def test_a_heading_that_names_a_place_does_too(self, heading: str) -> None:
        (binding,) = rule("No print.", headings=("Rules", heading)).bindings
        assert binding.scope.governs("tests/a.py")
        assert not binding.scope.governs("src/a.py")

    def test_a_place_in_a_sentence_narrows_that_of_its_heading(self) -> None:
        (binding,) = rule("No print in `src/app/tests/`.", headings=("Tests",)).bindings
        assert binding.scope.governs("src/app/tests/a.py")
        assert not binding.scope.governs("tests/a.py")

    def test_what_belongs_in_a_place_is_held_everywhere_else(self) -> None:
        (binding,) = rule("Parsers go in `src/parsers/`.").bindings
        assert binding.scope.governs("src/app.py")
        assert not binding.scope.governs("src/parsers/csv.py")

    def test_a_scope_of_the_file_is_only_narrowed(self) -> None:
        directive = Directive("No print in tests.", Place("web/CLAUDE.md", 1), scope=Scope("web"))
        ((binding,),) = (found.bindings for found in interpret([directive], api.checks()))
        assert binding.scope.governs("web/tests/a.py")
        assert not binding.scope.governs("tests/a.py")


class TestTokens:
    def test_code_spans_numbers_and_paths_are_told_from_words(self) -> None:
        tokens = lex("Use `os.path` in `src/**/*.py`, at most 1,000 times e.g. README.md.")
        assert [token.text for token in tokens if token.code] == ["os.path", "src/**/*.py", "README.md"]
        assert [token.number for token in tokens if token.number is not None] == [1000]
        assert [token.mark for token in tokens if token.mark in {Mark.AT_MOST, Mark.EXAMPLE}] == [
            Mark.AT_MOST,
            Mark.EXAMPLE,
        ]

    def test_types_are_told_from_words_by_their_capitals_and_brackets(self) -> None:
        def terms(text: str) -> list[str | None]:
            return [token.term for token in lex(text) if token.mark is None]

        assert terms("`List[str]` `typing.Dict` `list[str]` list") == [
            "typing-generic", "typing-generic", "generic-of", "list",
        ]  # fmt: skip
        assert terms("`Optional[X]`") == terms("Optional[X]") == ["typing-optional"]
        assert terms("`X | None`") == terms("dict[str, int] | None") == ["type-or-none"]
        assert terms("`a | b`") == ["a", "b"]

    def test_methods_and_the_percent_operator_are_code_and_a_percentage_is_none(self) -> None:
        assert [token.text for token in lex("no .format() and no %-formatting") if token.code] == [".format()", "%"]
        assert not any(token.code for token in lex("80% formatting coverage"))

    def test_emphasis_and_links_and_tags_are_only_dress(self) -> None:
        dressed = lex("**Never** use *[bare except](https://example.org)* <b>clauses</b>")
        assert [(token.mark, token.term) for token in dressed] == [
            (token.mark, token.term) for token in lex("Never use bare except clauses")
        ]

    @pytest.mark.parametrize("text", ["try except", "try-except", "try/except"])
    def test_the_words_of_a_known_phrase_may_be_joined_by_a_hyphen_or_a_slash(self, text: str) -> None:
        assert [token.term for token in lex(f"Never use {text} blocks.") if token.term] == ["try-except", "block"]

    def test_stars_in_globs_are_no_emphasis(self) -> None:
        assert [token.text for token in lex("in **/*.py, src/**/*.py") if token.code] == ["**/*.py", "src/**/*.py"]

    @settings(deadline=None)  # the machine may have other things to do
    @given(st.text(max_size=200))
    def test_any_text_can_be_read(self, text: str) -> None:
        read(Directive(text, Place("CLAUDE.md", 1)))
        interpret([Directive(text, Place("CLAUDE.md", 1))], api.checks())
