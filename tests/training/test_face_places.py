"""How it is learnt where faces may be: finds, views, the network that is written."""

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from assistant import paths
from assistant.senses.face_places import SCALES, given
from assistant.sessions import OnnxNetwork
from assistant.training import face_places
from assistant.training.faces import finds, network
from assistant.training.faces.finds import Found
from assistant.training.faces.views import SIDE, Views, truth
from assistant.training.picture import data
from assistant.training.picture.split import LEARN, PART_A, PART_B
from tests.training.made import add


def _row(name: str, **told: object) -> data.Row:
    fields = {"tags": (), "boxes": (), "imagenet": (), "everyday": (), "captions": ()}
    return data.Row(id=name, shard=0, src="made", **(fields | told))


def test_pictures_with_people_are_chosen_held_out_ones_first() -> None:
    told = [
        _row("a", captions=("A man's hat.",)),
        _row("b", boxes=((0, 0.6, 0.1, 0.1, 0.3, 0.8),)),
        _row("c", boxes=((0, 0.6, 0.1, 0.1, 0.1, 0.1),)),  # too small to have a face
        _row("d", tags=("mandolin",)),
        _row("e", people=((0.1, 0.1, 0.3, 0.8),)),
        _row("f", tags=("woman",)),
    ]
    parts = np.array([LEARN, LEARN, LEARN, PART_A, PART_A, PART_B], np.int8)
    found = [one.id for one in finds.chosen(told, parts, learnt=1)]
    assert sorted(found[:2]) == ["e", "f"]
    assert len(found) == 3
    assert found[2] in "ab"


def test_faces_are_found_and_kept_and_not_looked_for_again(tmp_path: Path) -> None:
    import tarfile

    with Image.open(paths.resources() / "samples" / "astronaut.jpg") as whole:
        portrait = whole.convert("RGB").resize((256, 256))
    with tarfile.open(tmp_path / "photos-00.tar", "w") as tar:
        add(tar, "0.webp", portrait)
        add(tar, "1.webp", Image.new("RGB", (64, 48), "grey"))
    rows, path = [_row("0.webp"), _row("1.webp")], tmp_path / "faces.jsonl"
    finds.find(tmp_path, rows, path)
    finds.find(tmp_path, rows, path)
    assert len(path.read_text("utf-8").splitlines()) == 2
    first, second = finds.load(tmp_path, rows, path)
    (box,) = first.told
    assert box[1:] == pytest.approx((90, 33, 46, 46), abs=8)
    assert second.grey.shape == (48, 64)
    assert len(second.told) == 0
    (squashed, _) = finds.load(tmp_path, [_row("0.webp", squashed=True), rows[1]], path)
    assert squashed.grey.shape == (256, 341)


def _square(side: int, x: int, y: int) -> Found:
    """A white square with a dark middle on grey, as if it were a face."""
    grey = np.full((192, 256), 90, np.uint8)
    grey[y : y + side, x : x + side] = 230
    grey[y + side // 3 : y + 2 * side // 3, x + side // 3 : x + 2 * side // 3] = 20
    return Found(grey, np.array([[0.9, x, y, side, side]], np.float32))


def test_places_near_the_middle_are_true_in_the_scale_of_the_size() -> None:
    shown = np.ones((240, 320), bool)
    shown[:, 240:] = False
    boxes = np.array([[0.9, 81, 57, 30, 30], [0.3, 177, 57, 30, 30]], np.float32)
    small, middle, large = truth(shown, boxes)
    assert small.shape == (3, 30, 40)
    assert np.argwhere(small == 1).tolist() == [[1, 9, 12], [2, 9, 12]]  # at 96, 72
    assert np.isnan(small[1, 7:12, 10:15]).sum() == 24  # beside it
    assert np.isnan(small[1, 9, 24])  # a doubtful one
    assert np.isnan(small[:, :, 30:]).all()  # no picture
    assert np.nansum(middle) == np.nansum(large) == 0


def test_dice_alone_decide_on_views() -> None:
    material = [_square(40, 30, 60), Found(np.full((96, 128), 40, np.uint8), np.zeros((0, 5)))]
    one, other = Views(material, 3), Views(material, 3)
    for _ in range(6):
        (grey, true), (again, same) = one.view(), other.view()
        assert grey.shape == (SIDE, SIDE)
        assert np.array_equal(grey, again)
        for scale, answer, answered in zip(SCALES, true, same, strict=True):
            assert len(answer) == len(scale.sizes)
            assert np.array_equal(answer, answered, equal_nan=True)


def test_the_face_is_where_the_view_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the light that it had, nothing else is as white, and so near to it as dark."""
    monkeypatch.setattr(Views, "_lit", lambda self, grey: grey)
    views, marked = Views([_square(40, 30, 60), _square(60, 150, 20)], 1), 0
    for _ in range(20):
        grey, true = views.view()
        for scale, answer in zip(SCALES, true, strict=True):
            for size, down, across in np.argwhere(answer == 1):
                reach = round(scale.sizes[size][0])
                y, x = down * scale.stride, across * scale.stride
                near = grey[max(0, y - reach) : y + reach, max(0, x - reach) : x + reach]
                assert near.max() > 180
                assert near.min() < 60
                marked += 1
    assert marked > 100


def test_the_network_that_is_written_says_what_torch_says(tmp_path: Path) -> None:
    torch.manual_seed(1)
    places, path = network.Places().eval(), tmp_path / "places.onnx"
    grey = given(np.random.default_rng(0).integers(0, 256, (1, 214, 320), np.uint8))
    with torch.inference_mode():
        wanted = [logits.numpy() for logits in places(torch.from_numpy(grey))]
    places.lower(0.5)
    network.write(places, path)
    said = OnnxNetwork(path)({"grey": grey})
    for scale, logits in zip(SCALES, wanted, strict=True):
        assert np.abs(said[scale.name] - logits + 0.5).max() < 0.02


def test_it_learns_to_tell_a_face_from_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(face_places, "_STEPS", 25)
    monkeypatch.setattr(face_places, "_BATCH", 4)
    monkeypatch.setattr(face_places, "PLACES", tmp_path / "places.onnx")
    faced = [_square(40 + 8 * number, 10 * number, 30) for number in range(5)]
    empty = [Found(one.grey[:, ::-1] // 9 + 90, np.zeros((0, 5), np.float32)) for one in faced]
    places = face_places.train([*faced, *empty])
    network.write(places, face_places.PLACES)
    best = face_places.Judged(faced).best
    places.lower(float(best.min()) - 0.1)
    network.write(places, face_places.PLACES)
    judged = face_places.Judged([*faced, *empty])
    assert (judged.best > 0).all()
    assert judged.searched.mean() < 0.3
    assert str(judged).startswith("0 of 5 faces passed over; of 5 pictures without any ")
