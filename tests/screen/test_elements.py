"""What the accessibility tree tells of another program's window, on a real accessibility bus."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from assistant import paths
from assistant.pipeline.frame import Element
from assistant.screen import Area, elements
from tests.screen.portal import message_bus
from tests.screen.x_server import Client, needs_xvfb, server
from tests.waiting import wait_for
from tests.walks.desktop import LAUNCHERS
from tests.walks.letter import TITLE

_LAUNCHER = next((path for path in LAUNCHERS if path.exists()), None)

pytestmark = [
    needs_xvfb,
    pytest.mark.skipif(
        _LAUNCHER is None or not shutil.which("dbus-daemon"), reason="at-spi2-core not installed"
    ),
]


def test_the_focus_and_a_picture_without_a_name_are_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(elements, "_PATIENCE_S", 10)  # a busy machine
    with message_bus() as address, server("1280x800") as display:
        here = {
            "DBUS_SESSION_BUS_ADDRESS": address,
            "DISPLAY": display,
            "XDG_RUNTIME_DIR": str(tmp_path),
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        }
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        monkeypatch.setenv("DISPLAY", display)
        manager = Client()
        photograph = str(paths.resources() / "samples" / "dog.jpg")
        bus = subprocess.Popen(
            [str(_LAUNCHER), "--launch-immediately"], env=os.environ | here,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        letter = subprocess.Popen(
            [sys.executable, "-m", "tests.walks.letter", photograph], env=os.environ | here
        )
        try:
            screen = Area(0, 0, 1280, 800)
            found: tuple[Element, ...] = ()

            def told() -> bool:
                nonlocal found
                manager.focus(TITLE)
                found = elements.of(letter.pid, screen)
                return len(found) > 1

            wait_for(told, 0.1)
            [picture] = [e for e in found if not e.focused]
            assert (picture.role, picture.name) == ("image", "")
            left, top, width, height = picture.box
            assert left > 0.35  # on the right of the window, which is 900 of 1280 wide
            assert width * 1280 == pytest.approx(380, abs=2)
            assert 0 < top < top + height <= 480 / 800
            [focus] = [e for e in found if e.focused]
            assert focus.role == "text field"
            assert focus.box[0] + focus.box[2] <= left
            assert elements.of(os.getpid(), screen) == ()
        finally:
            manager.close()
            for process in (letter, bus):
                process.terminate()
                process.wait()


def test_without_accessibility_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    assert elements.of(os.getpid(), Area(0, 0, 10, 10)) == ()
