import io
from pathlib import Path

import pytest
from PIL import ImageFont

import assistant.training  # noqa: F401 - makes torchvision importable, before any test imports it
from assistant import paths


@pytest.fixture(scope="session")
def compact() -> Path:
    return paths.resources() / "models" / "compact"


@pytest.fixture
def fonts(tmp_path: Path) -> Path:
    """A folder with Pillow's own font."""
    found = ImageFont.load_default(20)
    assert isinstance(found, ImageFont.FreeTypeFont)
    assert isinstance(found.path, io.BytesIO)
    (tmp_path / "Aileron.ttf").write_bytes(found.path.getvalue())
    return tmp_path
