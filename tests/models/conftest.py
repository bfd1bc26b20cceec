"""A server with models on it, and a registry that knows them."""

import hashlib
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from assistant import models
from assistant.models import transfer
from tests.models.web_server import Server


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr(transfer, "WAITS", (0.01, 0.02, 0.03, 0.04))
    with Server() as running, running.serving():
        yield running


@pytest.fixture
def weights() -> bytes:
    """What a small weight file holds."""
    return random.Random(1).randbytes(600_000)


@pytest.fixture
def put(server: Server, monkeypatch: pytest.MonkeyPatch) -> Callable[..., models.Model]:
    """Put a model with these files on the server and into the registry."""

    def put(
        name: str, contents: dict[str, bytes], pinned: bool = True, **more: Any
    ) -> models.Model:
        server.contents |= contents
        files = tuple(
            models.ModelFile(
                path,
                more.get("url", server.url)(path),
                hashlib.sha256(content).hexdigest() if pinned else "",
                len(content) if pinned else 0,
            )
            for path, content in contents.items()
        )
        model = models.Model(name, f"{name} network", "standard", "v1", "MIT", files)
        monkeypatch.setitem(models.MODELS, name, model)
        return model

    return put


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty registry, so that a profile has only what a test puts there."""
    for name in reversed(list(models.MODELS)):  # so that the way back restores the order
        if name != "compact":
            monkeypatch.delitem(models.MODELS, name)
