"""The protocol of an engine."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from assistant.errors import EngineError, ShouldStop, never

if TYPE_CHECKING:  # numpy takes its time
    from assistant.pipeline.frame import Frame

Answer = Generator[str, None, "Result"]
"""Whole sentences, as soon as each is complete, and in the end the result."""


class OnlyDescribesError(EngineError):
    """The engine describes pictures and answers no questions."""


@dataclass(frozen=True)
class Turn:
    """One question and its answer, earlier in a conversation about the same picture."""

    question: str
    answer: str


@dataclass(frozen=True)
class Result:
    """An engine's whole answer about a picture.

    Attributes:
        text: all of it, clean, sentences with one space between.
        engine: the engine's name.
        model: which model answered, as the engine calls it.
        first_s: seconds until the first sentence was there.
        total_s: seconds until the last one.
    """

    text: str
    engine: str
    model: str
    first_s: float
    total_s: float


def listened(steps: Answer, hear: Callable[[str], object]) -> Result:
    """Hear an answer to its end.

    Args:
        steps: as :meth:`Engine.describe` gives it.
        hear: called with each sentence.

    Raises:
        EngineError: it failed, also after some sentences.
        Cancelled: it was told to stop.
    """
    while True:
        try:
            sentence = next(steps)
        except StopIteration as end:
            result: Result = end.value
            return result
        hear(sentence)


class Engine(Protocol):
    """A bigger model. Used by one thread at a time.

    Attributes:
        name: as the user calls it.
        model: which model it uses.
    """

    name: str
    model: str

    def describe(
        self,
        frame: "Frame | None",
        question: str | None = None,
        history: Sequence[Turn] = (),
        language: str = "en",
        should_stop: ShouldStop = never,
    ) -> Answer:
        """Describe a picture at length, or answer a question about it.

        Each piece is a whole sentence of clean text; with spaces between, they are the result.

        Args:
            frame: the picture; None for words alone, to try the engine.
            question: what is asked; None for a description.
            history: the conversation about this picture so far, oldest first.
            language: of the answer, ISO 639-1.
            should_stop: asked at least every 50 ms; the connection is closed then.

        Raises:
            EngineError: it failed, also after some sentences.
            Cancelled: ``should_stop`` said so.
        """
        ...

    def close(self) -> None:
        """Give back what it holds, such as memory."""
        ...
