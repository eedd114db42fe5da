# `make run` serves the product; `make test` proves it. Both set up whatever is missing first.
PYTHON ?= python3
VENV_PYTHON := .venv/bin/python
comma := ,
TRAIN_FLAG := $(if $(filter true 1,$(CI) $(TRAIN)),--train)

.PHONY: help run test setup bench figures ranker

help:
	@echo "make run     set up, then serve on http://localhost:8000 (PORT=...)"
	@echo "make test    set up, then lint, types, import contracts and all tests"
	@echo "make bench   the benchmarks, beside their baselines (SIZE=million: one talent against a million jobs, 15 GiB)"
	@echo "make figures the batch tools on the development data, beside their baselines"
	@echo "make ranker  make the shipped ranker again"

run:
	@$(PYTHON) scripts/setup.py
	@exec $(VENV_PYTHON) scripts/run.py

setup:
	@$(PYTHON) scripts/setup.py

test:
	@$(PYTHON) scripts/setup.py --dev $(TRAIN_FLAG)
	@$(VENV_PYTHON) scripts/check.py

bench:
	@$(PYTHON) scripts/setup.py --dev
	@$(VENV_PYTHON) -m bench $(if $(filter million,$(SIZE)),million --sizes 10000$(comma)100000$(comma)1000000)

figures:
	@$(PYTHON) scripts/setup.py --dev
	@$(VENV_PYTHON) scripts/figures.py --out docs/figures.md

ranker:
	@$(PYTHON) scripts/setup.py
	@OMP_NUM_THREADS=1 $(VENV_PYTHON) manage.py make_ranker
