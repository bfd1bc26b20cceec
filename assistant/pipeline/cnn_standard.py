"""f = CNN(x), standard profile: a COCO detector says what is there, ResNet-50 confirms and adds.

The detector (D-FINE, https://arxiv.org/abs/2410.13842, or any other of transformers whose class
scores are sigmoids) knows 80 everyday things and where they are. ResNet-50 knows 1000, but is made
to answer with one of them for any picture: it called a giraffe a dalmatian. So what the detector
has a word for is said in the detector's word or not at all; ResNet-50's opinion makes it surer.
Of two smaller networks of the same kinds on 645 captioned photographs, 83 % of 64 doubtful
detections (score 0.35 to 0.55) were right where the classifier agreed, 50 % of 335 elsewhere.
Only what the detector has no word for is said in ResNet-50's, from a high score on.

Which scores mean what, and how classes are called, stands in ``resources/models/standard``.
"""

import json
import pickle
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError

from assistant.errors import ModelError, PipelineError
from assistant.pipeline import torchvision_ops
from assistant.pipeline.arrays import Embedding
from assistant.pipeline.evidence import Box, Kind, Sureness
from assistant.pipeline.features import Features, Hypothesis
from assistant.pipeline.frame import Frame

_DAMAGE = (
    OSError, ValueError, KeyError, TypeError, RuntimeError, EOFError,
    pickle.UnpicklingError, SafetensorError,
)  # fmt: skip


class StandardCNN:
    """ResNet-50 and a COCO detector, each out of one folder.

    Args:
        resnet_dir: holds ``resnet50-11ad3fa6.pth``, torchvision's ``IMAGENET1K_V2`` weights.
        detector_dir: a detector in the hub's layout: ``config.json``,
            ``preprocessor_config.json`` and ``model.safetensors``.
        config_dir: thresholds and words: ``thresholds.json``, ``detector.json``,
            ``imagenet.json``.

    Raises:
        ModelError: a file is missing or damaged, or two do not belong together.
    """

    version: str
    known: frozenset[str]

    def __init__(self, resnet_dir: Path, detector_dir: Path, config_dir: Path) -> None:
        torchvision_ops.prepare()
        try:
            facts = _json(config_dir / "thresholds.json")
            self.version = facts["version"]
            self._facts = facts["classifier"]
            self._classifier = ImageClassifier(resnet_dir)
            words = _json(config_dir / "imagenet.json")
            self._meanings = Meanings.read(words, self._classifier.categories)
            say = _json(config_dir / "detector.json")["say"]
            self._detector = ObjectDetector(detector_dir, facts["detector"], say)
            words_said = (word.text for word in self._meanings.words if word)
            self.known = frozenset(self._detector.labels) | frozenset(words_said)
        except _DAMAGE as error:
            raise ModelError(
                "The standard picture networks are missing or damaged. "
                "Get them with: glimpse models download standard."
            ) from error

    def first_look(self) -> "StandardCNN":
        """Itself."""
        return self

    @torch.inference_mode()
    def __call__(self, frame: Frame) -> Features:
        """What is in the frame; the embedding is ResNet-50's, D = 2048.

        Raises:
            PipelineError: a network failed, for want of memory for example.
        """
        try:
            pixels = torch.tensor(frame.pixels).permute(2, 0, 1)
            embedding, probabilities = self._classifier(pixels)
            found = self._detector(pixels)
        except RuntimeError as error:
            raise PipelineError(
                "The picture networks failed. Close other programs, or try a smaller picture."
            ) from error
        hypotheses = [*self._confirmed(found, probabilities), *self._added(found, probabilities)]
        hypotheses.sort(key=lambda h: (-h.sureness.rank, -h.score, h.label))
        return Features(embedding, tuple(hypotheses))

    def _confirmed(self, found: Iterable[Hypothesis], p: Sequence[float]) -> Iterator[Hypothesis]:
        """What the detector saw, one step surer where the classifier sees the same."""
        for seen in found:
            share = sum(p[index] for index in self._meanings.same.get(seen.label, ()))
            agreed = share >= self._facts["agree"]
            yield replace(seen, sureness=_surer(seen.sureness)) if agreed else seen

    def _added(self, found: Iterable[Hypothesis], p: Sequence[float]) -> Iterator[Hypothesis]:
        """What only the classifier has a word for, where nothing that was detected denies it."""
        seen = frozenset(hypothesis.label for hypothesis in found)
        for word, score in self._meanings.scores(p).items():
            sureness = Sureness.of(score, self._facts["speak"])
            if sureness and not word.denied_by & seen:
                yield Hypothesis(word.text, score, "classifier", word.kind, sureness)


class ImageClassifier:
    """torchvision's ResNet-50; its preprocessing and its categories come with the weights."""

    def __init__(self, folder: Path) -> None:
        from torchvision.models import ResNet50_Weights, resnet50

        weights = ResNet50_Weights.IMAGENET1K_V2
        self.categories: Sequence[str] = weights.meta["categories"]
        self._transform = weights.transforms()
        file = folder / weights.url.rpartition("/")[2]
        with torch.device("meta"):  # no random weights are made only to be replaced
            network = resnet50()
        state = torch.load(file, map_location="cpu", weights_only=True)
        network.load_state_dict(state, assign=True)
        self._last, network.fc = network.fc, torch.nn.Identity()
        self._network = network.eval()

    def __call__(self, pixels: torch.Tensor) -> tuple[Embedding, list[float]]:
        """RGB uint8 (3, H, W) → embedding (2048,) and the probability of each category."""
        # The transform shrinks the short side to 232 and keeps the middle 224 × 224. Cutting the
        # middle square out first sees the same, and no panorama becomes a million pixels wide.
        height, width = pixels.shape[1:]
        side = min(height, width)
        top, left = (height - side) // 2, (width - side) // 2
        square = pixels[:, top : top + side, left : left + side]
        embedding = self._network(self._transform(square)[None])
        probabilities: list[float] = self._last(embedding)[0].softmax(0).tolist()
        return embedding[0].numpy(), probabilities


