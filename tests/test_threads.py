"""Numbers are crunched without taking the cores that the networks need."""

import os
import subprocess
import sys

import pytest

_COUNT = "import assistant, numpy, psutil; print(psutil.Process().num_threads())"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a process has threads from birth")
def test_numpy_has_no_threads_that_spin() -> None:
    environment = {k: v for k, v in os.environ.items() if not k.endswith("_NUM_THREADS")}
    command = [sys.executable, "-c", _COUNT]
    counted = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert counted.stdout == "1\n"


def test_what_a_thread_loads_adds_nothing_to_the_environment() -> None:
    code = """
import os
import assistant
before = set(os.environ)
from assistant import opencv
opencv.load()
print(*sorted(set(os.environ) - before))
"""
    ours = ("OPENCV_", "OPENBLAS_", "LD_LIBRARY_PATH")
    environment = {name: v for name, v in os.environ.items() if not name.startswith(ours)}
    command = [sys.executable, "-c", code]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert told.stdout == "\n"


def test_threads_that_want_opencv_at_once_all_get_the_whole_of_it() -> None:
    code = """
import sys, threading
from assistant import opencv
sys.setswitchinterval(1e-6)
begun, found = threading.Barrier(6), []

def ask():
    begun.wait()
    found.append(hasattr(opencv.load(), "data"))

threads = [threading.Thread(target=ask) for _ in range(6)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sum(found))
"""
    command = [sys.executable, "-c", code]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    assert told.stdout == "6\n"
