# `make` alone lists the commands. Only setup uses the network; the rest work offline after it.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
.PHONY: help setup demo test check lint types sizes docs bench fuzz lock clean

BIN := .venv/bin
# Stamps: one per set of packages, renewed when its list or the package's own data changes.
COMMON := pyproject.toml tools/setup.sh requirements/uv.txt requirements/setup.txt

help: ## list the commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16

setup: .venv/.stamp-dev ## make .venv with everything that demo, test and check need
	@echo 'setup: ready. Try: make demo'

.venv/.stamp-%: requirements/%.txt $(COMMON)
	@tools/setup.sh $*
	@touch $@ $(if $(filter dev,$*),.venv/.stamp-base .venv/.stamp-server)

demo: .venv/.stamp-server ## build a fictional production, serve it, and print who can sign in
	@$(BIN)/clearslate demo

test: lint types sizes ## everything: lint, format, types, sizes, layers, all tests
	@$(BIN)/python -m pytest -q -n 2

check: lint types ## the same without the slow tests, in a minute or two
	@$(BIN)/python -m pytest -q -n 2 -m 'not slow'

lint: .venv/.stamp-dev
	@$(BIN)/ruff check . || { echo 'failed at: lint (ruff check)' >&2; exit 1; }
	@$(BIN)/ruff format --check . || { echo 'failed at: format (ruff format)' >&2; exit 1; }

types: .venv/.stamp-dev
	@$(BIN)/mypy || { echo 'failed at: types (mypy)' >&2; exit 1; }

sizes: .venv/.stamp-dev
	@$(BIN)/python tools/sizes.py src tools tests benchmarks || { echo 'failed at: sizes' >&2; exit 1; }

docs: .venv/.stamp-dev ## write the pages of docs/ that are made from the source
	@$(BIN)/python -m tools.pages || { echo 'failed at: docs' >&2; exit 1; }

bench: .venv/.stamp-bench .venv/.stamp-server ## measure against other engines, with equal answers checked
	@$(BIN)/python -m benchmarks

fuzz: .venv/.stamp-dev .venv/.stamp-fuzz ## feed hostile input to every reader, guided by coverage
	@$(BIN)/python -m fuzz

lock: .venv/.stamp-base ## pin the newest allowed versions in requirements/*.txt, with hashes
	@tools/lock.sh

clean: ## remove .venv and every cache
	@rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache .coverage htmlcov build dist
