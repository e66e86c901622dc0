# Every target that needs the environment makes it first: Python 3.11 and make are all a machine must have.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
PORT   ?= 4747
FUZZ   ?= 20000
DOCUMENTS ?= documents
# Bytecode is kept even where the environment says otherwise: each worker, and each program that a test starts,
# would compile everything again. A worker that is done takes over from another: shares that are dealt out at the start
# give one worker nearly all that is slow.
PYTEST := PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n auto --dist worksteal

.DEFAULT_GOAL := help
.PHONY: help serve test fast check format lint types layers coverage certify selftest bench fuzz derive docs lock clean

help: ## list the targets
	@awk -F':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name one with PYTHON=/path/to/python3.11" >&2; exit 2; }
	@echo "Making the environment in $(VENV), once; this takes a minute or so..." >&2
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable . --group dev
	@touch $(READY)

serve: $(READY) ## start the mock of every vendor on port $(PORT)
	@$(BIN)/truecopy serve --port $(PORT)

test: $(READY) ## run all tests
	@$(PYTEST)

fast: $(READY) ## run the tests but the slow ones
	@$(PYTEST) -m "not slow"

check: format lint types layers coverage ## all that CI runs

format: $(READY) ## is the code formatted?
	@$(BIN)/ruff format --check .

lint: $(READY) ## ruff
	@$(BIN)/ruff check .

types: $(READY) ## mypy, strict
	@$(BIN)/mypy

layers: $(READY) ## who may import whom
	@$(BIN)/lint-imports

coverage: $(READY) ## all tests, with branch coverage
	@$(PYTEST) --cov --cov-report=term-missing:skip-covered

certify: $(READY) ## judge the mock by the check, and write docs/fidelity.md
	@$(BIN)/truecopy certify --output docs/fidelity.md

selftest: $(patsubst contracts/%,selftest-%,$(wildcard contracts/*)) ## change each contract claim by claim: does the check notice?

selftest-%: $(READY)
	@$(BIN)/truecopy check mock --vendor $* --self-test

bench: $(READY) ## ratios against stated baselines
	@for each in benchmarks/bench_*.py; do PYTHONPATH=. $(BIN)/python $$each || exit 1; done

fuzz: $(READY) ## 20,000 spoiled requests against a real server: make fuzz FUZZ=count
	@TRUECOPY_FUZZ_REQUESTS=$(FUZZ) $(BIN)/python -m pytest -q tests/end_to_end/test_fuzzing.py

derive: $(READY) ## derive the contracts again: make derive DOCUMENTS=folder
	@$(BIN)/truecopy derive $(DOCUMENTS)

docs: $(READY) ## write the documents that are made from the code
	@$(BIN)/python -m truecopy.report.rule_table docs/rules.md
	@$(BIN)/python -m truecopy.report.severity_table docs/check.md

lock: $(READY) ## write the installed versions to constraints.txt
	@$(BIN)/python -m pip freeze --exclude-editable | grep -v -E '^(pip|setuptools)==' > constraints.txt

clean: ## remove the environment and everything generated
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .schemathesis .coverage .coverage.* .import_linter_cache
	find src tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
