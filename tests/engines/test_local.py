"""Engines inside Glimpse: real classes with small random weights, in the hub's layout."""

import contextlib
import shutil
from pathlib import Path

import numpy as np
import pytest

from assistant.cli import main
from assistant.engines import Book
from assistant.engines.local import LocalEngine, checksum
from assistant.engines.opening import opened
from assistant.errors import Cancelled, EngineError
from assistant.pipeline.frame import Frame
from tests.engines import tiny

FRAME = Frame(np.random.default_rng(0).integers(0, 255, (90, 120, 3)).astype(np.uint8))


@pytest.fixture(scope="module")
def captions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.vit_gpt2(tmp_path_factory.mktemp("vit-gpt2"))


@pytest.fixture(scope="module")
def chats(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.idefics3(tmp_path_factory.mktemp("idefics3"))


def said(engine: LocalEngine, *asked: object) -> str:
    """What it says until it is stopped for saying the same: random weights do that at some time."""
    told = []
    with contextlib.suppress(EngineError):
        told.extend(engine.describe(FRAME, *asked))  # type: ignore[arg-type]
    return " ".join(told)


def test_added_by_its_folder_and_asked(captions: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["engines", "add", "vit", "--folder", str(captions)]) == 0
    assert capsys.readouterr().out.endswith("(vision-encoder-decoder), inside Glimpse.\n")
    main(["engines", "list"])
    assert "Nothing leaves this computer." in capsys.readouterr().out
    engine = opened(Book()["vit"])
    assert isinstance(engine, LocalEngine)
    words = said(engine).split()
    assert words
    assert {w.strip(".,") for w in words} <= {*tiny.WORDS, ""}
    with pytest.raises(EngineError, match="vit only describes pictures"):
        list(engine.describe(FRAME, "Is there a dog?"))


def test_one_that_chats_answers(chats: Path) -> None:
    engine = LocalEngine("smol", chats)
    assert said(engine, "Is there a dog?")
    engine.close()


def test_it_stops_when_told(chats: Path) -> None:
    with pytest.raises(Cancelled):
        list(LocalEngine("smol", chats).describe(FRAME, should_stop=lambda: True))


@pytest.mark.parametrize("name", ["model.safetensors", "config.json", "chat_template.jinja"])
def test_files_that_were_exchanged_are_not_used(name: str, chats: Path, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(chats, folder)
    engine = LocalEngine("smol", folder, checksum(folder))
    with (folder / name).open("ab") as file:
        file.write(b" ")
    with pytest.raises(EngineError, match="are others than when you added it"):
        list(engine.describe(FRAME))


@pytest.mark.parametrize("has", ["nothing", "config", "pickle"])
def test_folders_without_a_model_that_can_be_used(has: str, tmp_path: Path) -> None:
    if has != "nothing":
        (tmp_path / "config.json").write_text('{"model_type": "blip"}')
    if has == "pickle":
        (tmp_path / "pytorch_model.bin").write_bytes(b"x")
    assert main(["engines", "add", "vit", "--folder", str(tmp_path)]) == 8
    assert not list(Book())
