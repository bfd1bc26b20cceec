"""Downloading, against a real server: what arrives, what is said, what can be resumed."""

import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest

from assistant import models
from assistant.errors import ModelError
from assistant.models import transfer
from tests.models.web_server import Server

Put = Callable[..., models.Model]


def get(*wanted: models.Model) -> list[models.DownloadProgress]:
    return list(models.download(wanted))


def part_of(model: models.Model) -> Path:
    return models.folder(model.name) / f"{model.files[0].path}.part"


def start(model: models.Model, until: int) -> None:
    """Download until so many bytes are there, then stop as a user does."""
    steps = models.download([model])
    for progress in steps:
        if progress.done >= until:
            break
    steps.close()  # type: ignore[attr-defined]


def elsewhere(model: models.Model) -> subprocess.Popen[bytes]:
    """Another process that downloads it and prints how far it is."""
    code = (
        "from assistant.models import *\n"
        f"for step in download([{model!r}]): print(step.done, flush=True)"
    )
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)


def refusal(model: models.Model) -> str:
    with pytest.raises(ModelError) as caught:
        get(model)
    return caught.value.message


def test_download_brings_every_file_and_reports_progress(
    put: Put, server: Server, weights: bytes
) -> None:
    first = put("eyes", {"weights.bin": weights, "config.json": b"{}"})
    second = put("words", {"words/vocab.txt": b"dog cat"})
    assert not models.is_present("eyes")
    steps = get(first, second)
    assert (models.folder("eyes") / "weights.bin").read_bytes() == weights
    assert (models.folder("words") / "words" / "vocab.txt").read_bytes() == b"dog cat"
    assert models.is_present("eyes")
    assert models.is_present("words")
    done = [step.done for step in steps]
    assert done == sorted(done)
    assert len(set(done)) > 5
    assert steps[-1] == models.DownloadProgress(600_009, 600_009, "words network")
    assert not list(models.folder("eyes").rglob("*.part*"))


def test_a_second_download_asks_the_network_for_nothing(
    put: Put, server: Server, weights: bytes
) -> None:
    model = put("eyes", {"weights.bin": weights})
    get(model)
    server.requests.clear()
    assert get(model)[-1].done == len(weights)
    assert server.requests == []


def test_a_stopped_download_goes_on_where_it_was(put: Put, server: Server, weights: bytes) -> None:
    model = put("eyes", {"weights.bin": weights})
    start(model, 200_000)
    kept = part_of(model).stat().st_size
    assert 200_000 <= kept < len(weights)
    assert not models.is_present("eyes")
    steps = get(model)
    assert server.requests[-1] == ("weights.bin", f"bytes={kept}-")
    assert steps[0].done > kept
    assert (models.folder("eyes") / "weights.bin").read_bytes() == weights


def test_a_killed_download_goes_on_where_it_was(put: Put, server: Server, weights: bytes) -> None:
    model = put("eyes", {"weights.bin": weights})
    server.pace = 0.02
    with elsewhere(model) as process:
        assert process.stdout
        while int(process.stdout.readline()) < 100_000:
            pass
        process.kill()
    server.pace = 0.0
    assert get(model)[-1].done == len(weights)
    assert server.requests[-1][1].startswith("bytes=")
    assert models.is_present("eyes")


def test_a_connection_that_breaks_is_taken_up_again(
    put: Put, server: Server, weights: bytes
) -> None:
    model = put("eyes", {"weights.bin": weights})
    server.cuts = [100_000, 50_000, 200_000]
    get(model)
    assert [asked for _, asked in server.requests] == [
        "", "bytes=100000-", "bytes=150000-", "bytes=350000-",
    ]  # fmt: skip
    assert (models.folder("eyes") / "weights.bin").read_bytes() == weights


def test_a_server_without_ranges_starts_afresh(put: Put, server: Server, weights: bytes) -> None:
    model = put("eyes", {"weights.bin": weights})
    server.ranges = False
    server.cuts = [100_000]
    get(model)
    assert (models.folder("eyes") / "weights.bin").read_bytes() == weights


