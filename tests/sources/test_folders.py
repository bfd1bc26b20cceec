"""Names given to the command line become picture files."""

import os

import pytest

from assistant.errors import SourceError
from assistant.sources import expand
from tests.sources.made import somebody_else


def names(folder, *paths):
    return [p.relative_to(folder).as_posix() for p in expand(map(str, paths))]


def make(folder, *files):
    for name in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"x")


def test_files_are_passed_on_as_they_are_even_when_missing(tmp_path):
    make(tmp_path, "b.jpg", "notes.txt")
    given = [tmp_path / n for n in ("b.jpg", "notes.txt", "missing.png")]
    assert list(expand(map(str, given))) == given


def test_a_folder_becomes_its_pictures_in_the_order_people_count(tmp_path):
    make(tmp_path, "10.jpg", "2.jpg", "B.PNG", "a.webp", "1.HEIC", "notes.txt", "x.pdf", "y.docx")
    assert names(tmp_path, tmp_path) == [
        "1.HEIC", "2.jpg", "10.jpg", "a.webp", "B.PNG", "x.pdf",
    ]  # fmt: skip


def test_numbers_of_all_scripts_and_lengths_can_be_ordered(tmp_path):
    make(tmp_path, "a²1.png", "a٣.png", "a007.png", "a7.png", "7a.png")
    assert len(names(tmp_path, tmp_path)) == 5


def test_sub_folders_come_after_the_pictures_beside_them(tmp_path):
    make(tmp_path, "z.jpg", "a/2.jpg", "a/10.jpg", "b/c/x.jpg")
    assert names(tmp_path, tmp_path) == ["z.jpg", "a/2.jpg", "a/10.jpg", "b/c/x.jpg"]


def test_hidden_files_and_folders_are_left_out(tmp_path):
    make(tmp_path, "a.jpg", ".hidden.jpg", ".thumbnails/b.jpg", "._a.jpg")
    assert names(tmp_path, tmp_path) == ["a.jpg"]


@pytest.mark.parametrize(
    "service",
    [
        "@eaDir/a.jpg/SYNOPHOTO_THUMB_M.jpg", "#recycle/a.jpg", ".@__thumb/default_a.jpg",
        "$RECYCLE.BIN/$R1.jpg", ".Trash-1000/files/a.jpg", "@Recycle/a.jpg", "sub/@eadir/b.jpg",
        "System Volume Information/a.jpg", "Catalog Previews.lrdata/1/a.jpg",
        "Photos Library.photoslibrary/resources/derivatives/a.jpg",
    ],
)  # fmt: skip
def test_what_network_drives_and_programs_keep_for_themselves_is_no_picture(tmp_path, service):
    make(tmp_path, "a.jpg", "Photos Library.photoslibrary/originals/1/b.jpg", service)
    assert names(tmp_path, tmp_path) == [
        "a.jpg",
        "Photos Library.photoslibrary/originals/1/b.jpg",
    ]
    # Who names one of them means it.
    assert names(tmp_path, (tmp_path / service).parent) == [service]


def test_pictures_of_kinds_that_cannot_be_read_are_told(tmp_path):
    make(tmp_path, "a.jpg", "b.XCF", "sub/c.eps", "sub/notes.txt")
    told = []
    found = list(expand([str(tmp_path)], lambda path, why: told.append((path.name, why))))
    assert [path.name for path in found] == ["a.jpg"]
    assert told == [
        ("b.XCF", "b.XCF is a GIMP picture, which I cannot read; save it as JPEG or PNG."),
        ("c.eps", "c.eps is a PostScript drawing, which I cannot read; save it as JPEG or PNG."),
    ]


def test_a_folder_of_nothing_else_says_what_is_in_it(tmp_path):
    make(tmp_path, "a.psb", "b.eps", "c.eps")
    with pytest.raises(SourceError) as caught:
        list(expand([str(tmp_path)]))
    assert caught.value.message == (
        f"There are no pictures that I can read in the folder {tmp_path}, "
        "only 1 large Photoshop picture, 2 PostScript drawings; save them as JPEG or PNG."
    )


def test_loops_of_links_end_and_nothing_is_listed_twice(tmp_path):
    make(tmp_path, "a/1.jpg")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "b").symlink_to(tmp_path / "a")
    (tmp_path / "self").symlink_to(tmp_path / "self")
    (tmp_path / "broken.jpg").symlink_to(tmp_path / "nothing.jpg")
    assert names(tmp_path, tmp_path) == ["a/1.jpg"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_pipes_and_folders_named_like_pictures_are_left_out(tmp_path):
    make(tmp_path, "a.jpg", "folder.jpg/inside.png")
    os.mkfifo(tmp_path / "pipe.jpg")
    assert names(tmp_path, tmp_path) == ["a.jpg", "folder.jpg/inside.png"]


def test_a_folder_without_pictures_is_told(tmp_path):
    make(tmp_path, "notes.txt", "sub/.x.jpg")
    with pytest.raises(SourceError, match="no pictures in the folder"):
        list(expand([str(tmp_path)]))


def test_an_empty_name_is_not_the_current_folder():
    with pytest.raises(SourceError, match="empty"):
        list(expand([""]))


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="Windows has no such permissions")
def test_a_folder_that_may_not_be_read(tmp_path):
    for folder in (tmp_path, *tuple(tmp_path.parents)[:3]):
        folder.chmod(0o755)
    make(tmp_path, "open/a.jpg", "shut/b.jpg")
    (tmp_path / "shut").chmod(0)
    try:
        with somebody_else():
            assert names(tmp_path, tmp_path) == ["open/a.jpg"]
            with pytest.raises(SourceError, match="not allowed"):
                list(expand([str(tmp_path / "shut")]))
    finally:
        (tmp_path / "shut").chmod(0o700)


def test_the_first_picture_comes_before_the_whole_tree_is_searched(tmp_path):
    make(tmp_path, "1.jpg", "sub/2.jpg")
    found = expand([str(tmp_path)])
    assert next(found).name == "1.jpg"
    make(tmp_path, "sub/3.jpg")
    assert [p.name for p in found] == ["2.jpg", "3.jpg"]


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="Windows has no such permissions")
def test_a_picture_in_a_locked_folder_is_left_to_whoever_opens_it(tmp_path):
    make(tmp_path, "locked/a.jpg")
    (tmp_path / "locked").chmod(0)
    with somebody_else():
        assert list(expand([str(tmp_path / "locked/a.jpg")])) == [tmp_path / "locked/a.jpg"]
    (tmp_path / "locked").chmod(0o700)
