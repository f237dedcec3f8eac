"""Have a model write code under rules; here a script answers, so no key and no network are needed.

For a real model give its name instead: lawful.Assistant(rules, model="anthropic:claude-opus-4-6").

Run it: python examples/write_lawful_code.py
"""

import tempfile
from pathlib import Path

import lawful

FIRST = """\
```python
def read(path, seen=[]):
    return eval(open(path).read())
```
"""
SECOND = """\
```python
import ast


def read(text: str) -> object:
    return ast.literal_eval(text)
```
"""

with tempfile.TemporaryDirectory() as folder:
    Path(folder, "AGENTS.md").write_text("- Never use `eval`.\n- No mutable default arguments.\n", encoding="utf-8")
    rules = lawful.load(folder)

assistant = lawful.Assistant(rules, model=lawful.Scripted([FIRST, SECOND]))
generation = assistant.write("Read a Python literal from a text.")

for attempt in generation.attempts:
    print(f"attempt {attempt.number}: {'lawful' if attempt.lawful else 'not lawful'}")
    for violation in attempt.violations:
        print(f"  line {violation.span.line}: {violation.message}  ({violation.rule.source})")
print(generation.lawful_code)
