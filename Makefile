# Two commands do everything: `make describe IMAGE=photo.jpg` and `make test`.
# Each sets up what it needs first (packaging/setup.sh), which costs milliseconds when nothing is
# missing, and says so on standard error.

MAKEFLAGS += --no-print-directory
VENV ?= .venv
export VENV
# The picture's name as it was typed, whatever characters it has.
export PICTURE := $(value IMAGE)
# Where it is set, each program that a test starts would compile all modules anew.
unexport PYTHONDONTWRITEBYTECODE

.SILENT:
.PHONY: help describe run walks test check bench pages train-compact format clean

help:
	echo "make describe IMAGE=photo.jpg   say what is in a picture"
	echo "make run                        open the window"
	echo "make test                       run the tests; ARGS=... goes to pytest"
	echo "make walks                      go through the window by keys: with Orca, and without"
	echo "make check                      style, types and architecture"
	echo "make format                     put the style right"
	echo "make pages                      renew what the program tells of itself in resources/help"
	echo "make bench                      measure speed and memory"
	echo "make train-compact DATA=folder TEACHER=folder"
	echo "                                train the compact picture network"
	echo "make clean                      remove the environment and what tools left"

describe:
	test -n "$$PICTURE" || { echo "Name a picture: make describe IMAGE=photo.jpg" >&2; exit 2; }
	packaging/setup.sh describe
	"$$VENV/bin/glimpse" describe --speak -- "$$PICTURE"

run:
	packaging/setup.sh window
	"$$VENV/bin/glimpse-gui" $${PICTURE:+"$$PICTURE"}

walks:
	packaging/setup.sh dev
	"$$VENV/bin/pytest" -m walk tests/walks $(ARGS)

test:
	packaging/setup.sh dev
	"$$VENV/bin/pytest" -n 2 --dist worksteal $(ARGS)

check:
	packaging/setup.sh dev
	"$$VENV/bin/ruff" check
	"$$VENV/bin/ruff" format --check
	"$$VENV/bin/mypy"
	"$$VENV/bin/lint-imports"

format:
	packaging/setup.sh dev
	"$$VENV/bin/ruff" check --fix
	"$$VENV/bin/ruff" format

bench:
	packaging/setup.sh dev
	"$$VENV/bin/python" -m tests.benchmarks

pages:
	packaging/setup.sh dev
	"$$VENV/bin/python" packaging/make_pages.py

train-compact:
	test -d "$(DATA)" -a -d "$(TEACHER)" || { echo "Name the data and the teachers:" \
		"make train-compact DATA=folder TEACHER=folder" >&2; exit 2; }
	packaging/setup.sh dev
	"$$VENV/bin/pip" install --quiet --editable ".[training]"
	"$$VENV/bin/python" -m assistant.training.teacher --data "$(DATA)" --teacher "$(TEACHER)" \
		--out .train/cells
	"$$VENV/bin/python" -m assistant.training.maps --data "$(DATA)" --out .train/maps
	"$$VENV/bin/python" -m assistant.training.train --data "$(DATA)" --out .train $(ARGS)
	"$$VENV/bin/python" -m assistant.training.calibrate --data "$(DATA)" --out .train
	"$$VENV/bin/python" -m assistant.training.curves .train/log-words.csv .train/words.png
	"$$VENV/bin/python" -m assistant.training.curves .train/log-places.csv .train/places.png

clean:
	rm -rf -- .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis \
		.import_linter_cache out
	find assistant tests packaging -name __pycache__ -type d -prune -exec rm -rf -- {} +
