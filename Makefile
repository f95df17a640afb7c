# Two commands: `make run` shows a report, `make test` runs all that CI runs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ARTICLE ?= corpus/articles/knee-content-farm.md

.PHONY: run test install install-dev lint types floors tests wheel browser clean

run: $(VENV)/.installed
	@$(BIN)/healthlint check $(ARTICLE) --exit-zero

test: lint types floors tests wheel

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("healthlint needs Python 3.11 or newer; this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

install: $(VENV)/.installed

install-dev: $(VENV)/.installed-dev

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/ruff format --check src tests benchmarks

types: $(VENV)/.installed-dev
	$(BIN)/mypy

floors: $(VENV)/.installed-dev
	$(BIN)/lint-imports

tests: $(VENV)/.installed-dev browser
	$(BIN)/pytest -n 2

# CI always has a browser for the tests that look at pages; elsewhere they are skipped, saying so.
browser:
	@if [ -n "$$CI" ] && ! command -v chromium >/dev/null; then \
	  apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null; fi

# The wheel, installed where there is no checkout: patterns, reference and schemas travel in it.
wheel: $(VENV)/.installed-dev
	$(BIN)/python tests/packaging/check_wheel.py

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
