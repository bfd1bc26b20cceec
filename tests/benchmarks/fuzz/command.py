"""``glimpse …`` in this process, as a user gets it: what any library prints is caught, too."""

import contextlib
import faulthandler
import io
import json
import logging
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.cli import main
from assistant.pipeline import pipeline

SLOW_S = 30.0  # for one file, on a busy machine; what takes longer is a failure
HANG_S = 180.0  # after which the process is given up, with a traceback of every thread


@dataclass(frozen=True)
class Outcome:
    """What one command gave.

    Attributes:
        code: exit code, or None where it was left by an exception.
        out: standard output.
        err: standard error, with the traceback of that exception.
        seconds: how long it took.
    """

    code: int | None
    out: str
    err: str
    seconds: float


@contextlib.contextmanager
def loaded_once() -> Iterator[None]:
    """Load the models once for all commands."""
    load = pipeline.load
    pipeline.load = cache(load)
    try:
        yield
    finally:
        pipeline.load = load


def run(arguments: Sequence[str]) -> Outcome:
    """Run one command; a crash or hang ends the process."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.monotonic()
        with _streams(out.fileno(), err.fileno()) as real, _no_more_logs():
            faulthandler.dump_traceback_later(HANG_S, exit=True, file=real)
            code = _code(arguments)
            faulthandler.cancel_dump_traceback_later()
        seconds = time.monotonic() - start
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read().decode("utf-8", "surrogateescape"))
        return Outcome(code, texts[0], texts[1], seconds)


@contextlib.contextmanager
def _no_more_logs() -> Iterator[None]:
    """Take away what main() adds each time, or every line would be written once more."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    try:
        yield
    finally:
        for handler in root.handlers:
            if handler not in before:
                handler.close()
        root.handlers[:] = before
        root.setLevel(level)


def _code(arguments: Sequence[str]) -> int | None:
    try:
        return main(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    except BaseException:  # noqa: BLE001 - this is what is looked for
        traceback.print_exc()
        return None


@contextlib.contextmanager
def _streams(out: int, err: int) -> Iterator[int]:
    """Both streams into these files, also for libraries in C; gives the real standard error."""
    sys.stdout.flush()
    sys.stderr.flush()
    kept, python = (os.dup(1), os.dup(2)), (sys.stdout, sys.stderr)
    os.dup2(out, 1)
    os.dup2(err, 2)
    # As in a terminal: strict for results, so that what cannot be written is noticed.
    sys.stdout = io.TextIOWrapper(io.FileIO(1, "w", closefd=False), "utf-8", "strict")
    sys.stderr = io.TextIOWrapper(io.FileIO(2, "w", closefd=False), "utf-8", "backslashreplace")
    try:
        yield kept[1]
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        for number, (copy, stream) in enumerate(zip(kept, python, strict=True), 1):
            os.dup2(copy, number)
            os.close(copy)
            setattr(sys, ("stdout", "stderr")[number - 1], stream)


def faults(outcome: Outcome, arguments: Sequence[str]) -> list[str]:
    """What is wrong with it; empty if all is as it should be."""
    found = []
    if outcome.code not in (0, 3):
        found.append(f"exit code {outcome.code}")
    if outcome.seconds > SLOW_S:
        found.append(f"took {outcome.seconds:.0f} s")
    if "Traceback" in outcome.err + outcome.out:
        found.append("a traceback")
    if outcome.code == 0:
        found += _faults_of_result(outcome, arguments)
    elif outcome.code == 3:
        found += _faults_of_refusal(outcome, arguments)
    return found


def _faults_of_result(outcome: Outcome, arguments: Sequence[str]) -> list[str]:
    found = []
    if outcome.err and not (arguments[0] == "read" and _are_notices(outcome.err)):
        found.append("something on standard error")
    if "failed on this picture" in outcome.out or '"failed_senses": ["' in outcome.out:
        found.append(f"a sense failed: {outcome.out.partition('failed_senses')[2][:60]}")
    if "--json" in arguments:
        return found + _faults_of_json(outcome.out, "text")
    found += not_printable(outcome.out)
    if not outcome.out.strip():
        found.append("no sentence")
    elif arguments[0] != "read" and len(outcome.out.splitlines()) != 1:
        found.append("not one line")
    return found


def _are_notices(err: str) -> bool:
    """Whether it is what ``glimpse read`` has to say beside the text: that there is more of it."""
    return not not_printable(err) and all(line.endswith(".") for line in err.splitlines())


def _faults_of_refusal(outcome: Outcome, arguments: Sequence[str]) -> list[str]:
    found = not_printable(outcome.err)
    if len(outcome.err.splitlines()) != 1 or not outcome.err.endswith(".\n"):
        found.append("not one sentence on standard error")
    if "--json" in arguments:
        found += _faults_of_json(outcome.out, "error")
    elif outcome.out:
        found.append("something on standard output")
    return found


def _faults_of_json(out: str, key: str) -> list[str]:
    if len(out.splitlines()) != 1:
        return ["JSON on more than one line"]
    try:
        data = json.loads(out)
    except ValueError as error:
        return [f"no valid JSON: {error}"]
    found = not_printable(out)
    return found if isinstance(data.get(key), str) else [*found, f"no {key} in the JSON"]


def not_printable(text: str) -> list[str]:
    """Control, bidirectional and other unseen characters in lines of text."""
    bad = sorted({c for c in text if not c.isprintable() and c != "\n"})
    return [f"unprintable characters: {''.join(bad[:8])!a}"] if bad else []
