"""Colours of things ("a brown dog") against captions, and what they cost.

``python -m tests.benchmarks.measure_thing_colours --data DIR [--out .train] [--part b]``

DIR has ``labels.jsonl.gz`` and the pictures. Of each thing that may have a colour in the pictures
with captions of one part: how many are told one; of those to which one of the five captions gives a
colour, how many that is, and how often it is one that a caption names ("tan" and "golden" are
brown, "cream" is white, a "yellow" dog is brown). Each that is not is listed. At the end the
milliseconds that a picture with such things takes.
"""

import argparse
import time
from collections import Counter
from pathlib import Path

import numpy as np

from assistant.senses import thing_colours
from assistant.training import thing_colours as recipe
from assistant.training.picture import split

_PARTS = {"learn": split.LEARN, "a": split.PART_A, "b": split.PART_B}
_FEW = 10  # judged; of fewer no share is printed


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.measure_thing_colours")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path(".train"), help="folder of the split")
    parser.add_argument("--part", choices=_PARTS, default="b")
    asked = parser.parse_args()
    seen, told, judged, right = (Counter[str]() for _ in range(4))
    times: list[float] = []
    for one in recipe.singles(asked.data, asked.out, _PARTS[asked.part]):
        start = time.process_time()
        (o,) = thing_colours.coloured([one.observation], one.frame)
        times.append(1000 * (time.process_time() - start))
        for name in (o.label, "all"):
            seen[name] += 1
            told[name] += bool(o.colour)
            judged[name] += bool(o.colour and one.named)
            right[name] += o.colour in one.named
        if o.colour and one.named and o.colour not in one.named:
            print(f"{one.row.id}: {o.colour} {o.label}; captions: {', '.join(sorted(one.named))}")
    for name, count in seen.most_common():
        share = f", {right[name] / judged[name]:.1%}" if judged[name] >= _FEW else ""
        print(
            f"{name}: {count} seen, {told[name]} told, {judged[name]} of these judged, "
            f"{right[name]} right{share}"
        )
    print(f"{np.median(times):.1f} ms each, 95 in 100 under {np.percentile(times, 95):.1f} ms")


if __name__ == "__main__":
    main()
