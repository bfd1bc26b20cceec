"""Trying an engine: does it answer, and does it see? With pictures of Glimpse's own.

Some servers drop the picture without a word where the model takes none, and the model answers all
the same. So it is asked the same of two squares: who does not see cannot be right both times.
"""

import re
from dataclasses import dataclass

import numpy as np

from assistant.engines import prompts
from assistant.engines.faults import RefusedError
from assistant.engines.protocol import Engine, ShouldStop, listened, never
from assistant.pipeline.frame import Frame
from assistant.untrusted import cut, inner

_SHOWN = 200  # characters of the answer
_SQUARES = {"red": (200, 30, 30), "blue": (30, 50, 200)}
_ASK = "Which colour is this picture? One word."


@dataclass(frozen=True)
class Tried:
    """Result of a trial.

    Attributes:
        text: one or two sentences.
        first_s: seconds until its first word.
        sees: it named the colours of both squares.
    """

    text: str
    first_s: float
    sees: bool


def tried(engine: Engine, should_stop: ShouldStop = never) -> Tried:
    """Have it say hello, then show it two squares; no picture of the user's is sent.

    Raises:
        EngineError: it does not answer, be it to the hello or shown a square.
        Cancelled: ``should_stop`` said so.
    """
    said, first = _answer(engine, None, prompts.HELLO, should_stop)
    told = f"{engine.name} answers after {first:.1f} seconds: “{said}”"
    shown: list[str] = []
    for colour, rgb in _SQUARES.items():
        square = Frame(np.full((224, 224, 3), rgb, np.uint8), "square")
        try:
            said, _ = _answer(engine, square, _ASK, should_stop)
        except RefusedError as error:
            return Tried(f"{told} But it takes no pictures: {error.message}", first, sees=False)
        shown.append(f"a {colour} square, it says: “{said}”")
        if not _names(said, colour):
            why = f"But it does not seem to see. Shown {shown[-1]}"
            return Tried(f"{told} {why}", first, sees=False)
    return Tried(f"{told} Shown {'; shown '.join(shown)}", first, sees=True)


def _names(said: str, colour: str) -> bool:
    """Whether it names this colour, and not the other one, too."""
    return set(re.findall(r"[a-z]+", said.lower())) & _SQUARES.keys() == {colour}


def _answer(
    engine: Engine, frame: Frame | None, text: str, should_stop: ShouldStop
) -> tuple[str, float]:
    result = listened(engine.describe(frame, text, should_stop=should_stop), lambda _: None)
    return cut(inner(result.text), _SHOWN), result.first_s
