"""f = CNN(x) at a first look: the compact network's look at 224 pixels alone, a third of its work.

For libraries, whose pictures shall all be found soon and are looked at closely afterwards. A small
network, ``first.onnx``, has learnt to tell from that look what the whole network would say
(``training/first_look.py``); so its scores mean what the whole one's do, and the same levels hold.
It knows no places, so nothing is counted: "at least one dog".
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from assistant.errors import ModelError, PipelineError
from assistant.pipeline.arrays import Floats
from assistant.pipeline.cnn_facts import DAMAGED, FAILED, Head
from assistant.pipeline.cnn_part import MAP, first_look
from assistant.pipeline.features import Features
from assistant.pipeline.frame import Frame
from assistant.sessions import NetworkError, OnnxNetwork

FILE = "first.onnx"
"""``pooled`` (1, 1280), the mean of the map → ``embedding`` (1, D) and logits of some heads."""

OF = "of"
"""In the file's metadata: the version of the network whose answers it has learnt."""


class Whole(Protocol):
    """The compact network; see :class:`~assistant.pipeline.cnn.CompactCNN`."""

    version: str
    heads: Mapping[str, Head]

    def prepare(self, frame: Frame) -> Floats:
        """The picture as the network takes it."""
        ...

    def read_first(self, said: Mapping[str, Floats]) -> Features:
        """Read what the first look tells."""
        ...


class FirstLook:
    """The first look of a network, see :class:`~assistant.pipeline.features.PictureNetwork`.

    Args:
        whole: the network.
        folder: where it is from.

    Raises:
        ModelError: a file is missing or damaged, or they do not belong together.
    """

    def __init__(self, whole: Whole, folder: Path) -> None:
        self._whole = whole
        self.version = whole.version
        try:
            part, _ = first_look((folder / "cnn.onnx").read_bytes())
            self._look = OnnxNetwork(part)
            self._words = OnnxNetwork(folder / FILE)
            if self._words.facts.get(OF) != whole.version:
                raise ValueError("it has learnt from another network")
            heads = self._words.outputs.keys() - {"embedding"}
            self.known = frozenset[str]().union(*(whole.heads[name].known for name in heads))
        except (OSError, ValueError, KeyError, NetworkError) as error:
            raise ModelError(DAMAGED.format(folder)) from error

    def __call__(self, frame: Frame) -> Features:
        """What is probably in the frame.

        Raises:
            PipelineError: the network failed.
        """
        try:
            cells = self._look({"pixels": self._whole.prepare(frame)})[MAP]
            said = self._words({"pooled": cells.mean((2, 3))})
        except NetworkError as error:
            raise PipelineError(FAILED) from error
        return self._whole.read_first({name: values[0] for name, values in said.items()})

    def first_look(self) -> "FirstLook":
        """Itself."""
        return self
