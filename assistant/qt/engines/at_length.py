"""Describe at length: an engine's answer, spoken and shown as it comes, then checked."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal

from assistant.engines import Book, Entry, Scope, consent, telling
from assistant.engines.protocol import Result
from assistant.engines.telling import Said
from assistant.engines.worth import unfit
from assistant.errors import EngineError
from assistant.pipeline.evidence import Explanation
from assistant.pipeline.frame import Frame
from assistant.qt.ask.control import AskControl
from assistant.qt.describe.describer import Described
from assistant.qt.describe.window_features import Feature, FeatureSet, Handlers
from assistant.qt.engines.listener import Listener, Request
from assistant.qt.widgets.question import QuestionBox

_ALL_THE_SAME = "I did not send it. Do the same again to send it all the same."
_NONE = "There is no engine yet. Add one in Preferences, on the page Engines."


class AtLengthControl(Feature):
    """Describe at length (Ctrl+D), and questions that go to the engine, too.

    Signals:
        said(text): the engine's answer to a question so far, for where the answer is shown.
    """

    said = Signal(str)

    def __init__(self, features: FeatureSet) -> None:
        super().__init__(features)
        self._c = controller = self._controller
        self._waiting = False  # the picture is still being described
        self._unfit: Frame | None = None  # it was told why this one was not sent
        self._request: Request | None = None
        self._explanation: Explanation | None = None
        self._said = Said("")
        self._listener = Listener(self._failed, self)
        self._listener.heard.connect(self._heard)
        self._listener.done.connect(self._done)
        controller.describer.explained.connect(self._explained)
        controller.slow_senses.completed.connect(self._completed)
        controller.stopped.connect(self.stop)
        controller.review.history.changed.connect(self._moved)
        asking = features[AskControl]
        asking.told.connect(self.follow)
        asking.bar.left.connect(self.stop)
        self.said.connect(asking.add_answer)

    def handlers(self) -> Handlers:
        """Action name → what it does."""
        return {"at_length": self.describe}

    def describe(self) -> None:
        """Have the chosen engine describe the picture at length (Ctrl+D)."""
        c = self._c
        newer = c.camera.on and not c.camera.live
        if c.describing:
            self._waiting = True
        elif newer or c.review.history.current is None:
            if c.subject() is not None:
                c.describe()
                self._waiting = True
        else:
            self._ask(None)

    def follow(self, question: str) -> None:
        """Put a question to the engine, too, if that was chosen and agreed to."""
        entry = self._chosen(quiet=True) if self._c.store["engine_answers"] else None
        if entry and consent.is_given(entry, Scope.PICTURES):
            self._ask(question)

    def stop(self) -> None:
        """Give up; the connection is closed at once."""
        self._waiting = False
        if self._request is not None:
            self._end(replace(self._said, note="Stopped."))
            self._listener.cancel()

    def _ask(self, question: str | None) -> None:
        current = self._c.review.history.current
        entry = self._chosen()
        if entry is None or current is None:
            return
        if not consent.is_given(entry, Scope.PICTURES):
            self._ask_consent(entry, partial(self._ask, question))
            return
        if (why := unfit(current.explanation)) and self._unfit is not current.frame:
            self._unfit = current.frame
            self._c.voice.notify(f"{why} {_ALL_THE_SAME}")
            return
        turns = tuple(s.turn for s in current.answers if s.engine == entry.name and s.sentences)
        self._begin(Request(entry, current.frame, question, turns), current.explanation)

    def _begin(self, request: Request, explanation: Explanation) -> None:
        voice = self._c.voice
        self._request, self._explanation = request, explanation
        self._said = Said(request.entry.name, request.question or "")
        self._c.listening = request.entry.name
        voice.play("sent")
        if request.question:
            voice.add([f"Asking {request.entry.name}, too."])
        else:
            voice.say([f"Asking {request.entry.name}."])
        self._listener.ask(request)

    def _heard(self, request: Request, sentence: str) -> None:
        if request is self._request:
            self._tell(self._said.with_sentence(sentence))
            self._c.voice.add([sentence])

    def _done(self, request: Request, _result: Result) -> None:
        if request is self._request:
            checked, summary = self._checked()
            self._end(checked)
            self._c.voice.add(summary)

    def _failed(self, request: Request, message: str) -> None:
        if request is self._request:
            checked, summary = self._checked()
            self._end(replace(checked, note=message))
            self._c.window.notices.show_notice(message)
            self._c.voice.add([message, *(summary if checked.sentences else ())])

    def _checked(self) -> tuple[Said, list[str]]:
        from assistant.engines.check import Check  # not before the first paint

        assert self._explanation is not None
        assert self._request is not None
        look = Check(self._explanation, self._request.frame)
        sentences = telling.checked((s.text for s in self._said.sentences), look)
        return replace(self._said, sentences=sentences, is_checked=True), telling.summary(sentences)

    def _end(self, said: Said) -> None:
        self._tell(said)
        self._request, self._c.listening = None, ""
        self._c.voice.changed.emit()  # the state is another one

    def _tell(self, said: Said) -> None:
        """Keep and show what the engine has said so far."""
        assert self._explanation is not None
        self._c.review.answer(self._explanation, self._said, said)
        self._said = said
        if said.question:
            self.said.emit(said.text)

    def _chosen(self, quiet: bool = False) -> Entry | None:
        """The engine that was chosen, or the first one; a notice tells when there is none."""
        try:
            found = Book().chosen(self._c.store["engine"])
        except EngineError as error:
            if not quiet:
                self._c.voice.notify(error.message)
            return None
        if found is None and not quiet:
            self._c.voice.notify(_NONE)
        return found

    def _ask_consent(self, entry: Entry, act: Callable[[], None]) -> None:
        text = f"{consent.question(entry)}. Do you agree?"
        agreed = partial(self._agreed, entry, act)
        dialog = QuestionBox(
            f"May {entry.name} see pictures?", text, "&I agree", agreed, self._c.window
        )
        self._show(dialog)
        self._c.voice.say_unless_read([text])

    def _agreed(self, entry: Entry, act: Callable[[], None]) -> None:
        try:
            Book().allow(entry.name, consent.token(entry, Scope.PICTURES))
        except EngineError as error:
            self._c.voice.notify(error.message)
            return
        act()

    def _explained(self, described: Described) -> None:
        if self._waiting and not described.live:
            self._waiting = False
            self._ask(None)

    def _completed(self, described: Described, final: Explanation) -> None:
        if described.first is self._explanation:
            self._explanation = final  # with the text that was read: the check needs it

    def _moved(self) -> None:
        """Another picture is shown: what is said of this one is not wanted any more."""
        current = self._c.review.history.current
        if self._request is not None and current and current.explanation is not self._explanation:
            self.stop()
