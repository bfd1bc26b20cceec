"""Files are written whole or not at all, and never over one of the user's."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from assistant import saving
from assistant.errors import AssistantError
from assistant.saving import check_ending, free, must_be_new, replaced, written


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_is_there_whole_when_all_went_well(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    with written(target) as part:
        part.write_text("half ")
        assert not target.exists()
        part.write_text("whole")
    assert target.read_text() == "whole"
    assert names(tmp_path) == ["a.txt"]
    mask = os.umask(0o022)
    os.umask(mask)
    assert target.stat().st_mode & 0o777 == 0o666 & ~mask


def test_files_that_look_like_our_own_are_the_users(tmp_path: Path) -> None:
    mine = {f"a{end}": end for end in (".txt.part", ".part", f".part-{os.getpid()}.txt", ".tmp")}
    for name, text in mine.items():
        (tmp_path / name).write_text(text)
    with written(tmp_path / "a.txt") as part:
        part.write_text("new")
    with pytest.raises(RuntimeError), written(tmp_path / "b.txt") as part:
        raise RuntimeError
    assert {name: (tmp_path / name).read_text() for name in mine} == mine
    assert names(tmp_path) == sorted([*mine, "a.txt"])


def interrupt() -> None:
    raise KeyboardInterrupt


Writing = Callable[[Path], AbstractContextManager[Path]]


def write(writing: Writing, path: Path, then: Callable[..., object]) -> None:
    with writing(path) as part:
        part.write_text("half")
        then()


def test_what_fails_leaves_nothing_and_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "own").write_text("old")
    for writing, name in ((written, "a.txt"), (replaced, "own")):
        with pytest.raises(KeyboardInterrupt):
            write(writing, tmp_path / name, interrupt)
    assert names(tmp_path) == ["own"]
    assert (tmp_path / "own").read_text() == "old"


@pytest.mark.parametrize("links", [True, False])
def test_a_file_that_came_meanwhile_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    def none(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")  # as on FAT

    if not links:
        monkeypatch.setattr(saving.os, "link", none)
    target = tmp_path / "a.txt"
    with pytest.raises(AssistantError, match=r"a\.txt exists already\. Choose another name\."):
        write(written, target, lambda: target.write_text("mine"))
    assert target.read_text() == "mine"
    assert names(tmp_path) == ["a.txt"]
    with written(tmp_path / "b.txt") as part:
        part.write_text("new")
    assert (tmp_path / "b.txt").read_text() == "new"


def test_own_files_keep_their_permissions_and_links_to_them(tmp_path: Path) -> None:
    own = tmp_path / "settings.json"
    own.write_text("old")
    own.chmod(0o600)
    link = tmp_path / "link.json"
    link.symlink_to(own)
    with replaced(link) as part:
        part.write_text("new")
    assert link.is_symlink()
    assert own.read_text() == "new"
    assert own.stat().st_mode & 0o777 == 0o600


def test_a_name_of_255_bytes_can_be_written(tmp_path: Path) -> None:
    name = "x" * 251 + ".txt"
    with written(tmp_path / name) as part:
        part.write_text("new")
    assert names(tmp_path) == [name]


def test_a_kill_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.write_text("0" * 100_000)
    program = (
        "import itertools, pathlib, sys\n"
        "from assistant.saving import replaced\n"
        "for number in itertools.count(1):\n"
        "    with replaced(pathlib.Path(sys.argv[1])) as part:\n"
        "        part.write_text(str(number % 10) * 100_000)\n"
        "    print(number, flush=True)\n"
    )
    for _ in range(3):
        with subprocess.Popen(
            [sys.executable, "-c", program, str(own)], stdout=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            for _ in range(5):
                assert process.stdout.readline()
            process.send_signal(signal.SIGKILL)
        text = own.read_text()
        assert len(text) == 100_000
        assert len(set(text)) == 1


def test_a_name_is_refused_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "a.wav").touch()
    (tmp_path / "gone.wav").symlink_to(tmp_path / "nowhere")
    for name in ("a.wav", "gone.wav"):
        with pytest.raises(AssistantError, match="exists already"):
            must_be_new(tmp_path / name, (".wav",), "a WAV file")
    with pytest.raises(AssistantError, match="There is no folder"):
        must_be_new(tmp_path / "no" / "a.wav")
    must_be_new(tmp_path / "B.WAV", (".wav",), "a WAV file")


def test_a_name_of_another_kind_of_file_is_refused() -> None:
    with pytest.raises(AssistantError) as caught:
        check_ending(Path("holiday.jpg"), (".wav",), "a WAV file")
    assert caught.value.message == (
        "holiday.jpg is no name for a WAV file. Choose one that ends in .wav."
    )
    with pytest.raises(AssistantError, match=r"Choose one that ends in \.txt, \.text or \.md\."):
        check_ending(Path("holiday.jpg"), saving.TEXT, "plain text")
    check_ending(Path("README"), saving.TEXT, "plain text")


def test_names_that_nobody_chose_are_free(tmp_path: Path) -> None:
    assert free(tmp_path / "s.wav") == tmp_path / "s.wav"
    (tmp_path / "s.wav").touch()
    (tmp_path / "s-2.wav").touch()
    assert free(tmp_path / "s.wav") == tmp_path / "s-3.wav"
