"""The heads learn from captions and from the teacher, and say how sure they are."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from assistant.training import calibrate, train
from assistant.training.judging import folds, report
from assistant.training.maps import Kept
from assistant.training.picture import distil, known, whole
from assistant.training.picture.backbone import COARSE, MIDDLE, POOLED
from assistant.training.picture.data import Row
from assistant.training.picture.look import look
from assistant.training.picture.material import HEADS, Indices, Material, trusted
from assistant.training.picture.mentions import mentions
from assistant.training.picture.network import Heads, Places
from assistant.training.picture.split import LEARN, PART_A, PART_B
from tests.waiting import SECONDS

_NAMES = ("person", "dog")
_TEXTS = (
    ("A woman rides a bicycle down the street .", "A man is riding a bike on a road ."),
    ("A brown dog is running on the grass .", "A puppy runs across a lawn ."),
)


@pytest.mark.parametrize(
    ("caption", "right", "wrong"),
    [
        (
            "A young girl swims in a pool .",
            {"child", "person", "swimming", "water", "pool"},
            {"sea"},
        ),
        ("Two poodles are fighting .", {"fighting"}, {"wrestling", "person"}),
        ("A man stands beside a mountain .", {"standing", "mountain"}, {"sitting"}),
        ("A boy in an orange shirt", {"child", "shirt"}, {"orange"}),
    ],
)
def test_what_a_caption_makes_true(caption: str, right: set[str], wrong: set[str]) -> None:
    found = mentions(caption)
    assert right <= found
    assert not wrong & found


def _row(number: int, kind: int, captions: tuple[str, ...]) -> Row:
    return Row(f"{number}.webp", 7, "flickr8k", (), (), (), (), captions, squashed=True)


def _line(kind: int) -> list[float]:
    return [kind, 0.9, 0.25, 0.25, 0.5, 0.5, 0.5, 0.5, 0.05, 0]


def _material(count: int = 240) -> Material:
    """People who ride and dogs that run: the features tell them apart, and where they are."""
    dice = np.random.default_rng(0)
    kinds = np.arange(count) % 2
    rows = [_row(i, kind, _TEXTS[kind]) for i, kind in enumerate(kinds.tolist())]
    words = known.learnable(rows, _NAMES)
    pooled = dice.normal(0, 1, (count, POOLED))
    pooled[:, :40] += 3 * (2 * kinds[:, None] - 1)
    middle = dice.normal(0, 0.1, (count, 400, MIDDLE))
    middle[np.arange(count), 210, kinds] += 3
    lines = {row.id: np.array([_line(k)], np.float32) for row, k in zip(rows, kinds, strict=True)}
    several = [known.known(row, lines[row.id], words, _NAMES, ()) for row in rows]
    answers = {head: np.stack([one[head] for one in several]) for head in several[0]}
    answers |= whole.answers(rows, lines, _NAMES)
    coarse = np.zeros((count, 100, COARSE), np.float16)
    kept = Kept(middle.astype(np.float16), coarse, pooled.astype(np.float16))
    parts = np.array([LEARN, LEARN, PART_A, PART_A, PART_B, PART_B] * (count // 6), np.int8)
    weights = np.ones(count, np.float32)
    trust = trusted(answers, weights)
    meant = np.eye(4, dtype=np.float32)[kinds]
    return Material(
        rows, parts, _NAMES, words, answers, answers, trust, lines, weights, kept, meant
    )


@pytest.mark.timeout(3 * SECONDS)
def test_captions_are_learnt_and_told_with_the_right_sureness(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(train, "BATCH", 8)
    monkeypatch.setattr(train, "SMALL", 8)
    torch.manual_seed(0)
    material = _material(150)
    assert {"riding", "running"} <= set(material.words.actions)
    assert {"street", "grass"} <= set(material.words.places)
    heads = Heads({h: len(names) for h, names in material.labels.items()}, len(_NAMES))
    both, b = material.of(LEARN, PART_A), material.of(PART_B)

    def places(learn: Indices) -> Places:
        return train.train_places(material, learn, 1, tmp_path)

    alike = np.random.default_rng(0).integers(0, 2**63, len(material.rows), np.uint64)
    part = folds.assigned(material.rows, alike, both, 3)
    pooled, heads.words = train.twice(material, both, part, 4, tmp_path)
    part = folds.assigned(material.rows, alike, both, folds.GRIDS)
    new = folds.Folds(both, pooled, folds.cross_places(material, both, part, places))
    heads.places = places(material.of(LEARN))
    assert "mAP" in (tmp_path / "log-words.csv").read_text(encoding="utf-8")
    a = material.of(PART_A)
    found = calibrate.tempering(material, new)
    seen = look(heads, material, a)
    told = calibrate.facts("made", material, a, seen, calibrate.tempered(new, found))
    json.dumps(told)
    assert told["heads"]["actions"]["kind"] == "action"
    assert told["heads"]["settings"]["label_levels"]["outdoors"], "a street and a lawn are"
    assert set(told["numbers"]["weights"]) == {"person", "dog"}
    calibrate.write(heads, found)
    again = look(heads, material, b)
    scores = calibrate.scored(again.pooled, again.peaks(2), told, "actions")
    lowest = told["heads"]["actions"]["label_levels"]["riding"]["sure"]
    riding = scores[:, material.words.actions.index("riding")] >= lowest
    assert riding.tolist() == [i % 2 == 0 for i in range(len(b))]
    assert any("riding" in line for line in report.tables(told, material, b, again))


def test_what_other_heads_say_is_mixed_in_and_stands_where_nobody_tells() -> None:
    material = _material()
    rows = [replace(row, captions=()) if i == 1 else row for i, row in enumerate(material.rows)]
    answers = {head: told.copy() for head, told in material.answers.items()}
    answers["actions"][1] = known.UNKNOWN
    trust = trusted(answers, material.weights)
    material = replace(material, rows=rows, taught=answers, trust=trust)
    said = {head: np.full_like(answers[head], np.nan) for head in HEADS}
    said["actions"][:2] = 0.5
    soft = distil.softened(material, said)
    mixed = (1 - distil.MIXED) * answers["actions"][0] + distil.MIXED * 0.5
    assert soft.taught["actions"][0] == pytest.approx(mixed)
    assert (soft.taught["actions"][1] == 0.5).all(), "of that picture nobody tells"
    assert soft.trust["actions"][:3, 0] == pytest.approx([1.0, distil.SUPPOSED, 1.0])
    assert (soft.taught["actions"][2:] == answers["actions"][2:]).all(), "nobody was asked"
    assert (soft.taught["things"] == answers["things"]).all()


def test_nobody_acts_in_a_picture_of_nobody() -> None:
    words = known.Words(("animal",), ("street",), ("riding",))
    row = Row("1.webp", 0, "houses", ("kitchen",), (), (), (), ())
    empty = np.zeros((0, 10), np.float32)
    names = ("person", "bird", "cat", "dog", "horse", "sheep", "cow", "elephant", "bear", "zebra")
    answers = known.known(row, empty, words, (*names, "giraffe"), ["thing"] * 631)
    assert answers["actions"].tolist() == [0.0]
    assert answers["places"].tolist() == [0.0], "a kitchen is no street"
    unknown = known.known(row, None, words, (*names, "giraffe"), ["thing"] * 631)
    assert unknown["actions"].tolist() == [known.UNKNOWN]
