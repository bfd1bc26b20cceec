"""A picture is replaced whole or not at all, and keeps what is not its content."""

import errno
import os
import shutil
import stat
import subprocess
import sys
from contextlib import suppress

import pytest

from assistant.errors import AssistantError
from assistant.library import commit
from assistant.library.commit import Stamp
from tests.library.made import needs_exiftool, picture, prepared

posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX permissions")

small_disks = pytest.mark.skipif(
    not (hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("mount")),
    reason="needs to make a small disk",
)


@pytest.fixture
def place(tmp_path):
    path = tmp_path / "dog.jpg"
    path.write_bytes(b"old")
    return path


CONTENT = b"new" * 5000


def replace(place, before=None):
    part = place.with_name(".glimpse-1.part")
    try:
        commit.replace(place, CONTENT, part, before or Stamp.of(place))
    finally:
        assert not part.exists()


@posix
def test_permissions_times_and_attributes_stay(place):
    os.utime(place, ns=(1_600_000_000_123_456_789, 1_500_000_000_987_654_321))
    place.chmod(0o640)
    has_attributes = hasattr(os, "setxattr")
    if has_attributes:
        with suppress(OSError):  # a disk without them
            os.setxattr(place, "user.rating", b"5")
    attributes = os.listxattr(place) if has_attributes else []
    replace(place)
    status = place.stat()
    assert place.read_bytes() == CONTENT
    assert stat.S_IMODE(status.st_mode) == 0o640
    assert status.st_mtime_ns == 1_500_000_000_987_654_321
    assert (os.listxattr(place) if has_attributes else []) == attributes


def test_a_picture_that_changed_meanwhile_is_left_alone(place):
    before = Stamp.of(place)
    place.write_bytes(b"by somebody else")
    with pytest.raises(AssistantError, match=r"dog\.jpg changed while I looked at it"):
        replace(place, before)
    assert place.read_bytes() == b"by somebody else"


def test_a_picture_that_is_gone_is_not_made_again(place):
    before = Stamp.of(place)
    place.unlink()
    with pytest.raises(AssistantError, match="changed while"):
        replace(place, before)
    assert not place.exists()


def test_a_sidecar_that_came_meanwhile_is_left_alone(place):
    part = place.with_name(".glimpse-1.part")
    with pytest.raises(AssistantError, match="changed while"):
        commit.replace(place, CONTENT, part, None)
    assert place.read_bytes() == b"old"


@posix
def test_whoever_took_the_right_to_write_away_meant_it(place):
    place.chmod(0o444)
    with pytest.raises(AssistantError, match="is write-protected"):
        commit.check_writable(place)


@posix
def test_names_of_one_file_do_not_come_apart(place):
    os.link(place, place.with_name("again.jpg"))
    with pytest.raises(AssistantError, match="one file under several names"):
        commit.check_writable(place)


@pytest.mark.skipif(sys.platform != "linux", reason="Linux tells who writes")
def test_a_picture_that_is_still_being_copied_is_left_alone(place):
    with place.open("ab", buffering=0) as writer:
        with pytest.raises(AssistantError, match="is being written by another program"):
            replace(place)
        writer.write(b" and the rest")
    assert place.read_bytes() == b"old and the rest"
    replace(place)
    assert place.read_bytes() == CONTENT


@posix
def test_a_new_file_has_the_permissions_that_are_asked_for(tmp_path):
    place = tmp_path / "dog.jpg.xmp"
    commit.replace(place, CONTENT, tmp_path / ".glimpse-1.part", None, 0o600)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600


@posix
def test_a_full_disk_is_told_and_nothing_is_left(place):
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        with pytest.raises(AssistantError, match="the disk is full; make room"):
            replace(place)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert place.read_bytes() == b"old"


@small_disks
def test_a_really_full_disk(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=8k", "tmpfs", str(disk)]
    if subprocess.run(command, capture_output=True).returncode:
        pytest.skip("no disk can be made here")
    try:
        place = disk / "dog.jpg"
        place.write_bytes(b"old")
        with pytest.raises(AssistantError, match="the disk is full") as caught:
            replace(place)
        assert caught.value.__cause__.errno == errno.ENOSPC
        assert place.read_bytes() == b"old"
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@needs_exiftool
@small_disks
def test_no_room_for_the_changed_copy_is_told_as_that(tmp_path):
    path = picture(tmp_path / "a.png", "PNG")
    disk = tmp_path / "disk"
    disk.mkdir()
    size = path.stat().st_size + 8192  # for one copy
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(disk)]
    if subprocess.run(command, capture_output=True).returncode:
        pytest.skip("no disk can be made here")
    try:
        with pytest.raises(AssistantError, match=r"^There is no room for a copy of a\.png; make"):
            prepared(path, disk)
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@posix
def test_the_name_of_a_sidecar_can_be_too_long(tmp_path):
    place = tmp_path / ("x" * 251 + ".jpg.xmp")
    commit.check_writable(place)
    with pytest.raises(AssistantError, match=r"is too long; shorten"):
        commit.replace(place, CONTENT, tmp_path / ".glimpse-1.part", None)
