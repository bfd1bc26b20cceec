from pathlib import Path

import pytest

from assistant import paths


@pytest.fixture(scope="session")
def compact() -> Path:
    return paths.resources() / "models" / "compact"
