"""Broken picture files through the window's threads, with the real networks and senses."""

from contextlib import closing
from functools import cache
from pathlib import Path

from assistant.pipeline import pipeline
from assistant.reading import read
from tests.benchmarks.fuzz.desk import Desk
from tests.benchmarks.fuzz.mutate import case
from tests.benchmarks.fuzz.tally import Tally

_SHARE = 5  # every so many files, for each goes through everything that the command line does
_BURST = 50  # every so many, the one before is not waited for


def run(tally: Tally, count: int, seed: int, first: int = 0) -> None:
    """Run every fifth of the files ``first`` to ``count``."""
    tally.keep.mkdir(parents=True, exist_ok=True)
    in_hand = tally.keep / "in-hand.txt"
    with closing(Desk(cache(pipeline.load), pipeline.finish, read)) as desk:
        for number in range(first + -first % _SHARE, count, _SHARE):
            made = case(seed, number)
            path = tally.keep / made.name
            path.write_bytes(made.data)
            in_hand.write_text(f"{number}\n{made.name}\n{made.made}\n")
            with tally.case():
                if number % _BURST == 0 and desk.newest is not None:
                    desk.do("describe")  # the picture before, which this one must overtake
                faults = _faults(desk, path)
            tally.counts["refused" if desk.window.notices.text else "described"] += 1
            path.unlink()
            tally.judge(f"{made.name} ({made.made})", faults, made.data, made.name)
    in_hand.unlink()


def _faults(desk: Desk, path: Path) -> list[str]:
    if not desk.open(path):
        return ["never answered"]
    found, newest = desk.faults(), desk.newest
    if newest is None or desk.window.notices.text:
        return found
    if newest.frame.source != path.name:
        found.append(f"the answer is about {newest.frame.source}")
    if failed := newest.explanation.description.failed:
        found.append(f"senses failed: {failed}")
    return found
