# What a person or a machine does with this checkout. Every target sets up what it needs and works from any folder (make -C).
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: run test check check-service check-frontend test-service test-frontend test-browser bench e2e migrate screenshots setup help

BIN := .venv/bin
SETUP := scripts/setup.sh
CODE := $(wildcard server leaderboards career seeds benchmarks scripts)
# As many as there are cores, within reason; browsers stay two, because what one of their tests leaves behind the next one finds.
WORKERS ?= $(shell cores=$$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2); echo $$((cores < 2 ? 2 : cores > 6 ? 6 : cores)))
BROWSERS ?= 2
# Both lanes at once, on a machine that has two cores to spare; checks say what they found in one piece, tests as they go.
LANES := $(MAKE) --no-print-directory --jobs 2
TOGETHER := $(LANES) $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)
# Tests and tools must not inherit where a running service keeps its data.
CLEAN := env -u PYTHONDONTWRITEBYTECODE -u DATABASE_URL -u REDIS_URL -u ECHELON_DATA -u ECHELON_DEMO -u HOST -u PORT

run: ## set up what is missing, start everything, serve on http://$HOST:$PORT (127.0.0.1:8000)
	@$(SETUP) python frontend
	@# exec: the launcher is make's own child, and ends when make does, however make ends.
	@ECHELON_PARENT=$$PPID ECHELON_DEMO=$${ECHELON_DEMO:-1} ECHELON_DATA=$${ECHELON_DATA:-$(CURDIR)/.echelon} \
		exec $(BIN)/echelon serve

test: ## everything: checks, front-end tests, then unit, property, server and browser tests
	@$(SETUP) python frontend browser
	@$(TOGETHER) check-service test-frontend
	@$(LANES) test-service test-browser

test-service:
	@$(CLEAN) $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --ignore tests/e2e $(ARGS)

# Apart from the others: the browser driver keeps an event loop running in its process, where no other may then start. Browsers
# wait half of the time, so there are more of all these than cores.
test-browser:
	@$(MAKE) --no-print-directory --jobs $(BROWSERS) $(foreach part,$(shell seq $(BROWSERS)),test-browser-$(part))

test-browser-%:
	@$(CLEAN) ECHELON_PART=$*/$(BROWSERS) $(BIN)/python -m pytest tests/e2e $(ARGS) | sed -u 's/^/browser $*: /'

check: ## formatter, linters, strict types, import contracts, dead code, unused dependencies
	@$(SETUP) python frontend
	@$(TOGETHER) check-service check-frontend

check-service:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy $(CODE) tests
	$(BIN)/lint-imports
	$(BIN)/vulture
	$(BIN)/deptry .
	$(BIN)/bandit --quiet --recursive --configfile pyproject.toml $(CODE)

check-frontend:
	@$(SETUP) npm run --silent typecheck
	@$(SETUP) npm run --silent lint
	@$(SETUP) npm run --silent sizes

test-frontend: check-frontend
	@$(CLEAN) $(SETUP) npm test

bench: ## measure throughput, fan-out and latency as ratios
	@$(SETUP) python
	@$(CLEAN) $(BIN)/python -m benchmarks $(ARGS)

e2e: ## the browser tests alone
	@$(SETUP) python frontend browser
	@$(CLEAN) $(BIN)/python -m pytest tests/e2e $(ARGS)

migrate: ## bring the database to this version's schema
	@$(SETUP) python
	@ECHELON_DATA=$${ECHELON_DATA:-$(CURDIR)/.echelon} exec $(BIN)/echelon migrate

screenshots: ## photograph every page of the demo centre: all into screenshots/, those that documents show and sheets of all into docs/images/
	@$(SETUP) python frontend browser
	@$(CLEAN) $(BIN)/python -m scripts.photographs $(ARGS)

setup: ## create the environment and build the front end, and stop there
	@$(SETUP) python frontend

help: ## this list
	@sed -n 's/^\([a-z0-9]*\):[^#]*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 16
