"""Where text is looked for closely, with the real networks on photographs."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from assistant import paths
from assistant.pipeline.frame import Frame
from assistant.reading import network_cache
from assistant.reading.networks import Rectangle, Seen
from assistant.senses import text
from tests.reading.made import font


def _photograph(name: str) -> Image.Image:
    """One that shows no text, as large as a camera's picture."""
    with Image.open(paths.resources() / "samples" / f"{name}.jpg") as picture:
        return picture.convert("RGB").resize((1280, 960))


def _with_sign(name: str, said: str, pixels: float, turns: int) -> Frame:
    sign = Image.new("RGB", (round(pixels * len(said)), round(2 * pixels)), "white")
    draw = ImageDraw.Draw(sign)
    draw.text((pixels, pixels / 2), said, "black", font(pixels))
    picture = _photograph(name)
    picture.paste(sign.rotate(90 * turns, expand=True), (700, 300))
    return Frame(np.asarray(picture))


@pytest.mark.parametrize("name", ["cameraman", "pancakes"])
def test_a_photograph_without_text_is_not_looked_at_closely(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> Seen:
        raise AssertionError("looked at closely")

    monkeypatch.setattr(network_cache, "detect", refuse)
    assert list(text.see(Frame(np.asarray(_photograph(name))))) == []


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_one_small_sign_in_a_photograph_is_read_whichever_way_it_lies(turns: int) -> None:
    seen = list(text.see(_with_sign("cameraman", "Platform 12", 22, turns)))
    assert [one.content for one in seen] == ["Platform 12"]


def test_the_quick_detector_sees_text_where_the_exact_one_does() -> None:
    with Image.open(paths.resources() / "samples" / "page.jpg") as picture:
        pixels = np.asarray(picture.convert("RGB").resize((768, 960)))
    exact, quick = (
        look(pixels).lines.mean(1) for look in (network_cache.detect, network_cache.glimpse)
    )
    assert len(exact) >= 20
    far = [float(np.abs(quick - middle).max(1).min()) for middle in exact]
    assert sum(distance < 12 for distance in far) >= 0.9 * len(exact)


def test_what_a_part_shows_lies_where_all_of_the_picture_shows_it() -> None:
    frame = _with_sign("cameraman", "Platform 12", 22, 0)
    pixels = np.ascontiguousarray(frame.reduced(960)[..., ::-1])
    whole = network_cache.detect(pixels)
    part: Rectangle = (520, 220, 700, 260)
    seen: Seen = network_cache.detect(pixels, part)
    nearest = min(whole.lines, key=lambda line: float(np.abs(line - seen.lines[0]).max()))
    assert seen.lines[0] == pytest.approx(nearest, abs=3)
    assert seen.traces is not None
    assert seen.traces[0] <= seen.lines[0][:, 0].max()
