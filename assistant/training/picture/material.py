"""The training pictures as the heads learn from them: features, answers, the teacher's cells."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.training import maps
from assistant.training.picture import data, known, meanings, split, targets, whole
from assistant.training.picture.speech import SPEAK
from assistant.training.picture.targets import Floats

HEADS = ("objects", "things", "places", "actions", "settings", "numbers")
WORDS = HEADS[1:4]
"""Those whose labels are words of captions."""
SPOKEN = HEADS[:5]
"""Those whose labels are said."""
# How much a source counts: the narrow ones show hundreds of pictures of one kind.
WEIGHTS = {"caltech": 0.3, "imagenette": 0.3, "catsdogs": 0.3, "carbike": 0.3, "intel": 0.4}
WEIGHTS |= {"grocery": 0.3, "clothing": 0.2, "clothfull": 0.2, "ccp": 0.4, "peds": 0.3}
Indices = npt.NDArray[np.int64]
_MADE = 2  # to be raised when answers are found in another way: what is kept is made anew


@dataclass(frozen=True)
class Material:
    """Everything that is known of N pictures.

    Attributes:
        rows: the pictures.
        parts: (N,) LEARN, PART_A or PART_B.
        names: of the grid's labels.
        words: of the other heads' labels.
        answers: head → (N, labels) chances, or UNKNOWN.
        taught: the same as the heads learn it: with what is known beside the answers.
        trust: head → (N, labels) how much each of these counts; 0 where it is UNKNOWN.
        lines: file name → the teacher's lines.
        weights: (N,).
        kept: features of the whole pictures.
        meanings: (N, 384) of their captions, of length 1; zeros where there are none.
    """

    rows: Sequence[data.Row]
    parts: split.Split
    names: Sequence[str]
    words: known.Words
    answers: Mapping[str, Floats]
    taught: Mapping[str, Floats]
    trust: Mapping[str, Floats]
    lines: Mapping[str, Floats]
    weights: Floats
    kept: maps.Kept
    meanings: Floats

    @property
    def labels(self) -> Mapping[str, Sequence[str]]:
        """Head → labels."""
        return {
            "objects": self.names,
            "things": self.words.things,
            "places": self.words.places,
            "actions": self.words.actions,
            "settings": whole.SETTINGS,
            "numbers": whole.NUMBERS,
        }

    def of(self, *parts: int, told: bool | None = None) -> Indices:
        """The pictures of some parts; only those with captions, or without, if asked."""
        chosen = np.isin(self.parts, parts)
        if told is not None:
            chosen &= np.array([bool(row.captions) == told for row in self.rows])
        return np.flatnonzero(chosen & self.shown)

    @property
    def shown(self) -> npt.NDArray[np.bool_]:
        """(N,) of which there are features."""
        shown: npt.NDArray[np.bool_] = np.any(self.kept.pooled[:, :16], axis=1)
        return shown


def load(folder: Path, out: Path) -> Material:
    """The material of a data folder; what takes long is kept in ``out``."""
    rows = data.rows(folder)
    names = data.names(folder, "coco80.json")
    parts = split.kept(folder, out, rows)
    lines, _ = targets.load(out / "cells")
    # Where the teacher has not looked, the boxes of an older one stand in.
    older = {row.id: targets.stored(row.boxes) for row in rows if not row.squashed}
    lines = older | lines
    learn = [row for row, part in zip(rows, parts, strict=True) if part == split.LEARN]
    words = known.learnable(learn, [SPEAK.get(name, name) for name in names])
    answers = _answers(folder, out, rows, names, words, lines)
    weights = np.array([WEIGHTS.get(row.src, 1.0) for row in rows], np.float32)
    trust = trusted(answers, weights)
    kept, told = maps.load(out / "maps"), meanings.load(out, rows)
    return Material(rows, parts, names, words, answers, answers, trust, lines, weights, kept, told)


def trusted(taught: Mapping[str, Floats], weights: Floats) -> dict[str, Floats]:
    """Head → (N, labels) how much each answer counts: as its picture does, or nothing.

    Args:
        taught: head → (N, labels) chances, or UNKNOWN.
        weights: (N,) of the pictures.
    """
    return {head: (told >= 0) * weights[:, None] for head, told in taught.items()}


def _answers(
    folder: Path,
    out: Path,
    rows: Sequence[data.Row],
    names: Sequence[str],
    words: known.Words,
    lines: Mapping[str, Floats],
) -> Mapping[str, Floats]:
    seen = sum(len(lines[name]) for name in sorted(lines))
    path = out / "known.npz"
    key = json.dumps([_MADE, asdict(words), len(lines), seen, len(rows)])
    if path.exists():
        with np.load(path) as file:
            if {"key", *HEADS} <= set(file) and str(file["key"]) == key:
                return {head: file[head] for head in HEADS}
    everyday = data.names(folder, "everyday631.json")
    several = [known.known(row, lines.get(row.id), words, names, everyday) for row in rows]
    found = {head: np.stack([one[head] for one in several]) for head in several[0]}
    found |= whole.answers(rows, lines, names)
    np.savez(path, allow_pickle=False, key=np.array(key), **found)
    return found
