# The commands of the project. `make demo` and `make test` need nothing but Python 3.11+, make and git.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq install --constraint constraints.txt

.PHONY: help demo test llama-server fuzz campaign lint types contracts selfcheck check format bench docs dist clean

help:  ## list the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 14

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "lawful needs Python 3.11 or newer; name one with: make PYTHON=python3.12 ...")'
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) pip
	@touch $@

$(VENV)/.run: $(VENV)/.made pyproject.toml constraints.txt
	@echo 'installing lawful into $(VENV) ...'
	@$(PIP) --editable .
	@$(BIN)/python -m compileall -q src  # as pip does for what is not editable: else the first run pays, and some pay always
	@touch $@

$(VENV)/.dev: $(VENV)/.run
	@echo 'installing the development tools into $(VENV) ...'
	@$(PIP) --group dev
	@touch $@

demo: $(VENV)/.run  ## the main job, end to end, with a scripted model: no key, no network
	@$(BIN)/lawful demo

test: $(VENV)/.dev  ## the whole test suite, on all processors; PYTEST=--cov reports branch coverage too
	$(BIN)/python -m pytest -n auto --dist worksteal $(PYTEST)

llama-server: $(VENV)/.dev  ## the providers against a genuine llama-server, from PATH or LAWFUL_LLAMA_SERVER
	$(BIN)/python -m pytest tests/test_llama_server.py

campaign: $(VENV)/.dev  ## compare verdicts with and without the first look over all installed packages; takes an hour
	LAWFUL_CAMPAIGN=1 $(BIN)/python -m pytest tests/test_first_look.py

lint: $(VENV)/.dev  ## style and formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev  ## static types
	$(BIN)/mypy

contracts: $(VENV)/.dev  ## which module may import which
	$(BIN)/lint-imports

selfcheck: $(VENV)/.run  ## lawful on its own source, with its own rules
	$(BIN)/lawful check src

check: lint types contracts selfcheck test  ## everything CI runs

format: $(VENV)/.dev  ## format the code and apply safe fixes
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

fuzz: $(VENV)/.dev  ## look for code and bytes that do harm; takes half an hour, a finding becomes a case
	LAWFUL_FUZZ=3000 nice $(BIN)/python -m pytest -o faulthandler_timeout=7200 tests/test_fuzz.py

bench: $(VENV)/.dev  ## measure speed, as ratios in one run, into docs/performance.md; takes a quarter of an hour
	@$(BIN)/python benchmarks/loading.py
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python benchmarks/speed.py --write

docs: $(VENV)/.run  ## write the pages that come from the code
	$(BIN)/python docs/generate.py

dist: $(VENV)/.dev  ## build the sdist and the wheel into dist/
	$(BIN)/python -m build --outdir dist .

clean:  ## remove everything that was made
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage*
