"""A small data folder in the form of the real one: coloured squares on noise."""

import gzip
import io
import json
import tarfile
from pathlib import Path

import numpy as np
from PIL import Image

NAMES = ("square", "disc")


def data(folder: Path, count: int = 24, source: str = "made") -> Path:
    """One shard of pictures with one bright square each, and their labels."""
    dice = np.random.default_rng(3)
    folder.mkdir(exist_ok=True)
    lines = []
    with tarfile.open(folder / "photos-00.tar", "w") as tar:
        for number in range(count):
            x, y = dice.uniform(0.0, 0.5, 2).round(3).tolist()
            name = f"{number:06}.webp"
            add(tar, name, picture(dice, x, y))
            box = [number % 2, 0.8, x, y, 0.4, 0.4]
            lines.append(row(name, source, [box], [["bedroom"], ["kitchen"], []][number % 3]))
    with gzip.open(folder / "labels.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(line) + "\n" for line in lines)
    (folder / "coco80.json").write_text(json.dumps(NAMES))
    everyday = [f"thing {number}" for number in range(631)]
    (folder / "everyday631.json").write_text(json.dumps(everyday))
    return folder


def picture(dice: np.random.Generator, x: float, y: float) -> Image.Image:
    """Noise, and a white square of 0.4 at x, y."""
    pixels = dice.integers(0, 90, (96, 96, 3), dtype=np.uint8)
    left, top = round(x * 96), round(y * 96)
    pixels[top : top + 38, left : left + 38] = 250
    return Image.fromarray(pixels)


def add(tar: tarfile.TarFile, name: str, image: Image.Image) -> None:
    """Put a picture into a shard."""
    buffer = io.BytesIO()
    image.save(buffer, "WEBP", quality=90)
    member = tarfile.TarInfo(name)
    member.size = buffer.tell()
    buffer.seek(0)
    tar.addfile(member, buffer)


def row(name: str, source: str, boxes: list, tags: list) -> dict:
    """One line of the labels."""
    fields = {"id": name, "shard": 0, "src": source, "w": 96, "h": 96, "tags": tags}
    return {**fields, "boxes": boxes, "imagenet": [[3, 0.7]], "everyday": [[5, 0.4]]}
