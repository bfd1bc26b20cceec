"""What was seen by looking fills in what captions leave out, and no more than that."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.training import sheets
from assistant.training.judging import looked
from assistant.training.judging.folds import Folds
from assistant.training.maps import Kept
from assistant.training.picture.data import Row, TrainingError
from assistant.training.picture.known import UNKNOWN, Words
from assistant.training.picture.material import Material
from assistant.training.picture.split import LEARN

_COUNT = 200
_LABELS = ("standing", "sitting")


def _material() -> Material:
    sources, captions = ("coco14", "flickr8k"), ((), ("A dog.",))
    rows = [
        Row(f"{i}.webp", 7, sources[i % 2], (), (), (), (), captions[i % 2]) for i in range(_COUNT)
    ]
    empty = np.zeros((_COUNT, 1), np.float16)
    parts = np.full(_COUNT, LEARN, np.int8)
    words = Words((), (), _LABELS)
    weights = np.ones(_COUNT, np.float32)
    kept = Kept(empty, empty, empty)
    return Material(rows, parts, (), words, {}, {}, {}, {}, weights, kept, empty)


@pytest.fixture
def seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Half of all pictures were looked at for "standing": those with a high score are right."""
    file = tmp_path / "looked.csv"
    lines = ["label,group,picture,verdict"]
    for i in range(0, _COUNT, 4):
        lines += [f"standing,silent,{i}.webp,{int(i >= 100)}"]
        lines += [f"standing,told,{i + 1}.webp,{int(i + 1 >= 100)}"]
    file.write_text("\n".join([*lines, ""]), encoding="utf-8")
    monkeypatch.setattr(looked, "FILE", file)
    looked.verdicts.cache_clear()
    yield file
    looked.verdicts.cache_clear()


def _filled() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    material, chosen = _material(), np.arange(_COUNT)
    scores = np.repeat(np.linspace(0.1, 0.98, _COUNT, dtype=np.float32)[:, None], 2, 1)
    right = np.full((_COUNT, 2), np.nan, np.float32)
    right[1::2] = 0.0  # no caption has it
    right[[3, 7, 191]] = 1.0
    return scores, right, looked.filled(material, chosen, _LABELS, scores, right)


def test_chances_rise_with_the_score_where_nobody_tells(seen: Path) -> None:
    scores, _, found = _filled()
    for group in (0, 1):
        mine = np.arange(group, _COUNT, 4)
        assert found[mine[mine < 90], 0].max() < 0.5
        assert found[mine[mine > 120], 0].min() > 0.5
    silent = np.arange(2, _COUNT, 4)  # not looked at
    curve = found[silent, 0][scores[silent, 0] >= looked.LOWEST]
    assert (np.diff(curve) >= 0).all()
    assert 0 < curve[0] < 0.3
    assert curve[-1] > 0.8


def test_what_captions_tell_stays_and_what_nobody_looked_at_stays_open(seen: Path) -> None:
    _, right, found = _filled()
    assert (found[[3, 7, 191], 0] == 1).all()
    np.testing.assert_array_equal(found[:, 1], right[:, 1])
    low = np.arange(0, 30, 2)
    assert np.isnan(found[low[low % 4 != 0], 0]).all(), "scores that are never told"


def test_heads_learn_again_what_captions_left_out_and_nothing_else(seen: Path) -> None:
    material, chosen = _material(), np.arange(_COUNT)
    told = np.where(np.arange(_COUNT) % 2, 0.0, UNKNOWN).astype(np.float32)
    told[[3, 191]] = 0.8  # a caption has it
    answers = {"things": np.zeros((_COUNT, 0)), "places": np.zeros((_COUNT, 0))}
    answers |= {"objects": np.zeros((_COUNT, 0)), "actions": np.repeat(told[:, None], 2, 1)}
    material = replace(material, answers={h: a.astype(np.float32) for h, a in answers.items()})
    logits = np.repeat(np.linspace(-2, 4, _COUNT, dtype=np.float32)[:, None], 2, 1)
    pooled = {head: logits[:, : len(names)] for head, names in material.labels.items()}
    found = looked.answers(material, Folds(chosen, pooled, np.zeros((_COUNT, 0), np.float32)))
    standing, sitting = found["actions"].T
    assert (standing[[3, 191]] == np.float32(0.8)).all()
    assert standing[150:].min() > 0.5
    assert standing[80:90].max() < 0.5
    np.testing.assert_array_equal(sitting, told)
    assert (standing[2:30:4] == UNKNOWN).all(), "scores that are never told"


def test_sheets_show_all_scores_and_their_verdicts_are_read() -> None:
    scores = np.concatenate([np.full(900, 0.3), np.linspace(0.3, 0.99, 100)]).astype(np.float32)
    chosen = sheets.chosen_for(scores, np.arange(1000), 25, 0)
    assert len(set(chosen.tolist())) == 25
    assert (scores[chosen] > 0.9).sum() >= 4
    planned = {"lying-told-0": [sheets.Entry("lying", "told", name) for name in "abc"]}
    assert list(sheets.read(["lying-told-0 ynu", ""], planned)) == [
        ("lying", "told", "a", "1"),
        ("lying", "told", "b", "0"),
        ("lying", "told", "c", ""),
    ]
    for wrong in ("lying-told-0 yn", "lying-told-0 ynx", "sitting-told-0 ynu"):
        with pytest.raises(TrainingError):
            list(sheets.read([wrong], planned))
