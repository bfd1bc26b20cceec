"""What is missed where a picture is looked at for writing before it is read, and what that spares.

``python -m tests.benchmarks.measure_presence OUT [--part A]``: the pictures and the answers of the
whole reader are those that ``assistant.training.presence`` has left in ``OUT/writing``; of part B
nothing was learnt, and no threshold placed by it. A line for each kind of picture, and the time.
"""

import argparse
import time
from pathlib import Path

import numpy as np
from PIL import Image

from assistant.pipeline.frame import Frame
from assistant.reading import may_be_written
from assistant.training.picture.split import PART_A, PART_B
from assistant.training.writing import answers
from assistant.training.writing.answers import Answer


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--part", choices=("A", "B"), default="B")
    options = parser.parse_args()
    part = PART_A if options.part == "A" else PART_B
    told: dict[str, list[bool]] = {}
    seconds: list[float] = []
    for path in sorted((options.out / "writing").glob("*.json")):
        answer = answers.kept(path)
        if answer.part == part:
            with Image.open(path.with_suffix(".jpg")) as picture:
                frame = Frame(np.asarray(picture.convert("RGB")))
            start = time.process_time()
            found = may_be_written(frame)
            seconds.append(time.process_time() - start)
            told.setdefault(_kind(answer), []).append(found)
    print("| what the whole reader says | pictures | would be read |\n| --- | ---: | ---: |")
    for kind, answered in sorted(told.items()):
        print(f"| {kind} | {len(answered)} | {sum(answered)} |")
    print(f"\n{1000 * float(np.median(seconds)):.0f} ms of processor for a picture (median).")


def _kind(answer: Answer) -> str:
    if answer.unread:
        return "writing in another script"
    if answer.sureness:
        return f"something that is {answer.sureness}"
    return "something that it does not tell" if answer.doubted else "nothing"


if __name__ == "__main__":
    main()
