"""A desktop for each walk, and Glimpse on it."""

from collections.abc import Iterator

import pytest

from tests.walks.desktop import MISSING, Desktop


@pytest.fixture
def desktop() -> Iterator[Desktop]:
    """With its own screen, window manager, buses and loudspeaker."""
    if MISSING:
        pytest.skip(f"{', '.join(MISSING)} not installed")
    with Desktop() as made:
        yield made
