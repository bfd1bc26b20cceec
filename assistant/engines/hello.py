"""Trying an engine: does it answer, and does it see? With pictures of Glimpse's own.

Some servers drop the picture without a word where the model takes none, and the model answers all
the same. So it is asked the same of two squares: who does not see cannot be right both times.
"""

import re

import numpy as np

from assistant.engines import prompts
from assistant.engines.faults import RefusedError
from assistant.engines.protocol import Engine, OnlyDescribesError, listened
from assistant.errors import ShouldStop, never
from assistant.pipeline.frame import Frame
from assistant.untrusted import cut, inner

_SHOWN = 200  # characters of the answer
_SIZE = 224  # pixels of a square
_SQUARES = {"red": (200, 30, 30), "blue": (30, 50, 200)}
_ASK = "Which colour is this picture? One word."


def tried(engine: Engine, should_stop: ShouldStop = never) -> str:
    """Have it say hello, then show it two squares; no picture of the user's is sent.

    Returns:
        One or two sentences: what it says to both, and how long the first word took.

    Raises:
        EngineError: it does not answer, be it to the hello or shown a square.
        Cancelled: ``should_stop`` said so.
    """
    try:
        said, first = _answer(engine, None, prompts.HELLO, should_stop)
    except OnlyDescribesError:
        return _described(engine, should_stop)
    told = f"{engine.name} answers after {first:.1f} seconds: “{said}”"
    shown: list[str] = []
    for colour, rgb in _SQUARES.items():
        square = Frame(np.full((_SIZE, _SIZE, 3), rgb, np.uint8), "square")
        try:
            said, _ = _answer(engine, square, _ASK, should_stop)
        except RefusedError as error:
            return f"{told} But it takes no pictures: {error.message}"
        shown.append(f"a {colour} square, it says: “{said}”")
        if not _names(said, colour):
            return f"{told} But it does not seem to see. Shown {shown[-1]}"
    return f"{told} Shown {'; shown '.join(shown)}"


def _described(engine: Engine, should_stop: ShouldStop) -> str:
    """The same for one that only describes: what it makes of both colours."""
    rows = np.repeat(np.array([list(_SQUARES.values())], np.uint8), _SIZE, axis=0)
    both = Frame(np.repeat(rows, _SIZE // len(_SQUARES), axis=1), "squares")
    said, first = _answer(engine, both, None, should_stop)
    shown = " beside ".join(_SQUARES)
    return (
        f"{engine.name} describes pictures, and answers no questions. "
        f"Shown {shown}, it says after {first:.1f} seconds: “{said}”"
    )


def _names(said: str, colour: str) -> bool:
    """Whether it names this colour, and not the other one, too."""
    return set(re.findall(r"[a-z]+", said.lower())) & _SQUARES.keys() == {colour}


def _answer(
    engine: Engine, frame: Frame | None, text: str | None, should_stop: ShouldStop
) -> tuple[str, float]:
    result = listened(engine.describe(frame, text, should_stop=should_stop), lambda _: None)
    return cut(inner(result.text), _SHOWN), result.first_s
