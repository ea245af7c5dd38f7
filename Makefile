# Two commands matter: `make run` and `make test`. Windows without make: see README.md.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PORT ?= 8000

# The package is rebuilt when what its build reads has changed; Python sources are used in place.
DASHBOARD := $(shell find dashboard -type f -not -path '*/node_modules/*' 2>/dev/null)
BUILD_INPUTS := pyproject.toml constraints.txt $(wildcard hatch_build.py) $(DASHBOARD)

# The dashboard's test tools (axe, vitest, svelte-check). A stamp of its own: the build leaves them out of node_modules.
TOOLS := $(VENV)/.stamp-tools

# A worker for each core; the tests of a file stay together, for they share its servers. `make test PARALLEL=` for one.
PARALLEL ?= -n auto --dist loadfile

.DEFAULT_GOAL := help
.PHONY: help run test check fix bench lighthouse screenshots docs constraints chromium clean

help: ## Show these targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F'\t' '{printf "  make %-12s %s\n", $$1, $$2}'

run: $(VENV)/.stamp-run ## Install, make the sample workbook, import it, serve dashboard and API
	$(BIN)/consumo servir --ejemplo --port $(PORT)

test: $(VENV)/.stamp-test $(TOOLS) chromium ## Everything: lint, types, layers, the whole suite
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python tools/shape.py
	$(BIN)/python -m pytest $(PARALLEL)

check: $(VENV)/.stamp-test ## The fast loop: lint, types, layers, shape, unit tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/shape.py
	$(BIN)/python -m pytest -q $(PARALLEL) tests/unit

fix: $(VENV)/.stamp-test ## Mend what the linter can mend, and format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.stamp-test ## Every benchmark, its peer in the same run
	@set -e; for script in $(filter-out benchmarks/bench_lighthouse.py,$(wildcard benchmarks/bench_*.py)); do echo "== $$script"; $(BIN)/python $$script; done

lighthouse: $(VENV)/.stamp-test chromium ## Lighthouse over the built dashboard; 95 or more in each category
	$(BIN)/python benchmarks/bench_lighthouse.py

screenshots: $(VENV)/.stamp-test chromium ## Renew docs/images from the running dashboard
	$(BIN)/python tools/screenshots.py

docs: $(VENV)/.stamp-test ## Renew the generated pages of docs/reference
	$(BIN)/python tools/generate_docs.py

constraints: $(VENV)/.stamp-test ## Write the versions of .venv to constraints.txt
	$(BIN)/python tools/write_constraints.py

chromium: ## Install Chromium for the browser tests where that can be done without asking
	@sh tools/ensure_chromium.sh

clean: ## Remove what was built and installed; data folders stay
	rm -rf $(VENV) build dist src/consumo/api/static/app dashboard/node_modules reports
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or later is needed (found: $$($(PYTHON) -V 2>&1)); use make PYTHON=/path/to/python3.12" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(TOOLS): dashboard/package-lock.json | $(VENV)/.stamp-test
	$(BIN)/python tools/dashboard_tools.py
	@touch $@

$(VENV)/.stamp-run: $(BUILD_INPUTS) | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.stamp-test: $(BUILD_INPUTS) | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
	@touch $@ $(VENV)/.stamp-run
