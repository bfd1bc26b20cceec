"""Many pictures on several workers: none is described twice, and a worker that dies costs one."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from assistant.library import OutcomeKind, Task, WriteTarget
from assistant.library.batch import Leading, annotate, find
from assistant.library.journal import Journal
from assistant.library.prepare import Made, Prepared
from assistant.metadata.sidecar import sidecar_of
from assistant.pipeline.options import Options
from assistant.sources.walk import Found
from assistant.work import Setup
from tests.library.made import PIPELINE, TEXTS, needs_exiftool, picture, seed, sha256
from tests.waiting import SECONDS

TASK = Task(setup=Setup(senses=Options().public, workers=2))


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
        workers.told = [(workers.jobs[0], Prepared(OutcomeKind.UNSURE, TEXTS))]
        assert [outcome.kind for outcome in run._results()] == [OutcomeKind.UNSURE]
        assert [(job.path.name, job.known) for job in workers.jobs[1:]] == [("b.jpg", TEXTS)]


def finished(path, result, meanwhile, **options):
    """The outcome where something happens to a picture while it is described."""
    workers = ByHand()
    with Journal() as journal:
        run = Leading(replace(TASK, **options), journal, workers)
        run._begin(Found(path, path), 0)
        meanwhile()
        workers.told = [(workers.jobs[0], result)]
        (outcome,) = run._results()
        again = run._begin(Found(path, path), 0)
    return outcome, again


@pytest.mark.parametrize("target", [WriteTarget.XMP, WriteTarget.SIDECAR])
def test_texts_about_a_picture_that_changed_are_not_put_beside_it(target, tmp_path):
    path = picture(tmp_path / "a.jpg")
    place = path if target == WriteTarget.XMP else sidecar_of(path)
    result = Prepared(OutcomeKind.WRITTEN, TEXTS, (Made(b"about the old picture", place),))
    outcome, again = finished(path, result, lambda: picture(path, quality=9), target=target)
    assert outcome.note == "a.jpg changed while I looked at it; try again."
    assert not sidecar_of(path).exists()
    assert again is None  # the new one is described


def test_what_a_person_wrote_into_a_sidecar_meanwhile_counts(tmp_path):
    path = picture(tmp_path / "a.jpg")
    before = path.read_bytes()
    result = Prepared(OutcomeKind.WRITTEN, TEXTS, (Made(b"with an alt text", path),))
    outcome, _ = finished(path, result, lambda: sidecar_of(path).write_text("Anna"))
    assert outcome.note == "a.jpg.xmp changed while I looked at it; try again."
    assert path.read_bytes() == before


def test_a_picture_that_goes_away_meanwhile_is_told(tmp_path):
    path = picture(tmp_path / "a.jpg")
    outcome, again = finished(path, Prepared(OutcomeKind.UNSURE, TEXTS), path.unlink)
    assert (outcome.kind, again.kind) == (OutcomeKind.FAILED, OutcomeKind.FAILED)


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
            workers.told.append((job, Prepared(OutcomeKind.UNSURE, long)))
        outcomes = list(run._results())
    assert [outcome.kind for outcome in outcomes] == [OutcomeKind.FAILED, OutcomeKind.FAILED]
    assert "Make room there and run it again." in outcomes[0].note


def test_what_was_seen_is_kept_though_nothing_could_be_written(tmp_path):
    path = picture(tmp_path / "a.jpg")
    failed = Prepared(OutcomeKind.FAILED, TEXTS, note="exiftool refuses it.")
    outcome, _ = finished(path, failed, lambda: None)
    assert (outcome.kind, outcome.note) == (OutcomeKind.FAILED, "exiftool refuses it.")
    with Journal() as journal:
        assert journal.description(sha256(path), PIPELINE) == TEXTS


@pytest.mark.skipif(os.name != "posix", reason="kills a process")
@needs_exiftool
def test_a_worker_that_dies_costs_one_picture_at_most(tmp_path):
    names = [f"{n:02}.jpg" for n in range(20)]
    seed(*(picture(tmp_path / "pictures" / n, quality=50 + int(n[:2])) for n in names))
    outcomes, gone = [], []
    with Journal() as journal:
        task = Task(setup=Setup(senses=Options().public, workers=1))
        for outcome in annotate(task, find([str(tmp_path / "pictures")]), journal):
            if not outcomes:
                worker = max(psutil.Process().children(), key=lambda p: len(p.children()))
                gone = [worker, *worker.children()]
                worker.kill()
            outcomes.append(outcome)
    assert len(gone) == 2  # with its exiftool
    assert {p.name() for p in psutil.wait_procs(gone, timeout=SECONDS)[1]} == set()
    assert sorted(Path(outcome.path).name for outcome in outcomes) == names
    lost = [outcome for outcome in outcomes if outcome.kind != OutcomeKind.WRITTEN]
    assert len(lost) <= 1
    assert all(
        outcome.note.endswith(
            "is too much for the describing process, which died; I went on without it."
        )
        for outcome in lost
    )
