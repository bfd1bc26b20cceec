"""Engines whose answers come as pieces of text: whole sentences are made of them here."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence

from assistant.engines import incoming
from assistant.engines.protocol import Answer, Turn
from assistant.errors import ShouldStop, never
from assistant.pipeline.frame import Frame


class PiecewiseEngine(ABC):
    """An engine that only has to say the next letters.

    Args:
        name: as the user calls it.
        model: which model answers.
    """

    def __init__(self, name: str, model: str) -> None:
        self.name, self.model = name, model

    def describe(
        self,
        frame: Frame | None,
        question: str | None = None,
        history: Sequence[Turn] = (),
        language: str = "en",
        should_stop: ShouldStop = never,
    ) -> Answer:
        """Describe a picture at length, or answer a question about it (see the protocol)."""
        pieces = self._pieces(frame, question, history, language, should_stop)
        return incoming.answer(self.name, self.model, pieces)

    @abstractmethod
    def _pieces(
        self,
        frame: Frame | None,
        question: str | None,
        history: Sequence[Turn],
        language: str,
        should_stop: ShouldStop,
    ) -> Iterator[str]:
        """Letters of the answer as they come."""
