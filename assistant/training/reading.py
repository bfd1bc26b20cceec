"""The quick detector of text, in int8: ``python -m assistant.training.export --reading``.

Made of RapidOCR's, calibrated on the sample pictures with words drawn into them: it only says where
a closer look is worth it (``assistant/reading/detecting.py``), with thresholds of its own.
"""

import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import onnx.version_converter
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process
from PIL import Image, ImageDraw, ImageFont

from assistant import paths

_OPSET = 17  # RapidOCR's is 11, in which a channel cannot have a scale of its own
_KINDS = ["Conv", "ConvTranspose", "Add", "Mul", "Concat", "Resize", "MaxPool", "Relu"]
_STEP = 32
_WORDS = ("Exit", "Fresh milk 2.49", "Platform 12", "Please ring", "Made in Italy", "OPEN", "214")


def export_detector(path: Path) -> None:
    """Write the detector with weights and activations of eight bits.

    Weights have seven of them, as processors without VNNI would overflow.
    """
    spec = find_spec("rapidocr")
    assert spec is not None
    assert spec.origin is not None
    given = onnx.load(str(Path(spec.origin).parent / "models" / "PP-OCRv6_det_small.onnx"))
    with tempfile.TemporaryDirectory() as name:
        newer, ready = Path(name) / "newer.onnx", Path(name) / "ready.onnx"
        onnx.save(onnx.version_converter.convert_version(given, _OPSET), str(newer))
        quant_pre_process(str(newer), str(ready), skip_symbolic_shape=True)
        quantize_static(
            str(ready),
            str(path),
            _Pictures(given.graph.input[0].name),
            quant_format=QuantFormat.QDQ,
            op_types_to_quantize=_KINDS,
            per_channel=True,
            reduce_range=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
        )


class _Pictures(CalibrationDataReader):  # type: ignore[misc]
    """What the detector is shown to see how large its numbers get."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._pictures = _pictures()

    def get_next(self) -> dict[str, npt.NDArray[np.float32]] | None:
        picture = next(self._pictures, None)
        return None if picture is None else {self._name: picture}


def _pictures() -> Iterator[npt.NDArray[np.float32]]:
    for number, path in enumerate(sorted((paths.resources() / "samples").glob("*.jpg"))):
        with Image.open(path) as picture:
            yield _prepared(picture.convert("RGB"), 640)
            larger = picture.convert("RGB").resize((960, 960 * picture.height // picture.width))
        draw = ImageDraw.Draw(larger)
        for line, word in enumerate(_WORDS):
            font = ImageFont.load_default(10 + 5 * (line + number) % 44)
            place = (40 + 97 * (line + number) % 500, 20 + 80 * line)
            box = draw.textbbox(place, word, font)
            dark = (line + number) % 3
            draw.rectangle(box, "white" if dark == 0 else "navy" if dark == 1 else None)
            draw.text(place, word, "black" if dark == 0 else "white", font)
        yield _prepared(larger, 960)


def _prepared(picture: Image.Image, longest: int) -> npt.NDArray[np.float32]:
    """(1, 3, H, W), BGR, -1 to 1, as ``assistant/reading/networks.py`` gives it."""
    share = longest / max(picture.size)
    width, height = (max(1, round(side * share / _STEP)) * _STEP for side in picture.size)
    pixels = np.asarray(picture.resize((width, height)))[..., ::-1].astype(np.float32)
    return np.ascontiguousarray((pixels / 127.5 - 1).transpose(2, 0, 1))[None]
