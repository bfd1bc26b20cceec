"""An engine's words about a picture, added to what is written about it, under its own name."""

import time
from dataclasses import replace

from assistant.engines import Book, telling
from assistant.engines.check import Check
from assistant.engines.faults import BusyError
from assistant.engines.opening import opened
from assistant.engines.worth import unfit
from assistant.library.annotation import AltTexts
from assistant.pipeline.evidence import Explanation
from assistant.pipeline.frame import Frame
from assistant.untrusted import for_xml, inner

_TRIES = 4
_LONGEST_WAIT = 300.0  # seconds; a server that asks for more is given up
_WAIT = 20.0  # seconds, where it does not say for how long


class Adding:
    """One engine for all pictures.

    Args:
        name: as the user calls it. That it may get whole folders was asked before.

    Raises:
        EngineError: there is no such engine, or its key cannot be had.
    """

    def __init__(self, name: str) -> None:
        self._entry = Book()[name]
        self._engine = opened(self._entry)

    def added(self, annotation: AltTexts, explanation: Explanation, frame: Frame) -> AltTexts:
        """The same texts, and in the description what the engine says and Glimpse did not see.

        The alt text stays Glimpse's own. What is black, blurred or a page of text is not sent.

        Raises:
            EngineError: it does not answer; the picture can be done again.
        """
        if unfit(explanation):
            return annotation
        said = self._said(frame)
        verdict = telling.summary(telling.checked(said, Check(explanation, frame)))
        text = inner(" ".join(said))
        maker = f"{self._entry.name} ({self._entry.model}) says, not Glimpse:"
        told = for_xml(f"{maker} “{text}” {' '.join(verdict)}")
        return replace(annotation, description=f"{annotation.description} {told}".strip())

    def _said(self, frame: Frame) -> list[str]:
        """Its sentences; a server that is busy is asked again when it says so."""
        for _ in range(_TRIES - 1):
            try:
                return list(self._engine.describe(frame))
            except BusyError as error:
                wait = _WAIT if error.wait is None else error.wait
                if wait > _LONGEST_WAIT:
                    raise
                time.sleep(wait)
        return list(self._engine.describe(frame))
