"""Sentences as teams write them, and the checks that hold code to them; more than the few that each check shows."""

from __future__ import annotations

import pytest

from lawful import api
from lawful.context import Directive
from lawful.rules.interpreter import interpret
from lawful.violation import Place


def held(text: str, *, headings: tuple[str, ...] = (), leads: tuple[str, ...] = ()) -> dict[str, str]:
    """The checks that hold a sentence, with their parameters in words."""
    directive = Directive(text, Place("CLAUDE.md", 1), headings=headings, leads=leads)
    (rule,) = interpret([directive], api.checks())
    return {each.check.id: each.check.describe(each.check.params) for each in rule.bindings}


@pytest.mark.parametrize(
    ("text", "params"),
    [
        ("Document all public APIs", "public"),
        ("Document every public function and class.", "kinds: function, class, public"),
        ("All public functions must be documented with docstrings", "kinds: function, public"),
        ("All functions must have docstrings except private ones", "kinds: function, public"),
        ("Docstrings on all classes except private classes", "kinds: class, public"),
        ("Document all workflows and activities using descriptive docstrings.", "nouns: Workflow, Activity"),
        ("All service classes must have docstrings", "kinds: class, nouns: Service"),
        ("Every test must have a docstring.", "kinds: test"),
        ("All API endpoints must have docstrings", "kinds: endpoint"),
        (
            "Write clear docstrings for all public functions, classes, and modules.",
            "kinds: function, class, module, public",
        ),
    ],
)
def test_docstrings_are_asked_for(text: str, params: str) -> None:
    assert held(text) == {"missing-docstrings": params}


@pytest.mark.parametrize(
    "text",
    [
        "Document complex functions.",
        "Document functions with comments.",
        "Document the architecture.",
        "Docstrings need summaries.",
        "Keep docstrings short.",
        "Write docs for all features",
        "Update docs when the API changes",
    ],
)
def test_no_docstrings_are_asked_for(text: str) -> None:
    assert held(text, headings=("Documentation",)) == {}


def test_documentation_that_settings_require_is_docstrings() -> None:
    assert held("require docs: true", headings=("general", "documentation")) == {"missing-docstrings": ""}
    assert held("docs: true", headings=("general", "documentation")) == {}


@pytest.mark.parametrize(
    ("text", "params"),
    [
        ("Workflows: snake_case ending with `_workflow`.", "suffixes: _workflow, nouns: Workflow"),
        (
            "Name activities with an `_activity` suffix (e.g., `send_email_activity`).",
            "suffixes: _activity, nouns: Activity",
        ),
        ("Prefix boolean variables with is_, has_ or can_.", "prefixes: is_, has_, can_, kinds: boolean, variable"),
        ("Use the `is_`/`has_` prefix for booleans", "prefixes: is_, has_, kinds: boolean"),
        ("Enums end with `Enum`", "suffixes: Enum, kinds: enum"),
        ("Pydantic schemas must have the suffix `Schema`", "suffixes: Schema, kinds: pydantic model"),
        ("Abstract base classes start with `Base`", "prefixes: Base, kinds: abstract"),
        ("Do not prefix interfaces with `I`", "prefixes: I, kinds: interface, forbidden"),
        (
            "\u5e03\u5c14\u53d8\u91cf\u4ee5 `is_` \u6216 `has_` \u5f00\u5934",
            "prefixes: is_, has_, kinds: boolean, variable",
        ),
    ],
)
def test_names_are_asked_to_begin_or_end_with_something(text: str, params: str) -> None:
    assert held(text) == {"name-affixes": params}


@pytest.mark.parametrize(
    ("text", "params"),
    [
        ("interfaces: PascalCase", "styles: interface PascalCase"),
        ("Enum members: `UPPER_SNAKE_CASE`", "styles: enum member UPPER_CASE"),
        ("Classes and exceptions: PascalCase", "styles: class PascalCase, exception PascalCase"),
    ],
)
def test_names_are_asked_to_be_in_a_style(text: str, params: str) -> None:
    assert held(text) == {"naming-convention": params}


