# make demo: the whole chain on the seed article.   make test: the tests.   make: tests and lint.
# Another Python: make demo PYTHON=python3.12      Another environment: make test VENV=/tmp/venv

PYTHON ?= python3
VENV ?= .venv
OUT ?= out
BIN := $(VENV)/bin
KG := $(BIN)/kg

.PHONY: all demo test lint golden clean python

all: test lint

demo: $(VENV)/.installed
	@mkdir -p $(OUT)
	$(KG) build seeds/ -o $(OUT)/stated.trig
	$(KG) reason $(OUT)/stated.trig -o $(OUT)/graph.trig
	$(KG) export $(OUT)/graph.trig -o $(OUT)/graph.ttl
	@echo; echo "Who did what to whom?"
	@$(KG) query $(OUT)/graph.trig who-did-what-to-whom
	@echo; echo "Who is allied with whom, and who is hostile to whom?"
	@$(KG) query $(OUT)/graph.trig allies-and-adversaries
	@echo; echo "Whose conduct contradicts the talks?"
	@$(KG) query $(OUT)/graph.trig conduct-that-contradicts-talks
	@echo; echo "The graph as Turtle: $(OUT)/graph.ttl; with the sentence of every statement: $(OUT)/graph.trig"
	@echo "More questions: $(KG) query --list"

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

golden: $(VENV)/.installed-dev
	$(BIN)/python -m pytest --update-golden

clean:
	rm -rf $(OUT) build dist .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find kg tests -name __pycache__ -type d -prune -exec rm -rf {} +

python:
	@$(PYTHON) -c 'import sys; ok = (3, 11) <= sys.version_info < (3, 14); sys.exit(0 if ok else 1)' 2>/dev/null || { \
	  echo "kg needs Python 3.11, 3.12 or 3.13, and $(PYTHON) is: $$($(PYTHON) --version 2>&1)" >&2; \
	  echo "Name another one, such as: make demo PYTHON=python3.12" >&2; exit 1; }

$(VENV)/bin/python: | python
	$(PYTHON) -m venv $(VENV)

# The package is installed as a link to this folder, so that changes count at once.
$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/.installed
