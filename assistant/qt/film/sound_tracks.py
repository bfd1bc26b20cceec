"""The choice among the sound tracks of a film that plays."""

from PySide6.QtCore import Signal
from PySide6.QtMultimedia import QMediaMetaData, QMediaPlayer
from PySide6.QtWidgets import QComboBox, QWidget

from assistant.qt.widgets.controls import label
from assistant.qt.widgets.flow import Flow

_SHORTEST = 8  # letters of a choice that can be seen
_Key = QMediaMetaData.Key


class SoundTracks(QWidget):
    """A list of sound tracks, which is there only where a film has more than one.

    Args:
        player: plays the film; what is chosen is heard.

    Signals:
        chosen(number): another track, from 1, is heard now.
    """

    chosen = Signal(int)

    def __init__(self, player: QMediaPlayer) -> None:
        super().__init__()
        self._player = player
        self.list = QComboBox()
        self.list.setAccessibleName("Sound track")
        self.list.setAccessibleDescription(
            "What is heard, and in whose pauses the descriptions are spoken."
        )
        self.list.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.list.setMinimumContentsLength(_SHORTEST)
        self.list.activated.connect(self._choose)
        row = Flow([label("Sound &track:", self.list), self.list])
        self.setLayout(row)
        self.hide()
        player.tracksChanged.connect(self._offer)

    def _offer(self) -> None:
        """List the tracks that the player has found, as soon as it has."""
        found = self._player.audioTracks()
        if len(found) < 2 or len(found) == self.list.count():
            return
        self.list.clear()
        self.list.addItems([_words(i, about) for i, about in enumerate(found, start=1)])
        self._player.setActiveAudioTrack(0)  # the one that descriptions begin with
        self.show()

    def _choose(self, index: int) -> None:
        if index != self._player.activeAudioTrack():
            self._player.setActiveAudioTrack(index)
            self.chosen.emit(index + 1)


def _words(number: int, about: QMediaMetaData) -> str:
    """Its number, language and title, as far as the film tells them: "2: German, Commentary"."""
    told = [about.stringValue(key) for key in (_Key.Language, _Key.Title)]
    words = ", ".join(filter(None, told))
    return f"{number}: {words}" if words else str(number)
