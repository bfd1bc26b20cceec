"""Speaking and short sounds: the window's side of :mod:`assistant.qt.sound.audio_output`."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from assistant import paths
from assistant.qt.sound.audio_output import Output, Turns
from assistant.qt.sound.synthesis import Synthesizer
from assistant.qt.workers.threads import close_at_quit, join, thread
from assistant.speech import Audio, Voice
from assistant.speech.audio import read


class Speaker(QObject):
    """Speaks sentences; the newest request wins, and stopping is instant.

    One thread makes sentence 2 while another plays sentence 1. :meth:`close` must be called;
    the end of the application does it too.

    Signals:
        sounding: the first sample went to the device.
        saying(sentence): this one is heard from now on.
        finished: all was said, or it was stopped; once for each request that was not replaced.
        failed: a sentence about what is wrong, once for as long as it stays wrong.
    """

    sounding = Signal()
    saying = Signal(str)
    finished = Signal()
    failed = Signal(str)

    _wanted = Signal(int, list)
    _hush = Signal()
    _adjusted = Signal(str, object)
    _prepare = Signal()
    _closing = Signal()

    def __init__(
        self,
        make_voice: Callable[[], Voice],
        on_failure: Callable[[str], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.failed.connect(on_failure)
        self._turns = Turns()
        self._speaking = False
        self._sentences: list[str] = []
        self._told: set[str] = set()
        self._output = Output(self._turns, self._on_failed)
        self._synthesizer = Synthesizer(make_voice, self._turns, self._on_failed)
        self._connect()
        self._threads = [thread(self._synthesizer, "voice"), thread(self._output, "sound")]
        close_at_quit(self.close)

    def _connect(self) -> None:
        synthesizer, output = self._synthesizer, self._output
        self._wanted.connect(synthesizer.begin)
        self._adjusted.connect(synthesizer.adjust)
        for part in (synthesizer, output):
            self._prepare.connect(part.prepare)
            self._closing.connect(part.close)
        self._hush.connect(output.hush)
        synthesizer.made.connect(output.add)
        synthesizer.all_made.connect(output.complete)
        output.hungry.connect(synthesizer.more)
        output.started.connect(self._on_started)
        output.begun.connect(self._on_begun)
        output.ended.connect(self._on_ended)

    @property
    def speaking(self) -> bool:
        """Whether something is being said."""
        return self._speaking

    @Slot()
    def prepare(self) -> None:
        """Start the voice and the sound system in the background; call it when there is time.

        Without it the first sentence comes about 0.2 s later.
        """
        self._prepare.emit()

    @Slot(list)
    def say(self, sentences: list[str]) -> None:
        """Say these sentences; whatever is being said is dropped. Returns at once."""
        self._turns.now += 1
        self._hush.emit()
        self._speaking = True
        self._sentences = list(sentences)
        self._wanted.emit(self._turns.now, list(sentences))

    @Slot()
    def stop(self) -> None:
        """Be silent, within 50 ms; returns at once."""
        self._turns.now += 1
        self._hush.emit()
        if self._speaking:
            self._speaking = False
            self.finished.emit()

    @Slot(str)
    def set_voice(self, voice: str) -> None:
        """Speak with this voice from the next sentence on; empty is the system's own."""
        self._adjusted.emit("voice", voice)

    @Slot(int)
    def set_rate(self, rate: int) -> None:
        """Words a minute from the next sentence on."""
        self._adjusted.emit("rate", rate)

    @Slot(int)
    def set_volume(self, volume: int) -> None:
        """Per cent, from the next sentence on."""
        self._adjusted.emit("volume", volume)

    @Slot()
    def close(self) -> None:
        """Be silent and end both threads; nothing is said after that."""
        self.stop()
        self._closing.emit()
        join(self._threads)

    @Slot(int)
    def _on_started(self, turn: int) -> None:
        if turn == self._turns.now:
            self._told.clear()  # all is well again
            self.sounding.emit()

    @Slot(int, int)
    def _on_begun(self, turn: int, sentence: int) -> None:
        if turn == self._turns.now:
            self.saying.emit(self._sentences[sentence])

    @Slot(int)
    def _on_ended(self, turn: int) -> None:
        if turn == self._turns.now and self._speaking:
            self._speaking = False
            self.finished.emit()

    @Slot(str)
    def _on_failed(self, message: str) -> None:
        if message not in self._told:
            self._told.add(message)
            self.failed.emit(message)


class Sounds(QObject):
    """Short sounds: "started", "done" (rises), "nothing" (low), "sent". Without a device: silent.

    Attributes:
        enabled: whether anything is played.
    """

    _add = Signal(int, object, int)
    _complete = Signal(int)
    _closing = Signal()

    def __init__(self, on_failure: Callable[[str], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.enabled = True
        self._turns = Turns()
        self._sounds: dict[str, Audio] = {}
        self._output = Output(self._turns, on_failure)
        self._add.connect(self._output.add)
        self._complete.connect(self._output.complete)
        self._closing.connect(self._output.close)
        self._threads = [thread(self._output, "sounds")]
        close_at_quit(self.close)

    @Slot(str)
    def play(self, name: str) -> None:
        """Play one of them; a sound that is still playing is cut. Returns at once.

        Raises:
            SpeechError: its file is missing or damaged.
        """
        if not self.enabled:
            return
        if name not in self._sounds:
            self._sounds[name] = read(paths.resources() / "sounds" / f"{name}.wav")
        self.play_audio(self._sounds[name])

    def play_audio(self, audio: Audio) -> None:
        """Play this, even where short sounds are off; returns at once."""
        self._turns.now += 1
        self._add.emit(self._turns.now, audio, 0)
        self._complete.emit(self._turns.now)

    @Slot()
    def close(self) -> None:
        """End the thread; nothing is played after that."""
        self._turns.now += 1
        self._closing.emit()
        join(self._threads)
