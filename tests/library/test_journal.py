"""The journal remembers, is nobody else's meanwhile, and cleans up after a run that was killed."""

import pytest

from assistant.errors import AssistantError
from assistant.library import OutcomeKind, WriteTarget
from assistant.library.commit import Stamp
from assistant.library.journal import Journal
from tests.library.made import TEXTS

DIGEST = "ab" * 32


def test_what_was_described_is_known_again_for_the_same_version_only(tmp_path):
    with Journal(tmp_path) as journal:
        journal.described(DIGEST, "1", TEXTS)
    with Journal(tmp_path) as journal:
        assert journal.description(DIGEST, "1") == TEXTS
        assert journal.description(DIGEST, "2") is None
        assert journal.description("cd" * 32, "1") is None


def test_what_was_done_holds_until_the_picture_changes(tmp_path):
    picture = tmp_path / "odd \udcff\n😀.jpg"
    picture.write_bytes(b"1")
    with Journal(tmp_path / "journal") as journal:
        stamp = Stamp.of(picture)
        journal.done(picture, WriteTarget.XMP, "1", stamp, OutcomeKind.WRITTEN, DIGEST)
        assert journal.done_before(picture, WriteTarget.XMP, "1", stamp) == (
            OutcomeKind.WRITTEN,
            DIGEST,
        )
        assert journal.done_before(picture, WriteTarget.SIDECAR, "1", stamp) is None
        assert journal.done_before(picture, WriteTarget.XMP, "2", stamp) is None
        picture.write_bytes(b"12")
        assert journal.done_before(picture, WriteTarget.XMP, "1", Stamp.of(picture)) is None
        journal.forget(picture, DIGEST)
        assert journal.done_before(picture, WriteTarget.XMP, "1", stamp) is None


def test_only_one_run_at_a_time(tmp_path):
    with (
        Journal(tmp_path),
        pytest.raises(AssistantError, match=r"^Glimpse is annotating already\."),
    ):
        Journal(tmp_path)
    with Journal(tmp_path):
        pass


def test_what_a_killed_run_left_beside_a_picture_is_deleted(tmp_path):
    place = tmp_path / "dog.jpg"
    with Journal(tmp_path / "journal") as journal:
        entered = journal.writing(place)
        part = entered.__enter__()
        part.write_bytes(b"half")
        # The run is killed here.
    with Journal(tmp_path / "journal") as journal:
        assert not part.exists()
        assert journal.part(place) == part


def test_what_was_left_on_a_disk_that_is_not_there_now_is_deleted_when_it_is(tmp_path):
    disk, away = tmp_path / "disk", tmp_path / "away"
    disk.mkdir()
    with Journal(tmp_path / "journal") as journal:
        part = journal.writing(disk / "dog.jpg").__enter__()
        part.write_bytes(b"half")
    disk.rename(away)
    with Journal(tmp_path / "journal"):
        away.rename(disk)
    assert part.exists()
    with Journal(tmp_path / "journal"):
        assert not part.exists()


def test_a_damaged_journal_is_told(tmp_path):
    (tmp_path / "journal.sqlite3").write_bytes(b"no database" * 1000)
    with pytest.raises(AssistantError, match=r"is damaged\. Move it away"):
        Journal(tmp_path)
