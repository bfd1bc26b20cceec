"""Colour patches under several lights, and made patterns.

``python -m tests.benchmarks.truth colours``. The truth is not the survey that the names come from:
the patches are centroids of the ISCC-NBS system (Kelly and Judd, "Color: Universal Language and
Dictionary of Names", NBS Special Publication 440, 1976; in the public domain). The rule: an answer
is right if its family is the patch's own or one listed beside it in ``NEIGHBOURS``, and it does not
say "light" of a dark or deep patch or "dark" of a light, pale or brilliant one.
"""

from collections import Counter
from collections.abc import Iterator

import cv2
import numpy as np

from assistant.pipeline.frame import Frame, Pixels
from assistant.senses import colours
from tests.benchmarks.truth import degrade
from tests.benchmarks.truth.row import Row

PATCHES = """
    black 222222, dark grey 555555, medium grey 848482, light grey b9b8b5, white f2f3f4,
    vivid red be0032, strong red bc3f4a, deep red 841b2d, moderate red ab4e52, dark red 722f37,
    vivid pink ffb5ba, strong pink ea9399, deep pink e4717a, light pink f9ccca,
    moderate pink dea5a4,
    pale pink ead8d7, vivid orange f38400, brilliant orange fd943f, strong orange ed872d,
    deep orange be6516, light orange fab57f, strong brown 80461b, deep brown 593319,
    light brown a67b5b, moderate brown 6f4e37, dark brown 422518, vivid yellow f3c300,
    brilliant yellow fada5e, strong yellow d4af37, deep yellow af8d13, light yellow f8de7e,
    moderate yellow c9ae5d, pale yellow f3e5ab, light olive 867e36, moderate olive 665d1e,
    dark olive 403d21, moderate olive green 4a5d23, vivid green 008856, brilliant green 3eb489,
    strong green 007959, deep green 00543d, light green 6aab8e, moderate green 3b7861,
    dark green 1b4d3e, vivid blue 00a1c2, brilliant blue 4997d0, strong blue 0067a5,
    deep blue 00416a, light blue 70a3cc, moderate blue 436b95, dark blue 00304e,
    vivid purple 9a4eae, brilliant purple d399e6, strong purple 875692, deep purple 602f6b,
    light purple b695c0, moderate purple 86608e, dark purple 563c5c, pale purple aa98a9
"""
# Family of a patch → families that may be said.
NEIGHBOURS = {
    "black": ("black", "dark grey"),
    "grey": ("grey",),
    "white": ("white", "light grey"),
    "red": ("red",),
    "pink": ("pink", "peach"),
    "orange": ("orange", "peach"),
    "brown": ("brown", "beige"),
    "yellow": ("yellow", "cream", "beige"),
    "olive": ("olive green", "brown", "green"),
    "green": ("green", "turquoise"),
    "blue": ("blue", "turquoise"),
    "purple": ("purple", "magenta"),
}
# What is hardly a colour may be called grey; the darkest and deepest mix with their dark neighbour.
_ALSO = {
    "pale pink": ("grey",),
    "pale purple": ("grey",),
    "deep orange": ("brown",),
    "deep yellow": ("olive green", "brown"),
    "moderate yellow": ("olive green", "brown"),
    "moderate red": ("pink",),
    "dark olive": ("dark grey",),
}
_GREY = ("black", "grey", "white")
# Linear gains of red, green and blue: what is left of the lamp after the camera's own balance
# (30 % of a 3,000 K bulb's cast, 60 % of a 10,000 K sky's), and 1.7 stops too little light.
LIGHTS = {
    "daylight": (1.0, 1.0, 1.0),
    "warm lamp": (1.26, 1.0, 0.71),
    "cold sky": (0.88, 1.0, 1.25),
    "dim": (0.3, 0.3, 0.3),
    "dim warm lamp": (0.4, 0.3, 0.2),
}
BACKGROUNDS = ("nothing else", "room", "table", "grass")
_NOISE = 6.0  # of 255


def patches() -> list[tuple[str, tuple[int, ...]]]:
    """Name and sRGB 0..255 of each patch."""
    words = [patch.split() for patch in PATCHES.split(",")]
    return [(" ".join(w[:-1]), tuple(bytes.fromhex(w[-1]))) for w in words]


