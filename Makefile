# Names for what `zhenxing` and pytest do; everything works without make too (see README.md).
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help install run test test-slow lint docs tables bench clean

BIN := .venv/bin
STAMP := .venv/installed

help:
	@echo "make install | run | test | test-slow | lint | docs | tables | bench | clean"

install: $(STAMP)

# a Python of 3.12 or newer that really runs: a version manager may leave a name on the path that does not
define FIND_PYTHON
works() { "$$@" -c 'import sys; sys.exit(not (3, 12) <= sys.version_info < (3, 14))' >/dev/null 2>&1; }; \
if [ -n "$${PYTHON:-}" ] && works "$$PYTHON"; then make_venv="$$PYTHON -m venv"; \
elif works python3.12; then make_venv="python3.12 -m venv"; \
elif works env PYENV_VERSION=3.12 python3.12; then make_venv="env PYENV_VERSION=3.12 python3.12 -m venv"; \
elif works python3.13; then make_venv="python3.13 -m venv"; \
elif works python3; then make_venv="python3 -m venv"; \
elif command -v uv >/dev/null; then make_venv="uv venv --seed --python 3.12"; \
else echo "zhenxing needs Python 3.12 or 3.13, or uv to fetch one" >&2; exit 1; fi
endef

$(STAMP): requirements.lock pyproject.toml
	@$(FIND_PYTHON); \
	if ! $(BIN)/python -c 'import pip' >/dev/null 2>&1; then rm -rf .venv; $$make_venv .venv; fi
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@# a first run compiles what later ones read
	$(BIN)/zhenxing demo --world small --quiet --force --out .venv/first-run >/dev/null
	@touch $(STAMP)

run: install
	$(BIN)/zhenxing demo

test: install
	$(BIN)/python -m pytest -q -n 2 -m "not slow" --durations=10

test-slow: install
	$(BIN)/python -m pytest -q -n 2 --durations=20

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/pyright

# tables of state variables, parameters, schedule and levers
tables: install
	$(BIN)/zhenxing tables

# the tables, and the picture of the README from a run
docs: tables
	$(BIN)/zhenxing picture

bench: install
	$(BIN)/zhenxing bench

clean:
	rm -rf .venv build dist .pytest_cache .ruff_cache .hypothesis
