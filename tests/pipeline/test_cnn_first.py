"""A first look tells what the whole network would, in less time, and no more than that."""

import shutil
from pathlib import Path

import onnx
import pytest

from assistant import paths
from assistant.errors import ModelError
from assistant.pipeline import pipeline
from assistant.pipeline.cnn import CompactCNN
from assistant.pipeline.cnn_first import FILE, OF, FirstLook
from assistant.pipeline.evidence import Level, Sureness
from assistant.pipeline.features import Features
from assistant.pipeline.frame import Frame
from assistant.sources.picture import image


@pytest.fixture(scope="module")
def samples() -> list[Frame]:
    return [image(path) for path in sorted((paths.resources() / "samples").glob("*.jpg"))]


@pytest.fixture(scope="module")
def both(samples: list[Frame]) -> list[tuple[Features, Features]]:
    """What is seen at first, and by the whole network."""
    whole = CompactCNN(paths.resources() / "models" / "compact")
    first = whole.first_look()
    return [(first(frame), whole(frame)) for frame in samples]


def _plain(seen: Features) -> set[str]:
    return {h.label for h in seen.hypotheses if h.sureness == Sureness.SURE}


def test_what_it_says_plainly_the_whole_network_says_too(
    both: list[tuple[Features, Features]],
) -> None:
    plain = [(_plain(first), _plain(whole)) for first, whole in both]
    assert sum(len(first) for first, _ in plain) > sum(len(whole) for _, whole in plain) / 2
    told = [{h.label for h in whole.hypotheses} for _, whole in both]
    assert [first - whole for (first, _), whole in zip(plain, told, strict=True)] == [set()] * len(
        both
    )


def test_nothing_is_counted_and_nothing_placed(both: list[tuple[Features, Features]]) -> None:
    things = [h for first, _ in both for h in first.hypotheses if h.kind == "object"]
    assert not any(h.box for h in things)
    assert sum(h.more for h in things) * 2 == len(things), "there may be one more of each"


def test_likeness_is_nearly_that_of_the_whole_network(
    both: list[tuple[Features, Features]],
) -> None:
    def likeness(one: Features, other: Features) -> float:
        a, b = one.embedding, other.embedding
        return float(a @ b / (a @ a * (b @ b)) ** 0.5)

    for first, whole in both:
        others = [likeness(first, other) for _, other in both if other is not whole]
        assert likeness(first, whole) > max(others)


def test_a_sentence_is_made_of_it(samples: list[Frame]) -> None:
    first = pipeline.load().first_look()
    dog = next(frame for frame in samples if frame.source == "dog.jpg")
    assert "t least one dog" in first.glance(dog).text(Level.BRIEF)


@pytest.fixture
def folder(compact: Path, tmp_path: Path) -> Path:
    for name in ("cnn.json", "cnn.onnx", FILE):
        shutil.copy(compact / name, tmp_path / name)
    return tmp_path


def test_it_belongs_to_one_version_of_the_network(folder: Path) -> None:
    learnt = onnx.load(folder / FILE)
    onnx.helper.set_model_props(learnt, {OF: "compact-another"})
    onnx.save(learnt, folder / FILE)
    with pytest.raises(ModelError, match="Install Glimpse again"):
        CompactCNN(folder).first_look()


@pytest.mark.parametrize("content", [None, b"no network"])
def test_without_its_file_a_sentence_says_what_to_do(folder: Path, content: bytes | None) -> None:
    whole = CompactCNN(folder)
    (folder / FILE).unlink()
    if content:
        (folder / FILE).write_bytes(content)
    with pytest.raises(ModelError, match="Install Glimpse again"):
        FirstLook(whole, folder)
