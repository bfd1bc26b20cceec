"""What does not looking closely cost? ``python -m tests.benchmarks.measure_reading --data DIR``.

DIR has photographs, in folders or not. Each is enlarged to 1,280 pixels; in two of three, a sign is
drawn somewhere, 9 to 60 pixels high. The full reader's sure lines are the truth: those that the
text sense does not tell are the misses. Where the reader finds nothing, time is spared.
"""

import argparse
import random
import statistics
import time
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from assistant.pipeline.evidence import Sureness
from assistant.pipeline.frame import Frame
from assistant.reading import read
from assistant.senses import text

_KINDS = {".jpg", ".jpeg", ".png", ".webp"}
_WORDS = """OPEN EXIT Pull Push Sale Milk Butter 500g Coffee Bakery Hotel Parking Private Danger
Entrance Platform 2.49 Fresh Orange Juice Room 214 Ladies Tickets Bus Taxi School Rice Aspirin 100
mg Shampoo Pharmacy Closed Monday Lift Stairs""".split()


def _photograph(path: Path, dice: random.Random) -> Image.Image:
    with Image.open(path) as picture:
        large = picture.convert("RGB")
    share = 1280 / max(large.size)
    large = large.resize((round(large.width * share), round(large.height * share)))
    if dice.random() < 2 / 3:
        sign = _sign(dice)
        sign.thumbnail(large.size)
        place = (
            dice.randint(0, large.width - sign.width),
            dice.randint(0, large.height - sign.height),
        )
        large.paste(sign, place, sign)
    return large


def _sign(dice: random.Random) -> Image.Image:
    height = round(9 * (60 / 9) ** dice.random())
    font = ImageFont.load_default(height)
    said = " ".join(dice.sample(_WORDS, dice.randint(1, 3)))
    light, dark = dice.randint(150, 255), dice.randint(0, 90)
    ground, ink = (light, dark) if dice.random() < 0.6 else (dark, light)
    sign = Image.new(
        "RGBA", (round(font.getlength(said)) + height, 2 * height), (ground,) * 3 + (255,)
    )
    ImageDraw.Draw(sign).text((height // 2, height // 2), said, (ink, ink, ink), font)
    return sign.rotate(dice.uniform(-12, 12), Image.Resampling.BICUBIC, expand=True)


def _sure_lines(frame: Frame, doubting: bool) -> tuple[list[str], bool, float]:
    """Lines that the sense tells as sure, whether there are others, and milliseconds."""
    start = time.perf_counter()
    page = read(frame, doubting=doubting)
    took = (time.perf_counter() - start) * 1000
    levels = [(Sureness.of(block.score, text.LEVELS), block) for block in page.blocks]
    sure = [line.text for level, block in levels if level == Sureness.SURE for line in block.lines]
    return sure, any(level for level, _ in levels), took


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="a folder of photographs")
    parser.add_argument("--count", type=int, default=400, help="how many of them")
    arguments = parser.parse_args()
    dice = random.Random(12)
    found = sorted(p for p in arguments.data.rglob("*") if p.suffix.lower() in _KINDS)
    lines = missed = 0
    times: dict[bool, list[tuple[float, float]]] = {True: [], False: []}
    for path in dice.sample(found, min(arguments.count, len(found))):
        pixels = np.asarray(_photograph(path, dice))
        sure, anything, full_ms = _sure_lines(Frame(pixels), doubting=False)
        told, _, ms = _sure_lines(Frame(pixels), doubting=True)
        times[anything].append((full_ms, ms))
        lost = [line for line in sure if line not in told]
        lines, missed = lines + len(sure), missed + len(lost)
        for line in lost:
            print(f"missed in {path.name}: {line!r}")
    print(f"{sum(map(len, times.values()))} pictures; sure lines {lines}, missed {missed}")
    for anything, name in ((False, "without text"), (True, "with text")):
        if times[anything]:
            full, quick = (statistics.median(side) for side in zip(*times[anything], strict=True))
            spared = statistics.mean(q < f / 2 for f, q in times[anything])
            print(
                f"{len(times[anything])} {name}: {full:.0f} ms in full, {quick:.0f} ms so; "
                f"at least half is spared in {spared:.0%}"
            )


if __name__ == "__main__":
    main()
