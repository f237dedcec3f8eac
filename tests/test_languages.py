"""The same demands in other languages are held by the same checks."""

from __future__ import annotations

import pytest

from lawful import api
from lawful.context import Directive
from lawful.language.lexicon import Mark, languages
from lawful.rules.interpreter import interpret
from lawful.violation import Place

SAID = {
    "Chinese": {
        "禁止使用 `eval`。": "forbidden-call names: eval",
        "不要使用 print": "no-print",
        "所有函数必须有类型注解": "missing-type-hints",
        "为所有函数参数和返回值添加类型注解": "missing-type-hints parts: parameters, return",
        "函数不得超过 50 行": "max-function-lines max: 50",
        "行长度不超过 120 个字符": "max-line-length max: 120",
        "避免使用裸 `except:`": "no-bare-except",
        "类名使用大驼峰命名法（PascalCase）": "naming-convention styles: class PascalCase",
        "函数和变量使用下划线命名法，常量使用全大写": (
            "naming-convention styles: constant UPPER_CASE, function snake_case, variable snake_case"
        ),
        "所有公共函数必须有文档字符串": "missing-docstrings kinds: function, public",
        "禁止通配符导入": "no-wildcard-imports",
        "不要使用可变默认参数": "no-mutable-defaults",
        "避免使用 `Any` 类型": "no-any",
        "避免使用嵌套函数": "forbidden-syntax constructs: nested function",
        "避免魔法数字": "no-magic-numbers",
        "避免使用单字母变量名(除非是循环变量)": "no-single-letter-names",
        "优先使用 `pathlib` 而不是 `os.path`": "forbidden-import modules: os.path, instead: pathlib",
        "使用提前返回模式简化代码": "no-else-after-return after: return, only else",
        "避免在异步路由中使用阻塞操作。": "no-blocking-in-async",
        "使用自定义错误类型": "no-generic-raise",
    },
    "Japanese": {
        "`eval` の使用は禁止です。": "forbidden-call names: eval",
        "`print` は使わないでください。": "no-print",
        "すべての関数に型ヒントを付けること。": "missing-type-hints",
        "公開関数には必ず docstring を書くこと。": "missing-docstrings kinds: function, public",
        "関数は50行以内に収める。": "max-function-lines max: 50",
        "1行の長さは100文字以内": "max-line-length max: 100",
        "命名: クラス(PascalCase)、関数(snake_case)": "naming-convention styles: class PascalCase, function snake_case",
        "クラスはPascalCase、関数はsnake_caseを使う。": (
            "naming-convention styles: class PascalCase, function snake_case"
        ),
        "`os.path` ではなく `pathlib` を使用する": "forbidden-import modules: os.path, instead: pathlib",
        "ワイルドカードインポートは禁止": "no-wildcard-imports",
        "裸の `except` を避ける": "no-bare-except",
        "`Any` 型の使用は禁止": "no-any",
        "ネストした関数は禁止": "forbidden-syntax constructs: nested function",
    },
    "Korean": {
        "`eval` 사용 금지": "forbidden-call names: eval",
        "print 사용하지 않기": "no-print",
        "모든 함수에 타입 힌트를 사용합니다": "missing-type-hints",
        "모든 공개 함수에는 반드시 독스트링을 작성해야 합니다.": "missing-docstrings kinds: function, public",
        "함수는 50줄 이하로 유지": "max-function-lines max: 50",
        "줄 길이는 100자 이내": "max-line-length max: 100",
        "클래스는 PascalCase, 함수는 snake_case": "naming-convention styles: class PascalCase, function snake_case",
        "`requests` 대신 `httpx` 사용": "forbidden-import modules: requests, instead: httpx",
        "와일드카드 임포트 금지": "no-wildcard-imports",
        "가변 기본 인자를 사용하지 마세요": "no-mutable-defaults",
        "`Any` 타입 사용 금지": "no-any",
        "중첩 함수 금지": "forbidden-syntax constructs: nested function",
        "I/O 작업은 `await` 사용": "no-blocking-in-async",
    },
    "Russian": {
        "Никогда не используй `eval`.": "forbidden-call names: eval",
        "Не использовать print": "no-print",
        "Все функции должны иметь аннотации типов": "missing-type-hints",
        "Все публичные функции должны иметь докстринги": "missing-docstrings kinds: function, public",
        "Функции не более 50 строк": "max-function-lines max: 50",
        "Длина строки не более 100 символов": "max-line-length max: 100",
        "Классы в PascalCase, функции в snake_case": "naming-convention styles: class PascalCase, function snake_case",
        "Используй `pathlib` вместо `os.path`": "forbidden-import modules: os.path, instead: pathlib",
        "Избегайте пустых `except`": "no-bare-except",
        "Импорт со звёздочкой запрещён": "no-wildcard-imports",
        "Не используй `Any`": "no-any",
        "Избегай глобальных переменных": "no-mutable-globals",
        "Цикломатическая сложность не более 10": "max-complexity max: 10",
    },
}
SAID_ALIKE = {
    "Never catch `SystemExit`": (
        "",
        "不要捕获 `SystemExit`",
        "`SystemExit` をキャッチしないこと",
        "`SystemExit`를 포착하지 마세요",
        "Никогда не лови `SystemExit`",
    ),
    "Never catch `Exception`": (
        "no-broad-except named",
        "不要捕获 `Exception`",
        "`Exception` をキャッチしない",
        "`Exception`을 포착하지 마세요",
        "Не лови `Exception`",
    ),
    "No async functions without `await`": (
        "needless-async",
        "禁止没有 `await` 的异步函数",
        "`await` のない非同期関数は禁止",
        "`await` 없는 비동기 함수 금지",
        "Никаких асинхронных функций без `await`",
    ),
    "Never mock the database": (
        "forbidden-mock names: database, db, session",
        "不要模拟数据库",
        "データベースをモックしないこと",
        "데이터베이스를 모킹하지 마세요",
        "Никогда не мокай базу данных",
    ),
    "Follow the docstring style": (
        "",
        "遵循文档字符串风格",
        "docstring の規約に従うこと",
        "docstring 규칙 준수",
        "Соблюдай стиль докстрингов",
    ),
    "Define custom errors in `errors.py`": (
        "misplaced-definition kinds: exception, where: **/errors.py",
        "自定义异常放在 `errors.py` 中",
        "カスタム例外は `errors.py` に定義する",
        "커스텀 예외는 `errors.py`에 정의합니다",
        "Определяй собственные исключения в `errors.py`",
    ),
    "GET endpoints must not modify data": (
        "unsafe-get",
        "GET 端点不得修改数据",
        "GET エンドポイントでデータを変更しない",
        "GET 엔드포인트는 데이터를 변경하지 마세요",
        "Эндпоинты GET не должны изменять данные",
    ),
    "Avoid unnecessary `else`": (
        "no-else-after-return after: return",
        "避免不必要的 `else`",
        "不要な `else` を避ける",
        "불필요한 `else`를 피하세요",
        "Избегай лишнего `else`",
    ),
    "Avoid unnecessary comments": (
        "",
        "避免不必要的注释",
        "不要なコメントを避ける",
        "불필요한 주석을 피하세요",
        "Избегай лишних комментариев",
    ),
    "Always specify `encoding` in `open()`": (
        "missing-keyword calls: open, keyword: encoding",
        "调用 `open()` 时必须指定 `encoding`",
        "`open()` には必ず `encoding` を指定する",
        "`open()`에는 항상 `encoding`을 지정하세요",
        "Всегда указывай `encoding` в `open()`",
    ),
    "Endpoints must declare the status code": (
        "missing-endpoint-argument names: status_code",
        "每个端点必须声明状态码",
        "すべてのエンドポイントでステータスコードを指定する",
        "모든 엔드포인트는 상태 코드를 지정해야 합니다",
        "Эндпоинты должны указывать код ответа",
    ),
}
"""What English sentences ask for, and others that say the same with verbs of their own."""
NOT_ENFORCED = [
    "函数尽量单一职责，避免过于复杂的函数",
    "不要在文件开头添加空行",
    "适当使用类型注解",
    "必要に応じて docstring を書く",
    "필요한 경우 타입 힌트를 사용합니다",
    "При необходимости используй аннотации типов",
    "可以使用 print",
]


