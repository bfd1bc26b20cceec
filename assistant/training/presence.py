"""Learn whether there is writing in a picture: ``python -m assistant.training.presence``.

``--data DIR --out DIR --fonts DIR``: draws specimens and has the whole reader read them
(``out/writing``, half an hour on two cores; what is there is kept), learns from those that are of
photographs to learn from, and places the threshold by part A. What has learnt so looks at more
pictures; those of which it is not sure are read, too (``out/doubts``, as long again), and it is
learnt anew from all. Writes what was learnt (``resources/models/reading/presence.safetensors``),
and with the detector's layers in whole numbers what is run: ``presence.onnx``, whose logits are
above zero where it is worth reading. Then it prints on part B what is missed and what is spared.

With ``--learnt`` nothing is learnt: what is run is written of what was, in some minutes.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.bundled import DETECTOR, PRESENCE
from assistant.pipeline.shrinking import Pixels
from assistant.reading.networks import prepared
from assistant.reading.presence import SIDE, SMALL, given, score
from assistant.sessions import OnnxNetwork
from assistant.training.export import write_sums
from assistant.training.picture.split import LEARN, PART_A, PART_B
from assistant.training.writing import answers, network
from assistant.training.writing.answers import Answer
from assistant.training.writing.doubts import doubtful
from assistant.training.writing.learning import Seen, seen, train
from assistant.training.writing.material import PARTS, draw, pixels, views

HEAD = PRESENCE.with_suffix(".safetensors")
_MARGIN = 0.1  # below the score of the least likely one with sure writing


def scores(model: Path, paths: Sequence[Path]) -> npt.NDArray[np.float64]:
    """(N,) of the specimens, as the program has them."""
    network = OnnxNetwork(model)

    def logits(path: Path, side: int) -> npt.NDArray[np.float32]:
        return network({"x": given(pixels(path, side))})["written"]

    return np.array([score(logits(path, SIDE), logits(path, SMALL)) for path in paths])


def place_threshold(head: network.Head, model: Path, paths: Sequence[Path]) -> None:
    """Have the logit be zero below which no sure writing of part A lies.

    Args:
        head: the head.
        model: the file of the network with it.
        paths: specimens of part A.
    """
    sure = [path for path in paths if answers.kept(path).sure]
    head.lower(float(scores(model, sure).min()) - _MARGIN)


def report(found: npt.NDArray[np.float64], told: Sequence[Answer]) -> str:
    """Sentence on what is missed and spared where only scores above zero are read."""
    sure = np.array([answer.sure for answer in told])
    written = np.array([answer.written for answer in told])
    empty = np.array([not (answer.written or answer.doubted) for answer in told])
    low = found <= 0
    return (
        f"missed {(low & sure).sum()} of {sure.sum()} with sure writing, "
        f"{(low & written & ~sure).sum()} of {(written & ~sure).sum()} that are told with a doubt; "
        f"spared {(low & empty).sum()} of {empty.sum()} without"
    )


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="assistant.training.presence", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--fonts", type=Path, default=Path("/usr/share/fonts"))
    parser.add_argument("--learnt", action="store_true", help="write it of what was learnt")
    options = parser.parse_args()
    paths: dict[int, list[Path]] = {part: [] for part in PARTS}
    for path in draw(options.data, options.out, options.fonts):
        paths[answers.kept(path).part].append(path)
    shown = views(paths[LEARN])
    with tempfile.TemporaryDirectory() as place:
        layers = Path(place) / "layers.onnx"
        network.write_layers(DETECTOR, layers, [prepared(view) for view in shown])
        if options.learnt:
            network.write(network.kept(HEAD), layers, PRESENCE, map(given, shown))
        else:
            material = seen(paths[LEARN], layers)
            _learn(material, layers, shown, paths[PART_A])
            more = doubtful(options.data, options.out, options.fonts, PRESENCE)
            _learn([*material, *seen(more, layers)], layers, shown, paths[PART_A])
    write_sums(PRESENCE.parent)
    for name, part in (("A", PART_A), ("B", PART_B)):
        told = report(scores(PRESENCE, paths[part]), [answers.kept(path) for path in paths[part]])
        sys.stdout.write(f"part {name}: {told}\n")


def _learn(
    material: Sequence[Seen], layers: Path, shown: Sequence[Pixels], held_out: Sequence[Path]
) -> None:
    """Learn the head, place the threshold, and write both files."""
    head = train(material)
    network.write(head, layers, PRESENCE, map(given, shown))
    place_threshold(head, PRESENCE, held_out)
    network.keep(head, HEAD)
    network.write(head, layers, PRESENCE, map(given, shown))


if __name__ == "__main__":
    main()
