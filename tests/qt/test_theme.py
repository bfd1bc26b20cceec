import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from assistant.qt.theme import THEMES, Colours
from tests.qt.stage import Stage


def luminance(name: str) -> float:
    """WCAG 2.2, relative luminance."""
    colour = QColor(name)
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", THEMES.values(), ids=THEMES)
def test_text_and_focus_frames_can_be_seen(colours: Colours) -> None:
    for ground in (colours.window, colours.base, colours.button, colours.notice, colours.bar):
        assert contrast(colours.text, ground) >= 7
        assert contrast(colours.dim, ground) >= 4.5
        assert contrast(colours.focus, ground) >= 3
    assert contrast(colours.on_accent, colours.accent) >= 7


def test_a_theme_changes_the_colours_at_once(stage: Stage) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    for theme in ("dark", "high contrast", "light"):
        stage.store.change("theme", theme)
        assert app.palette().color(QPalette.ColorRole.Base) == QColor(THEMES[theme].base)
        assert THEMES[theme].focus in app.styleSheet()
    stage.store.change("theme", "system")
    assert app.palette().color(QPalette.ColorRole.Base).isValid()
