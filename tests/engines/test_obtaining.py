"""Getting an engine, from a server that plays the hub: asked, agreed, checked, resumed, removed."""

import io
import json
import random
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from assistant.cli import main
from assistant.engines import Book, obtaining
from assistant.engines.catalogue import OFFERS
from assistant.errors import Cancelled, EngineError, ModelError
from assistant.models import registry, transfer
from tests.engines import hub as played
from tests.engines.hub import Hub

BLIP = OFFERS["blip"]
FIRST, SECOND = "a1" * 20, "b2" * 20
WEIGHTS = random.Random(1).randbytes(600_000)
FILES = {
    "config.json": b'{"model_type": "blip"}',
    "vocab.txt": b"a dog",
    "model.safetensors": WEIGHTS,
    "pytorch_model.bin": b"a program",
    "modeling_blip.py": b"another",
    "README.md": b"# BLIP",
    "onnx/model.json": b"{}",
}
GOT = {"config.json", "vocab.txt", "model.safetensors"}


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    with played.running() as server:
        monkeypatch.setattr(registry, "HUB", f"http://127.0.0.1:{server.server_port}")
        monkeypatch.setattr(transfer, "WAITS", (0.01,) * 4)
        server.put(BLIP, FIRST, FILES)
        yield server


def get(capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, str, str]:
    code = main(["engines", "download", "blip", "--yes", *more])
    done = capsys.readouterr()
    return code, done.out, done.err


def folder() -> Path:
    return Path(Book()["blip"].folder)


def begin(until: int = 200_000) -> None:
    """Download until so many bytes are there, then stop as a user does."""
    steps = obtaining.download(BLIP, obtaining.planned(BLIP))
    for progress in steps:
        if progress.done >= until:
            break
    steps.close()  # type: ignore[attr-defined]


def test_what_there_is_with_its_licence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["engines", "download"]) == 0
    out = capsys.readouterr().out
    assert "blip: BLIP base, licence BSD-3-Clause: describes" in out
    assert len(out.splitlines()) == 4
    assert main(["engines", "download", "gpt-9"]) == 8


