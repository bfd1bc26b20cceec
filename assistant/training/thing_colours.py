"""Which colour people give an animal, learnt from captions of dogs.

``python -m assistant.training.thing_colours --data DIR --out .train``

Makes the numbers ("words") of ``resources/senses/thing_colours.json`` anew; what else stands there
was chosen and stays. Learnt from are the pictures of the part for learning in which the picture
network sees one dog and a caption gives a dog a colour: for each word a logistic model of whether
one of the five captions says it. Printed is how many of these pictures are told a colour, and how
many of those rightly, each by a model that has not seen it (six folds). DIR has ``labels.jsonl.gz``
and the pictures.
"""

import argparse
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import torch

from assistant import models, paths, saving
from assistant.cli import output
from assistant.pipeline.cnn import CompactCNN
from assistant.pipeline.description import describe
from assistant.pipeline.evidence import Observation
from assistant.pipeline.frame import Frame
from assistant.senses import thing_colours
from assistant.training.picture import data, split

Floats = npt.NDArray[np.float64]

WORDS = ("brown", "black", "white")
_FOLDS = 6
_LOSS = 0.05  # how much an error weighs against the square of the weights
_STEPS = 200

# What people say → the basic word.
_SAID = {
    word: basic
    for basic, words in {
        "black": "black",
        "white": "white cream ivory",
        "grey": "grey gray silver",
        "brown": "brown tan golden beige chestnut chocolate blond blonde brindle bronze sandy "
        "caramel reddish",
        "red": "red maroon crimson scarlet",
        "orange": "orange",
        "yellow": "yellow",
        "green": "green lime",
        "blue": "blue navy turquoise",
        "pink": "pink magenta",
        "purple": "purple violet lavender",
    }.items()
    for word in words.split()
}
# Of an animal these mean brown: a yellow labrador, a red setter.
_FUR = {"yellow": "brown", "red": "brown", "orange": "brown"}
_NOUNS = {
    "dog": "dog puppy pup retriever labrador lab poodle terrier hound spaniel shepherd collie "
    "greyhound husky dachshund bulldog boxer dalmatian doberman beagle chihuahua pug rottweiler "
    "corgi canine mutt doggy",
    "cat": "cat kitten kitty",
    "horse": "horse pony",
    "car": "car vehicle suv sedan van taxi",
    "motorcycle": "motorcycle motorbike bike scooter",
    "truck": "truck pickup vehicle",
}
# Words before which no adjective of the noun stands.
_ENDS = frozenset(
    "a an the of in on at with or is are by from to for near its his her their into onto while as "
    "that which wearing has holding riding behind beside over under through down up two three "
    "four".split()
)
_ADJECTIVES = 6  # words before the noun


class Single(NamedTuple):
    """One thing with one box in a picture, and what captions call its colour.

    Attributes:
        row: the picture's labels.
        observation: the thing, without a colour.
        frame: the picture.
        named: the basic words that captions give such a thing; empty where none does.
    """

    row: data.Row
    observation: Observation
    frame: Frame
    named: frozenset[str]


def named(captions: Sequence[str], label: str) -> frozenset[str]:
    """The basic words for the colour that any of the captions gives such a thing."""
    nouns = frozenset(_NOUNS.get(label, label).split())
    found = set[str]()
    for caption in captions:
        words = re.findall(r"[a-z]+", caption.lower())
        for i, word in enumerate(words):
            if word in nouns or word.removesuffix("s") in nouns:
                found |= _before(words[max(0, i - _ADJECTIVES) : i])
                if words[i + 1 : i + 2] in (["is"], ["are"]) and words[i + 2 : i + 3]:
                    found |= {_SAID[w] for w in words[i + 2 : i + 3] if w in _SAID}
    if label in thing_colours.animals():
        found = {_FUR.get(word, word) for word in found}
    return frozenset(found)


def _before(words: Sequence[str]) -> set[str]:
    found = set[str]()
    for i, word in reversed(list(enumerate(words))):
        if word in _ENDS or (word == "and" and words[i - 1 : i] and words[i - 1] not in _SAID):
            break
        found |= {_SAID[word]} if word in _SAID else set()
    return found


