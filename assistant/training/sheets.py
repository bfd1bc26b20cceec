"""Contact sheets of what the network says and nobody confirms, to be looked at.

``python -m assistant.training.sheets --data DIR --sheets FOLDER`` draws for each label, and each
group of ``looked``, pictures of all scores, five in a row, with numbers, and ``sheets.json``, which
tells which they are. Somebody looks, and writes a text file with a line a sheet: its name, and a
letter for each picture: y right, n wrong, u cannot be told. ``--verdicts FILE`` adds those to
``looked.csv``.

Only pictures that may be learnt from are shown, with scores of networks to which they were new
(``folds``). With ``--said FILE``, which ``evaluate --json`` wrote of part B, the sheets show what
was said there and no caption has: those verdicts are for figures alone.
"""

import argparse
import csv
import json
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from assistant.cli import output
from assistant.errors import AssistantError
from assistant.training import calibrate
from assistant.training.judging import folds, judge, looked
from assistant.training.judging.metrics import Floats
from assistant.training.picture import data
from assistant.training.picture.material import SPOKEN, Indices, Material, load
from assistant.training.picture.speech import NEVER

COLUMNS, ROWS = 5, 5
_CELL, _PICTURE = (244, 208), (240, 188)  # px, width and height
_STRETCHED = (250, 188)  # of pictures that were brought to squares: most were 4:3
_STRATA = 5  # of the logit of the score, so that high and low ones are seen
_FEWEST = 40  # open pictures from which a label is looked at
_OFTEN = 400  # open pictures from which two sheets are
_LETTERS = {"y": "1", "n": "0", "u": ""}


def chosen_for(scores: Floats, open_: Indices, count: int, seed: int) -> Indices:
    """Up to ``count`` of the open pictures, as many from each stratum of scores as there are.

    Args:
        scores: (N,) of one label.
        open_: (M,) places in ``scores`` of those of which it is open.
        count: how many at most.
        seed: of the choice.
    """
    chance = np.random.default_rng(seed)
    shuffled = chance.permutation(open_)
    height = judge.logit(scores[shuffled])
    edges = np.linspace(height.min(), height.max() + 1e-6, _STRATA + 1)
    stratum = np.digitize(height, edges)
    # The first of each stratum, then the second of each ..., until there are enough.
    turn = np.array([(stratum[:i] == s).sum() for i, s in enumerate(stratum)])
    return np.sort(shuffled[np.argsort(turn, kind="stable")][:count])


class Entry(NamedTuple):
    """One picture of a sheet, and the label that is asked of it."""

    label: str
    group: str
    picture: str


Sheets = Mapping[str, Sequence[Entry]]


def plan(material: Material, told: Mapping[str, Any], new: folds.Folds) -> Sheets:
    """Sheets of all labels of which it is often open whether they are right.

    Args:
        material: all pictures.
        told: the content of ``cnn.json``.
        new: the folds, tempered.
    """
    found = {}
    for head in SPOKEN:
        scores = calibrate.scored(new.pooled, new.peaks, told, head)
        right = judge.right(material, new.chosen, head)
        for group, mask in looked.open_groups(material, new.chosen, right).items():
            for column, label in enumerate(material.labels[head]):
                open_ = np.flatnonzero(mask[:, column] & (scores[:, column] >= looked.LOWEST))
                if label in NEVER or len(open_) < _FEWEST:
                    continue
                count = COLUMNS * ROWS * (1 + (len(open_) >= _OFTEN))
                seed = zlib.crc32(f"{label}/{group}".encode())
                lines = chosen_for(scores[:, column], open_, count, seed)
                names = [material.rows[new.chosen[line]].id for line in lines]
                np.random.default_rng(seed).shuffle(names)
                for number in range(0, len(names), COLUMNS * ROWS):
                    name = f"{label.replace(' ', '-')}-{group}-{number // (COLUMNS * ROWS)}"
                    shown = names[number : number + COLUMNS * ROWS]
                    found[name] = [Entry(label, group, picture) for picture in shown]
    return found


def doubted(told: Mapping[str, Any]) -> Sheets:
    """Sheets of what was said of held-out pictures and no caption has.

    Args:
        told: what ``evaluate --json`` wrote.
    """
    wrong = [
        Entry(noun, looked.HELD_OUT, picture["file"])
        for picture in told["pictures"]
        for noun, judged in picture["nouns"].items()
        if judged["right"] is False and noun not in looked.held_out(picture["file"])
    ]
    wrong.sort()
    size = COLUMNS * ROWS
    return {f"said-{i // size}": wrong[i : i + size] for i in range(0, len(wrong), size)}


