"""How many pictures inside a screenshot are found, where they are, and how many that are none.

``python -m tests.benchmarks.measure_screens [FOLDER]``: each photograph of the folder (the samples,
if none is named) is put into windows that are drawn here, light and dark, in three sizes.
"""

import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from assistant import paths
from assistant.pipeline import cutting
from assistant.pipeline.boxes import overlap

WIDTH, HEIGHT = 1280, 800
SIDES = (120, 240, 480)  # pixels of the longer side of a picture
GROUNDS = {"light": ((238, 238, 238), "white", "black"), "dark": ((40, 42, 46), "black", "white")}
THERE = 0.85  # of both together that the box found and the true one share
_LINE = "Thank you for your letter of the third of May; the garden is doing well."


def window(ground: str) -> Image.Image:
    """Buttons, a column of words and a frame around it."""
    around, paper, ink = GROUNDS[ground]
    image = Image.new("RGB", (WIDTH, HEIGHT), around)
    draw = ImageDraw.Draw(image)
    draw.rectangle((10, 60, 620, 790), fill=paper, outline=(128, 128, 128))
    for row in range(34):
        draw.text((20, 70 + 21 * row), _LINE, ink)
    for button in range(10):
        draw.rectangle((10 + 90 * button, 10, 90 + 90 * button, 45), outline=(128, 128, 128))
        draw.text((25 + 90 * button, 20), "Open file", ink)
    return image


def main(folder: Path) -> None:
    found: Counter[tuple[str, int]] = Counter()
    tried: Counter[tuple[str, int]] = Counter()
    false, took = 0, 0.0
    for path in sorted(folder.glob("*.jpg")):
        photograph = Image.open(path).convert("RGB")
        for ground in GROUNDS:
            for side in SIDES:
                picture = photograph.copy()
                picture.thumbnail((side, side))
                image = window(ground)
                image.paste(picture, (700, 150))
                there = (700 / WIDTH, 150 / HEIGHT, picture.width / WIDTH, picture.height / HEIGHT)
                start = time.perf_counter()
                boxes = cutting.pictures(np.asarray(image))
                took += time.perf_counter() - start
                hits = [box for box in boxes if overlap(box, there) >= THERE]
                tried[ground, side] += 1
                found[ground, side] += bool(hits)
                false += len(boxes) - len(hits)
    for (ground, side), number in tried.items():
        print(f"{ground}, {side} pixels: {found[ground, side]} of {number} found where they are")
    whole = sum(tried.values())
    print(f"others that were taken for pictures: {false} in {whole} screenshots")
    print(f"{1000 * took / whole:.0f} ms a screenshot of {WIDTH} × {HEIGHT}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else paths.resources() / "samples")
