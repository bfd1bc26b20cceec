"""``glimpse annotate`` as a user types it, with its real workers."""

import json
import os
import shutil
import signal
import subprocess
import sys

import pytest
from PIL import Image

from assistant import paths
from assistant.cli import main
from assistant.library.journal import Journal
from tests.library.made import (
    TEXTS,
    left_running,
    needs_exiftool,
    packet,
    picture,
    pixels,
    same_pixels,
    seed,
    sha256,
    told_independently,
)
from tests.sources.made import dng, only_thumbnail
from tests.waiting import SECONDS

pytestmark = needs_exiftool
posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX files and signals")

_PAGE = paths.resources() / "samples" / "page.jpg"
_COMMAND = [sys.executable, "-c", "import sys; from assistant.cli import main; sys.exit(main())"]


def run(capfd, *arguments):
    """Exit code, the lines on standard output, and what was told beside."""
    code = main(["annotate", "--workers", "1", *map(str, arguments)])
    out, err = capfd.readouterr()
    return code, out.splitlines(), err


def pictures(folder, number):
    """Different pictures that the journal knows."""
    made = [picture(folder / f"{n}.jpg", quality=40 + n) for n in range(number)]
    seed(*made)
    return made


@posix
@pytest.mark.skipif(sys.platform == "darwin", reason="names there are always text")
def test_odd_names_links_and_bad_files_are_told_and_the_rest_goes_on(tmp_path, capfd):
    folder = tmp_path / "pictures"
    folder.mkdir()
    odd = ["a b 😀.jpg", "שלום.jpg", "new\nline.jpg", "-x.jpg", "x" * 251 + ".jpg", "\udcff.jpg"]
    original = pictures(tmp_path / "elsewhere", 1)[0]
    for name in odd:
        shutil.copyfile(original, folder / name)
    (folder / "circle").symlink_to(folder)
    (folder / "nowhere.jpg").symlink_to(folder / "missing")
    (folder / "itself.jpg").symlink_to(folder / "itself.jpg")
    (folder / "again.jpg").symlink_to(folder / "-x.jpg")
    (folder / "notes.jpg").write_text("Dear diary")
    (folder / "empty.jpg").touch()
    shutil.copyfile(original, folder / "locked.jpg")
    (folder / "locked.jpg").chmod(0o444)
    before = pixels(original)

    code, lines, _ = run(capfd, folder, "--json")
    *rows, last = map(json.loads, lines)
    assert code == 1
    assert last["summary"] == {"written": 6, "failed": 5}
    assert all(row["alt_text"] == TEXTS.alt for row in rows if not row["note"])
    failed = {row["file"].rpartition("/")[2]: row["note"] for row in rows if row["note"]}
    assert failed == {
        "nowhere.jpg": "nowhere.jpg leads to no file; check the link, or delete it.",
        "itself.jpg": "itself.jpg leads to no file; check the link, or delete it.",
        "notes.jpg": "notes.jpg is a text, not a picture; choose a picture such as JPEG or PNG.",
        "empty.jpg": "empty.jpg is empty; copy or download it again.",
        "locked.jpg": "locked.jpg is write-protected; change its permissions, "
        "or use --write sidecar.",
    }
    safe = tmp_path / "safe.jpg"
    for name in odd:
        shutil.copyfile(folder / name, safe)
        assert TEXTS.alt.encode() in packet(safe)
        assert same_pixels(pixels(safe), before)
    assert (folder / "again.jpg").is_symlink()

    code, lines, err = run(capfd, *(folder / name for name in odd))
    assert (code, lines, err) == (0, ["6 pictures: 6 done before."], "")
    code, lines, _ = run(capfd, folder / odd[0], "--remove")
    assert (code, lines[-1]) == (0, "1 picture: 1 cleared.")
    assert (folder / odd[0]).read_bytes() == original.read_bytes()


def test_a_picture_is_described_once_under_all_its_names(tmp_path, capfd):
    for name in ("a.jpg", "b.jpg"):
        shutil.copyfile(_PAGE, tmp_path / name)
    code, lines, err = run(capfd, tmp_path, "--senses", "medium")
    assert (code, err, lines[-1]) == (0, "", "2 pictures: 2 written.")
    told = told_independently(tmp_path / "a.jpg")
    assert told["XMP-iptcCore:AltTextAccessibility"] == "This is a page of text."
    assert told["XMP-dc:Subject"] == "page of text"
    with Journal() as journal:
        pipeline = told_independently(tmp_path / "b.jpg")["XMP-glimpse:Pipeline"]
        known = journal.description(sha256(_PAGE), pipeline)
    assert known.alt == "This is a page of text."


