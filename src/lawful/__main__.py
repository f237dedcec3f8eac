"""`python -m lawful`."""

import os
import sys

# `-m` puts the current folder first on the path, and that is the repository under check: its `click.py` must not run.
if not sys.flags.safe_path:
    sys.path[:] = [path for path in sys.path if path not in {"", os.getcwd()}]  # noqa: PTH109  # as Python spells it

from lawful.cli import main

main()
