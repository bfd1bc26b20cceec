"""A picture that shows nothing."""

from pathlib import Path

import pytest
from PIL import Image


@pytest.fixture
def black(tmp_path: Path) -> Path:
    path = tmp_path / "black.png"
    Image.new("RGB", (64, 64)).save(path)
    return path
