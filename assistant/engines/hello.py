"""Trying an engine: does it answer, and does it take pictures? With a picture of Glimpse's own."""

from dataclasses import dataclass

import numpy as np

from assistant.engines import prompts
from assistant.engines.protocol import Engine, ShouldStop, listened, never
from assistant.errors import EngineError
from assistant.pipeline.frame import Frame
from assistant.untrusted import cut, inner

_SHOWN = 200  # characters of the answer
_RED = (200, 30, 30)
_ASK = "Which colour is this picture? One word."


@dataclass(frozen=True)
class Tried:
    """Result of a trial.

    Attributes:
        text: one or two sentences.
        first_s: seconds until its first word.
        sees: it takes pictures.
    """

    text: str
    first_s: float
    sees: bool


def tried(engine: Engine, should_stop: ShouldStop = never) -> Tried:
    """Have it say hello, then show it a red square; no picture of the user's is sent.

    Raises:
        EngineError: it does not answer.
        Cancelled: ``should_stop`` said so.
    """
    said, first = _answer(engine, None, prompts.HELLO, should_stop)
    told = f"{engine.name} answers after {first:.1f} seconds: “{said}”"
    square = np.full((224, 224, 3), _RED, np.uint8)
    try:
        colour, _ = _answer(engine, Frame(square, "red square"), _ASK, should_stop)
    except EngineError as error:
        return Tried(f"{told} But it takes no pictures: {error.message}", first, sees=False)
    return Tried(f"{told} Shown a red square, it says: “{colour}”", first, sees=True)


def _answer(
    engine: Engine, frame: Frame | None, text: str, should_stop: ShouldStop
) -> tuple[str, float]:
    result = listened(engine.describe(frame, text, should_stop=should_stop), lambda _: None)
    return cut(inner(result.text), _SHOWN), result.first_s
