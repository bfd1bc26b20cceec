"""The picture network's frozen part alone: a picture as 7 × 7 cells of 1,280 numbers.

Training replaces the heads of the compact network, never what comes before them. What a user has
taught is kept as numbers of that part, so that it outlives every new set of heads.
"""

from pathlib import Path

import numpy as np
from PIL import Image

from assistant.errors import ModelError
from assistant.pipeline.arrays import Floats
from assistant.pipeline.cnn_facts import DAMAGED, FAILED
from assistant.pipeline.cnn_part import first_look
from assistant.sessions import NetworkError, OnnxNetwork

NUMBERS, CELLS = 1280, 7
_SIDE = 256  # pixels: what cnn.onnx takes
_MEAN, _STD = 127 / 255, 128 / 255


class OnnxBackbone:
    """Square pictures → numbers. Threads may share it: onnxruntime's sessions allow that.

    Attributes:
        version: changes when the numbers change.

    Args:
        folder: of the compact models.

    Raises:
        ModelError: the network is missing or damaged.
    """

    def __init__(self, folder: Path) -> None:
        try:
            part, self.version = first_look((folder / "cnn.onnx").read_bytes())
            self._network = OnnxNetwork(part)
        except (OSError, ValueError, NetworkError) as error:
            raise ModelError(DAMAGED.format(folder)) from error

    def __call__(self, square: Image.Image) -> Floats:
        """The numbers of one picture, (7, 7, 1280): rows, columns; their mean tells what it shows.

        Args:
            square: RGB; any other shape is squashed.

        Raises:
            ModelError: the network failed, for want of memory for example.
        """
        small = square.resize((_SIDE, _SIDE), Image.Resampling.BILINEAR, reducing_gap=3.0)
        pixels = (np.asarray(small, np.float32) / 255 - _MEAN) / _STD
        given = {"pixels": np.ascontiguousarray(pixels.transpose(2, 0, 1)[None])}
        try:
            (numbers,) = self._network(given).values()
        except NetworkError as error:
            raise ModelError(FAILED) from error
        cells: Floats = np.ascontiguousarray(numbers[0].transpose(1, 2, 0))  # windows are cut of it
        return cells
