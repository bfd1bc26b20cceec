"""Faces: one portrait in all sizes, places and conditions; and what looks like a face.

Right is each face at its place and no other, wrong a face where none is, refused a face missed.
"""

from collections.abc import Iterator

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont, ImageOps

from assistant.paths import resources
from assistant.pipeline.boxes import overlap
from assistant.pipeline.evidence import Box
from assistant.pipeline.frame import Frame
from assistant.senses import people
from tests.benchmarks.truth.row import Row

SIZE = (1280, 720)
PLACES = ((0.25, 0.4), (0.5, 0.35), (0.5, 0.6), (0.75, 0.5), (0.37, 0.45), (0.62, 0.55))
SHARES = (0.6, 0.4, 0.25, 0.18, 0.14, 0.11, 0.09, 0.07)  # of the picture's height
NOTE = "one portrait"


def rows() -> Iterator[Row]:
    """Faces in conditions, then pictures without any."""
    for share in SHARES:
        frames = [_scene([(x, y, share)]) for x, y in PLACES]
        yield _row(f"a face of {share:.0%} of the height", frames)
    yield _row("two faces", [_scene([(0.25, y, 0.3), (0.7, y, 0.2)]) for _, y in PLACES])
    yield _row("mirrored", [_scene([(x, y, 0.25)], flip=True) for x, y in PLACES])
    for degrees in (5, 10, 15, 20, 30):
        frames = [_scene([(x, 0.5, 0.3)], turn=t) for x, _ in PLACES for t in (degrees, -degrees)]
        yield _row(f"head tilted by {degrees} degrees", frames)
    for sigma in (2, 4, 8, 12, 16):
        yield _row(f"blurred, sigma {sigma}", _degraded(lambda p, s=sigma: _blurred(p, s)))
    for light in (0.5, 0.25, 0.12, 0.06):
        yield _row(f"light at {light:.0%}", _degraded(lambda p, k=light: p.point(lambda v: v * k)))
    for name, pictures in _faceless():
        frames = [(Frame(np.asarray(picture.convert("RGB"))), []) for picture in pictures]
        yield _row(name, frames, note="")


def _row(case: str, frames: list[tuple[Frame, list[Box]]], note: str = NOTE) -> Row:
    right = wrong = refused = 0
    for frame, truth in frames:
        found = [o.box for o in people.see(frame)]
        missed = [box for box in truth if not any(overlap(box, f) > 0.3 for f in found)]
        wrong_ones = [f for f in found if not any(overlap(box, f) > 0.3 for box in truth)]
        wrong += bool(wrong_ones)
        refused += bool(missed) and not wrong_ones
        right += not missed and not wrong_ones
    return Row(case, right, wrong, refused, note)


def _scene(
    places: list[tuple[float, float, float]], flip: bool = False, turn: float = 0
) -> tuple[Frame, list[Box]]:
    """A portrait at each x, y with a face of this share of the height, before a wall."""
    wall = np.tile(np.linspace(90, 160, SIZE[0], dtype=np.uint8), (SIZE[1], 1))
    picture, boxes = Image.fromarray(wall).convert("RGB"), []
    portrait = Image.open(resources() / "samples" / "astronaut.jpg").convert("RGB")
    portrait = portrait.crop((84, 0, 364, 280))  # of 512; the face is 92 in its middle
    portrait = ImageOps.mirror(portrait) if flip else portrait
    round_one = Image.new("L", portrait.size)
    ImageDraw.Draw(round_one).ellipse((20, 0, 260, 280), fill=255)
    for x, y, share in places:
        side = round(280 / 92 * share * SIZE[1])
        one, mask = (
            p.rotate(turn, Image.Resampling.BICUBIC).resize((side, side))
            for p in (portrait, round_one)
        )
        left, top = round(x * SIZE[0] - side / 2), round(y * SIZE[1] - side * 113 / 280)
        picture.paste(one, (left, top), mask)
        wide = share * SIZE[1] / SIZE[0]
        boxes.append((x - wide / 2, y - share / 2, wide, share))
    return Frame(np.asarray(picture)), boxes


def _degraded(change) -> list[tuple[Frame, list[Box]]]:
    scenes = [_scene([(x, y, 0.25)]) for x, y in PLACES]
    return [
        (Frame(np.asarray(change(Image.fromarray(frame.pixels)))), boxes) for frame, boxes in scenes
    ]


def _blurred(picture: Image.Image, sigma: float) -> Image.Image:
    return picture.filter(ImageFilter.GaussianBlur(sigma))


def _faceless() -> Iterator[tuple[str, list[Image.Image]]]:
    files = sorted((resources() / "samples").glob("*.jpg"))
    yield (
        "samples without a face",
        [Image.open(file) for file in files if file.name != "astronaut.jpg"],
    )
    y, x = np.mgrid[0 : SIZE[1], 0 : SIZE[0]]
    checks = [((x // n + y // n) % 2 * 255).astype(np.uint8) for n in (4, 8, 15, 30, 60, 120)]
    yield "checkerboards", [Image.fromarray(pattern) for pattern in checks]
    circles = [(np.hypot(x % n - n / 2, y % n - n / 2) < n / 3) * 255 for n in (20, 50, 100, 200)]
    yield "dots", [Image.fromarray(pattern.astype(np.uint8)) for pattern in circles]
    random = np.random.default_rng(5)
    noise = [
        random.integers(0, 256, (SIZE[1] // n, SIZE[0] // n), np.uint8) for n in (1, 8, 20, 45)
    ]
    yield (
        "noise",
        [Image.fromarray(p).resize(SIZE, kind) for p in noise for kind in (0, 2)],
    )
    yield "pages of text", [_page(size) for size in (14, 18, 24, 32, 48)]
    yield "smileys and two dots over a line", [_drawn(n) for n in (80, 160, 320, 600)]


def _page(size: int) -> Image.Image:
    page = Image.new("RGB", (1000, 1300), "white")
    text = "Nobody is on this page: 8 oo QO 6969 00:00 (o_o) B8 @ % Door and window, "
    for line in range(1200 // (size * 4 // 3)):
        place = (40, 40 + line * size * 4 // 3)
        shifted = text[line % 20 :] * 4
        ImageDraw.Draw(page).text(
            place, shifted[: 1800 // size], "black", ImageFont.load_default(size)
        )
    return page


def _drawn(size: int) -> Image.Image:
    picture = Image.new("RGB", SIZE, "white")
    draw = ImageDraw.Draw(picture)
    left, top, unit = (SIZE[0] - size) // 2, (SIZE[1] - size) // 2, size / 10
    draw.ellipse((left, top, left + size, top + size), fill="gold", outline="black", width=3)
    for x in (3.0, 6.0):
        eye = (left + x * unit, top + 3 * unit, left + (x + 1) * unit, top + 4 * unit)
        draw.ellipse(eye, fill="black")
    mouth = (left + 2.5 * unit, top + 5 * unit, left + 7.5 * unit, top + 8 * unit)
    draw.arc(mouth, 20, 160, fill="black", width=max(2, size // 40))
    return picture
