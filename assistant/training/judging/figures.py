"""Figures over many answers.

CHAIRi is the share of named things that are not there, CHAIRs the share of pictures with one
(Rohrbach et al., EMNLP 2018); things are counted once a picture. Shares are over what can be
judged, see ``truth``; those "looked at" count what somebody saw who looked where captions are
silent (``looked``).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from assistant.pipeline import kinds
from assistant.pipeline.evidence import Sureness
from assistant.training.judging import temper
from assistant.training.judging.annotations import Annotation
from assistant.training.judging.answers import Answer, Noun
from assistant.training.judging.metrics import Floats, matched
from assistant.training.picture.speech import SPEAK

OUTCOMES = ("told", "guesses only", "can't tell", "no photograph", "refused")
_FEWEST = 5  # true pictures, or boxes, from which a label counts in a mean
_ALIVE = ("person", "animal")
Figures = dict[str, float | None]


@dataclass(frozen=True)
class LabelFigures:
    """One label's; a share is None where it is of nothing.

    Attributes:
        label: as it is spoken.
        stated: pictures of which the annotation states it.
        claimed: how often it was said plainly or fairly surely, where that can be judged.
        precision: share of those that are right.
        recall: share of the stated pictures in which it, or a thing of its kind, was so said.
        guessed: how often it was said as a guess.
        guesses_right: share of those that are right.
        recall_with_guesses: recall, guesses included.
        ap: average precision of presence, see ``presence``.
        ap50: average precision of its boxes at IoU 0.5.
    """

    label: str
    stated: int
    claimed: int
    precision: float | None
    recall: float | None
    guessed: int
    guesses_right: float | None
    recall_with_guesses: float | None
    ap: float | None
    ap50: float | None


def figures(answers: Sequence[Answer]) -> Figures:
    """Of the spoken standard texts: truth, sureness, outcomes, time. None: of nothing."""
    told = [a for a in answers if a.annotation.tells]
    found: Figures = {"pictures": len(answers), "pictures with something known": len(told)}
    found["coverage"] = _share(any(_right(a)) for a in told)
    found["coverage without guesses"] = _share(any(_right(a, claimed=True)) for a in told)
    for name, claimed in (("without guesses", True), ("all", False)):
        judged = [_right(a, claimed) for a in told]
        found[f"CHAIRi {name}"] = _share(not right for each in judged for right in each)
        found[f"CHAIRs {name}"] = _share(not all(each) for each in judged)
        seen = [n.seen for a in told for n in a.nouns.values() if n.claimed or not claimed]
        found[f"CHAIRi {name}, looked at"] = _share(not s for s in seen if s is not None)
    nouns = [noun for a in told for noun in a.nouns.values()]
    found["nouns"] = len(nouns)
    found["nouns that cannot be judged"] = sum(noun.right is None for noun in nouns)
    found["nouns without evidence"] = sum(len(a.slipped) for a in answers)
    for level in Sureness:
        said = [bool(n.right) for n in nouns if n.sureness == level and n.right is not None]
        found[f"nouns {level}"] = len(said)
        found[f"right of {level}"] = _share(said)
    found |= _words(answers)
    found["calibration error"] = _calibration_error(nouns)
    for outcome in OUTCOMES:
        found[outcome] = _share(a.outcome == outcome for a in answers)
    times = [a.milliseconds for a in answers]
    found["ms to first sentence, median"] = median(times) if times else None
    found["ms to first sentence, p95"] = float(np.percentile(times, 95)) if times else None
    return found


def _words(answers: Sequence[Answer]) -> Figures:
    """Of pictures with captions: how much of what is said a caption says, too; actions."""
    told = [a for a in answers if a.annotation.captions]
    alive = [a for a in told if any(a.truth.captioned(label) for label in _ALIVE)]
    actions = [noun for a in answers for noun in a.nouns.values() if noun.action and noun.claimed]
    words = [
        sum(noun.claimed and a.truth.captioned(n) for n, noun in a.nouns.items()) for a in told
    ]
    doing = [any(n.action and n.claimed for n in a.nouns.values()) for a in alive]
    return {
        "content words a picture that a caption has": float(np.mean(words)) if words else None,
        "with an action, of pictures with people or animals": _share(doing),
        "actions": len(actions),
        "right of actions": _share(bool(n.right) for n in actions if n.right is not None),
        "right of actions, looked at": _share(bool(n.seen) for n in actions if n.seen is not None),
    }


def by_label(answers: Sequence[Answer]) -> list[LabelFigures]:
    """One for each label that could be said and was said or is stated, the most stated first."""
    labels = frozenset[str]().union(*(a.known | a.nouns.keys() for a in answers))
    placed = any(h.box for a in answers for h in a.hypotheses)
    told = [n for n in labels if any(n in a.nouns or a.truth.stated(n) for a in answers)]
    found = (_label(label, answers, placed) for label in told)
    return sorted(found, key=lambda f: (-f.stated, -f.claimed, f.label))


def means(labels: Iterable[LabelFigures]) -> Figures:
    """Mean average precision over the labels that have one, and over how many that is."""
    labels = list(labels)
    aps = [f.ap for f in labels if f.ap is not None]
    boxes = [f.ap50 for f in labels if f.ap50 is not None]
    return {
        "mAP of presence": float(np.mean(aps)) if aps else None,
        "labels in it": len(aps),
        "mAP of boxes (IoU 0.5)": float(np.mean(boxes)) if boxes else None,
        "labels in that": len(boxes),
    }


def presence(label: str, answers: Sequence[Answer]) -> float | None:
    """Average precision of "it is in the picture" by the network's score.

    Pictures in which the network gave it no score above its lowest threshold count as not found:
    what lies below is never heard. None where it is stated of too few pictures.
    """
    lines, stated = [], 0
    for a in answers:
        score = max((h.score for h in a.hypotheses if h.label == label), default=None)
        true = a.truth.stated(label)
        stated += true
        if score is not None and (true or a.truth.verdict(label) is False):
            lines.append((score, true))
    if stated < _FEWEST:
        return None
    lines.sort(key=lambda line: -line[0])
    hits = np.array([hit for _, hit in lines], bool)
    precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    return float(precision[hits].sum() / stated)


def boxes(label: str, answers: Sequence[Answer]) -> float | None:
    """Average precision of the label's boxes at IoU 0.5.

    None where there are too few true ones that are called so: a kind ("a vehicle") is told of the
    whole picture and has no place, though each car has one.
    """
    chosen = [a for a in answers if a.annotation.boxes is not None]
    called = [_spoken(place.label) for a in chosen for place in a.annotation.boxes or ()]
    if sum(kinds.is_a(label, name) for name in called) < _FEWEST:
        return None
    true = [_true_boxes(label, a.annotation) for a in chosen]
    if sum(int((t[:, 0] > 0).sum()) for t in true) < _FEWEST:
        return None
    return matched([_found_boxes(label, a) for a in chosen], true)


def _label(label: str, answers: Sequence[Answer], placed: bool) -> LabelFigures:
    stated = [a for a in answers if a.truth.stated(label)]
    said = [a.nouns[label] for a in answers if label in a.nouns]
    claims = [bool(n.right) for n in said if n.claimed and n.right is not None]
    guesses = [bool(n.right) for n in said if not n.claimed and n.right is not None]
    return LabelFigures(
        label=label,
        stated=len(stated),
        claimed=len(claims),
        precision=_share(claims),
        recall=_share(_says(a, label, guesses=False) for a in stated),
        guessed=len(guesses),
        guesses_right=_share(guesses),
        recall_with_guesses=_share(_says(a, label, guesses=True) for a in stated),
        ap=presence(label, answers),
        ap50=boxes(label, answers) if placed else None,
    )


def _says(a: Answer, label: str, guesses: bool) -> bool:
    return any(kinds.is_a(name, label) for name, noun in a.nouns.items() if guesses or noun.claimed)


def _right(a: Answer, claimed: bool = False) -> list[bool]:
    return [bool(n.right) for n in a.judged if n.claimed or not claimed]


def _calibration_error(nouns: Iterable[Noun]) -> float | None:
    known = [(n.score, n.right) for n in nouns if n.score is not None and n.right is not None]
    scores, right = (np.array([pair[i] for pair in known], np.float32) for i in (0, 1))
    return temper.error(scores, right) if known else None


def _spoken(label: str) -> str:
    return SPEAK.get(label, label)


def _true_boxes(label: str, annotation: Annotation) -> Floats:
    rows = [
        (float(not place.difficult), *_corners(place.box))
        for place in annotation.boxes or ()
        if kinds.is_a(_spoken(place.label), label)
    ]
    return np.array(rows, np.float32).reshape(-1, 5)


def _found_boxes(label: str, a: Answer) -> Floats:
    rows = [(h.score, *_corners(h.box)) for h in a.hypotheses if h.label == label and h.box]
    return np.array(rows, np.float32).reshape(-1, 5)


def _corners(box: tuple[float, float, float, float]) -> Iterator[float]:
    x, y, width, height = box
    yield from (x, y, x + width, y + height)


def _share(values: Iterable[bool]) -> float | None:
    listed = list(values)
    return sum(listed) / len(listed) if listed else None
