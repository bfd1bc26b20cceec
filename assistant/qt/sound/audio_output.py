"""Samples into the loudspeaker: a QAudioSink in a thread of its own.

Opening a device takes 10 to 80 ms and may block, so it never happens in the window's thread.
"""

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtMultimedia import QAudioDevice, QAudioFormat, QAudioSink, QMediaDevices, QtAudio

from assistant.qt.sound.feed import Feed, best_format, to_format
from assistant.speech import Audio
from assistant.speech.audio import PAUSE, silence

NO_DEVICE = "No loudspeaker was found, so I show the text only. Connect a loudspeaker."
STUCK = "The loudspeaker takes no sound. Choose another one in the system's settings."

_TAIL_S = 0.1  # silence at the end: what the device still holds when it asks for more
_AHEAD_S = 5.0  # sound kept ready; more would only cost memory
_STUCK_S = 3.0  # a device that takes nothing for that long
_TICK_MS = 200
_RESTARTS = 3  # changes of device within one turn


class Turns:
    """Counts what was asked for. Only the newest turn may be heard.

    ``now`` is written by the window's thread alone and read by all.
    """

    def __init__(self) -> None:
        self.now = 0


class Output(QObject):
    """Plays the stretches of one turn after the other; lives in its own thread.

    Signals (all carry the turn): ``started``: the first sample went to the device; ``begun``: a
    sentence, by its number, is heard from now on; ``hungry``: more can be given; ``ended``: all was
    played, or nothing can be played.
    """

    started = Signal(int)
    begun = Signal(int, int)
    hungry = Signal(int)
    ended = Signal(int)
    failed = Signal(str)

    def __init__(self, turns: Turns, on_failure: Callable[[str], object]) -> None:
        super().__init__()
        self.failed.connect(on_failure)
        self._turns = turns
        self._turn = 0
        self._over = True  # this turn: nothing more is played
        self._complete = False  # this turn: nothing more will be given
        self._asked = False
        self._restarts = 0
        self._sounded = False
        self._beginnings: deque[tuple[int, int]] = deque()  # byte of the turn, number of sentence
        self._given = self._before = 0  # bytes of this turn: in all; played by earlier devices
        self._sink: QAudioSink | None = None
        self._feed: Feed | None = None
        self._format = QAudioFormat()
        self._device = QAudioDevice()
        self._still_ms = self._seen = 0

    @Slot()
    def prepare(self) -> None:
        """Load Qt's sound system, so that the first sound need not wait for it."""
        if self.findChild(QMediaDevices) is None:
            QMediaDevices(self).audioOutputsChanged.connect(self._devices_changed)
            timer = QTimer(self)
            timer.setObjectName("tick")
            timer.timeout.connect(self._tick)
            QMediaDevices.defaultAudioOutput()

    @Slot(int, object, int)
    def add(self, turn: int, audio: Audio, sentence: int = 0) -> None:
        """Play this after what was given before in the same turn; it is of this sentence."""
        if turn != self._turns.now:
            return
        self._enter(turn)
        if self._over:
            return
        if self._feed is None and not self._open(audio.rate):
            return
        assert self._feed is not None
        self._beginnings.append((self._given, sentence))
        for sound in (audio, silence(PAUSE, audio.rate)):
            block = to_format(sound, self._format)
            self._feed.add(block)
            self._given += len(block)
        self._asked = False
        self._start()
        self._ask()

    @Slot(int)
    def complete(self, turn: int) -> None:
        """Nothing more comes in this turn."""
        if turn != self._turns.now:
            return
        self._enter(turn)
        self._complete = True
        if self._over:
            return
        if self._feed is None:
            self._end()
        else:
            self._feed.add(to_format(silence(_TAIL_S, self._format.sampleRate()), self._format))

    @Slot()
    def hush(self) -> None:
        """Be silent at once if what is played is no longer wanted."""
        if self._turn != self._turns.now:
            self._close()
            self._over = True

    @Slot()
    def close(self) -> None:
        """Be silent and end the thread."""
        self._close()
        self.thread().quit()

    def _enter(self, turn: int) -> None:
        if turn == self._turn:
            return
        self._close()
        self._turn, self._over, self._complete, self._asked = turn, False, False, False
        self._restarts, self._sounded = 0, False
        self._given = self._before = 0
        self._beginnings.clear()

    def _open(self, rate: int) -> bool:
        self.prepare()
        self._device = QMediaDevices.defaultAudioOutput()
        if self._device.isNull():
            self._fail(NO_DEVICE)
            return False
        self._format = best_format(self._device, rate)
        self._feed = Feed(self)
        return True

    def _start(self) -> None:
        if self._sink is not None or self._feed is None:
            return
        sink = self._sink = QAudioSink(self._device, self._format, self)
        # the slot takes no argument: PySide6 6.12 cannot convert the state that is sent along
        sink.stateChanged.connect(self._state_changed)
        self._timer().start(_TICK_MS)
        self._still_ms = self._seen = 0
        sink.start(self._feed)
        if sink.error() != QtAudio.Error.NoError:
            # The list of devices was out of date. This feed is not used again: Qt 6.12 stays
            # connected to it, and crashes at its next readyRead.
            self._fail(NO_DEVICE)
        elif not self._sounded:
            self._sounded = True
            self.started.emit(self._turn)
            self._tell_begun()

    @Slot()
    def _state_changed(self) -> None:
        sink = self.sender()
        if sink is not self._sink or not isinstance(sink, QAudioSink):
            return
        if sink.state() == QtAudio.State.StoppedState and sink.error() != QtAudio.Error.NoError:
            self._move()
        elif sink.state() == QtAudio.State.IdleState:
            self._end_if_empty()

    @Slot()
    def _devices_changed(self) -> None:
        if self._sink is not None and QMediaDevices.defaultAudioOutput() != self._device:
            self._move()

    def _move(self) -> None:
        """Go on through the device that is now the default one."""
        feed, sink = self._feed, self._sink
        self._restarts += 1
        device = QMediaDevices.defaultAudioOutput()
        if feed is None or sink is None or device.isNull() or self._restarts > _RESTARTS:
            self._fail(NO_DEVICE)
            return
        played = self._format.bytesForDuration(sink.processedUSecs())
        self._before += played
        self._feed = feed.rest(played, self)
        self._drop_sink()
        feed.deleteLater()
        if not device.isFormatSupported(self._format):
            self._fail(NO_DEVICE)
            return
        self._device = device
        self._start()

    @Slot()
    def _tick(self) -> None:
        if self._feed is None:
            return
        self._ask()
        self._tell_begun()
        waiting = self._feed.bytesAvailable() > 0 and self._feed.read_so_far == self._seen
        self._still_ms = self._still_ms + _TICK_MS if waiting else 0
        self._seen = self._feed.read_so_far
        if self._still_ms > 1000 * _STUCK_S and self._restarts:
            self._fail(STUCK)
        elif self._still_ms > 1000 * _STUCK_S:
            self._move()  # Qt does not tell when the sound server drops a stream
        elif self._sink is not None and self._sink.state() == QtAudio.State.IdleState:
            self._end_if_empty()

    def _tell_begun(self) -> None:
        """Tell of a sentence whose first sample was played since it was told last."""
        sink, begun = self._sink, None
        if sink is None:
            return
        played = self._before + self._format.bytesForDuration(sink.processedUSecs())
        while self._beginnings and self._beginnings[0][0] <= played:
            begun = self._beginnings.popleft()[1]
        if begun is not None:
            self.begun.emit(self._turn, begun)

    def _ask(self) -> None:
        if self._feed is None or self._asked or self._complete:
            return
        if self._format.durationForBytes(self._feed.bytesAvailable()) < 1e6 * _AHEAD_S:
            self._asked = True
            self.hungry.emit(self._turn)

    def _end_if_empty(self) -> None:
        if self._complete and self._feed is not None and not self._feed.bytesAvailable():
            self._end()

    def _fail(self, message: str) -> None:
        self.failed.emit(message)
        self._end()

    def _end(self) -> None:
        self._close()
        self._over = True
        self.ended.emit(self._turn)

    def _close(self) -> None:
        self._drop_sink()
        if self._feed is not None:
            self._feed.deleteLater()
            self._feed = None

    def _drop_sink(self) -> None:
        sink, self._sink = self._sink, None
        if sink is not None:
            sink.reset()  # discards what is buffered; stop() would play it
            sink.deleteLater()
            self._timer().stop()

    def _timer(self) -> QTimer:
        timer = self.findChild(QTimer, "tick")
        assert timer is not None
        return timer
