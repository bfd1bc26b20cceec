"""A real server of somebody else's: ``transformers serve`` with a small random network."""

import contextlib
from collections.abc import Iterator

import numpy as np
import pytest

from assistant.engines import addresses
from assistant.engines.protocol import Turn
from assistant.engines.server import ServerEngine
from assistant.errors import EngineError
from assistant.pipeline.frame import Frame
from tests.engines import serving, tiny

pytest.importorskip("uvicorn", reason="transformers serve is not installed whole")

FRAME = Frame(np.random.default_rng(0).integers(0, 255, (90, 120, 3)).astype(np.uint8))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[addresses.Address, str]]:
    """Where it is, and the model's name."""
    folder = tiny.idefics3(tmp_path_factory.mktemp("idefics3"))
    with serving.served(folder) as (place, _):
        yield place, str(folder)


def words(engine: ServerEngine, *asked: object) -> list[str]:
    """What it says: random weights say the same again at some time, which is a fault of its own."""
    told: list[str] = []
    with contextlib.suppress(EngineError):
        told.extend(engine.describe(FRAME, *asked))  # type: ignore[arg-type]
    return " ".join(told).replace(".", "").replace(",", "").split()


def test_it_sees_speaks_and_remembers(served: tuple[addresses.Address, str]) -> None:
    engine = ServerEngine("real", *served)
    said = words(engine)
    assert said
    assert set(said) <= set(tiny.WORDS)
    assert set(words(engine, "And now?", (Turn("Is it red?", "Yes ."),))) <= set(tiny.WORDS)


def test_a_model_that_is_not_there(served: tuple[addresses.Address, str]) -> None:
    with pytest.raises(EngineError):
        list(ServerEngine("real", served[0], "no/such-model").describe(FRAME))
