"""Run the parts, each in a process of its own, and print one table."""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from tests.benchmarks.fuzz.tally import HEAD, Tally

_ROOT = Path(__file__).parents[3]
_PARTS = {
    "files": "files on the command line",
    "window": "files in the window",
    "strings": "strings as text, names and questions",
    "widgets": "strings in the window",
    "drawn": "text drawn into pictures, codes",
}
_HOMES = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")


def _part(name: str, asked: argparse.Namespace) -> int:
    """Run one part here; prints its row, and ends with 1 if anything failed."""
    tally = Tally(_PARTS[name], asked.keep / name)
    run: Callable[..., None] = import_module(f"tests.benchmarks.fuzz.{name}").run
    run(tally, asked.files if name in ("files", "window") else asked.strings, asked.seed,
        asked.first)  # fmt: skip
    print(tally.row(), flush=True)
    return 1 if tally.failures else 0


def _in_process(name: str, asked: argparse.Namespace, first: int = 0) -> int:
    """Run one part in a process; after a crash it goes on behind the file that crashed it."""
    with tempfile.TemporaryDirectory() as homes:
        done = subprocess.run(
            [
                sys.executable, "-m", "tests.benchmarks.fuzz", name, "--inside",
                "--first", str(first), "--files", str(asked.files), "--strings", str(asked.strings),
                "--seed", str(asked.seed), "--keep", str(asked.keep),
            ],
            cwd=_ROOT,
            env=os.environ | {h: f"{homes}/{h}" for h in _HOMES} | {"QT_QPA_PLATFORM": "offscreen"},
        )  # fmt: skip
    if done.returncode in (0, 1):
        return done.returncode
    in_hand = asked.keep / name / "in-hand.txt"
    at = in_hand.read_text().splitlines() if in_hand.exists() else ["", "nothing"]
    print(f"{name}: ended with {done.returncode} at {at[1]}, kept in {asked.keep / name}",
          file=sys.stderr)  # fmt: skip
    if at[0]:
        _in_process(name, asked, int(at[0]) + 1)
    return 1


def main() -> int:
    """Print the table; 1 if anything failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.fuzz")
    parser.add_argument("part", nargs="*", help=f"one of {', '.join(_PARTS)}; none means all")
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--strings", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1, help="the same seed repeats a failure")
    parser.add_argument("--first", type=int, default=0, help="number of the file to begin with")
    parser.add_argument("--keep", type=Path, default=None, help="folder for files that failed")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if unknown := set(asked.part) - set(_PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    if asked.inside:
        return _part(asked.part[0], asked)
    asked.keep = asked.keep or Path(tempfile.mkdtemp(prefix="glimpse-fuzz-"))
    print(f"Seed {asked.seed}; what fails is kept in {asked.keep}.\n\n{HEAD}", flush=True)
    return max(_in_process(name, asked, asked.first) for name in asked.part or _PARTS)


if __name__ == "__main__":
    sys.exit(main())
