"""One control for each kind of setting, tied to the store in both directions."""

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QCheckBox, QComboBox, QSizePolicy, QSpinBox, QWidget

from assistant.pipeline import nouns
from assistant.qt.settings.store import SettingsStore
from assistant.settings import BY_NAME

_NARROWEST = 160  # pixels; Qt would keep room for the longest number and its unit
_LOWEST = 60  # pixels: two arrows of 24 (WCAG 2.2, 2.5.8), one over the other, and the frame
_SHORTEST = 8  # letters of a choice that can be seen


class Field(QObject):
    """A control that shows one setting, changes it, and follows when somebody else does.

    Args:
        store: the settings.
        name: the setting.
        options: value and words of each, where the machine decides what can be chosen.
    """

    def __init__(
        self, store: SettingsStore, name: str, options: Sequence[tuple[str, str]] = ()
    ) -> None:
        super().__init__()
        self._store, self.row = store, BY_NAME[name]
        self.widget = self._make(options)
        self.setParent(self.widget)
        self._show()
        self._connect()
        store.changed.connect(self._on_setting)

    @property
    def label(self) -> str:
        """Its label, with the ``&`` before the letter that goes to it."""
        return self.row.label

    def offer(self, options: Sequence[tuple[str, str]]) -> None:
        """Give a list other choices; a chosen value that is gone stays, as "not found"."""
        if not isinstance(self.widget, QComboBox):
            return
        self.widget.blockSignals(True)
        self.widget.clear()
        for value, words in options:
            self.widget.addItem(words, value)
        value = self._store[self.row.name]
        if self.widget.findData(value) < 0:
            self.widget.addItem(f"{value} (not found)", value)
        self.widget.blockSignals(False)
        self._show()

    def _make(self, options: Sequence[tuple[str, str]]) -> QWidget:
        if isinstance(self.row.default, bool):
            return QCheckBox(self.row.label)
        if isinstance(self.row.default, int):
            return self._make_number()
        self.widget = QComboBox()
        # A long name of a camera must not make the window wider than the screen.
        self.widget.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.widget.setMinimumContentsLength(_SHORTEST)
        self.offer(options or [(c, nouns.capital(c)) for c in self.row.choices])
        return self.widget

    def _make_number(self) -> QSpinBox:
        box = QSpinBox()
        box.setRange(self.row.minimum, self.row.maximum)
        box.setSuffix(f" {self.row.unit}")
        box.setMinimumSize(_NARROWEST, _LOWEST)
        box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        box.setKeyboardTracking(False)  # not a change for each digit typed
        return box

    def _connect(self) -> None:
        if isinstance(self.widget, QCheckBox):
            self.widget.toggled.connect(self._edited)
        elif isinstance(self.widget, QSpinBox):
            self.widget.valueChanged.connect(self._edited)
        elif isinstance(self.widget, QComboBox):
            self.widget.activated.connect(self._edited)

    def _edited(self) -> None:
        self._store.change(self.row.name, self._value())

    def _value(self) -> object:
        if isinstance(self.widget, QCheckBox):
            return self.widget.isChecked()
        if isinstance(self.widget, QSpinBox):
            return self.widget.value()
        assert isinstance(self.widget, QComboBox)
        return self.widget.currentData()

    def _on_setting(self, name: str) -> None:
        if name == self.row.name:
            self._show()

    def _show(self) -> None:
        value = self._store[self.row.name]
        if isinstance(self.widget, QCheckBox):
            self.widget.setChecked(value)
        elif isinstance(self.widget, QSpinBox):
            self.widget.setValue(value)
        elif isinstance(self.widget, QComboBox):
            self.widget.setCurrentIndex(self.widget.findData(value))