def singles(folder: Path, out: Path, part: int) -> Iterator[Single]:
    """Every single thing that may have a colour, in the pictures with captions of one part."""
    rows = data.rows(folder)
    parts = split.kept(folder, out, rows)
    wanted = {r.id: r for r, p in zip(rows, parts, strict=True) if p == part and r.captions}
    network = CompactCNN(models.folder("compact"))
    for shard in data.shards(folder):
        for name, pixels in data.photographs(shard, wanted):
            frame, row = Frame(pixels), wanted[name]
            for o in describe(network(frame)).of_kind("object"):
                if thing_colours.may_have(o):
                    yield Single(row, o, frame, named(row.captions, o.label))


def fitted(known: Floats, true: npt.NDArray[np.bool_]) -> Floats:
    """Weights (words, features + 1) of the logistic models.

    Args:
        known: (N, features).
        true: (N, words).
    """
    mean, spread = known.mean(axis=0), known.std(axis=0) + 1e-9
    inputs = torch.tensor((known - mean) / spread)
    weights = torch.zeros(true.shape[1], known.shape[1] + 1, dtype=torch.double, requires_grad=True)
    search = torch.optim.LBFGS([weights], max_iter=_STEPS, line_search_fn="strong_wolfe")
    loss = torch.nn.BCEWithLogitsLoss(reduction="sum")

    def closure() -> float:
        search.zero_grad()
        logits = inputs @ weights[:, :-1].T + weights[:, -1]
        value = _LOSS * loss(logits, torch.tensor(true, dtype=torch.double))
        value = value + 0.5 * (weights[:, :-1] ** 2).sum()
        value.backward()
        return float(value.detach())

    search.step(closure)  # type: ignore[no-untyped-call]
    found = weights.detach().numpy()
    slopes = found[:, :-1] / spread
    return np.column_stack([slopes, found[:, -1] - slopes @ mean])


def crossed(known: Floats, true: npt.NDArray[np.bool_]) -> Floats:
    """Chances (N, words), each by models that were fitted without it."""
    fold = np.arange(len(known)) * _FOLDS // len(known)
    chances = np.zeros(true.shape)
    for i in range(_FOLDS):
        weights = fitted(known[fold != i], true[fold != i])
        chances[fold == i] = thing_colours.chances(weights, known[fold == i])
    return chances


def _told(
    chances: Floats, true: npt.NDArray[np.bool_], least: Mapping[str, float]
) -> Iterator[str]:
    best = chances.argmax(axis=1)
    every = np.arange(len(best))
    said = chances[every, best] >= np.array([least[word] for word in WORDS])[best]
    right = true[every, best]
    yield f"{len(best)} dogs, {said.sum()} told, of these right {right[said].mean():.1%}"
    for i, word in enumerate(WORDS):
        mine = said & (best == i)
        yield f"{word}: {mine.sum()} told, of these right {right[mine].mean():.1%}"


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="assistant.training.thing_colours",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path(".train"))
    options = parser.parse_args()
    dogs = [
        (thing_colours.features(thing_colours.shares(one.frame, one.observation)), one.named)
        for one in singles(options.data, options.out, split.LEARN)
        if one.observation.label == "dog" and one.named
    ]
    known = np.array([features for features, _ in dogs])
    true = np.array([[word in said for word in WORDS] for _, said in dogs])
    path = paths.resources() / "senses" / "thing_colours.json"
    facts = json.loads(path.read_text("utf-8"))
    for line in _told(crossed(known, true), true, facts["least"]):
        output.result(line)
    facts["words"] = {
        word: [float(f"{weight:.4g}") for weight in row]
        for word, row in zip(WORDS, fitted(known, true), strict=True)
    }
    write(path, facts)


def write(path: Path, facts: Mapping[str, object]) -> None:
    """Write the file, one entry a line."""
    lines = ",\n".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in facts.items())
    with saving.replaced(path) as part:
        part.write_text(f"{{\n{lines}\n}}\n", "utf-8")


if __name__ == "__main__":
    main()
