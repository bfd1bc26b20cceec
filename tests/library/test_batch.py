"""Many pictures on several workers: none is described twice, and a worker that dies costs one."""

import os
import shutil
import signal

import pytest

from assistant.library import Kind, Task
from assistant.library.batch import Leading, annotate, find
from assistant.library.journal import Journal
from assistant.library.prepare import Prepared
from assistant.library.workers import Described, Finished, Workers
from assistant.senses import without
from tests.library.made import TEXTS, left_running, needs_exiftool, picture, seed

TASK = Task(senses=without(()), workers=2)


class ByHand:
    """Workers whose results the test decides."""

    free = True

    def __init__(self):
        self.jobs = []
        self.told = []

    def begin(self, job):
        self.jobs.append(job)

    def results(self):
        told, self.told = self.told, []
        yield from told


def test_the_same_picture_under_two_names_is_described_once(tmp_path):
    first = picture(tmp_path / "a.jpg")
    shutil.copyfile(first, tmp_path / "b.jpg")
    workers = ByHand()
    with Journal() as journal:
        run = Leading(TASK, journal, workers)
        for number, one in enumerate(find([str(tmp_path)])):
            assert run._begin(one, number) is None
        assert [job.path.name for job in workers.jobs] == ["a.jpg"]
        workers.told = [
            Described(workers.jobs[0], TEXTS),
            Finished(workers.jobs[0], Prepared(Kind.UNSURE, TEXTS)),
        ]
        assert [outcome.kind for outcome in run._results()] == [Kind.UNSURE]
        assert [(job.path.name, job.known) for job in workers.jobs[1:]] == [("b.jpg", TEXTS)]


@pytest.mark.skipif(os.name != "posix", reason="kills a process")
@needs_exiftool
def test_a_worker_that_dies_costs_one_picture(tmp_path, monkeypatch):
    made = [picture(tmp_path / "pictures" / f"{n}.jpg", quality=50 + n) for n in range(3)]
    seed(*made)
    begin, killed = Workers.begin, []

    def begin_and_kill(self, job):
        begin(self, job)
        if job.path.name == "1.jpg":
            killed.append(self._all[0]._process.pid)
            os.kill(killed[0], signal.SIGKILL)

    monkeypatch.setattr(Workers, "begin", begin_and_kill)
    with Journal() as journal:
        task = Task(senses=without(()), workers=1)
        outcomes = list(annotate(task, find([str(tmp_path / "pictures")]), journal))
    assert [outcome.kind for outcome in outcomes] == [Kind.WRITTEN, Kind.FAILED, Kind.WRITTEN]
    assert outcomes[1].note == (
        "1.jpg is too much for the describing process, which died; I went on without it."
    )
    assert left_running(killed[0], os.getpgid) == []  # its exiftool neither
