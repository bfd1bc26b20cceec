"""Downloads from a real server here: stopped, broken, redirected, and gone on with."""

import socket
from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant import models
from assistant.errors import ModelError
from assistant.models import transfer
from tests.models.getting import Put, elsewhere, get, part_of, refusal, start
from tests.models.web_server import Server


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
