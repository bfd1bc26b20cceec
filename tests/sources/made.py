"""What the tests of this folder share: pictures made here, and refusals."""

import io
import os
from contextlib import contextmanager

import numpy as np
import pytest
from PIL import Image

from assistant.errors import SourceError


def photo(width=320, height=240):
    """A picture with detail everywhere, as a photograph has, and no black row."""
    y, x = np.mgrid[0:height, 0:width]
    noise = np.random.default_rng(1).integers(0, 60, (height, width))
    return Image.fromarray(
        np.stack([60 + x * 90 // width + noise, 90 + y * 90 // height + noise, 120 + noise], 2)
        .clip(0, 255)
        .astype(np.uint8)
    )


def encoded(picture, kind, **options):
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def sentence(call, *arguments):
    """The one sentence with which a call refuses."""
    with pytest.raises(SourceError) as caught:
        call(*arguments)
    text = caught.value.message
    assert text.endswith(".")
    assert text.count(". ") == 0
    assert "Error" not in text
    assert "\n" not in text
    return text


@contextmanager
def somebody_else():
    """Without the rights of root, which may read everything."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)
