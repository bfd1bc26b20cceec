"""Questions about the picture, typed and answered."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Signal

from assistant import wording
from assistant.ask import Answer, answer
from assistant.errors import ShouldStop
from assistant.pipeline.evidence import Explanation
from assistant.pipeline.frame import Frame
from assistant.qt.ask.bar import AskBar
from assistant.qt.describe.describer import Described
from assistant.qt.describe.window_features import Feature, FeatureSet, Handlers
from assistant.qt.workers.newest import NewestWorker


class _Question(NamedTuple):
    text: str
    explanation: Explanation
    frame: Frame
    clock: bool


class AskControl(Feature):
    """Answers questions about the picture that was described last.

    While the camera is on, a question is about what it sees now: that is described first. In a
    thread of its own, because colours are looked up in the picture.
    """

    answered = Signal(object)  # Answer, before it is told; None when it is put away
    told = Signal(str)  # the question, when its answer is being told

    def __init__(self, features: FeatureSet) -> None:
        super().__init__(features)
        controller = self._controller
        self._waiting = ""  # a question whose picture is still being described
        self._answer: Answer | None = None
        self.bar = AskBar(controller.window.text)
        controller.window.add_bar(self.bar)
        self._worker: NewestWorker[_Question, Answer] = NewestWorker(
            self._make, controller.voice.notify, self
        )
        self._worker.done.connect(self._answered)
        self.bar.asked.connect(self.ask)
        self.bar.left.connect(self.leave)
        controller.describer.explained.connect(self._explained)
        controller.slow_senses.completed.connect(self._completed)
        controller.stopped.connect(self._forget)

    def handlers(self) -> Handlers:
        """Action name → what it does."""
        return {"ask": self.open}

    def open(self) -> None:
        """Go to the field."""
        self.bar.open()

    def leave(self) -> None:
        """Put the field away and go back to where the focus was."""
        self._waiting, self._answer = "", None
        self.answered.emit(None)
        self._worker.cancel()
        self._controller.voice.stop()
        self.bar.leave()

    def ask(self, question: str) -> None:
        """Answer it; without a picture that is described, describe one first."""
        c = self._controller
        self._waiting = ""
        entry = c.review.history.current
        newer = c.camera.on and not c.camera.live
        if newer or entry is None:
            self._waiting = question
            c.describe()
        elif c.describing or c.slow_senses.busy:
            self._waiting = question
        else:
            self._submit(question, entry.explanation, entry.frame)

    def why(self) -> wording.Grounds:
        """Evidence of the answer that is shown; empty when none is shown."""
        if self._answer is None or not self.bar.isVisible():
            return {}
        return wording.grounds(self._answer.evidence)

    def _make(self) -> Callable[[_Question, ShouldStop], Answer]:
        return lambda q, _should_stop: answer(q.text, q.explanation, q.frame, clock=q.clock)

    def _submit(self, question: str, explanation: Explanation, frame: Frame) -> None:
        self._waiting = ""
        clock = self._controller.store["directions"] == "clock face"
        self._worker.submit(_Question(question, explanation, frame, clock), interrupt=True)

    def _explained(self, described: Described) -> None:
        if self._waiting and not described.first.description.pending:
            self._answer_waiting()

    def _completed(self, _described: Described, _final: Explanation) -> None:
        if self._waiting:
            self._answer_waiting()

    def _answer_waiting(self) -> None:
        entry = self._controller.review.history.current
        if entry is not None:
            self._submit(self._waiting, entry.explanation, entry.frame)

    def _forget(self) -> None:
        self._waiting = ""

    def add_answer(self, text: str) -> None:
        """Show what an engine says to the question below our own answer."""
        if self._answer is not None:
            self.bar.show_answer(f"{self._answer.text}\n{text}")

    def _answered(self, question: _Question, found: Answer) -> None:
        self._answer = found
        self.answered.emit(found)
        self.bar.show_answer(found.text)
        self._controller.voice.say([found.text])
        self.told.emit(question.text)
