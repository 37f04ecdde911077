# `make run` opens the sample project, `make test` runs the tests; both first set up .venv, once.
# Needs Python 3.11 or newer; another than python3: make run PYTHON=python3.12

PYTHON ?= python3
VENV := .venv
# Tests of screens wait for much of their time, so that a core has work for two at once.
WORKERS ?= $(shell $(PYTHON) -c 'import os; print(min(8, 2 * (os.cpu_count() or 1)))')
BIN := $(VENV)/bin
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard cockpit/locale/*/LC_MESSAGES/cockpit.po))

# Stamps: the environment holds what runs the program, and what its developers use.
RUNNABLE := $(VENV)/.runnable
TESTABLE := $(VENV)/.testable

# What is compiled is kept, whatever the shell asks: each worker of the tests would compile a thousand files anew.
unexport PYTHONDONTWRITEBYTECODE

.NOTPARALLEL:
.PHONY: run test coverage mutants check lint format types contracts bench catalogue pins clean

run: $(RUNNABLE) $(CATALOGUES)
	$(BIN)/cockpit demo

test: $(TESTABLE) $(CATALOGUES)
	$(BIN)/pytest -n $(WORKERS) --dist worksteal $(TESTS)

# How much of the method its own tests run, branch by branch.  To measure the time of what is traced would tell nothing.
coverage: $(TESTABLE) $(CATALOGUES)
	$(BIN)/pytest -n $(WORKERS) --dist worksteal --hypothesis-profile=few --cov --cov-report=term-missing:skip-covered \
	  --deselect tests/domain/test_act.py::test_the_time_of_an_act_grows_with_its_edits_and_not_with_their_square tests/domain

# How many small changes of the verdict and the criteria their tests notice; it takes an hour.
mutants: $(TESTABLE) $(CATALOGUES)
	nice $(BIN)/python -m tools.mutants $(MUTANTS)

check: lint types contracts

lint: $(TESTABLE)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

# Lays the sources out as `make lint` wants them.
format: $(TESTABLE)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(TESTABLE)
	$(BIN)/mypy

contracts: $(TESTABLE)
	$(BIN)/lint-imports --no-cache

bench: $(TESTABLE) $(CATALOGUES)
	$(BIN)/python -m bench
	$(BIN)/python -m bench.wire
	$(BIN)/python -m bench.simulation
	$(BIN)/python -m bench.verdicts
	$(BIN)/python -m bench.finding
	$(BIN)/python -m bench.together

# Brings the catalogues of translations up to date with the strings in the sources.
catalogue: $(TESTABLE)
	$(BIN)/python catalogues.py

# Chooses the newest versions that pyproject.toml allows, and pins them.
pins:
	$(PYTHON) -m venv --clear build/pins
	build/pins/bin/pip install --quiet --disable-pip-version-check -e '.[dev]'
	echo '# The versions that the project is developed and tested with; written by `make pins`.' > constraints.txt
	build/pins/bin/pip freeze --disable-pip-version-check --exclude-editable >> constraints.txt

clean:
	rm -rf $(VENV) build dist mutants .coverage .hypothesis .mypy_cache .ruff_cache
	rm -f $(CATALOGUES)
	find . -name __pycache__ -prune -exec rm -rf {} +

$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'cockpit needs Python 3.11 or newer; name one: make run PYTHON=python3.12' >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)

$(RUNNABLE): pyproject.toml constraints.txt | $(BIN)/pip
	@echo 'Installing what the program needs in $(VENV), once...'
	@$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[catalogues]'
	@touch $@

$(TESTABLE): pyproject.toml constraints.txt | $(BIN)/pip
	@echo 'Installing what the tests and checks need in $(VENV), once...'
	@$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $(RUNNABLE) $@

%.mo: %.po catalogues.py | $(RUNNABLE)
	$(BIN)/python catalogues.py --compile
