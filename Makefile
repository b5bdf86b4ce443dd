# One front door: people, hooks and CI all call these targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
LOCK := $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url pyproject.toml

.PHONY: run test check bench validate-live lock clean

run: $(VENV)/.run
	@exec $(BIN)/prepcircle run

test: check
	$(BIN)/python -m tests.browser
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder --cov --cov-report=
	$(BIN)/coverage report --fail-under=90
	$(BIN)/coverage report --fail-under=100 --include='bot/domain/*,bot/usecases/*,bot/views/*'

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/prepcircle check-content --executed

# For whoever has a network: Slack's own validator, no token needed.
validate-live: $(VENV)/.dev
	$(BIN)/python -m tests.slack.validate_live

bench: $(VENV)/.dev
	$(BIN)/python -m tests.bench

# The lock holds hashes and no index address, so it installs from wherever pip is set up to look.
lock: $(VENV)/.python
	$(PIP) install uv
	$(LOCK) -o requirements.txt
	$(LOCK) --extra judge --extra slack --extra discord -c requirements.txt -o requirements-chat.txt
	$(LOCK) --extra judge --extra slack --extra discord --extra postgres --group dev -c requirements-chat.txt -o requirements-dev.txt

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit("Prepcircle needs Python 3.11 or newer: make PYTHON=python3.11 run") if sys.version_info < (3, 11) else None'
	@echo "Building the environment in $(VENV) (once) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install --require-hashes -r requirements-build.txt
	@touch $@

# requirements.txt is the core alone; what the chat platforms need comes on top.
$(VENV)/.run: $(VENV)/.python requirements.txt requirements-chat.txt pyproject.toml
	@$(PIP) install --require-hashes -r requirements-chat.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.txt
	@echo "Adding the development tools ..."
	@$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@

clean:
	rm -rf $(VENV) build *.egg-info .coverage .mypy_cache .ruff_cache .pytest_cache
