"""Colours: the desktop's, light, dark, and high contrast on black and on white.

Text against its background has at least 7 : 1 (WCAG 2.2, 1.4.6), borders and scroll bars at least
3 : 1 (1.4.11), and so have the pixels by which a control with the keyboard differs from one
without (2.4.13), in every theme of our own.
"""

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from assistant import paths
from assistant.qt.appearance.style_sheet import SHEET

if TYPE_CHECKING:
    from assistant.qt.appearance.portal import PortalContrast

SYSTEM = "system"


@dataclass(frozen=True)
class Colours:
    """One theme. ``focus`` is the frame around the control that has the keyboard."""

    window: str
    base: str
    button: str
    text: str
    dim: str
    accent: str
    on_accent: str
    focus: str
    border: str
    notice: str
    bar: str  # what is done of a progress bar; its text goes over it
    frame: int = 2  # pixels of a border
    focus_frame: int = 4  # it is thicker: it must not be told by its hue alone
    scheme: Qt.ColorScheme = Qt.ColorScheme.Light


THEMES = {
    "light": Colours(
        window="#f3f5f8", base="#ffffff", button="#ffffff", text="#10202e", dim="#3e4c59",
        accent="#0b4f8a", on_accent="#ffffff", focus="#0b4f8a", border="#64717e",
        notice="#fff1c9", bar="#b9d7f2",
    ),
    "dark": Colours(
        window="#171c22", base="#0e1216", button="#27303a", text="#f2f5f8", dim="#c3ccd5",
        accent="#8fc7ff", on_accent="#07131f", focus="#8fc7ff", border="#8a97a4",
        notice="#43350a", bar="#1f4668",
        scheme=Qt.ColorScheme.Dark,
    ),
    "high contrast": Colours(
        window="#000000", base="#000000", button="#000000", text="#ffffff", dim="#ffffff",
        accent="#ffff00", on_accent="#000000", focus="#ffff00", border="#ffffff",
        notice="#000000", bar="#404000",
        focus_frame=6, scheme=Qt.ColorScheme.Dark,
    ),
    "high contrast light": Colours(
        window="#ffffff", base="#ffffff", button="#ffffff", text="#000000", dim="#000000",
        accent="#00007f", on_accent="#ffffff", focus="#00007f", border="#000000",
        notice="#ffffff", bar="#d0d0ff",
        focus_frame=6,
    ),
}  # fmt: skip


class Theme(QObject):
    """The colours of the whole application; "system" follows the desktop as long as it is chosen.

    Args:
        parent: the window.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._name = ""
        self._portal: PortalContrast | None = None
        hints = _application().styleHints()
        hints.colorSchemeChanged.connect(self._desktop_changed)
        hints.accessibility().contrastPreferenceChanged.connect(self._desktop_changed)

    def use(self, name: str) -> None:
        """Take another theme."""
        self._name = name
        apply(name, self._wants_contrast())

    def ask_portal(self) -> None:
        """Follow the portal, too, where there can be one; not before the first paint."""
        if sys.platform == "linux":
            from assistant.qt.appearance.portal import PortalContrast  # imports jeepney

            self._portal = PortalContrast(self)
            self._portal.changed.connect(self._desktop_changed)

    def _wants_contrast(self) -> bool:
        return self._portal is not None and self._portal.high

    def _desktop_changed(self) -> None:
        if self._name == SYSTEM:
            _dress(THEMES[_of_desktop(self._wants_contrast())])


def apply(theme: str, high_contrast: bool = False) -> None:
    """Give the whole application the colours of a theme, at once.

    ``system`` follows the desktop, light or dark, of high contrast or not, but keeps the visible
    focus frames.

    Args:
        theme: its name.
        high_contrast: the desktop wants it, which Qt may not know.
    """
    hints = _application().styleHints()
    if theme == SYSTEM:
        hints.unsetColorScheme()
        _dress(THEMES[_of_desktop(high_contrast)])
    else:
        hints.setColorScheme(THEMES[theme].scheme)
        _dress(THEMES[theme])


def named(dark: bool, high_contrast: bool) -> str:
    """The theme for what a desktop prefers."""
    if high_contrast:
        return "high contrast" if dark else "high contrast light"
    return "dark" if dark else "light"


def _of_desktop(high_contrast: bool) -> str:
    hints = _application().styleHints()
    known = hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast
    return named(hints.colorScheme() == Qt.ColorScheme.Dark, high_contrast or known)


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app


def _dress(colours: Colours) -> None:
    app = _application()
    # Without it a style sheet keeps the application's font from every control that exists.
    app.setAttribute(Qt.ApplicationAttribute.AA_UseStyleSheetPropagationInWidgetStyles)
    app.setPalette(_palette(colours))
    if (sheet := _sheet(colours)) != app.styleSheet():  # which dresses every widget anew
        app.setStyleSheet(sheet)


def _sheet(colours: Colours) -> str:
    light = colours.scheme == Qt.ColorScheme.Light
    return SHEET.format(
        **vars(colours),
        icons=(paths.resources() / "icons").as_posix(),
        ink="black" if light else "white",
        on_accent_ink="white" if light else "black",
        **_paddings(colours.focus_frame - colours.frame),
    )


def _paddings(more: int) -> dict[str, str]:
    """What is left of each padding where the frame is ``more`` pixels wider."""
    return {
        "view_padding": f"{6 - more}px",
        "button_padding": f"{8 - more}px {12 - more}px",
        "field_padding": f"{4 - more}px {8 - more}px",
        "box_padding": f"{5 - more}px",
        "tab_padding": f"{8 - more}px {14 - more}px",
    }


def _palette(colours: Colours) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for roles, colour in (
        ((role.Window, role.AlternateBase), colours.window),
        ((role.Base, role.ToolTipBase), colours.base),
        ((role.Button,), colours.button),
        ((role.WindowText, role.Text, role.ButtonText, role.ToolTipText), colours.text),
        ((role.PlaceholderText,), colours.dim),
        ((role.Highlight, role.Accent, role.Link), colours.accent),
        ((role.HighlightedText,), colours.on_accent),
        ((role.Mid, role.Dark), colours.border),
    ):
        for each in roles:
            palette.setColor(each, QColor(colour))
    disabled = QPalette.ColorGroup.Disabled
    for each in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(disabled, each, QColor(colours.dim))
    return palette
