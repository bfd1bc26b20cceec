import io
from functools import cache

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from assistant.paths import resources
from assistant.pipeline.evidence import Observation, Sureness
from assistant.pipeline.frame import Frame
from assistant.senses import drawn, medium
from tests.benchmarks.truth import pages, specimens

PHOTOS = ("dog", "cat", "beach", "cameraman", "dandelions", "football", "moose", "pan",
          "pancakes", "parrot", "stairs", "windmill", "astronaut", "coffee")  # fmt: skip


def _seen(picture: Image.Image) -> list[Observation]:
    return list(medium.see(Frame(np.asarray(picture.convert("RGB")))))


def _labels(picture: Image.Image) -> list[str]:
    return [o.label for o in _seen(picture)]


@cache
def _page() -> Image.Image:
    return pages.drawn(pages.Set())[0]


def _window(dark: bool) -> Image.Image:
    """A list beside a text, with a menu, borders, a selected row and a status bar."""
    ground, paper, ink, line = (45, 30, 220, 90) if dark else (240, 255, 20, 180)
    picture = Image.new("RGB", (900, 600), (ground,) * 3)
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(14)
    for i, name in enumerate(("File", "Edit", "View", "Help")):
        draw.text((10 + 60 * i, 6), name, (ink,) * 3, font)
    for left, right in ((8, 300), (310, 892)):
        draw.rectangle((left, 32, right, 560), (paper,) * 3, (line,) * 3)
    draw.rectangle((10, 58, 298, 80), (60, 120, 200))
    words = pages.PROSE.split()
    for i in range(20):
        draw.text((16, 36 + 24 * i), " ".join(words[3 * i : 3 * i + 3]), (ink,) * 3, font)
        draw.text((320, 36 + 24 * i), " ".join(words[9 * i : 9 * i + 9]), (ink,) * 3, font)
    draw.text((10, 570), "Ready.", (ink,) * 3, font)
    return picture


@pytest.mark.parametrize("name", PHOTOS)
@pytest.mark.parametrize("longest", [192, 1024])
def test_a_photograph_is_nothing_else(name: str, longest: int) -> None:
    with Image.open(resources() / "samples" / f"{name}.jpg") as picture:
        picture.thumbnail((longest, longest))
        assert _labels(picture) == []


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_page_is_found_whichever_way_it_lies(degrees: int) -> None:
    seen = _seen(_page().rotate(degrees, expand=True))
    assert [(o.label, o.sureness, o.kind) for o in seen] == [
        ("page of text", Sureness.SURE, "medium")
    ]


def test_a_page_under_a_phone_is_found_in_most_pictures() -> None:
    made = [specimens.page_by_phone(np.random.default_rng(70 + i)) for i in range(6)]
    assert sum("page of text" in _labels(picture) for picture in made) >= 5


def test_a_scanned_page_from_the_samples_is_found() -> None:
    with Image.open(resources() / "samples" / "page.jpg") as picture:
        assert _labels(picture) == ["page of text"]


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("quality", [0, 60])
def test_a_window_is_no_photograph(dark: bool, quality: int) -> None:
    picture = _window(dark)
    if quality:
        file = io.BytesIO()
        picture.save(file, "JPEG", quality=quality)
        picture = Image.open(file)
    seen = _seen(picture)
    assert [o.sureness for o in seen] == [Sureness.SURE]
    assert seen[0].label in ("screenshot", "graphic")


@pytest.mark.parametrize(
    ("name", "label"), [("chart", "chart"), ("line drawing", "drawing"), ("cartoon", "drawing")]
)
def test_what_is_drawn_is_no_photograph(name: str, label: str) -> None:
    made = [specimens.MAKERS[name][1](np.random.default_rng(40 + i)) for i in range(10)]
    labels = [_labels(picture) for picture in made]
    assert all(labels)
    assert sum(found == [label] for found in labels) >= 8


def test_a_conversation_is_no_chart_and_no_photograph() -> None:
    made = [specimens.chat(np.random.default_rng(60 + i)) for i in range(10)]
    labels = [_labels(picture) for picture in made]
    assert all(labels)
    assert sum(found == ["chart"] for found in labels) <= 1


def test_what_is_not_measured_to_its_end_would_be_a_photograph_in_any_case() -> None:
    trained, spared = medium.model(), 0
    for numbers in np.random.default_rng(3).random((500, len(drawn.NAMES))):
        begun = numbers.copy()
        begun[[drawn.NAMES.index(name) for name in ("letters", "alike")]] = np.nan
        if not trained.may_be_drawn(begun):
            spared += 1
            assert trained.verdict(trained.probabilities(numbers[None])[0]) is None
    assert spared


def test_the_same_picture_gets_the_same_answer() -> None:
    assert _seen(_page()) == _seen(_page())


@pytest.mark.parametrize("size", [(1, 1), (24, 900), (48, 48), (3000, 50)])
def test_any_size_and_any_even_picture_passes(size: tuple[int, int]) -> None:
    for colour in (0, 128, 255):
        assert len(_seen(Image.new("RGB", size, (colour,) * 3))) <= 1
