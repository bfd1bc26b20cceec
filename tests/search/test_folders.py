"""What is indexed, and an index that cannot be used just now."""

import sqlite3
from contextlib import closing

import pytest

from assistant.errors import AssistantError, Cancelled
from assistant.search import database
from assistant.search.finding import like
from assistant.search.folders import Folder, Overview, overview
from assistant.search.indexing import forget, index
from assistant.work import Setup
from tests.search.made import fill, record, saw


def test_nothing_is_indexed_yet():
    assert overview() == Overview()


def test_folders_are_counted_and_told_when_they_are_gone(tmp_path):
    fill(tmp_path / "a", {"x.jpg": record(), "in/y.jpg": record()})
    fill(tmp_path / "a" / "in", {"y.jpg": record()})
    fill(tmp_path / "ab", {"z.jpg": record()})
    (tmp_path / "ab").rename(tmp_path / "away")
    assert overview() == Overview(
        (
            Folder(tmp_path / "a", 2, True),
            Folder(tmp_path / "a" / "in", 1, True),
            Folder(tmp_path / "ab", 1, False),
        ),
        3,
    )


def test_the_index_of_a_newer_version_is_told_and_not_touched(tmp_path):
    fill(tmp_path, {"a.jpg": record(saw("dog"))})
    with closing(sqlite3.connect(database.place())) as opened:
        opened.execute(f"PRAGMA user_version = {database.SCHEMA + 1}")
    for use in (overview, lambda: forget(tmp_path), lambda: list(index(Setup(), [tmp_path]))):
        with pytest.raises(AssistantError, match="newer version of Glimpse"):
            use()
    with closing(sqlite3.connect(database.place())) as opened:
        assert opened.execute("SELECT count(*) FROM pictures").fetchone() == (1,)


def test_a_locked_index_is_told(tmp_path, monkeypatch):
    fill(tmp_path, {"a.jpg": record()})
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda path: connect(path, timeout=0))
    with closing(connect(database.place())) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(AssistantError, match="Another program is using the index"):
            forget(tmp_path)


def test_what_is_raised_in_a_pause_stops_it_before_the_first_step(tmp_path):
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.jpg").write_bytes(b"x")

    def stop():
        raise Cancelled

    with pytest.raises(Cancelled):
        list(index(Setup(), [tmp_path / "photos"], stop))
    assert [folder.pictures for folder in overview().folders] == [0]


def test_more_like_a_picture_that_was_changed_needs_the_index_to_be_renewed(tmp_path):
    fill(tmp_path, {"a.jpg": record(vector=bytes((100, 0)))})
    (tmp_path / "a.jpg").write_bytes(b"another picture")
    with database.reading() as opened, pytest.raises(AssistantError, match="as it is now"):
        like(opened, tmp_path / "a.jpg")
