"""The film window: plays a film and speaks its descriptions at the right moments."""

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, QUrl
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer
from PySide6.QtMultimediaWidgets import QVideoWidget
from PySide6.QtWidgets import QDialog, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from assistant.qt.appearance.text_size import WordsLabel
from assistant.qt.film.sound_tracks import SoundTracks
from assistant.qt.speaking.announcer import Say
from assistant.qt.speaking.roles import make_image
from assistant.qt.speaking.screen_reader import unheard
from assistant.qt.widgets import room
from assistant.qt.widgets.controls import WordsList, button, close_row
from assistant.qt.workers.job import Job
from assistant.video.cues import Cue, reading_time
from assistant.video.describing import FilmDescription, FilmProgress, Step, Summary
from assistant.video.playing import Script
from assistant.video.webvtt import clock

_PICTURE = 64  # pixels, the least height
_DUCKED = 0.25  # volume of the film while a description is spoken
KEYS = "Space plays and pauses, Alt+Left and Alt+Right go from description to description."
_LOOKING = "Looking for descriptions."


@dataclass(frozen=True)
class FilmState:
    """All that is known so far: a job tells only its newest step, so each has everything.

    Attributes:
        cues: descriptions that have a time.
        text: how far it is, in words.
        whole: there are no more.
    """

    cues: tuple[Cue, ...] = ()
    text: str = ""
    whole: bool = False


def found(steps: Iterator[Step]) -> Generator[FilmState, None, None]:
    """The steps of :func:`assistant.video.describing.describe` for a :class:`Job`."""
    so_far, damage = FilmState(), ""
    for step in steps:
        if isinstance(step, FilmDescription) and step.cue:
            so_far = replace(so_far, cues=(*so_far.cues, step.cue))
        elif isinstance(step, FilmProgress):
            of = f" of {clock(step.total)}" if step.total else ""
            so_far = replace(so_far, text=f"{step.stage}: {clock(step.done)}{of}.")
        elif isinstance(step, Summary):
            damage = step.damage
        yield so_far
    number = len(so_far.cues)
    said = "One description." if number == 1 else f"{number} descriptions."
    yield replace(so_far, text=f"{said} {damage}".strip(), whole=True)