_WITHOUT = {"docstring-form": "form: one-line, where: without parameters"}
_WITH = {"docstring-form": "form: multi-line, where: with parameters"}
_SUMMARY = {"docstring-blank-line": "before: description"}


@pytest.mark.parametrize(
    ("text", "leads", "checks"),
    [
        ("Use one-line docstrings", (), {"no-multiline-docstrings": ""}),
        ("Use one-line docstrings", ("Functions without parameters:",), _WITHOUT),
        ("If the function takes no arguments, use a single-line docstring", (), _WITHOUT),
        ("Use multi-line docstrings for functions with parameters", (), _WITH),
        ("If the function has no parameters, use type hints", (), {}),
        ("Use type hints", ("Functions with parameters:",), {}),
        ("Separate the docstring summary from the description with a blank line", (), _SUMMARY),
    ],
)  # fmt: skip
def test_forms_of_docstrings_depend_on_parameters(text: str, leads: tuple[str, ...], checks: dict[str, str]) -> None:
    assert held(text, leads=leads) == checks


def test_sections_of_docstrings_are_listed_as_the_only_ones() -> None:
    assert held("Docstrings must only contain Args and Returns") == {
        "docstring-sections": "forbid: raises, examples, attributes, types"
    }
    assert held("No types in docstrings") == {"docstring-sections": "forbid: types"}
    assert held("Parameter descriptions are written `:param name: what it is`", headings=("Docstrings",)) == {
        "docstring-style": "style: sphinx"
    }


@pytest.mark.parametrize(
    ("text", "checks"),
    [
        ("Always use `raise ... from err` when re-raising", {"raise-without-from": ""}),
        ("Always use `with` when opening files", {"no-unclosed-files": ""}),
        ("When opening files, always use a context manager", {"no-unclosed-files": ""}),
        ("When logging exceptions, use `logger.exception`", {"missing-traceback": ""}),
        ("When in doubt, never use eval", {}),
        ("Never use eval when the input is trusted", {}),
        ("Every function needs a return type hint", {"missing-type-hints": "parts: return"}),
        ("Use Python 3.10+ type hint syntax", {"no-typing-aliases": "kinds: generics, optional, union"}),
        ("Use Python 3.9+ type hints", {"no-typing-aliases": "kinds: generics"}),
        ("Python 3.10+ is required", {}),
        ("Do not use bare `dict` as a return type", {"missing-type-arguments": "types: dict, returns"}),
        ("Define __all__ in every module", {"missing-all": ""}),
        ("__Never__ use eval", {"forbidden-call": "names: eval"}),
    ],
)
def test_what_is_said_in_passing_is_understood(text: str, checks: dict[str, str]) -> None:
    assert held(text) == checks


@pytest.mark.parametrize(
    ("text", "checks"),
    [
        ("\u6240\u6709\u89e3\u6790\u5668\u5fc5\u987b\u7ee7\u627f BaseParser",
            {"missing-base-class": "names: BaseParser, nouns: Parser"}),
        ("\u539f\u751f\u5de5\u5177\u5fc5\u987b\u7ee7\u627f BaseNativeTool",
            {"missing-base-class": "names: BaseNativeTool, nouns: NativeTool"}),
        ("\u6240\u6709\u5de5\u5177\u51fd\u6570\u5fc5\u987b\u63a5\u6536 trace_id \u53c2\u6570",
            {"missing-parameter": "names: trace_id, nouns: Tool"}),
        ("\u4e3a\u5b57\u5178\u8fd4\u56de\u503c\u6dfb\u52a0\u5177\u4f53\u7684\u7c7b\u578b\u6ce8\u89e3",
            {"missing-type-arguments": "types: dict, returns"}),
        ("`from e` \ub85c \uc6d0\uc778 \uc608\uc678 \uccb4\uc774\ub2dd", {"raise-without-from": ""}),
    ],
)  # fmt: skip
def test_kinds_are_named_in_any_language(text: str, checks: dict[str, str]) -> None:
    assert held(text) == checks


