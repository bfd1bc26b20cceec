"""An index that is not there, empty, damaged, or another user's."""

import pytest

from assistant.errors import AssistantError
from assistant.search import database
from tests.search.made import fill, record


def test_no_index_yet():
    with pytest.raises(AssistantError, match="glimpse index FOLDER"), database.reading():
        pass


def test_nobody_else_may_read_it(tmp_path):
    fill(tmp_path, {"a.jpg": record()})
    with database.reading():
        files = list(database.place().parent.glob("index*"))
        assert files
        assert all(file.stat().st_mode & 0o77 == 0 for file in files)
    assert database.place().parent.stat().st_mode & 0o77 == 0


def test_a_damaged_index_is_told(tmp_path):
    fill(tmp_path, {"a.jpg": record()})
    database.place().write_bytes(b"no database" * 1000)
    with pytest.raises(AssistantError, match="is damaged"), database.reading():
        pass
