"""Colours: the system's, light, dark, and high contrast.

Text against its background has at least 7 : 1 (WCAG 2.2, 1.4.6), a focus frame at least 3 : 1
against what is around it (2.4.13), in every theme of our own.
"""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from assistant import paths


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
    frame: int = 2  # pixels of a focus frame
    scheme: Qt.ColorScheme = Qt.ColorScheme.Light


THEMES = {
    "light": Colours(
        window="#f3f5f8", base="#ffffff", button="#ffffff", text="#10202e", dim="#3e4c59",
        accent="#0b4f8a", on_accent="#ffffff", focus="#0b4f8a", border="#8a97a4",
        notice="#fff1c9", bar="#b9d7f2",
    ),
    "dark": Colours(
        window="#171c22", base="#0e1216", button="#27303a", text="#f2f5f8", dim="#c3ccd5",
        accent="#8fc7ff", on_accent="#07131f", focus="#8fc7ff", border="#6b7885",
        notice="#43350a", bar="#1f4668",
        scheme=Qt.ColorScheme.Dark,
    ),
    "high contrast": Colours(
        window="#000000", base="#000000", button="#000000", text="#ffffff", dim="#ffffff",
        accent="#ffff00", on_accent="#000000", focus="#ffff00", border="#ffffff",
        notice="#000000", bar="#404000",
        frame=3, scheme=Qt.ColorScheme.Dark,
    ),
}  # fmt: skip

_SHEET = """
* {{ outline: none; }}
QMainWindow, QDialog {{ background: {window}; }}
QPlainTextEdit, QListWidget, QTreeWidget {{
    background: {base}; color: {text}; border: {frame}px solid {border}; border-radius: 6px;
    padding: 6px; selection-background-color: {accent}; selection-color: {on_accent};
}}
QListWidget::item:selected, QTreeWidget::item:selected {{
    background: {accent}; color: {on_accent};
}}
QToolButton, QPushButton {{
    background: {button}; color: {text}; border: {frame}px solid {border}; border-radius: 6px;
    padding: 8px 12px; min-height: 24px;
}}
QToolButton:hover, QPushButton:hover {{ border-color: {accent}; }}
QToolButton:pressed, QPushButton:pressed, QToolButton:checked {{
    background: {accent}; color: {on_accent};
}}
QToolButton:disabled, QPushButton:disabled {{ color: {dim}; }}
QComboBox, QSpinBox, QLineEdit {{
    background: {base}; color: {text}; border: {frame}px solid {border}; border-radius: 4px;
    padding: 2px 6px; min-height: 26px;
}}
QSpinBox QLineEdit, QComboBox QLineEdit {{ border: none; padding: 0; min-height: 0; }}
QComboBox QAbstractItemView {{
    background: {base}; color: {text}; border: {frame}px solid {border};
    selection-background-color: {accent}; selection-color: {on_accent};
}}
QCheckBox {{ border: {frame}px solid transparent; padding: 4px; }}
QCheckBox::indicator {{
    width: 18px; height: 18px; background: {base}; border: 2px solid {text}; border-radius: 4px;
}}
QCheckBox::indicator:checked {{
    background: {accent}; border-color: {accent}; image: url({icons}/check-{on_accent_ink}.svg);
}}
QComboBox::drop-down, QSpinBox::up-button, QSpinBox::down-button {{
    border: none; background: transparent; width: 28px;
}}
QComboBox::down-arrow, QSpinBox::down-arrow {{
    image: url({icons}/down-{ink}.svg); width: 14px; height: 14px;
}}
QSpinBox::up-arrow {{ image: url({icons}/up-{ink}.svg); width: 14px; height: 14px; }}
QTabWidget::pane {{ border: {frame}px solid {border}; border-radius: 4px; }}
QTabWidget > QWidget > QWidget {{ background: {window}; }}
QTabBar::tab {{
    background: {window}; color: {text}; border: {frame}px solid {border}; padding: 6px 12px;
    border-top-left-radius: 4px; border-top-right-radius: 4px; margin-right: 2px;
}}
QTabBar::tab:selected {{ background: {accent}; color: {on_accent}; }}
QTabBar:focus {{ border-bottom: {frame}px solid {focus}; }}
QHeaderView::section {{
    background: {window}; color: {text}; border: none; padding: 4px;
    border-bottom: 1px solid {border};
}}
QProgressBar {{
    background: {base}; color: {text}; border: {frame}px solid {border}; border-radius: 4px;
    text-align: center; min-height: 28px;
}}
QProgressBar::chunk {{ background: {bar}; }}
QPlainTextEdit:focus, QListWidget:focus, QTreeWidget:focus, QToolButton:focus, QPushButton:focus,
QComboBox:focus, QSpinBox:focus, QLineEdit:focus, QLabel:focus, QCheckBox:focus {{
    border: {frame}px solid {focus}; border-radius: 6px;
}}
QSpinBox QLineEdit:focus, QComboBox QLineEdit:focus {{ border: none; }}
QToolButton:checked:focus {{ border: {frame}px solid {text}; }}
QFrame#notice {{
    background: {notice}; border: {frame}px solid {accent}; border-radius: 6px;
}}
QFrame#notice QLabel {{ color: {text}; }}
QMenuBar, QMenu, QStatusBar {{ background: {window}; color: {text}; }}
QMenu {{ border: {frame}px solid {border}; }}
QMenu::item:disabled {{ color: {dim}; }}
QMenuBar::item:selected, QMenu::item:selected {{ background: {accent}; color: {on_accent}; }}
QStatusBar::item {{ border: none; }}
QStatusBar QLabel {{ padding: 2px 8px; }}
QSplitter::handle {{ background: transparent; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
"""


def apply(theme: str) -> None:
    """Give the whole application the colours of a theme, at once.

    ``system`` follows the desktop, light or dark, but keeps the visible focus frames.
    """
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    # Without it a style sheet keeps the application's font from every control that exists.
    app.setAttribute(Qt.ApplicationAttribute.AA_UseStyleSheetPropagationInWidgetStyles)
    hints = app.styleHints()
    if theme == "system":
        hints.unsetColorScheme()
        dark = hints.colorScheme() == Qt.ColorScheme.Dark
        colours = THEMES["dark" if dark else "light"]
    else:
        colours = THEMES[theme]
        hints.setColorScheme(colours.scheme)
    app.setPalette(_palette(colours))
    app.setStyleSheet(_sheet(colours))


def _sheet(colours: Colours) -> str:
    light = colours.scheme == Qt.ColorScheme.Light
    return _SHEET.format(
        **vars(colours),
        icons=(paths.resources() / "icons").as_posix(),
        ink="black" if light else "white",
        on_accent_ink="white" if light else "black",
    )


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
