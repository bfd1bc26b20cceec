from pathlib import Path

import pytest

from assistant import paths
from assistant.pipeline import torchvision_ops

torchvision_ops.prepare()

from assistant.pipeline.gpt2 import Writer  # noqa: E402 - needs the line above


@pytest.fixture(scope="session")
def compact() -> Path:
    return paths.resources() / "models" / "compact"


@pytest.fixture(scope="session")
def writer(compact: Path) -> Writer:
    return Writer(compact / "gpt2", compact / "gpt2" / "prompt.json")
