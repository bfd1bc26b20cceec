"""Pictures that are no photographs, made by chance from a seed: pages, charts, drawings.

Each maker takes a generator and gives one picture, RGB. Two with the same seed are equal.
"""

import io
import math
from collections.abc import Callable, Mapping

import numpy as np
from numpy.random import Generator
from PIL import Image, ImageDraw, ImageFont

from assistant.pipeline.frame import Pixels
from tests.benchmarks.truth import pages

Colour = tuple[int, int, int]

PAPERS: tuple[Colour, ...] = ((255, 255, 255), (250, 248, 240), (240, 236, 225), (225, 225, 228))
INKS: tuple[Colour, ...] = ((0, 0, 0), (25, 25, 25), (60, 60, 70), (20, 30, 90))
_WORDS = pages.PROSE.split()


def page(rng: Generator) -> Image.Image:
    """A page as a scanner or a file gives it, 100 to 150 dpi."""
    how = pages.Set(
        font=str(rng.choice(pages.FONTS)),
        points=float(rng.choice([9, 10, 11, 12, 14, 18])),
        columns=int(rng.choice([1, 1, 1, 2])),
        size=((1240, 1754), (1240, 1240), (1000, 700))[rng.integers(3)],
        margin=int(rng.integers(50, 140)),
    )
    text = "\n\n".join(rng.permutation(pages.PROSE.split("\n\n")).tolist())
    picture, _ = pages.drawn(how, text * 2)
    paper, ink = PAPERS[rng.integers(4)], INKS[rng.integers(4)]
    share = np.asarray(picture.convert("L"))[..., None] / 255
    return _image(share * np.array(paper) + (1 - share) * np.array(ink))


def page_by_phone(rng: Generator, desk: Pixels | None = None) -> Image.Image:
    """A clear picture of a page: seen at a slant, shaded, turned, a little soft and grainy.

    Args:
        rng: decides.
        desk: what lies around the page; without it an even dark surface.
    """
    paper = page(rng)
    width, height = paper.size
    size = (1200, 1600) if height > width else (1600, 1200)
    scale = rng.uniform(0.82, 1.25) * min(size[0] / width, size[1] / height)
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], float) - (
        width / 2,
        height / 2,
    )
    tilt = math.radians(rng.normal(0, 3))
    turn = np.array([[math.cos(tilt), -math.sin(tilt)], [math.sin(tilt), math.cos(tilt)]])
    seen = corners @ turn.T * scale
    seen = seen * (1 + seen @ rng.normal(0, 6e-5, (2, 1))) + np.array(size) / 2
    around = _desk(size, rng, desk)
    mapping = _perspective(seen, corners + np.array((width / 2, height / 2)))
    put = paper.transform(size, Image.Transform.PERSPECTIVE, mapping, Image.Resampling.BICUBIC)
    mask = Image.new("L", paper.size, 255)
    mask = mask.transform(size, Image.Transform.PERSPECTIVE, mapping, Image.Resampling.BILINEAR)
    around.paste(put, mask=mask)
    turned = around.rotate(90 * int(rng.integers(4)), expand=True)
    y, x = np.mgrid[0 : 1 : turned.height * 1j, 0 : 1 : turned.width * 1j]
    shade = 1 - rng.uniform(0, 0.5) * (x * rng.uniform(0, 1) + y * rng.uniform(0, 1)) / 2
    tint = np.array([1, rng.uniform(0.9, 1), rng.uniform(0.75, 1)]) * rng.uniform(0.6, 0.95)
    lit = np.asarray(turned) * shade[..., None] * tint
    return compressed(_image(lit + rng.normal(0, rng.uniform(1, 5), lit.shape)), 85)


