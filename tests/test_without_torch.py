"""An installation without torch: everything works but the standard profile, which says so."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from assistant import paths

ROOT = Path(__file__).parents[1]
LIST = ROOT / "packaging" / "without-torch.txt"
SAMPLES = paths.resources() / "samples"

# Python imports this module by itself, also in the processes that a program starts.
_BARRIER = """
import sys
class Barrier:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"torch", "torchvision", "transformers", "safetensors"}:
            sys.stderr.write(f"ASKED FOR {name}\\n")
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Barrier())
"""

_WINDOW = """
import sys
from assistant.qt import app
begin = app.Session.begin
def begin_and_tell(self):
    begin(self)
    def told(described):
        print(described.first.text("brief"), flush=True)
        self._window.close()
    self.controller.describer.explained.connect(told)
app.Session.begin = begin_and_tell
sys.exit(app.main([sys.argv[1]]))
"""


_NEXT = "-- next --\n"
_COMMANDS = f"""
import json, sys
from assistant.cli import main
if __name__ == "__main__":  # not in the workers that it starts
    for command in json.loads(sys.argv[1]):
        code = main(command)
        if code:
            sys.exit(code)
        sys.stdout.write({_NEXT!r})
"""


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for pictures; Python processes that are started do not find torch."""
    (tmp_path / "barrier").mkdir()
    (tmp_path / "barrier" / "sitecustomize.py").write_text(_BARRIER, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path / 'barrier'}:{ROOT}")
    (tmp_path / "pictures").mkdir()
    return tmp_path / "pictures"


def _run(*arguments: object) -> str:
    """Run Python with these arguments; returns what it says."""
    command = [sys.executable, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "ASKED FOR" not in done.stderr
    return done.stdout


def _glimpse(*commands: list[object]) -> list[str]:
    """What each command of ``glimpse`` tells: one after the other, in one process."""
    lines = [[str(word) for word in command] for command in commands]
    told = _run("-c", _COMMANDS, json.dumps(lines))
    return told.split(_NEXT)[:-1]


def test_a_picture_is_described_asked_about_and_read(bare: Path) -> None:
    picture = SAMPLES / "cameraman.jpg"
    described, answered, text = _glimpse(
        ["describe", picture], ["ask", picture, "what is there?"], ["read", SAMPLES / "page.jpg"]
    )
    assert "person" in described.lower()
    assert "person" in answered.lower()
    assert len(text) > 50


def test_a_film_is_watched(bare: Path) -> None:
    film = bare / "film.mkv"
    with Image.open(SAMPLES / "cat.jpg") as picture:
        pixels = np.asarray(picture.convert("RGB").resize((320, 240)))
    with av.open(film, "w") as container:
        stream = container.add_stream("mpeg4", 5, width=320, height=240)
        for _ in range(3):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(pixels)))
        container.mux(stream.encode())
    (told,) = _glimpse(["watch", "--video", film, "--quiet"])
    assert told.strip()


def test_folders_are_indexed_searched_and_annotated(bare: Path) -> None:
    for name in ("cat.jpg", "cameraman.jpg"):
        (bare / name).write_bytes((SAMPLES / name).read_bytes())
    report = ["--write", "json", "--out", bare / "told.json"]
    found = _glimpse(["index", bare], ["find", "person"], ["annotate", bare, *report])[1]
    assert "cameraman.jpg" in found
    assert "cameraman.jpg" in (bare / "told.json").read_text(encoding="utf-8")


def test_the_window_describes(bare: Path) -> None:
    assert "person" in _run("-c", _WINDOW, SAMPLES / "cameraman.jpg").lower()


def test_the_standard_profile_says_what_is_missing(bare: Path) -> None:
    code = (
        "from assistant import models\n"
        "from assistant.errors import ModelError\n"
        "from assistant.pipeline import pipeline\n"
        "models.require = lambda profile: None\n"
        "try:\n    pipeline.load('standard')\n"
        "except ModelError as error:\n    print(error.message)\n"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == (
        "The standard profile needs torch, torchvision and transformers, which are not all "
        "installed. Install Glimpse again with all it needs, or choose the compact profile.\n"
    )


def test_the_list_is_what_glimpse_needs_without_torch_and_its_company() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        needed = tomllib.load(file)["project"]["dependencies"]
    left_out = {"torch", "torchvision", "transformers", "safetensors"}
    wanted = [need for need in needed if re.split(r"[^\w-]", need)[0] not in left_out]
    lines = [line.strip() for line in LIST.read_text(encoding="utf-8").splitlines()]
    assert [line for line in lines if line and not line.startswith("#")] == wanted
    assert len(needed) - len(wanted) == len(left_out)
