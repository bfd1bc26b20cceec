"""From pixels to sentences with the models that are shipped."""

import json
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from assistant import models, paths, sessions
from assistant.errors import Cancelled, ModelError
from assistant.pipeline import pipeline
from assistant.pipeline.evidence import Level, Observation, Sureness
from assistant.pipeline.frame import Frame
from assistant.senses import light, people, quality
from tests.pipeline.standard.made import save_detector


@pytest.fixture(scope="module")
def compact_pipeline() -> pipeline.Pipeline:
    return pipeline.load("compact")


def _sample(name: str) -> Frame:
    with Image.open(paths.resources() / "samples" / name) as picture:
        return Frame(np.array(picture.convert("RGB")), name)


def _samples() -> list[dict[str, str]]:
    text = (paths.resources() / "samples" / "samples.json").read_text(encoding="utf-8")
    rows: list[dict[str, str]] = json.loads(text)
    return rows


# What a network may call what the list of samples calls otherwise.
_ALSO = {
    "person": ("man", "people", "astronaut"),
    "face": ("man", "people", "astronaut"),
    "animal": ("cat", "moose", "parrot", "retriever"),
    "bird": ("parrot",),
    "building": ("windmill",),
    "dog": ("retriever",),
    "field": ("meadow", "low brown plants"),
    "flower": ("dandelion",),
    "food": ("pancakes",),
    "furniture": ("table",),
    "grass": ("meadow",),
    "meadow": ("low brown plants",),
    "page of text": ("page",),
}


@pytest.mark.parametrize("row", _samples(), ids=lambda row: row["file"])
def test_what_is_claimed_of_a_sample_is_true(
    compact_pipeline: pipeline.Pipeline, row: dict[str, str]
) -> None:
    """What is said as more than a guess stands in the sentence of a person who saw the picture."""
    y = compact_pipeline.describe(_sample(row["file"]))
    claimed = [o for o in y.description.observations if o.sureness != Sureness.UNSURE]
    for o in claimed:
        words = (o.label, *_ALSO.get(o.label, ()))
        if o.kind in ("object", "scene", "medium", "people"):
            assert any(word in row["shows"].lower() for word in words), o.label


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (0, "It is too dark to see anything. Try more light."),
        (255, "The picture is nearly all white. It may be empty; if not, try less light."),
        (128, "The picture is one even colour. Is the camera covered, or the file empty?"),
    ],
)
def test_blank_pictures_get_no_caption(
    compact_pipeline: pipeline.Pipeline, value: int, sentence: str
) -> None:
    noise = np.random.default_rng(0).integers(0, 2, (300, 400, 3))
    pixels = np.clip(np.full((300, 400, 3), value) - noise, 0, 255).astype(np.uint8)
    assert compact_pipeline.describe(Frame(pixels)).text(Level.BRIEF) == sentence


def test_where_nothing_can_be_made_out_no_other_sense_is_told(
    compact_pipeline: pipeline.Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fast senses look beside the gate, so that they have begun, or failed, when it refuses."""
    monkeypatch.setattr(sessions, "threads", lambda: 2)
    begun = threading.Event()

    def too_dark(frame: Frame) -> list[Observation]:
        assert begun.wait(60)
        return [Observation("too dark", 1.0, "quality", Sureness.SURE, "quality")]

    def very_dark(frame: Frame) -> list[Observation]:
        begun.set()
        return [Observation("very dark", 0.0, "light", Sureness.SURE, "light")]

    def people_fail(frame: Frame) -> list[Observation]:
        raise RuntimeError

    monkeypatch.setattr(quality, "see", too_dark)
    monkeypatch.setattr(light, "see", very_dark)
    monkeypatch.setattr(people, "see", people_fail)
    y = compact_pipeline.describe(Frame(np.full((300, 400, 3), 128, np.uint8)))
    assert {o.sense for o in y.description.observations} <= {"quality", "medium"}
    assert not y.description.failed
    assert y.text(Level.STANDARD) == "It is too dark to see anything. Try more light."


def test_an_explanation_is_complete(compact_pipeline: pipeline.Pipeline) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (200, 200, 3), dtype=np.uint8)
    y = compact_pipeline.describe(Frame(noise, "noise.png", notes=("A note.",)))
    assert set(y.sentences) == set(Level)
    assert all(y.text(level) for level in Level)
    assert y.source == "noise.png"
    assert y.profile == "compact"
    assert y.versions["cnn"] == json.loads(
        (models.folder("compact") / "cnn.json").read_text(encoding="utf-8")
    )["name"]  # fmt: skip
    assert set(y.timings) == {"gate", "cnn", "senses", "gpt2", "first", "slow", "total"}
    assert "A note." in y.text(Level.STANDARD)


def test_stops_when_told(compact_pipeline: pipeline.Pipeline) -> None:
    frame = Frame(np.random.default_rng(0).integers(0, 255, (50, 50, 3), dtype=np.uint8))
    with pytest.raises(Cancelled):
        compact_pipeline.describe(frame, should_stop=lambda: True)


def test_the_standard_profile_says_how_to_get_it() -> None:
    with pytest.raises(ModelError, match="glimpse models download standard"):
        pipeline.load("standard")


def test_models_that_are_no_longer_used_are_freed(tmp_path: Path) -> None:
    """In a process of its own: only what the first loading imports can hold them."""
    from torchvision.models import resnet50

    save_detector(tmp_path / "detector")
    torch.save(resnet50().state_dict(), tmp_path / "resnet50-11ad3fa6.pth")
    code = f"""
import weakref
from pathlib import Path
from assistant import models
from assistant.pipeline import pipeline
here, compact = Path({str(tmp_path)!r}), models.folder("compact")
models.require = lambda profile: None
models.folder = dict(
    resnet50=here, detector=here / "detector", gpt2=compact / "gpt2", compact=compact
).get
for profile in ("standard", "compact"):
    loaded = pipeline.load(profile)
    parts = [weakref.ref(part) for part in (loaded, loaded._cnn, loaded._gpt2._model)]
    del loaded
    print([part() for part in parts])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["[None, None, None]"] * 2
