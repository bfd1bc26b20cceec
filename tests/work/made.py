"""A real Ray cluster on this computer: machines that are sessions of processes, to be killed."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

import psutil
import pytest

from assistant.search import database
from assistant.work.pool import NICE
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

    def __init__(self, command: list[str], **pipes):
        self.running = subprocess.Popen(command, start_new_session=True, **pipes)

    def processes(self, named=""):
        """Its processes that run, or those with a word in their command line."""
        return [p for p in in_session(self.running.pid) if named in command(p)]

    def kill(self):
        """Let it be gone: all of it at once, as without power."""
        for process in self.processes():
            process.kill()
        self.running.wait()

    def wait_for(self, named):
        """Wait until it runs something."""
        end = time.monotonic() + LONG
        while not self.processes(named):
            assert time.monotonic() < end, f"no {named} after {LONG} s"
            time.sleep(0.05)


class Cluster:
    """Glimpse's own with one core, and as many other machines with one core as are added.

    Who uses it needs its token, by the ``environment``.
    """

    def __init__(self):
        pipe = subprocess.PIPE
        command = [sys.executable, "-m", "tests.work.own_cluster"]
        with tempfile.TemporaryDirectory(prefix="long" * 30) as place:  # too long for Ray's sockets
            environment = {**os.environ, "TMPDIR": place}
            pipes = {"stdin": pipe, "stdout": pipe, "stderr": pipe, "text": True}
            self.head = Machine(command, env=environment, **pipes)
            line = self.head.running.stdout.readline()
            assert line, self.head.running.communicate()[1]
        told = json.loads(line)
        self.address, self.folder = told["address"], Path(told["folder"])
        self.environment = {
            "RAY_AUTH_MODE": "token",
            "RAY_AUTH_TOKEN": told["token"],
            "RAY_worker_niceness": str(NICE),
        }
        self.machines = [self.head]

    def add(self):
        """Another machine."""
        options = [*_RAY, "--num-cpus", "1", "--object-store-memory", "80000000"]
        nowhere = subprocess.DEVNULL
        machine = Machine(
            [*options, "--address", self.address],
            env={**os.environ, **self.environment}, stdout=nowhere, stderr=nowhere,
        )  # fmt: skip
        self.machines.append(machine)
        machine.wait_for("raylet/raylet")
        return machine

    def end(self):
        """End it as Glimpse does, and all other machines; returns what it said meanwhile."""
        out, err = self.head.running.communicate(timeout=LONG)
        for machine in self.machines:
            machine.kill()
        return out + err


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
