# Set-up happens by itself, before whatever needs it. `make help` lists the commands.

BIN := .venv/bin
READY := .venv/.ready

# Two more test processes than processors: the end-to-end tests spend their minutes waiting.
TEST_PROCESSES ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 2)

# Extra arguments for pytest: make test ARGS="-k burn -x"
ARGS ?=

# .venv belongs to the folder it was made in: a moved or copied checkout, or a Python that is gone, makes it again.
RENEW := $(shell test -x $(BIN)/python && test "$$(cat $(READY) 2>/dev/null)" = "$$(pwd -P)" || echo FORCE)

.PHONY: all generate prove setup test check format lint types contracts fresh docs-check docs fmt e2e bench bench-accuracy bench-boards lint-precision compat mutation lock clean help FORCE

all: generate prove ## Compile slos/ into generated/ and run the generated tests (the default)

generate: $(READY) ## Compile slos/ into generated/; promtool judges every file first
	$(BIN)/slogen generate

prove: $(READY) ## Run the generated tests; what passed with the same rules is not run again
	$(BIN)/slogen test

setup: $(READY) ## Install promtool, amtool and .venv; quick when nothing changed

test: $(READY) ## Run the tests; ARGS="-k burn" selects some
	$(BIN)/python -m pytest -n $(TEST_PROCESSES) --maxprocesses 8 $(ARGS)

check: format lint types contracts fresh prove docs-check ## Everything that must pass before a commit, besides the tests

format: $(READY) ## Code is formatted
	$(BIN)/ruff format --check

lint: $(READY) ## ruff finds nothing in the code, slogen lint no error in specs, rules and runbooks
	$(BIN)/ruff check
	$(BIN)/slogen lint

types: $(READY) ## mypy --strict finds nothing
	$(BIN)/mypy

contracts: $(READY) ## Imports go down the layers only
	$(BIN)/lint-imports --no-logo

fresh: $(READY) ## generated/ is what slos/ compiles to
	$(BIN)/slogen generate --check

docs-check: $(READY) ## Pages made from the code are fresh
	$(BIN)/python -m slogen.cli.docs --check

docs: $(READY) ## Make the pages anew that come from the code: schemas, spec reference, diagnostics, commands, checks
	$(BIN)/python -m slogen.cli.docs

fmt: $(READY) ## Format the code and apply ruff's safe fixes
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

e2e: $(READY) ## Only the end-to-end tests: real Prometheus and Alertmanager, about two minutes
	$(BIN)/python -m pytest tests/e2e -n 3 --durations 5 $(ARGS)

bench: $(READY) ## Measure 1,000 and 10,000 SLOs, and lint; BENCH_RUNS=3, BENCH_SIZES="1000 10000"
	$(BIN)/python -m bench.run

bench-accuracy: $(READY) ## Check budgets against the truth on a real Prometheus, and count the cost; BENCH_ACCURACY=quick, PROMETHEUS=<program>
	PYTHONUNBUFFERED=1 $(BIN)/python -m bench.accuracy

bench-boards: $(READY) ## Draw OmniHub's boards with two days of made-up data: previews/ and the pictures in docs/
	$(BIN)/python -m bench.boards

lint-precision: $(READY) ## Count what slogen lint finds, misses and finds too much in the corpus of hand-written rules
	$(BIN)/python -m bench.lint_precision

compat: $(READY) ## Check and test the rules with Prometheus 2.42, 2.53 and 3.x; the newer ones come from Debian's mirrors
	PYTHONUNBUFFERED=1 $(BIN)/python -m bench.compat

mutation: $(READY) ## Break the generated rules and count who notices; MUTATION=all or <system>/<service>, MUTATION_EACH=2, MUTATION_JOBS=2
	$(BIN)/python -m bench.mutation

lock: $(READY) ## Pin the packages again; UPGRADE=1 takes the newest releases
	$(BIN)/python -m venv build/lock
	build/lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	build/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --all-extras \
		--custom-compile-command "make lock" $(if $(UPGRADE),--upgrade) --output-file requirements.lock pyproject.toml

clean: ## Remove .venv, caches and build leftovers; generated/ stays
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache src/*.egg-info
	find src tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## List the commands
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/\1|\2/p' Makefile | while IFS='|' read -r name text; do printf '  make %-14s %s\n' "$$name" "$$text"; done

$(READY): pyproject.toml requirements.lock .ci/setup $(RENEW)
	.ci/setup
