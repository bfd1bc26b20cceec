import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from assistant import __version__, settings
from assistant.qt.app import Session
from assistant.qt.describe.describer import Describer
from assistant.qt.describe.main_window import MainWindow
from assistant.qt.settings.store import SettingsStore
from tests.qt.stage import save_picture
from tests.waiting import SECONDS


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    bare = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return subprocess.run(
        [sys.executable, *arguments],
        env=bare | environment,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


@pytest.mark.parametrize(("option", "words"), [("--version", __version__), ("--help", "picture")])
def test_it_can_be_asked_without_a_display(option: str, words: str) -> None:
    done = run("-m", "assistant.qt.app", option, QT_QPA_PLATFORM="xcb")
    assert done.returncode == 0
    assert words in done.stdout


def test_a_start_with_a_picture_does_not_ask_for_one(qtbot: QtBot, tmp_path: Path) -> None:
    store = SettingsStore(settings.load(tmp_path / "settings.json"))
    window = MainWindow(store)
    qtbot.addWidget(window)
    session = Session(window, store, save_picture(tmp_path / "dog.png"))
    assert window.text.toPlainText() == "Opening the picture."
    session.end()


@pytest.mark.skipif(sys.platform != "linux", reason="only there a display can be missing")
def test_no_display_is_one_clear_sentence() -> None:
    done = run("-m", "assistant.qt.app", QT_QPA_PLATFORM="xcb")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "Glimpse cannot open a window here: there is no display, or a Qt library is missing. "
        "Start it from a desktop, or use the command glimpse."
    ]


def test_the_window_is_painted_before_anything_heavy_is_imported() -> None:
    program = (
        "import sys\n"
        "from assistant.qt import app\n"
        "heavy = ('numpy', 'torch', 'transformers', 'cv2', 'PIL', 'PySide6.QtMultimedia')\n"
        "app.Session.begin = lambda self: (print([n for n in heavy if n in sys.modules]),\n"
        "    self._window.close())\n"
        "sys.exit(app.main([]))\n"
    )
    done = run("-c", program, QT_QPA_PLATFORM="offscreen")
    assert done.stdout.splitlines()[0] == "[]", done.stderr


def test_no_source_is_read_of_what_is_imported_after_the_window() -> None:
    """PySide reads all by default, and keeps it."""
    program = (
        "import linecache\n"
        "from assistant.qt import app\n"
        "before = set(linecache.cache)\n"
        "import email.mime.text, xml.dom.minidom\n"
        "print(sorted(set(linecache.cache) - before))\n"
    )
    assert run("-c", program).stdout.splitlines() == ["[]"]


def test_it_ends_at_once_even_while_models_are_being_loaded() -> None:
    program = (
        "import sys, time\n"
        "from PySide6.QtCore import QTimer\n"
        "from assistant.qt import app\n"
        "begin = app.Session.begin\n"
        "def begin_slowly(self):\n"
        "    from assistant.pipeline import pipeline\n"
        "    pipeline.load = lambda profile: time.sleep(3600)\n"
        "    begin(self)\n"
        "    self.controller.describer.loading.connect(self._window.close)\n"
        "app.Session.begin = begin_slowly\n"
        "sys.exit(app.main([]))\n"
    )
    done = run("-c", program, QT_QPA_PLATFORM="offscreen")
    assert done.returncode == 0, done.stderr
    assert "QThread" not in done.stderr


def test_a_picture_as_argument_is_opened_at_once_and_all_threads_end(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Describer, "warm_up", lambda self: None)
    monkeypatch.setattr(Describer, "submit", lambda self, *args: None)
    store = SettingsStore(settings.load(tmp_path / "settings.json"))
    window = MainWindow(store)
    qtbot.addWidget(window)
    session = Session(window, store, save_picture(tmp_path / "dog.png"))
    window.show()
    qtbot.waitUntil(lambda: window.status.text() == "Describing dog.png.")
    window.close()
    session.end()


def test_damaged_settings_are_told(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text("{")
    store = SettingsStore(settings.load(tmp_path / "settings.json"))
    window = MainWindow(store)
    qtbot.addWidget(window)
    session = Session(window, store)
    session.tell(store.notice)
    assert "damaged" in window.notices.text
    session.end()
    QApplication.processEvents()