def held(text: str) -> str:
    (rule,) = interpret([Directive(text, Place("CLAUDE.md", 1))], api.checks())
    return "; ".join(f"{each.check.id} {each.check.describe(each.check.params)}".strip() for each in rule.bindings)


@pytest.mark.parametrize(
    ("text", "checks"), [pytest.param(*pair, id=pair[0]) for language in SAID.values() for pair in language.items()]
)
def test_a_demand_is_understood(text: str, checks: str) -> None:
    assert held(text) == checks


@pytest.mark.parametrize(
    ("text", "checks"),
    [
        pytest.param(text, checks, id=text)
        for english, (checks, *others) in SAID_ALIKE.items()
        for text in (english, *others)
    ],
)
def test_a_verb_says_the_same_in_every_language(text: str, checks: str) -> None:
    assert held(text) == checks


def test_what_is_depended_on_is_no_place() -> None:
    for text in ("`core/` は `db/` に依存しないこと", "`core/`는 `db/`에 의존하지 마세요"):
        assert "layers: core" not in held(text)


@pytest.mark.parametrize("text", NOT_ENFORCED)
def test_what_is_judgement_or_unknown_is_not_enforced(text: str) -> None:
    assert held(text) == ""


@pytest.mark.parametrize(
    "text", ["测试中不要使用 print", "テストでは print を使わない", "테스트에서 print 금지", "No print in tests"]
)
def test_a_place_is_understood(text: str) -> None:
    (rule,) = interpret([Directive(text, Place("CLAUDE.md", 1))], api.checks())
    (binding,) = rule.bindings
    assert binding.scope.governs("tests/a.py")
    assert not binding.scope.governs("src/a.py")


