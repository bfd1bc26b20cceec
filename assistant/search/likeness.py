"""More like this: pictures whose embeddings point in the same direction.

The vectors are read from SQLite some at a time and compared exactly. For 100,000 pictures that is
mostly reading; an index of neighbours would have to be kept in step with the tables for nothing
(``python -m tests.benchmarks.bench_search``).
"""

import sqlite3

import numpy as np
import numpy.typing as npt

_AT_ONCE = 4096  # vectors in memory


def nearest(
    database: sqlite3.Connection, vector: bytes, version: int, most: int, but: int = 0
) -> list[tuple[int, float]]:
    """The pictures that look most alike, best first, with the cosine.

    Args:
        database: the index.
        vector: int8 (D,), as records have it.
        version: of the pipeline that made it; vectors of others mean something else.
        most: how many are wanted.
        but: the number of a picture that is left out: itself.
    """
    asked = np.frombuffer(vector, np.int8).astype(np.float32)
    rows = database.execute(
        "SELECT picture, vector FROM embeddings WHERE picture != ? AND length(vector) = ?"
        " AND picture NOT IN (SELECT id FROM pictures WHERE version != ?)",
        (but, len(vector), version),
    )
    best: list[tuple[float, int]] = []
    while block := rows.fetchmany(_AT_ONCE):
        cosines = _cosines(b"".join(v for _, v in block), asked)
        top = np.argsort(-cosines)[:most]
        best += [(float(cosines[i]), block[i][0]) for i in top]
        best = sorted(best, key=lambda found: (-found[0], found[1]))[:most]
    return [(picture, cosine) for cosine, picture in best]


def _cosines(vectors: bytes, asked: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """(N · D) bytes and (D,) → (N,)."""
    block = np.frombuffer(vectors, np.int8).reshape(-1, len(asked)).astype(np.float32)
    lengths = np.sqrt(np.einsum("nd,nd->n", block, block)) * np.linalg.norm(asked)
    cosines: npt.NDArray[np.float32] = block @ asked / np.maximum(lengths, 1e-9)
    return cosines
