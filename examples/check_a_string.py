"""Hold a string of Python to the rules in a context file.

Run it: python examples/check_a_string.py
"""

import tempfile
from pathlib import Path

import lawful

RULES = """\
# Rules

- Never use `eval`.
- Functions must not exceed 20 lines.
"""

with tempfile.TemporaryDirectory() as folder:
    Path(folder, "CLAUDE.md").write_text(RULES, encoding="utf-8")
    rules = lawful.load(folder)

checked = lawful.check_code("from builtins import eval as e\n\nprint(e('1 + 1'))\n", rules)

for violation in checked.violations:
    print(f"line {violation.span.line}: {violation.message}  ({violation.rule.source})")
