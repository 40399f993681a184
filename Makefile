# Two commands do everything on a fresh machine: `make run` and `make test`.
VENV := .venv
BIN := $(VENV)/bin
TESTS ?= tests

.PHONY: run test lint catalogs gallery man bench lock clean

run: $(VENV)/.run
	@$(BIN)/presend demo

# Compiled tests are kept, whatever the environment says of bytecode: to compile them takes each worker ten seconds.
test: $(VENV)/.test
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest -n auto --dist worksteal $(TESTS)

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m composer.workbench.catalogs check

# Extracts the messages, updates every catalog and checks them.
catalogs: $(VENV)/.run
	$(BIN)/python -m composer.workbench.catalogs update
	$(BIN)/python -m composer.workbench.catalogs check

# Every screen in every language, as text and SVG, on one page.
gallery: $(VENV)/.test
	$(BIN)/python -m composer.workbench.gallery gallery

# The manual pages, from the parsers and the schemas: man -l man/man1/presend.1
man: $(VENV)/.run
	$(BIN)/python -m composer.workbench.manual man

bench: $(VENV)/.test
	@$(BIN)/python -m benchmarks

# Pins every dependency again, with hashes for all platforms.
lock: $(VENV)/.test
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
	  --group build pyproject.toml --output-file requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
	  --group build --group test --group lint pyproject.toml --output-file requirements-dev.lock

clean:
	rm -rf $(VENV) gallery man dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(VENV)/.run: requirements.lock pyproject.toml hatch_build.py
	@sh .ci/environment $(VENV) requirements.lock
	@touch $@

$(VENV)/.test: requirements-dev.lock pyproject.toml hatch_build.py
	@sh .ci/environment $(VENV) requirements-dev.lock
	@touch $(VENV)/.run $@
