"""An engine's answer on the command line: sentence by sentence, as they come."""

import argparse
from dataclasses import dataclass
from typing import Any, Self

from assistant.cli import agreeing, output
from assistant.engines import Book, Entry, Scope, telling
from assistant.engines.check import Check
from assistant.engines.opening import opened
from assistant.engines.protocol import Answer, Engine, Result, listened
from assistant.engines.worth import unfit
from assistant.errors import EngineError
from assistant.pipeline.evidence import Explanation
from assistant.pipeline.frame import Frame


@dataclass(frozen=True)
class EngineAnswer:
    """An engine's answer about one picture.

    Attributes:
        spoken: its sentences, and what Glimpse says to them.
        facts: the same in the documented schema.
        code: 0, or the exit code of what went wrong.
    """

    spoken: list[str]
    facts: dict[str, Any]
    code: int = 0


class EngineForAll:
    """One engine for all pictures of a command.

    Args:
        name: as the user calls it.
        anyway: pictures that are not worth it are sent, too.

    Raises:
        EngineError: there is no such engine, or the user cannot be asked.
        Cancelled: the user does not agree that it gets pictures.
    """

    def __init__(self, name: str, anyway: bool = False) -> None:
        self._anyway = anyway
        book = Book()
        self.entry: Entry = agreeing.agreed(book, book[name], Scope.PICTURES)
        self._engine: Engine | None = None

    @classmethod
    def asked_for(cls, arguments: argparse.Namespace) -> Self | None:
        """The engine of ``--engine``, if one was named; it raises what the class does."""
        return cls(arguments.engine, arguments.send_anyway) if arguments.engine else None

    def describe(
        self,
        frame: Frame,
        explanation: Explanation,
        question: str | None = None,
        *,
        quiet: bool = False,
        why: bool = False,
    ) -> EngineAnswer:
        """Have it describe the picture, or answer; each sentence is printed as it comes.

        Where it fails, that is told, and our own description stands.

        Args:
            frame: the picture.
            explanation: what Glimpse saw in it, by which the answer is checked.
            question: what is asked; None for a description.
            quiet: print nothing but what went wrong.
            why: print the check sentence by sentence, too.
        """
        if not self._anyway and (told := unfit(explanation)):
            output.notice(f"{told} I did not send it to {self.entry.name}; --send-anyway does.")
            return EngineAnswer([], {"engine": self.entry.name, "error": told})
        said: list[str] = []
        facts: dict[str, Any]
        try:
            self._engine = self._engine or opened(self.entry)
            result = self._listened(self._engine.describe(frame, question), said, quiet)
        except EngineError as error:
            output.notice(error.message)
            code = error.exit_code
            facts = {"engine": self.entry.name, "text": " ".join(said), "error": error.message}
        else:
            code, facts = 0, _as_dict(result)
        failed = [str(facts["error"])] if code else []
        if not said:
            return EngineAnswer(failed, facts, code)
        answer = telling.checked(said, Check(explanation, frame))
        verdict = telling.summary(answer)
        if not quiet:
            output.result(" ".join(verdict))
            for reason in telling.why(answer) if why else ():
                output.result(f"  {reason}")
        facts["check"] = telling.facts(answer)
        return EngineAnswer([*said, *failed, *verdict], facts, code)

    def close(self) -> None:
        """Give back what it holds."""
        if self._engine is not None:
            self._engine.close()

    def _listened(self, steps: Answer, said: list[str], quiet: bool) -> Result:
        def hear(sentence: str) -> None:
            if not quiet:
                output.result(sentence if said else f"{self.entry.name}: {sentence}")
            said.append(sentence)

        return listened(steps, hear)


def _as_dict(result: Result) -> dict[str, Any]:
    """An engine's answer in the documented schema."""
    return {
        "engine": result.engine,
        "model": result.model,
        "text": result.text,
        "timings_ms": {
            "first": round(1000 * result.first_s, 1),
            "total": round(1000 * result.total_s, 1),
        },
    }
