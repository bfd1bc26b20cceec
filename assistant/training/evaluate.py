"""What is really said, against what people know.

``python -m assistant.training.evaluate --data DIR [--profile standard] [--first-look] [--json FILE]
[--texts]``

The folder has pictures and ``annotations.jsonl``, one JSON object a line: ``file``, ``captions``,
``objects``, ``scene``, and optionally ``boxes`` and ``unknown`` (``annotations`` has the form).
Prints tables in Markdown; ``--json FILE`` writes the same figures, and each text with its nouns.
A picture that is missing or broken is named and left out. Ctrl+C ends early, with the figures of
the pictures until then.

What is right, wrong or neither is told in ``truth``; the figures in ``figures`` and ``captioning``.
The text is the standard one with all senses but the slow ones, which only read: what is read in a
picture is not judged here. The time is that of the first sentence, without opening the file.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from assistant import senses
from assistant.cli import output
from assistant.cli.progress import counted
from assistant.errors import AssistantError
from assistant.pipeline.features import Features, PictureNetwork
from assistant.pipeline.frame import Frame
from assistant.pipeline.options import Options
from assistant.pipeline.pipeline import Pipeline, load
from assistant.sources.picture import image
from assistant.training.judging import annotations, captioning
from assistant.training.judging.annotations import Annotation
from assistant.training.judging.answers import Answer, answer
from assistant.training.judging.figures import Figures, LabelFigures, by_label, figures, means
from assistant.training.picture.data import TrainingError
from assistant.untrusted import shown

_INTERRUPTED = 130  # as shells have it
_QUICK = Options(senses=senses.without([s.name for s in senses.SENSES if s.stage == "slow"]))
_COLUMNS = {
    "label": "label",
    "stated": "there",
    "claimed": "said",
    "precision": "precision",
    "recall": "recall",
    "guessed": "guessed",
    "guesses_right": "right",
    "recall_with_guesses": "recall with guesses",
    "ap": "AP",
    "ap50": "box AP50",
}


class Watched:
    """A network that keeps what it last saw.

    Args:
        network: the one that sees.
    """

    def __init__(self, network: PictureNetwork) -> None:
        self._network = network
        self.version, self.known = network.version, network.known
        self.last: Features | None = None

    def __call__(self, frame: Frame) -> Features:
        """As the network."""
        self.last = self._network(frame)
        return self.last

    def first_look(self) -> "Watched":
        """The same of its first look."""
        return Watched(self._network.first_look())


class Judge:
    """Describes pictures and judges what is said.

    Args:
        pipeline: of the profile to be judged.
    """

    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline = pipeline
        self._watched = Watched(pipeline._cnn)
        pipeline._cnn = self._watched

    def __call__(self, folder: Path, annotation: Annotation) -> Answer:
        """One picture's answer.

        Raises:
            AssistantError: the picture cannot be opened or described.
        """
        frame = image(folder / annotation.file)
        self._watched.last = None  # a picture that cannot be seen is not shown to the network
        explanation = self._pipeline.glance(frame, options=_QUICK)
        seen = self._watched.last
        return answer(explanation, annotation, seen.hypotheses if seen else ())


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(
        prog="assistant.training.evaluate",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data", type=Path, required=True, help="the folder")
    parser.add_argument("--profile", choices=("compact", "standard"), default="compact")
    parser.add_argument("--first-look", action="store_true", help="judge an index's first look")
    parser.add_argument("--json", type=Path, help="a file for the figures")
    parser.add_argument("--texts", action="store_true", help="print each text, too")
    options = parser.parse_args(arguments)
    try:
        return _run(options)
    except AssistantError as error:
        output.notice(error.message)
        return error.exit_code


def _run(options: argparse.Namespace) -> int:
    lines, wrong = annotations.read(options.data)
    pipeline = load(options.profile)
    judge = Judge(pipeline.first_look() if options.first_look else pipeline)
    answers: list[Answer] = []
    code = 0
    try:
        for annotation in counted(lines, "Describing"):
            try:
                answers.append(judge(options.data, annotation))
            except AssistantError as error:
                wrong.append(f"{annotation.file}: {error.message}")
            else:
                if options.texts:
                    output.result(_told(answers[-1]))
    except KeyboardInterrupt:
        code = _INTERRUPTED
        output.notice(f"Stopped after {len(answers)} of {len(lines)} pictures.")
    if not answers:
        raise TrainingError(
            f"None of the {len(lines)} pictures could be described. The first: {wrong[0]}"
            if wrong
            else "No picture was described."
        )
    labels = by_label(answers)
    found = figures(answers) | means(labels) | _captions(answers)
    found |= {"left out": len(wrong), "peak memory, MB": _peak()}
    for line in tables(found, labels, wrong):
        output.result(line)
    if options.json:
        _write(options.json, options.profile, found, labels, answers, wrong)
    return code


def tables(found: Figures, labels: Sequence[LabelFigures], wrong: Sequence[str]) -> Iterator[str]:
    """The figures in Markdown."""
    yield "| figure | value |\n| --- | ---: |"
    for name, value in found.items():
        yield f"| {name} | {_cell(value)} |"
    yield f"\n| {' | '.join(_COLUMNS.values())} |\n|{' --- |' * len(_COLUMNS)}"
    for label in labels:
        yield f"| {' | '.join(_cell(getattr(label, name)) for name in _COLUMNS)} |"
    if wrong:
        yield "\n| left out |\n| --- |"
        yield from (f"| {shown(line).replace('|', '/')} |" for line in wrong)


def _cell(value: float | str | None) -> str:
    if isinstance(value, float):
        return f"{value:.0f}" if value >= 20 else f"{value:.3f}"
    return "–" if value is None else str(value)


def _told(a: Answer) -> str:
    marks = {True: "right", False: "WRONG", None: "unknown"}
    judged = ", ".join(f"{name} {marks[noun.right]}" for name, noun in a.nouns.items())
    return f"{shown(a.annotation.file)}: {a.text} [{judged or a.outcome}]"


def _captions(answers: Sequence[Answer]) -> Figures:
    """CIDEr-D and BLEU-4 of the standard and of the brief texts."""
    references = [a.annotation.captions for a in answers]
    try:
        standard = captioning.scores([a.text for a in answers], references)
        brief = captioning.scores([a.brief for a in answers], references)
    except ImportError:
        output.notice("CIDEr-D and BLEU-4 need pycocoevalcap: install Glimpse with [training].")
        return {}
    return {**standard, **{f"{name}, brief text": value for name, value in brief.items()}}


def _peak() -> float:
    """Megabytes of memory that the process had at most."""
    if sys.platform == "win32":
        import psutil

        return float(psutil.Process().memory_info().peak_wset) / 1e6
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak / 1e3


def _write(
    path: Path,
    profile: str,
    found: Figures,
    labels: Sequence[LabelFigures],
    answers: Sequence[Answer],
    wrong: Sequence[str],
) -> None:
    told: dict[str, Any] = {
        "profile": profile,
        "figures": found,
        "labels": [asdict(label) for label in labels],
        "pictures": [
            {
                "file": a.annotation.file,
                "text": a.text,
                "outcome": a.outcome,
                "nouns": {name: asdict(noun) for name, noun in a.nouns.items()},
            }
            for a in answers
        ],
        "left_out": list(wrong),
    }
    try:
        path.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    except OSError as error:
        raise TrainingError(f"{path} cannot be written: {error.strerror}.") from error


if __name__ == "__main__":
    sys.exit(main())
