"""Many pictures on several workers: none is described twice, and a worker that dies costs one."""

import os
import shutil
import signal
from dataclasses import replace

import pytest

from assistant.library import Kind, Target, Task
from assistant.library.batch import Leading, annotate, find
from assistant.library.journal import Journal
from assistant.library.prepare import Made, Prepared
from assistant.library.sidecar import sidecar_of
from assistant.library.walk import Found
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


def finished(path, result, meanwhile, **options):
    """The outcome where something happens to a picture while it is described."""
    workers = ByHand()
    with Journal() as journal:
        run = Leading(replace(TASK, **options), journal, workers)
        run._begin(Found(path, path), 0)
        meanwhile()
        workers.told = [Finished(workers.jobs[0], result)]
        (outcome,) = run._results()
        again = run._begin(Found(path, path), 0)
    return outcome, again


@pytest.mark.parametrize("target", [Target.XMP, Target.SIDECAR])
def test_texts_about_a_picture_that_changed_are_not_put_beside_it(target, tmp_path):
    path, made = picture(tmp_path / "a.jpg"), tmp_path / "made"
    made.write_text("about the old picture")
    place = path if target == Target.XMP else sidecar_of(path)
    result = Prepared(Kind.WRITTEN, TEXTS, (Made(made, place),))
    outcome, again = finished(path, result, lambda: picture(path, quality=9), target=target)
    assert outcome.note == "a.jpg changed while I looked at it; try again."
    assert not sidecar_of(path).exists()
    assert again is None  # the new one is described


def test_what_a_person_wrote_into_a_sidecar_meanwhile_counts(tmp_path):
    path, made = picture(tmp_path / "a.jpg"), tmp_path / "made"
    made.write_text("with an alt text")
    before = path.read_bytes()
    result = Prepared(Kind.WRITTEN, TEXTS, (Made(made, path),))
    outcome, _ = finished(path, result, lambda: sidecar_of(path).write_text("Anna"))
    assert outcome.note == "a.jpg.xmp changed while I looked at it; try again."
    assert path.read_bytes() == before


def test_a_picture_that_goes_away_meanwhile_is_told(tmp_path):
    path = picture(tmp_path / "a.jpg")
    outcome, again = finished(path, Prepared(Kind.UNSURE, TEXTS), path.unlink)
    assert (outcome.kind, again.kind) == (Kind.FAILED, Kind.FAILED)


def test_a_journal_without_room_costs_pictures_not_the_run(tmp_path):
    paths = [picture(tmp_path / f"{n}.jpg", quality=50 + n) for n in range(2)]
    workers = ByHand()
    with Journal() as journal:
        run = Leading(TASK, journal, workers)
        for number, path in enumerate(paths):
            run._begin(Found(path, path), number)
        # All that fits into the page that is there already: as on a full disk.
        (pages,) = journal._database.execute("PRAGMA page_count").fetchone()
        journal._database.execute(f"PRAGMA max_page_count = {pages}")
        long = replace(TEXTS, description="x" * 50_000)
        for job in workers.jobs:
            workers.told += [Described(job, long), Finished(job, Prepared(Kind.UNSURE, long))]
        outcomes = list(run._results())
    assert [outcome.kind for outcome in outcomes] == [Kind.FAILED, Kind.FAILED]
    assert "Make room there and run it again." in outcomes[0].note


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
