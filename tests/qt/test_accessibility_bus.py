"""What a real screen reader would find, over the real accessibility bus of Linux."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from assistant.keys import ACTIONS
from assistant.settings import SETTINGS
from tests.waiting import SECONDS

HERE = Path(__file__).parent
LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")


def launcher() -> str:
    for tool in ("dbus-run-session", "Xvfb", "bash"):
        if not shutil.which(tool):
            pytest.skip(f"{tool} is not installed")
    found = [path for path in LAUNCHERS if Path(path).exists()]
    if not found:
        pytest.skip("at-spi2-core is not installed")
    asked = subprocess.run(["/usr/bin/python3", "-c", "import pyatspi"], capture_output=True)
    if asked.returncode:
        pytest.skip("python3-pyatspi is not installed")
    return found[0]


@pytest.fixture(scope="module")
def tree() -> list[tuple[str, str, str]]:
    """Role, name and description of every control and menu item."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["dbus-run-session", "--", "bash", str(HERE / "accessibility_bus.sh")]
        done = subprocess.run(
            [*command, sys.executable, launcher(), folder],
            env=os.environ | {"PYTHONPATH": f"{HERE}{os.pathsep}{HERE.parents[1]}"},
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    return [tuple(json.loads(line)) for line in done.stdout.splitlines()]


def test_every_control_has_a_role_and_a_name(tree: list[tuple[str, str, str]]) -> None:
    assert len(tree) > len(ACTIONS)
    for role, name, _ in tree:
        assert name, role
        assert role not in ("unknown", "invalid"), name


def test_every_action_is_in_a_menu(tree: list[tuple[str, str, str]]) -> None:
    items = {name.rstrip("…") for role, name, _ in tree if "menu item" in role}
    assert {row.plain for row in ACTIONS} <= items


def test_the_preferences_are_explained(tree: list[tuple[str, str, str]]) -> None:
    # On Linux Qt names a list by its value, and its label by a relation.
    found = {description for _, _, description in tree}
    assert {row.help for row in SETTINGS if row.section} <= found


def test_a_notice_can_be_reached(tree: list[tuple[str, str, str]]) -> None:
    assert ("label", "A notice.", "Notice") in tree
