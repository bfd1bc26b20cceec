"""The command, on a folder of real pictures with much that is wrong."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from assistant import paths
from assistant.training import evaluate
from assistant.training.judging.figures import OUTCOMES
from tests.waiting import SECONDS

_DOG = {"file": "dog.jpg", "captions": ["A brown dog on a path."], "objects": ["dog"]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    samples = paths.resources() / "samples"
    for name in ("dog.jpg", "cat.jpg", "blurred.jpg"):
        (tmp_path / name).write_bytes((samples / name).read_bytes())
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8 no picture")
    return tmp_path


def _annotate(folder: Path, *lines: object) -> None:
    told = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    (folder / "annotations.jsonl").write_text("\n".join(told))


def test_tables_and_json_name_what_was_said_and_what_was_left_out(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("pycocoevalcap")
    cat = {"file": "cat.jpg", "captions": ["A cat looks up."], "unknown": ["person"]}
    wrong = ({"file": "broken.jpg"}, {"file": "missing.jpg"}, "no JSON")
    _annotate(folder, _DOG, cat, {"file": "blurred.jpg"}, *wrong)
    code = evaluate.main(["--data", str(folder), "--json", str(folder / "f.json"), "--texts"])
    out, err = capfd.readouterr()
    assert (code, err) == (0, "")
    assert out.startswith("dog.jpg: ")
    assert "| pictures | 3 |" in out
    assert "| pictures with something known | 2 |" in out
    assert "| left out | 3 |" in out
    for name in ("line 6: ", "broken.jpg: ", "missing.jpg: "):
        assert f"\n| {name}" in out
    told = json.loads((folder / "f.json").read_text())
    figures = told["figures"]
    outcomes = [figures[name] for name in OUTCOMES]
    assert sum(outcomes) == pytest.approx(1)
    assert [p["file"] for p in told["pictures"]] == ["dog.jpg", "cat.jpg", "blurred.jpg"]
    assert figures["nouns without evidence"] == 0
    assert figures["peak memory, MB"] > 100
    assert {line["label"] for line in told["labels"]} >= {"dog", "cat"}
    assert figures["CIDEr-D"] is not None


def test_a_folder_in_which_nothing_can_be_opened_is_an_error(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert evaluate.main(["--data", str(tmp_path)]) != 0
    assert "annotations.jsonl" in capfd.readouterr().err
    _annotate(tmp_path, _DOG)
    assert evaluate.main(["--data", str(tmp_path)]) != 0
    assert "dog.jpg" in capfd.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT for a child there")
def test_ctrl_c_ends_early_with_the_figures_so_far(folder: Path) -> None:
    _annotate(folder, *[_DOG] * 400)
    command = [sys.executable, "-m", "assistant.training.evaluate", "--data", folder, "--texts"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env={**os.environ, "OMP_NUM_THREADS": "1"}, **pipes) as running:
        assert running.stdout.readline().startswith("dog.jpg: ")
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=SECONDS)
    assert running.returncode == 130, err
    assert "Stopped after " in err
    assert "of 400 pictures." in err
    assert "| coverage | " in out
