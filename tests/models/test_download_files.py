"""Files that are wrong, too large for the disk, or there already."""

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from assistant import models
from tests.models.getting import Put, get, part_of, refusal
from tests.models.web_server import Server


def test_a_wrong_file_is_deleted_and_said(put: Put, server: Server, weights: bytes) -> None:
    model = put("eyes", {"weights.bin": weights})
    server.contents["weights.bin"] = bytes(len(weights))
    said = refusal(model)
    assert "weights.bin of the eyes network arrived damaged, so I deleted it" in said
    assert not part_of(model).exists()
    assert not models.is_present("eyes")
    server.contents["weights.bin"] = weights
    get(model)
    assert models.is_present("eyes")


@pytest.mark.parametrize("size", [100, 700_000])
def test_a_file_of_another_size_is_refused_before_it_comes(
    put: Put, server: Server, weights: bytes, size: int
) -> None:
    model = put("eyes", {"weights.bin": weights})
    server.contents["weights.bin"] = bytes(size)
    assert "has another weights.bin than the one that Glimpse knows" in refusal(model)
    assert not part_of(model).exists()


def test_a_file_that_is_shorter_than_it_should_be_is_given_up(
    put: Put, server: Server, weights: bytes
) -> None:
    model = put("eyes", {"weights.bin": weights})
    server.contents["weights.bin"] = bytes(100)
    server.tells_length = False
    assert "keeps breaking off" in refusal(model)


def test_too_little_room_is_said_before_anything_is_asked_for(
    put: Put, server: Server, weights: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = put("eyes", {"weights.bin": weights})
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=30_000_000))
    said = refusal(model)
    assert said.startswith("There is not enough room on the disk: 51 MB are needed in ")
    assert "30 MB are free" in said
    assert server.requests == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_disk_that_fills_up_is_said(put: Put, weights: bytes) -> None:
    model = put("eyes", {"weights.bin": weights})
    part_of(model).parent.mkdir(parents=True)
    part_of(model).symlink_to("/dev/full")
    assert refusal(model) == (
        "The disk is full. What has arrived is kept: make room and download again."
    )


def test_a_folder_that_cannot_be_used_is_said(put: Put, weights: bytes, homes: Path) -> None:
    model = put("eyes", {"weights.bin": weights})
    (homes / "data").mkdir(parents=True)
    (homes / "data" / "glimpse").write_text("a file where the folder should be")
    assert "cannot be used: Not a directory." in refusal(model)


def test_a_copy_in_the_torch_cache_is_used(
    put: Put, server: Server, weights: bytes, homes: Path
) -> None:
    model = put("eyes", {"eyes-1234.pth": weights})
    cached = homes / "cache" / "torch" / "hub" / "checkpoints" / "eyes-1234.pth"
    cached.parent.mkdir(parents=True)
    cached.write_bytes(weights)
    get(model)
    assert (models.folder("eyes") / "eyes-1234.pth").read_bytes() == weights
    assert server.requests == []


@pytest.mark.parametrize("name", ["owner--words", "words"])
def test_a_copy_in_the_hub_cache_is_used(
    put: Put, server: Server, weights: bytes, tmp_path: Path, name: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    revision = "0123456789" * 4
    base = f"owner/words/resolve/{revision}"
    model = put("words", {"w.bin": weights}, url=lambda path: server.url(f"{base}/{path}"))
    snapshot = tmp_path / "hub" / f"models--{name}" / "snapshots" / revision
    snapshot.mkdir(parents=True)
    blob = tmp_path / "hub" / "blob"
    blob.write_bytes(weights)
    (snapshot / "w.bin").symlink_to(blob)
    get(model)
    target = models.folder("words") / "w.bin"
    assert target.read_bytes() == weights
    assert not target.is_symlink()
    assert server.requests == []


def test_a_wrong_copy_in_a_cache_is_not_used(
    put: Put, server: Server, weights: bytes, homes: Path
) -> None:
    model = put("eyes", {"eyes-1234.pth": weights})
    cached = homes / "cache" / "torch" / "hub" / "checkpoints" / "eyes-1234.pth"
    cached.parent.mkdir(parents=True)
    cached.write_bytes(bytes(len(weights)))
    get(model)
    assert (models.folder("eyes") / "eyes-1234.pth").read_bytes() == weights
    assert len(server.requests) == 1


def test_a_damaged_file_is_replaced_by_the_next_download(
    put: Put, server: Server, weights: bytes
) -> None:
    model = put("eyes", {"weights.bin": weights, "config.json": b"{}"})
    get(model)
    (models.folder("eyes") / "weights.bin").write_bytes(bytes(len(weights)))
    server.requests.clear()
    get(model)
    assert server.requests == [("weights.bin", "")]
    assert (models.folder("eyes") / "weights.bin").read_bytes() == weights