class ObjectDetector:
    """A COCO detector of transformers without anchors, such as D-FINE or DEIMv2.

    Attributes:
        labels: for each of its classes, how that is said.
    """

    def __init__(self, folder: Path, facts: Mapping[str, Any], say: Mapping[str, str]) -> None:
        from transformers import AutoImageProcessor, AutoModelForObjectDetection
        from transformers.utils import logging

        logging.disable_progress_bar()  # loading takes a second, and standard error is spoken
        logging.set_verbosity_error()
        self._facts = facts
        self._processor = AutoImageProcessor.from_pretrained(folder, local_files_only=True)
        self._network, report = AutoModelForObjectDetection.from_pretrained(
            folder, local_files_only=True, use_safetensors=True, output_loading_info=True
        )
        if report["missing_keys"] or report["mismatched_keys"]:  # these would stay random
            raise ValueError(f"weights do not fit: {report}")
        names = self._network.config.id2label
        self.labels = [say.get(names[i], names[i]) for i in range(len(names))]

    def __call__(self, pixels: torch.Tensor) -> list[Hypothesis]:
        """RGB uint8 (3, H, W) → each thing seen, best first; one label for one box."""
        inputs = self._processor(
            images=pixels, input_data_format="channels_first", return_tensors="pt"
        )
        output = self._network(**inputs)
        scores, labels = output.logits[0].sigmoid().max(dim=-1)  # each (queries,)
        corners = _corners(output.pred_boxes[0])
        spoken = (scores >= min(self._facts["speak"].values())).nonzero()[:, 0]
        # These networks are trained to give one box a thing, yet now and then give two.
        best = torchvision_ops.nms(corners[spoken], scores[spoken], self._facts["same_thing"])
        return [
            self._hypothesis(int(labels[i]), float(scores[i]), corners[i]) for i in spoken[best]
        ]

    def _hypothesis(self, label: int, score: float, corners: torch.Tensor) -> Hypothesis:
        sureness = Sureness.of(score, self._facts["speak"]) or Sureness.UNSURE
        return Hypothesis(self.labels[label], score, "detector", "object", sureness, _box(corners))


@dataclass(frozen=True)
class ClassWord:
    """Name of one or several ImageNet classes.

    Attributes:
        text: as it is spoken.
        kind: "object" or "scene".
        denied_by: detector's words; where one was seen, this one is not said.
    """

    text: str
    kind: Kind
    denied_by: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Meanings:
    """Reading of the ImageNet classes.

    Attributes:
        words: for each class its word, or None: never said by itself.
        same: detector's word → the classes that are such a thing.
    """

    words: tuple[ClassWord | None, ...]
    same: Mapping[str, frozenset[int]]

    @classmethod
    def read(cls, facts: Mapping[str, Any], categories: Sequence[str]) -> "Meanings":
        """Out of ``imagenet.json`` and torchvision's names of the classes."""
        same = {word: _indices(rows) for word, rows in facts["is"].items()}
        like = {word: _indices(rows) for word, rows in facts["like"].items()}
        animals = _indices(facts["animals"]["classes"])
        scenes = _indices(facts["scenes"])
        silent = _indices(facts["never"]).union(*same.values())

        def word(index: int) -> ClassWord | None:
            if index in silent:
                return None
            text = facts["say"].get(str(index), categories[index].lower())
            rivals = {word for word, classes in like.items() if index in classes}
            if index in animals:
                rivals.update(facts["animals"]["detector"])
            return ClassWord(text, "scene" if index in scenes else "object", frozenset(rivals))

        return cls(tuple(word(index) for index in range(len(categories))), same)

    def scores(self, probabilities: Sequence[float]) -> dict[ClassWord, float]:
        """Each word with the sum of its classes: five kinds of mushroom are one mushroom."""
        scores: dict[ClassWord, float] = {}
        for word, probability in zip(self.words, probabilities, strict=True):
            if word:
                scores[word] = scores.get(word, 0.0) + probability
        return scores


def _indices(rows: Iterable[str]) -> frozenset[int]:
    """["7-9", "12"] → {7, 8, 9, 12}."""
    ends = (row.partition("-") for row in rows)
    return frozenset(i for low, _, high in ends for i in range(int(low), int(high or low) + 1))


def _surer(sureness: Sureness) -> Sureness:
    return Sureness.FAIRLY_SURE if sureness == Sureness.UNSURE else Sureness.SURE


def _corners(boxes: torch.Tensor) -> torch.Tensor:
    """Centre x, y, width, height → x1, y1, x2, y2 inside the picture; (N, 4), fractions."""
    centre, half = boxes[:, :2], boxes[:, 2:] / 2
    return torch.cat([centre - half, centre + half], dim=1).clamp(0, 1)


def _box(corners: torch.Tensor) -> Box:
    left, top, right, bottom = corners.tolist()
    return left, top, right - left, bottom - top


def _json(path: Path) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return facts
