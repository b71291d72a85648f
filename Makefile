# One command to run Wardmote, one to test it. The work is in scripts/bootstrap.py.
PYTHON ?= python3
BOOTSTRAP = @$(PYTHON) -S scripts/bootstrap.py

.DEFAULT_GOAL := help
.PHONY: help up test bench docs lock messages fmt

help:  ## Show this list
	@sed -n 's/^\([a-z]*\):  ## /  make \1|/p' Makefile | awk -F'|' '{ printf "%-14s%s\n", $$1, $$2 }'
	@echo
	@echo 'ARGS="..." is handed on to the command. ONLY=static, sqlite or postgres runs that part of the tests.'
	@echo 'PYTHON=python3.12 names the Python. Everything is written under WARDMOTE_HOME (.wardmote here).'

up:  ## Prepare what is missing, then run Wardmote (Ctrl-C stops it)
	$(BOOTSTRAP) up $(ARGS)

test:  ## Run every check and test, on SQLite and on PostgreSQL
	$(BOOTSTRAP) test $(if $(ONLY),--only $(ONLY)) $(ARGS)

bench:  ## Measure the figures that we promise
	$(BOOTSTRAP) bench $(ARGS)

docs:  ## Write the generated pages of the documentation
	$(BOOTSTRAP) docs $(ARGS)

lock:  ## Write requirements/*.lock anew (ARGS=--upgrade takes newer versions)
	$(BOOTSTRAP) lock $(ARGS)

messages:  ## Collect every text for translators into src/wardmote/locale
	$(BOOTSTRAP) messages

fmt:  ## Put the code into its usual form
	$(BOOTSTRAP) fmt
