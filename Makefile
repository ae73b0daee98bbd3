# Two commands matter: `make demo` shows what labelcheck does, `make test` checks everything.
# Both set up .venv by themselves and need Python 3.11 or later, nothing else.

PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
EXAMPLES := examples
BIOME_VERSION := 2.6.8
BIOME := build/biome-$(BIOME_VERSION)/node_modules/.bin/biome

.DEFAULT_GOAL := help
.PHONY: help demo test lint pagelint format bench reference package prepared golden table prove bulk-proof terminology judge hapi spark screenshots mutation clean

help: ## what can be made
	@grep -E '^[a-z-]+:.*## ' Makefile | sed 's/:.*## /: /'

demo: $(VENV)/.runtime ## set-up, then the flagship example: 60 mg where the label says 40 mg, and its 40 mg twin
	@echo; echo '$$ labelcheck check $(EXAMPLES)/net-adolescent-60mg.json'; echo
	@$(BIN)/labelcheck check --format text $(EXAMPLES)/net-adolescent-60mg.json; test $$? -eq 1
	@echo; echo '$$ labelcheck check $(EXAMPLES)/net-adolescent-40mg.json    (one word of the order changed)'; echo
	@$(BIN)/labelcheck check --format text $(EXAMPLES)/net-adolescent-40mg.json
	@echo; echo 'The command is $(BIN)/labelcheck.'

test: lint ## set-up, then lint, types, layers and all tests
	$(BIN)/python -m pytest -n auto --dist worksteal

lint: $(VENV)/.dev pagelint ## format, lint, types and the import contract
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Biome comes from the registry of npm. Where it cannot be had the check is skipped and says so, unless it is required.
pagelint: ## format and lint of the page's JavaScript, lint of its style sheets (needs npm)
	@if command -v npm >/dev/null && { test -x $(BIOME) || npm install --silent --no-save --no-package-lock --ignore-scripts \
		--no-audit --no-fund --prefix build/biome-$(BIOME_VERSION) @biomejs/biome@$(BIOME_VERSION); }; \
	then echo 'biome check'; $(BIOME) check --error-on-warnings; \
	elif [ "$$LABELCHECK_LINT_PAGE" = required ]; then echo 'npm cannot fetch Biome here, and the page must be linted.' >&2; exit 1; \
	else echo 'The page is not linted: npm cannot fetch Biome here.'; fi

format: $(VENV)/.dev ## put the code into its form
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

bench: $(VENV)/.dev prepared ## calls, milliseconds and growth beside their targets, in one run
	$(BIN)/python benchmarks/targets.py

table: $(VENV)/.dev ## the table by which sigs are read, anew from their grammar (validator/dosage/sig.lark)
	$(BIN)/python -m tests.support.sig_table

prepared: $(VENV)/.runtime ## validator/prepared.msgpack, which makes a start short: after a change to labels, value sets or their readers
	$(BIN)/python -m validator.prepare

golden: $(VENV)/.dev ## write the golden files and the output in the README anew; read the difference before committing it
	$(BIN)/python -m pytest -q --update-golden tests/report tests/test_documentation.py tests/test_conventions.py

prove: $(VENV)/.dev ## the laws of the ledger over every chart and every damage (a quarter of an hour); see docs/proof.md
	$(BIN)/python tests/proof/prove.py

bulk-proof: $(VENV)/.dev ## 100,000 orders of a made export against their known answers, with one process, two, Spark (hours)
	$(BIN)/python tests/proof/bulk.py

reference: $(VENV)/.dev ## docs/reference: a page of each finding, criterion, value set and label revision
	$(BIN)/python -m validator.report.reference docs/reference

package: $(VENV)/.dev ## dist/labelcheck.fhir/package.tgz: the published definitions and the examples as a FHIR package
	$(BIN)/python -m validator.report.fhir_package dist/labelcheck.fhir $(EXAMPLES)

terminology: $(VENV)/.dev ## docs/terminology.md and profiles/expansions from the value sets, and codes no installed table knows
	$(BIN)/python tests/support/expansions.py
	$(BIN)/python tests/support/titles.py
	$(BIN)/python tests/support/terminology_page.py

judge: $(VENV)/.dev ## the official FHIR validator over all that is published, in three releases (Java 17 and Maven; minutes)
	$(BIN)/python tests/support/judge.py

hapi: $(VENV)/.dev ## the examples and the profiles on a real HAPI server (Java 17 and Maven; minutes); see docs/connect.md
	$(BIN)/python tests/proof/hapi.py

spark: $(VENV)/.dev ## bulk on a Spark cluster of two workers on this machine: killed executors, a million rows of one patient (Java 17)
	$(INSTALL) --editable '.[dev,spark]'
	LABELCHECK_TEST_SPARK='local-cluster[2,1,1536]' LABELCHECK_TEST_SPARK_ROWS=1000000 $(BIN)/python -m pytest -n 0 tests/bulk/test_spark.py

screenshots: $(VENV)/.dev ## the sandbox as it looks, into build/screenshots and the README (needs chromium)
	$(BIN)/python tests/support/screenshots.py

mutation: $(VENV)/.dev ## changes one operator or number at a time and lists the changes that no test notices (an hour)
	$(BIN)/python tests/proof/mutation.py

clean: ## remove the set-up
	rm -rf $(VENV)

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo 'labelcheck needs Python 3.11 or later with the venv module (on Debian and Ubuntu: apt install python3-venv).' >&2; \
		echo 'If it has another name here: make PYTHON=/path/to/python demo' >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo '$(PYTHON) is not Python 3.11 or later.' >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo '$(PYTHON) cannot make a virtual environment; install its venv module (python3-venv).' >&2; exit 1; }

# The stamps are renewed when what is to be installed changes.
$(VENV)/.runtime: pyproject.toml constraints.txt | $(BIN)/python
	@echo 'Setting up $(VENV) ...'
	@$(INSTALL) --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(BIN)/python
	@echo 'Setting up $(VENV) for development ...'
	@$(INSTALL) --editable '.[dev]'
	@touch $@ $(VENV)/.runtime
