"""Usual scores: how high each label of the compact network scores on pictures, whatever they show.

``python -m assistant.training.usual_scores --data FOLDER [--pictures 800]``

Makes ``resources/words/usual.json``, so that the check of engines' answers asks more of a word that
the network thinks of in every picture, as a person or grass, than of one that it seldom thinks of.
FOLDER has pictures as ``assistant.training.holdout --part a --sources flickr`` writes them.
"""

import argparse
import json
import random
from collections import Counter
from pathlib import Path

from assistant import models, paths, saving, sources
from assistant.pipeline.cnn import CompactCNN
from assistant.training.judging import annotations

_ABOUT = (
    "Mean score of each label of the compact network over pictures of part A of the split. Made by "
    "assistant.training.usual_scores."
)


def table(folder: Path, most: int) -> dict[str, float]:
    """Label, in lower case, → its mean score over so many pictures that have captions."""
    rows = [row for row in annotations.read(folder)[0] if row.captions]
    rows = random.Random(0).sample(rows, min(most, len(rows)))
    network = CompactCNN(models.folder("compact"))
    total: Counter[str] = Counter()
    for row in rows:
        scores = network(sources.image(folder / row.file)).scores
        total.update({label.lower(): score for label, score in scores.items()})
    return {label: float(f"{score / len(rows):.3g}") for label, score in sorted(total.items())}


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="assistant.training.usual_scores",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--pictures", type=int, default=800)
    options = parser.parse_args()
    found = table(options.data, options.pictures)
    lines = ",\n".join(f"{json.dumps(label)}:{score}" for label, score in found.items())
    with saving.replaced(paths.resources() / "words" / "usual.json") as part:
        part.write_text(f'{{"about":{json.dumps(_ABOUT)},"scores":{{\n{lines}\n}}}}\n', "utf-8")


if __name__ == "__main__":
    main()