def test_a_heading_says_of_which_kind_its_bullets_speak() -> None:
    parsers = {"missing-methods": "names: parse, nouns: Parser"}
    assert held("Implement the `parse()` method", headings=("Adding New Parsers",)) == parsers
    assert held("Implement the `parse()` method", leads=("When adding a new parser:",)) == parsers
    assert held("Implement the `parse()` method", headings=("Workflow",)) == {}


@pytest.mark.parametrize(
    ("text", "checks"),
    [
        ("Do not use conditional imports or skipif", {
            "forbidden-decorator": "names: pytest.mark.skipif",
            "no-conditional-imports": "forms: if, try",
        }),
        ("Wrap lines at 88 characters", {"max-line-length": "max: 88"}),
        ("Prefer `httpx` to `requests`", {"forbidden-import": "modules: requests, instead: httpx"}),
        ("Prefer functions to be short", {}),
        ("`domain/` must not depend on `infrastructure/`", {"forbidden-layer": "layers: infrastructure"}),
        ("Write tests for all parsers using `pytest`.", {"no-unittest": ""}),
        ("Write tests before running pytest", {}),
        ("Errors: never use bare except - it hides bugs", {"no-bare-except": ""}),
        ("Every test file has one marker, and each marker has a flag.", {"missing-test-marker": ""}),
    ],
)  # fmt: skip
def test_more_ways_to_say_it_are_understood(text: str, checks: dict[str, str]) -> None:
    assert held(text) == checks


@pytest.mark.parametrize(
    ("text", "checks"),
    [
        ("\u7981\u6b62\u4f7f\u7528\u88f8 except", {"no-bare-except": ""}),
        ("\u041d\u0435 \u0438\u0441\u043f\u043e\u043b\u044c\u0437\u0443\u0439 \u0433\u043e\u043b\u044b\u0439 except",
            {"no-bare-except": ""}),
        ("\u5bfc\u5165\u8bed\u53e5\u5fc5\u987b\u653e\u5728\u6587\u4ef6\u9876\u90e8", {"imports-at-top": ""}),
        ("\u4f7f\u7528 f-string \u683c\u5f0f\u5316\u5b57\u7b26\u4e32", {"missing-f-string": "kinds: percent, format"}),
        ("\ud558\ub4dc\ucf54\ub529\ub41c \ube44\ubc00\ubc88\ud638 \uae08\uc9c0", {"no-hardcoded-secrets": ""}),
    ],
)  # fmt: skip
def test_other_languages_say_what_english_says(text: str, checks: dict[str, str]) -> None:
    assert held(text) == checks


@pytest.mark.parametrize(
    ("text", "checks"),
    [
        ("Type hints for parameters but not for return types", {}),
        ("Docstrings for classes but not for functions", {}),
        ("Not logging errors", {}),
        ("Type hints are required, docstrings are not", {}),
        ("Classes, not functions, need type hints", {}),
        ("Collect functions without docstrings", {}),
        ("Prefer short functions over functions without type hints", {}),
        ("No functions without docstrings", {"missing-docstrings": "kinds: function"}),
        ("Without wildcard imports", {"no-wildcard-imports": ""}),
        ("Classes, not functions, need docstrings", {}),
        ("Use f-strings and not `.format()`", {"missing-f-string": "kinds: format"}),
        (
            "Public functions, and classes too, need docstrings",
            {"missing-docstrings": "kinds: function, class, public"},
        ),
    ],
)
def test_what_is_denied_is_not_demanded_as_well(text: str, checks: dict[str, str]) -> None:
    assert held(text) == checks


@pytest.mark.parametrize(
    ("text", "checks"),
    [
        ("No nested functions", {"forbidden-syntax": "constructs: nested function"}),
        ("No functions nested inside other functions", {"forbidden-syntax": "constructs: nested function"}),
        ("禁止嵌套函数", {"forbidden-syntax": "constructs: nested function"}),
        ("No nested functions deeper than 2 levels", {}),
        ("Avoid nested function calls", {}),
        ("No more than 3 levels of nesting in functions", {"max-nesting": "max: 3"}),
        ("No functions nested deeper than 3 levels", {"max-nesting": "max: 3"}),
    ],
)
def test_nested_functions_are_not_nested_blocks(text: str, checks: dict[str, str]) -> None:
    assert held(text) == checks