def draw(folder: Path, sheets: Sheets, rows: Iterable[data.Row], out: Path) -> None:
    """Write each sheet as a PNG file."""
    wanted = {entry.picture for sheet in sheets.values() for entry in sheet}
    squashed = {row.id for row in rows if row.squashed}
    pictures: dict[str, Image.Image] = {}
    for shard in data.shards(folder):
        for name, pixels in data.photographs(shard, wanted):
            picture = Image.fromarray(pixels)
            if name in squashed:
                picture = picture.resize(_STRETCHED)
            picture.thumbnail(_PICTURE)
            pictures[name] = picture
    font = ImageFont.load_default(16)
    for name, sheet in sheets.items():
        page = Image.new("RGB", (COLUMNS * _CELL[0], ROWS * _CELL[1]), "white")
        pen = ImageDraw.Draw(page)
        for number, entry in enumerate(sheet):
            left, top = number % COLUMNS * _CELL[0], number // COLUMNS * _CELL[1]
            page.paste(pictures[entry.picture], (left, top + 19))
            pen.text((left + 2, top), f"{number + 1}  {entry.label}", "black", font)
        page.save(out / f"{name}.png")


def read(lines: Iterable[str], sheets: Sheets) -> Iterator[tuple[str, str, str, str]]:
    """(label, group, picture, verdict) of each letter.

    Raises:
        TrainingError: a line is not as it should be.
    """
    for line in filter(str.strip, lines):
        name, _, letters = line.strip().partition(" ")
        letters = letters.replace(" ", "")
        sheet = sheets.get(name, ())
        if not sheet or len(letters) != len(sheet) or set(letters) - _LETTERS.keys():
            raise data.TrainingError(f"This line fits no sheet: {line.strip()}")
        for entry, letter in zip(sheet, letters, strict=True):
            yield (*entry, _LETTERS[letter])


def main(arguments: list[str] | None = None) -> int:
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="assistant.training.sheets", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path(".train"))
    parser.add_argument("--sheets", type=Path, required=True, help="the folder of the sheets")
    parser.add_argument("--verdicts", type=Path, help="a file to be added to looked.csv")
    parser.add_argument("--said", type=Path, help="show what evaluate --json FILE found wrong")
    options = parser.parse_args(arguments)
    try:
        if options.verdicts:
            _add(options.sheets, options.verdicts)
        elif options.said:
            said = json.loads(options.said.read_text(encoding="utf-8"))
            _draw(options.data, data.rows(options.data), doubted(said), options.sheets)
        else:
            rows, planned = _planned(options.data, options.out)
            _draw(options.data, rows, planned, options.sheets)
    except AssistantError as error:
        output.notice(error.message)
        return error.exit_code
    return 0


def _planned(folder: Path, out: Path) -> tuple[Sequence[data.Row], Sheets]:
    material, new = load(folder, out), folds.load(out)
    new = calibrate.tempered(new, calibrate.tempering(material, new))
    told = json.loads((out / "compact" / "cnn.json").read_text(encoding="utf-8"))
    return material.rows, plan(material, told, new)


def _draw(folder: Path, rows: Iterable[data.Row], planned: Sheets, sheets: Path) -> None:
    sheets.mkdir(parents=True, exist_ok=True)
    (sheets / "sheets.json").write_text(json.dumps(planned, indent=1), encoding="utf-8")
    draw(folder, planned, rows, sheets)
    output.result(f"{len(planned)} sheets are in {sheets}.")


def _add(sheets: Path, verdicts: Path) -> None:
    stored = json.loads((sheets / "sheets.json").read_text(encoding="utf-8"))
    planned = {name: [Entry(*row) for row in sheet] for name, sheet in stored.items()}
    rows = list(read(verdicts.read_text(encoding="utf-8").splitlines(), planned))
    new = not looked.FILE.exists()
    with looked.FILE.open("a", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([["label", "group", "picture", "verdict"], *rows] if new else rows)
    output.result(f"{len(rows)} verdicts are added.")


if __name__ == "__main__":
    sys.exit(main())