def test_asked_before_anything_is_downloaded(
    hub: Hub, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert main(["engines", "download", "blip"]) == 8
    said = capsys.readouterr().err
    assert "downloads less than 1 MB from 127.0.0.1 into " in said
    assert (
        "BLIP base, less than 1 MB, licence BSD-3-Clause. Pictures are never sent anywhere." in said
    )
    assert "the sum that 127.0.0.1 tells for version a1a1a1a1a1a1;" in said
    assert "Its licence was" not in said
    assert len(hub.requests) == 1
    assert obtaining.begun(BLIP) is None


def test_another_licence_than_once_is_said(hub: Hub) -> None:
    hub.put(BLIP, FIRST, FILES, "cc-by-nc-4.0")
    said = obtaining.describe(BLIP, obtaining.planned(BLIP))
    assert "licence cc-by-nc-4.0." in said
    assert "Its licence was BSD-3-Clause when this Glimpse was made" in said


def test_from_downloading_to_removing(hub: Hub, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = get(capsys, "--as", "captions")
    assert (code, out) == (0, "captions: here and undamaged. Nothing leaves this computer.\n")
    place = Path(Book()["captions"].folder)
    own = {obtaining.RECORD, "files.lock.json"}
    assert {path.name for path in place.iterdir()} == GOT | own  # no programs, no pickles
    told = json.loads((place / obtaining.RECORD).read_text())
    assert (told["commit"], told["licence"]) == (FIRST, "BSD-3-Clause")
    assert all(row["sha256"] or row["blob"] for row in told["files"])
    main(["engines", "list"])
    assert "captions: BLIP base (blip), inside Glimpse." in capsys.readouterr().out
    hub.requests.clear()
    assert get(capsys)[0] == 0  # once more: checked, and not asked for
    assert hub.requests == []
    assert [entry.name for entry in Book()] == ["captions"]
    assert main(["engines", "remove", "captions"]) == 0
    assert capsys.readouterr().out == "captions: removed, less than 1 MB are free again.\n"
    assert not place.exists()


def test_a_folder_of_the_users_own_stays(
    hub: Hub, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    get(capsys)
    mine = shutil.copytree(folder(), tmp_path / "mine")
    assert main(["engines", "add", "mine", "--folder", str(mine)]) == 0
    assert main(["engines", "remove", "mine"]) == 0
    assert mine.exists()
    assert folder().exists()


def test_stopped_it_goes_on_with_the_same_version_although_the_branch_has_moved(
    hub: Hub, capsys: pytest.CaptureFixture[str]
) -> None:
    begin()
    hub.put(BLIP, SECOND, {**FILES, "model.safetensors": bytes(600_000)})
    hub.requests.clear()
    assert get(capsys)[0] == 0
    assert (folder() / "model.safetensors").read_bytes() == WEIGHTS
    assert len(hub.requests) == 1
    path, asked = hub.requests[0]
    assert FIRST in path
    assert asked.startswith("bytes=")


def test_a_version_that_is_gone_is_said_and_can_be_begun_anew(
    hub: Hub, capsys: pytest.CaptureFixture[str]
) -> None:
    begin()
    hub.contents = {path: content for path, content in hub.contents.items() if FIRST not in path}
    hub.put(BLIP, SECOND, FILES)
    code, _, err = get(capsys)
    assert code == 4
    assert "no longer has model.safetensors. Remove it with: glimpse engines remove blip;" in err
    assert main(["engines", "remove", "blip"]) == 0
    assert get(capsys)[0] == 0
    assert SECOND in str(folder())


@pytest.mark.parametrize("name", ["model.safetensors", "config.json"])
def test_a_file_with_another_sum_than_the_hub_told_is_not_kept(
    hub: Hub, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    right = FILES[name]
    hub.contents[f"{BLIP.repository}/resolve/{FIRST}/{name}"] = bytes(len(right))
    code, _, err = get(capsys)
    assert code == 4
    assert f"{name} of the BLIP base arrived damaged, so I deleted it." in err
    assert not list(Book())
    hub.contents[f"{BLIP.repository}/resolve/{FIRST}/{name}"] = right
    assert get(capsys)[0] == 0


@pytest.mark.parametrize("name", ["model.safetensors", "config.json"])
def test_a_file_that_changed_later_is_noticed_and_got_again(
    hub: Hub, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    get(capsys)
    (folder() / name).write_bytes(bytes(len(FILES[name])))
    with pytest.raises(EngineError, match=f"The file {name} of BLIP base is not the one that was"):
        obtaining.check(folder())
    hub.requests.clear()
    assert get(capsys)[0] == 0
    assert len(hub.requests) == 1
    assert (folder() / name).read_bytes() == FILES[name]


def test_too_little_room_is_said_first(
    hub: Hub, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=30_000_000))
    code, _, err = get(capsys)
    assert code == 4
    assert "There is not enough room on the disk: 51 MB are needed" in err
    assert len(hub.requests) == 1


def test_stopped_while_the_hub_is_asked(hub: Hub) -> None:
    with pytest.raises(Cancelled):
        obtaining.planned(BLIP, lambda: True)


def _with(**more: object) -> bytes:
    row = {"rfilename": "model.safetensors", "size": 9, "blobId": "a" * 40, **more}
    return json.dumps({"sha": FIRST, "siblings": [row]}).encode()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (b"<html>", "something else than a list of files"),
        (b"[]", "something else than a list of files"),
        (b'{"sha": "main", "siblings": []}', "something else than a list of files"),
        (_with(blobId="../../etc"), "something else than a list of files"),
        (_with(size=-1), "something else than a list of files"),
        (_with(lfs={"sha256": "no", "size": 9}), "something else than a list of files"),
        (_with(rfilename="../model.safetensors"), "no weights of BLIP base as safetensors now"),
        (_with(rfilename="model.bin"), "no weights of BLIP base as safetensors now"),
        (_with(size=10**13, lfs={"sha256": "a" * 64}), "far more files of BLIP base"),
    ],
)
def test_what_the_hub_tells_may_be_anything(hub: Hub, said: bytes, told: str) -> None:
    hub.tell(BLIP, said)
    with pytest.raises(EngineError, match=told):
        obtaining.planned(BLIP)


def test_a_repository_that_is_gone(hub: Hub) -> None:
    hub.contents.clear()
    with pytest.raises(ModelError, match=r"127\.0\.0\.1 no longer has the files of BLIP base"):
        obtaining.planned(BLIP)
