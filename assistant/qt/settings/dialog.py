"""Preferences: a form made out of the table of settings. Changes take effect at once."""

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QWidget,
)

from assistant.qt.engines.page import EnginesPage
from assistant.qt.screen.page import EverywherePage
from assistant.qt.settings.senses_page import SensesPage
from assistant.qt.settings.setting_controls import Field
from assistant.qt.settings.shortcuts_page import ShortcutsPage
from assistant.qt.settings.store import SettingsStore
from assistant.qt.speaking.roles import silent
from assistant.qt.widgets import pages, room
from assistant.qt.widgets.controls import label
from assistant.settings import SETTINGS

Options = Sequence[tuple[str, str]]  # value, words

_FIRST = {"voice": ("", "The system's own"), "camera": ("", "The first one found")}


class PreferencesDialog(QDialog):
    """One tab for each section of the table; one each for senses and engines, two for the keys.

    Voices and cameras come later, from :meth:`offer`: finding them takes its time.
    """

    def __init__(self, store: SettingsStore, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Preferences")
        self.fields = {
            row.name: Field(store, row.name, [_FIRST[row.name]] if row.name in _FIRST else [])
            for row in SETTINGS
            if row.section
        }
        self.senses = SensesPage(store)
        self.engines = EnginesPage(store)
        self.finished.connect(self.engines.end)
        self.shortcuts = ShortcutsPage(store)
        self.everywhere = EverywherePage(store)
        first, *others = [
            (section, self._page(list(rows)))
            for section, rows in groupby(self.fields.values(), key=lambda field: field.row.section)
        ]
        named: list[tuple[str, QWidget]] = [
            first,  # what a description is like
            ("Senses", self.senses),
            ("Engines", self.engines),
            *others,
            ("Shortcuts", self.shortcuts),
            ("Everywhere", self.everywhere),
        ]
        self.tabs = pages.lay_out(self, named, enter_closes=True)
        line = self.fontMetrics().lineSpacing()
        room.fit(self, QSize(max(720, line * 36), max(560, line * 28)))

    def offer(self, name: str, options: Options) -> None:
        """Give the list for "voice" or "camera" what was found on this machine."""
        self.fields[name].offer([_FIRST[name], *options])

    def _page(self, fields: list[Field]) -> QWidget:
        page = room.ScrollPage()
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for field in fields:
            self._add(form, field)
        page.layout_.addLayout(form)
        page.layout_.addStretch(1)
        return page

    def _add(self, form: QFormLayout, field: Field) -> None:
        field.widget.setAccessibleName(field.label.replace("&", ""))
        field.widget.setAccessibleDescription(field.row.help)
        if isinstance(field.widget, QComboBox):
            field.widget.view().setAccessibleName(field.widget.accessibleName())
        field.widget.setToolTip(field.row.help)
        if isinstance(field.widget, QCheckBox):
            form.addRow("", field.widget)
        else:
            form.addRow(label(f"{field.label}:", field.widget), field.widget)
        form.addRow("", silent(field.row.help))
