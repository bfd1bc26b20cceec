"""``transformers serve``, somebody else's server, with a model in a folder."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.engines import addresses
from tests.waiting import SECONDS, wait_for

# Beside a torch without a graphics card, torchvision cannot decode pictures: Pillow does.
_SERVE = (
    "import importlib.util as util\nfound = util.find_spec\n"
    "util.find_spec = lambda n, *a: None if n == 'torchvision' else found(n, *a)\n"
    "from transformers.cli.transformers import main\nmain()"
)


@contextmanager
def served(folder: Path) -> Iterator[tuple[addresses.Address, int]]:
    """Where it is, and its process."""
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

    try:
        wait_for(is_up, every=0.1)
        yield addresses.parsed(f"http://127.0.0.1:{port}/v1"), server.pid
    finally:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(SECONDS / 4)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
