"""The compact network: everything about it comes from its folder."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from assistant import paths
from assistant.errors import ModelError
from assistant.pipeline import nouns
from assistant.pipeline.cnn import CompactCNN
from assistant.pipeline.cnn_boxes import FoundBoxes
from assistant.pipeline.cnn_facts import Head
from assistant.pipeline.cnn_numbers import Numbers, Signs
from assistant.pipeline.description import describe
from assistant.pipeline.evidence import Sureness
from assistant.pipeline.features import Features, Hypothesis
from assistant.pipeline.frame import Frame
from tests.pipeline import made_network


@pytest.fixture
def folder(compact: Path, tmp_path: Path) -> Path:
    """A copy that may be changed."""
    copy = tmp_path / "compact"
    copy.mkdir()
    for name in ("cnn.json", "cnn.onnx"):
        shutil.copy(compact / name, copy / name)
    return copy


@pytest.fixture
def frame() -> Frame:
    return Frame(np.random.default_rng(0).integers(0, 255, (90, 160, 3), dtype=np.uint8))


def _facts(folder: Path) -> dict:
    return json.loads((folder / "cnn.json").read_text(encoding="utf-8"))


def test_same_picture_same_features(compact: Path, frame: Frame) -> None:
    cnn = CompactCNN(compact)
    first, second = cnn(frame), cnn(frame)
    assert first.embedding.dtype == np.float32
    assert first.embedding.ndim == 1
    np.testing.assert_array_equal(first.embedding, second.embedding)
    assert first.hypotheses == second.hypotheses


@pytest.mark.parametrize("times", [1, 11])
def test_the_network_gets_the_whole_picture_whatever_its_size(compact: Path, times: int) -> None:
    with Image.open(paths.resources() / "samples" / "dog.jpg") as sample:
        picture = sample.convert("RGB").resize((351 * times, 240 * times))
    cnn, facts = CompactCNN(compact), _facts(compact)["input"]
    prepared = cnn.prepare(Frame(np.asarray(picture).copy()))[0]
    small = picture.resize((facts["width"], facts["height"]), Image.Resampling.BILINEAR)
    wanted = (np.asarray(small) / 255 - facts["mean"]) / facts["std"]
    assert np.abs(prepared - wanted.transpose(2, 0, 1)).mean() < 0.03


def test_another_model_needs_only_another_folder(folder: Path, frame: Frame) -> None:
    """Fewer labels, another input size, another grid, other thresholds: no code knows them."""
    facts = _facts(folder)
    facts["name"] = "compact-next"
    facts["input"] |= {"width": 96, "height": 64}
    head = {
        "activation": "sigmoid",
        "kind": "object",
        "labels": ["dog", "tv", "cat"],
        "levels": {"unsure": 0.5, "fairly sure": 0.6, "sure": 0.7},
        "label_levels": {"cat": {}},
        "speak": {"tv": "television"},
    }
    facts["heads"] = {"things": head}
    facts.pop("numbers")
    facts["grid"] |= {"head": "things", "pooled": 1.0, "peak": 0.0, "offset": 0.0}
    said = {
        "embedding": np.arange(8),
        "things": np.array([0.2, 5.0, 5.0]),  # 0.55, 0.99, 0.99
        "grid": np.full((3, 5, 7), -20.0),  # nothing anywhere
        "sides": np.ones((4, 5, 7)),
    }
    made_network.save(folder / "cnn.onnx", 96, 64, said)
    (folder / "cnn.json").write_text(json.dumps(facts), encoding="utf-8")
    cnn = CompactCNN(folder)
    assert cnn.version == "compact-next"
    f = cnn(frame)
    assert f.embedding.tolist() == list(range(8))
    told = [(h.label, h.sureness) for h in f.hypotheses]
    assert told == [("television", Sureness.SURE), ("dog", Sureness.UNSURE)]


def _things(
    folder: Path,
    frame: Frame,
    *peaks: tuple[int, int, float],
    side: float = 1.0,
    several: float = 0.0,
    counted: bool = True,
) -> list[Hypothesis]:
    """What is said where the network's grid has these peaks (row, column, score) of a dog.

    With ``counted``, the whole picture has a say in their number: the logit ``several``.
    """
    facts = _facts(folder)
    if not counted:
        facts.pop("numbers", None)
    facts["grid"] |= {"pooled": 1.0, "peak": 1.0, "offset": 0.0, "lowest": 0.05, "overlap": 0.5}
    facts["grid"] |= {
        "placed": 0.4,
        "again": {"dog": 0.6},
        "perhaps": {"dog": 0.5},
        "within": {"dog": 0.55},
    }
    levels = {"unsure": 0.3, "sure": 0.7}
    for head in facts["heads"].values():
        head |= {"levels": {}, "label_levels": {}}
    facts["heads"]["objects"]["label_levels"] = {"dog": levels}
    (folder / "cnn.json").write_text(json.dumps(facts), encoding="utf-8")
    labels = facts["heads"]["objects"]["labels"]
    grid = np.full((len(labels), 12, 12), -20.0)
    for row, column, score in peaks:
        grid[labels.index("dog"), row, column] = np.log(score / (1 - score))
    said = {name: np.zeros(len(row["labels"])) for name, row in facts["heads"].items()}
    said |= {"embedding": np.zeros(8), "grid": grid, "sides": np.full((4, 12, 12), side)}
    said["numbers"][facts["heads"]["numbers"]["labels"].index("dog")] = several
    size = facts["input"]
    made_network.save(folder / "cnn.onnx", size["width"], size["height"], said)
    return list(CompactCNN(folder)(frame).hypotheses)


def test_two_peaks_are_two_things_with_places(folder: Path, frame: Frame) -> None:
    left, right = _things(folder, frame, (5, 1, 0.9), (5, 10, 0.8))
    assert (left.label, left.sureness, right.sureness) == ("dog", Sureness.SURE, Sureness.SURE)
    assert left.box is not None
    assert right.box is not None
    np.testing.assert_allclose(left.box, [0.5 / 12, 4.5 / 12, 2 / 12, 2 / 12], atol=1e-6)
    assert right.box[0] > 0.7


def test_a_doubtful_second_peak_makes_no_second_thing(folder: Path, frame: Frame) -> None:
    said = [
        nouns.with_count(describe(Features(np.zeros(1), tuple(found))).observations[0])
        for score in (0.55, 0.45)
        for found in [_things(folder, frame, (5, 1, 0.9), (5, 10, score), counted=False)]
    ]
    assert said == ["at least one dog", "a dog"]


def test_the_network_tells_that_one_peak_is_several(folder: Path, frame: Frame) -> None:
    said = [
        nouns.with_count(describe(Features(np.zeros(1), tuple(found))).observations[0])
        for several in (9.0, 0.0, -9.0)
        for found in [_things(folder, frame, (5, 1, 0.9), (5, 10, 0.55), several=several)]
    ]
    assert said == ["dogs", "at least one dog", "a dog"]


def test_a_second_peak_in_the_first_ones_box_is_mostly_the_same_thing(
    folder: Path, frame: Frame
) -> None:
    doubtful = 0.53
    assert len(_things(folder, frame, (5, 1, 0.9), (5, 9, doubtful), side=1.4, counted=False)) == 2
    assert len(_things(folder, frame, (5, 1, 0.9), (5, 2, doubtful), side=1.4, counted=False)) == 1
    assert len(_things(folder, frame, (5, 1, 0.9), (5, 2, 0.57), side=1.4, counted=False)) == 2


_ONLY = {"pooled": 1.0, "offset": 0.0}
_WEIGHTS = {"person": {"whole": _ONLY, "together": _ONLY | {"second": 1.0}}}
_ALONE, _SEVERAL = {"whole": 0.3, "together": 0.2}, {"whole": 0.8, "together": 0.9}
_NUMBERS = Numbers("numbers", _ALONE, _SEVERAL, _WEIGHTS)


def _signs(pooled: float, second: float) -> dict[str, Signs]:
    return {"person": Signs(pooled, 0.0, second, 0.0, 0.0, 0.0, 0.0)}


@pytest.mark.parametrize(
    ("whole", "second", "said"),
    [
        (1.5, 1.0, "people"),
        (1.5, 0.0, "at least one person"),
        (0.0, 0.0, "at least one person"),
        (-1.0, 0.0, "at least one person"),
        (-0.5, -2.0, "at least one person"),
        (-1.0, -2.0, "a person"),
    ],
)
def test_the_picture_and_its_boxes_together_tell_whether_one_person_is_several(
    whole: float, second: float, said: str
) -> None:
    box = (0.4, 0.2, 0.2, 0.6)
    person = Hypothesis("person", 0.97, "objects", "object", Sureness.SURE, box)
    perhaps = replace(person, score=0.5, box=(0.1, 0.5, 0.1, 0.2), more=True)
    told = _NUMBERS.counted([person, perhaps], _signs(whole, second))
    (seen,) = describe(Features(np.zeros(1, np.float32), tuple(told))).observations
    assert nouns.with_count(seen) == said
    alone = _NUMBERS.counted([person], _signs(whole, second))
    (other,) = describe(Features(np.zeros(1, np.float32), tuple(alone))).observations
    assert nouns.with_count(other) == said, "one box alone does not make it one person"
    assert seen.boxes == (box,), "the one that was seen is still outlined"
    assert bool(seen.where) == (said != "people"), "one of several is not where all are"


def test_two_who_are_surely_seen_are_two_whatever_the_whole_picture_tells() -> None:
    two = [
        Hypothesis("person", 0.97, "objects", "object", Sureness.SURE, (x, 0.2, 0.2, 0.6))
        for x in (0.1, 0.6)
    ]
    for logit in (-5.0, 5.0):
        assert _NUMBERS.counted(two, _signs(logit, logit)) == two


def test_signs_of_several_are_the_boxes_of_that_label_alone() -> None:
    corners = np.array([[0, 0, 0.5, 1], [0.1, 0, 0.6, 1], [0.3, 0, 0.7, 0.5], [0, 0, 0.25, 1]])
    found = FoundBoxes(
        np.array([0.9, 0.8, 0.5, 0.3], np.float32),
        np.array([0, 1, 0, 0]),
        corners.astype(np.float32),
    )
    signs = Signs.of(1.5, found, 0)
    assert signs.pooled == 1.5
    assert signs.first == pytest.approx(np.log(9), abs=1e-5)
    assert signs.second == pytest.approx(0.0, abs=1e-6)
    assert signs.third == pytest.approx(np.log(0.3 / 0.7), abs=1e-5)
    assert signs.size == pytest.approx(np.log(0.5))
    assert signs.next_size == pytest.approx(np.log(0.2))
    assert signs.same == pytest.approx(0.5)
    none = Signs.of(0.0, found, 2)
    assert none.first == none.second == none.third < -3
    assert none.same == 0


def test_a_doubtful_peak_has_no_place(folder: Path, frame: Frame) -> None:
    (only,) = _things(folder, frame, (5, 1, 0.35))
    assert only.box is None
    assert only.sureness == Sureness.UNSURE


def test_no_peak_is_nothing(folder: Path, frame: Frame) -> None:
    assert _things(folder, frame) == []


@pytest.mark.parametrize(
    ("dog", "person", "told"),
    [
        (5.0, 1.0, ["dog"]),  # 0.73: a sure dog is what it is taken for
        (5.0, 2.0, ["dog", "person perhaps"]),  # 0.88
        (0.2, 1.0, ["person", "dog perhaps"]),  # the dog itself is a doubt
    ],
)
def test_what_is_taken_for_something_sure_needs_more(
    folder: Path, frame: Frame, dog: float, person: float, told: list[str]
) -> None:
    facts = _facts(folder)
    head = {
        "activation": "sigmoid",
        "kind": "object",
        "labels": ["dog", "person"],
        "levels": {"unsure": 0.5, "sure": 0.7},
        "beside": {"person": {"dog": {"unsure": 0.85, "sure": 0.95}}},
    }
    facts["heads"] = {"things": head}
    facts.pop("numbers")
    facts["grid"] |= {"head": "things", "pooled": 1.0, "peak": 0.0, "offset": 0.0}
    said = {"embedding": np.zeros(8), "things": np.array([dog, person])}
    said |= {"grid": np.full((2, 5, 7), -20.0), "sides": np.ones((4, 5, 7))}
    size = facts["input"]
    made_network.save(folder / "cnn.onnx", size["width"], size["height"], said)
    (folder / "cnn.json").write_text(json.dumps(facts), encoding="utf-8")
    found = CompactCNN(folder)(frame).hypotheses
    doubt = {Sureness.SURE: "", Sureness.UNSURE: " perhaps"}
    assert [f"{h.label}{doubt[h.sureness]}" for h in found] == told


def test_of_what_has_no_place_there_may_be_more(folder: Path, frame: Frame) -> None:
    facts = _facts(folder)
    head = {
        "activation": "sigmoid",
        "kind": "object",
        "labels": ["tree", "wall"],
        "levels": {"sure": 0.7},
        "several": ["tree"],
    }
    facts["heads"] = {"things": head}
    facts.pop("numbers")
    facts["grid"] |= {"head": "things", "pooled": 1.0, "peak": 0.0, "offset": 0.0}
    said = {"embedding": np.zeros(8), "things": np.array([3.0, 2.0])}
    said |= {"grid": np.full((2, 5, 7), -20.0), "sides": np.ones((4, 5, 7))}
    size = facts["input"]
    made_network.save(folder / "cnn.onnx", size["width"], size["height"], said)
    (folder / "cnn.json").write_text(json.dumps(facts), encoding="utf-8")
    tree, wall = describe(CompactCNN(folder)(frame), ()).observations
    assert [nouns.with_count(tree), nouns.with_count(wall)] == ["at least one tree", "a wall"]


def test_what_a_score_means() -> None:
    head = Head(
        ("a", "b"), "sigmoid", "object", {"unsure": 0.5, "sure": 0.9}, {"b": {"sure": 0.99}}
    )
    assert head.sureness("a", 0.49) is None
    assert head.sureness("a", 0.5) == Sureness.UNSURE
    assert head.sureness("a", 0.95) == Sureness.SURE
    assert head.sureness("b", 0.95) is None


@pytest.mark.parametrize("broken", ["cnn.json", "cnn.onnx"])
@pytest.mark.parametrize("how", ["missing", "cut", "noise"])
def test_a_damaged_folder_is_told(folder: Path, broken: str, how: str) -> None:
    path = folder / broken
    content = path.read_bytes()
    path.unlink()
    if how != "missing":
        path.write_bytes(content[: len(content) // 2] if how == "cut" else b"\x07" * 999)
    with pytest.raises(ModelError, match="missing or damaged"):
        CompactCNN(folder)


def test_weights_of_another_model_are_told(folder: Path) -> None:
    facts = _facts(folder)
    facts["heads"]["objects"]["labels"].pop()
    (folder / "cnn.json").write_text(json.dumps(facts), encoding="utf-8")
    with pytest.raises(ModelError, match="missing or damaged"):
        CompactCNN(folder)
