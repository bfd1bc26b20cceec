"""A real server of somebody else's: ``transformers serve`` with a small random network."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator

import numpy as np
import pytest

from assistant.engines import addresses
from assistant.engines.protocol import Turn
from assistant.engines.server import ServerEngine
from assistant.errors import EngineError
from assistant.pipeline.frame import Frame
from tests.engines import tiny
from tests.waiting import wait_for

pytest.importorskip("uvicorn", reason="transformers serve is not installed whole")

FRAME = Frame(np.random.default_rng(0).integers(0, 255, (90, 120, 3)).astype(np.uint8))
# Beside a torch without a graphics card, torchvision cannot decode pictures: Pillow does.
_SERVE = (
    "import importlib.util as util\nfound = util.find_spec\n"
    "util.find_spec = lambda n, *a: None if n == 'torchvision' else found(n, *a)\n"
    "from transformers.cli.transformers import main\nmain()"
)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[addresses.Address, str]]:
    """Where it is, and the model's name."""
    folder = tiny.idefics3(tmp_path_factory.mktemp("idefics3"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    line = [sys.executable, "-c", _SERVE, "serve", str(folder), "--port", str(port)]
    alone = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_HOME": str(folder)}
    server = subprocess.Popen(
        [*line, "--host", "127.0.0.1", "--device", "cpu"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=alone,
    )  # fmt: skip

    def is_up() -> bool:
        assert server.poll() is None, "the server has ended"
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), 1).close()
            return True
        return False

    wait_for(is_up, every=0.1)
    yield addresses.parsed(f"http://127.0.0.1:{port}/v1"), str(folder)
    server.send_signal(signal.SIGINT)
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


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
