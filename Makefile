# Everything starts from `make serve` and `make test`; both set up what they need.
# The first interpreter that runs and is new enough; some that a PATH offers are only placeholders.
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$name" -c '$(NEW_ENOUGH)' >/dev/null 2>&1 && { echo "$$name"; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
ifdef UV
INSTALL := $(UV) pip install --quiet --python $(BIN)/python
else
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
endif
# The tests run in as many processes as there are processors: `make test WORKERS=0` runs them in one.
WORKERS ?= logical
PYTEST := $(BIN)/pytest --numprocesses=$(WORKERS) --maxprocesses=8 --dist=loadfile

.PHONY: help serve test check hunt format bench bench-quality bench-extract clean
.DEFAULT_GOAL := help

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

serve: $(VENV)/installed ## Set everything up and serve the pages on 127.0.0.1:8300
	@exec $(BIN)/broadsheet serve

test: $(VENV)/installed-dev ## Set everything up and run the whole suite
	@$(PYTEST)

check: $(VENV)/installed-dev ## Format, lint, types, import contracts, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(PYTEST)

hunt: $(VENV)/installed-dev ## Run the property tests on examples that nobody has tried yet
	@$(BIN)/pytest -m hypothesis --hypothesis-profile=hunt

format: $(VENV)/installed-dev ## Format and mend what can be mended by itself
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/installed-dev ## Measure speed and quality; results are appended to bench/results/
	@$(BIN)/python -m bench

bench-quality: $(VENV)/installed-dev ## Measure how good the results of a search are, and compare with the last run
	@$(BIN)/python -m bench quality

bench-extract: $(VENV)/installed-dev ## Measure how well and how fast abstracts are read
	@$(BIN)/python -m bench extract

clean: ## Remove the environment and all caches; the data folder stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(BIN)/python:
	@test -n "$(PYTHON)" && $(PYTHON) -c '$(NEW_ENOUGH)' \
		|| { echo "Broadsheet needs Python 3.11 or newer. Where yours has another name: make PYTHON=…" >&2; exit 1; }
	@echo "Creating $(VENV) with $(PYTHON)"
	@$(if $(UV),$(UV) venv --quiet --clear --python $(PYTHON) $(VENV),$(PYTHON) -m venv --clear $(VENV)) \
		|| { echo "The environment could not be made. On Debian or Ubuntu: apt install python3-venv" >&2; exit 1; }

$(VENV)/installed: pyproject.toml | $(BIN)/python
	@echo "Installing Broadsheet into $(VENV) (once; half a minute)"
	@$(INSTALL) --editable .
	@touch $@

$(VENV)/installed-dev: pyproject.toml | $(BIN)/python
	@echo "Installing Broadsheet and its test tools into $(VENV) (once; a minute)"
	@$(INSTALL) --editable '.[dev]'
	@touch $@ $(VENV)/installed
