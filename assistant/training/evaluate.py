"""What is really said, against what people wrote.

Run by ``python -m assistant.training.evaluate --data DIR``.

The folder has pictures and ``annotations.jsonl``, one line a picture: ``file`` (relative to the
folder), ``captions`` (list of sentences), ``objects`` (list of labels) and ``scene`` (a word); all
but ``file`` may be missing. Prints a table in Markdown; ``--json FILE`` writes the same figures.

A noun is right when an object, the scene or a caption has it or a synonym of it. So a thing that is
there and that nobody mentioned counts as hallucinated: figures for captions alone are pessimistic.
CHAIRi is the share of named things that are not there, CHAIRs the share of pictures with one
(Rohrbach et al., EMNLP 2018). Things are counted once a picture, as the standard text names them.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from assistant.pipeline.evidence import Explanation, Level, Sureness
from assistant.pipeline.pipeline import load
from assistant.sources.picture import image
from assistant.training import labels
from assistant.training.calibrate import SPEAK
from assistant.training.data import TrainingError

_SCENES = labels.SCENE_WORDS
_TRAINED = {spoken: trained for trained, spoken in SPEAK.items()}


@dataclass(frozen=True)
class Answer:
    """What was said of one picture, and what was true of it.

    Attributes:
        said: noun → how surely.
        right: those of the nouns that are there.
        objects: the labels that are there, as far as the list of objects goes.
        text: the standard text.
        milliseconds: until the first sentence.
    """

    said: Mapping[str, Sureness]
    right: frozenset[str]
    objects: frozenset[str]
    text: str
    milliseconds: float


def is_there(noun: str, annotation: Mapping[str, Any]) -> bool:
    """Whether an annotation has the noun, or a word that means the same."""
    trained = _TRAINED.get(noun, noun)
    words = {noun, trained, *labels.SYNONYMS.get(trained, ()), *_SCENES.get(trained, ())}
    listed = {str(label).lower() for label in annotation.get("objects") or ()}
    if words & (listed | {str(annotation.get("scene") or "").lower()}):
        return True
    return any(labels.names(text, words) for text in annotation.get("captions") or ())


def answer(explanation: Explanation, annotation: Mapping[str, Any]) -> Answer:
    """Judge what the standard text names."""
    said: dict[str, Sureness] = {}
    for sentence in explanation.sentences[Level.STANDARD]:
        for seen in sentence.evidence:
            if seen.kind in ("object", "scene"):
                said[seen.label] = max(
                    seen.sureness, said.get(seen.label, Sureness.UNSURE), key=lambda s: s.rank
                )
    return Answer(
        said,
        frozenset(noun for noun in said if is_there(noun, annotation)),
        frozenset(SPEAK.get(label, label) for label in annotation.get("objects") or ()),
        explanation.text(Level.STANDARD),
        explanation.timings.get("first", 0.0),
    )


def figures(answers: Iterable[Answer]) -> dict[str, float]:
    """The figures of all pictures."""
    answers = list(answers)
    named = sum(len(a.said) for a in answers)
    found: dict[str, float] = {
        "pictures": len(answers),
        "coverage": _share(bool(a.right) for a in answers),
        "nothing named": _share(not a.said for a in answers),
        "CHAIRi": sum(len(a.said) - len(a.right) for a in answers) / max(named, 1),
        "CHAIRs": _share(len(a.said) > len(a.right) for a in answers),
        "ms to first sentence": median(a.milliseconds for a in answers) if answers else 0.0,
    }
    for level in Sureness:
        right = [noun in a.right for a in answers for noun, s in a.said.items() if s == level]
        found[f"said {level}"] = len(right)
        found[f"right of {level}"] = _share(right)
    return found


def by_label(answers: Iterable[Answer]) -> Iterator[tuple[str, int, int, int]]:
    """(noun, said, right, pictures that list it), the most frequent first."""
    said, right, listed = Counter[str](), Counter[str](), Counter[str]()
    for a in answers:
        said.update(a.said)
        right.update(a.right)
        listed.update(a.objects)
    for noun, count in said.most_common():
        yield noun, count, right[noun], listed[noun]


def annotations(folder: Path) -> list[dict[str, Any]]:
    """The lines of ``annotations.jsonl``.

    Raises:
        TrainingError: there are none, or they cannot be read.
    """
    path = folder / "annotations.jsonl"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines if line.strip()]
    except (OSError, ValueError) as error:
        raise TrainingError(f"There are no readable annotations at {path}.") from error


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="assistant.training.evaluate", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--profile", choices=("compact", "standard"), default="compact")
    parser.add_argument("--json", type=Path, help="a file for the figures")
    parser.add_argument("--texts", action="store_true", help="print each text, too")
    options = parser.parse_args()
    pipeline = load(options.profile)
    answers = []
    for annotation in annotations(options.data):
        explanation = pipeline.glance(image(options.data / annotation["file"]))
        answers.append(answer(explanation, annotation))
        if options.texts:
            wrong = ", ".join(sorted(answers[-1].said.keys() - answers[-1].right)) or "-"
            _say(f"{annotation['file']}: {answers[-1].text} [wrong: {wrong}]")
    found = figures(answers)
    _say("| figure | value |\n| --- | --- |")
    for name, value in found.items():
        _say(f"| {name} | {value:.3f} |")
    _say("\n| noun | said | right | listed |\n| --- | --- | --- | --- |")
    for line in by_label(answers):
        _say("| " + " | ".join(map(str, line)) + " |")
    if options.json:
        options.json.write_text(json.dumps(found, indent=1), encoding="utf-8")


def _share(values: Iterable[bool]) -> float:
    listed = list(values)
    return sum(listed) / max(len(listed), 1)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
