# Needs Python 3.11 or newer and make. Paths are relative throughout, so that the checkout may lie anywhere.

PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
python := .venv/bin/python
dependencies := import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["dependencies"], sep="\n")
install := $(python) -m pip install --quiet --disable-pip-version-check

.PHONY: up test fuzz check bench openapi parity conformance format lock

up: .venv/run.stamp ## start everything; Ctrl-C ends it
	@exec $(python) -m server up

test: .venv/develop.stamp ## the whole test suite
	$(python) -m pytest -n auto

fuzz: .venv/develop.stamp ## the contract against many random requests
	GUILDHALL_EXAMPLES=500 $(python) -m pytest -n auto tests/contract/test_schemathesis.py

check: .venv/develop.stamp ## format, lint, types, imports, contract
	$(python) -m ruff format --check .
	$(python) -m ruff check .
	$(python) -m pyright --pythonpath $(python)
	$(python) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()'
	$(python) -m openapi.write --check

bench: .venv/develop.stamp ## each part beside the limit of the machine
	$(python) -m bench

openapi: .venv/develop.stamp ## write the contract from the code
	$(python) -m openapi.write

parity: .venv/develop.stamp ## how much of the published contract we have
	$(python) -m openapi.compare

conformance: .venv/develop.stamp ## real answers against the published contract
	$(python) -m pytest tests/conformance

format: .venv/develop.stamp ## as check wants it
	$(python) -m ruff format .
	$(python) -m ruff check --fix .

lock: ## renew requirements.lock: the newest versions that pyproject.toml allows
	rm -rf .venv
	: > requirements.lock
	$(MAKE) .venv/develop.stamp
	$(python) -m pip freeze --exclude pip > requirements.lock
	touch .venv/run.stamp .venv/develop.stamp

.venv/run.stamp: pyproject.toml requirements.lock
	@test -n "$(PYTHON)" || { echo "Guildhall needs Python 3.11 or newer; name it with make PYTHON=..." >&2; exit 1; }
	@echo "Installing into .venv (once; about a minute)"
	@$(PYTHON) -m venv .venv
	@$(install) --upgrade 'pip>=25.1'
	@$(python) -c '$(dependencies)' > .venv/dependencies.txt
	@$(install) --constraint requirements.lock --requirement .venv/dependencies.txt --group examples
	@touch $@

.venv/develop.stamp: .venv/run.stamp
	@$(install) --constraint requirements.lock --group dev
	@touch $@