@pytest.mark.parametrize(
    ("text", "checks"),
    [
        ("Never catch KeyboardInterrupt", {}),
        ("Never catch `SystemExit` or `asyncio.CancelledError`", {}),
        ("Never raise `NotImplementedError`", {}),
        ("Never use `NotImplementedError`", {"forbidden-call": "names: NotImplementedError"}),
        ("Never catch `Exception`", {"no-broad-except": "named"}),
    ],
)
def test_an_exception_that_is_not_caught_may_still_be_named(text: str, checks: dict[str, str]) -> None:
    assert held(text) == checks


@pytest.mark.parametrize(
    ("text", "checks"),
    [
        ("Never use f-strings in log calls or SQL", {"no-eager-log-formatting": "", "no-sql-formatting": ""}),
        ("Never use f-strings in logging or SQL queries", {"no-eager-log-formatting": "", "no-sql-formatting": ""}),
        ("No lambdas in loops or properties", {}),
        ("Never use print for debugging or logging", {"no-print": ""}),
        ("No SQL", {}),
        ("Never query in loops", {}),
        ("Never use `query`", {"outdated-query": ""}),
    ],
)
def test_what_is_forbidden_in_two_things_is_not_forbidden_as_such(text: str, checks: dict[str, str]) -> None:
    assert held(text) == checks


@pytest.mark.parametrize("heading", ["Documentation", "Docstrings", "Comments", "README"])
@pytest.mark.parametrize("text", ["Line length: 80", "Keep lines under 80 characters", "Files under 300 lines"])
def test_texts_have_lines_of_their_own(heading: str, text: str) -> None:
    assert held(text, headings=(heading,)) == {}


@pytest.mark.parametrize("heading", ["Code style", "Code & documentation", "代码和注释", "Formatting"])
def test_a_limit_of_lines_under_a_heading_about_code_is_held(heading: str) -> None:
    assert held("Max line length: 80", headings=(heading,)) == {"max-line-length": "max: 80"}


@pytest.mark.parametrize(
    ("text", "params"),
    [
        ("Never use `except Exception`", "named"),
        ("Never catch `Exception` or `BaseException`", "named"),
        ("Avoid broad exception handlers", ""),
        ("Do not catch exceptions", ""),
    ],
)
def test_handlers_that_name_nothing_are_broad_but_not_of_that_name(text: str, params: str) -> None:
    assert held(text) == {"no-broad-except": params}


def test_what_is_to_be_removed_before_a_commit_is_not_in_committed_code() -> None:
    assert held("Remove print statements before committing") == {"no-print": ""}


@pytest.mark.parametrize(
    ("text", "checks"),
    [
        ("Use `Decimal` for money, never `float`", {}),
        ("Use `Decimal` for money, not `float`", {}),
        ("Prefer `str` over `bytes`", {}),
        ("Never use `float`", {"forbidden-call": "names: float"}),
        ("Use `time.perf_counter` for benchmarks instead of `time.time`", {}),
        ("Log exceptions with `logger.exception` instead of `logger.error`", {}),
        ("Use `secrets` for tokens instead of `random`", {}),
        ("Do not use pandas for large files; use polars", {}),
        ("Use polars for files larger than 1 GB instead of pandas", {}),
        ("Use the shared client; never `requests`", {"forbidden-import": "modules: requests"}),
        ("HTTP: `httpx.AsyncClient` only – `requests` is banned", {"forbidden-import": "modules: requests"}),
        ("Do not use `mock.patch` on our own code", {}),
        ("Use polars instead of pandas for dataframes", {"forbidden-import": "modules: pandas, instead: polars"}),
        (
            "Use `subprocess.run` instead of `os.system` for shell commands",
            {"forbidden-call": "names: os.system, instead: subprocess.run"},
        ),
        (
            "Use `httpx` for HTTP calls instead of `requests`",
            {"forbidden-import": "modules: requests, instead: httpx"},
        ),
    ],
)
def test_what_is_wanted_for_a_purpose_forbids_the_other_for_that_purpose_only(
    text: str, checks: dict[str, str]
) -> None:
    assert held(text) == checks