def scene(colour: tuple[int, ...], background: str, light: str, rng: np.random.Generator) -> Pixels:
    """A card of that colour in the middle of a picture, lit."""
    picture = np.full((180, 320, 3), colour, float)
    if background == "room":
        picture[:] = 215
        picture[120:] = (140, 100, 70)
        picture[20:100, 10:80] = (60, 90, 140)
        picture[60:140, 240:310] = (90, 60, 50)
        picture[:40, 120:200] = 240
    elif background == "table":
        picture[:] = np.array((150, 105, 70)) + rng.normal(0, 10, (180, 1, 1))
    elif background == "grass":
        picture[:] = np.array((70, 110, 45)) + rng.normal(0, 15, (180, 320, 1))
    picture[50:130, 90:230] = colour
    linear = np.clip(picture / 255, 0, 1) ** 2.2 * LIGHTS[light]
    return degrade.noisy(255 * np.clip(linear, 0, 1) ** (1 / 2.2), _NOISE, rng)


def is_right(patch: str, said: str) -> bool:
    """Whether a listener who hears that is told the truth about the patch."""
    tone, own = patch.split()[0], patch.split()[-1]
    own = "olive" if "olive" in patch else own
    if said.startswith("light") and tone in ("dark", "deep"):
        return own in _GREY and tone != "dark"
    if said.startswith("dark") and tone in ("light", "pale", "brilliant"):
        return False
    allowed = (*NEIGHBOURS[own], *_ALSO.get(patch, ()))
    family = said.removeprefix("light ").removeprefix("dark ")
    return said in allowed or family in allowed


def said(picture: Pixels) -> str:
    """The first colour of the middle."""
    return next(o.label for o in colours.see(Frame(picture)) if o.box)


def rows() -> Iterator[Row]:
    """A row for each light and background, then the patterns."""
    for light in LIGHTS:
        for background in BACKGROUNDS:
            rng = np.random.default_rng(5)
            wrong = []
            for patch, colour in patches():
                word = said(scene(colour, background, light, rng))
                if not is_right(patch, word):
                    wrong.append(f"{patch}: {word}")
            right = len(patches()) - len(wrong)
            yield Row(f"{light}, before {background}", right, len(wrong), 0, "; ".join(wrong))
    yield from _patterns()


KINDS = {"stripes": "striped", "gingham": "checked", "chessboard": "checked", "one colour": "plain"}
OTHERS = ("clouds", "one edge")


def cloth(
    kind: str, period: float, degrees: float, tilt: float, noise: float, rng: np.random.Generator
) -> Pixels:
    """A cloth of two colours, in perspective (``tilt`` 0..0.6) and shade."""
    one, two = rng.integers(0, 256, 3), rng.integers(0, 256, 3)
    while np.linalg.norm(np.subtract(one, two, dtype=float)) < 90:
        two = rng.integers(0, 256, 3)
    y, x = np.mgrid[0:240, 0:320].astype(float)
    nearer = 1 + tilt * (y / 240 - 0.5)
    x, y = (x - 160) / nearer + 160, y / nearer
    turn = np.deg2rad(degrees)
    along, across = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
    warp, weft = (along / period % 1 < 0.5) * 1.0, (across / period % 1 < 0.5) * 1.0
    share = {
        "stripes": lambda: warp,
        "gingham": lambda: (warp + weft) / 2,
        "chessboard": lambda: np.abs(warp - weft),
        "one colour": lambda: np.zeros_like(x),
        "clouds": lambda: cv2.GaussianBlur(rng.normal(0.5, period, x.shape), (0, 0), period / 2),
        "one edge": lambda: (along > along.mean()) * 1.0,
    }[kind]()
    picture = one + (two - one) * np.clip(share, 0, 1)[..., None]
    shade = np.linspace(0.85, 1.1, 320)[None, :, None]
    return degrade.noisy(cv2.GaussianBlur(picture, (0, 0), 0.8) * shade, noise, rng)


def _patterns() -> Iterator[Row]:
    for kind in (*KINDS, *OTHERS):
        for tilt in (0.0, 0.3, 0.6):
            rng = np.random.default_rng(1)
            answers = Counter(
                colours.pattern(cloth(kind, period, degrees, tilt, noise, rng))
                for period in (12, 20, 32, 48)
                for degrees in (0, 15, 30, 45, 60, 90)
                for noise in (4, 12)
            )
            refused = answers.pop("", 0)
            right = answers.pop(KINDS.get(kind, "plain"), 0)
            wrong = sum(answers.values())
            yield Row(f"{kind}, tilt {tilt}", right, wrong, refused, ", ".join(answers))
