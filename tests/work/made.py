"""A real Ray cluster on this computer: machines that are sessions of processes, to be killed."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

import psutil
import pytest

from assistant.search import database
from tests.waiting import SECONDS

needs_ray = pytest.mark.skipif(
    os.name != "posix" or find_spec("ray") is None or find_spec("pyarrow") is None,
    reason="Ray is not installed (pip install 'glimpse-assistant[cluster]')",
)
GLIMPSE = [sys.executable, "-c", "import sys; from assistant.cli import main; sys.exit(main())"]
_RAY = [sys.executable, "-m", "ray.scripts.scripts", "start", "--block", "--disable-usage-stats"]
LONG = 3 * SECONDS  # a machine of Ray is a dozen processes: they are slow beside others


class Machine:
    """One machine of a cluster: all processes of one session."""

    def __init__(self, cores: int, *options: str):
        command = [*_RAY, "--num-cpus", str(cores), "--object-store-memory", "80000000", *options]
        nowhere = subprocess.DEVNULL
        self._running = subprocess.Popen(
            command, start_new_session=True, stdout=nowhere, stderr=nowhere
        )

    def processes(self, named=""):
        """Its processes that run, or those with a word in their command line."""
        return [p for p in in_session(self._running.pid) if named in command(p)]

    def kill(self):
        """Let it be gone: all of it at once, as without power."""
        for process in self.processes():
            process.kill()
        self._running.wait()

    def wait_for(self, named):
        """Wait until it runs something."""
        end = time.monotonic() + LONG
        while not self.processes(named):
            assert time.monotonic() < end, f"no {named} after {LONG} s"
            time.sleep(0.05)


class Cluster:
    """A head with one core, and as many other machines with one core as are added."""

    def __init__(self):
        # Not in pytest's folder: the name of a socket has at most 107 letters.
        self.folder = Path(tempfile.mkdtemp(prefix="ray-", dir="/tmp"))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"127.0.0.1:{port}"
        self.head = Machine(
            1, "--head", "--port", str(port), "--node-ip-address", "127.0.0.1",
            "--include-dashboard=false", "--temp-dir", str(self.folder),
            "--min-worker-port", "0", "--max-worker-port", "0",  # else the head's may be among them
        )  # fmt: skip
        self.machines = [self.head]
        self.head.wait_for("raylet/raylet")
        _wait_for_port(port)

    def add(self):
        """Another machine."""
        self.machines.append(Machine(1, "--address", self.address))
        self.machines[-1].wait_for("raylet/raylet")
        return self.machines[-1]

    def kill(self):
        """End it, and what it left."""
        for machine in self.machines:
            machine.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


def started(*arguments):
    """The command in a session of its own, so that its processes can be told from others."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(
        [*GLIMPSE, *map(str, arguments)], text=True, start_new_session=True, **pipes
    )


def contents():
    """All that the index has, and nothing of when or in which order it came there."""
    with database.reading() as opened:
        pictures = opened.execute(
            "SELECT path, size, digest, taken, dated, width, height, name, unread, brief, whole,"
            " read, vector FROM pictures JOIN versions ON versions.id = version"
            " JOIN (SELECT rowid, brief, whole, read FROM texts) AS t ON t.rowid = pictures.id"
            " LEFT JOIN embeddings ON picture = pictures.id ORDER BY path"
        ).fetchall()
        seen = opened.execute(
            "SELECT path, labels.label, kind, sureness, score, count, cells FROM observations"
            " JOIN pictures ON pictures.id = picture JOIN labels ON labels.id = observations.label"
            " ORDER BY path, kind, labels.label"
        ).fetchall()
        known = opened.execute("SELECT label FROM known ORDER BY label").fetchall()
        why = opened.execute("SELECT path, why FROM failures ORDER BY path").fetchall()
    return pictures, seen, known, why


def interrupt(running):
    """Ctrl+C, as a terminal sends it: to all that it started, too."""
    os.killpg(running.pid, signal.SIGINT)


def _wait_for_port(port):
    end = time.monotonic() + LONG
    while time.monotonic() < end:
        with socket.socket() as knocking:
            if knocking.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)


def in_session(number):
    """The processes of a session that run."""
    found = [p for p in psutil.process_iter(["status"]) if _session(p.pid) == number]
    return [p for p in found if p.info["status"] != psutil.STATUS_ZOMBIE]


def _session(pid):
    try:
        return os.getsid(pid)
    except OSError:
        return None


def command(process):
    """Its command line; empty where it has just ended."""
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""
