"""All measurements in one table: ``python -m tests.benchmarks [PART …]`` (or ``make bench``).

Each part runs in a process of its own, one after the other. Aims are for two cores.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from pathlib import Path

import torch

from tests.benchmarks import bench_alternatives

_ROOT = Path(__file__).parents[2]
_PARTS = (
    "start", "describe", "senses", "own", "window", "speech", "event_loop", "memory", "folders",
)  # fmt: skip
_BESIDE = "alternatives"

# What is reported: title, part, figures that are added up, unit, aim (None: no aim; below zero: so
# many at least).
_ROWS: tuple[tuple[str, str, tuple[str, ...], str, float | None], ...] = (
    ("`glimpse --help`", "start", ("help_s",), "s", 0.3),
    ("window painted after start", "start", ("window_painted_s",), "s", 0.3),
    ("window ready to describe", "start", ("window_ready_s",), "s", 1.2),
    ("`glimpse describe`, cold", "start", ("describe_cold_s",), "s", 1),
    ("… its highest memory", "start", ("describe_cold_mb",), "MB", 300),
    ("`glimpse read`, a page of 20 lines, cold", "start", ("read_cold_s",), "s", 1.2),
    ("… its highest memory", "start", ("read_cold_mb",), "MB", 250),
    ("compact description, warm", "describe", ("compact_describe_ms",), "ms", 120),
    ("… the picture network alone", "describe", ("compact_cnn_ms",), "ms", 40),
    ("… GPT-2 alone, three things", "describe", ("compact_three_things_ms",), "ms", 80),
    ("first sentence with all senses, 1280×720", "senses", ("first_ms",), "ms", 60),
    ("all senses, photograph without text", "senses", ("whole_photograph_ms",), "ms", 120),
    ("all senses, page of text", "senses", ("whole_page_ms",), "ms", 2500),
    ("the sense \"own\", one thing taught", "own", ("own_ms",), "ms", None),
    ("… ten things taught", "own", ("own_ten_ms",), "ms", None),
    ("seeking a taught thing", "own", ("seek_taught_per_s",), "looks a second", -8),
    ("seeking a cup", "own", ("seek_cup_per_s",), "looks a second", -8),
    ("key to shown text", "window", ("shown_ms",), "ms", None),
    ("key to first spoken sample", "window", ("first_spoken_sample_ms",), "ms", 80),
    ("Stop to silence, worst of ten", "speech", ("stop_worst_ms",), "ms", 50),
    ("event loop gap while describing, p99.9", "event_loop", ("p99.9 ms",), "ms", 16),
    ("event loop gap while describing, longest", "event_loop", ("max ms",), "ms", None),
    ("memory, command line, compact", "describe", ("compact_memory_mb",), "MB", 300),
    ("memory, window, compact", "window", ("window_memory_mb",), "MB", 400),
    ("memory after ten pages", "memory", ("pages_mb",), "MB", None),
    ("… after ten minutes of live looks", "memory", ("ten_minutes_mb",), "MB", None),
    ("… after the pages once more", "memory", ("pages_again_mb",), "MB", None),
    ("`index`, small files", "folders", ("index_small_per_s",), "a second", -100),
    ("`index`, JPEGs of 12 megapixels", "folders", ("index_large_per_s",), "a second", -45),
    ("`annotate`, 12 megapixels", "folders", ("annotate_large_per_s",), "a second", -6),
    ("standard: networks", "describe", ("standard_cnn_ms",), "ms", None),
    ("standard: GPT-2, three things", "describe", ("standard_three_things_ms",), "ms", None),
    ("standard: first sentence", "describe",
     ("standard_cnn_ms", "standard_three_things_ms"), "ms", 2000),
    ("memory with both profiles loaded", "describe", ("standard_memory_mb",), "MB", None),
)  # fmt: skip


def _measure(part: str) -> dict[str, float]:
    print(f"measuring {part} …", file=sys.stderr)
    code = f"import json; from tests.benchmarks.bench_{part} import measure; "
    code += "print(json.dumps(measure()))"
    out = subprocess.check_output([sys.executable, "-c", code], text=True, cwd=_ROOT)
    figures: dict[str, float] = json.loads(out.splitlines()[-1])
    return figures


def _row(
    found: dict[str, dict[str, float]],
    row: tuple[str, str, tuple[str, ...], str, float | None],
) -> str:
    title, part, names, unit, aim = row
    if not all(name in found[part] for name in names):
        return f"| {title} | not measured here | |"
    value = sum(found[part][name] for name in names)
    number = f"{value:.2f}" if value < 10 and unit in ("s", "a second") else f"{value:.0f}"
    met = ""
    if aim is not None:
        sign, good = ("≤", value <= aim) if aim > 0 else ("≥", value >= -aim)
        met = f"{sign} {abs(aim)} {unit}: {'met' if good else '**missed**'}"
    return f"| {title} | {number} {unit} | {met} |"


def _machine() -> str:
    names = Path("/proc/cpuinfo")
    model = platform.processor() or platform.machine()
    if names.exists():
        lines = [line for line in names.read_text().splitlines() if line.startswith("model name")]
        model = lines[0].partition(": ")[2] if lines else model
    versions = f"Python {platform.python_version()}, torch {torch.__version__}"
    return f"{model}, {os.cpu_count()} cores, {platform.system()}, {versions}"


def main() -> None:
    """Print the table, or the rows of some parts of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", metavar="PART")
    parts = parser.parse_args().parts or [*_PARTS, _BESIDE]
    if unknown := set(parts) - {*_PARTS, _BESIDE}:
        parser.error(f"there is no part {min(unknown)}; there are {', '.join([*_PARTS, _BESIDE])}")
    found = {part: _measure(part) for part in parts if part != _BESIDE}
    print(f"Measured on: {_machine()}.\n")
    print("| What | Median | Aim |\n| --- | --- | --- |")
    for row in _ROWS:
        if row[1] in found:
            print(_row(found, row))
    if _BESIDE in parts:
        print("\nBeside what people would use instead, in the same run:\n")
        print("\n".join(bench_alternatives.table()))


if __name__ == "__main__":
    main()