def test_a_dry_run_changes_nothing_and_tells_what_would_be_written(tmp_path, capfd):
    path = pictures(tmp_path / "pictures", 1)[0]
    before = path.read_bytes()
    code, lines, err = run(capfd, path, "--dry-run")
    assert (code, err) == (0, "")
    assert lines == [f"{path}: {TEXTS.alt}", "1 picture: 1 described."]
    assert path.read_bytes() == before


def test_sidecars_and_reports(tmp_path, capfd):
    made = pictures(tmp_path / "pictures", 2)
    shutil.copyfile(made[0], made[0].with_name("copy.jpg"))
    assert run(capfd, tmp_path / "pictures", "--write", "sidecar")[0] == 0
    assert (tmp_path / "pictures" / "copy.jpg.xmp").exists()
    for kind in ("csv", "json", "html"):
        target = tmp_path / f"report.{kind}"
        code, lines, _ = run(capfd, tmp_path / "pictures", "--write", kind, "--out", target)
        assert (code, lines[-1]) == (0, "3 pictures: 3 described.")
        assert target.read_text(encoding="utf-8").count(TEXTS.alt) >= 3
    (tmp_path / "pictures" / "0.jpg.xmp").unlink()
    code, lines, _ = run(capfd, tmp_path / "pictures", "--write", "sidecar")
    assert lines[-1] == "3 pictures: 1 written, 2 done before."


@posix
def test_a_write_protected_picture_is_told_beforehand_and_its_sidecar_goes_away(tmp_path, capfd):
    path = pictures(tmp_path / "pictures", 1)[0]
    path.chmod(0o444)
    code, lines, err = run(capfd, path, "--dry-run")
    assert (code, lines) == (1, ["1 picture: 1 failed."])
    assert "is write-protected; change its permissions, or use --write sidecar." in err
    assert run(capfd, path, "--write", "sidecar")[0] == 0
    assert path.with_name("0.jpg.xmp").exists()
    code, lines, _ = run(capfd, path, "--remove")
    assert (code, lines[-1]) == (0, "1 picture: 1 cleared.")
    assert not path.with_name("0.jpg.xmp").exists()


def test_a_report_that_could_not_be_saved_is_told_before_any_work(tmp_path, capfd):
    path = pictures(tmp_path / "pictures", 1)[0]
    target = tmp_path / "missing" / "r.csv"
    code, lines, err = run(capfd, path, "--write", "csv", "--out", target)
    assert (code, lines) == (1, [])
    assert err == f"There is no folder {target.parent}. Choose another place.\n"
    photograph = path.read_bytes()
    code, lines, err = run(capfd, path, "--write", "csv", "--out", path)
    assert (code, lines) == (1, [])
    assert err == f"{path} is no name for a report in CSV. Choose one that ends in .csv.\n"
    assert path.read_bytes() == photograph
    target = path.with_name("mine.csv")
    target.write_text("mine")
    code, lines, err = run(capfd, path, "--write", "csv", "--out", target)
    assert (code, lines, err) == (1, [], f"{target} exists already. Choose another name.\n")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--write", "csv"], "Name the new file, as in: --write csv --out new.csv"),
        (["--out", "x"], "--out names a report: add --write csv, --write json or --write html."),
        (["--remove", "--write", "csv", "--out", "x"], "With --remove, nothing is written"),
    ],
)
def test_a_wrong_command_line_is_told_before_any_work(arguments, told, tmp_path, capfd):
    code, lines, err = run(capfd, tmp_path, *arguments)
    assert (code, lines) == (2, [])
    assert told in err


def test_pictures_of_kinds_that_cannot_be_read_are_counted_by_kind(tmp_path, capfd):
    folder = tmp_path / "pictures"
    pictures(folder, 2)
    for name in ("a.xcf", "b.XCF", "c.eps"):
        (folder / name).touch()
    report = tmp_path / "r.json"
    code, lines, err = run(capfd, folder, "--write", "json", "--out", report)
    assert code == 0
    assert lines[-1] == "5 pictures: 2 described, 3 of a kind that I cannot read."
    assert err.endswith("Left out, as I cannot read them: 2 GIMP pictures, 1 PostScript drawing.\n")
    rows = {row["file"]: row for row in json.loads(report.read_text())["pictures"]}
    assert rows[str(folder / "c.eps")]["state"] == "not readable"
    assert rows[str(folder / "c.eps")]["note"].startswith("c.eps is a PostScript drawing, which I")


