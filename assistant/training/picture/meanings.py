"""Meanings of pictures: what their five captions say together, as one vector.

Heads that also learn these see more than the words that are to be learnt: what is left out of the
vocabulary, and which words are nearly the same. What is shipped does not tell them.
"""

import json
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.training import sentence_vectors
from assistant.training.picture.data import Row
from assistant.training.picture.targets import Floats


def load(out: Path, rows: Sequence[Row]) -> Floats:
    """(N, 384), of length 1; zeros of pictures without captions. They are kept in ``out``."""
    captions = [caption for row in rows for caption in row.captions]
    path, key = out / "meanings.npz", zlib.crc32(json.dumps([r.captions for r in rows]).encode())
    if path.exists():
        with np.load(path) as file:
            if int(file["key"]) == key:
                return np.asarray(file["meanings"], np.float32)
    places = np.repeat(np.arange(len(rows)), [len(row.captions) for row in rows])
    found = np.zeros((len(rows), sentence_vectors.DIMENSIONS), np.float32)
    np.add.at(found, places, sentence_vectors.embed(captions))
    kept = sentence_vectors.normed(found).astype(np.float16)
    np.savez(path, allow_pickle=False, key=np.array(key), meanings=kept)
    return kept.astype(np.float32)
