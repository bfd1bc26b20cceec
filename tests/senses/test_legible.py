"""Writing is told as writing, whatever the light; what has none is refused, and quickly."""

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw

from assistant import paths, reading
from assistant.pipeline import pipeline
from assistant.pipeline.evidence import Level, Sureness
from assistant.pipeline.frame import Frame
from assistant.pipeline.pipeline import Pipeline
from assistant.senses import legible, quality
from tests.reading.made import font, frame, installed, page


@pytest.fixture(scope="module")
def compact_pipeline() -> Pipeline:
    return pipeline.load("compact")


_ALL = frozenset(("text", "codes", "medium"))


def _drawn(ground: str, ink: str, lines: list[str], size: tuple[int, int] = (1654, 2339)) -> Frame:
    picture = Image.new("RGB", size, ground)
    draw = ImageDraw.Draw(picture)
    for i, line in enumerate(lines):
        draw.text((120, 140 + 44 * i), line, ink, font(30))
    return frame(picture)


_LETTER = ["Dear neighbour,", "the lift is out of order", "until Friday."]


@pytest.mark.parametrize(
    ("ground", "ink", "size"),
    [
        ("white", "black", (1654, 2339)),
        ("black", "#808080", (1920, 1080)),
        ("#101020", "#686878", (1920, 1080)),
        ("#7a7a7a", "black", (1654, 2339)),
        ("#a05030", "white", (1654, 2339)),
    ],
)
def test_a_page_that_is_nearly_empty_is_read(
    compact_pipeline: Pipeline, ground: str, ink: str, size: tuple[int, int]
) -> None:
    told = compact_pipeline.describe(_drawn(ground, ink, _LETTER, size))
    assert "Dear neighbour" in told.text(Level.BRIEF)
    assert "Dear neighbour" in told.text(Level.STANDARD)
    assert not {o.kind for s in told.sentences[Level.FULL] for o in s.evidence} & {
        "object",
        "scene",
    }


@pytest.mark.parametrize("sample", ["letter", "page"])
def test_what_is_called_writing_is_read_whatever_the_look_for_writing_says(
    compact_pipeline: Pipeline, sample: str
) -> None:
    """It may miss a small pale word; to hear of nothing but writing, and not of it, is no help."""
    shown = _drawn("white", "black", _LETTER)
    if sample == "page":
        with Image.open(paths.resources() / "samples" / "page.jpg") as picture:
            shown = frame(picture.convert("RGB"))
    told = compact_pipeline.describe(shown.known(False)).text(Level.STANDARD)
    assert ("Dear neighbour" if sample == "letter" else "Riverside Library") in told


@pytest.mark.parametrize(("medium", "read"), [("screenshot", 1), ("chart", 1), ("drawing", 0)])
def test_which_media_are_read_whatever_the_look_for_writing_says(
    compact_pipeline: Pipeline, medium: str, read: int
) -> None:
    shown = _drawn("white", "black", _LETTER).known(False)
    first = compact_pipeline.glance(shown)
    d = first.description
    seen = [replace(o, label=medium) if o.kind == "medium" else o for o in d.observations]
    assert seen != list(d.observations)
    first = replace(first, description=replace(d, observations=tuple(seen)))
    told = pipeline.finish(shown, first).description.observations
    assert sum(o.kind == "text" for o in told) == read


def test_a_code_in_an_empty_page_is_told(compact_pipeline: Pipeline) -> None:
    import zxingcpp

    made = zxingcpp.create_barcode("https://example.org/a", zxingcpp.BarcodeFormat.QRCode)
    code = np.asarray(zxingcpp.write_barcode_to_image(made, scale=3))
    pixels = np.full((1600, 1200, 3), 255, np.uint8)
    pixels[100 : 100 + code.shape[0], 100 : 100 + code.shape[1]] = code[..., None]
    assert "a link to example.org" in compact_pipeline.describe(Frame(pixels)).text()


@pytest.mark.parametrize("grey", [0, 9, 128, 255])
@pytest.mark.parametrize("grain", [0, 3])
def test_an_empty_picture_is_refused_as_before_and_not_read(
    grey: int, grain: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "is_legible", lambda *_: pytest.fail("it was read"))
    noise = np.random.default_rng(0).normal(grey, grain, (1080, 1920, 3))
    empty = Frame(np.clip(noise, 0, 255).astype(np.uint8))
    seen = tuple(quality.see(empty))
    assert legible.spared(empty, seen, _ALL, lambda: False) == seen
    assert [o.sureness for o in seen] == [Sureness.SURE]


def test_writing_that_cannot_be_read_is_told_as_that(compact_pipeline: Pipeline) -> None:
    sign = page(
        ["Следующая станция Москва", "Выход в город"], 40, 300, path=installed("DejaVu Sans")
    )
    told = compact_pipeline.describe(frame(sign))
    for level in (Level.STANDARD, Level.FULL):
        assert "There is writing in a script that I cannot read." in told.text(level)
    assert told.brief.text == "Writing in a script that I cannot read."