def test_the_other_side_of_a_demand_holds_in_the_same_place() -> None:
    text = "Avoid `time.sleep()` in tests, use `freezegun`"
    (rule,) = interpret([Directive(text, Place("CLAUDE.md", 1))], api.checks())
    assert {each.check.id for each in rule.bindings} == {"forbidden-call", "forbidden-import"}
    assert not any(each.scope.governs("src/a.py") for each in rule.bindings)


@pytest.mark.parametrize(
    ("text", "checks"),
    [
        ("Max 300 lines", {}),
        ("Keep it under 50 lines", {}),
        ("Keep functions focused on one thing, ideally under 30 lines", {}),
        ("Limit lines to 100", {"max-line-length": "max: 100"}),
        ("Lines must not exceed 88 characters", {"max-line-length": "max: 88"}),
    ],
)
def test_a_number_of_lines_is_no_width(text: str, checks: dict[str, str]) -> None:
    assert held(text) == checks


@pytest.mark.parametrize(
    ("text", "checks"),
    [
        ("No unused imports or variables", {"unused-imports": "", "unused-variables": ""}),
        ("Avoid Celery", {"forbidden-import": "modules: celery"}),
        ("Never use `null=True` on CharField or TextField", {"no-null-text-fields": "names: CharField, TextField"}),
    ],
)
def test_names_and_adjectives_are_understood_as_people_write_them(text: str, checks: dict[str, str]) -> None:
    assert held(text) == checks


@pytest.mark.parametrize(
    ("text", "checks"),
    [
        ("Functions ≤ 40 lines, classes ≤ 300 lines", {"max-function-lines": "max: 40", "max-class-lines": "max: 300"}),
        ("Functions under 50 lines and files under 500", {"max-function-lines": "max: 50"}),
        (
            "Functions under 50 lines and under 5 parameters",
            {"max-function-lines": "max: 50", "max-parameters": "max: 5"},
        ),
        ("PEP 8 with a max line length of 100", {"max-line-length": "max: 100"}),
        ("Type hints on all parameters except `self` and `cls`", {"missing-type-hints": "parts: parameters"}),
        ("Stop using `print`", {"no-print": ""}),
        ("Stop and ask before you use `print`", {}),
        ("Never use Optional", {"no-typing-aliases": "kinds: optional"}),
        ("Optional parameters come last", {}),
        ("All database functions must be async", {}),
        ("All I/O must be async", {"no-blocking-in-async": ""}),
        ("For HTTP calls use `httpx`, not `requests`", {"forbidden-import": "modules: requests, instead: httpx"}),
        ("Для HTTP используй `httpx`, а не `requests`", {"forbidden-import": "modules: requests, instead: httpx"}),
        ("Test classes are named `TestSomething`", {"test-naming": "classes: Test*"}),
        ("Test files are named `test_foo.py`", {"test-naming": "files: test_*.py"}),
        ("Name tests `test_should_X_when_Y`", {"test-naming": "functions: test_should_*_when_*"}),
    ],
)
def test_sentences_of_real_files_are_understood(text: str, checks: dict[str, str]) -> None:
    assert held(text) == checks


def test_a_limit_that_differs_in_a_place_is_no_second_limit() -> None:
    text = "Limit lines to 100 characters, max. 120 in tests"
    (rule,) = interpret([Directive(text, Place("CLAUDE.md", 1))], api.checks())
    assert not any(each.scope.governs("tests/test_a.py") and "100" in str(each.check.params) for each in rule.bindings)


