"""One exiftool for all tests of this folder: starting it takes longer than most of them."""

import pytest

from tests.library import made


@pytest.fixture(scope="session", autouse=True)
def exiftool_ends():
    yield
    made.end_exiftool()
