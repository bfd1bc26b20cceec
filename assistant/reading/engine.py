"""RapidOCR's networks, loaded once: its wheel carries them (PP-OCRv6, small), nothing is fetched.

What they can read is what the recogniser has characters for: Latin script with its European
accents, Chinese, Japanese (kana and kanji), digits, punctuation and common symbols. It has Greek
letters for formulas, without accents, and none of Cyrillic, Arabic, Hebrew, Korean, Thai or the
Indian scripts.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from assistant import opencv
from assistant.errors import PipelineError
from assistant.pipeline.frame import Pixels

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

T = TypeVar("T")

THREADS = 2
_NO_LIMIT = 1 << 14  # pixels; the caller chooses the size
_BROKEN = "The text reader does not work. Install Glimpse again, or switch reading text off."

Corners = npt.NDArray[np.float32]

_lock = threading.Lock()  # one at a time: the parts of RapidOCR keep state, and memory is bounded


class Reading(NamedTuple):
    """What one line says: ``text``, and the probability 0..1 of each of its characters."""

    text: str
    scores: tuple[float, ...]


class _Parts(NamedTuple):
    detector: Any
    recogniser: Any
    classifier: Any


def detect(pixels: Pixels) -> Corners:
    """Where lines of text may be: shape (N, 4, 2), x and y in pixels of ``pixels`` (BGR).

    The corners of each: top left, top right, bottom right, bottom left.

    Raises:
        PipelineError: the engine cannot be loaded or fails.
    """
    boxes = _ask(lambda parts: parts.detector(pixels).boxes)
    if boxes is None:
        return np.empty((0, 4, 2), np.float32)
    return np.asarray(boxes, np.float32)


def recognise(crops: Sequence[Pixels]) -> list[Reading]:
    """What pictures (BGR) of one upright line each say.

    Raises:
        PipelineError: the engine cannot be loaded or fails.
    """
    from rapidocr.ch_ppocr_rec import TextRecInput

    if not crops:
        return []
    given = TextRecInput(img=list(crops), return_word_box=True)  # that is, scores by character
    found = _ask(lambda parts: parts.recogniser(given))
    return [
        Reading(text, tuple(info.confs) if text else ())
        for text, info in zip(found.txts, found.word_results, strict=True)
    ]


def upside_down(crops: Sequence[Pixels]) -> list[float]:
    """How probably (0..1) each picture (BGR) of one line stands on its head.

    Raises:
        PipelineError: the engine cannot be loaded or fails.
    """
    if not crops:
        return []
    found = _ask(lambda parts: parts.classifier(list(crops))).cls_res
    return [score if label == "180" else 1 - score for label, score in found]


def _ask(question: Callable[[_Parts], T]) -> T:
    try:
        with _lock:
            return question(_parts())
    except PipelineError:
        raise
    except Exception as error:  # whatever a damaged installation may bring
        raise PipelineError(_BROKEN) from error


@cache
def _parts() -> _Parts:
    """Load the three networks (about 1.5 s with the imports)."""
    opencv.load()  # before RapidOCR imports cv2 in its own way
    import rapidocr
    from omegaconf import flag_override
    from rapidocr.ch_ppocr_cls import TextClassifier
    from rapidocr.ch_ppocr_det import TextDetector
    from rapidocr.ch_ppocr_rec import TextRecognizer
    from rapidocr.utils.parse_parameters import ParseParams

    _silence()
    top = Path(rapidocr.__file__).parent
    config = ParseParams.load(top / "config.yaml")
    config.Det.limit_type, config.Det.limit_side_len = "max", _NO_LIMIT
    config.Rec.font_path = None  # for drawings, which nobody asks for
    files = {"Det": "PP-OCRv6_det_small", "Rec": "PP-OCRv6_rec_small"}
    files["Cls"] = "ch_ppocr_mobile_v2.0_cls_mobile"
    for part, file in files.items():
        # With a session of our own, RapidOCR never looks for a file to fetch.
        with flag_override(config, "allow_objects", True):
            config[part].session = _session(top / "models" / f"{file}.onnx")
    return _Parts(TextDetector(config.Det), TextRecognizer(config.Rec), TextClassifier(config.Cls))


def _session(path: Path) -> "InferenceSession":
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.log_severity_level = 4  # fatal only: errors come as exceptions
    options.enable_cpu_mem_arena = False  # lines of all lengths would make it grow for ever
    options.intra_op_num_threads = THREADS
    # Threads that spin while they wait take the cores from the picture network beside them.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _silence() -> None:
    """RapidOCR logs to the terminal, in colours."""
    theirs = logging.getLogger("RapidOCR")
    theirs.handlers.clear()
    theirs.addHandler(logging.NullHandler())
    theirs.setLevel(logging.CRITICAL)
