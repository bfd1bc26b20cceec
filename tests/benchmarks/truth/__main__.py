"""``python -m tests.benchmarks.truth [PART…] [--data DIR]``: one markdown table for each part."""

import argparse
import inspect
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from tests.benchmarks import truth
from tests.benchmarks.truth.row import Row

_HEAD = "| case | right | wrong | refused | note |\n| --- | ---: | ---: | ---: | --- |"


def parts() -> list[str]:
    """The modules of this package that have ``rows``."""
    names = [m.name for m in iter_modules(truth.__path__) if m.name not in ("__main__", "row")]
    return [name for name in names if hasattr(_module(name), "rows")]


def _module(name: str):
    return import_module(f"{truth.__name__}.{name}")


def _rows(name: str, data: Path | None) -> Iterable[Row]:
    rows = _module(name).rows
    return rows(data=data) if "data" in inspect.signature(rows).parameters else rows()


def table(rows: Iterable[Row]) -> Iterator[str]:
    """The lines of a part's table, the sums last; each as soon as it is known."""
    yield _HEAD
    sums = [0, 0, 0]
    for row in rows:
        counts = (row.right, row.wrong, row.refused)
        sums = [a + b for a, b in zip(sums, counts, strict=True)]
        yield f"| {row.case} | {' | '.join(map(str, counts))} | {row.note.replace('|', '/')} |"
    yield f"| **all** | {' | '.join(map(str, sums))} | |"


def main() -> None:
    known = parts()
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.truth")
    parser.add_argument("part", nargs="*", help=f"one of {', '.join(known)}; none means all")
    parser.add_argument(
        "--data", type=Path, help="folder of training photographs, for parts that use it"
    )
    asked = parser.parse_args()
    if unknown := set(asked.part) - set(known):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    for name in asked.part or known:
        print(f"## {name}\n")
        for line in table(_rows(name, asked.data)):
            print(line, flush=True)
        print()


if __name__ == "__main__":
    main()
