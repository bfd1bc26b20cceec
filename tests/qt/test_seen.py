"""On small screens, in large letters and in every theme nothing is cut off or too faint to see."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.qt.appearance.theme import THEMES
from tests.waiting import SECONDS

# Width and height of the screen in its own pixels, and how many of those make a logical one. The
# narrow one leaves 320 beside a window's frame: WCAG 1.4.10 asks for no more than that.
SCREENS = {
    "narrow": (328, 560, 1),
    "small": (800, 600, 1),
    "usual": (1024, 768, 1),
    "scaled": (1280, 900, 2),
}


def look(tmp_path: Path, screen: tuple[int, int, int], sizes: str, themes: str = "") -> dict:
    """Run seen_run on a screen of this size; returns what it found."""
    width, height, scale = screen
    shape = {"name": "one", "x": 0, "y": 0, "width": width, "height": height,
             "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}  # fmt: skip
    settings = tmp_path / "screens.json"
    settings.write_text(json.dumps({"screens": [shape]}))
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": f"offscreen:configfile={settings}",
        "QT_SCALE_FACTOR": str(scale),
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.qt.seen_run", str(tmp_path), sizes, themes],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("screen", SCREENS.values(), ids=SCREENS)
def test_no_control_of_any_window_is_cut_off_or_out_of_reach(
    tmp_path: Path, screen: tuple[int, int, int]
) -> None:
    assert look(tmp_path, screen, "14,24,48")["faults"] == []


@pytest.mark.timeout(3 * SECONDS)
def test_all_that_must_be_seen_has_enough_contrast_in_every_theme(tmp_path: Path) -> None:
    assert look(tmp_path, SCREENS["usual"], "24", ",".join(THEMES))["faults"] == []
