from pathlib import Path

import pytest

import assistant.training  # noqa: F401 - makes torchvision importable, before any test imports it
from assistant import paths


@pytest.fixture(scope="session")
def compact() -> Path:
    return paths.resources() / "models" / "compact"
