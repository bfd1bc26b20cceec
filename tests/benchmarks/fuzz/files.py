"""Broken picture files through ``glimpse describe``, ``read`` and ``ask``."""

import random
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.fuzz import command
from tests.benchmarks.fuzz.mutate import Case, case
from tests.benchmarks.fuzz.tally import Tally

_QUESTIONS = ("read it", "what colour is it?", "is there a dog?", "how many people are there?")
_READ, _ASKED = 4, 6  # every so many files are read, and asked about, too


def run(tally: Tally, count: int, seed: int, first: int = 0) -> None:
    """Run the files ``first`` to ``count``; the one in hand is in the folder of failures."""
    tally.keep.mkdir(parents=True, exist_ok=True)
    in_hand = tally.keep / "in-hand.txt"
    with command.loaded_once():
        for number in range(first, count):
            made = case(seed, number)
            path = tally.keep / made.name
            path.write_bytes(made.data)
            in_hand.write_text(f"{number}\n{made.name}\n{made.made}\n")
            with tally.case():
                faults = list(_faults(path, made, number, tally))
            path.unlink()
            tally.judge(f"{made.name} ({made.made})", faults, made.data, made.name)
    in_hand.unlink()


def _faults(path: Path, made: Case, number: int, tally: Tally) -> Iterator[str]:
    chance = random.Random(number)
    level = chance.choice(("brief", "standard", "full"))
    commands = [["describe", str(path), "--level", level]]
    if number % _READ == 0:
        commands.append(["read", str(path)])
    if number % _ASKED == 0:
        commands.append(["ask", str(path), chance.choice(_QUESTIONS)])
    for arguments in commands:
        if chance.random() < 0.5:
            arguments.append("--json")
        outcome = command.run(arguments)
        if arguments[0] == "describe":
            tally.counts[{0: "described", 3: "refused"}.get(outcome.code or 0, "other")] += 1
        for fault in command.faults(outcome, arguments):
            yield f"glimpse {arguments[0]}: {fault}; {outcome.err[-600:]!r}"
        if made.made.endswith("whole") and outcome.code != 0:
            yield f"glimpse {arguments[0]}: a whole file was refused; {outcome.err!r}"
