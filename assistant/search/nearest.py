"""Words that the picture network does not know, by those that it knows: "puppy" is near "dog".

The table ``resources/words/nearest.json`` is made by ``assistant.training.nearest_words``, which
says how; no model of language is needed to use it.
"""

import json
from collections.abc import Mapping
from functools import cache

from assistant import paths

Weights = Mapping[str, float]
"""Label → 0..1: how far evidence for the label is evidence for the word."""


def near(word: str) -> Weights:
    """The labels nearest to a word in lower case, in any of its forms; none for a rare word."""
    return {label: weight / 100 for label, weight in _table().get(word, {}).items()}


@cache
def _table() -> Mapping[str, Mapping[str, int]]:
    path = paths.resources() / "words" / "nearest.json"
    table: Mapping[str, Mapping[str, int]] = json.loads(path.read_text("utf-8"))["words"]
    return table