def chart(rng: Generator) -> Image.Image:
    """Bars, lines, points or a pie, on white, cream or a dark ground, with axes and labels."""
    width, height = ((1280, 720), (800, 600), (640, 480), (1000, 1000))[rng.integers(4)]
    dark = rng.random() < 0.2
    ground = (30, 30, 36) if dark else PAPERS[rng.integers(3)]
    ink = (220, 220, 220) if dark else (40, 40, 40)
    picture = Image.new("RGB", (2 * width, 2 * height), ground)
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(height // 18)
    draw.text((width, height // 16), _phrase(rng, 4), ink, font, anchor="mm")
    kind = (_bars, _lines, _points, _pie)[rng.integers(4)]
    colours = [tuple(int(v) for v in rng.integers(20, 235, 3)) for _ in range(6)]
    box = (round(width * 0.22), round(height * 0.2), round(width * 1.85), round(height * 1.75))
    if kind is not _pie:
        _axes(draw, box, ink, ground, font, rng)
    kind(draw, box, colours, rng)
    if rng.random() < 0.5:
        for i in range(int(rng.integers(2, 5))):
            y = box[1] + i * height // 10
            draw.rectangle((box[2] - 200, y, box[2] - 170, y + 30), fill=colours[i])
            draw.text((box[2] - 150, y), _phrase(rng, 1), ink, font)
    return picture.resize((width, height), Image.Resampling.BOX)


def drawing(rng: Generator) -> Image.Image:
    """Line art: pen strokes on paper, no grey between but at their edges."""
    width, height = ((800, 800), (1000, 700), (600, 800))[rng.integers(3)]
    picture = Image.new("RGB", (2 * width, 2 * height), PAPERS[rng.integers(4)])
    draw, ink, pen = ImageDraw.Draw(picture), INKS[rng.integers(4)], int(rng.integers(3, 14))
    for _ in range(int(rng.integers(6, 26))):
        points = _curve(rng, 2 * width, 2 * height)
        if rng.random() < 0.35:
            points = [*points, points[0]]
        draw.line(points, ink, pen, "curve")
    return picture.resize((width, height), Image.Resampling.BOX)


def cartoon(rng: Generator) -> Image.Image:
    """Flat colours with black outlines."""
    width, height = ((800, 800), (1000, 700), (600, 800))[rng.integers(3)]
    sky = tuple(int(v) for v in rng.integers(120, 256, 3))
    picture = Image.new("RGB", (2 * width, 2 * height), sky)
    draw, pen = ImageDraw.Draw(picture), int(rng.integers(4, 14))
    for _ in range(int(rng.integers(5, 18))):
        points = _curve(rng, 2 * width, 2 * height, 0.5)
        colour = tuple(int(v) for v in rng.integers(0, 256, 3))
        draw.polygon(points, fill=colour)
        draw.line([*points, points[0]], (0, 0, 0), pen, "curve")
    return picture.resize((width, height), Image.Resampling.BOX)


def chat(rng: Generator) -> Image.Image:
    """A conversation on a phone: bubbles left and right, perhaps under a bar, light or dark."""
    width, height = ((720, 1280), (720, 1000), (1080, 1920), (750, 1334))[rng.integers(4)]
    looks = _CHATS[rng.integers(len(_CHATS))]
    picture = Image.new("RGB", (width, height), looks[0])
    draw = ImageDraw.Draw(picture)
    size = round(width * rng.uniform(0.03, 0.045))
    font = ImageFont.truetype(pages.font_file(str(rng.choice(pages.FONTS))), size)
    ink = (235, 235, 235) if sum(looks[1]) < 300 else (10, 10, 10)
    top = size * 2
    if rng.random() < 0.6:  # a bar with the other's name
        draw.rectangle((0, 0, width, size * 4), looks[3])
        draw.ellipse((size, size, size * 3, size * 3), looks[1])
        draw.text((size * 4, size * 2), _phrase(rng, 2).title(), (255, 255, 255), font, "lm")
        top = size * 6
    bottom = height * rng.uniform(0.3, 1.0)
    while top < bottom:
        lines = [_phrase(rng, int(rng.integers(1, 6))) for _ in range(int(rng.integers(1, 4)))]
        mine = rng.random() < 0.5
        wide = max(draw.textlength(line, font) for line in lines) + size * 1.6
        high = len(lines) * size * 1.3 + size
        left = width - size - wide if mine else size
        draw.rounded_rectangle(
            (left, top, left + wide, top + high), size * 0.8, looks[2 if mine else 1]
        )
        colour = (255, 255, 255) if mine and sum(looks[2]) < 450 else ink
        for number, line in enumerate(lines):
            at = (left + size * 0.8, top + size * (0.4 + 1.3 * number))
            draw.text(at, line, colour, font)
        top += high + size * rng.uniform(0.5, 1.8)
    return picture


# Ground, the other's bubbles, one's own, and the bar: as programs for messages have them.
_CHATS: tuple[tuple[Colour, Colour, Colour, Colour], ...] = (
    ((236, 229, 221), (255, 255, 255), (220, 248, 198), (7, 94, 84)),
    ((255, 255, 255), (233, 233, 235), (10, 122, 255), (120, 120, 128)),
    ((11, 20, 26), (32, 44, 51), (0, 92, 75), (31, 44, 52)),
    ((0, 0, 0), (38, 38, 41), (10, 132, 255), (60, 60, 64)),
    ((255, 255, 255), (240, 240, 240), (225, 235, 255), (70, 90, 160)),
    ((214, 226, 238), (255, 255, 255), (238, 255, 222), (80, 120, 160)),
)


MAKERS: Mapping[str, tuple[str, Callable[[Generator], Image.Image]]] = {
    "page": ("page of text", page),
    "page by phone": ("page of text", page_by_phone),
    "chart": ("chart", chart),
    "line drawing": ("drawing", drawing),
    "cartoon": ("drawing", cartoon),
    "chat": ("screenshot", chat),
}


def worn(picture: Image.Image, rng: Generator) -> Image.Image:
    """As it comes from elsewhere: of another size, compressed."""
    if rng.random() < 0.6:
        longest = float(rng.choice([320, 480, 640, 800, 1024, 1600]))
        scale = min(1.6, longest / max(picture.size))
        size = (round(picture.width * scale), round(picture.height * scale))
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    return compressed(picture, int(rng.integers(60, 95))) if rng.random() < 0.5 else picture


def compressed(picture: Image.Image, quality: int) -> Image.Image:
    """After a JPEG file of that quality."""
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality)
    return Image.open(file).convert("RGB")


def _desk(size: tuple[int, int], rng: Generator, desk: Pixels | None) -> Image.Image:
    if desk is not None:
        return Image.fromarray(desk).resize(size, Image.Resampling.BICUBIC)
    colour = rng.integers(30, 150, 3)
    grain = rng.normal(0, 12, (size[1] // 40, 4, 1))
    grain = np.asarray(Image.fromarray(grain[..., 0].astype(np.float32)).resize(size))
    return _image(np.clip(colour + grain[..., None], 0, 255))


def _perspective(seen: np.ndarray, paper: np.ndarray) -> list[float]:
    """Pillow's eight numbers that lead from where a point is seen to where it is on the paper."""
    rows, values = [], []
    for (x, y), (u, v) in zip(seen, paper, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return np.linalg.solve(np.array(rows), np.array(values)).tolist()


def _axes(draw, box, ink, ground, font, rng) -> None:
    left, top, right, bottom = box
    lines = rng.random() < 0.6
    faint = tuple((i + 4 * g) // 5 for i, g in zip(ink, ground, strict=True))
    for i in range(6):
        y = bottom - i * (bottom - top) // 5
        if lines:
            draw.line((left, y, right, y), faint, 2)
        draw.text((left - 12, y), str(i * int(rng.integers(1, 30))), ink, font, anchor="rm")
        x = left + (2 * i + 1) * (right - left) // 12
        draw.text((x, bottom + 12), _phrase(rng, 1)[:6], ink, font, anchor="mt")
    draw.line((left, top, left, bottom), ink, 3)
    draw.line((left, bottom, right, bottom), ink, 3)


def _bars(draw, box, colours, rng) -> None:
    left, top, right, bottom = box
    number = int(rng.integers(3, 13))
    step, same = (right - left) / number, rng.random() < 0.6
    for i in range(number):
        high = rng.uniform(0.1, 0.95) * (bottom - top)
        x = left + step * (i + 0.15)
        fill = colours[0 if same else i % 6]
        draw.rectangle((x, bottom - high, x + step * 0.7, bottom), fill=fill)


def _lines(draw, box, colours, rng) -> None:
    left, top, right, bottom = box
    number = int(rng.integers(6, 50))
    for colour in colours[: rng.integers(1, 5)]:
        way = np.cumsum(rng.normal(0, 1, number))
        way = (way - way.min()) / max(np.ptp(way), 1e-6) * rng.uniform(0.3, 0.9)
        points = [
            (left + (right - left) * i / (number - 1), bottom - (bottom - top) * (v + 0.03))
            for i, v in enumerate(way)
        ]
        draw.line(points, colour, int(rng.integers(3, 9)), "curve")


def _points(draw, box, colours, rng) -> None:
    left, top, right, bottom = box
    size = int(rng.integers(5, 14))
    for colour in colours[: rng.integers(1, 4)]:
        middle, slope = rng.uniform(0.3, 0.7), rng.uniform(-0.5, 0.5)
        for t in rng.uniform(0.02, 0.98, int(rng.integers(15, 90))):
            v = np.clip(middle + slope * (t - 0.5) + rng.normal(0, 0.08), 0.02, 0.98)
            x, y = left + t * (right - left), bottom - v * (bottom - top)
            draw.ellipse((x - size, y - size, x + size, y + size), fill=colour)


def _pie(draw, box, colours, rng) -> None:
    left, top, right, bottom = box
    radius = min(right - left, bottom - top) / 2
    x, y = (left + right) / 2, (top + bottom) / 2
    shares = np.cumsum(rng.dirichlet(np.ones(int(rng.integers(3, 7))) * 2)) * 360
    for i, (start, end) in enumerate(zip([0, *shares], shares, strict=False)):
        draw.pieslice((x - radius, y - radius, x + radius, y + radius), start, end, colours[i])


def _curve(rng, width, height, spread=1.0) -> list[tuple[float, float]]:
    """A closed or open smooth line around a middle."""
    middle = rng.uniform(0.15, 0.85, 2) * (width, height)
    t = np.linspace(0, rng.uniform(0.6, 1) * 2 * np.pi, 40)
    radius = rng.uniform(0.04, 0.35) * spread * min(width, height)
    wave = 1 + 0.3 * np.sin(t * rng.integers(2, 6) + rng.uniform(0, 6))
    x = middle[0] + radius * wave * np.cos(t) * rng.uniform(0.5, 1.5)
    y = middle[1] + radius * wave * np.sin(t)
    return list(zip(x.tolist(), y.tolist(), strict=True))


def _phrase(rng, words) -> str:
    return " ".join(rng.choice(_WORDS, words).tolist())


def _image(values: np.ndarray) -> Image.Image:
    return Image.fromarray(np.clip(np.rint(values), 0, 255).astype(np.uint8))
