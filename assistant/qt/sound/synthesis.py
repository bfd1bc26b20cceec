"""Sentences into samples, in a thread of its own."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, Signal, Slot

from assistant.errors import SpeechError
from assistant.qt.sound.audio_output import Turns
from assistant.speech import AdjustableVoice, Voice, pieces


class Synthesizer(QObject):
    """Has the voice and makes the sentences of the newest turn, one for each wish for more.

    Lives in its own thread, because a voice may take long.
    """

    made = Signal(int, object, int)  # turn, Audio, number of its sentence
    all_made = Signal(int)
    failed = Signal(str)

    def __init__(
        self, make_voice: Callable[[], Voice], turns: Turns, on_failure: Callable[[str], object]
    ) -> None:
        super().__init__()
        self.failed.connect(on_failure)
        self._make_voice = make_voice
        self._turns = turns
        self._voice: Voice | None = None
        self._wishes: dict[str, object] = {}
        self._turn = 0
        self._left: Iterator[tuple[int, str]] = iter(())

    @Slot(str, object)
    def adjust(self, name: str, value: object) -> None:
        """Change voice, rate or volume from the next sentence on."""
        self._wishes[name] = value

    @Slot()
    def prepare(self) -> None:
        """Start the voice before the first sentence needs it."""
        try:
            voice = self._ready()
            if isinstance(voice, AdjustableVoice):
                voice.start()
                self._tell_notice()
        except SpeechError as error:
            self.failed.emit(error.message)

    @Slot(int, list)
    def begin(self, turn: int, sentences: list[str]) -> None:
        """Forget older sentences and make the first of these."""
        if turn == self._turns.now:
            self._turn = turn
            numbered = enumerate(sentences)
            self._left = ((number, p) for number, text in numbered for p in pieces(text))
            self.more(turn)

    @Slot(int)
    def more(self, turn: int) -> None:
        """Make the next sentence of this turn."""
        if turn != self._turn:
            return
        try:
            for sentence, piece in self._left:
                if turn != self._turns.now:
                    return
                audio = self._ready().synthesise(piece)
                self._tell_notice()
                if len(audio.samples):
                    self.made.emit(turn, audio, sentence)
                    return
        except SpeechError as error:
            self._left = iter(())
            self.failed.emit(error.message)
        self.all_made.emit(turn)

    @Slot()
    def close(self) -> None:
        """Close the voice and end the thread."""
        try:
            if self._voice is not None:
                self._voice.close()
        except SpeechError as error:
            self.failed.emit(error.message)
        self._voice = None
        self.thread().quit()

    def _ready(self) -> Voice:
        if self._voice is None:
            self._voice = self._make_voice()
        if isinstance(self._voice, AdjustableVoice):
            for name, value in self._wishes.items():
                setattr(self._voice, name, value)
        self._wishes.clear()
        return self._voice

    def _tell_notice(self) -> None:
        if isinstance(self._voice, AdjustableVoice) and self._voice.notice:
            self.failed.emit(self._voice.notice)
            self._voice.notice = ""