@posix
def test_raw_pictures_and_drawings_are_never_written_into(tmp_path, capfd):
    folder = tmp_path / "pictures"
    folder.mkdir()
    contents = {
        "a.dng": dng(Image.open(_PAGE).convert("RGB").resize((640, 480)), Image.open(_PAGE)),
        "b.svg": b'<svg xmlns="http://www.w3.org/2000/svg" width="400" height="100">'
        b'<text x="10" y="60" font-size="40">Opening hours</text></svg>',
        "c.nef": only_thumbnail(Image.open(_PAGE).convert("RGB")),
        "@eaDir/a.jpg/SYNOPHOTO_THUMB_M.jpg": b"\xff\xd8 thumbnail",
    }
    for name, content in contents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
        (folder / name).chmod(0o444)
    code, lines, err = run(capfd, folder, *folder.glob("@eaDir/*/*"))
    assert code == 1
    assert lines[-1] == "4 pictures: 2 written, 2 failed."
    assert "c.nef is a raw camera picture of which I can read only a small preview, so" in err
    assert "SYNOPHOTO_THUMB_M.jpg is a thumbnail or rubbish of a disk or program" in err
    assert {name: (folder / name).read_bytes() for name in contents} == contents
    assert sorted(p.name for p in folder.glob("*.xmp")) == ["a.dng.xmp", "b.svg.xmp"]
    code, _, err = run(capfd, folder / "@eaDir")
    assert code == 3
    assert "SYNOPHOTO_THUMB_M.jpg is a thumbnail or rubbish of a disk or program" in err


def test_a_folder_without_pictures_is_told(tmp_path, capfd):
    code, _, err = run(capfd, tmp_path)
    assert code == 3
    assert err == f"There are no pictures in the folder {tmp_path}; choose another one.\n"


def test_without_exiftool_the_way_to_get_it_is_told(tmp_path, capfd, monkeypatch):
    pictures(tmp_path / "pictures", 1)
    monkeypatch.setenv("PATH", str(tmp_path))
    code, _, err = run(capfd, tmp_path / "pictures")
    assert code == 1
    assert "Install it (Debian: libimage-exiftool-perl; others: exiftool.org)" in err
    target = tmp_path / "r.csv"
    assert run(capfd, tmp_path / "pictures", "--write", "csv", "--out", target)[0] == 0


def started(folder, *options):
    """The command in a session of its own, so that its processes can be told from others."""
    command = [*_COMMAND, "annotate", str(folder), *options]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, text=True, start_new_session=True, **pipes)


@posix
def test_ctrl_c_stops_cleanly_and_the_same_command_goes_on(tmp_path, capfd):
    folder = tmp_path / "pictures"
    pictures(folder, 15)
    with started(folder, "--workers", "2") as running:
        running.stdout.readline()
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=SECONDS)
    assert running.returncode == 130
    assert left_running(running.pid) == []
    assert err == "Stopped. The same command goes on from here.\n"
    written = len(out.splitlines())  # without the first line, with the summary
    code, lines, _ = run(capfd, folder)
    assert code == 0
    assert len(lines) - 1 <= 15 - written
    assert lines[-1].startswith("15 pictures: ")
    assert not list(folder.glob(".*"))


@posix
def test_kill_9_harms_nothing_and_nothing_is_done_twice(tmp_path, capfd):
    folder = tmp_path / "pictures"
    made = pictures(folder, 8)
    before = {path: pixels(path) for path in made}
    for _ in range(2):
        with started(folder) as running:
            running.stdout.readline()
            running.kill()
        assert left_running(running.pid) == []
        assert all(same_pixels(pixels(path), before[path]) for path in made)
    numbers = {path: path.stat().st_ino for path in made if b"glimpse:" in path.read_bytes()}
    code, lines, _ = run(capfd, folder)
    assert code == 0
    assert lines[-1].endswith(f"{len(numbers)} done before.")
    assert all(path.stat().st_ino == number for path, number in numbers.items())
    assert all(same_pixels(pixels(path), before[path]) for path in made)
    assert all(b"glimpse:" in path.read_bytes() for path in made)
    assert [path.name for path in folder.iterdir() if path.suffix != ".jpg"] == []
