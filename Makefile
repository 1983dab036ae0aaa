# The two commands a person needs: `make run` and `make test`. Both set up everything they use, in .venv.
# The work is done by packaging/bootstrap.py, which is the same on Linux, macOS and Windows (there: packaging/run.ps1, test.ps1).

PYTHON ?=
BOOTSTRAP = @TATUMFLOW_PYTHON="$(PYTHON)" sh packaging/python.sh packaging/bootstrap.py

.PHONY: help run setup test check format clean

help: ## what can be asked for
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

run: ## set up, then start the app (without a screen: continue the demo prompt; the last line is the MIDI file)
	$(BOOTSTRAP) run

setup: ## only set up .venv for running
	$(BOOTSTRAP) setup

test: ## set up for development, then every check and every test (ARGS=... goes to pytest)
	$(BOOTSTRAP) test $(ARGS)

check: ## the checks without the tests: ruff, mypy, import-linter
	$(BOOTSTRAP) check

format: ## format the code and sort the imports
	$(BOOTSTRAP) format

clean: ## remove the environment and every cache; takes and runs are kept
	rm -rf .venv build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
