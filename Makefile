# `make` alone lists the targets. Another interpreter: make PYTHON=/path/to/python3.12 VENV=.venv312 test

PYTHON ?= python3
VENV   ?= .venv
ARGS   ?=

BIN   := $(VENV)/bin
RIVALS := .venv-rivals
CORE  := src/slacalc/*.py,src/slacalc/check/*,src/slacalc/words/*,src/slacalc/drawing/*,src/slacalc/views/*
STAMP := $(VENV)/.installed
UV    := $(shell uv --version >/dev/null 2>&1 && command -v uv)

# $(call install,what): install more into the environment
ifeq ($(UV),)
install = $(BIN)/python -m pip install --quiet --constraint constraints.txt $(1)
else
install = $(UV) pip install --quiet --compile-bytecode --python $(BIN)/python --constraint constraints.txt $(1)
endif

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test thorough versions cover guests sweep vectors proof fuzz mutants schema bench rivals lint types floors docs tour pictures changelog format lock dist clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile

demo: $(STAMP) ## run the main job on the sample in examples/
	@$(BIN)/slacalc demo

test: $(STAMP) ## run the tests of every day (under three minutes on two cores)
	PYTHONTZPATH= $(BIN)/python -m pytest -n 2 --dist worksteal -m "not long" $(ARGS)

thorough: $(STAMP) ## run all tests with all their examples, then the quick ones with the system's zones
	SLACALC_PROFILE=thorough PYTHONTZPATH= $(BIN)/python -m pytest -n 2 --dist worksteal $(ARGS)
	@if $(BIN)/python -c 'import sys, os, zoneinfo; sys.exit(not any(map(os.path.isdir, zoneinfo.TZPATH)))'; then \
	  set -x; env -u PYTHONTZPATH $(BIN)/python -m pytest -n 2 --dist worksteal -m "not slow and not long" $(ARGS) tests; \
	else echo "This system has no zones of its own: there is no second run."; fi

versions: $(STAMP) ## run the quick tests on each Python that is installed, on the lowest and newest libraries
	bash .ci/versions $(ARGS)

cover: proof ## measure which branches the quick tests take; fails where the core has one that none takes
	rm -f .coverage .coverage.*
	SLACALC_PROFILE=mutants PYTHONTZPATH= $(BIN)/coverage run -m pytest -q -n 2 --dist worksteal -m "not slow and not long" $(ARGS)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report --omit="$(CORE)"
	$(BIN)/coverage report --include="$(CORE)" --fail-under=100

guests: $(STAMP) ## install the libraries whose datetimes are tested as guests
	$(call install,--group guests)

sweep: $(STAMP) ## compare with the oracle at every transition of every zone, and on drawn calendars (an hour)
	PYTHONTZPATH= $(BIN)/python tests/sweep.py $(ARGS)

vectors: $(STAMP) ## write the vectors that the oracles make anew
	PYTHONTZPATH= $(BIN)/python tests/make_vectors.py

proof: $(STAMP) ## install what measures the tests: coverage, mutmut, atheris
	$(call install,--group proof)

fuzz: proof ## fuzz what reads from outside, five minutes a target
	PYTHONTZPATH= $(BIN)/python tests/fuzz/run.py $(ARGS)

mutants: proof ## try every small change to the core (hours), or ARGS="timeline zones"
	PYTHONTZPATH= PYTHONPATH=tests:src $(BIN)/python -m mutants.run $(ARGS)

schema: $(STAMP) ## write the JSON Schema of policy files anew
	@$(BIN)/python -c "from pathlib import Path; from slacalc.policy_schema import schema_text; Path('src/slacalc/policy.schema.json').write_text(schema_text(), encoding='utf-8')"

bench: $(STAMP) ## print the speed as ratios to plain addition
	@$(BIN)/python benchmarks/run.py $(ARGS)

rivals: $(RIVALS)/.installed ## compare with other libraries and write the page's tables (half an hour)
	cd benchmarks && PYTHONTZPATH= ../$(RIVALS)/bin/python -W ignore -m rivals $(ARGS)

$(RIVALS)/.installed: benchmarks/rivals/requirements.txt
ifeq ($(UV),)
	$(PYTHON) -m venv $(RIVALS)
	$(RIVALS)/bin/python -m pip install --quiet --requirement $< --editable .
else
	$(UV) venv --quiet --allow-existing --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')" $(RIVALS)
	$(UV) pip install --quiet --compile-bytecode --python $(RIVALS)/bin/python --requirement $< --editable .
endif
	@touch $@

lint: $(STAMP) ## check the style
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: proof ## check the types
	$(BIN)/mypy

floors: $(STAMP) ## check that each floor imports only from below
	$(BIN)/lint-imports

docs: $(STAMP) ## run every example of the docs, and build them into build/docs
	PYTHONTZPATH= $(BIN)/python -m pytest $(ARGS) tests/test_pages.py
	$(call install,--group docs)
	PYTHONTZPATH= $(BIN)/sphinx-build -W --keep-going --quiet docs build/docs
	@echo "open build/docs/index.html"

tour: $(STAMP) ## run the tour in JupyterLab in a headless Chromium, and take its picture
	$(call install,--group docs --group browser)
	PYTHONTZPATH= $(BIN)/python docs/tour_in_browser.py $(ARGS)

pictures: $(STAMP) ## draw the pictures of the README anew
	@$(BIN)/python docs/draw_pictures.py

changelog: $(STAMP) ## put the fragments in changes/ into CHANGELOG.md: make changelog ARGS="--version 0.2.0"
	$(call install,--group release)
	$(BIN)/towncrier build --name slacalc $(ARGS)

format: $(STAMP) ## format the code and mend what can be mended
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

lock: ## write constraints.txt anew with the newest versions (needs uv)
	@test -n "$(UV)" || { echo "make lock needs uv: $(PYTHON) -m pip install uv" >&2; exit 1; }
	$(UV) pip compile --quiet --universal --python-version 3.11 --no-header --no-annotate \
	  --all-extras --group dev --group guests --group proof --group docs --group browser --group release --upgrade --output-file constraints.txt pyproject.toml

dist: $(STAMP) ## build the wheel into dist/
	rm -rf dist
ifeq ($(UV),)
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .
else
	$(UV) build --quiet --wheel --python $(BIN)/python --out-dir dist
endif
	@ls dist/*.whl

clean: ## remove the environment, what was built, and the caches
	rm -rf $(VENV) $(RIVALS) dist build docs/_build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find src tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

$(STAMP): pyproject.toml constraints.txt
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON): make PYTHON=/path/to/python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.12")'
ifeq ($(UV),)
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	  { echo "$(PYTHON) cannot make virtual environments: install the package python3-venv (Debian, Ubuntu), or uv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[cli,holidays,i18n,ical,notebook,toml]" --group dev
else
	$(UV) venv --quiet --allow-existing --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')" $(VENV)
	$(UV) pip install --quiet --compile-bytecode --python $(BIN)/python --constraint constraints.txt --editable ".[cli,holidays,i18n,ical,notebook,toml]" --group dev
endif
	@touch $@
