"""Views of a thing: cuts of a sample, turned, nearer and further away, in other light."""

from pathlib import Path

import numpy as np
from PIL import Image, ImageEnhance

from assistant.pipeline.frame import Frame

SAMPLES = Path(__file__).parents[2] / "resources" / "samples"


def views(name: str, count: int, seed: int = 0) -> list[Image.Image]:
    """Different pictures of what a sample shows."""
    rng = np.random.default_rng(seed)
    with Image.open(SAMPLES / f"{name}.jpg") as sample:
        whole = sample.convert("RGB")
    made = []
    for _ in range(count):
        turned = whole.rotate(float(rng.uniform(-12, 12)), Image.Resampling.BILINEAR)
        side = min(whole.size) * float(rng.uniform(0.75, 0.95))
        left, top = (float(rng.uniform(0.2, 0.8)) * (length - side) for length in whole.size)
        cut = turned.crop((round(left), round(top), round(left + side), round(top + side)))
        lit = ImageEnhance.Brightness(cut.resize((320, 320)))
        made.append(lit.enhance(float(rng.uniform(0.8, 1.2))))
    return made


def save(folder: Path, name: str, count: int, seed: int = 0) -> list[str]:
    """The same as files; returns their names."""
    folder.mkdir(exist_ok=True)
    paths = [folder / f"{name}-{seed}-{number}.png" for number in range(count)]
    for path, view in zip(paths, views(name, count, seed), strict=True):
        view.save(path)
    return [str(path) for path in paths]


def frame(picture: Image.Image) -> Frame:
    return Frame(np.asarray(picture))


def on_a_wall(picture: Image.Image, left: int, top: int, side: int) -> Frame:
    """It hangs on a plain wall of 640 × 480 pixels."""
    wall = Image.new("RGB", (640, 480), (190, 186, 178))
    wall.paste(picture.resize((side, side)), (left, top))
    return frame(wall)