@pytest.mark.parametrize("heeds", [True, False])
def test_a_file_that_changed_on_the_server_starts_afresh(
    put: Put, server: Server, weights: bytes, heeds: bool
) -> None:
    model = put("eyes", {"weights.bin": weights})
    server.contents["weights.bin"] = bytes(len(weights))
    start(model, 200_000)
    server.contents["weights.bin"] = weights
    server.heeds_if_range = heeds
    server.requests.clear()
    get(model)
    assert len(server.requests) == (1 if heeds else 2)
    assert (models.folder("eyes") / "weights.bin").read_bytes() == weights


def test_a_part_longer_than_the_file_is_dropped(put: Put, server: Server, weights: bytes) -> None:
    model = put("eyes", {"weights.bin": weights})
    start(model, 100_000)
    part_of(model).write_bytes(bytes(700_000))
    get(model)
    assert (models.folder("eyes") / "weights.bin").read_bytes() == weights


def test_a_busy_server_is_asked_again_and_redirects_are_followed(
    put: Put, server: Server, weights: bytes
) -> None:
    model = put("eyes", {"weights.bin": weights}, url=lambda path: server.url(f"moved/{path}"))
    server.errors = [(503, ""), (429, "0")]
    get(model)
    assert models.is_present("eyes")


@pytest.mark.parametrize(
    ("errors", "said"),
    [
        ([(503, "")] * 9, "127.0.0.1 is out of order or busy (error 503). Try again later."),
        ([(503, "3600")], "127.0.0.1 is out of order or busy (error 503). Try again later."),
        ([(403, "")], "refuses to give weights.bin (error 403)"),
        ([(404, "")], "127.0.0.1 no longer has weights.bin. Look for a newer Glimpse."),
    ],
)
def test_a_server_that_refuses_is_told_in_one_sentence(
    put: Put, server: Server, weights: bytes, errors: list[tuple[int, str]], said: str
) -> None:
    model = put("eyes", {"weights.bin": weights})
    server.errors = errors
    assert said in refusal(model)


def test_a_connection_that_never_lasts_is_given_up_and_keeps_what_came(
    put: Put, server: Server, weights: bytes
) -> None:
    model = put("eyes", {"weights.bin": weights})
    server.cuts = [100_000] + [0] * 9
    said = refusal(model)
    assert said == (
        "The connection to 127.0.0.1 keeps breaking off. Try again later. What has arrived is kept."
    )
    assert part_of(model).stat().st_size == 100_000


def test_a_silent_server_is_given_up(
    put: Put, server: Server, weights: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = put("eyes", {"weights.bin": weights})
    monkeypatch.setattr(transfer, "TIMEOUT", 0.1)
    server.hangs.set()
    assert "keeps breaking off" in refusal(model)


def test_no_network_is_said(put: Put, weights: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    model = put("eyes", {"w": weights}, url=lambda path: f"http://127.0.0.1:{port}/{path}")
    assert refusal(model) == (
        "I cannot reach 127.0.0.1. Check the network connection and try again."
    )


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


def test_one_process_at_a_time(put: Put, server: Server, weights: bytes) -> None:
    model = put("eyes", {"weights.bin": weights})
    server.pace = 0.02
    said = "The eyes network is in use by another Glimpse. Wait until that has finished."
    with elsewhere(model) as process:
        assert process.stdout
        process.stdout.readline()
        assert refusal(model) == said
        with pytest.raises(ModelError, match=said):
            models.remove("eyes")
        process.stdout.read()
    assert process.returncode == 0
    assert models.is_present("eyes")
    server.requests.clear()
    get(model)
    assert server.requests == []


def test_stopping_ends_a_long_wait(
    put: Put, server: Server, weights: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = put("eyes", {"weights.bin": weights})
    monkeypatch.setattr(transfer, "WAITS", (3600.0,) * 4)
    server.cuts = [100_000]
    steps = models.download([model])
    waiting = 0
    for progress in steps:
        waiting += progress.done == 100_000
        if waiting > 2:
            break
    steps.close()  # type: ignore[attr-defined]
    assert part_of(model).stat().st_size == 100_000


def test_a_download_may_be_closed_in_another_thread(
    put: Put, server: Server, weights: bytes
) -> None:
    model = put("eyes", {"weights.bin": weights})
    steps = models.download([model])
    with ThreadPoolExecutor(1) as other:
        other.submit(next, steps).result()
        steps.close()  # type: ignore[attr-defined]
        get(model)
    assert models.is_present("eyes")


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
