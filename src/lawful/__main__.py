"""`python -m lawful`."""

from lawful.cli import main

main()