def test_a_bullet_is_not_taken_for_what_only_introduces_it() -> None:
    leads = ("函数文档使用 reStructuredText 格式，要求如下：",)
    (rule,) = interpret([Directive("函数描述要简洁明了", Place("CLAUDE.md", 1), leads=leads)], api.checks())
    assert rule.bindings == ()


def test_languages_may_be_mixed() -> None:
    assert held("Never use `eval`, 禁止使用 `exec`。") == "forbidden-call names: eval; forbidden-call names: exec"


@pytest.mark.parametrize("language", list(languages()), ids=lambda language: language.name)
class TestTheStandardForLanguages:
    def test_it_can_forbid_require_weaken_permit_and_limit(self, language: object) -> None:
        marks = getattr(language, "marks", {})
        for mark in (
            Mark.FORBID,
            Mark.DISCOURAGE,
            Mark.REQUIRE,
            Mark.RECOMMEND,
            Mark.PERMIT,
            Mark.AT_MOST,
            Mark.EXCEPT,
        ):
            assert marks.get(mark), mark

    def test_every_term_is_one_that_english_knows(self, language: object) -> None:
        english = next(each for each in languages() if each.name == "English")
        assert set(getattr(language, "terms", {})) <= set(english.terms)

    def test_every_verb_is_one_that_english_knows(self, language: object) -> None:
        english = next(each for each in languages() if each.name == "English")
        known = {verb for verbs in english.verbs.values() for verb in verbs}
        assert {verb for verbs in getattr(language, "verbs", {}).values() for verb in verbs} <= known

    def test_no_word_means_two_things(self, language: object) -> None:
        words: dict[str, object] = {}
        verbs = [pair for each in getattr(language, "verbs", {}).values() for pair in each.items()]
        entries = [*getattr(language, "marks", {}).items(), *verbs, *getattr(language, "terms", {}).items()]
        for meaning, phrases in entries:
            for word in map(str.strip, phrases.split(",")):
                assert word
                assert words.setdefault(word, meaning) is meaning, word
