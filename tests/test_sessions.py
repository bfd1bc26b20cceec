"""Memory of networks: what was freed goes back to the system."""

import platform
import subprocess
import sys
import textwrap

import pytest

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
