# The one door for tasks. `make help` lists them.
.DEFAULT_GOAL := help
WORKERS := 2
NACHTLICHT := .venv/app/bin/nachtlicht
UV := $(shell command -v uv 2>/dev/null || echo .venv/tools/bin/uv)
.PHONY: help start test faults train check lint audit screenshots lock clean

start: ## Install what is needed, train, and run chat and console on http://localhost:8000
	@deploy/prepare app engine
	@exec $(NACHTLICHT) start $(if $(PORT),--port $(PORT))

test: ## Install what is needed and run every check and test
	@deploy/prepare dev engine browser
	@$(MAKE) --no-print-directory lint
	@.venv/app/bin/nachtlicht check
	@.venv/app/bin/nachtlicht train
	@.venv/app/bin/python -m pytest -n $(WORKERS) --dist loadfile $(ARGS)

faults: ## Let everything fall over at random moments, 500 times on each database, and count (an hour or two)
	@deploy/prepare dev
	@NACHTLICHT_LONG=1 .venv/app/bin/python -m pytest tests/faults -s --timeout 0 $(ARGS)

lint: ## Style and strict types
	@.venv/app/bin/ruff check .
	@.venv/app/bin/ruff format --check .
	@.venv/app/bin/mypy

train: ## Train the engine's model
	@deploy/prepare app engine
	@$(NACHTLICHT) train

check: ## Check data, flows and texts
	@deploy/prepare app engine
	@$(NACHTLICHT) check

audit: ## Pins, hashes, licences, and secrets that do not belong here
	@deploy/prepare dev engine
	@.venv/app/bin/python -m pytest -q tests/unit/test_audit.py

screenshots: ## Make the pictures of docs/ anew, from a real talk
	@deploy/prepare dev engine browser
	@.venv/app/bin/python -m tests.browser.screenshots

lock: ## Compile the hashed requirements files from pyproject.toml
	@deploy/prepare app
	@$(UV) pip compile -q --universal -p 3.12 --generate-hashes --no-emit-index-url pyproject.toml -o requirements/app.txt
	@$(UV) pip compile -q --universal -p 3.12 --generate-hashes --no-emit-index-url pyproject.toml --group dev -c requirements/app.txt -o requirements/dev.txt
	@$(UV) pip compile -q --universal -p 3.10 --generate-hashes --no-emit-index-url --group pyproject.toml:engine -o requirements/engine.txt

clean: ## Remove environments and trained models; what people wrote stays
	@rm -rf .venv models

help: ## This list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile
