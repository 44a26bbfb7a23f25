# `make` alone lists the verbs. Everything runs in .venv, which is made from the lock when the lock or pyproject.toml changes.

PYTHON ?= python3
VENV := .venv
IN := $(VENV)/bin/
MADE := $(VENV)/.made
ATTACK := .venv-attack
ATTACK_MADE := $(ATTACK)/.made
# One more than the processors of a small machine: a test waits for browsers, processes and disks for a third of its time.
WORKERS ?= 3
# Each worker begins with a part of its own, so that what a file shares is made once, and takes from the others when it is through.
PYTEST := $(IN)python -m pytest -q -n $(WORKERS) --dist worksteal
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1
# Python keeps what it compiled, whatever the machine says: tests start a hundred processes.
export PYTHONDONTWRITEBYTECODE :=
APT := DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0
# What opens databases runs on both kinds.
CODE := src tests $(if $(wildcard bench/*.py),bench)

# The tests that stand on a database run on PostgreSQL too; tests/house/test_databases.py holds this list to what opens one.
ON_POSTGRESQL_ALWAYS := tests/journal tests/kit/test_vault.py tests/kit/test_vault_at_once.py tests/kit/text_search tests/roles/test_office.py $(wildcard tests/compartments/*/test_queries.py) \
	--ignore=tests/journal/test_postgres.py
ON_POSTGRESQL := tests/journal tests/journeys/range_import/test_saving.py tests/roles/test_office.py tests/roles/test_loose_ends.py \
	tests/kit/test_vault.py tests/kit/test_vault_at_once.py tests/kit/text_search tests/channels/shop tests/channels/app_api tests/channels/back_office tests/roles/test_search_keeping.py \
	tests/channels/publication tests/channels/staff tests/line tests/compartments/dispatch tests/compartments/stock tests/compartments/stores \
	$(wildcard tests/compartments/*/test_queries.py) --ignore=tests/journal/test_postgres.py

.DEFAULT_GOAL := verbs
.PHONY: verbs run test servers check bench simulate attack events lock clean browser strace postgresql nginx sqlmap wapiti

verbs:
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(MADE)  ## Start edge, office and desk with a demo range and print the addresses; DATABASE=postgresql://... for PostgreSQL
	@$(IN)python -m arkwright demo --data $(if $(DATABASE),var/demo-on-server --database "$(DATABASE)",var/demo)

test: $(MADE) browser strace nginx postgresql  ## Run every test, some seeds of the simulation and the browser among them; lanes, vault, search and queries on PostgreSQL too
	@status=0; \
	$(PYTEST) tests || status=1; \
	$(PYTEST) --database postgres $(ON_POSTGRESQL_ALWAYS) || status=1; \
	exit $$status

servers: $(MADE) browser postgresql  ## Run on PostgreSQL every test that stands on a database, as the build does
	@$(PYTEST) --database postgres $(ON_POSTGRESQL)

check: $(MADE)  ## Lint, formatting, types, import contracts and the tests about the code
	@status=0; \
	$(IN)ruff check . || status=1; \
	$(IN)ruff format --check . || status=1; \
	$(IN)mypy $(CODE) || status=1; \
	$(IN)lint-imports --no-logo || status=1; \
	$(PYTEST) tests/house || status=1; \
	exit $$status

bench: $(MADE) nginx postgresql  ## Measure everything into bench/RESULTS.md, a quarter of an hour: ONLY=checkout,browse measures those anew, FULL=1 the largest sizes, QUICK=1 the smallest, for a look
	@command -v wrk >/dev/null || $(call install,wrk)
	@$(IN)python -m bench

simulate: $(MADE)  ## Run the whole shop in a seeded world: SEEDS=n of them, SEED=n or REPLAY=file one, ABLATE=1 without safeguards; STORES=n with five stores
	@$(IN)python -m tests.simulation$(if $(STORES),.company --seeds $(STORES)) $(if $(SEED),--seed $(SEED)) $(if $(REPLAY),--replay $(REPLAY)) $(if $(ABLATE),--ablate) \
		$(if $(SEEDS),--seeds $(SEEDS)) $(if $(filter-out file,$(origin WORKERS)),--workers $(WORKERS))

attack: $(MADE) $(ATTACK_MADE) sqlmap wapiti  ## Attack an office on loopback with sqlmap and wapiti, search the source with bandit and semgrep: about five minutes
	@$(IN)python -m tests.attack --tools $(ATTACK)/bin

events: $(MADE)  ## Write docs/events.md and the missing golden files from the code
	@$(IN)python -m tests.house.events --write

lock: requirements/product.in requirements/develop.in requirements/attack.in  ## Pin the newest libraries that fit, with hashes and without addresses (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv: see docs.astral.sh/uv, then run it again." >&2; exit 1; }
	@set -e; for name in product develop attack; do \
		uv pip compile --quiet --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-annotate \
			requirements/$$name.in -o requirements/$$name.lock --custom-compile-command "make lock"; \
	done

clean:  ## Remove the virtual environments, caches and demo data
	rm -rf $(VENV) $(ATTACK) var dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(MADE): requirements/develop.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null && $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || $(call install,python3-venv)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Arkwright needs Python 3.11 or newer, and $(PYTHON) is %d.%d: install one and run make PYTHON=python3.11" % sys.version_info[:2] or 0)'
	@echo "Setting up $(VENV) from requirements/develop.lock ..."
	@$(PYTHON) -m venv $(VENV)
	@$(IN)python -m pip install --quiet --require-hashes -r requirements/develop.lock
	@$(IN)python -m pip install --quiet --no-index --no-deps --no-build-isolation -e .
	@touch $@

$(ATTACK_MADE): requirements/attack.lock
	@echo "Setting up $(ATTACK) from requirements/attack.lock ..."
	@$(PYTHON) -m venv $(ATTACK)
	@$(ATTACK)/bin/python -m pip install --quiet --require-hashes -r requirements/attack.lock
	@touch $@

browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || $(call install,chromium)

strace:
	@command -v strace >/dev/null || $(call install,strace)

sqlmap:
	@command -v sqlmap >/dev/null || $(call install,sqlmap)

wapiti:
	@command -v wapiti >/dev/null || $(call install,wapiti)

postgresql:
	@command -v postgres >/dev/null || ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || $(call install,postgresql)

nginx:
	@command -v nginx >/dev/null || $(call install,nginx-light)

# Installs a Debian package when we may; otherwise says in one line what to do.
define install
{ if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	echo "Installing $(1) ..."; $(APT) update </dev/null >/dev/null && $(APT) install -y --no-install-recommends $(1) </dev/null >/dev/null; \
else echo "$(1) is missing: install it (on Debian: sudo apt-get install $(1)) and run make again." >&2; exit 1; fi; }
endef
