"""Validation pictures as a folder that ``evaluate`` reads."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from assistant.training import holdout
from assistant.training.judging import annotations
from assistant.training.judging.truth import Truth
from assistant.training.picture import data
from assistant.training.picture.split import LEARN, PART_A, PART_B
from tests.training import made

_NAMES = ("square", "disc")


def _row(**fields) -> data.Row:
    known = {"id": "a.webp", "shard": 0, "src": "made", "tags": (), "boxes": (), "imagenet": ()}
    return data.Row(**{**known, "everyday": (), "captions": (), **fields})


def _annotated(row: data.Row, everyday: tuple[str, ...] = ()) -> annotations.Annotation:
    return annotations.parsed(holdout.annotation(row, _NAMES, everyday))


def test_sure_boxes_are_objects_and_doubtful_ones_unknown() -> None:
    boxes = ((0, 0.6, 0.1, 0.1, 0.2, 0.2), (0, 0.4, 0.5, 0.5, 0.2, 0.2), (1, 0.4, 0, 0, 0.1, 0.1))
    found = _annotated(_row(boxes=boxes))
    assert found.objects == {"square"}
    assert "disc" in found.unknown
    assert "square" not in found.unknown
    assert [place.difficult for place in found.boxes] == [False, True, True]


def test_tags_are_objects_and_places_the_scene() -> None:
    found = _annotated(_row(src="houses", tags=("kitchen", "Oven")))
    assert (found.objects, found.scene) == ({"oven"}, "kitchen")
    assert Truth(found).verdict("kitchen", kind="scene")
    paper = _annotated(_row(src="receipts", tags=("receipt/document (not a photo scene)",)))
    assert (paper.objects, paper.scene) == (frozenset(), "document")


def test_what_a_source_shows_and_does_not_say_is_unknown() -> None:
    street = Truth(_annotated(_row(src="coco_vqa")))
    assert street.verdict("shoe") is None
    assert street.verdict("dog") is False
    stated = Truth(_annotated(_row(src="coco_vqa", tags=("shoe",))))
    assert stated.verdict("shoe") is True


def test_what_the_labeler_finds_possible_is_unknown() -> None:
    doubtful = _row(everyday=((0.0, 0.5),))
    assert Truth(_annotated(doubtful, ("Door",))).verdict("door") is None
    assert Truth(_annotated(_row(everyday=((0.0, 0.1),)), ("Door",))).verdict("door") is False


@pytest.fixture
def vision(tmp_path: Path) -> Path:
    folder = made.data(tmp_path / "vision", count=6)
    lines = gzip.decompress((folder / "labels.jsonl.gz").read_bytes()).decode().splitlines()
    rows = [json.loads(line) for line in lines]
    rows[2] |= {"src": "coco", "captions": ["A square on noise."]}
    rows[3] |= {"src": "coco"}
    with gzip.open(folder / "labels.jsonl.gz", "wt") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    np.save(tmp_path / "split.npy", np.array([LEARN, LEARN, PART_B, PART_A, PART_B, PART_B], int))
    return folder


def _write(vision: Path, *more: str) -> tuple[int, Path]:
    out = vision.parent / "out"
    named = ["--data", str(vision), "--out", str(out), "--split", str(vision.parent / "split.npy")]
    return holdout.main([*named, *more]), out


@pytest.mark.parametrize(
    ("more", "files"),
    [
        ((), ["000002.webp", "000004.webp", "000005.webp"]),
        (("--part", "a"), ["000003.webp"]),
        (("--sources", "near"), ["000002.webp"]),
    ],
)
def test_the_pictures_of_a_part_are_written(vision: Path, more: tuple, files: list) -> None:
    code, out = _write(vision, *more)
    assert code == 0
    assert sorted(path.name for path in out.glob("*.webp")) == files
    found, wrong = annotations.read(out)
    assert ([a.file for a in found], wrong) == (files, [])
    with Image.open(out / files[0]) as picture:
        assert picture.size == (96, 96)
    assert all(a.boxes[0].label in made.NAMES for a in found)


def test_a_caption_goes_along(vision: Path) -> None:
    found, _ = annotations.read(_write(vision)[1])
    assert [a.captions for a in found] == [("A square on noise.",), (), ()]


@pytest.mark.parametrize("split", [None, np.zeros(3, int)])
def test_a_split_that_does_not_fit_is_told(
    vision: Path, split: np.ndarray | None, capfd: pytest.CaptureFixture[str]
) -> None:
    path = vision.parent / "split.npy"
    path.unlink()
    if split is not None:
        np.save(path, split)
    assert _write(vision)[0] != 0
    assert "split.npy" in capfd.readouterr().err
    assert not (vision.parent / "out").exists()
