import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from assistant.qt.appearance import theme
from assistant.qt.appearance.portal import PortalContrast
from assistant.qt.appearance.theme import THEMES, Colours
from tests.qt.contrast import of_names as contrast
from tests.qt.stage import Stage


@pytest.mark.parametrize("colours", THEMES.values(), ids=THEMES)
def test_text_and_focus_frames_can_be_seen(colours: Colours) -> None:
    for ground in (colours.window, colours.base, colours.button, colours.notice, colours.bar):
        assert contrast(colours.text, ground) >= 7
        assert contrast(colours.dim, ground) >= 4.5
        assert contrast(colours.focus, ground) >= 3
        assert contrast(colours.border, ground) >= 3 or ground == colours.bar
    assert contrast(colours.on_accent, colours.accent) >= 7


def test_a_theme_changes_the_colours_at_once(stage: Stage) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    for name, colours in THEMES.items():
        stage.store.change("theme", name)
        assert app.palette().color(QPalette.ColorRole.Base) == QColor(colours.base)
        assert colours.focus in app.styleSheet()
    stage.store.change("theme", "system")
    assert app.palette().color(QPalette.ColorRole.Base).isValid()


def test_system_follows_the_desktops_colours_and_its_high_contrast(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    stage.store.change("theme", "system")
    # The desktop is played by the one place that asks Qt, as Qt has no way to set a preference.
    for name, colours in THEMES.items():
        monkeypatch.setattr(theme, "_of_desktop", lambda _, name=name: name)
        app.styleHints().accessibility().contrastPreferenceChanged.emit(
            Qt.ContrastPreference.HighContrast
        )
        assert app.palette().color(QPalette.ColorRole.Highlight) == QColor(colours.accent)
    stage.store.change("theme", "dark")
    app.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert app.palette().color(QPalette.ColorRole.Highlight) == QColor(THEMES["dark"].accent)


@pytest.mark.parametrize(
    ("dark", "high_contrast", "expected"),
    [
        (False, False, "light"),
        (True, False, "dark"),
        (True, True, "high contrast"),
        (False, True, "high contrast light"),
    ],
)
def test_what_a_desktop_prefers_has_a_theme(dark: bool, high_contrast: bool, expected: str) -> None:
    assert theme.named(dark, high_contrast) == expected


@pytest.mark.skipif(sys.platform != "linux", reason="portals are of Linux desktops")
def test_system_follows_the_portal_where_qt_does_not(stage: Stage) -> None:
    """The message is made here as a portal sends it; nothing is asked of this machine's desktop."""
    from jeepney import DBusAddress, Message, new_signal

    def news(value: int) -> Message:
        where = DBusAddress("/portal", interface="org.freedesktop.portal.Settings")
        body = ("org.freedesktop.appearance", "contrast", ("u", value))
        return new_signal(where, "SettingChanged", "ssv", body)

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    stage.store.change("theme", "system")
    stage.window.theme.ask_portal()
    (portal,) = stage.window.theme.findChildren(PortalContrast)
    portal._news(news(1))
    assert app.palette().color(QPalette.ColorRole.Window).name() in ("#000000", "#ffffff")
    assert app.palette().color(QPalette.ColorRole.Window) == app.palette().color(
        QPalette.ColorRole.Base
    )
    portal._news(news(0))
    assert app.palette().color(QPalette.ColorRole.Window) != app.palette().color(
        QPalette.ColorRole.Base
    )
