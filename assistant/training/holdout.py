"""Validation pictures as a folder for ``evaluate``.

``python -m assistant.training.holdout --data DIR --out FOLDER [--part b] [--sources coco]``

Writes the pictures of one part of the split as files, with ``annotations.jsonl``: the captions
where there are any; as objects the source's true tags and the detector teacher's boxes from 0.5
on, with their places; the scene where the source tells it.

Most sources tell what is there and not what is missing, so some labels are written as unknown, and
what is said of them is neither right nor wrong: those of which the teacher has a box between 0.35
and 0.5, and the tags of the whole picture that the source shows without saying so (``tags``: shoes
in any street), or that the labeler finds possible. So figures on such a folder tell in part how
well the network does what its teachers do; figures on pictures that people described tell more.
What somebody saw who looked (``looked``) is written beside, and judged by itself.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from assistant.cli import output
from assistant.errors import AssistantError
from assistant.training.judging import annotations, looked
from assistant.training.judging.metrics import SEEN, UNSEEN, Floats
from assistant.training.picture import data, labels, tags, targets
from assistant.training.picture.data import Row, TrainingError
from assistant.training.picture.split import PART_A, PART_B

NEAR = frozenset(
    "coco coco_vqa coco_ic flickr8k nips vocsub imagen nyu houses azure humanseg doors".split()
)
"""Sources of everyday photographs."""

CAPTIONED = {"flickr": frozenset(("flickr8k",)), "coco": frozenset(("coco", "coco14"))}
"""Those of which people described some."""

PARTS = {"a": PART_A, "b": PART_B}
_POSSIBLE = 0.2  # chance of a tag, by the labeler, from which it may be there


def annotation(
    row: Row, names: Sequence[str], everyday: Sequence[str], lines: Floats | None = None
) -> dict[str, Any]:
    """One line of ``annotations.jsonl``.

    Args:
        row: the picture's labels.
        names: of the detector teacher's classes.
        everyday: of the labeler's classes.
        lines: what the better teacher saw, if it has looked; else the row's own boxes stand.
    """
    if lines is not None:
        row = replace(row, boxes=targets.things(lines))
    there = {names[int(box[0])] for box in row.boxes if box[1] >= SEEN}
    place = labels.scene(row)
    stated = {tag.lower() for tag in row.tags} - set(labels.SCENES)
    unknown = {names[int(box[0])] for box in row.boxes if box[1] >= UNSEEN}
    unknown |= set(_perhaps(row, there, names, everyday))
    found: dict[str, Any] = {
        "file": row.id,
        "source": row.src,
        "objects": sorted(t for t in stated | there if "not a photo" not in t),
        "boxes": [
            {"label": names[int(label)], "box": [x, y, w, h], "difficult": score < SEEN}
            for label, score, x, y, w, h in row.boxes
        ],
        "unknown": sorted(unknown - there),
    }
    if seen_by_eye := looked.held_out(row.id):
        found["looked"] = seen_by_eye
    if row.captions:
        found["captions"] = row.captions
    if place:
        found["scene"] = place
    return found


def write(
    folder: Path, out: Path, rows: Sequence[Row], seen: Mapping[str, Floats] | None = None
) -> int:
    """Write the rows' pictures as they stand in the shards, and their annotations.

    Returns:
        how many were written.

    Raises:
        TrainingError: a picture is in no shard, or nothing can be written there.
    """
    everyday = data.names(folder, "everyday631.json")
    names = data.names(folder, "coco80.json")
    wanted = {row.id for row in rows}
    try:
        out.mkdir(parents=True, exist_ok=True)
        for shard in data.shards(folder):
            for name, content in data.files(shard, wanted):
                (out / name).write_bytes(content)
                wanted.discard(name)
        told = (annotation(row, names, everyday, (seen or {}).get(row.id)) for row in rows)
        lines = [json.dumps(line) for line in told]
        (out / annotations.FILE).write_text("\n".join([*lines, ""]), encoding="utf-8")
    except OSError as error:
        raise TrainingError(f"{out} cannot be written: {error.strerror}.") from error
    if wanted:
        raise TrainingError(f"{len(wanted)} of the pictures are not in {folder}. Copy all shards.")
    return len(rows)


def _perhaps(
    row: Row, there: Iterable[str], names: Sequence[str], everyday: Sequence[str]
) -> Iterator[str]:
    """The tags of which it is not known whether they are true."""
    found = np.array([name in there for name in names], np.float32)
    chances = tags.chances(tags.fixed(row, everyday), found, names)
    for (name, tag), chance in zip(tags.TAGS.items(), chances, strict=True):
        possible = chance == tags.UNKNOWN or _POSSIBLE <= chance < 1.0
        if possible and not tags.stated(row, tag):
            yield name


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(
        prog="assistant.training.holdout",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="the folder to write")
    parser.add_argument("--part", choices=PARTS, default="b")
    parser.add_argument("--sources", choices=("all", "near", *CAPTIONED), default="all")
    parser.add_argument("--split", type=Path, default=Path(".train/split.npy"))
    options = parser.parse_args(arguments)
    try:
        rows = data.rows(options.data)
        parts = _split(options.split, len(rows))
        chosen = [
            row
            for row, part in zip(rows, parts, strict=True)
            if part == PARTS[options.part] and _wanted(row, options.sources)
        ]
        seen, _ = targets.load(options.split.parent / "cells")
        count = write(options.data, options.out, chosen, seen)
    except AssistantError as error:
        output.notice(error.message)
        return error.exit_code
    output.result(f"{count} pictures are in {options.out}.")
    return 0


def _wanted(row: Row, sources: str) -> bool:
    if sources in CAPTIONED:
        return bool(row.captions) and row.src in CAPTIONED[sources]
    return sources == "all" or row.src in NEAR


def _split(path: Path, count: int) -> Sequence[int]:
    """The part of each picture.

    Raises:
        TrainingError: the file is missing or belongs to other data.
    """
    try:
        parts: list[int] = np.load(path).tolist()
    except (OSError, ValueError) as error:
        raise TrainingError(f"There is no readable split at {path}. Train first.") from error
    if len(parts) != count:
        raise TrainingError(f"{path} belongs to other data. Name the right file with --split.")
    return parts


if __name__ == "__main__":
    sys.exit(main())
