# The commands of the project; each is a script in bin/ that can be called as it is.
#   make run                            set up, make the database, start the portal (PORT, TTDN_DATA_DIR)
#   make test [ARGS="tests/plans -k issue"]   the tests on throw-away servers
#   make check / make fmt               the gate before each commit / put files in the house's form
#   make bench [ARGS="..."]             the benchmarks of bench/

export PYTHONUTF8 = 1
ARGS ?=

.PHONY: setup run test check fmt bench secrets

setup:
	@bin/setup all

run:
	@bin/setup run
	@.venv/bin/python bin/run

test:
	@bin/setup test
	@.venv/bin/python bin/test $(ARGS)

check:
	@bin/setup tools
	@bin/check

fmt:
	@bin/setup tools
	@bin/fmt

bench:
	@bin/setup test
	@.venv/bin/python -m bench $(ARGS)

# Secrets of a production installation, made once (see docker-compose.yml).
secrets:
	@bin/secrets
