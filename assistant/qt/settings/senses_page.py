"""The Preferences page on which senses are switched on and off."""

from PySide6.QtWidgets import QCheckBox

from assistant.qt.appearance.text_size import HintLabel
from assistant.qt.settings.store import SettingsStore
from assistant.qt.speaking.roles import silent
from assistant.qt.widgets.room import ScrollPage
from assistant.senses import SENSES, Sense

_BETWEEN = 6  # pixels between two senses
_INDENT = 28  # pixels; below the words of the check box


class SensesPage(ScrollPage):
    """A check box for each sense of the registry; changes hold from the next picture on.

    Senses that are always on are left out: there is nothing to choose.
    """

    def __init__(self, store: SettingsStore) -> None:
        super().__init__()
        self._store = store
        self.boxes = {sense.name: self._box(sense) for sense in SENSES if not sense.always}
        layout = self.layout_
        for sense in SENSES:
            if sense.name in self.boxes:
                layout.addWidget(self.boxes[sense.name])
                layout.addWidget(self._words(sense.help))
                layout.addSpacing(_BETWEEN)
        layout.addStretch(1)
        self._show()
        store.changed.connect(self._on_setting)

    def _box(self, sense: Sense) -> QCheckBox:
        box = QCheckBox(sense.name.capitalize())
        box.setAccessibleName(sense.name.capitalize())
        box.setAccessibleDescription(sense.help)
        box.setToolTip(sense.help)
        box.clicked.connect(self._switched)
        return box

    def _words(self, text: str) -> HintLabel:
        hint = silent(text)
        hint.setIndent(_INDENT)
        return hint

    def _switched(self) -> None:
        others = [name for name in self._store["senses_off"] if name not in self.boxes]
        off = [name for name, box in self.boxes.items() if not box.isChecked()]
        self._store.change("senses_off", [*others, *off])

    def _on_setting(self, name: str) -> None:
        if name == "senses_off":
            self._show()

    def _show(self) -> None:
        off = self._store["senses_off"]
        for name, box in self.boxes.items():
            box.setChecked(name not in off)
