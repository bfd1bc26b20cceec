"""Engines behind the OpenAI protocol: chat completions with a picture, streamed."""

import json
import logging
import time
from collections.abc import Iterator, Sequence
from typing import Any

from assistant.engines import faults, outgoing, prompts
from assistant.engines.addresses import Address
from assistant.engines.connection import LIMITS, Limits, spoken_to
from assistant.engines.faults import BusyError
from assistant.engines.piecewise import PiecewiseEngine
from assistant.engines.protocol import Turn
from assistant.errors import Cancelled, ShouldStop, never
from assistant.pipeline.frame import Frame
from assistant.untrusted import plain

_MOST_TOKENS = 700
_SHORT_WAIT = 8.0  # seconds; a server that asks for no more is asked again by itself
_MOST_MODELS = 500
_log = logging.getLogger(__name__)


class ServerEngine(PiecewiseEngine):
    """A model of a server.

    Args:
        name: as the user calls it.
        place: the server.
        model: as the server calls it.
        key: empty where none is needed.
        limits: how long is waited.
    """

    def __init__(
        self,
        name: str,
        place: Address,
        model: str,
        key: str = "",
        limits: Limits = LIMITS,
    ) -> None:
        super().__init__(name, model)
        self._place, self._key, self._limits = place, key, limits

    def close(self) -> None:
        """Do nothing: each conversation has closed its own connection."""

    def models(self, should_stop: ShouldStop = never) -> list[str]:
        """The names of the models that the server has.

        Raises:
            EngineError: it does not tell.
            Cancelled: ``should_stop`` said so.
        """
        said = "".join(self._speak("/models", None, should_stop))
        try:
            rows = json.loads(said)["data"]
            names = [plain(str(row["id"]), 200) for row in rows[:_MOST_MODELS]]
        except (ValueError, KeyError, TypeError) as error:
            raise faults.garbage(self._place) from error
        return [name for name in names if name]

    def _message(
        self, frame: Frame | None, question: str | None, history: Sequence[Turn], language: str
    ) -> dict[str, Any]:
        turns: list[dict[str, Any]] = [{"role": "system", "content": prompts.rules(language)}]
        asked = [*(turn.question for turn in history), question or prompts.DESCRIBE]
        for number, text in enumerate(asked):
            picture = frame if number == 0 else None
            turns.append({"role": "user", "content": self._content(picture, text)})
            if number < len(history):
                turns.append({"role": "assistant", "content": history[number].answer})
        return {
            "model": self.model,
            "messages": turns,
            "stream": True,
            "max_tokens": _MOST_TOKENS,
            "temperature": 0.2,
        }

    def _content(self, frame: Frame | None, text: str) -> str | list[dict[str, Any]]:
        if frame is None:
            return text
        data = outgoing.jpeg(frame)
        _log.debug(
            "Sending to %s: %s; and: %s", self._place.host, outgoing.summary(frame, data), text
        )
        picture = {"type": "image_url", "image_url": {"url": outgoing.as_url(data)}}
        return [picture, {"type": "text", "text": text}]

    def _pieces(
        self,
        frame: Frame | None,
        question: str | None,
        history: Sequence[Turn],
        language: str,
        should_stop: ShouldStop,
    ) -> Iterator[str]:
        """The words of the answer; a server that is busy for a moment is asked once more."""
        message = self._message(frame, question, history, language)
        try:
            yield from self._words(message, should_stop)
        except BusyError as error:
            if error.wait is None or error.wait > _SHORT_WAIT:
                raise
            _pause(error.wait, should_stop)
            yield from self._words(message, should_stop)

    def _words(self, message: dict[str, Any], should_stop: ShouldStop) -> Iterator[str]:
        ended = False
        for data in self._speak("/chat/completions", message, should_stop):
            if data.strip() == "[DONE]":
                return
            words, last = self._word(data)
            ended = ended or last
            if words:
                yield words
        if not ended:
            raise faults.broken_off(self._place)

    def _word(self, data: str) -> tuple[str, bool]:
        """The letters in one event, and whether the answer ends with it."""
        try:
            raw = json.loads(data)
            if isinstance(raw, dict) and raw.get("error"):
                raise faults.of_stream(self._place, raw)
            choices = raw["choices"]
            if not choices:  # some servers count tokens in an event of their own
                return "", False
            choice = choices[0]
            part = choice.get("delta") or choice.get("message") or {}
            words = part.get("content") or ""
            if not isinstance(words, str):
                raise TypeError("no text")
            return words, choice.get("finish_reason") is not None
        except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
            raise faults.garbage(self._place) from error

    def _speak(
        self, path: str, message: dict[str, Any] | None, should_stop: ShouldStop
    ) -> Iterator[str]:
        return spoken_to(
            self._place,
            path,
            message,
            model=self.model if message else "",
            key=self._key,
            should_stop=should_stop,
            limits=self._limits,
        )


def _pause(seconds: float, should_stop: ShouldStop) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if should_stop():
            raise Cancelled
        time.sleep(0.02)
