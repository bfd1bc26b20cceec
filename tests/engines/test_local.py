"""Engines inside Glimpse: real classes with small random weights, in the hub's layout."""

import contextlib
import itertools
import re
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from assistant.cli import main
from assistant.engines import Book, local
from assistant.engines.catalogue import OFFERS
from assistant.engines.local import LocalEngine, checksum
from assistant.engines.opening import opened
from assistant.engines.protocol import Turn
from assistant.errors import Cancelled, EngineError
from assistant.models import registry
from assistant.pipeline.frame import Frame
from tests.engines import hub, tiny

FRAME = Frame(np.random.default_rng(0).integers(0, 255, (90, 120, 3)).astype(np.uint8))


CAPTIONS = ("vit_gpt2", "blip", "florence2")
CHATS = ("idefics3", "smolvlm")  # SmolVLM 256M has the first form, SmolVLM2 the second


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """A folder with a small random network of the class of that name."""
    return cache(lambda name: getattr(tiny, name)(tmp_path_factory.mktemp(name)))


@pytest.fixture
def captions(made: Callable[[str], Path]) -> Path:
    return made("vit_gpt2")


@pytest.fixture
def chats(made: Callable[[str], Path]) -> Path:
    return made("idefics3")


@pytest.fixture(autouse=True)
def short_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "_MOST_TOKENS", 24)


def after_a_few_looks() -> Callable[[], bool]:
    """Says that it shall stop when it has been asked three times."""
    looks = itertools.count()
    return lambda: next(looks) > 2


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


@pytest.mark.parametrize("name", [*CAPTIONS, *CHATS])
def test_each_class_says_words_and_stops_when_told(name: str, made: Callable[[str], Path]) -> None:
    if name == "smolvlm":
        pytest.importorskip("num2words")
    engine = LocalEngine(name, made(name))
    words = said(engine).replace(",", "").replace(".", "").split()
    assert words
    assert set(words) <= set(tiny.WORDS)
    heard: list[str] = []
    with pytest.raises(Cancelled):
        heard.extend(engine.describe(FRAME, should_stop=after_a_few_looks()))
    with pytest.raises(Cancelled):
        list(engine.describe(FRAME, should_stop=lambda: True))
    assert said(engine)  # what was stopped has left nothing behind
    engine.close()


@pytest.mark.parametrize("name", CHATS)
def test_those_that_chat_answer_and_remember(name: str, made: Callable[[str], Path]) -> None:
    if name == "smolvlm":
        pytest.importorskip("num2words")
    engine = LocalEngine(name, made(name))
    assert said(engine, "Is there a dog?")
    assert said(engine, "And a ball?", (Turn("Is there a dog?", "Yes ."),))


@pytest.mark.parametrize("name", CAPTIONS)
def test_those_that_describe_answer_no_questions(name: str, made: Callable[[str], Path]) -> None:
    with pytest.raises(EngineError, match="eyes only describes pictures"):
        list(LocalEngine("eyes", made(name)).describe(FRAME, "Is there a dog?"))


def test_one_that_is_downloaded_describes(
    captions: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with hub.running() as server:
        monkeypatch.setattr(registry, "HUB", f"http://127.0.0.1:{server.server_port}")
        files = {path.name: path.read_bytes() for path in captions.iterdir()}
        server.put(OFFERS["vit-gpt2"], "a1" * 20, files)
        assert main(["engines", "download", "vit-gpt2", "--yes"]) == 0
    capsys.readouterr()
    assert main(["engines", "test", "vit-gpt2"]) == 0  # it cannot say hello: it sees only
    told = capsys.readouterr().out
    assert told.startswith("vit-gpt2 describes pictures, and answers no questions. Shown red ")
    words = re.search(r"red beside blue, it says after \d+\.\d seconds: “(.+)”\n$", told)
    assert words is not None
    assert set(words[1].rstrip("…").split()) <= {*tiny.WORDS, *(f"{w}." for w in tiny.WORDS)}
    assert said(opened(Book()["vit-gpt2"]))  # type: ignore[arg-type]
    weights = Path(Book()["vit-gpt2"].folder) / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1] + b"!")
    with pytest.raises(EngineError, match=r"model\.safetensors of ViT-GPT2 is not the one"):
        list(opened(Book()["vit-gpt2"]).describe(FRAME))


@pytest.mark.parametrize("name", CAPTIONS)
def test_files_that_lack_something_are_said(
    name: str, made: Callable[[str], Path], tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(made(name), tmp_path / "model"))
    for config in folder.glob("*.json"):
        if config.name != "config.json":
            config.write_text("{}")
    with pytest.raises(EngineError, match="cannot be used"):
        list(LocalEngine("eyes", folder).describe(FRAME))


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
