# Two commands: `make run` and `make test`. Everything lives in .venv; only Python and make are needed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DATA ?= data
PORT ?= 8000
WEB := $(shell find api/web -type f -not -path '*/node_modules/*' -not -path '*/dist/*' 2>/dev/null)
REPORTS := $(shell find seeds graph ontology -type f -not -name '*.pyc' 2>/dev/null)

.PHONY: setup run test check build serve generate clean browser

setup: $(VENV)/.ready api/static/.stamp

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Zhengtu needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.ready: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

api/static/.stamp: $(WEB) scripts/build_web.py | $(VENV)/.ready
	$(BIN)/python scripts/build_web.py
	@touch $@

build: $(DATA)/current

$(DATA)/current: $(REPORTS) | $(VENV)/.ready
	$(BIN)/zhengtu build seeds/reports --out $(DATA)
	@touch --no-dereference $@

serve: setup
	$(BIN)/zhengtu serve --data $(DATA) --port $(PORT)

run: setup build
	$(BIN)/zhengtu serve --data $(DATA) --port $(PORT)

test: setup
	$(BIN)/python -m pytest

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/generate_terms.py --check
	$(BIN)/python scripts/measure_rules.py --check
	$(BIN)/python scripts/generate_schema.py --check
	$(BIN)/python scripts/check_web.py

generate: setup
	$(BIN)/python scripts/generate_terms.py
	$(BIN)/python scripts/measure_rules.py
	$(BIN)/python scripts/generate_schema.py

clean:
	rm -rf $(VENV) $(DATA) api/static api/web/node_modules dist
