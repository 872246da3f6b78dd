# Two commands do all on a fresh machine: `make demo` and `make test`. They need python3 (3.11+) with venv, and make.

PYTHON ?= python3
VENV := .venv
# Windows has its programs elsewhere.
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
RUNS := $(VENV)/.runs
READY := $(VENV)/.ready
PYTEST := $(BIN)/pytest -n auto
QUICK := tests/test_plain_code.py tests/practice tests/commands tests/configuration tests/cli tests/desk

# Every test's child process would otherwise read and compile all the source anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo quick test test-hard check mutants bench pictures page site release sign lock runs ready venv clean

demo: runs
	$(BIN)/python -m supervision_tui demo

# What one runs while writing: rules, commands, configuration, command line, desk.
quick: ready
	$(PYTEST) -m "not hard" $(QUICK)

# Every behaviour once.
test: ready
	$(PYTEST) -m "not hard"

# Kills, failing disks, many examples, every size and theme, journeys without a network, real terminals and keyrings.
test-hard: ready
	$(PYTEST) -m "hard or hypothesis" --hypothesis-profile=many

# Lint, format, types, layers; then the quick tests in an order drawn by chance, but the same each time.
check: ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(PYTEST) -p randomly --randomly-seed=2026 -m "not hard" $(QUICK)

# Small faults put into the rules and the vault one by one, and which of them no test sees: some hours. Of one module:
# make mutants OF='supervision_tui.practice.retention*'; then `.venv/bin/mutmut show NAME`.
mutants: ready
	$(BIN)/mutmut run $(OF)
	$(BIN)/mutmut results

# What is promised about speed, in one run of some fifteen minutes; writes benchmarks/results.md.
bench: ready
	$(BIN)/python -m benchmarks

# After a screen was changed on purpose: draw all pictures anew, then look at every one that differs.
pictures: ready
	$(BIN)/pytest -n auto tests/screens --snapshot-update

# After the shipped policy, a command or a document of `--json` was changed: the tables of the documents anew, below what
# is written by hand, and the schemas.
page: ready
	sed -i.old '/^### Working days/,$$d' docs/practice-policy.md
	$(BIN)/supervision-tui --policy default config show --markdown >> docs/practice-policy.md
	sed -i.old '/^| where | keys |/,$$d' docs/keys.md
	$(BIN)/supervision-tui config keys --card >> docs/keys.md
	sed -i.old '/^### Everywhere/,$$d' docs/actions.md
	$(BIN)/supervision-tui config keys --markdown >> docs/actions.md
	rm docs/*.md.old
	$(BIN)/python -m release.schemas
	$(BIN)/python -m release.bank_holidays

# The documents as a site, in site/; a link or a picture that is not there fails.
site: ready
	$(BIN)/mkdocs build --quiet

# Everything a release is made of, in dist/: wheel, source, one file that runs, a folder for Windows, SBOM, notices,
# completions, man page, checksums. EMBEDDED=python-3.13.5-embed-amd64.zip puts Python into the folder for Windows,
# PROJECT_URL=https://… addresses into the package and pictures onto its page.
release: ready
	$(BIN)/python -m release.build

# The checksums signed with minisign and a key that lies elsewhere: make sign KEY=~/keys/release.key
sign: ready
	$(BIN)/python -m release.signing $(KEY)

# Versions and hashes, and no index: what developers need, what the app needs, and age, which is not made for every
# machine (none of it for musl).
COMPILE := $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
  --no-annotate --quiet
lock: ready
	$(COMPILE) pyproject.toml --extra dev --output-file requirements.lock
	$(COMPILE) pyproject.toml --extra spelling --constraint requirements.lock --output-file requirements-run.lock
	echo pyrage | $(COMPILE) - --constraint requirements.lock --output-file requirements-age.lock

# A `.venv` of another tool, without pip, gets one; one that does not run is made anew.
venv:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("supervision-tui needs Python 3.11 or newer, and \
	$(PYTHON) is " + sys.version.split()[0] + ". Name another one: make PYTHON=python3.12 ...")'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) has no venv. Install it (Debian and \
	Ubuntu: apt install python3-venv), then do this again." >&2; exit 1; }
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || $(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip >/dev/null 2>&1 \
	  || $(PYTHON) -m venv --clear $(VENV)

PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

# Asked by a make of its own, since the checks before may have made the folder anew.
runs: venv
	@$(MAKE) --no-print-directory $(RUNS)

ready: venv
	@$(MAKE) --no-print-directory $(READY)

$(RUNS): requirements-run.lock requirements-age.lock
	@echo "Installing what the app needs into $(VENV), once; it takes about half a minute."
	@$(PIP) --require-hashes -r requirements-run.lock
	@$(PIP) --require-hashes --only-binary :all: -r requirements-age.lock 2>/dev/null || echo "age is not made for this \
	machine: a file is closed with a password, as an Excel workbook."
	@touch $(RUNS)

$(READY): requirements.lock pyproject.toml
	@echo "Installing what its developers need into $(VENV), once; it takes one or two minutes."
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $(RUNS) $(READY)

clean:
	rm -rf $(VENV) dist site .mypy_cache .ruff_cache .pytest_cache .hypothesis