class _List(WordsList):
    """Leaves Space to the window: there is nothing to select by it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            event.ignore()
        else:
            super().keyPressEvent(event)


class FilmDialog(QDialog):
    """A film, its descriptions in a list, and keys to play, pause and go from one to the next.

    Descriptions are looked for while the film can already be played. Closing it ends both.

    Args:
        path: the film.
        steps: describes it in the pauses of a sound track (its number from 1, or empty: the first);
            runs in a thread of its own.
        say: speaks sentences in place of what is being said, and shows what they tell of.
        hush: stops that.
        rate: words a minute of the voice, for how long the film is lowered.
        parent: the main window.
    """

    def __init__(
        self, path: Path, steps: Callable[[str], Iterator[Step]], say: Say,
        hush: Callable[[], object], rate: int, parent: QWidget,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setWindowTitle(f"Film {path.name}")
        self._say, self._hush, self._seconds = say, hush, reading_time(rate)
        self._steps = steps
        self._script, self._found = Script(), FilmState()
        self._here = -1.0  # seconds: a player that is not playing tells late where it was put
        self.player = QMediaPlayer(self)
        self.sound = QAudioOutput(self)
        self._louder = QTimer(self, singleShot=True)
        self._louder.timeout.connect(self._restore)
        self._lay_out()
        self.player.setAudioOutput(self.sound)
        self.player.setVideoOutput(self.screen_)
        self.player.positionChanged.connect(self._on_position)
        self.player.playbackStateChanged.connect(self._on_state)
        self.player.errorOccurred.connect(self._on_error)
        self.player.setSource(QUrl.fromLocalFile(str(path.resolve())))
        self._job = self._look("")

    def play_or_pause(self) -> None:
        """Play, or pause and be silent."""
        if not self.pause():
            self.player.play()

    def pause(self) -> bool:
        """Pause and be silent; returns whether it was playing."""
        playing = self.player.isPlaying()
        if playing:
            self.player.pause()
            self._hush()
            self._restore()
        return playing

    def step(self, by: int) -> None:
        """Go to the next (1) or the previous (-1) description and speak it."""
        cue = self._script.after(self._here) if by > 0 else self._script.before(self._here)
        if cue is None:
            self._say([f"There is no {'later' if by > 0 else 'earlier'} description."])
        else:
            self._go_to(cue)

    def done(self, result: int) -> None:
        """Close: silence, and the end of the thread."""
        for job in self.findChildren(Job):  # those that another track has ended, too
            job.close()
        self.player.stop()
        self._hush()
        super().done(result)

    def _look(self, track: str) -> Job:
        """Begin to look for descriptions in the pauses of a sound track."""
        job = Job(lambda: found(self._steps(track)), self._on_failed, self)
        job.progressed.connect(self._on_found)
        job.finished.connect(self._on_finished)
        job.start()
        return job

    def _look_again(self, track: int) -> None:
        """Another sound track has other pauses: all is looked for anew."""
        self._job.cancel()
        self._script = Script()
        self.list.clear()
        self.status.setText(_LOOKING)
        self._job = self._look(str(track))
        self._say([_LOOKING])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space plays and pauses wherever the focus is, but on a button it presses that."""
        if event.key() == Qt.Key.Key_Space:
            self.play_or_pause()
        else:
            super().keyPressEvent(event)

    def _go_to(self, cue: Cue) -> None:
        if not self.player.isPlaying():
            self.player.pause()  # one that is stopped would begin at the beginning
        self.player.setPosition(round(cue.start * 1000))
        self._here = cue.start
        self._script.jump(cue.start + 0.002)  # it is spoken here, not when the film gets there
        self._choose(cue)
        self._speak(cue)

    def _choose(self, cue: Cue) -> None:
        with unheard():  # it is spoken
            self.list.setCurrentRow(self._script.cues.index(cue))

    def _speak(self, cue: Cue) -> None:
        self.sound.setVolume(_DUCKED)
        self._louder.start(round(self._seconds(cue.text) * 1000))
        self._say([cue.text])

    def _restore(self) -> None:
        self._louder.stop()
        self.sound.setVolume(1.0)

    def _on_position(self, milliseconds: int) -> None:
        if not self.player.isPlaying():
            return
        self._here = milliseconds / 1000
        if cue := self._script.due(self._here):
            self._choose(cue)
            self._speak(cue)

    def _on_state(self, state: QMediaPlayer.PlaybackState) -> None:
        playing = state == QMediaPlayer.PlaybackState.PlayingState
        self.play.setText("&Pause" if playing else "&Play")

    def _on_found(self, news: FilmState) -> None:
        for cue in news.cues[len(self._script.cues) :]:
            row = self._script.add(cue)
            self.list.insertItem(row, QListWidgetItem(f"{clock(cue.start)} {cue.text}"))
        if not news.whole:
            self.status.setText(news.text)
        self._found = news

    def _on_finished(self) -> None:
        """Who waited for the descriptions hears that they are there; who watches is left alone."""
        show = partial(self.status.setText, self._found.text)
        if self.player.playbackState() == QMediaPlayer.PlaybackState.StoppedState:
            self._say([self._found.text], show=show)
        else:
            show()

    def _on_failed(self, message: str) -> None:
        self._say([message], urgent=True, show=partial(self.status.setText, message))

    def _on_error(self, _error: QMediaPlayer.Error, _message: str) -> None:
        self._on_failed(
            "This film cannot be played here; its descriptions can be read in the list."
        )

    def _lay_out(self) -> None:
        self.screen_ = QVideoWidget()
        make_image(self.screen_, "Picture of the film")
        self.screen_.setMinimumHeight(_PICTURE)
        self.list = _List("Descriptions", f"{KEYS} Enter goes to the chosen one.")
        self.list.itemActivated.connect(
            lambda item: self._go_to(self._script.cues[self.list.row(item)])
        )
        self.status = WordsLabel(_LOOKING)
        self.play = button("&Play", "Plays and pauses the film.", self.play_or_pause)
        page = room.ScrollPage()
        page.layout_.addWidget(self.list, 1)
        page.layout_.addWidget(self.status)
        self.tracks = SoundTracks(self.player)
        self.tracks.chosen.connect(self._look_again)
        page.layout_.addWidget(self.tracks)
        page.layout_.addLayout(
            close_row(
                self,
                self.play,
                self._step_button("Pre&vious description", -1, "Alt+Left"),
                self._step_button("&Next description", 1, "Alt+Right"),
            )
        )
        layout = QVBoxLayout(self)
        layout.addWidget(self.screen_, 1)
        layout.addWidget(page, 2)
        room.fit(self, QSize(760, 640))
        self.list.setFocus()

    def _step_button(self, words: str, by: int, key: str) -> QPushButton:
        made = button(words, key, lambda: self.step(by))
        QShortcut(QKeySequence(key), self).activated.connect(made.click)
        return made
