"""Work that takes no time, and jobs that end their process in the ways in which that can happen."""

import os
import signal
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from assistant.errors import AssistantError
from assistant.work import Setup


@dataclass(frozen=True)
class Job:
    path: Path


@dataclass(frozen=True)
class Toy:
    """Tells the name of each job, and its process."""

    folder: Path
    limit_s: float = 60.0
    setup: Setup = field(default_factory=lambda: Setup(workers=1))
    fails: str = ""
    block: ClassVar[int] = 2

    def begin(self):
        if self.fails:
            raise AssistantError(self.fails)
        return self.do

    def do(self, job):
        name = job.path.name
        if name == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if name == "slow":
            time.sleep(60)
        if name == "unreadable":
            raise AssistantError("unreadable is no picture.")
        if name == "strange":
            raise ZeroDivisionError
        if name == "large":
            return name, _faults()
        return name, os.getpid()


def _faults():
    """Pages that the system had to give anew for the second of two pictures of 48 MB."""
    import resource  # not on Windows

    for _ in range(2):
        before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
        len(bytearray(b"1") * (48 << 20))
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before
