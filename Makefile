# Two commands on a fresh machine: `make demo` and `make test`. Both make .venv first.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.PHONY: help demo test check bench soak package package/freeze package/msi package/deb package/twice lock clean
help:
	@echo "make demo   set up and open a made-up council (with no display: draws every page to demo-pages/)"
	@echo "make test   set up and run every test"
	@echo "make check  lint, types, import contracts"
	@echo "make bench  speed against peers, as ratios in one run (about ten minutes)"
	@echo "make package  freeze, build and try the installers (Linux; about ten minutes; see README)"
	@echo "make soak   crash and property tests for as long as MINUTES says (default 10)"
	@echo "make lock   rewrite requirements/*.txt from requirements/*.in"

$(READY): pyproject.toml requirements/app.txt requirements/dev.txt packaging/system_libraries.sh
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if (3, 11) <= v < (3, 14) else "Caseclock needs Python 3.11, 3.12 or 3.13; this is %d.%d. Set PYTHON=python3.11 and try again." % v)'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@sh packaging/system_libraries.sh $(BIN)/python
	@touch $@

demo: $(READY)
	$(BIN)/caseclock demo

test: $(READY)
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n auto --dist worksteal

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python packaging/vulnerabilities.py

bench: $(READY)
	QT_QPA_PLATFORM=offscreen $(BIN)/python tests/bench

MINUTES ?= 10
soak: $(READY)
	QT_QPA_PLATFORM=offscreen $(BIN)/python tests/bench/soak.py --minutes $(MINUTES)

# The frozen folder and the installers, with tools of their own in build/venv, so that `make test` needs none.
PACK  := build/venv
FREEZE := PYTHONHASHSEED=0 $(PACK)/bin/python packaging/build.py
$(PACK)/.ready: requirements/package.txt packaging/system_libraries.sh
	@test -x $(PACK)/bin/python || $(PYTHON) -m venv $(PACK)
	@$(PACK)/bin/python -m pip install --quiet --require-hashes -r requirements/package.txt
	@sh packaging/system_libraries.sh $(PACK)/bin/python
	@touch $@

package: $(PACK)/.ready
	$(FREEZE) all

package/freeze: $(PACK)/.ready
	$(FREEZE) icon freeze sbom licences manifest check-frozen

package/msi: $(PACK)/.ready
	$(FREEZE) icon freeze sbom licences manifest msi check-msi

package/deb: $(PACK)/.ready
	$(FREEZE) icon freeze sbom licences manifest deb check-deb

package/twice: $(PACK)/.ready
	$(FREEZE) icon twice

COMPILE := uv pip compile --universal --generate-hashes --python-version 3.11 --custom-compile-command "make lock" -q
lock:
	$(COMPILE) requirements/app.in requirements/dev.in -o requirements/dev.txt
	$(COMPILE) -c requirements/dev.txt requirements/app.in -o requirements/app.txt
	$(COMPILE) -c requirements/dev.txt requirements/app.in requirements/package.in -o requirements/package.txt

clean:
	rm -rf $(VENV) build dist *.egg-info demo-pages
