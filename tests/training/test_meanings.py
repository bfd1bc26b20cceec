"""Meanings of pictures: kept vectors of what their captions say, and what is learnt of them."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch

from assistant.training import sentence_vectors
from assistant.training.picture import loss, meanings
from assistant.training.picture.data import Row
from assistant.training.sentence_vectors import Vectors


def _row(*captions: str) -> Row:
    return Row("1.webp", 0, "flickr8k", (), (), (), (), captions)


def _embed(sentences: Sequence[str]) -> Vectors:
    """A vector for dogs and one for all else, in place of a model that is needed for training."""
    vectors = np.zeros((len(sentences), sentence_vectors.DIMENSIONS), np.float32)
    vectors[np.arange(len(sentences)), [int("dog" in text) for text in sentences]] = 1
    return vectors


def test_a_picture_means_what_its_captions_say_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [_row("a dog", "a man"), _row(), _row("a dog", "two dogs")]
    monkeypatch.setattr(sentence_vectors, "embed", _embed)
    first = meanings.load(tmp_path, rows)
    half = np.sqrt(0.5)
    np.testing.assert_allclose(first[:, :2], [[half, half], [0, 0], [0, 1]], atol=1e-3)
    monkeypatch.delattr(sentence_vectors, "embed")
    np.testing.assert_array_equal(meanings.load(tmp_path, rows), first, "they are kept")
    with pytest.raises(AttributeError):
        meanings.load(tmp_path, rows[:2])


def test_nothing_is_learnt_of_pictures_without_captions() -> None:
    said = torch.tensor([[1.0, 0.0], [1.0, 0.0], [0.0, 2.0]], requires_grad=True)
    true = torch.tensor([[0.0, 1.0], [0.0, 0.0], [0.0, 1.0]])
    lost = loss.meaning(said, true)
    assert lost.item() == pytest.approx(1 / 3)
    lost.backward()  # type: ignore[no-untyped-call]
    assert said.grad is not None
    assert said.grad.abs().sum(1)[1] == 0