@pytest.mark.parametrize(
    ("text", "check", "governed", "free"),
    [
        ("No `print` in `src/`, but it is fine in `src/cli/`", "no-print", "src/a.py", "src/cli/a.py"),
        ("Never use print; it is allowed in `scripts/`", "no-print", "src/a.py", "scripts/a.py"),
        ("Avoid `Any`; it is fine in tests", "no-any", "src/a.py", "tests/test_a.py"),
        ("Type hints are mandatory in `src/`, optional elsewhere", "missing-type-hints", "src/a.py", "docs/a.py"),
        ("All functions need docstrings, tests are optional", "missing-docstrings", "src/a.py", "tests/test_a.py"),
        ("Docstrings everywhere, tests excepted", "missing-docstrings", "src/a.py", "tests/test_a.py"),
        ("Docstrings are required, but not for tests", "missing-docstrings", "src/a.py", "tests/test_a.py"),
        ("No `print` (scripts and tests excepted)", "no-print", "src/a.py", "scripts/a.py"),
        ("Type hints on all functions; `legacy/` is exempt", "missing-type-hints", "src/a.py", "legacy/a.py"),
        ("Place all tests under ./tests.", "misplaced-definition", "src/a.py", "tests/a.py"),
        ("All files under `api/` must have a module docstring", "missing-docstrings", "api/a.py", "src/a.py"),
        ("Only `config.py` reads environment variables", "no-environment-access", "src/a.py", "src/config.py"),
        ("Only `db/session.py` may import `sqlalchemy`", "forbidden-import", "src/a.py", "db/session.py"),
    ],
)
def test_what_a_sentence_permits_it_does_not_forbid(text: str, check: str, governed: str, free: str) -> None:
    (rule,) = interpret([Directive(text, Place("CLAUDE.md", 1))], api.checks())
    (binding,) = rule.bindings
    assert binding.check.id == check
    assert binding.scope.governs(governed)
    assert not binding.scope.governs(free)


@pytest.mark.parametrize(
    ("text", "checks"),
    [
        ("Type hints on public functions; private ones are optional", {"missing-type-hints": "public"}),
        ("Use type hints; docstrings are optional", {"missing-type-hints": ""}),
        ("Use type hints but keep them simple", {}),
        ("All Celery tasks must use `@shared_task`", {"missing-decorator": "names: shared_task, nouns: Task"}),
        ("All Pydantic models inherit from `BaseSchema`", {}),
    ],
)
def test_what_is_said_of_others_leaves_a_demand_as_it_is(text: str, checks: dict[str, str]) -> None:
    assert held(text) == checks


@pytest.mark.parametrize(
    ("text", "checks"),
    [
        ("Don't use features newer than Python 3.10", {"unsupported-python": "version: 3.10"}),
        ("Never use Python 3.12+ features", {"unsupported-python": "version: 3.11"}),
        ("All docstrings need an example", {}),
        ("No block comments", {}),
        ("Never use bare except or except Exception", {"no-bare-except": "", "no-broad-except": "named"}),
        ("Only add docstrings to public functions", {}),
        ("Only add type hints to public functions", {}),
        ("Only public functions need docstrings", {"missing-docstrings": "kinds: function, public"}),
        ("Fully typed code only", {"missing-type-hints": ""}),
        ("Type hints do not apply to tests", {}),
        ("Docstrings are optional but type hints are required", {"missing-type-hints": ""}),
        ("Never use relative imports across packages", {}),
        ("Tests are exempt from type hints", {}),
        ("Routers in `app/api/` must not import from `app/db/`", {}),
        ("Custom exceptions inherit from `AppError` (see `app/errors.py`)", {"exception-names": "base: AppError"}),
    ],
)
def test_no_more_is_held_than_is_said(text: str, checks: dict[str, str]) -> None:
    assert held(text) == checks


@pytest.mark.parametrize(
    ("text", "checks"),
    [
        (
            "Every public function must have a Google-style docstring.",
            {"docstring-style": "style: google", "missing-docstrings": "kinds: function, public"},
        ),
        (
            "Docstrings on all public methods, in NumPy format",
            {"docstring-style": "style: numpy", "missing-docstrings": "kinds: method, public"},
        ),
        ("Use Google-style docstrings.", {"docstring-style": "style: google"}),
        ("Docstrings: Google style", {"docstring-style": "style: google"}),
    ],
)
def test_docstrings_of_a_style_for_all_of_a_kind_are_wanted_too(text: str, checks: dict[str, str]) -> None:
    assert held(text) == checks
