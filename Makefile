# Two commands do all on a fresh machine: `make demo` and `make test`. They need python3 (3.11+) with venv, and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test check bench pictures page site release lock clean

demo: $(READY)
	$(BIN)/supervision-tui demo

test: $(READY)
	$(BIN)/pytest -n auto

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# What is promised about speed, in one run of some fifteen minutes; writes benchmarks/results.md.
bench: $(READY)
	$(BIN)/python -m benchmarks

# After a screen was changed on purpose: draw all pictures anew, then look at every one that differs.
pictures: $(READY)
	$(BIN)/pytest -n auto tests/screens --snapshot-update

# After the shipped policy or a command was changed: the tables of the documents anew, below what is written by hand.
page: $(READY)
	sed -i.old '/^### Working days/,$$d' docs/practice-policy.md
	$(BIN)/supervision-tui --policy default config show --markdown >> docs/practice-policy.md
	sed -i.old '/^| where | keys |/,$$d' docs/keys.md
	$(BIN)/supervision-tui config keys --card >> docs/keys.md
	sed -i.old '/^### Everywhere/,$$d' docs/actions.md
	$(BIN)/supervision-tui config keys --markdown >> docs/actions.md
	rm docs/*.md.old

# The documents as a site, in site/; a link or a picture that is not there fails.
site: $(READY)
	$(BIN)/mkdocs build --quiet

# Everything a release is made of, in dist/: wheel, source, one file that runs, SBOM, completions, man page, checksums.
release: $(READY)
	$(BIN)/python -m release.build

# Needs uv (pip install uv). The lock names versions and hashes, and no index.
lock:
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate --quiet --output-file requirements.lock
	uv pip compile pyproject.toml --constraint requirements.lock --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate --quiet --output-file requirements-run.lock

$(READY): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(READY)

clean:
	rm -rf $(VENV) dist site .mypy_cache .ruff_cache .pytest_cache .hypothesis
