"""What is built and installed is complete: the wheel, the menu entry, the set-up script."""

import ast
import configparser
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LINUX = ROOT / "packaging" / "linux"
SETUP = ROOT / "packaging" / "setup.sh"

needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="a shell script")


@pytest.fixture(scope="module")
def wheel_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "--no-index", "-w", folder, ROOT], check=True, capture_output=True)
    return next(folder.glob("glimpse_assistant-*.whl"))


@pytest.fixture
def wheel(wheel_file: Path) -> Iterator[zipfile.Path]:
    with zipfile.ZipFile(wheel_file) as archive:
        yield zipfile.Path(archive)


def names(wheel: zipfile.Path) -> set[str]:
    return {name for name in wheel.root.namelist() if not name.endswith("/")}


def test_every_bundled_file_and_module_is_in_the_wheel(wheel):
    listed = subprocess.run(
        ["git", "ls-files", "resources", "assistant"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    ).stdout.split("\n")  # fmt: skip
    inside = names(wheel)
    for name in filter(None, listed):
        recipe = name.startswith("assistant/training/")
        if recipe or name.endswith((".safetensors", ".training")):
            assert name.replace("resources/", "assistant/_resources/", 1) not in inside
        elif (ROOT / name).exists():
            assert name.replace("resources/", "assistant/_resources/", 1) in inside
    for folder in ("models/compact", "help", "sounds", "icons", "samples"):
        assert any(name.startswith(f"assistant/_resources/{folder}/") for name in inside)


def test_the_wheel_has_the_same_sample_list(wheel):
    text = (wheel / "assistant/_resources/samples/samples.json").read_text(encoding="utf-8")
    for row in json.loads(text):
        assert f"assistant/_resources/samples/{row['file']}" in names(wheel)


def test_the_wheel_has_both_commands_and_no_tests(wheel):
    info = next(path for path in wheel.iterdir() if path.name.endswith(".dist-info"))
    commands = configparser.ConfigParser()
    commands.read_string((info / "entry_points.txt").read_text(encoding="utf-8"))
    assert commands["console_scripts"]["glimpse"] == "assistant.cli:main"
    assert commands["gui_scripts"]["glimpse-gui"] == "assistant.qt.app:main"
    assert (info / "licenses" / "LICENSE").exists()
    assert not any(name.startswith("tests/") for name in names(wheel))


def test_an_installed_wheel_finds_its_own_resources(wheel_file, tmp_path):
    shutil.unpack_archive(wheel_file, tmp_path, "zip")
    code = "from assistant import paths; print(paths.resources() / 'models' / 'compact')"
    done = subprocess.run(
        [sys.executable, "-P", "-c", code],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    folder = Path(done.stdout.strip())
    assert folder.is_relative_to(tmp_path)
    assert (folder / "cnn.json").is_file()


def test_the_menu_entry_starts_the_window_with_a_picture():
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # keys of a desktop entry have capitals
    entry.read(LINUX / "glimpse.desktop", encoding="utf-8")
    fields = entry["Desktop Entry"]
    command, argument = fields["Exec"].split()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert command in project["gui-scripts"]
    assert argument == "%f"
    assert "image/jpeg" in fields["MimeType"].split(";")


@pytest.mark.skipif(not shutil.which("desktop-file-validate"), reason="not installed")
def test_the_menu_entry_is_valid():
    done = subprocess.run(
        ["desktop-file-validate", LINUX / "glimpse.desktop"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "")


def test_the_software_catalogue_entry_names_the_menu_entry():
    path = next(LINUX.glob("*.metainfo.xml"))
    component = ET.parse(path).getroot()
    assert f"{component.findtext('id')}.metainfo.xml" == path.name
    assert component.findtext("launchable") == "glimpse.desktop"
    for binary in component.iter("binary"):
        assert binary.text in {"glimpse", "glimpse-gui"}


SPEC = ROOT / "packaging" / "pyinstaller" / "glimpse.spec"


def test_the_recipes_of_installers_name_files_that_are_there():
    text = SPEC.read_text(encoding="utf-8")
    named = re.findall(r'root((?: / "[\w.-]+")+)', text)
    places = {ROOT.joinpath(*re.findall(r'"([\w.-]+)"', each)) for each in named}
    made = {ROOT / "build" / "glimpse.ico", ROOT / "build" / "glimpse.icns"}
    assert made < places
    for path in ROOT.glob("packaging/*/*"):
        words = path.read_text(encoding="utf-8", errors="replace").replace("\\", "/")
        found = re.findall(r"\b(?:packaging|assistant|resources)/[\w./-]+\.\w+", words)
        places |= {ROOT / name for name in found}
    assert ROOT / "assistant/speech/voice_process.py" in places
    assert not [place for place in places - made if not place.is_file() and not place.is_dir()]


def test_a_frozen_program_leaves_out_nothing_that_it_imports():
    left_out = next(
        ast.literal_eval(node.value)
        for node in ast.parse(SPEC.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "excluded"
    )
    for path in (ROOT / "assistant").rglob("*.py"):
        # The recipe of the models is not in it, and a cluster needs a Python on each machine.
        if {"training", "work"} & set(path.relative_to(ROOT).parts):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module, *(f"{node.module}.{a.name}" for a in node.names)]
            assert not set(names) & set(left_out), path


def run_setup(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", SETUP, *arguments],
        env={**os.environ, **environment}, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@needs_posix
def test_set_up_explains_an_unknown_goal_on_standard_error():
    done = run_setup("everything")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "describe, window, dev or ci" in done.stderr


@needs_posix
def test_set_up_never_wipes_a_folder_that_is_not_an_environment(tmp_path):
    (tmp_path / "letter.txt").write_text("keep me", encoding="utf-8")
    done = run_setup("describe", VENV=str(tmp_path), PATH=path_without_apt(tmp_path))
    assert done.returncode == 1
    assert "is not a Python environment" in done.stderr
    assert (tmp_path / "letter.txt").exists()


@needs_posix
def test_set_up_says_in_one_line_which_python_it_needs(tmp_path):
    tools = path_without_apt(tmp_path, python=False)
    done = run_setup("describe", VENV=str(tmp_path / "venv"), PATH=tools)
    assert done.returncode == 1
    assert "needs Python 3.11" in done.stderr.splitlines()[-1]


def path_without_apt(folder: Path, python: bool = True) -> str:
    """A PATH with the few tools that the script needs, and so without apt and sudo."""
    tools = folder / "tools"
    tools.mkdir()
    for name in ("bash", "dirname", "cat", "cksum", "uname", "sed", "tr", "ls", "id", "mktemp"):
        (tools / name).symlink_to(Path(str(shutil.which(name))))
    if python:
        (tools / "python3").symlink_to(sys.executable)
    return str(tools)
