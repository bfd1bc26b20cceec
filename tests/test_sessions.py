"""Memory of networks: what was freed goes back to the system."""

import platform
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest
from onnxruntime import InferenceSession

from assistant import bundled, sessions
from tests.waiting import wait_for

_THREADS = """
    import ctypes, threading
    from assistant import sessions
    from assistant.reading.presence import TextPresence

    def memory():
        return int(open("/proc/self/statm").read().split()[1]) * 4096 / 1e6

    def work(barrier):
        pieces = [b"x" * 64_000 for _ in range(600)]  # 38 MB, in pieces that are no mappings
        barrier.wait()  # each thread has its pieces at the same time
        del pieces

    network = TextPresence()
    bytes(30_000_000)  # what was freed once as a mapping, glibc keeps from then on
    before = memory()
    barrier = threading.Barrier(4)
    threads = [threading.Thread(target=work, args=(barrier,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sessions.give_back()
    print(memory() - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other systems keep nothing")
def test_memory_that_threads_freed_is_given_back() -> None:
    code = textwrap.dedent(_THREADS)
    kept = float(subprocess.check_output([sys.executable, "-c", code], text=True))
    assert kept < 40  # MB; a heap for each thread keeps 150


def test_a_network_opened_ahead_is_taken_once_by_who_needs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sessions.forget_ahead()  # of commands that ran in this process
    opened = []
    real = sessions._open

    def counted(model: Path) -> InferenceSession:
        opened.append(model)
        return real(model)

    monkeypatch.setattr(sessions, "_open", counted)
    sessions.open_ahead((bundled.PLACES, bundled.PRESENCE))
    sessions.open_ahead((bundled.PLACES,))  # on its way already
    taken = [sessions.OnnxNetwork(file) for file in (bundled.PRESENCE, bundled.PLACES)]
    assert sorted(opened) == sorted((bundled.PLACES, bundled.PRESENCE))
    assert [next(iter(network.outputs)) for network in taken] == ["written", "small"]
    sessions.OnnxNetwork(bundled.PLACES)
    assert len(opened) == 3  # nobody has another's


def test_a_damaged_network_opened_ahead_is_told_by_who_needs_it(tmp_path: Path) -> None:
    damaged = tmp_path / "network.onnx"
    damaged.write_bytes(b"damaged")
    sessions.open_ahead((damaged,))
    with pytest.raises(sessions.NetworkError, match=r"network\.onnx cannot be loaded"):
        sessions.OnnxNetwork(damaged)


def test_what_nobody_has_taken_is_forgotten(tmp_path: Path) -> None:
    file = tmp_path / "network.onnx"
    file.write_bytes(b"damaged")
    sessions.open_ahead((file,))
    wait_for(lambda: not any(t.name.startswith("networks") for t in threading.enumerate()))
    sessions.forget_ahead()
    file.write_bytes(bundled.PLACES.read_bytes())
    assert sessions.OnnxNetwork(file).outputs
