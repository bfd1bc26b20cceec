"""The networks that read, loaded when they are first needed and let go when they no longer are.

What they can read is what the recogniser has characters for: Latin script with its European
accents, Chinese, Japanese (kana and kanji), digits, punctuation and common symbols. It has Greek
letters for formulas, without accents, and none of Cyrillic, Arabic, Hebrew, Korean, Thai or the
Indian scripts.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from assistant import sessions
from assistant.errors import PipelineError
from assistant.pipeline.frame import Pixels
from assistant.reading.networks import (
    Corners,
    Reading,
    TextDetector,
    TextRecogniser,
    TurnClassifier,
)
from assistant.reading.presence import TextPresence

__all__ = ["Corners", "Reading", "detect", "may_be_written", "recognise", "upside_down"]

Part = TypeVar("Part")
Answer = TypeVar("Answer")

KEPT = 180.0  # seconds without work after which a network is let go
_BROKEN = "The text reader does not work. Install Glimpse again, or switch reading text off."

_log = logging.getLogger(__name__)
_lock = threading.Lock()  # one at a time: memory is bounded


class _LettingGo(threading.Timer):
    """Calls a function once after so many seconds, unless the program ends before."""

    def __init__(self, seconds: float, function: Callable[[], None]) -> None:
        super().__init__(seconds, function)
        self.daemon = True


class _Late(Generic[Part]):
    """A network that is there while it has work."""

    def __init__(self, make: Callable[[], Part]) -> None:
        self._make = make
        self._part: Part | None = None
        self._used = 0.0

    def ask(self, question: Callable[[Part], Answer]) -> Answer:
        """Load it where it is not there, and ask it.

        Raises:
            PipelineError: it cannot be loaded or fails.
        """
        try:
            with _lock:
                if self._part is None:
                    self._part = self._make()
                    _LettingGo(KEPT, self.let_go).start()
                answer = question(self._part)
                self._used = time.monotonic()
                return answer
        except Exception as error:  # whatever a damaged installation may bring
            raise PipelineError(_BROKEN) from error

    def let_go(self) -> None:
        """Give its memory back if it had no work for a while; else look again later."""
        with _lock:
            left = self._used + KEPT - time.monotonic()
            if left > 0:
                _LettingGo(left, self.let_go).start()
                return
            self._part = None
        sessions.give_back()
        _log.debug("%s let go", self._make.__name__)


_presence, _detector = _Late(TextPresence), _Late(TextDetector)
_recogniser, _classifier = _Late(TextRecogniser), _Late(TurnClassifier)


def may_be_written(pixels: Pixels) -> bool:
    """Whether there may be writing in a picture (BGR).

    Raises:
        PipelineError: the engine cannot be loaded or fails.
    """
    return _presence.ask(lambda presence: presence(pixels))


def detect(pixels: Pixels) -> Corners:
    """Outlines of possible lines of text: shape (N, 4, 2), x and y in pixels of ``pixels`` (BGR).

    The corners of each: top left, top right, bottom right, bottom left.

    Raises:
        PipelineError: the engine cannot be loaded or fails.
    """
    return _detector.ask(lambda detector: detector(pixels))


def recognise(crops: Sequence[Pixels]) -> list[Reading]:
    """Read pictures (BGR) of one upright line each.

    Raises:
        PipelineError: the engine cannot be loaded or fails.
    """
    return _recogniser.ask(lambda recogniser: recogniser(crops)) if crops else []


def upside_down(crops: Sequence[Pixels]) -> list[float]:
    """Probability (0..1) that each picture (BGR) of one line stands on its head.

    Raises:
        PipelineError: the engine cannot be loaded or fails.
    """
    return _classifier.ask(lambda classifier: classifier(crops)) if crops else []
